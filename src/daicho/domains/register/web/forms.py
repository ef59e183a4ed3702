# SPDX-License-Identifier: Apache-2.0
"""What is asked for on the search page, and how it becomes criteria."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Any

from django import forms

from daicho.domains.register.models import ResidentVersion, Sex
from daicho.domains.register.search.criteria import (
    MISSING,
    Criteria,
    DayItem,
    DayRange,
    Match,
)
from daicho.foundation.ui.number_guard import GuardedForm
from daicho.kernel.dates import ERAS, parse_date
from daicho.kernel.numbers import is_individual_number
from daicho.kernel.text import is_kana, to_half_ascii

_YEAR_MONTH = re.compile(r"^(\d{4}|[A-Z]\d{1,2})(?:[./年-](\d{1,2})月?)?年?$")
_NUMBERS = ("addressee_no", "household_no")


def birth_range(text: str) -> tuple[dt.date, dt.date] | None:
    """A day, a month or a year of either calendar as its first and last day; None if unreadable."""
    parsed = parse_date(text)
    if parsed.value is not None:
        return parsed.value, parsed.value
    found = _YEAR_MONTH.match(to_half_ascii(text).strip().upper())
    if found is None:
        return None
    year = _year(found[1])
    if year is None:
        return None
    if found[2] is None:
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    month = int(found[2])
    if not 1 <= month <= 12:
        return None
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def _year(text: str) -> int | None:
    era = ERAS.by_key.get(text[0])
    if text.isdigit():
        year = int(text)
    elif era is None:
        return None
    else:
        year = era.first.year + int(text[1:]) - 1
    return year if ERAS[0].first.year <= year <= ERAS[-1].last.year else None


_DAY_CHOICES = [("", "選ばない"), *((one.value, one.label_ja) for one in DayItem)]
_MISSING_CHOICES = [
    (name, str(ResidentVersion._meta.get_field(name).verbose_name)) for name in MISSING
]


def _bounds(first: str, last: str) -> tuple[dt.date, dt.date] | None:
    """The days of two texts, of which one may be empty; None if one is unreadable."""
    begin = birth_range(first) if first else (dt.date.min, dt.date.min)
    end = birth_range(last) if last else birth_range(first) if first else None
    return (begin[0], end[1]) if begin and end else None


class SearchForm(GuardedForm):
    """One field for the hurried clerk, and one for each item of 2.1.3."""

    everything = forms.CharField(label="さがす", max_length=300, required=False)
    kana = forms.CharField(label="振り仮名", max_length=100, required=False)
    name = forms.CharField(label="氏名・旧氏・通称", max_length=100, required=False)
    given_name = forms.CharField(label="名のみ", max_length=100, required=False)
    birth = forms.CharField(
        label="生年月日",
        max_length=30,
        required=False,
        help_text="日・月・年。例: S55.3.1 S55.3 S55",
    )
    sex = forms.ChoiceField(label="性別", required=False, choices=[("", "問わない"), *Sex.choices])
    address = forms.CharField(label="住所", max_length=300, required=False)
    building = forms.CharField(label="方書", max_length=200, required=False)
    address_code = forms.CharField(label="住所コード", max_length=11, required=False)
    relationship = forms.CharField(label="続柄", max_length=30, required=False)
    addressee_no = forms.CharField(label="宛名番号", max_length=15, required=False)
    household_no = forms.CharField(label="世帯番号", max_length=15, required=False)
    residence_card_no = forms.CharField(label="在留カード等の番号", max_length=20, required=False)
    cease_reason = forms.CharField(label="消除の事由", max_length=30, required=False)
    match = forms.ChoiceField(
        label="氏名・住所などの文字の一致", required=False,
        choices=[(one.value, one.label_ja) for one in Match],
    )  # fmt: skip
    day_item = forms.ChoiceField(label="年月日の種類", required=False, choices=_DAY_CHOICES)
    day_from = forms.CharField(label="その日から", max_length=30, required=False)
    day_to = forms.CharField(label="その日まで", max_length=30, required=False)
    other_day_item = forms.ChoiceField(
        label="年月日の種類（2）", required=False, choices=_DAY_CHOICES
    )
    other_day_from = forms.CharField(label="その日から（2）", max_length=30, required=False)
    other_day_to = forms.CharField(label="その日まで（2）", max_length=30, required=False)
    missing = forms.MultipleChoiceField(
        label="未入力の項目", required=False, choices=_MISSING_CHOICES,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    is_current_only = forms.BooleanField(label="現在の氏名・住所だけ", required=False)
    is_resident_only = forms.BooleanField(label="住民だけ(除票を除く)", required=False)

    def clean_birth(self) -> str:
        """A readable birth date or nothing."""
        text = str(self.cleaned_data["birth"]).strip()
        if text and birth_range(text) is None:
            raise forms.ValidationError("生年月日の形が読めません（例: S55.3.1、S55.3、1980）。")
        return text

    def clean(self) -> dict[str, Any]:
        """Numbers are digits; something is asked for."""
        data = super().clean()
        for name in _NUMBERS:
            text = to_half_ascii(str(data.get(name, ""))).strip()
            if text and not text.isdigit():
                self.add_error(name, "数字で入力してください。")
            data[name] = text
        for prefix in ("", "other_"):
            self._read_days(data, prefix)
        flags = ("match", "is_current_only", "is_resident_only")
        if not self.errors and not any(data[name] for name in data if name not in flags):
            raise forms.ValidationError("さがす条件を入力してください。")
        return data

    def _read_days(self, data: dict[str, Any], prefix: str) -> None:
        """A kind of day with at least one bound, both readable and in order; else say what is."""
        item, first, last = (
            str(data.get(f"{prefix}{name}", "")).strip()
            for name in ("day_item", "day_from", "day_to")
        )
        if not item and not first and not last:
            return
        if not item:
            self.add_error(f"{prefix}day_item", "年月日の種類を選んでください。")
        elif not first and not last:
            self.add_error(f"{prefix}day_from", "日・月・年を入力してください。")
        elif (bounds := _bounds(first, last)) is None:
            self.add_error(
                f"{prefix}day_from", "年月日の形が読めません（例: R8.4.1、R8.4、2026）。"
            )
        elif bounds[0] > bounds[1]:
            self.add_error(f"{prefix}day_to", "終わりが始まりより前です。")
        else:
            data[f"{prefix}day"] = DayRange(DayItem(item), *bounds)

    def criteria(self) -> Criteria:
        """The criteria of a valid form; the one field's words fill what is still empty."""
        data = {**self.cleaned_data}
        for word in str(data["everything"]).replace("\u3000", " ").split():
            _take(data, word)
        birth = birth_range(data["birth"]) if data["birth"] else None
        return Criteria(
            kana=data["kana"], name=data["name"], given_name=data["given_name"],
            address=data["address"], building=data["building"],
            birth_from=birth[0] if birth else None, birth_to=birth[1] if birth else None,
            sex=int(data["sex"]) if data["sex"] else None,
            addressee_no=int(data["addressee_no"]) if data["addressee_no"] else None,
            household_no=int(data["household_no"]) if data["household_no"] else None,
            residence_card_no=data["residence_card_no"].upper(),
            address_code=data["address_code"], relationship=data["relationship"],
            cease_reason=data["cease_reason"], match=Match(data["match"] or Match.BEGIN),
            days=tuple(data[name] for name in ("day", "other_day") if name in data),
            missing=tuple(data["missing"]),
            is_former_too=not data["is_current_only"],
            is_removed_too=not data["is_resident_only"],
        )  # fmt: skip


def _take(data: dict[str, Any], word: str) -> None:
    """Put a word of the one field where it belongs: date, number, kana, place or name."""
    plain = to_half_ascii(word)
    if plain.isdigit() and len(plain) < 7:
        data["addressee_no"] = data["addressee_no"] or plain
    elif birth_range(word) is not None:
        data["birth"] = data["birth"] or word
    elif plain.isdigit():
        data["addressee_no"] = data["addressee_no"] or plain
    elif is_kana(word):
        data["kana"] += word
    elif re.search(r"\d|丁目|番地", plain):
        data["address"] += word
    else:
        data["name"] += word


class CodeForm(forms.Form):
    """A 住民票コード to look for (item.resident_code)."""

    resident_code = forms.CharField(label="住民票コード", min_length=11, max_length=11)


class NumberForm(forms.Form):
    """An 個人番号 to look for; it goes nowhere but into its keyed hash."""

    number = forms.CharField(
        label="個人番号",
        min_length=12,
        max_length=14,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )

    def clean_number(self) -> str:
        """Twelve digits whose check digit fits; the message does not repeat them."""
        digits = to_half_ascii(self.cleaned_data["number"]).replace(" ", "").replace("-", "")
        if not is_individual_number(digits):
            raise forms.ValidationError("個人番号の桁数または検査用数字が正しくありません。")
        return digits
