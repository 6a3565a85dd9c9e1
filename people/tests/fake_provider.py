"""A provider of accounts that runs beside the tests and speaks OpenID Connect over HTTP.

It also speaks as much of Google's and GitHub's own dialects as a sign-in needs.
"""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

if TYPE_CHECKING:
    from collections.abc import Callable

CLIENT_ID = "nexus-client"
SECRET = "nexus-secret"
_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
# What a provider that is not itself answers: status, type, body.
BROKEN: dict[str, tuple[int, str, str]] = {
    "error": (500, "text/html", "<h1>Internal Server Error</h1>"),
    "page": (200, "text/html", "<html>Come back later</html>"),
    "list": (200, "application/json", "[1, 2]"),
    "null": (200, "application/json", "null"),
    "empty object": (200, "application/json", "{}"),
    "nothing": (200, "application/json", ""),
    "bytes": (200, "application/json", "\x00\xff"),
    "error object": (200, "application/json", '{"error": "server_error"}'),
}


class FakeProvider:
    """Signs everybody in as `claims` say; `broken` maps a path to one of BROKEN or "slow"."""

    def __init__(self) -> None:
        self.reset()
        self._codes: dict[str, dict[str, str]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def reset(self) -> None:
        self.claims: dict[str, Any] = {
            "sub": "subject-7",
            "email": "jane@example.com",
            "email_verified": True,
            "given_name": "Jane",
            "family_name": "Doe",
            "picture": "https://pictures.example/jane",
        }
        self.broken: dict[str, str] = {}
        self.refuses = ""
        self.issuer: str | None = None

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(
        self, path: str, asked: dict[str, str], headers: Any
    ) -> tuple[int, str, str, dict[str, str]]:
        """Return status, type, body and further headers."""
        how = self.broken.get(path)
        if how == "slow":
            time.sleep(0.6)
        elif how:
            return (*BROKEN[how], {})
        if path == "/authorize":
            return 302, "text/plain", "", {"Location": self._back(asked)}
        pages: dict[str, Callable[[], Any]] = {
            "/.well-known/openid-configuration": self._discovery,
            "/jwks": self._jwks,
            "/token": lambda: self._token(asked),
            "/userinfo": lambda: self._authorised(headers, self.claims),
            "/user": lambda: self._authorised(headers, self._github_user()),
            "/user/emails": lambda: self._authorised(headers, self._github_emails()),
        }
        body = pages[path]() if path in pages else None
        if body is None:
            return 400, "application/json", '{"error": "invalid_request"}', {}
        return 200, "application/json", json.dumps(body), {}

    def _discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer or self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def _jwks(self) -> dict[str, Any]:
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(_KEY.public_key()))
        return {"keys": [{**key, "kid": "one", "use": "sig", "alg": "RS256"}]}

    def _back(self, asked: dict[str, str]) -> str:
        """Return where the browser is sent after somebody has agreed, or has not."""
        if self.refuses:
            answer = {"error": self.refuses, "state": asked["state"]}
        else:
            code = f"code-{len(self._codes)}"
            self._codes[code] = asked
            answer = {"code": code, "state": asked["state"]}
        return f"{asked['redirect_uri']}?{urlencode(answer)}"

    def _token(self, asked: dict[str, str]) -> dict[str, Any] | None:
        begun = self._codes.pop(asked.get("code", ""), None)
        if begun is None or begun["client_id"] != CLIENT_ID:
            return None
        if (asked.get("client_id"), asked.get("client_secret")) != (CLIENT_ID, SECRET):
            return None
        if asked.get("redirect_uri") != begun["redirect_uri"]:
            return None
        if "code_challenge" in begun:
            digest = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
            expected = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
            if begun["code_challenge"] != expected:
                return None
        now = int(time.time())
        claims = {"iss": self.issuer or self.url, "aud": CLIENT_ID, "iat": now, "exp": now + 60}
        token = jwt.encode(
            {**claims, **self.claims}, _KEY, algorithm="RS256", headers={"kid": "one"}
        )
        return {
            "access_token": "access-1",
            "token_type": "Bearer",
            "expires_in": 60,
            "id_token": token,
        }

    def _github_user(self) -> dict[str, Any]:
        name = f"{self.claims['given_name']} {self.claims['family_name']}"
        return {"id": 7, "login": "jane-doe", "name": name, "email": None, "company": "Secret"}

    def _github_emails(self) -> list[dict[str, Any]]:
        address, verified = self.claims["email"], self.claims["email_verified"]
        return [{"email": address, "primary": True, "verified": verified}]

    def _authorised(self, headers: Any, body: Any) -> Any:
        return body if headers.get("Authorization", "").endswith(" access-1") else None

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def _respond(self, asked: dict[str, str]) -> None:
                path = urlsplit(self.path).path
                status, kind, body, headers = provider.answer(path, asked, self.headers)
                try:
                    self.send_response(status)
                    self.send_header("Content-Type", kind)
                    for name, value in headers.items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(body.encode("latin-1"))
                except (BrokenPipeError, ConnectionResetError):
                    pass  # whoever asked has not waited

            def do_GET(self) -> None:
                asked = parse_qs(urlsplit(self.path).query)
                self._respond({name: values[0] for name, values in asked.items()})

            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                self._respond(dict(parse_qsl(self.rfile.read(length).decode())))

            def log_message(self, *args: Any) -> None:
                pass

        return Handler
