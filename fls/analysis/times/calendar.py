"""Days, weeks, months, quarters, halves, seasons and years as stretches of days."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from fls.analysis.times.words import SEASONS

__all__ = [
    "Calendar",
    "Period",
    "Recurring",
    "add_months",
    "after_months",
    "business_days",
    "half",
    "holiday",
    "month",
    "most_days",
    "part_of",
    "quarter",
    "season",
    "week",
]

_DAY = timedelta(days=1)
_LEAP_YEAR = 2000
#: Month, weekday (Monday is 0) and its number in the month; -1 is the last one.
_FLOATING_HOLIDAYS = {
    "black friday": (11, 3, 4),
    "father's day": (6, 6, 3),
    "labor day": (9, 0, 1),
    "labour day": (9, 0, 1),
    "memorial day": (5, 0, -1),
    "mother's day": (5, 6, 2),
    "thanksgiving": (11, 3, 4),
}
#: Month and day.
_FIXED_HOLIDAYS = {
    "christmas": (12, 25),
    "christmas day": (12, 25),
    "christmas eve": (12, 24),
    "fourth of july": (7, 4),
    "halloween": (10, 31),
    "independence day": (7, 4),
    "new year's": (1, 1),
    "new year's day": (1, 1),
    "new year's eve": (12, 31),
    "valentine's day": (2, 14),
}


class Period(NamedTuple):
    """A stretch of days, both ends included; a missing end is open or unknown.

    Parameters
    ----------
    first, last : datetime.date or None
    kind : str
        One of ``day week month quarter half season year decade part duration``; ``vague`` and
        ``event`` without days; ``past`` for what is over.
    """

    first: date | None
    last: date | None
    kind: str

    @classmethod
    def unknown(cls, kind: str) -> Period:
        """Return a period of which only the kind is known."""
        return cls(None, None, kind)


class Recurring(NamedTuple):
    """A period that every year has, or nearly every year, and how to find it in a year.

    Parameters
    ----------
    kind : str
        Kind of the periods.
    place : callable
        From the number of a year to the period in it; raises `ValueError` if the year does not
        have that day.
    place_in_fiscal : callable or None
        The same for a fiscal year; None if it makes no difference, as for a month.
    fiscal : bool
        Whether its years are fiscal years.
    """

    kind: str
    place: Callable[[int], Period]
    place_in_fiscal: Callable[[int], Period] | None = None
    fiscal: bool = False

    def in_year(self, number: int) -> Period:
        """Return the period in a year, an unknown one if the year does not have it.

        Examples
        --------
        >>> leap_day = Recurring("day", lambda year: Period(*[date(year, 2, 29)] * 2, "day"))
        >>> leap_day.in_year(2024).first, leap_day.in_year(2025).first
        (datetime.date(2024, 2, 29), None)
        """
        place = (self.fiscal and self.place_in_fiscal) or self.place
        try:
            return place(number)
        except ValueError:
            return Period.unknown(self.kind)

    def part(self, kind: str, cut: Callable[[Period], Period]) -> Recurring:
        """Return what recurs as a part of it."""
        return Recurring(kind, lambda number: cut(self.in_year(number)))


def add_months(day: date, n: int) -> date:
    """Return the day `n` months later, or earlier; the last day of a month leads to a last day.

    Examples
    --------
    >>> add_months(date(2025, 1, 31), 1), add_months(date(2025, 6, 30), -3)
    (datetime.date(2025, 2, 28), datetime.date(2025, 3, 31))
    """
    years, index = divmod(day.month - 1 + n, 12)
    year, number = day.year + years, index + 1
    length = monthrange(year, number)[1]
    at_end = day.day == monthrange(day.year, day.month)[1]
    return date(year, number, length if at_end else min(day.day, length))


def after_months(day: date, n: int) -> date:
    """Return the same day of the month `n` months later; the last day if that month is shorter."""
    years, index = divmod(day.month - 1 + n, 12)
    year, number = day.year + years, index + 1
    return date(year, number, min(day.day, monthrange(year, number)[1]))


def business_days(day: date, n: int) -> date:
    """Return the day `n` business days later, without Saturdays and Sundays."""
    weeks, rest = divmod(n, 5)
    # Counting from a weekend is counting from the Friday before it.
    day += (7 * weeks - max(0, day.weekday() - 4)) * _DAY
    while rest:
        day += _DAY
        rest -= day.weekday() < 5
    return day


def most_days(number: int) -> int:
    """Return the number of days of a month in the years in which it is longest."""
    return monthrange(_LEAP_YEAR, number)[1]


def month(year: int, number: int) -> Period:
    """Return a month of a year."""
    last = date(year, number, monthrange(year, number)[1])
    return Period(last.replace(day=1), last, "month")


def season(year: int, name: str) -> Period:
    """Return a season of the northern hemisphere; winter ends in `year`."""
    number = SEASONS[name]
    first = date(year - (name == "winter"), number, 1)
    return Period(first, add_months(first, 3) - _DAY, "season")


def week(day: date) -> Period:
    """Return the week, Monday to Sunday, that contains a day."""
    monday = day - day.weekday() * _DAY
    return Period(monday, monday + 6 * _DAY, "week")


def holiday(year: int, name: str) -> Period:
    """Return a holiday of the United States by its name in lower case."""
    if name in _FIXED_HOLIDAYS:
        day = date(year, *_FIXED_HOLIDAYS[name])
    else:
        number, weekday, nth = _FLOATING_HOLIDAYS[name]
        if nth < 0:
            day = month(year, number).last or date.max
            day -= (day.weekday() - weekday) % 7 * _DAY
        else:
            day = date(year, number, 1)
            day += (weekday - day.weekday()) % 7 * _DAY + 7 * (nth - 1) * _DAY
    if name == "black friday":
        day += _DAY
    return Period(day, day, "day")


def quarter(year: Period, number: int) -> Period:
    """Return a quarter of a year, which may be a fiscal year."""
    return _cut_year(year, 3, number, "quarter")


def half(whole: Period, number: int) -> Period:
    """Return a half of a year, or of a month: up to day 15, and the rest."""
    if whole.kind == "month" and whole.first and whole.last:
        edge = whole.first.replace(day=15)
        return Period(*((whole.first, edge) if number == 1 else (edge + _DAY, whole.last)), "part")
    return _cut_year(whole, 6, number, "half")


def _cut_year(year: Period, months: int, number: int, kind: str) -> Period:
    """Return one of the parts of equally many months that a year consists of."""
    if year.last is None:
        return Period.unknown(kind)
    last = add_months(year.last, months * number - 12)
    return Period(add_months(year.last, months * (number - 1) - 12) + _DAY, last, kind)


def part_of(whole: Period, third: int) -> Period:
    """Return the first, second or last third of a period (0, 1, 2).

    Months of years, halves, quarters and seasons stay whole; a month is divided after days 10 and
    20.

    Examples
    --------
    >>> part_of(month(2025, 5), 1)[:2]
    (datetime.date(2025, 5, 11), datetime.date(2025, 5, 20))
    """
    first, last = whole.first, whole.last
    if first is None or last is None:
        return Period(first, last, "part")
    months = {"year": 12, "half": 6, "quarter": 3, "season": 3, "decade": 120}.get(whole.kind)
    if months:
        edges = [after_months(first, months * k // 3) for k in range(3)]
    elif whole.kind == "month":
        edges = [first.replace(day=day) for day in (1, 11, 21)]
    else:
        edges = [first + (last - first + _DAY) * k // 3 for k in range(3)]
    ends = [edges[1] - _DAY, edges[2] - _DAY, last]
    return Period(edges[third], ends[third], "part")


class Calendar:
    """The calendar of a release: its day, and the end of the issuer's fiscal year.

    Parameters
    ----------
    today : datetime.date or None
        Date of the release.
    fiscal_end : (int, int) or None
        Month and day on which the fiscal year ends; None if unknown.
    """

    def __init__(self, today: date | None, fiscal_end: tuple[int, int] | None = None) -> None:
        self.today = today
        self.fiscal_end = fiscal_end

    def year(self, number: int, fiscal: bool = False) -> Period:
        """Return a calendar year, or the fiscal year of this number.

        A fiscal year ends in the calendar year of that number; if it ends in January or February
        and is over on the day of the release, the next one is meant.
        """
        if not fiscal or self.fiscal_end is None:
            return Period(date(number, 1, 1), date(number, 12, 31), "year")
        year = self._fiscal(number)
        ends_early = self.fiscal_end[0] < 3
        if ends_early and self.today and year.last and year.last < self.today:
            return self._fiscal(number + 1)
        return year

    def _fiscal(self, number: int) -> Period:
        number_of_month, day = self.fiscal_end or (12, 31)
        last = [
            date(year, number_of_month, min(day, monthrange(year, number_of_month)[1]))
            for year in (number - 1, number)
        ]
        return Period(last[0] + _DAY, last[1], "year")

    def this_year(self, fiscal: bool = False) -> int | None:
        """Return the number of the year that contains the day of the release."""
        if self.today is None:
            return None
        if not fiscal or self.fiscal_end is None:
            return self.today.year
        is_over = (self.today.month, self.today.day) > self.fiscal_end
        return self.today.year + is_over

    def cut_from_year(
        self, kind: str, cut: Callable[[Period], Period], fiscal: bool = False
    ) -> Recurring:
        """Return a period that is cut from each calendar year or fiscal year.

        Parameters
        ----------
        kind : str
        cut : callable
            From a year to the period in it.
        fiscal : bool
            Whether the years are fiscal years.

        Examples
        --------
        >>> june = Calendar(date(2025, 4, 15), (6, 30))
        >>> first = june.cut_from_year("quarter", lambda year: quarter(year, 1), fiscal=True)
        >>> first.in_year(2026).last
        datetime.date(2025, 9, 30)
        """
        return Recurring(
            kind,
            lambda number: cut(self.year(number)),
            lambda number: cut(self.year(number, fiscal=True)),
            fiscal,
        )

    def upcoming(self, recurring: Recurring, begun: bool = True) -> Period:
        """Return the first such period that is not over on the day of the release.

        Parameters
        ----------
        recurring : Recurring
        begun : bool
            Whether it may have begun before that day.
        """
        if self.today is None:
            return Period.unknown(recurring.kind)
        for number in range(self.today.year - 1, self.today.year + 9):
            period = recurring.in_year(number)
            edge = period.last if begun else period.first
            if edge and (edge >= self.today if begun else edge > self.today):
                return period
        return Period.unknown(recurring.kind)
