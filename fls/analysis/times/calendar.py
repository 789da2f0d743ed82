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
#: Month and weekday (Monday is 0) with the number of the week in the month; -1 is the last one.
_FLOATING = {
    "black friday": (11, 3, 4),
    "father's day": (6, 6, 3),
    "labor day": (9, 0, 1),
    "labour day": (9, 0, 1),
    "memorial day": (5, 0, -1),
    "mother's day": (5, 6, 2),
    "thanksgiving": (11, 3, 4),
}
_FIXED = {
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
        How it is told: ``day week month quarter half season year decade part duration``.
    """

    first: date | None
    last: date | None
    kind: str

    @classmethod
    def unknown(cls, kind: str) -> Period:
        """Give a period of which only the kind is known."""
        return cls(None, None, kind)


class Recurring(NamedTuple):
    """A period that each year has, or nearly each: its kind, and how it lies in a year.

    Parameters
    ----------
    kind : str
        Of the periods.
    place : callable
        From the number of a year to the period in it; a day that the year does not have is a
        `ValueError`.
    place_in_fiscal : callable or None
        The same for a fiscal year; None where it makes no difference, as for a month.
    fiscal : bool
        Whether its years are fiscal ones.
    """

    kind: str
    place: Callable[[int], Period]
    place_in_fiscal: Callable[[int], Period] | None = None
    fiscal: bool = False

    def in_year(self, number: int) -> Period:
        """Give the period in a year; it is unknown where the year has none.

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
        """Give what recurs as a part of it."""
        return Recurring(kind, lambda number: cut(self.in_year(number)))


def add_months(day: date, n: int) -> date:
    """Go so many months on, or back; the last day of a month stays one.

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
    """Give the same day of the month, so many months on; the last one where it is missing."""
    years, index = divmod(day.month - 1 + n, 12)
    year, number = day.year + years, index + 1
    return date(year, number, min(day.day, monthrange(year, number)[1]))


def business_days(day: date, n: int) -> date:
    """Go so many days on that are neither Saturday nor Sunday."""
    weeks, rest = divmod(n, 5)
    # From a weekend one counts as from the Friday before it.
    day += (7 * weeks - max(0, day.weekday() - 4)) * _DAY
    while rest:
        day += _DAY
        rest -= day.weekday() < 5
    return day


def most_days(number: int) -> int:
    """Give how many days a month has in years in which it is longest."""
    return monthrange(_LEAP_YEAR, number)[1]


def month(year: int, number: int) -> Period:
    """Give a month."""
    last = date(year, number, monthrange(year, number)[1])
    return Period(last.replace(day=1), last, "month")


def season(year: int, name: str) -> Period:
    """Give a season of the northern year; winter ends in `year`."""
    number = SEASONS[name]
    first = date(year - (name == "winter"), number, 1)
    return Period(first, add_months(first, 3) - _DAY, "season")


def week(day: date) -> Period:
    """Give the week, Monday to Sunday, that holds a day."""
    monday = day - day.weekday() * _DAY
    return Period(monday, monday + 6 * _DAY, "week")


def holiday(year: int, name: str) -> Period:
    """Give a holiday of the United States by its name in lower case."""
    if name in _FIXED:
        day = date(year, *_FIXED[name])
    else:
        number, weekday, nth = _FLOATING[name]
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
    """Give a quarter of a year that may be a fiscal one."""
    return _slice(year, 3, number, "quarter")


def half(whole: Period, number: int) -> Period:
    """Give a half of a year, or of a month: up to day 15, and the rest."""
    if whole.kind == "month" and whole.first and whole.last:
        edge = whole.first.replace(day=15)
        return Period(*((whole.first, edge) if number == 1 else (edge + _DAY, whole.last)), "part")
    return _slice(whole, 6, number, "half")


def _slice(year: Period, months: int, number: int, kind: str) -> Period:
    """Give one of the stretches of so many months that a year is made of."""
    if year.last is None:
        return Period.unknown(kind)
    last = add_months(year.last, months * number - 12)
    return Period(add_months(year.last, months * (number - 1) - 12) + _DAY, last, kind)


def part_of(whole: Period, third: int) -> Period:
    """Give the first, second or third third of a period (0, 1, 2).

    Months of years, halves, quarters and seasons stay whole; a month is cut behind its days 10
    and 20.

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
    """What a release knows of time: its day, and where the issuer's year ends.

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
        """Give a calendar year, or the fiscal year of this number.

        It ends in the year of that number; where it is over on the day of release and ends in
        January or February, it is the next one.
        """
        if not fiscal or self.fiscal_end is None:
            return Period(date(number, 1, 1), date(number, 12, 31), "year")
        year = self._fiscal(number)
        early = self.fiscal_end[0] < 3
        if early and self.today and year.last and year.last < self.today:
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
        """Give the number of the year that holds the day of release."""
        if self.today is None:
            return None
        if not fiscal or self.fiscal_end is None:
            return self.today.year
        over = (self.today.month, self.today.day) > self.fiscal_end
        return self.today.year + over

    def cut_from_year(
        self, kind: str, cut: Callable[[Period], Period], fiscal: bool = False
    ) -> Recurring:
        """Give what is cut from each year, be it one of the calendar or a fiscal one.

        Parameters
        ----------
        kind : str
        cut : callable
            From a year to the period in it.
        fiscal : bool
            Whether the years are fiscal ones.

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
        """Give the first such period that is not over on the day of release.

        Parameters
        ----------
        recurring : Recurring
        begun : bool
            Whether it may have begun before.
        """
        if self.today is None:
            return Period.unknown(recurring.kind)
        for number in range(self.today.year - 1, self.today.year + 9):
            period = recurring.in_year(number)
            edge = period.last if begun else period.first
            if edge and (edge >= self.today if begun else edge > self.today):
                return period
        return Period.unknown(recurring.kind)
