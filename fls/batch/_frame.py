"""A frame of texts to a frame of fixed columns, for engines."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from fls.batch._options import Options
from fls.batch._schema import list_columns, make_empty_frame
from fls.batch._score import Scorer
from fls.batch._sources import as_pandas, take_sources
from fls.checks import check_choice
from fls.document import LEVELS
from fls.model import Model

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["score_frame"]


def score_frame(
    frame: pd.DataFrame,
    text: str,
    id: str | None = None,
    *,
    date: str | None = None,
    level: str = "document",
    model: Model | str | os.PathLike[str] | None = None,
    abstain: float = 0.0,
    analyses: Iterable[str] | None = None,
) -> pd.DataFrame:
    """Score a table of texts and return one of fixed columns: the function for engines.

    Parameters
    ----------
    frame : pandas.DataFrame
        A partition. It may be empty.
    text, id : str
        Columns with the text and the id of each document; without `id`, the index is the id.
    date : str, optional
        Column with the day of each release, as for :func:`score_many`.
    level : str
        What a row of the result is: ``"document"``, ``"sentence"``, ``"unit"`` or ``"promise"``.
    model, abstain, analyses
        As for :func:`score_many`. A model given by name or folder is loaded once.

    Returns
    -------
    pandas.DataFrame
        Exactly the columns and types of ``schema(level)``, whatever the table holds. Documents
        keep the index of `frame`.

    Raises
    ------
    InputError
        If an argument cannot be used.
    ModelError
        If the model cannot be loaded.

    Examples
    --------
    >>> import fls, pandas as pd
    >>> table = pd.DataFrame({"body": ["Acme opened a plant.", None]}, index=["x", "y"])
    >>> fls.score_frame(table, "body")[["doc_id", "status"]]
      doc_id status
    x      x     ok
    y      y  empty
    """
    check_choice("level", level, LEVELS)
    options = Options.checked(model, abstain, analyses, level)
    frame = as_pandas(frame)
    sources = take_sources(frame, text, id, date)
    if not len(frame):
        empty = make_empty_frame(list_columns(level, options.analyses))
        return empty.set_index(frame.index) if level == "document" else empty
    # All at once: a table joined of several holds its texts in pieces, which Spark refuses.
    batch = Scorer(options)(list(sources.items))
    if level == "document":
        return batch.tables[level].set_index(frame.index[batch.item])
    return batch.tables[level].reset_index(drop=True)
