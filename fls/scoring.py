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
from fls.arrays import Flags, Floats
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

#: Characters per pass: enough to spread its fixed cost; more would gain nothing.
_PASS_CHARACTERS = 2_000_000
#: Maximum number of texts that are checked for being names of files: if some are, so is the first.
_MOST_CHECKED_NAMES = 100
_LABELLED_KINDS = [number for number, kind in enumerate(KINDS) if kind in LABELLED_KINDS]


def _load(model: _Model) -> Model:
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
        If a file holds several releases, score each one that :func:`fls.read_all` returns.
    model : Model, str or path-like, optional
        A model, its folder, or the name of one that comes with the library.
    abstain : float
        A unit gets no label if the probability of its label is below this bound, in [0, 1]. The
        probabilities stay, and document metrics do not change.
    date : str or datetime.date, optional
        Day of the release, from which promises are dated; a str is YYYY-MM-DD. By default it is
        found as described in :attr:`Release.date`.

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
        If ``source`` is none of these, ``abstain`` is out of range, or ``date`` is no date.

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
    chosen = _load(model)
    (only,) = label_passes([document.text], chosen)
    words = count_sheet_words(only.sheet, only.cut.units)
    units, p, p_specific = only.cut.listed(), only.found.p, only.found.p_specific
    return Release(document, units, p, p_specific, chosen, abstain, day, words)


def segment(source: _Source) -> pd.DataFrame:
    r"""Cut a release into units, without labels.

    Parameters
    ----------
    source : str, bytes, path-like or Document
        As for :func:`score`.

    Returns
    -------
    pandas.DataFrame
        Columns ``unit kind start end text``, one row per unit, in reading order.

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
        _warn_of_file_names([source])
    return pd.DataFrame(span_columns([document.text], unit_table([cut(document.text)])))


def tag(sentences: Iterable[str], *, model: _Model = None, abstain: float = 0.0) -> pd.DataFrame:
    """Label sentences that are already separate, each on its own.

    Probabilities assume that 20 % of such sentences are forward-looking, more than in wire
    releases. The place of a sentence in its release helps to label it: use :func:`score` for
    whole releases.

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
        ``p_specific``, one row per sentence in the given order; ``text`` as in
        :attr:`Release.text`, the others as in :attr:`Release.units`. A sentence of white space
        has no label and NaN probabilities.

    Raises
    ------
    InputError
        If ``sentences`` is a str or holds anything but str, or ``abstain`` is out of range.

    Examples
    --------
    >>> import fls
    >>> fls.tag(["We expect revenue of $4 billion in 2027."])["label"].tolist()
    ['forward_looking']
    """
    import pandas as pd

    abstain = check_abstain(abstain)
    texts = _check_texts("sentences", sentences)
    _warn_of_file_names(texts)
    chosen = _load(model)
    spans = [(len(text) - len(text.lstrip()), len(text.rstrip())) for text in texts]
    units = [[Unit("sentence", a, b, "given", 0)] if a < b else [] for a, b in spans]
    is_filled = np.array([len(own) > 0 for own in units], dtype=bool)
    p = np.full((len(texts), len(LABELS)), np.nan)
    p_specific = np.full(len(texts), np.nan)
    for first, last in _split_into_passes(texts):
        _, part, part_specific = chosen.probabilities(texts[first:last], units[first:last])
        rows = np.flatnonzero(is_filled[first:last]) + first
        p[rows], p_specific[rows] = part, part_specific
    index = sentences.index if isinstance(sentences, pd.Series) else None
    columns = {"text": text_column(texts), **label_columns(p, is_filled, p_specific, abstain)}
    return pd.DataFrame(columns, index=index)


def _check_texts(where: str, texts: Iterable[str]) -> list[str]:
    """Return texts in a form that can be scored; raise an error for anything that is no text."""
    if isinstance(texts, str | bytes):
        raise InputError(where, "is a list of texts", "one text", "use score, or wrap it in a list")
    if isinstance(texts, Mapping) or hasattr(texts, "columns") or not isinstance(texts, Iterable):
        kind = type(texts).__name__
        raise InputError(where, "is a list or a column of texts", kind, "choose the column")
    checked = []
    for number, text in enumerate(texts):
        if not isinstance(text, str):
            kind = type(text).__name__
            raise InputError(f"{where}[{number}]", "is a str", kind, "drop or convert it")
        checked.append(fit_text(text))
    return checked


def _warn_of_file_names(texts: Sequence[str]) -> None:
    """Warn of the first text that names a file, for results that have no place for warnings."""
    for text in texts[:_MOST_CHECKED_NAMES]:
        for warning in name_warnings(text):
            warnings.warn(f"{text!r} {warning}", stacklevel=3)
            return


def _split_into_passes(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield half-open ranges of texts that are scored in one pass each."""
    first = size = 0
    for number, text in enumerate(texts):
        size += len(text)
        if size >= _PASS_CHARACTERS:
            yield first, number + 1
            first, size = number + 1, 0
    if first < len(texts):
        yield first, len(texts)


def score_texts(
    texts: Iterable[str], *, model: _Model = None, abstain: float = 0.0
) -> pd.DataFrame:
    """Score many texts into one table of units.

    The results are those of :func:`score`, several times faster.

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
        A column ``doc``, the number of the text from 0, and the columns of
        :attr:`Release.units`. A text without units has no row.

    Raises
    ------
    InputError
        If ``texts`` is a str or holds anything but str, or ``abstain`` is out of range.

    Examples
    --------
    >>> import fls
    >>> fls.score_texts(["Acme opened a plant.", "Acme will open a plant."])["doc"].tolist()
    [0, 1]
    """
    import pandas as pd

    abstain = check_abstain(abstain)
    checked = _check_texts("texts", texts)
    _warn_of_file_names(checked)
    chosen = _load(model)
    found = join_units(part.found for part in label_passes(checked, chosen))
    columns = unit_columns(checked, found.units, found.p, found.labelled, found.p_specific, abstain)
    return pd.DataFrame({"doc": found.units.text} | columns)


def baselines(
    source: Release | str, lm_path: str | os.PathLike[str] | None = None
) -> dict[str, float]:
    """Measure a release by word lists and counts, to compare with :attr:`Release.metrics`.

    Parameters
    ----------
    source : Release or str
        A scored release, or the text of one.
    lm_path : str or path-like, optional
        The Loughran-McDonald master dictionary as CSV, for shares of tone words. Its licence does
        not allow the library to include it.

    Returns
    -------
    dict of str to float
        Names begin with ``list_``; formulas and sources are in ``docs/metrics.md``.

    Raises
    ------
    ReadError
        If the dictionary cannot be read.
    InputError
        If ``lm_path`` is another file or no path, or ``source`` is neither of the two.

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
        kind = type(source).__name__
        raise InputError("source", "is a Release or a text", kind, "score the file first")
    text = from_str(source).text
    _warn_of_file_names([text])
    return list_measures(text, cut(text), lm_path)


class LabelledUnits(NamedTuple):
    """Units of several texts with the probabilities that the model gives them.

    Parameters
    ----------
    units : UnitTable
        Their spans refer to their texts.
    p : (n_units, 4) float64
        Probabilities of the labels; NaN for units whose kind carries no label.
    p_specific : (n_units,) float64
        See :attr:`fls.analysis.tagged.Tagged.p_specific`.
    """

    units: UnitTable
    p: Floats
    p_specific: Floats

    @property
    def labelled(self) -> Flags:
        """Which units carry a label."""
        return ~np.isnan(self.p[:, 0])


class Pass(NamedTuple):
    """Results of one pass over some texts.

    Parameters
    ----------
    sheet : Sheet
        The texts.
    cut : Cut
        Their units, whose spans refer to the sheet.
    found : LabelledUnits
        The same units with probabilities.
    """

    sheet: Sheet
    cut: Cut
    found: LabelledUnits


def label_passes(texts: Sequence[str], model: Model) -> Iterator[Pass]:
    """Cut and label texts; everything that scores releases calls this function.

    Parameters
    ----------
    texts : sequence of str
        Without lone surrogates.
    model : Model

    Yields
    ------
    Pass
        For consecutive runs of texts. The result of a text does not depend on the others.
    """
    keep_memory()
    for first, last in _split_into_passes(texts):
        sheet = lay(texts[first:last])
        words = split_words(sheet)
        segmented = segment_sheet(sheet, words)
        units = segmented.units
        p, p_specific = model.sheet_probabilities(sheet, words, units)
        unlabelled = ~np.isin(units.kind, _LABELLED_KINDS)
        p[unlabelled] = np.nan
        p_specific[unlabelled] = np.nan
        yield Pass(sheet, segmented, LabelledUnits(units.shift(-sheet.begin), p, p_specific))


def join_units(parts: Iterable[LabelledUnits]) -> LabelledUnits:
    """Join the results of several passes; their texts are numbered consecutively from 0."""
    tables, every_p, every_specific = [unit_table([])], [np.zeros((0, len(LABELS)))], [np.zeros(0)]
    n_texts = 0
    for units, p, p_specific in parts:
        tables.append(units._replace(text=units.text + n_texts))
        every_p.append(p)
        every_specific.append(p_specific)
        n_texts += len(units.first) - 1
    joined = UnitTable(*map(np.concatenate, zip(*tables, strict=True)))
    joined = joined._replace(first=np.searchsorted(joined.text, np.arange(n_texts + 1)))
    return LabelledUnits(joined, np.concatenate(every_p), np.concatenate(every_specific))
