"""Train the word vectors of ``fls/lexicons`` from a pile of plain-text releases.

Counts of neighbouring words become positive pointwise mutual information, a truncated singular
value decomposition makes them short, and eight bits a number make them small. A word must stand
in several documents, so that nothing peculiar to one release enters the file.

    python tools/train_vectors.py --texts releases.tar.gz data/releases \
        --out fls/lexicons/word_vectors.npz
"""

from __future__ import annotations

import argparse
import re
import sys
import tarfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

__all__ = [
    "Options",
    "collect_vocabulary",
    "main",
    "quantise",
    "read_texts",
    "split_tokens",
    "train",
]

FORMAT = 1
_WORD = re.compile(r"[^\W_]+")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Options:
    """How vectors are trained.

    Parameters
    ----------
    window : int
        Words on each side that count as neighbours, with weight ``1/distance``.
    dimension : int
        Length of a vector.
    power : float
        Exponent of the singular values: 0 gives every direction the same weight.
    shift : float
        Logarithm of this number is subtracted from the mutual information.
    min_documents : int
        Documents in which a word must stand to enter the vocabulary.
    """

    window: int = 5
    dimension: int = 64
    power: float = 0.5
    shift: float = 1.0
    min_documents: int = 8


def split_tokens(text: str) -> list[str]:
    """Split a text into words: lower case, runs of letters and digits, each digit as ``#``."""
    return [_DIGIT.sub("#", word) for word in _WORD.findall(text.lower())]


def read_texts(paths: Iterable[Path]) -> Iterator[str]:
    """Yield the texts of ``.txt`` and ``.units`` files in folders and tar files, sorted."""
    for path in paths:
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                if file.suffix in {".txt", ".units"} and file.is_file():
                    yield _decode(file.name, file.read_bytes())
        else:
            with tarfile.open(path) as tar:
                for member in sorted(tar.getmembers(), key=lambda member: member.name):
                    stream = tar.extractfile(member) if member.isfile() else None
                    if stream and member.name.endswith((".txt", ".units")):
                        yield _decode(member.name, stream.read())


def _decode(name: str, data: bytes) -> str:
    """Decode a file, of units only their texts."""
    text = data.decode("utf-8", errors="replace")
    if name.endswith(".units"):  # kind, label, text
        return "\n".join(line.split("\t")[-1] for line in text.split("\n"))
    return text


def collect_vocabulary(documents: Iterable[Sequence[str]], min_documents: int) -> tuple[str, ...]:
    """Return the words that stand in at least ``min_documents`` documents, sorted."""
    count = Counter(word for words in documents for word in set(words))
    return tuple(sorted(word for word, n in count.items() if n >= min_documents))


def _count_neighbours(
    documents: Iterable[Sequence[str]], words: Sequence[str], window: int
) -> sparse.csr_matrix:
    """Count neighbours by weight: symmetric, shape (len(words), len(words))."""
    place = {word: i for i, word in enumerate(words)}
    pieces = []
    for document in documents:
        pieces.append(np.array([place.get(word, -1) for word in document], dtype=np.int32))
        pieces.append(np.full(window, -1, dtype=np.int32))  # no neighbours across documents
    line = np.concatenate(pieces)
    total = sparse.csr_matrix((len(words), len(words)), dtype=np.float64)
    for distance in range(1, window + 1):
        left, right = line[:-distance], line[distance:]
        both = (left >= 0) & (right >= 0)
        weight = np.full(int(both.sum()), 1 / distance)
        total = total + sparse.csr_matrix((weight, (left[both], right[both])), shape=total.shape)
    return (total + total.T).tocsr()


def _measure_information(counts: sparse.csr_matrix, shift: float) -> sparse.csr_matrix:
    """Return positive pointwise mutual information with smoothed contexts (exponent 3/4)."""
    row = np.asarray(counts.sum(axis=1)).ravel()
    context = row**0.75
    context /= context.sum()
    pairs = counts.tocoo()
    value = np.log(pairs.data / row[pairs.row] / context[pairs.col]) - np.log(shift)
    keep = value > 0
    return sparse.csr_matrix((value[keep], (pairs.row[keep], pairs.col[keep])), shape=counts.shape)


def train(
    documents: Sequence[Sequence[str]], options: Options
) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """Train vectors.

    Returns
    -------
    words : tuple of str
        The vocabulary, sorted.
    vectors : ndarray of float64, shape (len(words), options.dimension)
        Rows of length 1 (a word without neighbours has length 0).
    """
    from sklearn.utils.extmath import randomized_svd

    words = collect_vocabulary(documents, options.min_documents)
    information = _measure_information(
        _count_neighbours(documents, words, options.window), options.shift
    )
    left, values, _ = randomized_svd(
        information, n_components=options.dimension, n_iter=5, random_state=0
    )
    vectors = left * values**options.power
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return words, vectors / np.where(length > 0, length, 1)


def quantise(vectors: NDArray[np.float64]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return eight-bit numbers and the scale of each column: ``numbers * scale`` is the vector."""
    largest = np.abs(vectors).max(axis=0)
    scale = np.where(largest > 0, largest / 127, 1).astype(np.float32)
    return np.rint(vectors / scale).clip(-127, 127).astype(np.int8), scale


def save(path: Path, words: Sequence[str], vectors: NDArray[np.float64]) -> None:
    """Write the file that :func:`fls.lexicons.load_vectors` reads."""
    numbers, scale = quantise(vectors)
    np.savez_compressed(
        path,
        words=np.frombuffer("\n".join(words).encode("utf-8"), dtype=np.uint8),
        vectors=numbers,
        scale=scale,
        format=np.array(FORMAT),
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    default = Options()
    parser = argparse.ArgumentParser(description="Train the word vectors.")
    parser.add_argument("--texts", type=Path, nargs="+", required=True, help="folders, tar files")
    parser.add_argument("--out", type=Path, required=True, help="the .npz file to write")
    parser.add_argument("--window", type=int, default=default.window)
    parser.add_argument("--dimension", type=int, default=default.dimension)
    parser.add_argument("--power", type=float, default=default.power)
    parser.add_argument("--shift", type=float, default=default.shift)
    parser.add_argument("--min-documents", type=int, default=default.min_documents)
    options = vars(parser.parse_args(argv))
    texts, out = options.pop("texts"), options.pop("out")
    documents = [split_tokens(text) for text in read_texts(texts)]
    words, vectors = train(documents, Options(**options))
    save(out, words, vectors)
    sys.stdout.write(
        f"{len(documents)} documents, {len(words)} words, {out.stat().st_size} bytes\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
