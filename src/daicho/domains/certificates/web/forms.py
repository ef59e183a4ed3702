# SPDX-License-Identifier: Apache-2.0
"""The form of a request: one page, everything with the keyboard."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.http import QueryDict

from daicho.domains.certificates.actions.receive import ReceiveRequest
from daicho.domains.certificates.kinds import KINDS, CertificateKind
from daicho.domains.certificates.models import IssueState
from daicho.domains.certificates.models.request import BEARERS, DOORS, RELATIONS
from daicho.domains.certificates.selectors import INSPECTION_LABEL, INSPECTION_LIST
from daicho.foundation.ui.date_field import JapaneseDateField
from daicho.rules.resident_register.requests import LONGEST_COPIES, Shown

CHECKBOXES = {"special_case", "without_number"}
HIDDEN = {"bulk_line", "record"}  # chosen on a list, never typed


def _option_field(code: str, label: str, events: Iterable[tuple[int, str]]) -> forms.Field:
    if code in CHECKBOXES:
        return forms.BooleanField(label=label, required=False)
    if code == "event":
        return forms.ChoiceField(
            label=label, required=False, choices=[("", "直近の異動"), *events],
            help_text="受理通知・職権記載等通知書・世帯主変更通知書で、どの異動についてのものか",
        )  # fmt: skip
    widget = forms.HiddenInput if code in HIDDEN else forms.TextInput
    return forms.CharField(label=label, required=False, max_length=1000, widget=widget)


def _option(code: str) -> str:
    return f"option_{code}"


class RequestForm(forms.Form):
    """Who asks for what. Options of the kinds are added by `add_options`."""

    certificate = forms.ChoiceField(label="証明書")
    people = forms.TypedMultipleChoiceField(
        label="対象者", coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )
    shown = forms.MultipleChoiceField(
        label="記載する項目", choices=[(one.value, one.label_ja) for one in Shown],
        widget=forms.CheckboxSelectMultiple, required=False,
    )  # fmt: skip
    copies = forms.IntegerField(label="通数", min_value=1, max_value=LONGEST_COPIES, initial=1)
    door = forms.ChoiceField(label="請求区分", choices=DOORS, widget=forms.RadioSelect,
                             initial="self")  # fmt: skip
    relation = forms.ChoiceField(label="対象者との関係", choices=RELATIONS, initial="own")
    asker = forms.CharField(label="請求者の氏名(名称)", max_length=200, required=False)
    identity = forms.CharField(label="本人確認", max_length=200, required=False,
                               help_text="例: 個人番号カード、運転免許証")  # fmt: skip
    asker_address = forms.CharField(label="請求者の住所(第三者のみ)", max_length=300,
                                    required=False)  # fmt: skip
    purpose_text = forms.CharField(label="請求事由", max_length=500, required=False)
    special_reason = forms.CharField(label="基礎証明事項以外が必要な理由", max_length=500,
                                     required=False)  # fmt: skip
    legal_ground = forms.CharField(label="根拠法令(公用)", max_length=200, required=False)
    is_number_use = forms.BooleanField(label="番号法の利用事務(公用)", required=False)
    is_marked_official = forms.BooleanField(label="「公用」と印字する", required=False)
    bearer = forms.ChoiceField(label="来庁者", choices=BEARERS, initial="asker")
    bearer_name = forms.CharField(label="来庁者の氏名", max_length=200, required=False)
    mandate = forms.CharField(label="委任状などの確認", max_length=200, required=False)
    waiver = forms.CharField(label="手数料を減免する理由", max_length=200, required=False)
    is_signed = forms.BooleanField(label="電子署名を付ける", required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    reissue_of = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, kinds: Iterable[CertificateKind], people: Iterable[tuple[int, str]],
        events: Iterable[tuple[int, str]] = (), **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **options)
        self.kinds = list(kinds)
        self.fields["certificate"].choices = [  # type: ignore[attr-defined]
            (one.code, one.label) for one in self.kinds
        ]
        self.fields["people"].choices = list(people)  # type: ignore[attr-defined]
        for code, label in options_of(self.kinds).items():
            self.fields[_option(code)] = _option_field(code, label, events)

    def acknowledged(self) -> tuple[str, ...]:
        """The codes of the alerts that were ticked."""
        return tuple(cast(QueryDict, self.data).getlist("acknowledged"))

    def option_fields(self) -> list[forms.BoundField]:
        """What single kinds are told beside."""
        return [self[name] for name in self.fields if name.startswith("option_")]

    def request(self) -> ReceiveRequest:
        """The action that takes the request in."""
        given = dict(self.cleaned_data)
        kind = KINDS[given["certificate"]]
        options = {code: given[_option(code)] for code in kind.options if given[_option(code)]}
        told = {
            name: given[name]
            for name in ("certificate", "copies", "door", "relation", "asker", "identity",
                         "asker_address", "purpose_text", "special_reason", "legal_ground",
                         "is_number_use", "is_marked_official", "bearer", "bearer_name",
                         "mandate", "waiver", "is_signed", "key", "reissue_of")
        }  # fmt: skip
        return ReceiveRequest(
            **told, people=tuple(given["people"]), shown=tuple(given["shown"]), options=options,
            acknowledged=self.acknowledged(),
        )  # fmt: skip


def options_of(kinds: Iterable[CertificateKind]) -> dict[str, str]:
    """Every option of these kinds with its label, once."""
    return {code: label for kind in kinds for code, label in kind.options.items()}


class HistoryForm(forms.Form):
    """Conditions of the issue history."""

    addressee_no = forms.IntegerField(label="宛名番号", required=False, min_value=1)
    number = forms.CharField(label="発行番号の一部", required=False, max_length=100)
    first = JapaneseDateField(label="発行日(から)", required=False)
    last = JapaneseDateField(label="発行日(まで)", required=False)
    kind = forms.ChoiceField(label="証明書の種別", required=False)
    place = forms.CharField(label="交付場所", required=False, max_length=100)
    terminal = forms.CharField(label="端末(アドレスか名番号)", required=False, max_length=64)
    issued_by = forms.CharField(label="職員のユーザID", required=False, max_length=64)
    door = forms.ChoiceField(label="請求者区分", required=False, choices=[("", "すべて"), *DOORS])
    state = forms.ChoiceField(
        label="状態", required=False, choices=[("", "すべて"), *IssueState.choices]
    )
    disposal = forms.CharField(label="処分情報の一部", required=False, max_length=100)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("", "すべて"), *((one.code, one.label) for one in KINDS.values()),
            (INSPECTION_LIST, INSPECTION_LABEL),
        ]  # fmt: skip

    def conditions(self) -> dict[str, Any]:
        """What was typed; what cannot be read finds everything, as an empty form does."""
        return dict(self.cleaned_data) if self.is_bound and self.is_valid() else {}


class CorrectAskerForm(forms.Form):
    """Who really asked."""

    door = forms.ChoiceField(label="請求区分", choices=DOORS)
    relation = forms.ChoiceField(label="対象者との関係", choices=RELATIONS)
    bearer = forms.ChoiceField(label="来庁者", choices=BEARERS)
    bearer_name = forms.CharField(label="来庁者の氏名", max_length=200, required=False)
    correction_reason = forms.CharField(label="訂正の理由", max_length=200)
