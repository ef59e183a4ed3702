# SPDX-License-Identifier: Apache-2.0
"""What orders would make of people and posts, worked out in memory: nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange

from daicho.foundation.access.models import Post, PostKind, Unit
from daicho.foundation.access.personnel.reading import WITHOUT_UNIT, Order, OrderKind
from daicho.foundation.identity.models import Staff
from daicho.kernel.findings import Finding

DAY = timedelta(days=1)
# On one day a 兼務 comes after the post that it stands beside.
SEQUENCE = tuple(OrderKind.__members__.values())


@dataclass(slots=True)
class PersonPlan:
    """A person as the orders leave them; `rights_end` are days from which their own rights end."""

    staff: Staff
    posts: list[Post]
    is_new: bool = False
    rights_end: list[date] = field(default_factory=list)

    def on(self, day: date) -> list[Post]:
        """Posts of that day."""
        return [post for post in self.posts if _holds(post, day)]

    def starts_from(self, day: date) -> bool:
        """Whether something was ordered for that day or later."""
        return any(post.valid.lower >= day for post in self.posts)


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the dry run: who, and what changes, in words."""

    line: int
    login: str
    name: str
    text_ja: str


@dataclass(slots=True)
class Plan:
    """Everything the file would change, and every fault; with a fault nothing is applied."""

    people: dict[str, PersonPlan]
    changes: list[Change] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)


def plan_orders(orders: Iterable[Order]) -> Plan:
    """The orders by their day, one after the other, on the people and posts that there are."""
    waiting = sorted(
        orders,
        key=lambda one: (
            one.effective, one.kind is OrderKind.CONCURRENT, SEQUENCE.index(one.kind),
            one.line.number,
        ),
    )  # fmt: skip
    logins = {order.login for order in waiting}
    staff = {one.login: one for one in Staff.objects.filter(login__in=logins)}
    posts: dict[int, list[Post]] = {}
    for post in Post.objects.filter(staff__login__in=logins).order_by("pk"):
        posts.setdefault(post.staff_id, []).append(post)
    plan = Plan({login: PersonPlan(one, posts.get(one.pk, [])) for login, one in staff.items()})
    units: dict[str, list[Unit]] = {}
    for unit in Unit.objects.filter(code__in={order.unit for order in waiting}):
        units.setdefault(unit.code, []).append(unit)
    for order in waiting:
        faults = _refusals(plan, order, units)
        plan.findings += faults
        if not faults:
            _apply(plan, order, units)
    return plan


def _refusals(plan: Plan, order: Order, units: dict[str, list[Unit]]) -> list[Finding]:
    person = plan.people.get(order.login)
    found = []
    if order.unit and order.kind not in WITHOUT_UNIT and _unit(units, order) is None:
        found.append(
            order.line.fault("所属コード", "personnel.unit", "発令日にこの所属はありません。")
        )
    if order.kind is OrderKind.HIRE:
        if person is not None:
            found.append(
                order.line.fault("職員番号", "personnel.known", "この職員番号は登録済みです。")
            )
        return found
    if person is None:
        found.append(
            order.line.fault("職員番号", "personnel.unknown", "この職員番号の職員はいません。")
        )
        return found
    return found + _refusals_of_known(person, order)


def _refusals_of_known(person: PersonPlan, order: Order) -> list[Finding]:
    line, day = order.line, order.effective
    left = person.staff.active_to is not None and person.staff.active_to < day
    if left or person.staff.active_from > day:
        return [line.fault("発令日", "personnel.not_employed", "発令日は在籍期間の外です。")]
    if order.kind is OrderKind.CONCURRENT:
        return _refusals_of_concurrent(person, order)
    if order.kind is OrderKind.RETIRE and person.staff.active_to == day:
        return [line.fault("区分", "personnel.retired", "退職は登録済みです。")]
    later = day + DAY if order.kind is OrderKind.RETIRE else day
    if person.starts_from(later):
        return [line.fault("発令日", "personnel.later", "同じ日または後の日の発令が登録済みです。")]
    if order.kind is OrderKind.LEAVE and not person.on(day):
        return [line.fault("職員番号", "personnel.no_post", "発令日に所属がありません。")]
    return []


def _refusals_of_concurrent(person: PersonPlan, order: Order) -> list[Finding]:
    line, posts = order.line, person.on(order.effective)
    if not any(post.kind == PostKind.MAIN for post in posts):
        return [line.fault("職員番号", "personnel.no_main", "発令日に本務の所属がありません。")]
    same = [post for post in person.posts if post.unit == order.unit]
    if any(post.valid.upper is None or post.valid.upper > order.effective for post in same):
        return [line.fault("所属コード", "personnel.same_unit", "この所属には配属済みです。")]
    return []


def _apply(plan: Plan, order: Order, units: dict[str, list[Unit]]) -> None:
    plan.orders.append(order)
    person = plan.people.get(order.login) or _hire(plan, order)
    unit = _unit(units, order)
    where = f"{unit.name} {order.title}" if unit else ""
    before = "・".join(f"{post.unit} {post.title}" for post in person.on(order.effective))
    if order.kind is OrderKind.RETIRE:
        _close(person, order.effective + DAY)
        person.staff.active_to = order.effective
        person.rights_end.append(order.effective + DAY)
        text = f"退職(最終日 {order.effective.isoformat()})。以後サインインできず、権限は終わる"
    elif order.kind is OrderKind.LEAVE:
        main = person.on(order.effective)[0]
        _close(person, order.effective)
        _add(person, order, PostKind.LEAVE, main.unit, main.title)
        text = f"休職({order.effective.isoformat()}から)。復職の異動まで何も使えない"
    elif order.kind is OrderKind.CONCURRENT:
        _add(person, order, PostKind.CONCURRENT, order.unit, order.title)
        text = f"兼務 {where}({order.effective.isoformat()}から)"
    else:
        text = f"{order.kind} {before or '(所属なし)'} → {where}({order.effective.isoformat()}から)"
        held = [post for post in person.on(order.effective) if post.kind == PostKind.MAIN]
        if any(post.unit != order.unit for post in held):
            person.rights_end.append(order.effective)
            text += "。本人に付与された権限は終わる"
        _close(person, order.effective)
        _add(person, order, PostKind.MAIN, order.unit, order.title)
    _rename(person, order)
    name = order.name or person.staff.name
    plan.changes.append(Change(order.line.number, order.login, name, text))


def _hire(plan: Plan, order: Order) -> PersonPlan:
    staff = Staff(
        login=order.login, name=order.name, kana=order.kana, section="",
        active_from=order.effective,
    )  # fmt: skip
    staff.set_unusable_password()
    plan.people[order.login] = PersonPlan(staff, [], is_new=True)
    return plan.people[order.login]


def _rename(person: PersonPlan, order: Order) -> None:
    person.staff.name = order.name or person.staff.name
    person.staff.kana = order.kana or person.staff.kana


def _close(person: PersonPlan, day: date) -> None:
    """No post from that day on."""
    for post in person.on(day):
        post.valid = DateRange(post.valid.lower, day)


def _add(person: PersonPlan, order: Order, kind: PostKind, unit: str, title: str) -> None:
    post = Post(
        staff=person.staff, unit=unit, title=title, kind=kind,
        is_head=order.is_head and kind is not PostKind.LEAVE,
        valid=DateRange(order.effective, None),
    )  # fmt: skip
    person.posts.append(post)


def _unit(units: dict[str, list[Unit]], order: Order) -> Unit | None:
    found = (
        unit for unit in units.get(order.unit, ())
        if unit.valid.lower <= order.effective
        and (unit.valid.upper is None or order.effective < unit.valid.upper)
    )  # fmt: skip
    return next(found, None)


def _holds(post: Post, day: date) -> bool:
    return post.valid.lower <= day and (post.valid.upper is None or day < post.valid.upper)
