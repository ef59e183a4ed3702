# SPDX-License-Identifier: Apache-2.0
"""Every route refuses what it must: forged posts, foreign targets, stale sessions, big bodies."""

from __future__ import annotations

import ast
import logging
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings as django_settings
from django.test import Client, override_settings
from tests.invariants.test_protected_person import answers, paths
from tests.invariants.test_routes import routes
from tests.ward_fixture import NOW, PASSWORD, TARO, ward_database
from tests.web.conftest import SignIn, sign_in, ward

import daicho
from daicho.config import security_headers, upload_limit
from daicho.config.environment import keep_secret
from daicho.config.log_format import MaskingFormatter
from daicho.domains.tax.documents.models import Document, JoinDecision, JoinState
from daicho.foundation.audit.models import Entry, Kind
from daicho.foundation.identity import idle
from daicho.foundation.identity.models import LOCK_OUT_AFTER, Staff

__all__ = ["sign_in", "ward", "ward_database"]
NUMBER = "123456789018"  # valid, and nobody's
SOURCE = Path(daicho.__file__).parent
OUTWARD = (
    "urllib.request", "urllib3", "http", "socket", "requests", "httpx", "aiohttp", "ftplib",
    "smtplib", "imaplib", "poplib", "ldap", "ldap3", "xmlrpc",
)  # fmt: skip
UNSAFE_SCRIPT = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.(write|cookie)|\beval\(|new Function"
    r"|(local|session)Storage|indexedDB|postMessage|__proto__"
)
INLINE = re.compile(r'<script(?![^>]*\ssrc=)|<style|\sstyle="|\son[a-z]+="|javascript:', re.I)


def open_paths() -> list[str]:
    return [route.path for route in routes()]


def test_posts_without_a_token_are_refused_everywhere(sign_in: SignIn) -> None:
    cookies = sign_in("section_head").cookies
    forger = Client(enforce_csrf_checks=True)
    forger.cookies = cookies
    entries = Entry.objects.exclude(kind=Kind.COMMUNICATION)  # the refused call itself is noted
    before = entries.count()
    for path in open_paths():
        if path == "/api/v1/token":
            continue  # no session opens it: it asks for a service's own secret
        response = forger.post(path, {"reason": "x", "decision": "reject"})
        assert response.status_code in (403, 404, 405), path
    assert not JoinDecision.objects.exists()
    assert entries.count() == before


def test_reading_changes_nothing(sign_in: SignIn) -> None:
    """No GET signs out, decides, settles, withdraws, accepts or releases."""
    client = sign_in("section_head")
    waiting = Document.objects.filter(join_state=JoinState.DOUBTFUL).count()
    for path in paths():
        client.get(path, {"reason": "x", "decision": "reject", "all": "1", "state": "settled"})
    assert client.get("/sign-out/").status_code == 405
    assert Document.objects.filter(join_state=JoinState.DOUBTFUL).count() == waiting
    assert not JoinDecision.objects.exists()


@pytest.mark.parametrize("role", ["section_head", "administrator"])
def test_no_page_has_inline_code_and_all_have_the_headers(sign_in: SignIn, role: str) -> None:
    client = sign_in(role)
    for path, text in answers(client):
        assert not INLINE.search(text), path
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    for path in ("/", "/nowhere/", "/sign-in/", "/static/ui/ui.css"):
        headers = client.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers.get("X-Frame-Options", "DENY") == "DENY", path
    assert client.get("/").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "target",
    [
        "https://example.com/", "//example.com/", "/\\example.com", "\\\\example.com",
        "http:example.com", "javascript:alert(1)", "/\t/example.com", "///example.com",
    ],
)  # fmt: skip
def test_next_stays_here(ward: None, target: str) -> None:
    sent = {"login": "clerk", "password": PASSWORD, "next": target}
    assert Client().post("/sign-in/", sent).headers["Location"] == "/"


def test_session_gets_a_new_key_at_sign_in(ward: None) -> None:
    client = Client()
    client.session.save()
    planted = client.session.session_key
    client.cookies[django_settings.SESSION_COOKIE_NAME] = planted
    client.post("/sign-in/", {"login": "clerk", "password": PASSWORD})
    assert client.cookies[django_settings.SESSION_COOKIE_NAME].value != planted
    thief = Client()
    thief.cookies[django_settings.SESSION_COOKIE_NAME] = planted
    assert thief.get("/").status_code == 302


def test_idle_session_ends(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    client = sign_in("clerk")
    later = NOW.timestamp() + django_settings.SESSION_IDLE_SECONDS + 1
    monkeypatch.setattr(idle, "time", SimpleNamespace(time=lambda: later))
    assert client.get("/").headers["Location"] == "/sign-in/?next=%2F"


def test_locked_out_person_loses_the_open_session(sign_in: SignIn) -> None:
    client = sign_in("clerk")
    for _ in range(LOCK_OUT_AFTER):
        Client().post("/sign-in/", {"login": "clerk", "password": "chigau"})
    assert Staff.objects.get(login="clerk").is_locked()
    assert client.get("/").status_code == 302
    assert Client().post("/sign-in/", {"login": "clerk", "password": PASSWORD}).status_code == 422


def test_error_pages_are_japanese_and_tell_nothing(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in("clerk")
    client.raise_request_exception = False
    assert not django_settings.DEBUG
    missing = client.get("/nowhere/").content.decode()
    assert "見つかりません" in missing
    assert "urlpatterns" not in missing
    assert "権限がありません" in client.get("/log/").content.decode()

    def fail(*args: object, **named: object) -> None:
        raise RuntimeError(f"{TARO.name} {NUMBER}")

    monkeypatch.setattr("daicho.domains.tax.inhabitants.web.taxpayer.find_taxpayer", fail)
    failed = client.get(f"/tax/taxpayers/{TARO.number}/")
    assert failed.status_code == 500
    page = failed.content.decode()
    assert "処理できませんでした" in page
    assert not any(word in page for word in (TARO.name, NUMBER, "RuntimeError", "Traceback"))


@pytest.mark.parametrize(("who", "limit"), [("", 1), ("clerk", 500)])
def test_big_bodies_are_refused_unread(sign_in: SignIn, who: str, limit: int) -> None:
    client = sign_in(who) if who else Client()
    size = limit * upload_limit.MEBIBYTE + 1
    response = client.generic("POST", "/tax/documents/imports/new/", b"", CONTENT_LENGTH=str(size))
    assert response.status_code == 413
    assert f"{limit}MB" in response.content.decode()


def test_secrets_are_their_owners_only(tmp_path: object) -> None:
    path = tmp_path / "secrets" / "vault_key"  # type: ignore[operator]
    keep_secret(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_number_typed_as_a_reason_is_refused_and_not_logged(sign_in: SignIn) -> None:
    client = sign_in("tax_officer")
    document = Document.objects.filter(join_state=JoinState.DOUBTFUL).earliest("id")
    for written in (NUMBER, "1234-5678-9018", "１２３４５６７８９０１８", f"本人{NUMBER}に確認"):
        sent = {"decision": "reject", "reason": written}
        response = client.post(f"/tax/documents/joins/{document.pk}/decide/", sent)
        assert response.status_code == 422
        assert "個人番号を書かないでください" in response.content.decode()
    last = Entry.objects.first()
    assert last is not None
    assert last.detail == {"指摘": ["action.individual_number"]}
    document.refresh_from_db()
    assert document.join_state == JoinState.DOUBTFUL


def test_number_typed_for_an_addressee_is_not_logged(sign_in: SignIn) -> None:
    client = sign_in("tax_officer")
    document = Document.objects.filter(join_state=JoinState.DOUBTFUL).earliest("id")
    client.post(
        f"/tax/documents/joins/{document.pk}/decide/",
        {"decision": "other", "addressee_no": NUMBER, "reason": "確認"},
    )
    client.post("/addressees/", {"addressee_no": NUMBER})
    client.get(f"/tax/taxpayers/{NUMBER}/")
    sign_in("auditor").get(f"/log/?subject={NUMBER}")
    for entry in Entry.objects.all():
        assert int(NUMBER) not in entry.subjects
        assert NUMBER not in str(entry.detail)


def test_terminal_cannot_be_forged(sign_in: SignIn) -> None:
    sign_in("clerk").get("/", HTTP_X_FORWARDED_FOR="10.9.9.9")
    last = Entry.objects.first()
    assert last is not None
    assert last.terminal == "127.0.0.1"


def test_every_answer_has_the_policy(sign_in: SignIn) -> None:
    """Redirects, static files and refusals as well; only a paper lets the browser's viewer in."""
    client = sign_in("clerk")
    for path in ("/", "/nowhere/", "/static/ui/ui.css", "/api/v1/health", "/sign-in/"):
        policy = client.get(path).headers["Content-Security-Policy"]
        assert "object-src 'none'; " in policy, path
        assert policy.endswith("base-uri 'none'; frame-ancestors 'none'"), path
    assert "object-src 'self'; " in security_headers.PAPER_POLICY
    assert Client().get("/").headers["Content-Security-Policy"] == security_headers.POLICY


def test_api_by_plain_http_is_refused_and_pages_are_redirected(ward: None) -> None:
    with override_settings(SECURE_SSL_REDIRECT=True):
        refused = Client().get("/api/v1/health")
        assert (refused.status_code, refused.json()["code"]) == (403, "api.plain_http")
        assert Client().get("/api/v1/health", secure=True).status_code == 200
        page = Client().get("/sign-in/")
        assert (page.status_code, page.headers["Location"]) == (301, "https://testserver/sign-in/")
        assert page.headers["Content-Security-Policy"] == security_headers.POLICY


def test_scripts_write_text_and_store_nothing() -> None:
    found = {path: path.read_text("utf-8") for path in SOURCE.rglob("static/**/*.js")}
    assert found
    for path, text in found.items():
        assert not UNSAFE_SCRIPT.search(text), path


def test_markup_comes_back_as_text(ward: None) -> None:
    typed = {"login": "<script>x</script>", "password": "", "next": '/"><img src=x>'}
    page = Client().post("/sign-in/", typed).content.decode()
    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert 'value="/&quot;&gt;&lt;img src=x&gt;"' in page
    assert "<script>x" not in page


def test_cookies_are_closed_to_scripts_and_other_sites(sign_in: SignIn) -> None:
    client = sign_in("clerk")
    answer = client.get("/sign-in/", HTTP_ORIGIN="https://example.com")
    assert {"sessionid", "csrftoken"} == set(client.cookies)
    for cookie in client.cookies.values():
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict"), cookie.key
        assert (cookie["path"], cookie["domain"]) == ("/", ""), cookie.key
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_trace_is_refused_everywhere(sign_in: SignIn) -> None:
    client = sign_in("section_head")
    answered = {path for path in open_paths() if client.trace(path).status_code == 200}
    assert answered == set()


def test_nothing_but_our_static_files_is_served(sign_in: SignIn) -> None:
    client = sign_in("section_head")
    for path in (
        "/.git/config", "/static/", "/static/ui/", "/static/ui/templates/ui/base.html",
        "/static/%2e%2e/settings.py", "/static/ui/../../../../config/settings.py",
    ):  # fmt: skip
        assert client.get(path).status_code == 404, path


def test_own_log_has_a_time_with_its_zone_and_no_number() -> None:
    form = django_settings.LOGGING["formatters"]["masked"]
    formatter = MaskingFormatter(form["fmt"], form["datefmt"])
    record = logging.makeLogRecord({"name": "x", "levelname": "ERROR", "msg": f"本人 {NUMBER}"})
    line = formatter.format(record)
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0900 ERROR x 本人 ", line)
    assert NUMBER not in line


def test_only_the_sign_in_by_an_issuer_and_the_shipped_log_call_out() -> None:
    """Nothing else of the product opens a connection to an address; so none can be chosen."""
    callers = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            if any(name == way or name.startswith(f"{way}.") for name in names for way in OUTWARD):
                callers.add(path.relative_to(SOURCE).as_posix())
    assert callers == {
        "foundation/identity/oidc.py",
        "foundation/audit/shipping.py",  # the log, to where the operator says
        "config/commands/demo.py",  # asks whether its port is free
        "config/demo.py",  # the name of this machine, for the log
        "config/operator.py",  # likewise
        "counterparts/oidc/server.py",  # the other side, in tests
        "counterparts/file_exchange/server.py",
    }


def test_with_https_cookies_and_redirects_are_bound_to_the_host(tmp_path: Path) -> None:
    asked = (
        "from daicho.config import settings as s\n"
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE,"
        " s.SECURE_HSTS_SECONDS, s.SECURE_HSTS_INCLUDE_SUBDOMAINS,"
        " s.DATABASES['default']['OPTIONS'])"
    )
    places = (
        ("db.example", "{'sslmode': 'verify-full'}"),
        ("localhost", "{}"),
        ("db.example/daicho?sslmode=disable", "{'sslmode': 'disable'}"),
    )
    for place, options in places:
        address = place if "/" in place else f"{place}/daicho"
        variables = {
            **os.environ, "DAICHO_HOME": str(tmp_path), "HTTPS": "True",
            "DATABASE_URL": f"postgresql://web:secret@{address}",
        }  # fmt: skip
        command = [sys.executable, "-c", asked]
        told = subprocess.run(command, env=variables, capture_output=True, text=True, check=True)
        expected = f"__Host-sessionid __Host-csrftoken True 31536000 True {options}"
        assert told.stdout.strip() == expected
