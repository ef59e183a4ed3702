# SPDX-License-Identifier: Apache-2.0
"""Words of the place that make a password easy to guess (ASVS 6.1.2, 6.2.11)."""

from __future__ import annotations

from django.core.exceptions import ValidationError

# The system, the office and its work, as staff write them in passwords.
WORDS = (
    "daicho", "台帳", "kuyakusho", "shiyakusho", "yakusho", "yakuba", "chosha", "kumin", "shimin",
    "jumin", "juuki", "juki", "juminhyo", "koseki", "zeimu", "kazei", "shuno", "madoguchi",
    "shokuin", "komuin", "mynumber", "kojinbango", "gyosei", "jichitai", "admin", "password",
    "pasuwado", "qwerty", "reiwa", "heisei",
)  # fmt: skip
LEAST_REST = 8


class PlaceWordsValidator:
    """Such words count for nothing: eight characters must be left without them."""

    def validate(self, password: str, user: object = None) -> None:
        """Refuse what is little more than words of the office."""
        rest = password.lower()
        for word in sorted(WORDS, key=len, reverse=True):
            rest = rest.replace(word, "")
        if len(rest) < LEAST_REST and rest != password.lower():
            raise ValidationError(self.get_help_text(), code="place_words")

    def get_help_text(self) -> str:
        """What the person reads."""
        return (
            "役所や業務に関する語(daicho、kuyakusho、juki など)を除いて"
            f"{LEAST_REST}文字以上にしてください。"
        )
