# SPDX-License-Identifier: Apache-2.0
"""Seal every image anew that a former key sealed: a seal stays registered for decades.

Piece by piece beside the work of the day; killed, what is done is done and the rest is found again.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import BinaryField, Q, QuerySet, Value
from django.db.models.functions import Substr

from daicho.domains.seals.models import SealImage
from daicho.foundation.vault.blobs import seal, unseal
from daicho.foundation.vault.keys import HEADER_BYTES, header

PIECE = 50
SEALED = ("png", "original")


def reseal_images() -> int:
    """Bring all to the key in force; returns how many were not."""
    done = 0
    while count := _reseal_piece():
        done += count
    return done


def count_old_images() -> int:
    """Images that only a former key opens."""
    return _old().count()


def _old() -> QuerySet[SealImage]:
    now = Value(header(), output_field=BinaryField())
    heads = {name: Substr(name, 1, HEADER_BYTES, output_field=BinaryField()) for name in SEALED}
    begun = SealImage.objects.annotate(**{f"{name}_head": head for name, head in heads.items()})
    return begun.filter(~Q(png_head=now) | ~Q(original_head=now)).order_by("pk")


@transaction.atomic
def _reseal_piece() -> int:
    piece = list(_old().select_for_update()[:PIECE])
    for image in piece:
        image.png = seal(unseal(bytes(image.png)))
        image.original = seal(unseal(bytes(image.original)))
        image.save(update_fields=SEALED)
    return len(piece)
