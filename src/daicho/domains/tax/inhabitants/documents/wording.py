# SPDX-License-Identifier: Apache-2.0
"""Sentences that the law wants on the papers, filled with the names of the municipality.

What has to stand on a 納税通知書: 地方税法1条1項6号. The wording follows the articles named; it
has not been compared with a ward's own paper (unverified).
"""

from __future__ import annotations

from daicho.domains.tax.inhabitants.documents.people import Issuer


def basis(issuer: Issuer, *, is_change: bool = False) -> str:
    """The law and ordinance that the tax rests on (賦課の根拠)."""
    what = "変更" if is_change else "決定"
    ordinance = f"及び{issuer.ordinance}" if issuer.ordinance else ""
    return (
        f"地方税法{ordinance}並びに森林環境税及び森林環境譲与税に関する法律の規定により、"
        f"次のとおり税額を{what}しましたので通知します。"
    )


def remedies(issuer: Issuer) -> str:
    """How to object (教示).

    行政不服審査法18条・82条, 行政事件訴訟法8条・14条・46条, 地方税法19条の12.
    """
    body = issuer.review_body or issuer.head_title
    return (
        "【不服がある場合】この通知書に記載された処分に不服がある場合は、この通知書を受け取った日の翌日から"
        f"起算して３か月以内に、{body}に対して審査請求をすることができます（行政不服審査法第18条第１項）。"
        "処分の取消しの訴えは、その審査請求に対する裁決の送達を受けた日の翌日から起算して６か月以内に、"
        f"{issuer.municipality}を被告として（訴訟において{issuer.municipality}を代表する者は"
        f"{issuer.head_title}となります。）提起することができます（行政事件訴訟法第14条）。"
        "処分の取消しの訴えは、審査請求に対する裁決を経た後でなければ提起することができません"
        "（地方税法第19条の12）。ただし、①審査請求があった日の翌日から起算して３か月を経過しても裁決がないとき、"
        "②処分、処分の執行又は手続の続行により生ずる著しい損害を避けるため緊急の必要があるとき、"
        "③その他裁決を経ないことにつき正当な理由があるときは、裁決を経ないで提起することができます"
        "（行政事件訴訟法第８条第２項）。"
    )


def late_payment() -> str:
    """What follows when the due date passes (納期限までに納付しなかった場合の措置)."""
    return (
        "【納期限までに納付しない場合】納期限の翌日から納付の日までの日数に応じた延滞金がかかり"
        "（地方税法第326条）、督促状を発します（同法第329条）。"
        "督促状を発した日から起算して10日を経過した日までに完納しないときは、財産の差押えを受けることがあります（同法第331条）。"
    )


def where_to_pay(issuer: Issuer) -> str:
    """納付の場所."""
    return f"【納付の場所】{issuer.payment_places}" if issuer.payment_places else ""


EASY_HINT = (
    "やさしい日本語：これは税金のお知らせです。"
    "期限までにお金を払ってください。わからないときは電話してください。"
)
ENGLISH_HINT = (
    "English: This is your inhabitants tax notice. Please pay each instalment by its due date. "
    "Questions: call the number above."
)


def withholding_duty(issuer: Issuer) -> str:
    """What the employer is told to do: 地方税法321条の4・321条の5."""
    return (
        f"{basis(issuer)}地方税法第321条の４の規定により貴殿を特別徴収義務者に指定しますので、"
        "次の税額を毎月の給与の支払の際に徴収し、"
        "翌月10日（休日等に当たるときはその翌日）までに納入してください（同法第321条の５）。従業員に異動があったときは、給与所得者異動届出書を提出してください。"
    )
