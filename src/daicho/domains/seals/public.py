# SPDX-License-Identifier: Apache-2.0
"""What other domains may use of seals: the seal that may be certified, following the register.

`current_seal` is asked under the lock on the person (register.public.lock_people), inside the
transaction that prints: what is not returned must not be certified.
"""

from daicho.domains.seals.following import follow_register, rebuild_from_register, warn_of
from daicho.domains.seals.selectors import CurrentSeal, current_seal, state_of

__all__ = [
    "CurrentSeal",
    "current_seal",
    "follow_register",
    "rebuild_from_register",
    "state_of",
    "warn_of",
]
