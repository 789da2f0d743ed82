"""The cautionary text of a release in detail: what it contains, and what it addresses."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from fls.analysis.caution.coverage import Covered, find_covered
from fls.analysis.caution.elements import PHRASES, find_elements
from fls.analysis.caution.exclusions import Sign, find_signs
from fls.analysis.caution.factors import Factor, find_factors, short_name
from fls.analysis.caution.generic import (
    Crcs,
    crc_words,
    generic_share,
    leading_name,
    plain_words,
    word_weights,
)
from fls.analysis.caution.legend import find_legend
from fls.analysis.caution.protection import (
    PROTECTION_COMPONENTS,
    Holdings,
    check_draws,
    protection_parts,
)
from fls.analysis.scores import rate
from fls.analysis.tagged import Tagged
from fls.analysis.wording import fold
from fls.arrays import Flags, Floats
from fls.checks import check_choice
from fls.document import BOILERPLATE, FORWARD_LOOKING
from fls.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COVERAGE_COLUMNS", "ELEMENTS", "ELEMENT_COLUMNS", "SafeHarbor"]

#: All elements, in the order of the table.
ELEMENTS = (*PHRASES[:3], "factors", *PHRASES[3:])
#: Columns of the tables of elements and of coverage.
ELEMENT_COLUMNS = ("element", "is_present", "n_spans", "start", "end", "text")
COVERAGE_COLUMNS = (
    *("unit", "text", "factor", "similarity", "is_covered", "start", "end"),
    *("factor_start", "factor_end"),
)
_DISCLAIMER = "Presence of wording, not legal protection; no legal advice."
#: Lowest probability of being forward-looking at which a unit is compared with the factors.
_MIN_PROBABILITY = 0.1
#: Lowest weight of all own words of a text by which that of the shared ones is divided.
_MIN_OWN_WEIGHT = 10.0


class SafeHarbor:
    """What the cautionary text of a release contains.

    The presence of an element says nothing about legal protection; nothing here is legal advice.

    Parameters
    ----------
    tagged : Tagged
        The labelled release.
    """

    def __init__(self, tagged: Tagged) -> None:
        if not isinstance(tagged, Tagged):
            kind = type(tagged).__name__
            raise InputError("tagged", "is a labelled release", kind, "take release.safe_harbor")
        self._tagged = tagged
        self._legend = find_legend(tagged)
        self._passage = self._legend.passage
        self._units = self._legend.units

    @property
    def units(self) -> list[int]:
        """Numbers of the units that make up the cautionary text."""
        return self._units.copy()

    @property
    def is_present(self) -> bool:
        """Whether there is a cautionary text."""
        return bool(self._units)

    @cached_property
    def _runs(self) -> Mapping[str, Sequence[tuple[int, int]]]:
        return find_elements(self._legend)

    @cached_property
    def _factors(self) -> list[Factor]:
        items = [self._tagged.units[n].kind == "item" for n in self._units]
        return find_factors(self._legend, items)

    @cached_property
    def _possible(self) -> list[Covered]:
        """The best factor of each unit outside the text that may be forward-looking."""
        mask = self._tagged.p[:, FORWARD_LOOKING] >= _MIN_PROBABILITY  # False without a label
        mask[self._units] = False
        statements = np.flatnonzero(mask).tolist()
        return find_covered(self._tagged, statements, self._passage, self._factors)

    @property
    def _matches(self) -> list[Covered]:
        label = self._tagged.label
        return [match for match in self._possible if label[match.unit] == FORWARD_LOOKING]

    @cached_property
    def covered(self) -> Floats:
        """How probably a factor addresses each unit of the release.

        Returns
        -------
        (n_units,) float64
            Similarity to the best factor, in [0, 1]; 1 in the cautionary text itself, 0 for units
            that are forward-looking with a probability below .1.
        """
        covered = np.zeros(len(self._tagged.units))
        for match in self._possible:
            covered[match.unit] = match.similarity
        covered[self._units] = 1.0
        return covered

    @cached_property
    def _spans(self) -> dict[str, tuple[tuple[int, int], ...]]:
        return {name: tuple(self._list_spans(runs)) for name, runs in self._runs.items()}

    @property
    def elements(self) -> dict[str, tuple[tuple[int, int], ...]]:
        """Spans of each element that is recognised by its wording; empty if it is absent.

        ``release.text[start:end]`` is the wording; neighbours with only white space between them
        are one. The factors are in :attr:`factors`.
        """
        return dict(self._spans)

    def _list_spans(self, runs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return the spans of runs of words, joined where only white space is between them."""
        spans: list[tuple[int, int]] = []
        end_of_last = -1
        for first, last in runs:
            start, end = self._passage.span(first, last)
            # Words of two units are never adjacent: a break is between them.
            if first == end_of_last and not self._tagged.text[spans[-1][1] : start].strip():
                start = spans.pop()[0]
            spans.append((start, end))
            end_of_last = last
        return spans

    @property
    def n_factors(self) -> int:
        """Number of concrete factors."""
        return sum(factor.is_concrete for factor in self._factors)

    @property
    def n_generic_factors(self) -> int:
        """Number of factors with only general things: economy, markets, competition, regulation."""
        return len(self._factors) - self.n_factors

    @cached_property
    def _plain(self) -> list[list[str]]:
        """Words of each unit of the text, without marks."""
        return list(map(plain_words, self._passage.sentences))

    @cached_property
    def _words(self) -> list[str]:
        return [word for words in self._plain for word in words]

    @cached_property
    def _crcs(self) -> Crcs:
        return crc_words(self._words)

    @property
    def n_words(self) -> int:
        """Number of words of the cautionary text."""
        return len(self._words)

    @cached_property
    def _body(self) -> list[str]:
        """Words and marks of the rest of the release."""
        inside = set(self._units)
        spans = (u[1:3] for n, u in enumerate(self._tagged.units) if n not in inside)
        return fold(" ".join(self._tagged.text[i:j] for i, j in spans)).split()

    @cached_property
    def _own(self) -> dict[str, float]:
        """Weight of each word of the text except those of the issuer's name."""
        if not self._units:
            return {}
        at = int(np.argmax(self._tagged.headline))  # the first unit if there is no headline
        name = leading_name(fold(self._tagged.slice(at)).split(), self._body)
        weights = word_weights(self._words, self._crcs)
        return {word: weight for word, weight in weights.items() if word not in name}

    @cached_property
    def _shared(self) -> dict[str, float]:
        """Those of them that have a weight above 0 and occur in the rest of the release."""
        body = set(self._body) if self._units else ()
        return {word: weight for word, weight in self._own.items() if weight and word in body}

    @property
    def tailored_share(self) -> float:
        """Share of the text's own vocabulary that occurs in the rest of the release; in [0, 1].

        A text with few words of its own says little about the release, however many of them it
        shares: their weight is taken to be at least ten.
        """
        return self.shared_weight / max(sum(self._own.values()), _MIN_OWN_WEIGHT)

    @property
    def shared_weight(self) -> float:
        """Weight of the words that the text shares with the rest of the release; from 0."""
        return sum(self._shared.values())

    @cached_property
    def generic_share(self) -> float:
        """Share of words in runs common to many legends; in [0, 1], NaN below four words."""
        return generic_share(self._crcs)

    @cached_property
    def _signs(self) -> tuple[Sign, ...]:
        return tuple(find_signs(self._tagged.text, self._passage.spans))

    @property
    def exclusions(self) -> list[Sign]:
        """Words in the release that name an exclusion of 15 U.S.C. 78u-5(b).

        Deals that only the cautionary text names are left out. An empty list does not mean that no
        exclusion applies.
        """
        return list(self._signs)

    @cached_property
    def _holdings(self) -> Holdings:
        first, n = self._passage.first, len(self._units)
        elements, n_factors = np.zeros((n, len(PHRASES))), np.zeros(n)
        for column, name in enumerate(PHRASES):
            for begin, _ in self._runs[name]:
                elements[bisect_right(first, begin) - 1, column] = 1.0
        for factor in self._factors:
            n_factors[bisect_right(first, factor.first) - 1] += factor.is_concrete
        holders: dict[str, list[int]] = {word: [] for word in self._shared}
        for row, words in enumerate(self._plain):
            for word in holders.keys() & words:
                holders[word].append(row)
        n_words = np.array(list(map(len, self._plain)), dtype=np.float64)
        weights = np.array(list(self._shared.values()))
        return Holdings(elements, n_factors, n_words, list(holders.values()), weights)

    def protection_parts(self, drawn: Flags | None = None) -> Floats:
        """Return the components of protection for each way in which the units may be labelled.

        Parameters
        ----------
        drawn : (4, k - 1, n) bool, optional
            Labels that the labelled units might have. A unit that belongs to the text only because
            of its label leaves it where it has another.

        Returns
        -------
        (n_components, k) float64
            In the order of :data:`fls.analysis.caution.protection.PROTECTION_COMPONENTS`; first
            those of the release as it is labelled.
        """
        if drawn is not None:
            check_draws(drawn, int(self._tagged.labelled.sum()))
        n = 1 if drawn is None else 1 + drawn.shape[1]
        if not self._units:
            return np.zeros((len(PROTECTION_COMPONENTS), n))
        kept = np.ones((n, len(self._units)))
        if drawn is not None:
            fixed = self._legend.cautious() | (self._tagged.label[self._units] != BOILERPLATE)
            among_labelled = np.cumsum(self._tagged.labelled)[self._units] - 1
            kept[1:] = drawn[BOILERPLATE][:, among_labelled] | fixed
        return protection_parts(self._holdings, kept)

    @cached_property
    def protection(self) -> float:
        """How much of what such a text can contain is there: 0, without a text, to 100."""
        parts = self.protection_parts()[:, 0].tolist()
        return rate("protection", dict(zip(PROTECTION_COMPONENTS, parts, strict=True)))

    @property
    def n_elements(self) -> int:
        """Number of :data:`ELEMENTS` that are present."""
        return sum(map(self.has, ELEMENTS))

    def has(self, element: str) -> bool:
        """Check whether one of :data:`ELEMENTS` is present; an InputError names the choices."""
        check_choice("element", element, ELEMENTS)
        return self.n_factors > 0 if element == "factors" else bool(self._runs[element])

    def spans(self, element: str) -> tuple[tuple[int, int], ...]:
        """Return the spans of one of :data:`ELEMENTS`; for ``factors``, of the concrete ones."""
        check_choice("element", element, ELEMENTS)
        if element != "factors":
            return self._spans[element]
        return tuple(self._passage.span(f[0], f[1]) for f in self._factors if f.is_concrete)

    def rows(self) -> list[dict[str, Any]]:
        """Return the content of :meth:`to_frame` as plain data, without pandas."""
        rows = []
        for name in ELEMENTS:
            spans = self.spans(name)
            start, end = spans[0] if spans else (None, None)
            text = self._tidy(*spans[0]) if spans else None
            values = (name, bool(spans), len(spans), start, end, text)
            rows.append(dict(zip(ELEMENT_COLUMNS, values, strict=True)))
        return rows

    def _tidy(self, start: int, end: int) -> str:
        return " ".join(self._tagged.text[start:end].split())

    def to_frame(self) -> pd.DataFrame:
        """Return a table with a row for each element.

        Returns
        -------
        pandas.DataFrame
            Columns ``element``, ``is_present``, ``n_spans``, and ``start``, ``end`` (nullable) and
            ``text`` of the first span.
        """
        import pandas as pd

        frame = pd.DataFrame(self.rows(), columns=list(ELEMENT_COLUMNS))
        return frame.astype({"start": "Int64", "end": "Int64"})

    @property
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
            text = self._tidy(start, end)
            rows.append((number, short_name(text), factor.is_concrete, start, end, text))
        columns = ["factor", "short", "is_concrete", "start", "end", "text"]
        return pd.DataFrame(rows, columns=columns)

    @property
    def coverage(self) -> pd.DataFrame:
        """Each forward-looking statement outside the text, and the factor that addresses it best.

        Returns
        -------
        pandas.DataFrame
            Columns ``unit``, ``text``, ``factor`` (its text; missing without a concrete factor),
            ``similarity`` (in [0, 1]), ``is_covered``, ``start``, ``end``, and ``factor_start``,
            ``factor_end`` (nullable).
        """
        import pandas as pd

        frame = pd.DataFrame(self.coverage_rows(), columns=list(COVERAGE_COLUMNS))
        return frame.astype({"factor_start": "Int64", "factor_end": "Int64"})

    def coverage_rows(self) -> list[dict[str, Any]]:
        """Return the content of :attr:`coverage` as plain data, without pandas."""
        values = map(self._coverage_values, self._matches)
        return [dict(zip(COVERAGE_COLUMNS, row, strict=True)) for row in values]

    def _coverage_values(self, match: Covered) -> tuple[Any, ...]:
        unit = self._tagged.units[match.unit]
        span: tuple[int | None, int | None] = (None, None)
        text = None
        if match.factor is not None:
            factor = self._factors[match.factor]
            span = first, last = self._passage.span(factor.first, factor.last)
            text = self._tidy(first, last)
        statement = self._tagged.tidy(match.unit)
        return (match.unit, statement, text, match.similarity, match.is_covered, *unit[1:3], *span)

    @property
    def covered_share(self) -> float:
        """Covered share of the forward-looking statements outside the text; NaN without any."""
        matches = self._matches
        return sum(m.is_covered for m in matches) / len(matches) if matches else float("nan")

    def __repr__(self) -> str:
        """Return the elements found and missing."""
        if not self.is_present:
            return f"<SafeHarbor: no cautionary text. {_DISCLAIMER}>"
        has = [name for name in ELEMENTS if self.has(name)]
        lacks = [name for name in ELEMENTS if name not in has]
        return (
            f"<SafeHarbor: {len(self._units)} units, protection {self.protection:.0f} of 100\n"
            f"  found: {', '.join(has) or 'none'}\n  not found: {', '.join(lacks) or 'none'}\n"
            f"  {self.n_factors} concrete factors, {self.n_generic_factors} general; "
            f"tailored {self.tailored_share:.0%}. {_DISCLAIMER}>"
        )
