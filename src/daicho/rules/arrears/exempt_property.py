# SPDX-License-Identifier: Apache-2.0
"""Things that may not be seized (差押禁止財産), as a list to check a seizure against.

The wording is short, not the act's; numbers of items after an older copy of the act (about 2012).
"""

from __future__ import annotations

from dataclasses import dataclass

from daicho.kernel.law import Citation, cite


@dataclass(frozen=True, slots=True)
class ExemptProperty:
    """One kind of thing.

    `is_absolute`: never. Otherwise not where the debtor offers something else that is enough
    (条件付差押禁止財産), or only above an amount.
    """

    code: str
    name_ja: str
    citation: Citation
    is_absolute: bool = True


def _exempt(
    code: str, name_ja: str, place: str, *, law: str = "国税徴収法", absolute: bool = True
) -> ExemptProperty:
    return ExemptProperty(code, name_ja, cite(f"{law}{place}"), absolute)


EXEMPT_PROPERTY = (
    _exempt(
        "household", "生活に欠くことができない衣服・寝具・家具・台所用具・畳・建具", "75条第1項1号"
    ),
    _exempt("food", "生活に必要な3月間の食料と燃料", "75条第1項2号"),
    _exempt("farming", "農業に欠くことができない器具・肥料・家畜・飼料・種子など", "75条第1項3号"),
    _exempt("fishing", "漁業に欠くことができない漁網・漁具・えさ・稚魚など", "75条第1項4号"),
    _exempt("craft", "技術者・職人・労務者などの業務に欠くことができない器具など", "75条第1項5号"),
    _exempt("seal", "実印など職業又は生活に欠くことができない印", "75条第1項6号"),
    _exempt("worship", "仏像・位はいなど礼拝又は祭祀に直接供するもの", "75条第1項7号"),
    _exempt("genealogy", "系譜・日記など", "75条第1項8号"),
    _exempt("decorations", "勲章その他名誉の章票", "75条第1項9号"),
    _exempt("study", "学習に必要な書籍と器具", "75条第1項10号"),
    _exempt("unpublished", "公表していない発明又は著作", "75条第1項11号"),
    _exempt("prosthesis", "義手・義足など身体の補足に供する物", "75条第1項12号"),
    _exempt(
        "safety", "災害の防止・保安のため備えなければならない消防用の機械など", "75条第1項13号"
    ),
    _exempt("salary", "給料等・賞与・退職手当等のうち差押禁止の額", "76条", absolute=False),
    _exempt(
        "pension", "社会保険制度に基づく退職年金・一時金のうち差押禁止の額", "77条", absolute=False
    ),
    _exempt(
        "business",
        "事業に必要な機械・農地・漁船など(他に滞納税額を満たす財産を提供したとき)",
        "78条",
        absolute=False,
    ),
)
_BY_CODE = {each.code: each for each in EXEMPT_PROPERTY}


def exempt_property(code: str) -> ExemptProperty:
    """The kind with this code; an unknown code is a defect."""
    return _BY_CODE[code]
