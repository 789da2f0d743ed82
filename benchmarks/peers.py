"""Fit, load and run the pipelines that the library is compared with.

Peers are imported inside the functions, so that a new process pays only for what it measures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from texts import REAL, ROOT

from fls.document import LABELS

if TYPE_CHECKING:
    import pandas as pd

    from fls import corpus

__all__ = ["PACKAGES", "find_versions", "fit", "load_pipelines", "load_splitters"]

#: Packages whose versions the figures depend on.
PACKAGES = (
    "numpy", "pandas", "scikit-learn", "nltk", "fasttext-wheel", "nupunkt", "blingfire", "syntok",
    "pysbd", "spacy",
)  # fmt: skip

Texts = Sequence[str]
Splitter = Callable[[str], Sequence[Any]]
Pipeline = Callable[[Texts], "pd.DataFrame"]
#: Sentences to probabilities.
_Predict = Callable[[Sequence[str]], Any]
#: Sentences with their labels.
_Rows = list[tuple[str, str]]


def find_versions() -> dict[str, str]:
    """Return the version of each package that is installed."""
    versions = {}
    for package in PACKAGES:
        with _allow_missing():
            versions[package] = version(package)
    return versions


def fit(folder: Path) -> dict[str, Any]:
    """Fit the peers' models on the units that the library's own models learn from.

    These are both corpora, as for `models/default`; scikit-learn's model is also fitted on
    `data/releases` alone, as `models/open` is. Without the texts of `data/wire` all models learn
    from `data/releases`.

    Parameters
    ----------
    folder : pathlib.Path
        Gets ``tfidf.joblib``, ``tfidf-open.joblib`` if that is another one, and ``fasttext.bin``
        if that library is installed.

    Returns
    -------
    dict
        ``units`` of training; ``recalled``, by peer the share of them whose label the model
        predicts, which shows that the model works, not how good it is.
    """
    written, wire = _read_written(), _read_wire()
    sentences, labels = zip(*written, *wire, strict=True)
    recalled = {"scikit-learn": _fit_tfidf(folder / "tfidf.joblib", sentences, labels)}
    if wire:
        _fit_tfidf(folder / "tfidf-open.joblib", *zip(*written, strict=True))
    with _allow_missing():
        recalled["fastText"] = _fit_fasttext(folder, sentences, labels)
    return {"units": len(sentences), "recalled": recalled}


def load_pipelines(folder: Path, chosen: str | None = None) -> dict[str, Pipeline]:
    """Load the peers' ways from texts to one table, by name.

    Each makes a row for each sentence: ``doc``, ``text``, ``label`` and the four probabilities.
    "A table for each document" puts those tables together at the end, as such code is commonly
    written; the others gather rows and build one table, which is faster.

    Parameters
    ----------
    folder : pathlib.Path
        The folder that :func:`fit` has filled.
    chosen : str, optional
        Name of the only one to load. All if not given.

    Returns
    -------
    dict
    """
    nltk, fasttext = (_load_nltk, _load_tfidf), folder / "fasttext.bin"
    both, alone = (*nltk, folder / "tfidf.joblib"), (*nltk, folder / "tfidf-open.joblib")
    ways = {
        "nltk + scikit-learn, a table for each document": (_score_by_table, *both),
        "nltk + scikit-learn, each document": (_score_each, *both),
        "nltk + scikit-learn, batched": (_score_batched, *both),
        "the same on data/releases alone, each document": (_score_each, *alone),
        "the same on data/releases alone, batched": (_score_batched, *alone),
        "nltk + fastText": (_score_batched, _load_nltk, _load_fasttext, fasttext),
        "nupunkt + fastText": (_score_batched, _load_nupunkt, _load_fasttext, fasttext),
    }
    loaded = {}
    for name, way in ways.items():
        if chosen in (None, name) and way[-1].exists():
            with _allow_missing():
                loaded[name] = _make_pipeline(*way)
    return loaded


def _make_pipeline(
    run: Callable[[Texts, Splitter, _Predict], pd.DataFrame],
    splitter: Callable[[], Splitter],
    load: Callable[[Path], _Predict],
    model: Path,
) -> Pipeline:
    cut, predict = splitter(), load(model)
    return lambda texts: run(texts, cut, predict)


def load_splitters() -> dict[str, Splitter]:
    """Load the peers that cut text into sentences, by name; slowest last."""
    loaded: dict[str, Splitter] = {}
    makers = {
        "nltk": _load_nltk,
        "nupunkt": _load_nupunkt,
        "blingfire": _load_blingfire,
        "spaCy, blank with sentencizer": _load_spacy,
        "syntok": _load_syntok,
        "pySBD": _load_pysbd,
    }
    for name, make in makers.items():
        with _allow_missing():
            loaded[name] = make()
    return loaded


@contextmanager
def _allow_missing() -> Iterator[None]:
    """Leave a comparison out if its library is not installed."""
    with suppress(ModuleNotFoundError, PackageNotFoundError):
        yield


def _read_written() -> _Rows:
    """Read the sentences of the written releases and their labels."""
    from fls import corpus

    return _list_labelled(corpus.read(ROOT / "data" / "releases"))


def _read_wire() -> _Rows:
    """Read the sentences of real releases and their labels, if the texts are there."""
    from fls import corpus

    places = [REAL / "releases" / "unlabelled.tar.gz", REAL / "wire" / "raw"]
    there = [place for place in places if place.exists()]
    return _list_labelled(corpus.join(ROOT / "data" / "wire", corpus.texts_of(there))[0])


def _list_labelled(releases: Iterable[corpus.AnnotatedRelease]) -> _Rows:
    return [
        (" ".join(release.text[unit.start : unit.end].split()), unit.label)
        for release in releases
        for unit in release.units
        if unit.label is not None
    ]


def _fit_tfidf(path: Path, sentences: Texts, labels: Sequence[str]) -> float:
    import joblib
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    tfidf = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 3), sublinear_tf=True), LogisticRegression(max_iter=1000)
    )
    tfidf.fit(sentences, labels)
    joblib.dump(tfidf, path)
    return float(tfidf.score(sentences, labels))


def _load_tfidf(path: Path) -> _Predict:
    import joblib

    tfidf = joblib.load(path)
    order = [tfidf.classes_.tolist().index(label) for label in LABELS]
    return lambda sentences: tfidf.predict_proba(sentences)[:, order]


def _score_by_table(texts: Texts, cut: Splitter, predict: _Predict) -> pd.DataFrame:
    """Make a table for each text, and put them together."""
    import pandas as pd

    tables = []
    for number, text in enumerate(texts):
        sentences = cut(text)
        tables.append(_make_frame([sentences], predict(sentences), number))
    return pd.concat(tables, ignore_index=True)


def _score_each(texts: Texts, cut: Splitter, predict: _Predict) -> pd.DataFrame:
    """Score each text by itself, and make one table of all."""
    import numpy as np

    by_text = [cut(text) for text in texts]
    return _make_frame(by_text, np.concatenate([predict(sentences) for sentences in by_text]))


def _score_batched(texts: Texts, cut: Splitter, predict: _Predict) -> pd.DataFrame:
    """Score the sentences of all texts in one call."""
    by_text = [cut(text) for text in texts]
    return _make_frame(
        by_text, predict([sentence for sentences in by_text for sentence in sentences])
    )


def _make_frame(by_text: Sequence[Sequence[str]], p: Any, first: int = 0) -> pd.DataFrame:
    """Make one table of some documents, which are numbered from ``first``."""
    import numpy as np
    import pandas as pd

    columns = {
        "doc": np.repeat(
            first + np.arange(len(by_text)), [len(sentences) for sentences in by_text]
        ),
        "text": [sentence for sentences in by_text for sentence in sentences],
        "label": pd.Categorical.from_codes(p.argmax(axis=1), categories=pd.Index(LABELS)),
    }
    return pd.DataFrame(columns | {f"p_{label}": p[:, i] for i, label in enumerate(LABELS)})


def _fit_fasttext(folder: Path, sentences: Iterable[str], labels: Iterable[str]) -> float:
    import fasttext

    lines = [f"__label__{label} {text}\n" for text, label in zip(sentences, labels, strict=True)]
    data = folder / "fasttext.txt"
    data.write_text("".join(lines), encoding="utf-8")
    # Smaller than by default, hence faster: the comparison favours the peer.
    model = fasttext.train_supervised(
        str(data), wordNgrams=3, dim=10, bucket=200_000, epoch=25, lr=0.5, thread=1, verbose=0
    )
    model.save_model(str(folder / "fasttext.bin"))
    return float(model.test(str(data))[1])


def _load_fasttext(path: Path) -> _Predict:
    import fasttext
    import numpy as np

    fasttext.FastText.eprint = lambda *_: None
    # The wrapper fails with numpy 2 for one text, and for a list it repeats the first
    # probability; the call beneath it is right and no slower.
    call = fasttext.load_model(str(path)).f.predict
    column = {f"__label__{label}": i for i, label in enumerate(LABELS)}

    def tag(sentences: Sequence[str]) -> Any:
        p = np.zeros((len(sentences), len(LABELS)))
        for row, sentence in enumerate(sentences):
            line = sentence.replace("\n", " ") + "\n"
            for probability, label in call(line, len(LABELS), 0.0, "replace"):
                p[row, column[label]] = probability
        return p

    return tag


def _load_nltk() -> Splitter:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

    return PunktSentenceTokenizer().tokenize  # type: ignore[no-any-return]


def _load_nupunkt() -> Splitter:
    import nupunkt

    return nupunkt.sent_tokenize


def _load_blingfire() -> Splitter:
    import blingfire

    return lambda text: blingfire.text_to_sentences(text).split("\n")


def _load_spacy() -> Splitter:
    import spacy

    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    return lambda text: [sentence.text for sentence in pipeline(text).sents]


def _load_syntok() -> Splitter:
    from syntok import segmenter

    return lambda text: [s for paragraph in segmenter.process(text) for s in paragraph]


def _load_pysbd() -> Splitter:
    import pysbd

    return pysbd.Segmenter(language="en", clean=False).segment  # type: ignore[no-any-return]
