# SPDX-License-Identifier: Apache-2.0
"""The search's forms: one field for everything, fields of their own, and the 個人番号."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from daicho.domains.addressee.facts import SearchCriteria
from daicho.domains.addressee.web.query import holds_individual_number, read_query
from daicho.foundation.ui.date_field import JapaneseDateField
from daicho.foundation.ui.number_guard import GuardedForm
from daicho.kernel.numbers import is_individual_number
from daicho.kernel.text import to_half_ascii

NUMBER_ELSEWHERE = "個人番号は「個人番号で探す」の欄に入力してください。"
NOTHING = "検索の条件を一つ以上入力してください。"


def refuse_twelve_digits(value: str) -> None:
    """An 個人番号, also a mistyped one, must not end up in a session or in the log."""
    if holds_individual_number(value):
        raise ValidationError(NUMBER_ELSEWHERE)


def text_field(label: str, hint: str = "") -> forms.CharField:
    """A condition in words."""
    return forms.CharField(
        label=label,
        max_length=300,
        required=False,
        help_text=hint,
        validators=[refuse_twelve_digits],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class SearchForm(GuardedForm):
    """All conditions must hold."""

    everything = text_field("納税義務者を探す")
    kana = text_field("カナ", "清濁・長音の違いは区別しません")
    name = text_field("氏名・名称", "異体字は区別しません。1・2文字のときは先頭から一致")
    birth_date = JapaneseDateField(label="生年月日", required=False)
    addressee_no = forms.IntegerField(
        label="宛名番号",
        min_value=1,
        max_value=10**15,
        required=False,
        localize=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    address = text_field("住所", "丁目・番・号とハイフンは区別しません")

    def clean(self) -> dict[str, Any]:
        """Something must be asked for."""
        given = super().clean()
        if not self.errors and not any(given.values()):
            raise ValidationError(NOTHING)
        return given

    def criteria(self) -> SearchCriteria:
        """The one field read, the fields of their own before it."""
        given = self.cleaned_data
        read = read_query(given["everything"])
        return SearchCriteria(
            kana=given["kana"] or read.kana,
            name=given["name"] or read.name,
            birth_date=given["birth_date"] or read.birth_date,
            addressee_no=given["addressee_no"] or read.addressee_no,
            address=given["address"] or read.address,
        )


class NumberForm(forms.Form):
    """An 個人番号 is only ever posted; the field is never filled in again."""

    number = forms.CharField(
        label="個人番号",
        max_length=20,
        help_text="12桁。番号利用事務でだけ使えます。入力した番号は記録に残りません。",
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_number(self) -> str:
        """Twelve digits whose check digit fits; the message does not repeat them."""
        digits = to_half_ascii(self.cleaned_data["number"]).replace(" ", "").replace("-", "")
        if not is_individual_number(digits):
            raise ValidationError("個人番号の桁数または検査用数字が正しくありません。")
        return digits
