# SPDX-License-Identifier: Apache-2.0
"""Writes a plan: people, posts, the end of rights, and the orders as they came."""

from __future__ import annotations

from datetime import datetime, time

from django.utils import timezone

from daicho.foundation.access import granting
from daicho.foundation.access.models import PersonnelImport, PersonnelOrder
from daicho.foundation.access.organisation import full_name, posts_on
from daicho.foundation.access.personnel.planning import PersonPlan, Plan


def apply_plan(plan: Plan, *, name: str, sha256: str, by: str, at: datetime) -> PersonnelImport:
    """Everything, inside the caller's transaction."""
    source = PersonnelImport.objects.create(
        name=name[:200], sha256=sha256, orders_count=len(plan.orders), applied_by=by, applied_at=at
    )
    for person in plan.people.values():
        _write(person, by, at)
    PersonnelOrder.objects.bulk_create(
        PersonnelOrder(
            source=source, line=order.line.number, staff=plan.people[order.login].staff,
            kind=str(order.kind), unit=order.unit, title=order.title, effective=order.effective,
        )
        for order in plan.orders
    )  # fmt: skip
    return source


def _write(person: PersonPlan, by: str, at: datetime) -> None:
    staff = person.staff
    if person.is_new:
        staff.save()
    # What was there is shortened before anything begins: the database checks each at once.
    for post in sorted(person.posts, key=lambda post: (post.pk is None, post.valid.lower)):
        post.staff = staff
        post.save()
    today = timezone.localtime(at).date()
    main = posts_on(on=today).filter(staff=staff, kind="main").first()
    if main is not None:
        staff.section = full_name(code=main.unit, on=today)
    staff.save(update_fields=["name", "kana", "section", "active_to"])
    for day in person.rights_end:
        start = timezone.make_aware(datetime.combine(day, time.min))
        granting.revoke_all_of(staff=staff, by=by, at=max(start, at))
