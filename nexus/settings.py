"""Every setting of the project. What differs between deployments comes from the environment.

The variables and their defaults are described in docs/configuration.md.
"""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
from corsheaders.defaults import default_headers
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from nexus.core.logs import FORMATS, formatters
from nexus.core.storages import public_sources, storages_from_url
from nexus.social_providers import social_providers

BASE_DIR = Path(__file__).resolve().parent.parent

# --- Environment -------------------------------------------------------------------------------
# Variables of the process win over the file. `make run` writes that file once, for development.
env = environ.Env()
_ENV_FILE = os.environ.get("ENV_FILE", str(BASE_DIR / "var" / "dev.env"))
if _ENV_FILE and Path(_ENV_FILE).is_file():
    env.read_env(_ENV_FILE)

DEBUG = env.bool("DEBUG", default=False)


def _secret(name: str) -> str:
    """Return a secret, which has a default while DEBUG is on and at no other time."""
    value: str = env.str(name, default="")
    if value:
        return value
    if DEBUG:
        return f"development-only-{name.lower()}-never-use-it-anywhere-else"
    raise ImproperlyConfigured(f"Set {name}: it has no default while DEBUG is off.")


DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var")))
DATA_DIR.mkdir(parents=True, exist_ok=True)

# --- Secrets -----------------------------------------------------------------------------------
SECRET_KEY = _secret("SECRET_KEY")
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])
# The first key writes, all of them read: put a new key in front, then run rotate_encryption.
ENCRYPTION_KEYS: list[str] = [key for key in _secret("ENCRYPTION_KEYS").split(",") if key]
INDEX_KEY = _secret("INDEX_KEY")
# Of backups alone. The first one writes, all of them read.
BACKUP_KEYS: list[str] = [key for key in env.str("BACKUP_KEYS", default="").split(",") if key]
# Only to read what django-fernet-encrypted-fields once wrote.
SALT_KEY: list[str] = env.list("SALT_KEY", default=[])
JWT_SECRET = _secret("JWT_SECRET")

# --- Applications ------------------------------------------------------------------------------
INSTALLED_APPS = [
    "nexus.apps.NexusConfig",
    "nexus.core",
    "taxonomy",
    "people",
    "jobs",
    "hiring",
    "careers",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.forms",
    "wagtail.embeds",
    "wagtail.sites",
    "careers.apps.UsersConfig",  # wagtail.users, with screens of our own
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "nexus.apps.BackOfficeConfig",  # django.contrib.admin, with our site
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",  # allauth's pages tell times with it
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.github",
    "allauth.socialaccount.providers.google",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "corsheaders",
    "django_prose_editor",  # for its file of scripts alone
    "django_q",
    "import_export",
    "ninja",
]
ROOT_URLCONF = "nexus.urls"
WSGI_APPLICATION = "nexus.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "nexus.core.request_ids.RequestIdMiddleware",
    "nexus.observing.measuring.MeasuringMiddleware",
    "nexus.middleware.ApiHeadMiddleware",
    "nexus.errors.ApiErrorShapeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "nexus.middleware.PathContentSecurityPolicyMiddleware",
    "nexus.core.shared_pages.SharedPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "nexus.middleware.AddressLanguageMiddleware",
    "nexus.errors.SlashMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "people.preferences.PreferencesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "people.next_page.KeepNextPageMiddleware",
    "people.social.ProviderErrorsMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "people.second_factor.BackOfficeMiddleware",
    "careers.preferences.CmsPreferencesMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "nexus.errors.ImpossibleValuesMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# --- Database ----------------------------------------------------------------------------------
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db_url_config(
        env.str("DATABASE_URL", default="") or f"sqlite:///{DATA_DIR / 'nexus.sqlite3'}"
    )
}
_DATABASE = DATABASES["default"]
USES_SQLITE = _DATABASE["ENGINE"].endswith("sqlite3")
if USES_SQLITE:
    _DATABASE["OPTIONS"] = {
        # Deferred transactions fail with "database is locked" as soon as two of them write.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        ),
    }
    _DATABASE["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
else:
    INSTALLED_APPS.append("django.contrib.postgres")  # Wagtail's own search asks for it
    _DATABASE["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=60)
    _DATABASE["CONN_HEALTH_CHECKS"] = True

# --- Cache and sessions ------------------------------------------------------------------------
CACHES: dict[str, dict[str, Any]] = {
    "default": env.cache_url_config(env.str("CACHE_URL", default="") or "locmemcache://nexus")
}
CACHES["default"].setdefault("KEY_PREFIX", "nexus")
if CACHES["default"]["BACKEND"].endswith("LocMemCache"):
    # The default of 300 entries would forget throttles and lockouts under a handful of callers.
    CACHES["default"]["OPTIONS"] = {"MAX_ENTRIES": 50_000}
    CACHES["default"]["BACKEND"] = "nexus.observing.counted_caches.CountedLocMemCache"
if CACHES["default"]["BACKEND"].endswith("RedisCache"):
    # Goes on without a Redis that is away.
    CACHES["default"]["BACKEND"] = "nexus.observing.counted_caches.CountedRedisCache"
# Pictures of jobs, drawn anew when missing: each machine keeps the latest on its own disk.
CACHES["pictures"] = {
    "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
    "LOCATION": str(DATA_DIR / "pictures"),
    "OPTIONS": {"MAX_ENTRIES": 2_000},
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_SERIALIZER = "people.sessions.SealedSerializer"

# --- Files -------------------------------------------------------------------------------------
MEDIA_URL = "/media/"
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
if DEBUG:
    STATIC_ROOT.mkdir(exist_ok=True)  # empty: files come from where they are written
STORAGES: dict[str, dict[str, Any]] = {
    **storages_from_url(env.str("STORAGE_URL", default=""), DATA_DIR),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

# --- Mail and background work ------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Nexus <nexus@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL


def _mailer(url: str) -> dict[str, Any]:
    """Turn EMAIL_URL (smtp://, smtp+tls://, smtp+ssl://) into an entry of MAILERS."""
    if not url:
        return {
            "BACKEND": "nexus.core.mail_backends.EmlFileBackend",
            "OPTIONS": {"file_path": str(DATA_DIR / "mail")},
        }
    parts = env.email_url_config(url)
    options: dict[str, Any] = {"host": parts["EMAIL_HOST"], "port": parts["EMAIL_PORT"] or 25}
    if parts["EMAIL_HOST_USER"]:
        options |= {"username": parts["EMAIL_HOST_USER"], "password": parts["EMAIL_HOST_PASSWORD"]}
    if parts.get("EMAIL_USE_TLS"):
        options["use_tls"] = True
    if parts.get("EMAIL_USE_SSL"):
        options["use_ssl"] = True
    return {"BACKEND": parts["EMAIL_BACKEND"], "OPTIONS": {"timeout": 15, **options}}


MAILERS = {"default": _mailer(env.str("EMAIL_URL", default="") if DEBUG else _secret("EMAIL_URL"))}

# Wagtail reads TASKS too: its own small tasks run at once, ours go to the queue by name.
TASKS: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"},
    "q2": {"BACKEND": "nexus.core.q2_backend.Q2Backend", "QUEUES": []},
}
Q_CLUSTER: dict[str, Any] = {
    "name": "nexus",
    "label": "Background work",
    "orm": "default",
    "workers": env.int("WORKERS", default=2),
    "timeout": 60,
    "retry": 90,  # must exceed the timeout, or a slow task runs twice
    "max_attempts": 5,
    "poll": 1,
    "catch_up": False,
    "save_limit": 0,  # no limit: counting what is kept after each task would take most of the time
    "ack_failures": False,
}

# --- Sign-in -----------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["people.backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "people.hashing.PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"  # of pages that only some may read
# For those who have no work here; see `people.landing`.
LOGIN_REDIRECT_URL = "home"
ACCESS_TOKEN_LIFETIME = timedelta(seconds=env.int("ACCESS_TOKEN_SECONDS", default=3600))
REFRESH_TOKEN_LIFETIME = timedelta(seconds=env.int("REFRESH_TOKEN_SECONDS", default=15 * 86400))
REQUIRE_MFA = env.bool("REQUIRE_MFA", default=not DEBUG)
# Each login is a session; of those of one person the oldest end beyond this number.
MAX_LOGINS_PER_USER = env.int("MAX_LOGINS_PER_USER", default=100)
# After so many days an account goes whose address nobody confirmed and that nobody used.
UNCONFIRMED_ACCOUNTS_DAYS = env.int("UNCONFIRMED_ACCOUNTS_DAYS", default=30)
# What applicants sent goes so many days after their application ended; see `people.keeping`.
KEEP_APPLICATIONS_DAYS = env.int("KEEP_APPLICATIONS_DAYS", default=180)
KEEP_APPLICATIONS_MOST_DAYS = env.int("KEEP_APPLICATIONS_MOST_DAYS", default=730)
KEEP_MAILS_DAYS = env.int("KEEP_MAILS_DAYS", default=90)
KEEP_WITHDRAWN_DAYS = env.int("KEEP_WITHDRAWN_DAYS", default=30)

ACCOUNT_FORMS = {"login": "people.forms.LoginForm", "signup": "people.forms.SignupForm"}
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_EMAIL_CONFIRMATION_AUTHENTICATED_REDIRECT_URL = "/accounts/email/"
ACCOUNT_ADAPTER = "people.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "people.social.SocialAccountAdapter"
MFA_ADAPTER = "people.adapters.MFAAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 3600
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 3600
ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Whoever changes their password stays signed in where they did so, and nowhere else.
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# How long a login waits for a code: as long as the codes of its mails are good.
ACCOUNT_LOGIN_TIMEOUT = 3600
# Per address of the caller (ip), and per account or entered address (key). Failed logins, and
# codes of the second factor, count together. By the day: so few that a password cannot be tried
# out and the six digits of mailed codes cannot be guessed.
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = {
    "login": env.str("LIMIT_LOGIN", default="30/m/ip"),
    "login_failed": env.str("LIMIT_LOGIN_FAILED", default="10/m/ip,5/5m/key,100/d/key"),
    "signup": env.str("LIMIT_SIGNUP", default="20/m/ip"),
    "confirm_email": env.str("LIMIT_CONFIRM_EMAIL", default="5/m/key,30/d/key"),
    "reset_password": env.str("LIMIT_RESET", default="20/m/ip,5/m/key,30/d/key"),
    "job_alert": env.str("LIMIT_JOB_ALERTS", default="20/h/ip,5/h/key,15/d/key"),
    "request_login_code": env.str("LIMIT_LOGIN_CODE", default="20/m/ip,3/m/key,30/d/key"),
}
if not env.bool("LIMIT_LOGINS", default=True):
    ACCOUNT_RATE_LIMITS = False  # for a server that is being tested, and no other
ACCOUNT_PREVENT_ENUMERATION = True
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG  # as http://localhost
# Those alone whose keys are set. None of them takes an account over by its address.
SOCIALACCOUNT_PROVIDERS, SOCIAL_ORIGINS = social_providers(env)
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5

HEADLESS_ENABLED = True
HEADLESS_CLIENTS = ("app",)
HEADLESS_TOKEN_STRATEGY = "people.tokens.RefreshStrategy"  # noqa: S105  # a dotted path
HEADLESS_JWT_ALGORITHM = "HS256"
HEADLESS_JWT_PRIVATE_KEY = JWT_SECRET
HEADLESS_JWT_ACCESS_TOKEN_EXPIRES_IN = int(ACCESS_TOKEN_LIFETIME.total_seconds())
HEADLESS_JWT_REFRESH_TOKEN_EXPIRES_IN = int(REFRESH_TOKEN_LIFETIME.total_seconds())
# Logout, a new password and deactivation must end tokens at once.
HEADLESS_JWT_STATEFUL_VALIDATION_ENABLED = True

# --- The network around us ---------------------------------------------------------------------
ALLOWED_HOSTS: list[str] = env.list(
    "ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"] if DEBUG else []
)
BASE_URL = env.str("BASE_URL", default=f"http://127.0.0.1:{env.str('PORT', default='8000')}")
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
CORS_ALLOWED_ORIGINS: list[str] = env.list("CORS_ORIGINS", default=[])
CORS_URLS_REGEX = r"^/(api|auth|account/profiles)/"
CORS_ALLOW_HEADERS = [*default_headers, "if-none-match", "x-request-id"]
CORS_EXPOSE_HEADERS = [
    "ETag",
    "Retry-After",
    "X-RateLimit-Limit",
    "X-RateLimit-Remaining",
    "X-RateLimit-Reset",
    "X-Request-Id",
]
# How many proxies of ours stand in front: only what they add to X-Forwarded-For is believed.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    USE_X_FORWARDED_HOST = True

# --- Security ----------------------------------------------------------------------------------
# Off only for development and for a server that something else already protects.
SECURE = env.bool("SECURE", default=not DEBUG)
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"  # Wagtail lifts it for its previews
_PUBLIC_FILES = public_sources(STORAGES)
SECURE_CSP: dict[str, list[str]] = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", *_PUBLIC_FILES],
    "media-src": [CSP.SELF, *_PUBLIC_FILES],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
    # The former for browsers that do not know the latter yet.
    "report-uri": ["/csp-report"],
    "report-to": ["csp"],
}
# By the beginning of the path: what differs from the policy above, and why.
CSP_BY_PATH: dict[str, dict[str, list[str]]] = {
    # Wagtail's editor writes inline scripts and styles. A nonce would void 'unsafe-inline'.
    "/cms/": {
        "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
        "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
        "img-src": [CSP.SELF, "data:", "blob:", *_PUBLIC_FILES],
    },
    # The form that begins a sign-in with Google is answered by a redirect to Google.
    "/accounts/": {"form-action": [CSP.SELF, *SOCIAL_ORIGINS]},
    # The API's pages: Swagger UI and ReDoc style themselves; ReDoc works in a blob worker.
    "/swagger/": {"style-src": [CSP.SELF, CSP.UNSAFE_INLINE]},
    "/redoc/": {
        "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
        "worker-src": [CSP.SELF, "blob:"],
    },
}

# --- The API -----------------------------------------------------------------------------------
API_RATE_ANON = env.str("API_RATE_ANON", default="100/h")
API_RATE_USER = env.str("API_RATE_USER", default="1000/h")

# --- Postings ----------------------------------------------------------------------------------
DEFAULT_CURRENCY = env.str("DEFAULT_CURRENCY", default="USD")
# Two letters. Where a posting names no country, machines are told this one, or nothing.
DEFAULT_COUNTRY = env.str("DEFAULT_COUNTRY", default="")
JOB_DEFAULT_DAYS_OPEN = env.int("JOB_DEFAULT_DAYS_OPEN", default=60)
INVITATIONS_PER_DAY = env.int("INVITATIONS_PER_DAY", default=50)
MODERATE_JOBS = env.bool("MODERATE_JOBS", default=False)
JOB_REPORT_DAYS = env.int("JOB_REPORT_DAYS", default=90)
JOB_REPORT_RATE = env.str("JOB_REPORT_RATE", default="10/h")
SEARCH_DIR = DATA_DIR / "search"
# "thread": a background thread of each process follows the database. "inline": every search
# catches up first, which suits tests and one-off commands.
SEARCH_SYNC = env.str("SEARCH_SYNC", default="thread")

# --- Wagtail -----------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Nexus"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_RESET_ENABLED = False
# Both are chosen in the account, for the whole product (see careers.preferences).
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English")]
WAGTAIL_USER_TIME_ZONES = ["UTC"]
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# --- Language and time -------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [BASE_DIR / "nexus" / "locale"]
FORMAT_MODULE_PATH = "nexus.formats"
# Of the personal pages alone, until the browser is closed: what was asked for there.
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SECURE, LANGUAGE_COOKIE_HTTPONLY = SECURE, True
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"
# The pages that differ from person to person: there, and nowhere else, each is spoken to in the
# language and the time zone of their choice.
PERSONAL_PATHS = ["/accounts/", "/admin/", "/cms/"]
# What is below these is nobody's page or somebody's own; health must not depend on the cache.
UNSHARED_PATHS = [*PERSONAL_PATHS, "/my/", "/api/", "/auth/", "/account/", "/healthz", "/readyz"]
# How long a page or an answer of the API is kept for all who are not signed in; 0 for not at all,
# as for those who write templates.
KEEP_ANSWERS_SECONDS = env.int("KEEP_ANSWERS_SECONDS", default=0 if DEBUG else 10)
# Personal too, but in the language of their address, as is the site around them.
OWN_PATHS = ["/my/"]

# --- Being watched -----------------------------------------------------------------------------
# Who may read /metrics; where neither is set, nobody may, unless DEBUG is on.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
METRICS_NETWORKS: list[str] = env.list("METRICS_NETWORKS", default=[])
SENTRY_DSN = env.str("SENTRY_DSN", default="")
BUILD_REVISION = env.str("BUILD_REVISION", default="")

# --- Logging -----------------------------------------------------------------------------------
LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
LOG_FORMAT = env.str("LOG_FORMAT", default="text" if DEBUG else "json")
if LOG_FORMAT not in FORMATS:
    raise ImproperlyConfigured("LOG_FORMAT must be json or text.")
LOG_REQUESTS = env.bool("LOG_REQUESTS", default=not DEBUG)
SLOW_REQUEST_MS = env.int("SLOW_REQUEST_MS", default=1000)
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "nexus.core.request_ids.RequestIdFilter"}},
    "formatters": formatters(),
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["request_id"],
            "formatter": LOG_FORMAT,
        }
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        # Django mails errors to admins and repeats each 4xx; the console has all that is needed.
        "django": {"handlers": [], "propagate": True},
        "django.request": {"level": "ERROR"},
        # A line for each page saved and each task run is noise; what fails is not.
        "django.tasks": {"level": "WARNING"},
        "django-q": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
    },
}
