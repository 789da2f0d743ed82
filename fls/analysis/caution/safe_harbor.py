"""The cautionary text of a release under the X-ray: what it holds, and what it speaks to."""

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
_NOTE = "Presence of wording, not legal protection; no legal advice."
#: Units that are forward-looking with a smaller probability are compared with no factor.
_LEAST = 0.1
#: Weight of the own words of a text, at least, of which those shared are a share.
_OWN = 10.0


class SafeHarbor:
    """What the cautionary text of a release holds.

    That an element is present says nothing of legal protection, and nothing here is legal advice.

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
    def _found(self) -> Mapping[str, Sequence[tuple[int, int]]]:
        return find_elements(self._legend)

    @cached_property
    def _factors(self) -> list[Factor]:
        items = [self._tagged.units[n].kind == "item" for n in self._units]
        return find_factors(self._legend, items)

    @cached_property
    def _possible(self) -> list[Covered]:
        """The best factor of each unit outside the text that may be forward-looking."""
        said = self._tagged.p[:, FORWARD_LOOKING] >= _LEAST  # False where there is no label
        said[self._units] = False
        statements = np.flatnonzero(said).tolist()
        return find_covered(self._tagged, statements, self._passage, self._factors)

    @property
    def _matches(self) -> list[Covered]:
        label = self._tagged.label
        return [found for found in self._possible if label[found.unit] == FORWARD_LOOKING]

    @cached_property
    def covered(self) -> Floats:
        """How probably a factor speaks to each unit of the release.

        Returns
        -------
        (n_units,) float64
            Similarity to the best factor, in [0, 1]; 1 in the cautionary text itself, 0 for units
            that are forward-looking with a probability below .1.
        """
        covered = np.zeros(len(self._tagged.units))
        for found in self._possible:
            covered[found.unit] = found.similarity
        covered[self._units] = 1.0
        return covered

    @cached_property
    def _spans(self) -> dict[str, tuple[tuple[int, int], ...]]:
        return {name: tuple(self._joined(runs)) for name, runs in self._found.items()}

    @property
    def elements(self) -> dict[str, tuple[tuple[int, int], ...]]:
        """Spans of each element told by its wording; empty where it is absent.

        ``release.text[start:end]`` is the wording; neighbours that only white space parts are one.
        The factors are in :attr:`factors`.
        """
        return dict(self._spans)

    def _joined(self, runs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        spans: list[tuple[int, int]] = []
        behind = -1
        for first, last in runs:
            start, end = self._passage.span(first, last)
            # Words of two units are never next to each other: a break stands between.
            if first == behind and not self._tagged.text[spans[-1][1] : start].strip():
                start = spans.pop()[0]
            spans.append((start, end))
            behind = last
        return spans

    @property
    def n_factors(self) -> int:
        """Concrete factors."""
        return sum(factor.is_concrete for factor in self._factors)

    @property
    def n_generic_factors(self) -> int:
        """Factors that name only general things: the economy, markets, competition, regulation."""
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
        """Words of the cautionary text."""
        return len(self._words)

    @cached_property
    def _body(self) -> list[str]:
        """Words and marks of the rest of the release."""
        inside = set(self._units)
        spans = (u[1:3] for n, u in enumerate(self._tagged.units) if n not in inside)
        return fold(" ".join(self._tagged.text[i:j] for i, j in spans)).split()

    @cached_property
    def _own(self) -> dict[str, float]:
        """Weight of each word of the text, but for those of the issuer's name."""
        if not self._units:
            return {}
        at = int(np.argmax(self._tagged.headline))  # the first unit where there is no headline
        name = leading_name(fold(self._tagged.slice(at)).split(), self._body)
        weights = word_weights(self._words, self._crcs)
        return {word: weight for word, weight in weights.items() if word not in name}

    @cached_property
    def _shared(self) -> dict[str, float]:
        """Those of them that weigh something and stand in the rest of the release."""
        body = set(self._body) if self._units else ()
        return {word: weight for word, weight in self._own.items() if weight and word in body}

    @property
    def tailored_share(self) -> float:
        """How much of the text's own vocabulary the rest of the release holds; in [0, 1].

        A text with few words of its own says little of the release, however many of them it
        shares: their weight is taken for ten at least.
        """
        return self.shared_weight / max(sum(self._own.values()), _OWN)

    @property
    def shared_weight(self) -> float:
        """Weight of the words that the text shares with the rest of the release; from 0."""
        return sum(self._shared.values())

    @cached_property
    def generic_share(self) -> float:
        """Share of words in runs common to many legends; in [0, 1], NaN without a text."""
        return generic_share(self._crcs)

    @cached_property
    def _signs(self) -> tuple[Sign, ...]:
        return tuple(find_signs(self._tagged.text, self._passage.spans))

    @property
    def exclusions(self) -> list[Sign]:
        """Words in the release that name an exclusion of 15 U.S.C. 78u-5(b).

        Deals that only the cautionary text names are left out.
        """
        return list(self._signs)

    @cached_property
    def _holdings(self) -> Holdings:
        first, n = self._passage.first, len(self._units)
        elements, n_factors = np.zeros((n, len(PHRASES))), np.zeros(n)
        for column, name in enumerate(PHRASES):
            for begin, _ in self._found[name]:
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
        """Components of protection for each way in which the units may be labelled.

        Parameters
        ----------
        drawn : (4, k - 1, n) bool, optional
            Labels that the labelled units might have. One that is in the text for its label alone
            falls out of it where it has another.

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
        """How much of what such a text can hold is there: 0, where there is none, to 100."""
        parts = self.protection_parts()[:, 0].tolist()
        return rate("protection", dict(zip(PROTECTION_COMPONENTS, parts, strict=True)))

    @property
    def n_elements(self) -> int:
        """How many of :data:`ELEMENTS` are present."""
        return sum(map(self.has, ELEMENTS))

    def has(self, element: str) -> bool:
        """Whether one of :data:`ELEMENTS` is present; an InputError lists them."""
        check_choice("element", element, ELEMENTS)
        return self.n_factors > 0 if element == "factors" else bool(self._found[element])

    def spans(self, element: str) -> tuple[tuple[int, int], ...]:
        """Spans of one of :data:`ELEMENTS`; of ``factors`` those of the concrete ones."""
        check_choice("element", element, ELEMENTS)
        if element != "factors":
            return self._spans[element]
        return tuple(self._passage.span(f[0], f[1]) for f in self._factors if f.is_concrete)

    def rows(self) -> list[dict[str, Any]]:
        """Give the content of :meth:`to_frame` as plain data, without pandas."""
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
        """Give a row for each element.

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
        """Each forward-looking statement outside the text, and the factor that speaks to it best.

        Returns
        -------
        pandas.DataFrame
            Columns ``unit``, ``text``, ``factor`` (its text; missing if no concrete one is named),
            ``similarity`` (in [0, 1]), ``is_covered``, ``start``, ``end``, and ``factor_start``,
            ``factor_end`` (nullable).
        """
        import pandas as pd

        frame = pd.DataFrame(self.coverage_rows(), columns=list(COVERAGE_COLUMNS))
        return frame.astype({"factor_start": "Int64", "factor_end": "Int64"})

    def coverage_rows(self) -> list[dict[str, Any]]:
        """Give the content of :attr:`coverage` as plain data, without pandas."""
        return [dict(zip(COVERAGE_COLUMNS, self._covered(m), strict=True)) for m in self._matches]

    def _covered(self, found: Covered) -> tuple[Any, ...]:
        unit = self._tagged.units[found.unit]
        span: tuple[int | None, int | None] = (None, None)
        text = None
        if found.factor is not None:
            factor = self._factors[found.factor]
            span = first, last = self._passage.span(factor.first, factor.last)
            text = self._tidy(first, last)
        said = self._tagged.tidy(found.unit)
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
        has = [name for name in ELEMENTS if self.has(name)]
        lacks = [name for name in ELEMENTS if name not in has]
        return (
            f"<SafeHarbor: {len(self._units)} units, protection {self.protection:.0f} of 100\n"
            f"  found: {', '.join(has) or 'none'}\n  not found: {', '.join(lacks) or 'none'}\n"
            f"  {self.n_factors} concrete factors, {self.n_generic_factors} general; "
            f"tailored {self.tailored_share:.0%}. {_NOTE}>"
        )
