"""Words of rated releases as numbers, and the ridge regression that grades them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from fls.analysis.diction import FEWEST
from fls.analysis.phrases import BREAK
from fls.arrays import Flags, Floats

__all__ = ["Words", "count_words", "write_grades"]

#: Real releases that must hold a word for it to have a grade.
MIN_RELEASES = 12
#: Strength of the prior: how far a word of usual spread may go.
STRENGTH = 0.24
#: Size of a grade below which it rounds to 0.
_MIN_GRADE = 0.005
_FILE = Path("fls/lexicons/diction.tsv")
_HEADER = """\
# Words and how much each adds to a score, see fls/analysis/diction.py.
# Origin: fitted by tools/fit_scores.py to the mean ratings of three readers, data/ratings.csv.
# Licence: CC BY 4.0."""


class Words(NamedTuple):
    """Shares of words in releases.

    Parameters
    ----------
    names : tuple of str
    share : (n, n_words) float64
    factor : (n_words,) float64
        Factor of a share before the penalty: a common word may vary less.
    """

    names: tuple[str, ...]
    share: Floats
    factor: Floats

    def without(self, words: Collection[str]) -> Words:
        """Return the words with no grade for some of them."""
        return self._replace(factor=self.factor * [word not in words for word in self.names])

    def kernel(self) -> Floats:
        """Return the covariance of the releases under the prior: (n, n) float64."""
        scaled = (self.share - self.share.mean(axis=0)) * self.factor
        return np.asarray(STRENGTH * scaled @ scaled.T)

    def grades(self, weights: Floats) -> Floats:
        """Return the grade of each word from the weights of the releases in the kernel."""
        scaled = (self.share - self.share.mean(axis=0)) * self.factor
        return np.asarray(STRENGTH * self.factor * (scaled.T @ weights))


def count_words(texts: Sequence[Sequence[str]], real: Flags) -> Words:
    """Count words.

    Parameters
    ----------
    texts : sequence of sequence of str
        Words of the bodies, see :func:`fls.analysis.phrases.split`.
    real : (n,) bool
        Whether a release is real; only words of real ones may have grades.
    """
    counts = [Counter(word for word in text if word != BREAK) for text in texts]
    seen = Counter(
        word for words, is_real in zip(counts, real, strict=True) if is_real for word in words
    )
    names = tuple(
        sorted(w for w, n in seen.items() if n >= MIN_RELEASES and w.isalpha() and len(w) > 1)
    )
    size = np.array([max(words.total(), FEWEST) for words in counts], dtype=np.float64)
    share = np.array([[words[word] for word in names] for words in counts]) / size[:, None]
    spread = np.maximum(share[real].std(axis=0), 1e-4)
    return Words(names, share, spread**-0.5)


def write_grades(grades: dict[str, Floats], names: Sequence[str]) -> None:
    """Write the list; a grade that rounds to 0 is left out."""
    scores = list(grades)
    lines = [_HEADER, "\t".join(("word", *scores))]
    for i, word in enumerate(names):
        values = [float(grades[score][i]) for score in scores]
        cells = [f"{value:.2f}" if abs(value) >= _MIN_GRADE else "" for value in values]
        if any(cells):
            lines.append("\t".join((word, *cells)))
    _FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
