from __future__ import annotations

import re
from collections import Counter

import numpy as np
import pytest

from fls.document import Unit
from fls.features import Extract, HashSizes, extract, matrix, slot_vectors
from fls.features.context import columns
from fls.lexicons import load_vectors
from fls.segmentation import segment
from tests.unit.sheets import tokens_of

LAYOUT = HashSizes(words=14, runs=15, head=10)
TEXTS = (
    "Acme Opens Plant\n\nDAYTON, Ohio -- Acme opened a plant in 2019. It expects sales to double by"
    ' 2021. "We are proud," said Ann Poe.\n\nAbout Acme\n\nAcme makes pumps. Pumps!\n\n'
    "Forward-Looking Statements\n\nThis release contains forward-looking statements.\n",
    "Nothing here but one sentence of no great length.",
    "Outlook\n\n- Revenue of $4 to $5 million\n- Margin of 12%\n\n###\n",
    "\n",
)
WORD = re.compile(r"[^\W_]+|[$€£¥%!?\"“”;:&+®™©(\[]")


def units_of(text: str) -> list[Unit]:
    return segment(text)


def read(*texts: str) -> Extract:
    return extract(texts, [units_of(text) for text in texts], LAYOUT)[1]


def slot(run: list[str], bits: int) -> int:
    """Return the slot of a run of words, hashed on its own."""
    tokens = tokens_of(" ".join(run))
    hashes = (tokens.word, tokens.pair, tokens.triple)[len(run) - 1]
    return int(hashes[0]) >> (64 - bits)


def beginning(run: list[str], bits: int) -> int:
    return int(tokens_of(" ".join(run)).begin[0]) >> (64 - bits)


def slow_row(text: str, units: list[Unit], row: int) -> dict[int, float]:
    """Return the hashed columns of a unit, computed with dicts."""
    words = WORD.findall(text[units[row].start : units[row].end])
    scale = 1 / np.sqrt(max(1, len(words)))
    counts: Counter[int] = Counter()
    runs_from, head_from = 1 << LAYOUT.words, (1 << LAYOUT.words) + (1 << LAYOUT.runs)
    for i in range(len(words)):
        counts[slot(words[i : i + 1], LAYOUT.words)] += 1
        for n in (2, 3):
            if i + n <= len(words):
                counts[runs_from + slot(words[i : i + n], LAYOUT.runs)] += 1
    if words:
        counts[runs_from + beginning(words[:2], LAYOUT.runs)] += 1
    result = {column: count * scale for column, count in counts.items()}
    above = [u for u in units[: row + 1] if u.kind == "heading"]
    if above:
        heading = WORD.findall(text[above[-1].start : above[-1].end])
        for word in heading:
            column = head_from + slot([word], LAYOUT.head)
            result[column] = result.get(column, 0) + 1 / np.sqrt(len(heading))
    return result


@pytest.mark.parametrize("text", TEXTS[:3])
def test_the_matrix_equals_a_slow_count(text: str) -> None:
    units = units_of(text)
    rows = matrix(read(text), LAYOUT, vectors=False).toarray()
    n_hashed = rows.shape[1] - len(columns())
    for number, row in enumerate(rows):
        expected = np.zeros(n_hashed)
        for column, value in slow_row(text, units, number).items():
            expected[column] = value
        np.testing.assert_allclose(row[:n_hashed], expected, rtol=1e-13, err_msg=str(units[number]))


def test_the_dense_block_comes_last() -> None:
    features = read(TEXTS[0])
    rows = matrix(features, LAYOUT, vectors=False).toarray()
    assert (rows[:, -len(columns()) :] == features.context.dense()).all()


def test_the_block_of_vectors_is_the_sum_over_the_words() -> None:
    features = read(TEXTS[1])
    with_vectors = matrix(features, LAYOUT).toarray()
    without = matrix(features, LAYOUT, vectors=False).toarray()
    first = without.shape[1] - len(columns())
    size = with_vectors.shape[1] - without.shape[1]
    table = slot_vectors(LAYOUT)
    assert size == table.shape[1] == load_vectors()[1].shape[1]
    expected = table[features.words].sum(axis=0) * features.scale[0]
    np.testing.assert_allclose(with_vectors[0, first : first + size], expected, atol=1e-12)
    assert (with_vectors[:, :first] == without[:, :first]).all()


def test_the_vector_of_a_slot_is_that_of_its_first_word() -> None:
    words, vectors = load_vectors()
    table = slot_vectors(LAYOUT)
    seen: set[int] = set()
    for word, vector in list(zip(words, vectors, strict=True))[:300]:
        where = slot([word.replace("#", "0")], LAYOUT.words)
        if where not in seen:
            assert (table[where] == vector).all(), word
        seen.add(where)


def rows_of(features: Extract) -> list[tuple[bytes, ...]]:
    """Return everything about each unit, as bytes."""
    rows = []
    for unit in range(len(features.scale)):
        a, b = features.offset[unit : unit + 2]
        parts = [features.words, features.pairs, features.triples, features.head]
        rows.append(
            (
                *(part[a:b].tobytes() for part in parts),
                features.begin[unit].tobytes(),
                features.scale[unit].tobytes(),
                features.context.dense()[unit].tobytes(),
            )
        )
    return rows


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (1, 0), (2, 2, 0), (3, 1)])
def test_a_release_has_the_same_rows_in_any_company(order: tuple[int, ...]) -> None:
    together = rows_of(read(*(TEXTS[i] for i in order)))
    alone = [row for i in order for row in rows_of(read(TEXTS[i]))]
    assert together == alone


def test_real_sized_batches_do_not_matter_either() -> None:
    texts = [TEXTS[i % 3].replace("Acme", f"Firm{i}") for i in range(200)]
    together = rows_of(read(*texts))
    alone = [row for text in texts for row in rows_of(read(text))]
    assert together == alone


def test_a_heading_in_the_first_row_counts_for_itself_and_what_stands_below() -> None:
    text = "Outlook\n\nSales rose."
    units = [Unit("heading", 0, 7, "line", 0), Unit("sentence", 9, 20, "prose", 1)]
    rows = matrix(extract([text], [units], LAYOUT)[1], LAYOUT, vectors=False).toarray()
    first = (1 << LAYOUT.words) + (1 << LAYOUT.runs)
    assert rows[:, first + slot(["Outlook"], LAYOUT.head)].tolist() == [1.0, 1.0]


def test_no_units_give_no_rows() -> None:
    features = read()
    assert features.context.dense().shape == (0, len(columns()))
    assert matrix(features, LAYOUT, vectors=False).shape[0] == 0
    assert read("").context.dense().shape == (0, len(columns()))
