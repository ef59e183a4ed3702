# SPDX-License-Identifier: Apache-2.0
"""Single bytes of bank files: JIS X 0201, kana EBCDIC, and which characters a field may hold.

Everything inside works on JIS bytes; an EBCDIC file is translated on its way in and out.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

_ASCII_OF_JIS = {0x5C: "¥", 0x7E: "‾"}  # where JIS X 0201 differs from ASCII
_KANA_BASE = 0xFF61 - 0xA1

# A byte of JIS X 0201 → its character; U+FFFD where there is none.
JIS_CHARACTERS = "".join(
    _ASCII_OF_JIS.get(byte, chr(byte))
    if byte < 0x7F
    else chr(byte + _KANA_BASE)
    if 0xA1 <= byte <= 0xDF
    else "\ufffd"
    for byte in range(256)
)
# The other way, as characters that latin-1 turns into the byte.
JIS_BYTES = {ord(char): chr(byte) for byte, char in enumerate(JIS_CHARACTERS) if char != "\ufffd"}
JIS_BYTES |= {ord("\\"): "\\", ord("~"): "~"}

# Kana EBCDIC: IBM code page 290 as the IANA registry names it (EBCDIC-JP-kana) and the C library
# of this machine converts it; each row is 0x?0 to 0x?F, "·" where no character of JIS X 0201 is.
# Which of the makers' EBCDIC a bank uses is agreed with the bank (unverified); digits, Latin
# capitals, kana and "( ) - . /" stand at the same places in all that are known to us.
EBCDIC_ROWS = (
    " ｡｢｣､･ｦｧｨｩ·.<(+|",  # 0x40
    "&ｪｫｬｭｮｯ·ｰ·!¥*);·",
    "-/········" + "·,%_>?",
    "·········" + "`:#@'=\"",
    "·ｱｲｳｴｵｶｷｸｹｺ·ｻｼｽｾ",  # 0x80
    "ｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉ··ﾊﾋﾌ",
    "·‾ﾍﾎﾏﾐﾑﾒﾓﾔﾕ·ﾖﾗﾘﾙ",
    "··········ﾚﾛﾜﾝﾞﾟ",
    "·ABCDEFGHI······",  # 0xC0
    "·JKLMNOPQR······",
    "$·STUVWXYZ······",
    "0123456789······",
)
_CONTROL = {0x0D: 0x0D, 0x25: 0x0A, 0x15: 0x0A}  # CR, LF and NL


def _ebcdic_to_jis() -> bytes:
    table = bytearray(256)  # 0x00: no character, refused wherever it stands
    for ebcdic, jis in _CONTROL.items():
        table[ebcdic] = jis
    for row, text in enumerate(EBCDIC_ROWS, 4):
        for column, char in enumerate(text):
            if char != "·":
                table[row * 16 + column] = ord(JIS_BYTES[ord(char)])
    return bytes(table)


def _jis_to_ebcdic() -> bytes:
    table = bytearray(256)
    for ebcdic, jis in enumerate(EBCDIC_TO_JIS):
        if jis and ebcdic != 0x15:
            table[jis] = ebcdic
    return bytes(table)


EBCDIC_TO_JIS = _ebcdic_to_jis()
JIS_TO_EBCDIC = _jis_to_ebcdic()


class Encoding(StrEnum):
    """How the characters of a file are told in bytes; the value is what a person reads."""

    JIS = "JIS"
    EBCDIC = "EBCDIC"


@dataclass(frozen=True, slots=True)
class CharacterSet:
    """The characters that a field may hold."""

    name: str
    name_ja: str
    characters: str

    def allowed(self) -> np.ndarray:
        """Of every byte whether it may stand in the field."""
        table = np.zeros(256, dtype=bool)
        for char in self.characters:
            table[ord(JIS_BYTES[ord(char)])] = True
        return table


DIGITS = "0123456789"
CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Kana without ヲ, small kana and the long mark, with the two marks of voice (全銀協 付録1).
KANA = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝﾞﾟ"
_COMMON = " " + DIGITS + KANA

BANK_NAME = CharacterSet("bank-name", "銀行・支店名の文字", _COMMON + CAPITALS + "-")
PARTY_NAME = CharacterSet("party-name", "口座名の文字", _COMMON + CAPITALS + "()-.")
PAYROLL_NAME = CharacterSet("payroll-name", "給与振込の氏名の文字", _COMMON)
EDI_TEXT = CharacterSet("edi", "EDI情報の文字", _COMMON + CAPITALS + "ｦ¥｢｣()-/.")
# A revision of 付録1 permits ヲ in names; banks still print the narrow rule, so it is a choice.
BANK_NAME_WITH_WO = CharacterSet("bank-name-wo", "銀行・支店名の文字（ヲを含む）",
                                 BANK_NAME.characters + "ｦ")  # fmt: skip
PARTY_NAME_WITH_WO = CharacterSet("party-name-wo", "口座名の文字（ヲを含む）",
                                  PARTY_NAME.characters + "ｦ")  # fmt: skip
PLAIN = CharacterSet(
    "plain",
    "半角の文字",
    "".join(char for char in JIS_CHARACTERS[0x20:0xE0] if char != "\ufffd"),
)
CHARACTER_SETS = {
    chosen.name: chosen
    for chosen in (
        BANK_NAME, PARTY_NAME, PAYROLL_NAME, EDI_TEXT, BANK_NAME_WITH_WO, PARTY_NAME_WITH_WO, PLAIN,
    )
}  # fmt: skip

VOICED_AFTER = "ｳｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾊﾋﾌﾍﾎ"
SEMI_VOICED_AFTER = "ﾊﾋﾌﾍﾎ"


def bytes_of(characters: str) -> np.ndarray:
    """The JIS bytes of characters."""
    text = characters.translate(JIS_BYTES)
    return np.frombuffer(text.encode("latin-1"), dtype=np.uint8)
