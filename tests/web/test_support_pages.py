# SPDX-License-Identifier: Apache-2.0
"""The pages of measures and restraints, from the application to the end, by their forms."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from tests.domains.register.people import Family, settle
from tests.domains.support.desk import application
from tests.web.conftest import SignIn

from daicho.domains.support.models import MeasureStep, RestraintRelease, SupportNotice
from daicho.domains.support.selectors import latest_restraints, measures_of_application
from daicho.foundation.access.pages import PURPOSE_KEY
from daicho.foundation.audit.models import Entry

HOME = "芝五丁目１番１号"


@pytest.fixture
def family(ward: None) -> Family:
    return settle()


def at_desk(sign_in: SignIn, role: str = "register_chief", purpose: str = "protection") -> Client:
    client = sign_in(role)
    session = client.session
    session[PURPOSE_KEY] = purpose
    session.save()
    return client


def typed(person: int, *companions: int) -> dict[str, str]:
    """An application as the form sends it."""
    sent: dict[str, str] = {}
    for name, value in application(person, *companions).items():
        if isinstance(value, list):
            for place, row in enumerate(value):
                sent |= {f"{name}.{place}.{key}": text for key, text in row.items()}
        else:
            sent[name] = value
    return sent


def apply(client: Client, family: Family) -> int:
    response = client.post("/support/measures/apply/", typed(family.head, family.numbers[2]))
    assert response.status_code == 302, response.content.decode()
    return int(response.headers["Location"].rstrip("/").split("/")[-1])


def test_from_the_application_to_the_end(family: Family, sign_in: SignIn) -> None:
    client = at_desk(sign_in)
    form = client.get(f"/support/measures/apply/?person={family.head}").content.decode()
    assert f'value="{family.head}"' in form
    number = apply(client, family)
    page = client.get(f"/support/measures/{number}/").content.decode()
    for word in ("仮支援措置", "試作　太郎", "試作　一郎", HOME, "090-0000-0000", "加害　太郎",
                 "住民票の写し等の交付", "東京都千代田区丸の内１丁目１番"):  # fmt: skip
        assert word in page, word
    chosen = [one.measure_no for one in measures_of_application(application_no=number)]
    client.post(f"/support/measures/{number}/confirm/", {"first": "R8.6.10", "measures": chosen})
    page = client.get(f"/support/measures/{number}/").content.decode()
    assert "令和8年6月10日〜令和9年6月9日" in page
    early = client.post(f"/support/measures/{number}/extend/", {"measures": chosen})
    assert early.status_code == 422
    assert "令和9年5月9日から" in early.content.decode()
    client.post(
        f"/support/measures/{number}/send/", {"municipality": "大阪府大阪市", "sent_on": "R8.6.10"}
    )
    assert "大阪府大阪市" in client.get(f"/support/measures/{number}/").content.decode()
    end = {"last": "R8.6.10", "end_reason": "offer", "reason": "", "measures": chosen[:1]}
    client.post(f"/support/measures/{number}/end/", end)
    first, second = measures_of_application(application_no=number)
    assert (first.ended_on, second.ended_on) == (date(2026, 6, 11), None)


def test_faults_of_an_application_stand_beside_their_inputs(
    family: Family, sign_in: SignIn
) -> None:
    client = at_desk(sign_in)
    sent = typed(family.head) | {"applied_on": "きのう", "blocked.0.matter": ""}
    response = client.post("/support/measures/apply/", sent)
    assert response.status_code == 422
    page = response.content.decode()
    assert 'id="f-applied_on-error"' in page
    assert 'id="f-blocked-0-matter-error"' in page
    assert "加害　太郎" in page, "what was typed stays"
    more = client.post("/support/measures/apply/", sent | {"more": "perpetrators"})
    assert "perpetrators.1.name" in more.content.decode()
    assert MeasureStep.objects.count() == 0


def test_list_is_searched_by_name_number_and_state(family: Family, sign_in: SignIn) -> None:
    client = at_desk(sign_in)
    number = apply(client, family)

    def found(**asked: str) -> bool:
        page = client.post("/support/measures/", asked, follow=True).content.decode()
        return f"/support/measures/{number}/" in page

    assert found(name="試作")
    assert found(name="シサク タロウ")
    assert found(addressee_no=str(family.numbers[2]))
    assert found(state="PROVISIONAL")
    assert not found(state="IN_FORCE")
    assert not found(name="山田")
    assert not found(addressee_no=str(family.numbers[1]))
    entry = Entry.objects.filter(screen="支援対象者照会", subjects__contains=[family.head])
    assert entry.exists()


def test_only_the_responsible_see_what_an_application_says(family: Family, sign_in: SignIn) -> None:
    number = apply(at_desk(sign_in), family)
    for role in ("clerk", "register_clerk", "tax_officer", "auditor"):
        client = at_desk(sign_in, role)
        for path in ("", f"{number}/", f"{number}/confirm/", "apply/", "ending/", "notices/"):
            assert client.get(f"/support/measures/{path}").status_code == 403, (role, path)
    administrator = at_desk(sign_in, "administrator")
    assert administrator.get(f"/support/measures/{number}/").status_code == 403
    assert administrator.get(f"/support/measures/{number}/correct/").status_code == 302


def test_record_tells_the_measure_and_leads_to_it(family: Family, sign_in: SignIn) -> None:
    number = apply(at_desk(sign_in), family)
    page = at_desk(sign_in).get(f"/register/people/{family.head}/").content.decode()
    assert "仮支援措置期間中です。" in page
    assert f"/support/measures/{number}/" in page
    blind = at_desk(sign_in, "clerk", "counter")
    page = blind.get(f"/register/people/{family.head}/").content.decode()
    assert "仮支援措置期間中です。" in page
    assert "/support/measures/" not in page
    assert HOME not in page


def test_restraint_is_set_released_and_ended(family: Family, sign_in: SignIn) -> None:
    client = at_desk(sign_in)
    path = f"/support/restraints/person/{family.head}/"
    sent = {
        "kind": "own", "change_level": "0", "issue_level": "2", "inquiry_level": "2",
        "first": "R8.6.10", "last": "", "reason": "本人の申出",
    }  # fmt: skip
    assert client.post(path, sent).status_code == 302
    assert client.post(path, {**sent, "issue_level": "0", "inquiry_level": "0"}).status_code == 422
    clerk = at_desk(sign_in, "clerk", "counter")
    stopped = clerk.get(f"/register/people/{family.head}/")
    assert stopped.status_code == 403
    assert HOME not in stopped.content.decode()
    found = clerk.post("/register/", {"name": "試作　太郎"}, follow=True).content.decode()
    assert '<span class="chip bad">抑止</span>' in found
    release = f"/support/releases/person/{family.head}/"
    assert clerk.get(release).status_code == 403
    client.post(release, {"process": "照会", "reason": "本人が来庁", "minutes": "10"})
    assert RestraintRelease.objects.count() == 1
    assert "一時解除中" in client.get(release).content.decode()
    assert clerk.get(f"/register/people/{family.head}/").status_code == 200
    step = latest_restraints().get()
    listed = client.get("/support/restraints.csv").content.decode("utf-8-sig")
    assert listed.splitlines()[1].startswith(
        f"{step.restraint_no},{family.head},,試作　太郎,本人申出"
    )
    client.post(f"/support/restraints/{step.restraint_no}/", {"act": "end", "reason": "申出"})
    assert latest_restraints().get().ended_on == date(2026, 6, 10)


def test_release_time_is_a_setting_of_the_administrator(ward: None, sign_in: SignIn) -> None:
    client = at_desk(sign_in, "administrator", "upkeep")
    assert client.post("/support/release-time/", {"minutes": "15"}).status_code == 302
    assert client.post("/support/release-time/", {"minutes": "999"}).status_code == 422
    assert 'value="15"' in client.get("/support/release-time/").content.decode()


def test_notices_are_looked_at(family: Family, sign_in: SignIn) -> None:
    client = at_desk(sign_in)
    number = apply(client, family)
    measure = measures_of_application(application_no=number)[0]
    notice = SupportNotice.objects.create(
        measure_no=measure.measure_no, addressee_no=family.head, text="世帯に異動がありました",
        event_no=1, made_at=measure.written_at,
    )  # fmt: skip
    assert "支援対象者の異動" in client.get("/").content.decode()
    assert "世帯に異動" in client.get("/support/measures/notices/").content.decode()
    client.post("/support/measures/notices/", {"notice": str(notice.pk)})
    notice.refresh_from_db()
    assert notice.seen_by == "register_chief"
