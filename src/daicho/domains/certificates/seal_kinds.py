# SPDX-License-Identifier: Apache-2.0
"""印鑑登録証明書: the seal that may be certified at this moment, and no other (標準 5.x, 条例).

`current_seal` is asked while the person is locked: a seal that was abolished, lost or struck off a
moment ago is none (anchors: certificates of cancelled seals were issued).
"""

from __future__ import annotations

from daicho.domains.certificates.kinds import About, CertificateKind, Given, add_kind, refuse
from daicho.domains.certificates.papers.content import Block, Content, Impression, Line
from daicho.domains.certificates.papers.person import address_of, birth_of
from daicho.domains.seals.public import current_seal
from daicho.kernel.findings import Finding
from daicho.rules.resident_register.fees import FeeKind

SENTENCE = "この写しは、登録された印影と相違ないことを証明する。"


def _seal_certificate(given: Given) -> Content | Finding:
    (person,) = given.people
    row = person.row
    seal = current_seal(addressee_no=row.addressee_no, at=given.context.at)
    if seal is None:
        return refuse("no_seal", "証明できる印鑑の登録がありません。")
    if str(given.options.get("card_no", "")).strip() != str(seal.card_no):
        return refuse("seal_card", "印鑑登録証の番号が、登録されているものと違います。")
    lines = [Line(label="氏名", value=row.name)]
    lines += [
        Line(label=label, value=value)
        for label, value in (("旧氏", row.former_name), ("通称", row.alias)) if value
    ]  # fmt: skip
    lines += [
        Line(label="生年月日", value=birth_of(row)),
        Line(label="住所", value=address_of(row)),
    ]
    return Content(
        title="印鑑登録証明書", sentence=SENTENCE,
        blocks=(Block(lines=tuple(lines), person=row.addressee_no),),
        impression=Impression(
            png_hex=seal.png.hex(), width_mm=seal.paper_width / 10,
            height_mm=seal.paper_height / 10,
        ),
    )  # fmt: skip


SEAL_CERTIFICATE = add_kind(
    CertificateKind(
        code="seal", label="印鑑登録証明書", about=About.RESIDENTS, fee=FeeKind.SEAL_CERTIFICATE,
        function="seal.certify", is_single=True, options={"card_no": "印鑑登録証の番号"},
        build=_seal_certificate,
    )
)  # fmt: skip
