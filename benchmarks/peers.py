"""The pipelines that the library is compared with: how each is fitted, loaded and run.

Peers are imported inside the functions, so that a new process pays only for what it measures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from texts import ROOT

from fls.document import LABELS

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["PACKAGES", "fit", "installed", "pipelines", "splitters"]

#: What the figures depend on.
PACKAGES = (
    "numpy", "pandas", "scikit-learn", "nltk", "fasttext-wheel", "nupunkt", "blingfire", "syntok",
    "pysbd", "spacy",
)  # fmt: skip

Texts = Sequence[str]
Splitter = Callable[[str], Sequence[Any]]
Pipeline = Callable[[Texts], "pd.DataFrame"]


def installed() -> dict[str, str]:
    """Tell the version of each package that is there."""
    found = {}
    for package in PACKAGES:
        with _allow_missing():
            found[package] = version(package)
    return found


def fit(folder: Path) -> dict[str, float]:
    """Fit the peers' models on the sentences that the library's own model learns from.

    Parameters
    ----------
    folder : pathlib.Path
        Gets ``tfidf.joblib``, and ``fasttext.bin`` if that library is there.

    Returns
    -------
    dict of str to float
        Share of the training sentences whose label the model gives back: shows that it is a
        working model, not how good it is.
    """
    import joblib
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    sentences, labels = _training_data()
    tfidf = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 3), sublinear_tf=True), LogisticRegression(max_iter=1000)
    )
    tfidf.fit(sentences, labels)
    joblib.dump(tfidf, folder / "tfidf.joblib")
    recalled = {"scikit-learn": float(tfidf.score(sentences, labels))}
    with _allow_missing():
        recalled["fastText"] = _fit_fasttext(folder, sentences, labels)
    return recalled


def pipelines(folder: Path) -> dict[str, Pipeline]:
    """Give the peers' ways from texts to one table, by name.

    Each gives a row a sentence with ``doc``, ``text``, ``label`` and the four probabilities; the
    table is built once at the end, which is faster than the common table for each document.

    Parameters
    ----------
    folder : pathlib.Path
        What :func:`fit` has filled.

    Returns
    -------
    dict
    """
    import joblib

    tfidf = joblib.load(folder / "tfidf.joblib")
    order = [tfidf.classes_.tolist().index(label) for label in LABELS]
    cut = _nltk()

    def predict(sentences: Sequence[str]) -> Any:
        return tfidf.predict_proba(sentences)[:, order]

    found = {
        "nltk + scikit-learn, each document": lambda texts: _each(texts, cut, predict),
        "nltk + scikit-learn, batched": lambda texts: _batched(texts, cut, predict),
    }
    with _allow_missing():
        tag = _load_fasttext(folder)
        found["nltk + fastText"] = lambda texts: _batched(texts, cut, tag)
        nupunkt = _nupunkt()
        found["nupunkt + fastText"] = lambda texts: _batched(texts, nupunkt, tag)
    return found


def splitters() -> dict[str, Splitter]:
    """Give the peers that cut text into sentences, by name; slowest last."""
    found: dict[str, Splitter] = {}
    makers = {
        "nltk": _nltk,
        "nupunkt": _nupunkt,
        "blingfire": _blingfire,
        "spaCy, blank with sentencizer": _spacy,
        "syntok": _syntok,
        "pySBD": _pysbd,
    }
    for name, make in makers.items():
        with _allow_missing():
            found[name] = make()
    return found


@contextmanager
def _allow_missing() -> Iterator[None]:
    """Leave a comparison out if its library is not installed."""
    with suppress(ModuleNotFoundError, PackageNotFoundError):
        yield


def _training_data() -> tuple[list[str], list[str]]:
    from fls import corpus

    rows = [
        (" ".join(release.text[unit.start : unit.end].split()), unit.label)
        for release in corpus.read(ROOT / "data" / "releases")
        for unit in release.units
        if unit.label is not None
    ]
    return [text for text, _ in rows], [label for _, label in rows]


def _each(texts: Texts, cut: Splitter, predict: Callable[[Sequence[str]], Any]) -> pd.DataFrame:
    import numpy as np

    found = [cut(text) for text in texts]
    return _frame(found, np.concatenate([predict(sentences) for sentences in found]))


def _batched(texts: Texts, cut: Splitter, predict: Callable[[Sequence[str]], Any]) -> pd.DataFrame:
    found = [cut(text) for text in texts]
    return _frame(found, predict([sentence for sentences in found for sentence in sentences]))


def _frame(found: Sequence[Sequence[str]], p: Any) -> pd.DataFrame:
    import numpy as np
    import pandas as pd

    columns = {
        "doc": np.repeat(np.arange(len(found)), [len(sentences) for sentences in found]),
        "text": [sentence for sentences in found for sentence in sentences],
        "label": pd.Categorical.from_codes(p.argmax(axis=1), categories=pd.Index(LABELS)),
    }
    return pd.DataFrame(columns | {f"p_{label}": p[:, i] for i, label in enumerate(LABELS)})


def _fit_fasttext(folder: Path, sentences: Iterable[str], labels: Iterable[str]) -> float:
    import fasttext

    lines = [f"__label__{label} {text}\n" for text, label in zip(sentences, labels, strict=True)]
    data = folder / "fasttext.txt"
    data.write_text("".join(lines), encoding="utf-8")
    # Smaller than by default, hence faster: the comparison leans to the peer's side.
    model = fasttext.train_supervised(
        str(data), wordNgrams=3, dim=10, bucket=200_000, epoch=25, lr=0.5, thread=1, verbose=0
    )
    model.save_model(str(folder / "fasttext.bin"))
    return float(model.test(str(data))[1])


def _load_fasttext(folder: Path) -> Callable[[Sequence[str]], Any]:
    import fasttext
    import numpy as np

    fasttext.FastText.eprint = lambda *_: None
    # The wrapper fails with numpy 2 for one text, and for a list it repeats the first
    # probability; the call beneath it is right and no slower.
    call = fasttext.load_model(str(folder / "fasttext.bin")).f.predict
    column = {f"__label__{label}": i for i, label in enumerate(LABELS)}

    def tag(sentences: Sequence[str]) -> Any:
        p = np.zeros((len(sentences), len(LABELS)))
        for row, sentence in enumerate(sentences):
            line = sentence.replace("\n", " ") + "\n"
            for probability, label in call(line, len(LABELS), 0.0, "replace"):
                p[row, column[label]] = probability
        return p

    return tag


def _nltk() -> Splitter:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

    return PunktSentenceTokenizer().tokenize  # type: ignore[no-any-return]


def _nupunkt() -> Splitter:
    import nupunkt

    return nupunkt.sent_tokenize


def _blingfire() -> Splitter:
    import blingfire

    return lambda text: blingfire.text_to_sentences(text).split("\n")


def _spacy() -> Splitter:
    import spacy

    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    return lambda text: [sentence.text for sentence in pipeline(text).sents]


def _syntok() -> Splitter:
    from syntok import segmenter

    return lambda text: [s for paragraph in segmenter.process(text) for s in paragraph]


def _pysbd() -> Splitter:
    import pysbd

    return pysbd.Segmenter(language="en", clean=False).segment  # type: ignore[no-any-return]
