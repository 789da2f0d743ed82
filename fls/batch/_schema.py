"""Columns of the tables of many releases, with their types for every engine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from fls.analysis import ANALYSES
from fls.analysis.commitments import PROMISE_COLUMNS
from fls.document import KINDS, LABELS, is_flag
from fls.errors import InputError
from fls.frames import COLUMNS
from fls.metrics import METRICS
from fls.printing import LEVELS

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "DAY",
    "FACTS",
    "arrow_schema",
    "chosen_analyses",
    "columns",
    "empty_frame",
    "import_pyarrow",
    "one_of",
    "schema",
    "several",
]

#: What files tell about their releases, as :func:`fls.read` finds it.
FACTS = (
    *("cik", "company", "accession_number", "form", "filing_date", "items", "exhibit"),
    "member",
)
#: The day of a release, and where it was found.
DAY = ("release_date", "release_date_source")
_FORMS = ("pandas", "pyarrow", "spark")
#: Types by name; all other columns hold real numbers.
_TEXT = ("doc_id", "status", "error", "warnings", "model_version", "text", DAY[1], *FACTS)
_WHOLE = ("unit", "start", "end")
_CHOICE = {"kind": KINDS, "label": LABELS} | {
    name: kind for name, kind in PROMISE_COLUMNS.items() if isinstance(kind, tuple)
}
#: Types of the columns of promises, by those that their table gives.
_PROMISE = {"str": "text", "int64": "whole", "Int64": "count", "float64": "real",
            "bool": "flag", "boolean": "flag", "datetime64[ns]": "day"}  # fmt: skip
_SPARK = {"text": "string", "choice": "string", "whole": "bigint", "count": "bigint",
          "flag": "boolean", "real": "double", "day": "timestamp"}  # fmt: skip


def chosen_analyses(names: Iterable[str] | None) -> tuple[str, ...]:
    """Give the names of analyses in their order; all of them for None.

    Raises
    ------
    InputError
        If there is no such analysis.
    """
    wanted = set(ANALYSES if names is None else several("analyses", names))
    if not wanted <= set(ANALYSES):
        known = ", ".join(ANALYSES) or "none in this version"
        unknown = ", ".join(sorted(wanted - set(ANALYSES)))
        raise InputError("analyses", f"are some of: {known}", unknown, "leave it out")
    return tuple(name for name in ANALYSES if name in wanted)


def columns(level: str, analyses: Sequence[str], files: bool = False) -> tuple[str, ...]:
    """Names of the columns of one level, in order; `files` adds what files tell."""
    if level == "promise":
        return ("doc_id", *PROMISE_COLUMNS)
    if level != "document":
        return ("doc_id", *COLUMNS)
    measured = [name for analysis in analyses for name in ANALYSES[analysis].metrics]
    facts = FACTS if files else ()
    told = ("status", "error", "warnings", "model_version")
    return ("doc_id", *facts, *DAY, *METRICS, *measured, *told)


def several(where: str, names: Iterable[str]) -> list[str]:
    """Give names as a list; a str, an iterable of its letters, is the one name that is meant."""
    given = [names] if isinstance(names, str) else names
    found = list(given) if isinstance(given, Iterable) else [given]
    for name in found:
        if not isinstance(name, str):
            raise InputError(where, "is a name, or several", repr(name), "give each as a str")
    return found


def one_of(where: str, known: Sequence[str], given: str) -> str:
    """Give a choice back if it is one."""
    if not isinstance(given, str) or given not in known:
        raise InputError(where, f"is one of: {', '.join(known)}", repr(given), "choose one")
    return given


def _type(name: str) -> str:
    if name in _TEXT:
        return "text"
    if name in _CHOICE:
        return "choice"
    if name in _WHOLE:
        return "whole"
    if name == DAY[0]:
        return "day"
    if name in PROMISE_COLUMNS:
        return _PROMISE[str(PROMISE_COLUMNS[name])]
    if name.startswith("n_"):
        return "count"
    return "flag" if name == "specific" or is_flag(name) else "real"


def schema(
    level: str = "document",
    form: str = "pandas",
    *,
    analyses: Iterable[str] | None = None,
    files: bool = False,
) -> Any:
    """Columns and types of a table of many releases.

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
        Whether documents come from files, of which some tell more: ``cik``, ``company``,
        ``accession_number``, ``form``, ``filing_date``, ``items`` and ``exhibit`` of an EDGAR
        submission, ``member`` of a ZIP archive, as text, empty where not told.

    Returns
    -------
    pandas.DataFrame, pyarrow.Schema or str

    Raises
    ------
    InputError
        If a choice is none of these, or pyarrow is asked for and not installed.

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
    names = columns(one_of("level", LEVELS, level), chosen_analyses(analyses), files)
    if one_of("form", _FORMS, form) == "spark":
        return ", ".join(f"{name} {_SPARK[_type(name)]}" for name in names)
    return arrow_schema(names) if form == "pyarrow" else empty_frame(names)


def arrow_schema(names: Iterable[str]) -> Any:
    """Types of these columns as pyarrow has them."""
    pa = import_pyarrow()
    types = {"text": pa.string(), "choice": pa.dictionary(pa.int8(), pa.string()),
             "whole": pa.int64(), "count": pa.int64(), "flag": pa.bool_(),
             "real": pa.float64(), "day": pa.timestamp("ns")}  # fmt: skip
    return pa.schema([(name, types[_type(name)]) for name in names])


def empty_frame(names: Iterable[str]) -> pd.DataFrame:
    """Make a table of these columns without rows."""
    import pandas as pd

    types = {"text": "str", "whole": "int64", "count": "Int64", "flag": "boolean",
             "real": "float64", "day": "datetime64[ns]"}  # fmt: skip
    return pd.DataFrame(
        {
            name: pd.Categorical.from_codes([], categories=pd.Index(_CHOICE[name]))
            if name in _CHOICE
            else pd.Series([], dtype=types[_type(name)])
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
