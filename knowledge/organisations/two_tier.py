"""Two tiers of local government since 1 July 2025: the districts ended the day before, with all their bodies.

Source: Law 72/2025/QH15 on the organisation of local government, in force from 1 July 2025 for the two tiers.
"""

from __future__ import annotations

from datetime import date

DISTRICTS = ("huyen", "quan", "thi xa")
LAST_DAY = date(2025, 6, 30)


def last_day(level: str) -> date | None:
    """The last day of bodies of a level, or None where they go on.

    A city under a province ended as well, but its name does not tell it from one under the centre: an admin enters it.
    """
    return LAST_DAY if level in DISTRICTS else None
