# SPDX-License-Identifier: Apache-2.0
"""Forms of the inspection and of notice to the person."""

from __future__ import annotations

from django import forms

from daicho.domains.inspection.models import Ground
from daicho.domains.register.public import ResidentVersion

_DATE = forms.DateInput(attrs={"type": "date"})
_TIME = forms.DateTimeInput(attrs={"type": "datetime-local"})


class ApplicationForm(forms.Form):
    """An application; its words are judged by the action, all at once."""

    ground = forms.ChoiceField(label="区分", choices=Ground.choices)
    applicant = forms.CharField(label="請求・申出者(機関・法人の名称)")
    representative = forms.CharField(label="代表者・職名", required=False)
    consignor = forms.CharField(label="委託者", required=False)
    purpose = forms.CharField(label="利用目的")
    handling = forms.CharField(label="閲覧事項の管理方法", required=False)
    publication = forms.CharField(label="成果の取扱い", required=False)
    viewers = forms.CharField(label="閲覧者の氏名")
    towns = forms.CharField(label="閲覧する住民の範囲(町字を読点で区切る)")
    sex = forms.TypedChoiceField(
        label="性別", choices=[("", "問わない"), ("2", "男"), ("1", "女")], coerce=int,
        empty_value=None, required=False,
    )  # fmt: skip
    resident_kind = forms.ChoiceField(
        label="日本人・外国人", required=False,
        choices=[("", "問わない"), *ResidentVersion._meta.get_field("kind").choices],
    )  # fmt: skip
    born_from = forms.DateField(label="生年月日(から)", widget=_DATE, required=False)
    born_to = forms.DateField(label="生年月日(まで)", widget=_DATE, required=False)
    most = forms.IntegerField(label="無作為に抽出する人数(空欄は全件)", min_value=1, required=False)

    def clean_towns(self) -> tuple[str, ...]:
        """The towns one by one."""
        parts = str(self.cleaned_data["towns"]).replace(",", "、").split("、")
        return tuple(part.strip() for part in parts if part.strip())


class DecisionForm(forms.Form):
    """The examination."""

    is_approved = forms.TypedChoiceField(
        label="結果", choices=[("1", "承認"), ("0", "不承認")], coerce=lambda value: value == "1"
    )
    reason = forms.CharField(label="審査の内容")


class SessionForm(forms.Form):
    """One sitting."""

    viewer = forms.CharField(label="閲覧者")
    identity = forms.CharField(label="本人確認")
    began_at = forms.DateTimeField(label="開始日時", widget=_TIME)
    ended_at = forms.DateTimeField(label="終了日時", widget=_TIME)
    note = forms.CharField(label="備考", required=False)
    is_last = forms.BooleanField(label="この申出の閲覧を終える", required=False)


class RegistrationForm(forms.Form):
    """Registration in advance."""

    addressee_no = forms.IntegerField(label="宛名番号", min_value=1)
    offered_by = forms.CharField(label="申出者")
    first = forms.DateField(label="登録日", widget=_DATE)
    last = forms.DateField(label="登録期間の末日(空欄は期限なし)", widget=_DATE, required=False)


class ReleaseForm(forms.Form):
    """Somebody of whom the officer in charge shall decide."""

    addressee_no = forms.IntegerField(label="宛名番号", min_value=1)
    reason = forms.CharField(label="載せる理由")


class ReleaseDecisionForm(forms.Form):
    """The officer's examination."""

    is_allowed = forms.TypedChoiceField(
        label="結果", choices=[("0", "載せない"), ("1", "載せてよい")],
        coerce=lambda value: value == "1",
    )  # fmt: skip
    comment = forms.CharField(label="審査の内容")
