"""Units written for people who label them, and their labels read back into a corpus.

:func:`drafts` cuts releases into units, :func:`choose` selects those whose labels would help a
model most and :func:`draw` some at random or all, :func:`write_tasks` writes them for a tool,
:func:`read_answers` reads the labels that people gave, :func:`take` checks them and returns
annotated releases for :func:`fls.corpus.update`.
"""

from __future__ import annotations

from fls.labelling._choose import choose, count_copies, draw
from fls.labelling._read import read_answers
from fls.labelling._take import take
from fls.labelling._tasks import Answer, Draft, Task, drafts
from fls.labelling._write import LABEL_STUDIO, TOOLS, write_tasks

__all__ = [
    "LABEL_STUDIO",
    "TOOLS",
    "Answer",
    "Draft",
    "Task",
    "choose",
    "count_copies",
    "drafts",
    "draw",
    "read_answers",
    "take",
    "write_tasks",
]
