"""Choice of units to label: uncertain and different from each other, random, or all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from fls.arrays import Floats
from fls.checks import check_whole
from fls.corpus import GoldUnit, encode_marks
from fls.decision import decide
from fls.document import LABELLED_KINDS, LABELS, Unit
from fls.evaluation import as_units
from fls.features import HashSizes, extract, matrix
from fls.labelling._tasks import Draft, Key, Task, compute_digest
from fls.model import Model, load_model

if TYPE_CHECKING:
    import os

    from scipy.sparse import csr_matrix

__all__ = ["choose", "count_copies", "draw"]

#: Number of candidates, the most uncertain units, for each task.
_CANDIDATES_PER_TASK = 10
#: Number of releases that are scored in one pass.
_RELEASES_PER_PASS = 64


class _Candidate(NamedTuple):
    uncertainty: float
    draft: int
    unit: int
    p: Floats
    specific: float


def choose(
    drafts: Sequence[Draft],
    n: int = 200,
    *,
    model: Model | str | os.PathLike[str] | None = None,
) -> list[Task]:
    r"""Select the units whose labels would help a model most.

    The uncertainty of a unit is :math:`u = 1 - (p_1 - p_2)` with the two highest probabilities,
    the margin of [1]_. From the :math:`10 n` most uncertain units one after the other is selected,
    each time the unit with the highest value of

    .. math:: u \, (1 - \max_{t \in \text{taken}} \cos(x, x_t))

    with :math:`x` the counts of its words, each times the logarithm of its rarity among the
    candidates: a unit like one that is selected already would teach the model little more [2]_.
    So a legend or slogan of every release is selected once. Copies, and units that the model is
    certain of, come after all others.

    Parameters
    ----------
    drafts : sequence of Draft
    n : int
        Number of units, at least 1.
    model : Model, str or path-like, optional
        The model that is to learn; by default the one of the library.

    Returns
    -------
    list of Task
        The most useful first, so that labelling may stop at any of them; `n`, or all if there are
        fewer. Units with a label, and kinds that have none, are left out.

    Raises
    ------
    InputError
        If `n` is no whole number above 0.
    ModelError
        If the model cannot be loaded.

    References
    ----------
    .. [1] T. Scheffer, C. Decomain and S. Wrobel (2001), Active Hidden Markov Models for
       Information Extraction, IDA.
    .. [2] J. Carbonell and J. Goldstein (1998), The Use of MMR, Diversity-Based Reranking,
       SIGIR; here as a product.

    Examples
    --------
    >>> from fls.document import Document
    >>> from fls.labelling import drafts
    >>> texts = ["Sales rose 4%. We may see growth. We may see growth."]
    >>> [task.text for task in choose(drafts(map(Document, texts)), n=2)]
    ['We may see growth.', 'Sales rose 4%.']
    """
    most = check_whole("n", n, least=1)
    loaded = model if isinstance(model, Model) else load_model(model)
    pool: list[_Candidate] = []
    for candidates in _score_candidates(drafts, loaded):
        pool += candidates
        if len(pool) > 4 * _CANDIDATES_PER_TASK * most:
            pool = _select_best(drafts, pool, _CANDIDATES_PER_TASK * most)
    pool = _select_best(drafts, pool, _CANDIDATES_PER_TASK * most)
    if not pool:
        return []
    rows = _weigh_words([_get_text(drafts, c.draft, c.unit) for c in pool])
    picked = _pick(np.array([c.uncertainty for c in pool]), rows, most)
    others = sorted(set(range(len(pool))) - set(picked))
    return _make_tasks(drafts, [pool[i] for i in [*picked, *others][:most]], loaded)


def draw(
    drafts: Sequence[Draft],
    n: int | None = None,
    *,
    seed: int = 0,
    model: Model | str | os.PathLike[str] | None = None,
) -> list[Task]:
    """Draw units at random, all with the same probability, or return all of them.

    Parameters
    ----------
    drafts : sequence of Draft
    n : int, optional
        Number of units, at least 1; by default all.
    seed : int
        Seed of the draw.
    model : Model, str or path-like, optional
        The model whose labels are noted beside; by default the one of the library.

    Returns
    -------
    list of Task
        `n` in the order of the draw, so that the first ones are a random sample, too; all in the
        order of the releases. Units with a label, and kinds that have none, are left out.

    Raises
    ------
    InputError
        If `n` is no whole number above 0.
    ModelError
        If the model cannot be loaded.

    Examples
    --------
    >>> from fls.document import Document
    >>> from fls.labelling import drafts
    >>> texts = ["Sales rose 4%. We may see growth. We may see growth."]
    >>> [task.unit for task in draw(drafts(map(Document, texts)))]
    [0, 1, 2]
    """
    most = None if n is None else check_whole("n", n, least=1)
    loaded = model if isinstance(model, Model) else load_model(model)
    places = _list_places(drafts)
    if most is not None:
        order = np.random.default_rng(seed).permutation(len(places))[:most]
        places = [places[i] for i in order.tolist()]
    needed = sorted({draft for draft, _ in places})
    scored = {
        (needed[c.draft], c.unit): c._replace(draft=needed[c.draft])
        for part in _score_candidates([drafts[number] for number in needed], loaded)
        for c in part
    }
    return _make_tasks(drafts, [scored[place] for place in places], loaded)


def count_copies(drafts: Sequence[Draft], tasks: Sequence[Task]) -> int:
    """Return the number of unlabelled units that have the text of a task but are no tasks.

    Parameters
    ----------
    drafts : sequence of Draft
    tasks : sequence of Task
        Some of their units, as :func:`choose` returns them.

    Returns
    -------
    int
    """
    task_texts = {_tidy(task.text) for task in tasks}
    texts = (_tidy(_get_text(drafts, *place)) for place in _list_places(drafts))
    return sum(text in task_texts for text in texts) - len(tasks)


def _list_places(drafts: Sequence[Draft]) -> list[tuple[int, int]]:
    """Return draft and unit numbers of the units that need a label."""
    return [
        (d, u)
        for d, draft in enumerate(drafts)
        for u, unit in enumerate(draft.release.units)
        if _is_wanted(unit)
    ]


def _select_best(drafts: Sequence[Draft], pool: list[_Candidate], n: int) -> list[_Candidate]:
    """Return the most uncertain candidates, copies after all others."""
    pool = sorted(pool, key=lambda c: (-c.uncertainty, c.draft, c.unit))
    first: dict[str, _Candidate] = {}
    copies = [
        c for c in pool if first.setdefault(_tidy(_get_text(drafts, c.draft, c.unit)), c) is not c
    ]
    return [*first.values(), *copies][:n]


def _get_text(drafts: Sequence[Draft], draft: int, number: int) -> str:
    release = drafts[draft].release
    unit = release.units[number]
    return release.text[unit.start : unit.end]


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _score_candidates(drafts: Sequence[Draft], model: Model) -> Iterator[list[_Candidate]]:
    """Score the releases, several at a time, and yield their units that need a label."""
    for first in range(0, len(drafts), _RELEASES_PER_PASS):
        part = [draft.release for draft in drafts[first : first + _RELEASES_PER_PASS]]
        units = [as_units(release) for release in part]
        _, p, specific = model.probabilities([release.text for release in part], units)
        top = np.sort(p, axis=1)[:, -2:]
        # Rounded, so that the order does not depend on the last bits.
        uncertainty = np.round(1.0 - (top[:, 1] - top[:, 0]), 6)
        places = [(d, u) for d, release in enumerate(part) for u in range(len(release.units))]
        yield [
            _Candidate(float(uncertainty[row]), first + d, u, p[row], float(specific[row]))
            for row, (d, u) in enumerate(places)
            if _is_wanted(part[d].units[u])
        ]


def _is_wanted(unit: GoldUnit) -> bool:
    return unit.kind in LABELLED_KINDS and unit.label is None


def _weigh_words(texts: Sequence[str]) -> csr_matrix:
    """Return the words of each text, weighted by rarity, as rows of length 1."""
    from scipy import sparse

    layout = HashSizes()
    units = [[Unit("sentence", 0, len(text), "given", 0)] for text in texts]
    full = matrix(extract(texts, units, layout)[1], layout, vectors=False)
    words: csr_matrix = full[:, : 1 << layout.words].tocsr()
    words.sum_duplicates()
    rarity = np.log(len(texts) / np.maximum(np.bincount(words.indices), 1)) + 1.0
    words.data *= rarity[words.indices]
    length = np.sqrt(np.asarray(words.multiply(words).sum(axis=1)).ravel())
    scale: Any = sparse.diags_array(1.0 / np.maximum(length, 1e-12))
    unit_rows: csr_matrix = (scale @ words).tocsr()
    return unit_rows


def _pick(uncertainty: Floats, rows: csr_matrix, n: int) -> list[int]:
    """Return the numbers of rows selected one by one; copies of selected rows have no worth."""
    nearest = np.zeros(len(uncertainty))
    picked: list[int] = []
    for _ in range(min(n, len(uncertainty))):
        worth = np.round(uncertainty * (1.0 - nearest), 6)
        worth[picked] = -1.0
        best = int(worth.argmax())
        if worth[best] <= 0.0:
            break
        picked.append(best)
        similarity = (rows @ rows[[best]].T).toarray().ravel()
        nearest = np.maximum(nearest, np.minimum(similarity, 1.0))
    return picked


def _make_tasks(
    drafts: Sequence[Draft], candidates: Sequence[_Candidate], model: Model
) -> list[Task]:
    digests = {
        number: compute_digest(drafts[number].release.text) for number in {c[1] for c in candidates}
    }
    name = model.digest[:12]
    return [_make_task(drafts[c.draft], c, digests[c.draft], name) for c in candidates]


def _make_task(draft: Draft, candidate: _Candidate, digest: str, model: str) -> Task:
    release, at = draft.release, candidate.unit
    unit = release.units[at]
    before, text, after = (
        "" if u is None else release.text[u.start : u.end]
        for u in _get_neighbours(release.units, at)
    )
    chosen = int(decide(candidate.p))
    label = LABELS[chosen]
    definite = candidate.specific >= 0.5 if label == "forward_looking" else None
    code = encode_marks(GoldUnit(unit.kind, unit.start, unit.end, label, None, definite))[1]
    key = Key(release.id, unit.start, unit.end, digest)
    number = draft.numbers[at] if draft.numbers else at
    p = round(float(candidate.p[chosen]), 6)
    doc_id = draft.doc_id or release.id
    texts = (before, text, after)
    return Task(str(key), draft.source, unit.kind, *texts, code, p, model, doc_id, number)


def _get_neighbours(units: Sequence[GoldUnit], at: int) -> list[GoldUnit | None]:
    """Return the unit before, the unit, and the one after; None beyond the ends of a release."""
    return [units[n] if 0 <= n < len(units) else None for n in (at - 1, at, at + 1)]
