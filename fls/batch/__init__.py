"""Many releases: sources of any kind in, tables out; one row each, in order, whatever happens."""

from __future__ import annotations

from fls.batch._corpus import Corpus, score_many, score_stream
from fls.batch._frame import score_frame
from fls.batch._options import Options
from fls.batch._run import Job, Run, run_files
from fls.batch._schema import chosen_analyses, schema
from fls.batch._score import names_of
from fls.batch._sources import Item, files_to_score

__all__ = [
    "Corpus",
    "Item",
    "Job",
    "Options",
    "Run",
    "chosen_analyses",
    "files_to_score",
    "names_of",
    "run_files",
    "schema",
    "score_frame",
    "score_many",
    "score_stream",
]
