# SPDX-License-Identifier: Apache-2.0
"""Forms of the drawer, the paper and the settings."""

from __future__ import annotations

from typing import Any

from django import forms

from daicho.domains.certificates.actions.kind_settings import LONGEST_WORDS
from daicho.domains.certificates.kinds import KINDS
from daicho.domains.certificates.models import (
    CertifierRole,
    OutputChoice,
    SealChoice,
    SealColour,
    SealKind,
    Signer,
    Terminal,
)
from daicho.domains.certificates.papers.head import OMITTED_WORDS, SEAL_WORDS
from daicho.domains.certificates.seal_images import LARGEST
from daicho.foundation.ui.date_field import JapaneseDateField


class FundForm(forms.Form):
    """Change for the drawer."""

    change_fund = forms.IntegerField(label="釣銭準備金(円)", min_value=0)


class CloseForm(forms.Form):
    """What was counted."""

    counted = forms.IntegerField(label="現金有高(円)", min_value=0)
    reason = forms.CharField(label="過不足の理由", required=False, max_length=500)


class PaperForm(forms.Form):
    """A box of paper."""

    prefix = forms.CharField(label="記号", required=False, max_length=20)
    first_no = forms.IntegerField(label="最初の番号", min_value=0)
    last_no = forms.IntegerField(label="最後の番号", min_value=0)


class SheetsForm(forms.Form):
    """Sheets spoilt or counted."""

    sheets = forms.IntegerField(label="枚数", min_value=0)
    reason = forms.CharField(label="理由", required=False, max_length=200)


class CertifierForm(forms.Form):
    """The mayor or a deputy."""

    role = forms.ChoiceField(label="区分", choices=CertifierRole.choices)
    title = forms.CharField(
        label="職名", max_length=60, help_text="都道府県名から。例: 東京都港区長"
    )
    name = forms.CharField(label="氏名", max_length=60)
    first = JapaneseDateField(label="期間の初日")
    last = JapaneseDateField(label="期間の末日", required=False)


class SealForm(forms.Form):
    """The image of a seal of office."""

    seal = forms.ChoiceField(label="種類", choices=SealKind.choices)
    image = forms.FileField(label="印影(PNG・SVG)", max_length=200,
                            help_text=f"{LARGEST // 1024}KBまで。黒一色")  # fmt: skip
    side = forms.DecimalField(label="一辺(mm)", max_digits=3, decimal_places=1, max_value=25)
    colour = forms.ChoiceField(
        label="色",
        choices=SealColour.choices,
        required=False,
        help_text="赤はカード券面用の印だけ",
    )
    first_day = JapaneseDateField(label="使い始める日")


class TerminalForm(forms.Form):
    """A terminal by its address."""

    address = forms.CharField(label="端末のアドレス", max_length=64)
    counter = forms.CharField(label="窓口", max_length=60)
    label = forms.CharField(label="発行端末名番号", max_length=30)
    printer = forms.CharField(label="発行プリンタ番号", max_length=30, required=False)


class KindSettingForm(forms.Form):
    """Signer, seal and words of one kind."""

    certificate = forms.ChoiceField(label="証明書")
    signer = forms.ChoiceField(label="認証者", choices=Signer.choices)
    seal = forms.ChoiceField(label="公印", choices=SealChoice.choices)
    seal_words = forms.CharField(
        label="公印の文言", required=False, max_length=LONGEST_WORDS, initial=SEAL_WORDS
    )
    omitted_words = forms.CharField(
        label="公印を省くときの文言", required=False, max_length=LONGEST_WORDS,
        initial=OMITTED_WORDS,
    )  # fmt: skip
    fixed_words = forms.CharField(label="固定文言", required=False, max_length=LONGEST_WORDS)
    begins = JapaneseDateField(label="適用を始める日")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["certificate"].choices = _kinds()  # type: ignore[attr-defined]


class PrinterForm(forms.Form):
    """Printer and tray of a terminal."""

    terminal = forms.ModelChoiceField(
        label="発行端末", queryset=Terminal.objects.order_by("address")
    )
    certificate = forms.ChoiceField(label="証明書", required=False)
    printer = forms.CharField(label="プリンタ", max_length=100)
    tray = forms.CharField(label="トレー", max_length=60, required=False)
    output = forms.ChoiceField(label="出力", choices=OutputChoice.choices)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [("", "すべて(種別ごとの設定がないもの)"), *_kinds()]
        self.fields["certificate"].choices = choices  # type: ignore[attr-defined]


def _kinds() -> list[tuple[str, str]]:
    return [(one.code, one.label) for one in KINDS.values()]
