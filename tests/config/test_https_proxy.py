# SPDX-License-Identifier: Apache-2.0
"""The nginx of docs/how-to/https.md, run as it stands there but for its paths and ports."""

from __future__ import annotations

import http.client
import re
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.handlers.wsgi import WSGIHandler
from pytest_django import Settings

from daicho.foundation.audit.models import Entry

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "https.md"
NAME = "daicho.example.lg.jp"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
OPENSSL = shutil.which("openssl")
pytestmark = pytest.mark.skipif(not NGINX or not OPENSSL, reason="nginx or openssl not installed")


class Quiet(WSGIRequestHandler):
    """Says nothing."""

    def log_message(self, *args: object) -> None:
        """Nothing."""


@dataclass
class Proxy:
    """Where it listens, and whom its clients trust."""

    port: int
    plain_port: int
    authority: Path

    def trusting(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.authority))

    def ask(
        self, path: str, *, method: str = "GET", body: str = "", **headers: str
    ) -> http.client.HTTPResponse:
        """An answer over TLS under the name of the certificate."""
        with socket.create_connection(("127.0.0.1", self.port)) as raw:
            tls = self.trusting().wrap_socket(raw, server_hostname=NAME)
            return _ask(http.client.HTTPConnection(NAME), tls, path, method, body, headers)

    def ask_plainly(self, path: str) -> http.client.HTTPResponse:
        with socket.create_connection(("127.0.0.1", self.plain_port)) as raw:
            return _ask(http.client.HTTPConnection(NAME), raw, path, "GET", "", {})


def _ask(
    connection: http.client.HTTPConnection, sock: socket.socket, path: str, method: str,
    body: str, headers: dict[str, str],
) -> http.client.HTTPResponse:  # fmt: skip
    connection.sock = sock
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body or None, named)
    return connection.getresponse()


@pytest.fixture
def proxy(transactional_db: None, settings: Settings, tmp_path: Path) -> Iterator[Proxy]:
    """The program on the loopback as with HTTPS and TRUSTED_PROXY, nginx before it."""
    settings.ALLOWED_HOSTS = [NAME]
    settings.SECURE_SSL_REDIRECT = settings.TRUSTED_PROXY = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.CSRF_COOKIE_NAME = "__Host-csrftoken"
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    program = make_server("127.0.0.1", 0, WSGIHandler(), handler_class=Quiet)
    threading.Thread(target=program.serve_forever, daemon=True).start()
    found = Proxy(_free_port(), _free_port(), tmp_path / "fullchain.pem")
    server = _start_nginx(found, program.server_port, tmp_path)
    try:
        yield found
    finally:
        server.terminate()
        server.wait()
        program.shutdown()
        program.server_close()


def _start_nginx(proxy: Proxy, program: int, folder: Path) -> subprocess.Popen[bytes]:
    assert NGINX
    assert OPENSSL
    subprocess.run(
        [OPENSSL, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
         "-keyout", folder / "key.pem", "-out", folder / "fullchain.pem", "-days", "2",
         "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"],
        check=True, capture_output=True,
    )  # fmt: skip
    block = re.search(r"```nginx\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert block is not None
    text = (
        block[1].replace("/etc/daicho/tls", str(folder))
        .replace("127.0.0.1:8000", f"127.0.0.1:{program}")
        .replace("listen 443", f"listen 127.0.0.1:{proxy.port}")
        .replace("listen 80", f"listen 127.0.0.1:{proxy.plain_port}")
    )  # fmt: skip
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log stderr; events {{}}\n"
        f"http {{ access_log off; {temporary}\n{text} }}\n",
        "utf-8",
    )
    server = subprocess.Popen([NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")])
    _wait_for(proxy.port, server)
    return server


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    while server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise AssertionError("nginx did not start")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_page_comes_over_tls_with_cookies_bound_to_it(proxy: Proxy) -> None:
    page = proxy.ask("/sign-in/")
    assert page.status == 200
    assert page.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert "; Secure" in page.headers["Set-Cookie"]
    assert page.headers["Set-Cookie"].startswith("__Host-csrftoken=")


def test_log_has_the_terminal_and_not_what_it_claims(proxy: Proxy) -> None:
    page = proxy.ask("/sign-in/")
    cookie = page.headers["Set-Cookie"].partition(";")[0]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.read().decode())
    assert token is not None
    answer = proxy.ask(
        "/sign-in/", method="POST", Cookie=cookie, Referer=f"https://{NAME}/sign-in/",
        Content_Type="application/x-www-form-urlencoded", X_Forwarded_For="10.9.9.9",
        X_Forwarded_Proto="http", body=f"csrfmiddlewaretoken={token[1]}&login=nobody&password=x",
    )  # fmt: skip
    assert answer.status == 422
    assert Entry.objects.latest("id").terminal == "127.0.0.1"


def test_plain_http_is_sent_to_tls_and_the_api_refused(proxy: Proxy) -> None:
    sent = proxy.ask_plainly("/sign-in/?next=/")
    assert (sent.status, sent.headers["Location"]) == (301, f"https://{NAME}/sign-in/?next=/")
    assert proxy.ask_plainly("/api/v1/residents").status == 403


@pytest.mark.parametrize(
    ("version", "cipher", "name", "alert"),
    [
        (ssl.TLSVersion.TLSv1_1, "ALL:@SECLEVEL=0", NAME, "PROTOCOL_VERSION"),
        (ssl.TLSVersion.TLSv1_2, "AES128-GCM-SHA256", NAME, "HANDSHAKE_FAILURE"),
        (ssl.TLSVersion.TLSv1_2, "ECDHE-ECDSA-AES128-SHA", NAME, "HANDSHAKE_FAILURE"),
        (ssl.TLSVersion.TLSv1_3, "ALL", "other.example.lg.jp", "UNRECOGNIZED_NAME"),
    ],
)
@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1:DeprecationWarning")
def test_old_tls_weak_ciphers_and_other_names_get_no_handshake(
    proxy: Proxy, version: ssl.TLSVersion, cipher: str, name: str, alert: str
) -> None:
    context = proxy.trusting()
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = version
    context.set_ciphers(cipher)
    with (
        socket.create_connection(("127.0.0.1", proxy.port)) as raw,
        pytest.raises(ssl.SSLError, match=alert),
    ):
        context.wrap_socket(raw, server_hostname=name)


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_both_versions_of_today_are_spoken(proxy: Proxy, version: ssl.TLSVersion) -> None:
    context = proxy.trusting()
    context.minimum_version = context.maximum_version = version
    with socket.create_connection(("127.0.0.1", proxy.port)) as raw:
        tls = context.wrap_socket(raw, server_hostname=NAME)
        assert tls.version() == version.name.replace("_", ".")
        assert "GCM" in str(tls.cipher()) or "CHACHA20" in str(tls.cipher())
