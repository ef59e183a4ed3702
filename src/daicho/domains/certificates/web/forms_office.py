# SPDX-License-Identifier: Apache-2.0
"""Forms of the drawer, the paper and the settings."""

from __future__ import annotations

from django import forms

from daicho.domains.certificates.models import CertifierRole, SealKind
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
    first_day = JapaneseDateField(label="使い始める日")


class TerminalForm(forms.Form):
    """A terminal by its address."""

    address = forms.CharField(label="端末のアドレス", max_length=64)
    counter = forms.CharField(label="窓口", max_length=60)
    label = forms.CharField(label="発行端末名番号", max_length=30)
    printer = forms.CharField(label="発行プリンタ番号", max_length=30, required=False)
