"""The one API: its documents, its errors and the routers of the apps."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Redoc, Swagger
from ninja.openapi.schema import OpenAPISchema

from hiring.api import job_applications_router
from hiring.api import router as applications_router
from jobs.api import category_jobs_router
from jobs.api import router as jobs_router
from nexus.core.api.errors import register_error_handlers
from nexus.core.api.gate import gate, needs_second_factor
from nexus.core.api.render import JSONRenderer
from people.api import auth_router, make_profiles_router, token_router
from taxonomy.api import router as categories_router


class NexusAPI(NinjaAPI):
    """The API, whose document also tells what is answered before an operation is reached."""

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        document = super().get_openapi_schema(**kwargs)
        for path, operations in document["paths"].items():
            for method, operation in operations.items():
                if "security" in operation and needs_second_factor(method.upper(), path):
                    operation["responses"].setdefault(403, _FORBIDDEN)
                operation["responses"].setdefault(503, _UNAVAILABLE)
                operation["responses"].setdefault(414, _ADDRESS_TOO_LONG)
                if "requestBody" in operation:
                    operation["responses"].setdefault(415, _WRONG_TYPE)
        return document


_ADDRESS_TOO_LONG = {
    "description": "The address is longer than 8,190 bytes: said by the web server, in HTML.",
    "content": {"text/html": {"schema": {"type": "string"}}},
}
_ERROR = {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorOut"}}}
_WRONG_TYPE = {"description": "Unsupported Media Type", "content": _ERROR}
_UNAVAILABLE = {
    "description": "A service that is needed is away; `Retry-After` says when to ask again.",
    "content": _ERROR,
}
_FORBIDDEN = {
    "description": "Staff must set up a second factor first: `code` is `mfa_setup_required`.",
    "content": _ERROR,
}

api = NexusAPI(
    title="Nexus",
    version="1.0.0",
    description=(
        "Jobs, applications, profiles and accounts. Sign in at `/auth/login/` and send the "
        "access token as `Authorization: Bearer …`."
    ),
    docs=Swagger(),
    docs_url="/swagger/",
    openapi_url="/swagger.json",
    renderer=JSONRenderer(),
    urls_namespace="api",
)
register_error_handlers(api)
api.add_decorator(gate, mode="view")

api.add_router("/auth/", auth_router)
api.add_router("/api/token/", token_router)
api.add_router("/api/profiles/", make_profiles_router("profiles"))
api.add_router("/account/profiles/", make_profiles_router("account_profiles"))
api.add_router("/api/jobs/", jobs_router)
api.add_router("/api/jobs/", job_applications_router)
api.add_router("/api/applications/", applications_router)
api.add_router("/api/categories/", categories_router)
api.add_router("/api/categories/", category_jobs_router)


def openapi_document() -> dict[str, Any]:
    """Return the OpenAPI document of the whole API."""
    return dict(api.get_openapi_schema(path_prefix="/"))


def redoc(request: HttpRequest) -> HttpResponse:
    return Redoc().render_page(request, api)
