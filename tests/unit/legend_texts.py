"""Releases with labels given by hand, for the tests of what is read out of legends."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fls.analysis.tagged import Tagged
from fls.document import LABELS, Unit

CODES = dict(zip("FPLB", LABELS, strict=True))


def tagged(*units: tuple[str, str] | tuple[str, str, str]) -> Tagged:
    """Label code and text of each unit, and its kind if it is no sentence; a line each."""
    found, rows, at, texts = [], [], 0, []
    for code, text, *kind in units:
        found.append(Unit(kind[0] if kind else "sentence", at, at + len(text), "given", 0))
        rows.append([float(CODES[code] == label) if code in CODES else np.nan for label in LABELS])
        texts.append(text)
        at += len(text) + 1
    p = np.array(rows).reshape(len(rows), len(LABELS))
    return Tagged("\n".join(texts), found, p, np.full(len(rows), np.nan))


def texts_of(given: Tagged, spans: Sequence[tuple[int, int]]) -> list[str]:
    """Text of spans on one line."""
    return [" ".join(given.text[start:end].split()) for start, end in spans]


#: A release of a pump maker: three statements about the future, one long legend, one no-offer note.
PUMPS = (
    ("F", "Acme opened its Dayton pump plant and sold 300 turbine pumps."),
    ("L", "Acme expects to complete construction of its Tulsa plant in 2027."),
    ("L", "The FDA is expected to decide on approval of the infusion pump in May."),
    ("L", "The choir will sing."),
    ("B", "This release contains forward-looking statements within the meaning of the Private\n"
          "Securities Litigation Reform Act of 1995."),
    ("B", 'Words such as "may," "plan" and "expects" identify them.'),
    ("B", "Actual results could differ materially because of delays in construction of the Tulsa\n"
          "plant, refusal of FDA approval of the infusion pump, and market conditions."),
    ("B", "See the risk factors in our annual report on Form 10-K."),
    ("B", "Statements speak only as of their date, readers should not place undue reliance on\n"
          "them, and Acme undertakes no obligation to update them."),
    ("B", "This release is not an offer to sell securities of Acme."),
)  # fmt: skip
