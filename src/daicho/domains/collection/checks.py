# SPDX-License-Identifier: Apache-2.0
"""What must hold in the live ledger (`daicho db check`). It knows no kind of tax."""

from __future__ import annotations

from daicho.domains.collection.balances import differing_balances
from daicho.domains.collection.kinds import posting_rules
from daicho.domains.collection.models import PostingRule
from daicho.foundation.database.checks import broken, holds
from daicho.foundation.database.query import rows
from daicho.kernel.findings import Finding

MOST = 20  # examples of what is broken


@holds("すべての仕訳の貸借が一致する")
def entries_balance() -> list[Finding]:
    """The postings of every entry add up to zero, and every entry has postings."""
    return [
        broken("collection.unbalanced", "仕訳の貸借が一致しません。", f"仕訳 {number}")
        for (number,) in rows(
            "SELECT e.id FROM collection_journalentry e LEFT JOIN collection_posting p"
            " ON p.entry_id = e.id GROUP BY e.id"
            f" HAVING COALESCE(sum(p.amount), 1) <> 0 ORDER BY 1 LIMIT {MOST}"
        )
    ]


@holds("残高は仕訳の明細から導いたものと一致する")
def balances_follow_postings() -> list[Finding]:
    """A balance is nothing but its postings."""
    return [
        broken(
            "collection.balance", "残高が仕訳と一致しません。", f"調定 {number} 内訳 {component}"
        )
        for number, component in differing_balances(MOST)
    ]


@holds("調定額 = 収入額 + 被充当額 + 不納欠損額 + 未納額(過誤納・還付・戻入を加減)")
def receivables_add_up() -> list[Finding]:
    """Each instalment: what was assessed is paid, appropriated, written off or open."""
    return [
        broken("collection.receivable", "調定の内訳が合いません。", f"調定 {number}")
        for (number,) in rows(
            "SELECT DISTINCT receivable_id FROM collection_balance"
            " WHERE assessed <> received + appropriated + recovered - refunded - appropriated_out"
            f" + written_off + open - overpaid + recovery ORDER BY 1 LIMIT {MOST}"
        )
    ]


@holds("未納額は一つの会計年度にだけある")
def open_stands_in_one_year() -> list[Finding]:
    """Carrying over moved the whole of what was open."""
    return [
        broken("collection.book_year", "未納額が複数の会計年度にあります。", f"調定 {number}")
        for (number,) in rows(
            "SELECT receivable_id FROM (SELECT receivable_id, component, book_year"
            " FROM collection_posting WHERE account = 1 GROUP BY 1, 2, 3 HAVING sum(amount) <> 0) o"
            f" GROUP BY receivable_id, component HAVING count(*) > 1 ORDER BY 1 LIMIT {MOST}"
        )
    ]


@holds("仕訳の規則はプログラムの一覧と一致する")
def rules_are_those_of_the_code() -> list[Finding]:
    """The table that the database asks is the list in kinds.py."""
    stored = set(PostingRule.objects.values_list("kind", "account", "figure"))
    return [
        broken("collection.rule", "仕訳の規則が一覧と違います。", str(one))
        for one in sorted(stored ^ set(posting_rules()))[:MOST]
    ]
