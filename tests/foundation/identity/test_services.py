# SPDX-License-Identifier: Apache-2.0
"""Service accounts: secrets told once, tokens for minutes, networks, terms, rotation, closing."""

from __future__ import annotations

import base64
from datetime import date, timedelta

import pytest
from tests.staff_room import StaffRoom

from daicho.foundation.access import granting
from daicho.foundation.access.actor import Context, load_actor
from daicho.foundation.actions.action import Action, Outcome, perform
from daicho.foundation.actions.service_accounts import (
    CloseService,
    IssueServiceSecret,
    RegisterService,
    RevokeServiceSecret,
)
from daicho.foundation.audit.models import Entry
from daicho.foundation.identity.models import Service, ServiceSecret, ServiceToken, Staff
from daicho.foundation.identity.services import (
    IssuedToken,
    authenticate_service,
    issue_token,
    read_basic,
)
from daicho.foundation.identity.sessions import StaffSessions
from daicho.foundation.identity.signing_in import sign_in

INSIDE, OUTSIDE = "10.20.0.5", "10.21.0.5"


@pytest.fixture
def admin(staff_room: StaffRoom) -> Context:
    return staff_room.context("staff.manage", purpose="upkeep", login="a1")


def done(action: Action[object], admin: Context) -> object:
    outcome = perform(action, context=admin)
    assert outcome.findings == ()
    assert outcome.value is not None
    return outcome.value


def registration(**changes: object) -> RegisterService:
    values: dict[str, object] = {
        "login": "svc-kokuho", "name": "国保システム", "section": "国保年金課",
        "networks": ("10.20.0.0/16", "2001:db8::/32"), "first": date(2026, 6, 1),
        "last": date(2027, 5, 31),
    }  # fmt: skip
    return RegisterService(**{**values, **changes})  # type: ignore[arg-type]


@pytest.fixture
def secret(admin: Context) -> str:
    """The service, with one secret until the end of the year."""
    done(registration(), admin)
    return str(done(IssueServiceSecret(login="svc-kokuho", last=date(2026, 12, 31)), admin))


def ask(admin: Context, secret: str, *, terminal: str = INSIDE, days: int = 0) -> IssuedToken:
    at = admin.at + timedelta(days=days)
    return issue_token(client_id="svc-kokuho", client_secret=secret, terminal=terminal, at=at)


def whose(admin: Context, token: str, *, terminal: str = INSIDE, seconds: int = 0) -> Staff | None:
    at = admin.at + timedelta(seconds=seconds)
    return authenticate_service(authorization=f"Bearer {token}", terminal=terminal, at=at)


def codes(outcome: Outcome[object]) -> list[str]:
    return [finding.code for finding in outcome.findings]


def test_token_names_the_service_and_its_rights(admin: Context, secret: str) -> None:
    service = Staff.objects.get(login="svc-kokuho")
    granting.grant(
        staff=service, functions=("register.view",), first=date(2026, 6, 1),
        last=date(2027, 5, 31), by="setup", at=admin.at,
    )  # fmt: skip
    issued = ask(admin, secret)
    assert (issued.expires_in, issued.finding) == (600, None)
    found = whose(admin, issued.token)
    assert found == service
    assert load_actor(staff=service, at=admin.at).functions == {"register.view"}


def test_only_hashes_are_kept(admin: Context, secret: str) -> None:
    token = ask(admin, secret).token
    kept = bytes(ServiceSecret.objects.get().digest) + bytes(ServiceToken.objects.get().digest)
    assert len(kept) == 64
    for told in (secret, token):
        assert told.encode() not in kept
        assert not any(told in str(entry.detail) for entry in Entry.objects.all())


def test_token_ends_after_ten_minutes(admin: Context, secret: str) -> None:
    token = ask(admin, secret).token
    assert whose(admin, token, seconds=599) is not None
    assert whose(admin, token, seconds=600) is None


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer x", "Basic x", "bearer \ud800"])
def test_anything_else_names_nobody(admin: Context, secret: str, authorization: str) -> None:
    ask(admin, secret)
    found = authenticate_service(authorization=authorization, terminal=INSIDE, at=admin.at)
    assert found is None


def test_wrong_pairs_are_refused_alike_and_logged(admin: Context, secret: str) -> None:
    wrong = ask(admin, "dcs_wrong")
    unknown = issue_token(client_id="x", client_secret=secret, terminal=INSIDE, at=admin.at)
    abroad = ask(admin, secret, terminal=OUTSIDE)
    nowhere = ask(admin, secret, terminal="")
    assert wrong == unknown == abroad == nowhere
    assert wrong.finding is not None
    assert wrong.finding.code == "identity.invalid_client"
    refused = Entry.objects.filter(kind="authentication", result="refused").order_by("id")
    assert [(one.login, one.detail["詳細"]) for one in refused] == [
        ("svc-kokuho", "secret"), ("(不明)", "unknown"),
        ("svc-kokuho", "closed_or_network"), ("svc-kokuho", "closed_or_network"),
    ]  # fmt: skip


def test_token_is_of_no_use_in_another_network(admin: Context, secret: str) -> None:
    token = ask(admin, secret).token
    assert whose(admin, token, terminal=OUTSIDE) is None
    assert whose(admin, token, terminal="2001:db8::17") is not None


def test_secret_and_account_end_by_themselves(admin: Context, secret: str) -> None:
    assert ask(admin, secret, days=204).finding is None  # 2026-12-31
    assert ask(admin, secret, days=205).finding is not None
    Staff.objects.filter(login="svc-kokuho").update(active_to=date(2026, 6, 10))
    assert ask(admin, secret).finding is None
    assert ask(admin, secret, days=1).finding is not None


def test_two_secrets_for_the_change_over_and_no_third(admin: Context, secret: str) -> None:
    more = IssueServiceSecret(login="svc-kokuho", last=date(2027, 5, 31))
    second = str(done(more, admin))
    assert ask(admin, secret).finding is None
    token = ask(admin, second).token
    assert codes(perform(more, context=admin)) == ["service.two_secrets"]
    old = ServiceSecret.objects.order_by("id").first()
    assert old is not None
    done(RevokeServiceSecret(login="svc-kokuho", secret_id=old.pk), admin)
    assert ask(admin, secret).finding is not None
    assert whose(admin, token) is not None
    done(more, admin)


def test_closing_ends_every_token_at_once(admin: Context, secret: str) -> None:
    token = ask(admin, secret).token
    done(CloseService(login="svc-kokuho"), admin)
    assert whose(admin, token) is None
    assert ask(admin, secret).finding is not None


def test_service_never_signs_in_at_a_page(admin: Context, secret: str) -> None:
    service = Staff.objects.get(login="svc-kokuho")
    result = sign_in(login="svc-kokuho", password=secret, terminal=INSIDE, at=admin.at)
    assert result.staff is None
    assert StaffSessions().get_user(service.pk) is None


def test_every_fault_of_a_registration_is_told_at_once(admin: Context, secret: str) -> None:
    wrong = registration(networks=("10.0.0.1/8", "x"), last=date(2027, 12, 31))
    assert codes(perform(wrong, context=admin)) == [
        "service.login_taken", "service.network", "service.term",
    ]  # fmt: skip
    assert Service.objects.count() == 1


@pytest.mark.parametrize("last", [date(2026, 6, 9), date(2027, 6, 12)])
def test_secret_lives_for_a_year_at_most(admin: Context, secret: str, last: date) -> None:
    outcome = perform(IssueServiceSecret(login="svc-kokuho", last=last), context=admin)
    assert codes(outcome) == ["service.secret_term"]


def test_basic_header_is_read_as_the_standard_says() -> None:
    pair = base64.b64encode(b"svc%2Da:p%3Aw%25").decode()
    assert read_basic(f"Basic {pair}") == ("svc-a", "p:w%")
    for wrong in ("", "Basic", "Basic ***", "Bearer x", "Basic /w=="):
        assert read_basic(wrong) == ("", "")
