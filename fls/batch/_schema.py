"""Columns of the tables of many releases, with their types for every engine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from fls.analysis import ANALYSES
from fls.analysis.caution import ELEMENTS
from fls.analysis.commitments import FORWARD_SHARES, PROMISE_COLUMNS
from fls.analysis.exposure import EXPOSURE_COMPONENTS
from fls.analysis.hype import HYPE_COMPONENTS
from fls.analysis.intervals import INTERVALS
from fls.checks import check_choice
from fls.document import BOILERPLATE, KINDS, LABELS, LEVELS, SCORES
from fls.errors import InputError
from fls.frames import COLUMNS
from fls.metrics import METRICS

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "COLUMN_TYPES",
    "DAY",
    "FACTS",
    "chosen_analyses",
    "chosen_tables",
    "import_pyarrow",
    "list_columns",
    "list_names",
    "make_arrow_schema",
    "make_empty_frame",
    "schema",
]

#: What files state about their releases, as :func:`fls.read` finds it.
FACTS = (
    *("cik", "company", "accession_number", "form", "filing_date", "items", "exhibit"),
    "member",
)
#: The day of a release, and where it was found.
DAY = ("release_date", "release_date_source")
#: How scoring a document went, and by which model.
_RESULT = ("status", "error", "warnings", "model_version")
_FORMS = ("pandas", "pyarrow", "spark")
_CHOICES = {"kind": KINDS, "label": LABELS} | {
    name: kind for name, kind in PROMISE_COLUMNS.items() if not isinstance(kind, str)
}
#: Types of the columns of promises, by those of their own table.
_PROMISE = {"str": "text", "int64": "whole", "Int64": "count", "float64": "real",
            "bool": "flag", "boolean": "flag", "datetime64[ns]": "day"}  # fmt: skip
#: Type of each column of each table: ``"text"``, ``"choice"`` (one of a few), ``"whole"`` (a
#: number that is always there), ``"count"`` (one that may be missing), ``"flag"``, ``"real"`` or
#: ``"day"``. The metrics of a new analysis are entered here, too.
COLUMN_TYPES: dict[str, str] = {
    **dict.fromkeys(("doc_id", "text", DAY[1], *FACTS, *_RESULT), "text"),
    DAY[0]: "day",
    **dict.fromkeys(("kind", "label"), "choice"),
    **dict.fromkeys(("unit", "start", "end"), "whole"),
    "specific": "flag",
    **dict.fromkeys((*(f"p_{label}" for label in LABELS), "p_specific"), "real"),
    **dict.fromkeys(("n_units", "n_sentences", "n_words"), "count"),
    **dict.fromkeys((f"n_{label}" for label in LABELS), "count"),
    **dict.fromkeys((f"{label}_share" for label in LABELS), "real"),
    **dict.fromkeys((f"{label}_share_body" for label in LABELS[:BOILERPLATE]), "real"),
    **dict.fromkeys(INTERVALS, "real"),
    **dict.fromkeys(SCORES, "real"),
    **dict.fromkeys((f"{name}_{end}" for name in SCORES for end in ("low", "high")), "real"),
    **dict.fromkeys((f"hype_{name}" for name in HYPE_COMPONENTS), "real"),
    **dict.fromkeys((f"exposure_{name}" for name in EXPOSURE_COMPONENTS), "real"),
    **dict.fromkeys((f"forward_{name}_share" for name in FORWARD_SHARES), "real"),
    **dict.fromkeys((f"has_{name}" for name in ELEMENTS), "flag"),
    **dict.fromkeys(("n_promises", "n_elements", "n_factors", "n_generic_factors"), "count"),
    **dict.fromkeys(("tailored_share", "generic_share", "covered_share"), "real"),
    **{
        name: _PROMISE[kind] if isinstance(kind, str) else "choice"
        for name, kind in PROMISE_COLUMNS.items()
    },
}
_SPARK = {"text": "string", "choice": "string", "whole": "bigint", "count": "bigint",
          "flag": "boolean", "real": "double", "day": "timestamp"}  # fmt: skip


def chosen_analyses(names: Iterable[str] | None) -> tuple[str, ...]:
    """Return the names of analyses in the order of `ANALYSES`; all of them for None.

    Raises
    ------
    InputError
        If there is no such analysis.
    """
    requested = set(ANALYSES if names is None else list_names("analyses", names))
    if not requested <= set(ANALYSES):
        possible = ", ".join(ANALYSES) or "none in this version"
        unknown = ", ".join(sorted(requested - set(ANALYSES)))
        raise InputError("analyses", f"are some of: {possible}", unknown, "leave it out")
    return tuple(name for name in ANALYSES if name in requested)


def chosen_tables(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names of tables in the order given.

    Raises
    ------
    InputError
        If there is no such table, or none is named.
    """
    chosen = tuple(check_choice("tables", name, LEVELS) for name in list_names("tables", names))
    if not chosen:
        raise InputError("tables", f"are some of: {', '.join(LEVELS)}", "none", "name one")
    return chosen


def list_columns(level: str, analyses: Sequence[str], files: bool = False) -> tuple[str, ...]:
    """Return the names of the columns of a level, in order; `files` adds what files state."""
    if level == "promise":
        return ("doc_id", *PROMISE_COLUMNS)
    if level != "document":
        return ("doc_id", *COLUMNS)
    measured = [name for analysis in analyses for name in ANALYSES[analysis].metrics]
    facts = FACTS if files else ()
    return ("doc_id", *facts, *DAY, *METRICS, *measured, *_RESULT)


def list_names(where: str, names: Iterable[str]) -> list[str]:
    """Return names as a list; a str is one name, not an iterable of letters."""
    several = [names] if isinstance(names, str) else names
    listed = list(several) if isinstance(several, Iterable) else [several]
    for name in listed:
        if not isinstance(name, str):
            raise InputError(where, "is a name, or several", repr(name), "give each as a str")
    return listed


def schema(
    level: str = "document",
    form: str = "pandas",
    *,
    analyses: Iterable[str] | None = None,
    files: bool = False,
) -> Any:
    """Return the columns and types of a table of many releases.

    Parameters
    ----------
    level : str
        ``"document"``, ``"sentence"`` (labelled units), ``"unit"`` (all of them) or
        ``"promise"`` (forward-looking commitments).
    form : str
        ``"pandas"``: an empty DataFrame, as Dask takes it for ``meta``; ``"pyarrow"``: a
        ``pyarrow.Schema``; ``"spark"``: a DDL string, as ``mapInPandas`` takes it.
    analyses : iterable of str, optional
        As for :func:`score_many`.
    files : bool
        Whether documents come from files, some of which state more: ``cik``, ``company``,
        ``accession_number``, ``form``, ``filing_date``, ``items`` and ``exhibit`` of an EDGAR
        submission, ``member`` of a ZIP archive, as text, empty where not stated.

    Returns
    -------
    pandas.DataFrame, pyarrow.Schema or str

    Raises
    ------
    InputError
        If an argument is none of these, or pyarrow is requested and not installed.

    Notes
    -----
    Documents have the day of their release as ``release_date`` (``datetime64[ns]``), and as
    ``release_date_source`` where it was found: ``given``, ``text``, ``filing`` or empty.

    Examples
    --------
    >>> import fls
    >>> fls.schema().dtypes["n_words"], fls.schema().dtypes["factual_share"]
    (Int64Dtype(), dtype('float64'))
    >>> fls.schema("sentence", "spark")[:47]
    'doc_id string, unit bigint, kind string, start '
    """
    names = list_columns(check_choice("level", level, LEVELS), chosen_analyses(analyses), files)
    if check_choice("form", form, _FORMS) == "spark":
        return ", ".join(f"{name} {_SPARK[COLUMN_TYPES[name]]}" for name in names)
    return make_arrow_schema(names) if form == "pyarrow" else make_empty_frame(names)


def make_arrow_schema(names: Iterable[str]) -> Any:
    """Return the types of these columns as a schema of pyarrow."""
    pa = import_pyarrow()
    types = {"text": pa.string(), "choice": pa.dictionary(pa.int8(), pa.string()),
             "whole": pa.int64(), "count": pa.int64(), "flag": pa.bool_(),
             "real": pa.float64(), "day": pa.timestamp("ns")}  # fmt: skip
    return pa.schema([(name, types[COLUMN_TYPES[name]]) for name in names])


def make_empty_frame(names: Iterable[str]) -> pd.DataFrame:
    """Return a table with these columns and no rows."""
    import pandas as pd

    types = {"text": "str", "whole": "int64", "count": "Int64", "flag": "boolean",
             "real": "float64", "day": "datetime64[ns]"}  # fmt: skip
    return pd.DataFrame(
        {
            name: pd.Categorical.from_codes([], categories=pd.Index(_CHOICES[name]))
            if name in _CHOICES
            else pd.Series([], dtype=types[COLUMN_TYPES[name]])
            for name in names
        }
    )


def import_pyarrow() -> Any:
    """Import pyarrow, or say how to get it."""
    try:
        import pyarrow as pa
        import pyarrow.parquet
    except ImportError as error:
        raise InputError(
            "parquet", "is written through pyarrow", "no pyarrow",
            "pip install 'fls[parquet]', or write .csv or .jsonl",
        ) from error  # fmt: skip
    return pa
