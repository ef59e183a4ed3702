# SPDX-License-Identifier: Apache-2.0
"""Forms of the pages on staff and service accounts."""

from __future__ import annotations

from django import forms

from daicho.foundation.ui.date_field import JapaneseDateField
from daicho.foundation.ui.number_guard import GuardedForm

LOGIN = r"^[A-Za-z0-9._-]{1,32}$"


class ChangeStaffForm(GuardedForm):
    """What may change of a person: everything but the login."""

    name = forms.CharField(label="氏名", max_length=100)
    kana = forms.CharField(label="氏名カナ", max_length=100)
    section = forms.CharField(label="所属", max_length=100)
    active_from = JapaneseDateField(label="在籍開始日")
    active_to = JapaneseDateField(label="在籍終了日", required=False)


class RegisterStaffForm(ChangeStaffForm):
    """A new person."""

    field_order = ("login",)
    login = forms.RegexField(
        LOGIN, label="職員番号", max_length=32,
        help_text="英数字と . _ -。あとから変えられません。",
        error_messages={"invalid": "英数字と . _ - だけが使えます。"},
    )  # fmt: skip


class RegisterServiceForm(GuardedForm):
    """A new service account."""

    login = forms.RegexField(
        LOGIN, label="クライアントID", max_length=32,
        help_text="英数字と . _ -。あとから変えられません。",
        error_messages={"invalid": "英数字と . _ - だけが使えます。"},
    )  # fmt: skip
    name = forms.CharField(label="システムの名称", max_length=100)
    section = forms.CharField(label="所管", max_length=100)
    networks = forms.CharField(
        label="接続元ネットワーク", help_text="例: 10.20.0.0/16。複数のときは空白で区切る。",
        max_length=400,
    )  # fmt: skip
    first = JapaneseDateField(label="開始日")
    last = JapaneseDateField(label="終了日", help_text="開始日から1年以内")

    def clean_networks(self) -> tuple[str, ...]:
        """The networks one by one; whether they are any is the action's to say."""
        return tuple(str(self.cleaned_data["networks"]).split())


class SecretForm(forms.Form):
    """How long a new secret is good for."""

    last = JapaneseDateField(label="期限", help_text="1年以内")
