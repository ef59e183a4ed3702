# SPDX-License-Identifier: Apache-2.0
"""Sign-in through an issuer over a real socket: what is believed, and what is not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from types import SimpleNamespace
from urllib.request import HTTPRedirectHandler, build_opener

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings
from tests.staff_room import StaffRoom

from daicho.config.environment import OidcClient
from daicho.counterparts.oidc.server import Fault, Issuer, IssuerServer
from daicho.foundation.access import pages
from daicho.foundation.audit.models import Entry
from daicho.foundation.identity import idle
from daicho.foundation.identity.models import Staff

CLIENT_ID, SECRET = "daicho desk", "geheim/+ %" + "x" * 32


@pytest.fixture
def issuer(settings: Settings, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[Issuer]:
    monkeypatch.setattr(pages, "clock", lambda: now)
    monkeypatch.setattr(idle, "time", SimpleNamespace(time=now.timestamp))
    with IssuerServer(Issuer(CLIENT_ID, SECRET, now=now.timestamp())) as issuer:
        settings.OIDC = client_of(issuer)
        yield issuer


def client_of(issuer: Issuer, *, trusts: bool = False) -> OidcClient:
    return OidcClient(
        issuer=issuer.address, client_id=CLIENT_ID, client_secret=SECRET,
        login_claim="preferred_username", does_trust_second_factor=trusts,
    )  # fmt: skip


@pytest.fixture
def clerk(staff_room: StaffRoom) -> Staff:
    return staff_room.hire("z1", "desk.home", password="korede-hairemasu")


class Stay(HTTPRedirectHandler):
    """Shows a redirect instead of following it."""

    def redirect_request(self, *args: object) -> None:
        return None

    def http_error_302(self, req: object, fp: object, code: int, msg: str, headers: object) -> str:
        return str(headers["Location"])  # type: ignore[index]


def through(client: Client, target: str = "/account/") -> HttpResponse:
    """To the issuer and back, as a browser goes."""
    sent = client.get("/sign-in/oidc/", {"next": target})
    assert sent.status_code == 302
    back = build_opener(Stay).open(sent.headers["Location"])
    assert back.startswith("http://testserver/sign-in/oidc/callback/?")
    return client.get(back.removeprefix("http://testserver"))


def test_issuer_lets_in_a_person_who_is_registered_here(clerk: Staff, issuer: Issuer) -> None:
    client = Client()
    page = through(client)
    assert page.status_code == 200
    assert 'content="0; url=/account/"' in page.content.decode()
    assert client.get("/account/").status_code == 200
    details = [entry.detail for entry in Entry.objects.filter(kind="authentication")]
    assert {"操作": "サインイン", "認証": "認証基盤"} in details


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault.NONCE, "nonce"),
        (Fault.AUDIENCE, "InvalidAudienceError"),
        (Fault.ISSUER, "InvalidIssuerError"),
        (Fault.EXPIRED, "expired"),
        (Fault.EARLY, "not valid yet"),
        (Fault.FOREIGN_KEY, "InvalidSignatureError"),
        (Fault.UNSIGNED, "InvalidAlgorithmError"),
        (Fault.STATE, "state"),
        (Fault.TOKEN_REFUSED, "no answer (HTTPError)"),
    ],
)
def test_what_cannot_be_believed_is_refused_and_logged(
    clerk: Staff, issuer: Issuer, fault: Fault, reason: str
) -> None:
    issuer.fault = fault
    client = Client()
    assert through(client).status_code == 422
    assert client.get("/account/").status_code == 302
    entry = Entry.objects.latest("id")
    assert (entry.login, entry.result) == ("(不明)", "refused")
    assert entry.detail == {
        "操作": "認証基盤の確認", "理由": "identity.oidc_failed", "詳細": reason
    }  # fmt: skip


def test_metadata_of_another_issuer_is_refused(clerk: Staff, issuer: Issuer) -> None:
    issuer.fault = Fault.METADATA
    assert Client().get("/sign-in/oidc/").status_code == 422


def test_unknown_login_makes_no_account(clerk: Staff, issuer: Issuer) -> None:
    issuer.login = "dareka"
    before = Staff.objects.count()
    page = through(Client())
    assert page.status_code == 422
    assert "対応する職員が登録されていません" in page.content.decode()
    assert Staff.objects.count() == before


@pytest.mark.parametrize("change", [{"is_service": True}, {"active_to": "2026-06-09"}])
def test_service_and_former_staff_stay_outside(
    clerk: Staff, issuer: Issuer, change: dict[str, object]
) -> None:
    Staff.objects.filter(pk=clerk.pk).update(**change)
    assert through(Client()).status_code == 422


def test_code_of_another_browser_is_refused(clerk: Staff, issuer: Issuer) -> None:
    sent = Client().get("/sign-in/oidc/")
    back = build_opener(Stay).open(sent.headers["Location"])
    victim = Client()
    assert victim.get(back.removeprefix("http://testserver")).status_code == 422
    assert victim.get("/account/").status_code == 302


@pytest.mark.parametrize(
    ("trusts", "amr", "target"),
    [
        (False, ("pwd", "mfa"), "/sign-in/enrol/"),
        (True, ("pwd",), "/sign-in/enrol/"),
        (True, ("pwd", "mfa"), "/account/"),
    ],
)
def test_second_factor_is_ours_unless_the_issuer_is_trusted_with_it(
    clerk: Staff, issuer: Issuer, settings: Settings, trusts: bool, amr: tuple[str, ...],
    target: str,
) -> None:  # fmt: skip
    settings.SECOND_FACTOR = "required"
    settings.OIDC = client_of(issuer, trusts=trusts)
    issuer.amr = amr
    client = Client()
    assert f'content="0; url={target}"' in through(client).content.decode()
    assert client.get("/account/").status_code == (200 if target == "/account/" else 302)


def test_without_an_issuer_there_is_no_such_page(clerk: Staff) -> None:
    assert Client().get("/sign-in/oidc/").status_code == 404
    assert "認証基盤" not in Client().get("/sign-in/").content.decode()
