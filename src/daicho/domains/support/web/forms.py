# SPDX-License-Identifier: Apache-2.0
"""What is typed on the pages of measures and restraints."""

from __future__ import annotations

from django import forms

from daicho.domains.support.models import LEVELS, PROCESSES, EndReason, RestraintKind
from daicho.foundation.ui.date_field import JapaneseDateField
from daicho.foundation.ui.number_guard import GuardedForm
from daicho.rules.resident_register.support import SupportState

SHORT = "例: R8.6.1"
ANY = [("", "すべて")]


class MeasureSearchForm(GuardedForm):
    """Conditions of the list of measures; all must hold."""

    name = forms.CharField(label="氏名・振り仮名", max_length=100, required=False)
    addressee_no = forms.IntegerField(
        label="宛名番号", min_value=1, max_value=10**15, required=False
    )
    state = forms.ChoiceField(
        label="状態",
        required=False,
        choices=[*ANY, *((one.name, one.value) for one in SupportState)],
    )


class _StepForm(GuardedForm):
    """A step of the measures of an application; every one is chosen unless unchecked."""

    measures = forms.TypedMultipleChoiceField(
        label="対象者", coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: object, people: list[tuple[int, str]], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["measures"].choices = people  # type: ignore[attr-defined]
        self.fields["measures"].initial = [number for number, _ in people]


def _reason(label: str = "経過・理由", *, is_required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=2000, required=is_required,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class ConfirmForm(_StepForm):
    """Begin the measure."""

    first = JapaneseDateField(label="開始年月日", help_text=SHORT)
    last = JapaneseDateField(
        label="終了年月日", required=False, help_text="空のままにすると開始から1年です。"
    )
    reason = _reason()


class ExtendForm(_StepForm):
    """Extend the measure."""

    last = JapaneseDateField(
        label="延長後の終了年月日", required=False, help_text="空のままにすると1年延長します。"
    )
    reason = _reason()


class EndForm(_StepForm):
    """End the measure."""

    last = JapaneseDateField(label="終了する日（この日まで非表示）", help_text=SHORT)
    end_reason = forms.ChoiceField(label="終了の事由", choices=EndReason.choices)
    reason = _reason()


class DismissForm(_StepForm):
    """The need was not confirmed."""

    last = JapaneseDateField(label="終了する日（この日まで非表示）", help_text=SHORT)
    told_on = JapaneseDateField(label="申出者へ連絡した年月日", required=False, help_text=SHORT)
    reason = _reason("必要性がないと判断した理由", is_required=True)


class SendForm(GuardedForm):
    """Sent on to another municipality."""

    municipality = forms.CharField(label="転送先市区町村", max_length=100)
    sent_on = JapaneseDateField(label="転送年月日", help_text=SHORT)


class RestraintForm(GuardedForm):
    """A restraint: which processes, how much, since when, why."""

    kind = forms.ChoiceField(label="種類", choices=RestraintKind.choices)
    change_level = forms.TypedChoiceField(label="異動", choices=LEVELS, coerce=int)
    issue_level = forms.TypedChoiceField(label="発行", choices=LEVELS, coerce=int)
    inquiry_level = forms.TypedChoiceField(label="照会", choices=LEVELS, coerce=int)
    first = JapaneseDateField(label="開始日", help_text=SHORT)
    last = JapaneseDateField(
        label="終了日", required=False, help_text="過ぎても自動では解除されません。"
    )
    reason = _reason("理由", is_required=True)


class EndRestraintForm(GuardedForm):
    """End a restraint for good."""

    reason = _reason("解除の理由", is_required=True)


class ReleaseForm(GuardedForm):
    """Release a process for a while."""

    process = forms.ChoiceField(label="処理", choices=PROCESSES)
    minutes = forms.IntegerField(label="時間（分）", min_value=1, required=False)
    reason = _reason("一時解除の理由", is_required=True)


class ReleaseTimeForm(GuardedForm):
    """After how many minutes a restraint is back."""

    minutes = forms.IntegerField(label="一時解除の時間（分）", min_value=1)
