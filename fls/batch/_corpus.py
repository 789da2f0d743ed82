"""Many documents to tables: all at once, batch by batch, or one frame of an engine."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from fls.batch._folder import check_new_folder, refuse_unwritable, write_part
from fls.batch._options import Options
from fls.batch._schema import list_columns, make_empty_frame
from fls.batch._score import Batch, Scorer
from fls.batch._sources import Sources, split_into_batches, take_sources
from fls.batch._workers import run_in_order
from fls.checks import check_choice, check_jobs
from fls.errors import InputError
from fls.model import Model
from fls.printing import Pace

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Corpus", "score_many", "score_stream"]

_Model = Model | str | os.PathLike[str] | None
_Progress = Callable[[int, int | None], None] | TextIO | None


class Corpus:
    """Tables of many documents, made by :func:`score_many` and :func:`score_stream`.

    Parameters
    ----------
    tables : mapping of str to sequence of DataFrame or Path
        By ``"document"``, ``"sentence"``, ``"unit"`` and ``"promise"``: the parts of each table,
        or the Parquet files that hold them.
    numbered : bool
        Whether documents are numbered from 0 through all parts, as they have no index of their own.
    status : mapping of str to int, optional
        Number of documents by status, needed where their table was not requested.
    """

    def __init__(
        self,
        tables: Mapping[str, Sequence[pd.DataFrame | Path]],
        numbered: bool = True,
        status: Mapping[str, int] | None = None,
    ) -> None:
        self._tables = tables
        self._numbered = numbered
        self._concatenated: dict[str, pd.DataFrame] = {}
        self._status = status

    @property
    def documents(self) -> pd.DataFrame:
        """One row for each document, in a table that may be changed, as all of these tables.

        Returns
        -------
        pandas.DataFrame
            Columns ``doc_id``; those of a given table that hold something else than the text, or,
            for other sources, what files state (``cik`` to ``exhibit``, see :func:`schema`);
            ``release_date`` and ``release_date_source`` (``given``, ``text``, ``filing`` or
            empty); the metrics of :attr:`Release.metrics` (missing where ``status`` is
            ``"error"``; counts are 0 and shares NaN where it is ``"empty"``); ``status``
            (``"ok"``; ``"partial"``: an analysis failed, only its metrics are missing;
            ``"empty"``, ``"error"``), ``error`` (why it is partial or an error) and ``warnings``
            (text, empty if there is none; several are separated by ``"; "``), and
            ``model_version``. The index is that of a given Series or table.
        """
        return self._load_table("document")

    @property
    def sentences(self) -> pd.DataFrame:
        """The labelled units of all documents: ``doc_id`` and :attr:`Release.sentences`.

        Returns
        -------
        pandas.DataFrame
            The index is that of the same rows of :attr:`units`, in every part as well:
            ``corpus.units.loc[corpus.sentences.index]``.
        """
        return self._load_table("sentence")

    @property
    def units(self) -> pd.DataFrame:
        """All units of all documents, if they were requested: :attr:`Release.units`."""
        return self._load_table("unit")

    @property
    def promises(self) -> pd.DataFrame:
        """The promises of all documents, if they were requested."""
        return self._load_table("promise")

    def parts(self, table: str) -> Iterator[pd.DataFrame]:
        """Yield a table part by part, so that it need not fit into memory.

        Parameters
        ----------
        table : str
            ``"document"``, ``"sentence"``, ``"unit"`` or ``"promise"``.

        Yields
        ------
        pandas.DataFrame

        Raises
        ------
        InputError
            If this table was not requested.
        """
        import pandas as pd

        for part in self._tables[check_choice("table", table, tuple(self._tables))]:
            yield pd.read_parquet(part) if isinstance(part, Path) else part

    def _load_table(self, table: str) -> pd.DataFrame:
        if table not in self._concatenated:
            self._concatenated[table] = self._concatenate(table)
        # pandas copies the values when one is changed, from version 3 on.
        return self._concatenated[table].copy(deep=False)

    def _concatenate(self, table: str) -> pd.DataFrame:
        import pandas as pd

        parts = list(self.parts(table))
        if len(parts) == 1:
            return parts[0]
        is_numbered = self._numbered if table == "document" else table == "promise"
        return pd.concat(parts, ignore_index=is_numbered)

    @cached_property
    def _counts(self) -> Mapping[str, int]:
        """Number of documents by status."""
        if self._status is not None:
            return self._status
        return Counter(status for part in self.parts("document") for status in part["status"])

    def __len__(self) -> int:
        """Count the documents."""
        return sum(self._counts.values())

    def __repr__(self) -> str:
        """Show how many documents there are, by status."""
        counts = ", ".join(f"{count:,} {status}" for status, count in sorted(self._counts.items()))
        return f"<Corpus: {len(self):,} documents{': ' * bool(counts)}{counts}>"


def score_many(
    sources: Any,
    *,
    text: str | None = None,
    id: str | None = None,
    date: str | None = None,
    model: _Model = None,
    jobs: int = 1,
    abstain: float = 0.0,
    analyses: Iterable[str] | None = None,
    tables: Iterable[str] = ("document", "sentence"),
    on_error: str = "row",
    progress: _Progress = None,
    folder: str | os.PathLike[str] | None = None,
) -> Corpus:
    """Score many documents: one row for each, in order, even for those that cannot be scored.

    Parameters
    ----------
    sources : object
        A path, a folder or a pattern such as ``"releases/**/*.txt"``; an iterable of texts (str),
        files (:class:`pathlib.Path`), bytes or ``(id, one of these)``; a mapping of them by id; a
        Series; or a DataFrame, see `text`. None, NaN and ``""`` are empty documents.
    text, id, date : str, optional
        Columns of a DataFrame; all but that of the texts pass through to the documents. Without
        `id`, its index names the documents. `date` holds the day of each release, as
        :func:`score` takes it, within the years 1900 to 2200; where a cell is missing, the day is
        read from the text. What is no day, or of another year, counts as missing, with a warning.
    model : Model, str or path-like, optional
        As for :func:`score`.
    jobs : int
        Number of processes; -1 for one per core. The result does not depend on it.
    abstain : float
        As for :func:`score`.
    analyses : str or iterable of str, optional
        Which metrics to compute beside those of labels and words, by the name of their analysis;
        all of them if missing. Each takes time.
    tables : str or iterable of str
        Some of ``"document"``, ``"sentence"``, ``"unit"`` and ``"promise"``.
    on_error : str
        ``"row"``: what cannot be scored gets a row that says why; ``"raise"``: it stops the run.
    progress : callable or text stream, optional
        Called with the number of documents done and of all documents (None if that is unknown);
        or a stream for a line with rate and time left, such as ``sys.stderr``, which stays silent
        where it is neither a terminal nor in a notebook.
    folder : path-like, optional
        New or empty folder that gets the tables as Parquet files, so that memory does not grow
        with the number of documents.

    Returns
    -------
    Corpus
        In ``.documents`` every input has one row, in order. A file that holds several documents
        has one for each: ``id``, ``id#2``, ``id#3``; a ZIP archive of several files ``id!file``,
        such as ``2019.zip!q1/acme.txt``. Ids are text: for pairs and tables as given, for files
        the path, for texts without an id their number, from 0.

    Raises
    ------
    InputError
        If an argument cannot be used.
    ModelError
        If the model cannot be loaded.
    RunError
        If processes cannot be started, or end suddenly whatever they work on.
    FlsError
        With ``on_error="raise"``, the fault of the first document that cannot be scored.

    Examples
    --------
    >>> import fls
    >>> corpus = fls.score_many([("a", "Acme opened a plant."), ("b", None)])
    >>> corpus.documents[["doc_id", "status", "n_words"]]
      doc_id status  n_words
    0      a     ok        4
    1      b  empty        0
    """
    run = _Run(
        take_sources(sources, text, id, date),
        Options.checked(model, abstain, analyses, tables, on_error),
        check_jobs(jobs),
        _find_callback(progress),
    )
    return run.gather(None if folder is None else check_new_folder(folder))


def score_stream(
    sources: Any,
    *,
    text: str | None = None,
    id: str | None = None,
    date: str | None = None,
    model: _Model = None,
    jobs: int = 1,
    abstain: float = 0.0,
    analyses: Iterable[str] | None = None,
    tables: Iterable[str] = ("document", "sentence"),
    on_error: str = "row",
    progress: _Progress = None,
) -> Iterator[Corpus]:
    """Score many documents batch by batch, in memory that does not grow with their number.

    Parameters
    ----------
    sources, text, id, date, model, jobs, abstain, analyses, tables, on_error, progress
        As for :func:`score_many`. An iterable is read only a few batches ahead of those taken.

    Returns
    -------
    iterator of Corpus
        Tables of about a million characters of text each.

    Raises
    ------
    InputError, ModelError, RunError, FlsError
        As for :func:`score_many`; those about arguments are raised by the call itself.

    Examples
    --------
    >>> import fls
    >>> texts = ("Acme opened a plant." for _ in range(3))
    >>> [len(part.sentences) for part in fls.score_stream(texts)]
    [3]
    """
    run = _Run(
        take_sources(sources, text, id, date),
        Options.checked(model, abstain, analyses, tables, on_error),
        check_jobs(jobs),
        _find_callback(progress),
    )
    return run.stream()


def _find_callback(progress: _Progress) -> Callable[[int, int | None], None] | None:
    """Return the function that is called with the number of documents done and of all."""
    if progress is None or callable(progress):
        return progress
    if not hasattr(progress, "write"):
        raise InputError(
            "progress", "is a function of two numbers, or a text stream", repr(progress),
            "give sys.stderr",
        )  # fmt: skip
    return Pace(progress)


@dataclass(frozen=True)
class _Run:
    """What is scored, how, by how many processes, and who is informed of progress.

    Raises
    ------
    InputError
        If the table that documents come from has a column with the name of a result.
    """

    sources: Sources
    options: Options
    jobs: int
    progress: Callable[[int, int | None], None] | None

    def __post_init__(self) -> None:
        _check_columns(self.sources, list_columns("document", self.options.analyses))

    @property
    def _has_files(self) -> bool:
        """Whether documents may come from files, which hold more facts than a table."""
        return self.sources.keys is None

    def stream(self) -> Iterator[Corpus]:
        """Score batch by batch."""
        options = replace(self.options, files=self._has_files)
        tasks = ((Scorer.__call__, items) for items in split_into_batches(self.sources.items))
        done = n_units = 0
        for batch in run_in_order(tasks, options, self.jobs):
            tables = dict(batch.tables)
            if "document" in tables:
                tables["document"] = _join_others(tables["document"], batch, self.sources, done)
            for name in {"sentence", "unit"} & tables.keys():
                tables[name] = tables[name].set_axis(tables[name].index + n_units)
            done += int(batch.item[-1]) + 1
            n_units += batch.n_units
            yield Corpus({name: [table] for name, table in tables.items()}, status=batch.status)
            if self.progress is not None:
                self.progress(done, self.sources.total)

    def gather(self, folder: Path | None) -> Corpus:
        """Score all documents; with a folder, its files hold the tables."""
        if folder is not None:
            refuse_unwritable(self.sources.others)
        parts: dict[str, list[pd.DataFrame | Path]] = {name: [] for name in self.options.tables}
        status: Counter[str] = Counter()
        for number, corpus in enumerate(self.stream()):
            status.update(corpus._counts)
            for name, earlier in parts.items():
                (part,) = corpus.parts(name)
                earlier.append(part if folder is None else write_part(part, folder / name, number))
        if not any(parts.values()):
            analyses, files = self.options.analyses, self._has_files
            parts = {
                name: [make_empty_frame(list_columns(name, analyses, files))] for name in parts
            }
        return Corpus(parts, self.sources.keys is None, status)


def _join_others(
    documents: pd.DataFrame, batch: Batch, sources: Sources, done: int
) -> pd.DataFrame:
    """Return documents with the index and the other columns of the table they come from."""
    import pandas as pd

    rows = batch.item + done
    if sources.others is not None:
        others = sources.others.iloc[rows]
        documents = documents.set_index(others.index)
        return pd.concat([documents[["doc_id"]], others, documents.drop(columns="doc_id")], axis=1)
    return documents if sources.keys is None else documents.set_index(sources.keys[rows])


def _check_columns(sources: Sources, results: Sequence[str]) -> None:
    """Refuse a table with columns that have the names of results."""
    if sources.others is None:
        return
    clash = [str(name) for name in sources.others.columns if name in set(results)]
    if clash:
        raise InputError(
            "sources", "has no column of the name of a result", ", ".join(clash), "rename it"
        )
