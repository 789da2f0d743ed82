"""Days, periods and times as releases express them, from a calendar up to horizons."""

from __future__ import annotations

from fls.analysis.times.calendar import after_months
from fls.analysis.times.context import is_condition, is_conditional
from fls.analysis.times.due import due
from fls.analysis.times.fiscal import fiscal_year_end
from fls.analysis.times.horizon import HORIZON_KINDS, Horizon, horizons
from fls.analysis.times.release_date import (
    checked_date,
    day_in_table,
    find_release_date,
    release_day,
)
from fls.analysis.times.words import MONTH_NAMES, MONTH_WORDS, MONTHS, WEEKDAYS

__all__ = [
    "HORIZON_KINDS",
    "MONTHS",
    "MONTH_NAMES",
    "MONTH_WORDS",
    "WEEKDAYS",
    "Horizon",
    "after_months",
    "checked_date",
    "day_in_table",
    "due",
    "find_release_date",
    "fiscal_year_end",
    "horizons",
    "is_condition",
    "is_conditional",
    "release_day",
]
