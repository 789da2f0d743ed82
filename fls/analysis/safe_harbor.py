"""The cautionary text of a release under the X-ray: what it holds, and what it speaks to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from fls.analysis.coverage import Match, match
from fls.analysis.elements import PHRASES, find_elements
from fls.analysis.exclusions import Sign, find_signs
from fls.analysis.factors import Factor, find_factors
from fls.analysis.generic import generic_share, plain_words, tailored
from fls.analysis.legend import find_legend
from fls.analysis.protection import protection
from fls.analysis.tagged import Tagged
from fls.analysis.wording import fold
from fls.document import LABELS

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ELEMENTS", "SafeHarbor"]

#: All elements, in the order of the table.
ELEMENTS = (*PHRASES[:3], "factors", *PHRASES[3:])
_NOTE = "Presence of wording, not legal protection; no legal advice."
#: Words that lead into a factor and tell nothing of it.
_LEADS = frozenset(
    "ability abilities any associated company effects failure impact its of on our possibility "
    "potential related relating risk risks that the their to uncertainties uncertainty with".split()
)
_SHORT = 8
_FORWARD = LABELS.index("forward_looking")


class SafeHarbor:
    """What the cautionary text of a release holds.

    That an element is present says nothing of legal protection, and nothing here is legal advice.

    Parameters
    ----------
    tagged : Tagged
        The labelled release.
    """

    def __init__(self, tagged: Tagged) -> None:
        self._tagged = tagged
        self._legend = find_legend(tagged)
        self._passage = self._legend.passage
        #: Numbers of the units that make up the cautionary text.
        self.units = self._legend.units

    @property
    def is_present(self) -> bool:
        """Whether there is a cautionary text."""
        return bool(self.units)

    @cached_property
    def _found(self) -> Mapping[str, Sequence[tuple[int, int]]]:
        return find_elements(self._legend)

    @cached_property
    def _factors(self) -> list[Factor]:
        items = [self._tagged.units[n].kind == "item" for n in self.units]
        return find_factors(self._legend, items)

    @cached_property
    def _matches(self) -> list[Match]:
        inside = set(self.units)
        labels = self._tagged.label.tolist()
        said = [n for n, label in enumerate(labels) if label == _FORWARD and n not in inside]
        return match(self._tagged, said, self._passage, self._factors)

    @cached_property
    def elements(self) -> dict[str, tuple[tuple[int, int], ...]]:
        """Spans of each element told by its wording; empty where it is absent.

        ``release.text[start:end]`` is the wording. The factors are in :attr:`factors`.
        """
        span = self._passage.span
        return {name: tuple(span(*run) for run in runs) for name, runs in self._found.items()}

    @property
    def n_factors(self) -> int:
        """Concrete factors."""
        return sum(factor.is_concrete for factor in self._factors)

    @property
    def n_generic_factors(self) -> int:
        """Factors that name only general things: the economy, markets, competition, regulation."""
        return len(self._factors) - self.n_factors

    @cached_property
    def _words(self) -> list[str]:
        return [word for part in self._passage.sentences for word in plain_words(part)]

    @property
    def n_words(self) -> int:
        """Words of the cautionary text."""
        return len(self._words)

    @cached_property
    def _tailored(self) -> tuple[float, float]:
        inside = set(self.units)
        spans = (u[1:3] for n, u in enumerate(self._tagged.units) if n not in inside)
        if not self.units:
            return 0.0, 0.0
        body = fold(" ".join(self._tagged.text[start:end] for start, end in spans)).split()
        return tailored(self._words, body)

    @property
    def tailored_share(self) -> float:
        """How much of the text's own vocabulary the rest of the release holds; in [0, 1]."""
        return self._tailored[0]

    @property
    def shared_weight(self) -> float:
        """Weight of the words that the text shares with the rest of the release; from 0."""
        return self._tailored[1]

    @cached_property
    def generic_share(self) -> float:
        """Share of words in runs common to many legends; in [0, 1], NaN without a text."""
        return generic_share(self._words)

    @cached_property
    def exclusions(self) -> list[Sign]:
        """Words anywhere in the release that name an exclusion of 15 U.S.C. 78u-5(b)."""
        return find_signs(self._tagged.text)

    @cached_property
    def protection(self) -> float:
        """Score from 0 to 100, see :func:`fls.analysis.protection.protection`."""
        return protection(self)

    def spans(self, element: str) -> tuple[tuple[int, int], ...]:
        """Spans of one of :data:`ELEMENTS`; of ``factors`` those of the concrete ones."""
        if element != "factors":
            return self.elements[element]
        return tuple(self._passage.span(f[0], f[1]) for f in self._factors if f.is_concrete)

    def to_frame(self) -> pd.DataFrame:
        """Give a row for each element.

        Returns
        -------
        pandas.DataFrame
            Columns ``element``, ``is_present``, ``n_spans``, and ``start``, ``end`` (nullable) and
            ``text`` of the first span.
        """
        import pandas as pd

        rows = []
        for name in ELEMENTS:
            spans = self.spans(name)
            start, end = spans[0] if spans else (None, None)
            text = " ".join(self._tagged.text[start:end].split()) if spans else None
            rows.append((name, bool(spans), len(spans), start, end, text))
        columns = ["element", "is_present", "n_spans", "start", "end", "text"]
        frame = pd.DataFrame(rows, columns=columns)
        return frame.astype({"start": "Int64", "end": "Int64"})

    @cached_property
    def factors(self) -> pd.DataFrame:
        """The factors that the text names.

        Returns
        -------
        pandas.DataFrame
            Columns ``factor`` (its number), ``short`` (at most eight words), ``is_concrete``,
            ``start``, ``end``, ``text``.
        """
        import pandas as pd

        rows = []
        for number, factor in enumerate(self._factors):
            start, end = self._passage.span(factor.first, factor.last)
            text = " ".join(self._tagged.text[start:end].split())
            rows.append((number, _short(text), factor.is_concrete, start, end, text))
        columns = ["factor", "short", "is_concrete", "start", "end", "text"]
        return pd.DataFrame(rows, columns=columns)

    @cached_property
    def coverage(self) -> pd.DataFrame:
        """Each forward-looking statement outside the text, and the factor that speaks to it best.

        Returns
        -------
        pandas.DataFrame
            Columns ``unit``, ``text``, ``factor`` (its text; missing where none is near),
            ``similarity`` (in [0, 1]), ``is_covered``, ``start``, ``end``, and ``factor_start``,
            ``factor_end`` (nullable).
        """
        import pandas as pd

        columns = (
            *("unit", "text", "factor", "similarity", "is_covered", "start", "end"),
            *("factor_start", "factor_end"),
        )
        frame = pd.DataFrame([self._covered(m) for m in self._matches], columns=list(columns))
        return frame.astype({"factor_start": "Int64", "factor_end": "Int64"})

    def _covered(self, found: Match) -> tuple[Any, ...]:
        unit = self._tagged.units[found.unit]
        span: tuple[int | None, int | None] = (None, None)
        text = None
        if found.factor is not None:
            factor = self._factors[found.factor]
            span = self._passage.span(factor.first, factor.last)
            text = " ".join(self._tagged.text[span[0] : span[1]].split())
        said = self._tagged.tidy[found.unit]
        return (found.unit, said, text, found.similarity, found.is_covered, *unit[1:3], *span)

    @property
    def covered_share(self) -> float:
        """Covered share of the forward-looking statements outside the text; NaN without any."""
        found = self._matches
        return sum(m.is_covered for m in found) / len(found) if found else float("nan")

    def __repr__(self) -> str:
        """Tell the elements found and missing."""
        if not self.is_present:
            return f"<SafeHarbor: no cautionary text. {_NOTE}>"
        has = [name for name in ELEMENTS if self.spans(name)]
        lacks = [name for name in ELEMENTS if name not in has]
        return (
            f"<SafeHarbor: {len(self.units)} units, protection {self.protection:.0f} of 100\n"
            f"  found: {', '.join(has) or 'none'}\n  not found: {', '.join(lacks) or 'none'}\n"
            f"  {self.n_factors} concrete factors, {self.n_generic_factors} general; "
            f"tailored {self.tailored_share:.0%}. {_NOTE}>"
        )


def _short(text: str) -> str:
    """Cut the words that lead in, and what goes beyond eight words."""
    words = text.split()
    while len(words) > 1 and words[0].lower() in _LEADS:
        words.pop(0)
    return " ".join(words[:_SHORT])
