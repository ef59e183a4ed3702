# SPDX-License-Identifier: Apache-2.0
"""Characters of our own (外字) and the ones that find them; the search follows at once (2.1.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

from daicho.domains.register.models import OwnVariant
from daicho.domains.register.search.index import index_people
from daicho.domains.register.search.spellings import OWN_LOCK, Folds, folds_now
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome
from daicho.foundation.audit.models import Kind
from daicho.kernel.findings import Finding, Severity
from daicho.kernel.search_keys import read_character, register_name_key

PIECE = 1_000  # persons indexed anew at once


def _refused(code: str, message: str) -> Outcome[int]:
    return Outcome(None, (Finding(f"register.{code}", Severity.ERROR, message),))


def _code(text: str) -> str:
    return " ".join(f"U+{ord(char):04X}" for char in text)


def _lock_keys() -> None:
    """Wait for whoever makes keys now; from here on they wait for us."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [OWN_LOCK])


@dataclass(frozen=True, kw_only=True)
class RegisterOwnVariant(Action[int]):
    """Let a character be found by another one; answers how many persons are found anew."""

    function = "register.approve"
    audit_text = "外字・異体字の登録"
    kind = Kind.SETTINGS
    character: str
    stands_for: str
    note: str = ""

    def detail(self) -> Mapping[str, object]:
        return {
            "外字・異体字": _code(read_character(self.character)),
            "代わりの字": _code(read_character(self.stands_for)),
        }

    def lock(self) -> None:
        _lock_keys()

    def change(self, context: Context) -> Outcome[int]:
        character, stands_for = read_character(self.character), read_character(self.stands_for)
        if not character or not stands_for:
            return _refused(
                "own_variant_form", "1文字、または U+E001 の形のコードで入力してください。"
            )
        keys = [register_name_key(character), register_name_key(stands_for)]
        if any(len(key) != 1 for key in keys):
            return _refused("own_variant_form", "検索の字として使えない文字です。")
        before = folds_now()
        if before.name(character) == before.name(stands_for):
            return _refused("own_variant_known", "この2字は、すでに同じ字として検索されます。")
        OwnVariant.objects.create(
            character=character, stands_for=stands_for, note=self.note.strip(),
            registered_at=context.at, registered_by=context.actor.who.login,
        )  # fmt: skip
        return Outcome(_follow(before))


@dataclass(frozen=True, kw_only=True)
class RemoveOwnVariant(Action[int]):
    """Take one out again; its row stays. Answers how many persons are found anew."""

    function = "register.approve"
    audit_text = "外字・異体字の廃止"
    kind = Kind.SETTINGS
    variant_id: int

    def detail(self) -> Mapping[str, object]:
        return {"番号": self.variant_id}

    def lock(self) -> None:
        _lock_keys()

    def change(self, context: Context) -> Outcome[int]:
        before = folds_now()
        found = OwnVariant.objects.filter(pk=self.variant_id, removed_at=None)
        if not found.update(removed_at=context.at, removed_by=context.actor.who.login):
            return _refused("own_variant_gone", "この登録は、すでに廃止されています。")
        return Outcome(_follow(before))


def _follow(before: Folds) -> int:
    """Index those anew in whose keys a character stands that is compared as another one now."""
    after = folds_now()
    chars = _moved(before.of_names, after.of_names) | _moved(before.of_places, after.of_places)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT addressee_no FROM register_searchentry"
            " WHERE string_to_array(key, NULL) && %s::text[] ORDER BY 1",
            [sorted(chars)],
        )
        numbers = [int(number) for (number,) in cursor.fetchall()]
    for start in range(0, len(numbers), PIECE):
        index_people(addressee_nos=numbers[start : start + PIECE])
    return len(numbers)


def _moved(before: Mapping[int, str], after: Mapping[int, str]) -> set[str]:
    """The characters under which keys stand now that have to change."""
    return {
        before.get(code, chr(code))
        for code in before.keys() | after.keys()
        if before.get(code) != after.get(code)
    }
