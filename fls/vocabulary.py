"""Words that several rooms read, each list in one place; every room builds its own patterns.

Tuples and mappings of plain words, in lower case where their case says nothing. A room that leaves
a word out on purpose subtracts it, and says why.
"""

from __future__ import annotations

__all__ = [
    "BULLETS",
    "COMPANY_ABBREVIATIONS",
    "COMPANY_INITIALS",
    "COMPANY_WORDS",
    "CURRENCY_SIGNS",
    "GROUP_SIZES",
    "MONTH_FORMS",
    "ONES",
    "POWERS",
    "TEENS",
    "TENS",
    "WEEKDAY_FORMS",
]

#: Names of months, in their order, each with its short forms.
MONTH_FORMS = {
    "january": ("jan",),
    "february": ("feb",),
    "march": ("mar",),
    "april": ("apr",),
    "may": (),
    "june": ("jun",),
    "july": ("jul",),
    "august": ("aug",),
    "september": ("sep", "sept"),
    "october": ("oct",),
    "november": ("nov",),
    "december": ("dec",),
}
#: Names of weekdays from Monday on, each with its short forms.
WEEKDAY_FORMS = {
    "monday": ("mon",),
    "tuesday": ("tue", "tues"),
    "wednesday": ("wed",),
    "thursday": ("thu", "thur", "thurs"),
    "friday": ("fri",),
    "saturday": ("sat",),
    "sunday": ("sun",),
}

#: Numbers from one to nine, and from ten to nineteen.
ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
#: From twenty to ninety.
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
#: Words that multiply the number directly before them.
GROUP_SIZES = {"dozen": 12, "hundred": 100}
#: Powers of ten, which multiply the whole number before them.
POWERS = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}

#: Codes of currencies, each with the other ways to write it before a figure.
CURRENCY_SIGNS = {
    "AUD": ("A$", "AU$", "AUD$"),
    "BRL": ("R$",),
    "CAD": ("C$", "CA$", "CAD$", "CDN$", "Cdn$"),
    "CHF": (),
    "CNY": ("RMB",),
    "DKK": (),
    "EUR": ("€",),
    "GBP": ("£",),
    "HKD": ("HK$",),
    "INR": ("₹",),
    "JPY": ("¥",),
    "NOK": (),
    "NZD": ("NZ$",),
    "SEK": (),
    "SGD": ("S$",),
    "USD": ("$", "US$", "U.S.$", "USD$"),
    "ZAR": (),
}

#: Legal forms of companies in English that a full stop may shorten, each with other ways to write
#: it; the last point is left to the reader.
COMPANY_ABBREVIATIONS = {
    "Co": (),
    "Corp": (),
    "Inc": (),
    "LLC": ("L.L.C",),
    "LLP": ("L.L.P",),
    "LP": ("L.P",),
    "Ltd": (),
    "PLC": ("plc", "P.L.C"),
    "Pty": (),
}
#: Initials of forms in other languages, likewise; without points no full stop shortens them.
COMPANY_INITIALS = {
    "AB": (),
    "AG": ("A.G",),
    "AS": ("A.S",),
    "ASA": (),
    "BV": ("B.V",),
    "KK": ("K.K",),
    "NV": ("N.V",),
    "SA": ("S.A",),
    "SAS": ("S.A.S",),
    "SE": ("S.E",),
    "SpA": ("S.p.A",),
    "Srl": ("S.r.l",),
}
#: Legal forms that are words; no full stop shortens them.
COMPANY_WORDS = ("Company", "Corporation", "GmbH", "Incorporated", "Limited", "Oyj")

#: Marks of items that stand inside running text as well.
BULLETS = "•▪●■‣◦"
