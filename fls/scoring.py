"""One release, or a few: text in, labelled units and document metrics out."""

from __future__ import annotations

import datetime as dt
import os
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from fls.analysis import list_measures
from fls.analysis.times import checked_date
from fls.arrays import Floats
from fls.checks import check_abstain, check_path
from fls.document import KINDS, LABELLED_KINDS, LABELS, Document, Unit
from fls.errors import InputError
from fls.frames import label_columns, span_columns, text_column, unit_columns
from fls.memory import keep_memory
from fls.metrics import count_sheet_words
from fls.model import Model, load_model
from fls.readers import fit_text, from_str, read
from fls.readers.text import name_warnings
from fls.release import Release
from fls.segmentation import Cut, segment_sheet
from fls.segmentation import segment as cut
from fls.sheet import Sheet, UnitTable, lay, split_words, unit_table

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "LabelledUnits",
    "Pass",
    "baselines",
    "join_units",
    "label_passes",
    "score",
    "score_texts",
    "segment",
    "tag",
]

_Source = str | bytes | os.PathLike[str] | Document
_Model = Model | str | os.PathLike[str] | None

#: Characters per pass: enough to share its fixed cost; more gain nothing.
_PASS = 2_000_000
#: So many texts are asked whether they name a file; who takes names for texts begins with one.
_LOOKED_AT = 100
_LABELLED = [number for number, kind in enumerate(KINDS) if kind in LABELLED_KINDS]


def _model(model: _Model) -> Model:
    return model if isinstance(model, Model) else load_model(model)


def score(
    source: _Source,
    *,
    model: _Model = None,
    abstain: float = 0.0,
    date: str | dt.date | None = None,
) -> Release:
    """Read, cut and label one release.

    Parameters
    ----------
    source : str, bytes, path-like or Document
        A str is text, never a file name; bytes and paths are read by their content as
        :func:`fls.read` does: plain text, HTML, an EDGAR submission, PDF, in ``.gz`` or ``.zip``.
        Where one holds several releases, score each of :func:`fls.read_all`.
    model : Model, str or path-like, optional
        A model, its folder, or the name of one that comes with the library.
    abstain : float
        A unit gets no label if the probability of its own is below it; all four stay, and
        document metrics do not change. In [0, 1].
    date : str or datetime.date, optional
        Day of the release, from which promises are dated; a str is YYYY-MM-DD. By default it is
        looked for in the text.

    Returns
    -------
    Release

    Raises
    ------
    ReadError
        If a file cannot be read, or holds several releases.
    ModelError
        If the model cannot be loaded.
    InputError
        If ``source`` is none of these, ``abstain`` is out of its range, or ``date`` is none.

    Examples
    --------
    >>> import fls
    >>> release = fls.score("DAYTON, Ohio -- Acme opened a plant. It expects sales to double.")
    >>> release.sentences["label"].tolist()
    ['factual', 'forward_looking']
    """
    abstain = check_abstain(abstain)
    day = checked_date(date)
    document = read(source)
    chosen = _model(model)
    (only,) = label_passes([document.text], chosen)
    counted = count_sheet_words(only.sheet, only.cut.units)
    units, p, p_specific = only.cut.listed(), only.found.p, only.found.p_specific
    return Release(document, units, p, p_specific, chosen, abstain, day, counted)


def segment(source: _Source) -> pd.DataFrame:
    r"""Cut a release into units, without labels.

    Parameters
    ----------
    source : str, bytes, path-like or Document
        As for :func:`score`.

    Returns
    -------
    pandas.DataFrame
        Columns ``unit kind start end text``, one row a unit, in reading order.

    Raises
    ------
    ReadError
        If a file cannot be read, or holds several releases.

    Examples
    --------
    >>> import fls
    >>> fls.segment("About Acme\n\nAcme makes pumps. It was founded in 1901.")["kind"].tolist()
    ['headline', 'sentence', 'sentence']
    """
    import pandas as pd

    document = read(source)
    if isinstance(source, str):
        _warn_of_names([source])
    return pd.DataFrame(span_columns([document.text], unit_table([cut(document.text)])))


def tag(sentences: Iterable[str], *, model: _Model = None, abstain: float = 0.0) -> pd.DataFrame:
    """Label sentences that are cut already, each by itself.

    Each is a text of its own, of a kind of which 15 % are forward-looking, more than of wires.
    Where it stands in its release helps to label it: to label whole releases use :func:`score`.

    Parameters
    ----------
    sentences : iterable of str
        Sentences. A Series keeps its index.
    model : Model, str or path-like, optional
        As for :func:`score`.
    abstain : float
        As for :func:`score`.

    Returns
    -------
    pandas.DataFrame
        Columns ``text``, ``label``, ``p_factual`` to ``p_boilerplate``, ``specific`` and
        ``p_specific``, one row a sentence in the given order; ``text`` as in
        :attr:`Release.text`, the others as in :attr:`Release.units`. A sentence of white space
        has no label and NaN probabilities.

    Raises
    ------
    InputError
        If ``sentences`` is one str or holds something else, or ``abstain`` is out of its range.

    Examples
    --------
    >>> import fls
    >>> fls.tag(["We expect revenue of $4 billion in 2027."])["label"].tolist()
    ['forward_looking']
    """
    import pandas as pd

    abstain = check_abstain(abstain)
    texts = _read_all("sentences", sentences)
    _warn_of_names(texts)
    chosen = _model(model)
    spans = [(len(text) - len(text.lstrip()), len(text.rstrip())) for text in texts]
    units = [[Unit("sentence", a, b, "given", 0)] if a < b else [] for a, b in spans]
    filled = np.array([bool(found) for found in units], dtype=bool)
    p = np.full((len(texts), len(LABELS)), np.nan)
    sure = np.full(len(texts), np.nan)
    for first, last in _passes(texts):
        part = chosen.probabilities(texts[first:last], units[first:last])
        here = np.flatnonzero(filled[first:last]) + first
        p[here], sure[here] = part[1:]
    index = sentences.index if isinstance(sentences, pd.Series) else None
    columns = {"text": text_column(texts), **label_columns(p, filled, sure, abstain)}
    return pd.DataFrame(columns, index=index)


def _read_all(where: str, texts: Iterable[str]) -> list[str]:
    """Make texts fit for scoring, and refuse what is none."""
    if isinstance(texts, str | bytes):
        raise InputError(where, "is a list of texts", "one text", "use score, or wrap it in a list")
    if isinstance(texts, Mapping) or hasattr(texts, "columns") or not isinstance(texts, Iterable):
        found = type(texts).__name__
        raise InputError(where, "is a list or a column of texts", found, "choose the column")
    fit = []
    for number, text in enumerate(texts):
        if not isinstance(text, str):
            found = type(text).__name__
            raise InputError(f"{where}[{number}]", "is a str", found, "drop or convert it")
        fit.append(fit_text(text))
    return fit


def _warn_of_names(texts: Sequence[str]) -> None:
    """Tell of a text that is the name of a file, where the result has no room for it."""
    for text in texts[:_LOOKED_AT]:
        for told in name_warnings(text):
            warnings.warn(f"{text!r} {told}", stacklevel=3)
            return


def _passes(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Divide texts into runs that are scored in one pass."""
    first = size = 0
    for number, text in enumerate(texts):
        size += len(text)
        if size >= _PASS:
            yield first, number + 1
            first, size = number + 1, 0
    if first < len(texts):
        yield first, len(texts)


def score_texts(
    texts: Iterable[str], *, model: _Model = None, abstain: float = 0.0
) -> pd.DataFrame:
    """Score many texts into one table of units.

    The same result as :func:`score` for each, several times faster.

    Parameters
    ----------
    texts : iterable of str
        Releases.
    model : Model, str or path-like, optional
        As for :func:`score`.
    abstain : float
        As for :func:`score`.

    Returns
    -------
    pandas.DataFrame
        The columns of :attr:`Release.units` behind a column ``doc``, the number of the text
        from 0. A text without units has no row.

    Raises
    ------
    InputError
        If ``texts`` is one str or holds something else, or ``abstain`` is out of its range.

    Examples
    --------
    >>> import fls
    >>> fls.score_texts(["Acme opened a plant.", "Acme will open a plant."])["doc"].tolist()
    [0, 1]
    """
    import pandas as pd

    abstain = check_abstain(abstain)
    given = _read_all("texts", texts)
    _warn_of_names(given)
    chosen = _model(model)
    found = join_units(part.found for part in label_passes(given, chosen))
    labelled = ~np.isnan(found.p[:, 0])
    columns = unit_columns(given, found.units, found.p, labelled, found.p_specific, abstain)
    return pd.DataFrame({"doc": found.units.text} | columns)


def baselines(
    source: Release | str, lm_path: str | os.PathLike[str] | None = None
) -> dict[str, float]:
    """Measure a release by word lists and counts, to stand beside :attr:`Release.metrics`.

    Parameters
    ----------
    source : Release or str
        A scored release, or the text of one.
    lm_path : str or path-like, optional
        The Loughran-McDonald master dictionary as CSV, for shares of tone words. It may not be
        passed on, so it does not come with the library.

    Returns
    -------
    dict of str to float
        Names begin with ``list_``; formulae and sources in ``docs/metrics.md``.

    Raises
    ------
    ReadError
        If the dictionary cannot be read.
    InputError
        If it is another file or no path, or ``source`` is neither of the two.

    Examples
    --------
    >>> baselines("Acme opened a plant. It will open more.")["list_forward_share"]
    0.5
    """
    if lm_path is not None:
        check_path("lm_path", lm_path, "is the path of the dictionary")
    if isinstance(source, Release):
        return list_measures(source.text, source.spans, lm_path, source.date)
    if not isinstance(source, str):
        found = type(source).__name__
        raise InputError("source", "is a Release or a text", found, "score the file first")
    text = from_str(source).text
    _warn_of_names([text])
    return list_measures(text, cut(text), lm_path)


class LabelledUnits(NamedTuple):
    """Units of several texts with what the model says about them.

    Parameters
    ----------
    units : UnitTable
        With spans in their texts.
    p : (n_units, 4) float64
        Probabilities of the labels; NaN for units of kinds without one.
    p_specific : (n_units,) float64
        See :attr:`fls.analysis.tagged.Tagged.p_specific`.
    """

    units: UnitTable
    p: Floats
    p_specific: Floats


class Pass(NamedTuple):
    """What one pass over some texts has found.

    Parameters
    ----------
    sheet : Sheet
        The texts.
    cut : Cut
        Their units, with spans in the sheet.
    found : LabelledUnits
    """

    sheet: Sheet
    cut: Cut
    found: LabelledUnits


def label_passes(texts: Sequence[str], model: Model) -> Iterator[Pass]:
    """Cut and label texts: the one engine below everything that scores releases.

    Parameters
    ----------
    texts : sequence of str
        Without lone surrogates.
    model : Model

    Yields
    ------
    Pass
        For run after run of texts; a text's own result depends on no other.
    """
    keep_memory()
    for first, last in _passes(texts):
        sheet = lay(texts[first:last])
        words = split_words(sheet)
        parts = segment_sheet(sheet, words)
        table = parts.units
        p, p_specific = model.sheet_probabilities(sheet, words, table)
        unlabelled = ~np.isin(table.kind, _LABELLED)
        p[unlabelled] = np.nan
        p_specific[unlabelled] = np.nan
        found = LabelledUnits(table.moved(-sheet.begin), p, p_specific)
        yield Pass(sheet, parts, found)


def join_units(parts: Iterable[LabelledUnits]) -> LabelledUnits:
    """Lay what several passes have found end to end; their texts are numbered on."""
    tables, shares, sure = [unit_table([])], [np.zeros((0, len(LABELS)))], [np.zeros(0)]
    n_texts = 0
    for units, p, p_specific in parts:
        tables.append(units._replace(text=units.text + n_texts))
        shares.append(p)
        sure.append(p_specific)
        n_texts += len(units.first) - 1
    joined = UnitTable(*map(np.concatenate, zip(*tables, strict=True)))
    joined = joined._replace(first=np.searchsorted(joined.text, np.arange(n_texts + 1)))
    return LabelledUnits(joined, np.concatenate(shares), np.concatenate(sure))
