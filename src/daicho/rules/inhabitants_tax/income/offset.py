# SPDX-License-Identifier: Apache-2.0
"""Losses taken from other gains of the year (損益通算) or of later years (繰越控除)."""

from __future__ import annotations

from typing import NamedTuple

from daicho.kernel.explain import rule
from daicho.kernel.yen import positive


class Offset(NamedTuple):
    """The kinds that offset each other, none negative; those taken by half are still whole."""

    ordinary: int  # 利子・配当・不動産・事業・給与・雑
    capital_gain_short: int
    capital_gain_long: int
    occasional: int
    forestry: int


class SharesAfterLoss(NamedTuple):
    """上場株式等: gains and separately taxed dividends that remain."""

    shares: int
    dividend: int


@rule(
    "損益通算",
    cites=("所得税法69条第1項", "地方税法32条第2項", "地方税法313条第2項"),
    formula="損失を 経常所得・譲渡・一時・山林 の順に差し引く (所得税法施行令198条)",
)
def offset_losses(ordinary: int, short: int, long: int, occasional: int, forestry: int) -> Offset:
    """Take the losses in the order of the cabinet order; what no gain can take is lost here.

    Retirement income takes none: here it is taxed apart at the source (地方税法328条).
    """
    capital_loss = positive(-(short + long))
    short_gain = positive(short - positive(-long))
    long_gain = positive(long - positive(-short))
    # A loss of capital gains: occasional income first, then the ordinary kinds.
    occasional_gain = positive(occasional - capital_loss)
    capital_loss = positive(capital_loss - positive(occasional))
    ordinary_gain = positive(positive(ordinary) - capital_loss)
    loss = positive(capital_loss - positive(ordinary))
    # Losses of the ordinary kinds, and of forestry, from capital gains and occasional income.
    ordinary_loss = positive(-ordinary) + positive(positive(-forestry) - ordinary_gain)
    ordinary_gain = positive(ordinary_gain - positive(-forestry))
    short_left = positive(short_gain - ordinary_loss)
    ordinary_loss = positive(ordinary_loss - short_gain)
    long_left = positive(long_gain - ordinary_loss)
    ordinary_loss = positive(ordinary_loss - long_gain)
    occasional_left = positive(occasional_gain - ordinary_loss)
    # What is left of both from forestry.
    loss += positive(ordinary_loss - occasional_gain)
    forestry_left = positive(positive(forestry) - loss)
    return Offset(ordinary_gain, short_left, long_left, occasional_left, forestry_left)


@rule(
    "総所得金額の繰越控除",
    cites=("地方税法32条第8項", "地方税法32条第9項", "地方税法313条第8項", "地方税法313条第9項"),
    formula="総所得金額 − 繰越損失 (0円を下限)",
)
def aggregate_after_carried_loss(aggregate: int, loss: int) -> int:
    """総所得金額 after ordinary losses of former years."""
    return positive(aggregate - loss)


@rule(
    "山林所得の繰越控除",
    cites=("所得税法70条第1項", "地方税法32条第8項", "地方税法313条第8項"),
    formula="山林所得 − 総所得金額から引ききれない繰越損失 (0円を下限)",
)
def forestry_after_carried_loss(forestry: int, aggregate: int, loss: int) -> int:
    """Losses of former years that 総所得金額 could not take (所得税法施行令201条; unverified)."""
    return positive(forestry - positive(loss - aggregate))


@rule(
    "上場株式等の損益通算 (その年の損失)",
    cites=("地方税法附則35条の2の6",),
    formula="譲渡損失を申告分離の配当から差し引く (0円を下限)",
)
def offset_listed(shares: int, dividend: int) -> SharesAfterLoss:
    """Listed shares and their dividends after the loss of the year."""
    return SharesAfterLoss(positive(shares), positive(dividend - positive(-shares)))


@rule(
    "上場株式等の繰越控除",
    cites=("地方税法附則35条の2の6",),
    formula="繰越損失を譲渡・配当の順に差し引く (0円を下限)",
)
def listed_after_carried_loss(listed: SharesAfterLoss, carried: int) -> SharesAfterLoss:
    """What losses of former years leave of both."""
    carried_left = positive(carried - listed.shares)
    return SharesAfterLoss(
        positive(listed.shares - carried), positive(listed.dividend - carried_left)
    )
