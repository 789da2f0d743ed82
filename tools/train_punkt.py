"""Train the Punkt parameters of the library: ``fls/lexicons/punkt.json``.

Counts over all texts, and nothing else of them, go into the file::

    python tools/train_punkt.py --corpus data/releases/raw --texts unlabelled.tar.gz

nltk's ``PunktTrainer`` scores abbreviations, sentence starters and collocations. Three things
are added, because a large corpus of releases misleads it: an abbreviation that it learns must
be seen within sentences, a fixed list supplies what no corpus yields (``Inc.`` ends too many
sentences to be learned), and a way of writing a word counts only from a share of its
occurrences on, for every word has a capital in somebody's title.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
import tarfile
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from nltk.tokenize.punkt import PunktParameters, PunktToken, PunktTrainer

__all__ = ["Settings", "main", "train"]

OUT = Path(__file__).resolve().parents[1] / "fls" / "lexicons" / "punkt.json"
ABOUT = (
    "Punkt parameters: statistics over press releases, and a fixed list of abbreviations, "
    "made by tools/train_punkt.py. Licence: CC BY 4.0."
)

#: Abbreviations in use in releases: lower case, without the last full stop.
FIXED = {
    "company": """a.g a.s b.v bhd bros c.v co corp e.v g.m.b.h inc intl k.k l.l.c l.l.p l.p ltd ltda
        mfg n.v p.c p.l.c pte pty pvt s.a s.a.b s.a.r.l s.a.s s.e s.p.a s.r.l s.à.r.l sdn""",
    "title": """capt col dr drs esq gen gov hon ing jas jr lt messrs mr mrs ms prof rep reps ret
        rev sen sr st""",
    "degree": """b.a b.eng b.s b.s.n b.sc c.f.a c.p.a c.p.g d.d.s d.m.d d.o d.phil d.v.m dr.p.h
        ed.d f.c.a f.r.c.p j.d ll.b ll.m m.a m.b m.b.a m.b.b.s m.d m.eng m.h.s m.p.a m.p.h
        m.p.p m.phil m.s m.s.n m.sc p.e p.eng p.geo ph.d pharm.d psy.d r.n sc.d""",
    "month": "apr aug dec feb jan jul jun mar nov oct sep sept",
    "state": """ala alta ariz ark b.c calif colo conn d.c del fla ga ill ind kan ky la mass md
        mich minn miss mo mont n.b n.c n.d n.h n.j n.m n.s n.y neb nev okla ont ore p.e.i
        p.r pa que r.i s.c s.d sask tenn va vt w.va wash wis wyo""",
    "country": "e.u f.d.a n.a p.r.c s.e.c u.a.e u.k u.n u.s u.s.a",
    "address": "apt ave bldg blvd cres dept ext hwy p.o rd rte ste tel univ",
    "phrase": """a.d a.k.a a.m adj al approx avg ca cf cont d.b.a dba e.g etc excl f.k.a fig figs
        ft i.e i.v incl no nos p.m p.s pp ref refs resp sq viz vol vols vs""",
}
#: Those of them that open a quotation; the curly quote belongs to the token there.
QUOTED = "dr gov mr mrs ms no prof sen st u.k u.s"
#: Pairs that belong together although the second word may start a sentence.
PAIRS = {("1a", "risk"), ("1b", "unresolved"), ("7a", "quantitative"), ("u", "s")}
NUMBER = "##number##"
#: Types that are words or short letters with full stops between, hence no addresses.
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?|(?:[^\W\d_]{1,2}\.)+[^\W\d_]{0,2}")


class Settings(NamedTuple):
    """How much evidence is enough."""

    #: Documents in which a learned abbreviation must occur.
    documents: int = 5
    #: Maximum chance that a sentence goes on after an ordinary word so often.
    chance: float = 1e-4
    #: Documents in which any other word must occur: rarer ones are names, and noise.
    spread: int = 20
    #: Share of a word's occurrences in one kind of place from which a way of writing counts.
    share: float = 0.03
    #: Occurrences from which a pair may be a collocation.
    collocations: int = 10
    #: Which pairs may be: "numbers" (and initials), "abbreviations" (too), or "all".
    pairs: str = "abbreviations"


class Evidence:
    """Counts of what follows words with a full stop: more of the sentence, or a new paragraph."""

    def __init__(self) -> None:
        self.on: Counter[str] = Counter()
        self.over: Counter[str] = Counter()
        self.total: Counter[str] = Counter()
        self.documents: Counter[str] = Counter()

    def add(self, tokens: list[PunktToken]) -> None:
        """Count one document."""
        seen = set()
        for token, after in pairwise([*tokens, None]):
            if not token.period_final or len(token.type) < 2:
                continue
            word = token.type[:-1]
            seen.add(word)
            self.total[word] += 1
            if after is None or after.parastart:
                self.over[word] += 1
            elif after.first_lower or after.tok[0] in ",;:":
                self.on[word] += 1
        self.documents.update(seen)


class Counts(PunktParameters):  # type: ignore[misc]
    """Parameters that count how often words are written in each way, not only that they are."""

    def __init__(self) -> None:
        super().__init__()
        self.contexts: Counter[tuple[str, int]] = Counter()

    def add_ortho_context(self, typ: str, flag: int) -> None:
        """Count one word in one place."""
        self.contexts[typ, flag] += 1


class Trainer(PunktTrainer):  # type: ignore[misc]
    """nltk's trainer with abbreviations given, and with counts of words and their places."""

    def __init__(self, abbreviations: Iterable[str], settings: Settings) -> None:
        super().__init__()
        self._params = Counts()
        self._params.abbrev_types = set(abbreviations)
        self.INCLUDE_ALL_COLLOCS = settings.pairs == "all"
        self.INCLUDE_ABBREV_COLLOCS = settings.pairs == "abbreviations"
        # The original asks for more than this number.
        self.MIN_COLLOC_FREQ = settings.collocations - 1
        self.documents: Counter[str] = Counter()

    def _get_orthography_data(self, tokens: list[PunktToken]) -> None:
        super()._get_orthography_data(tokens)
        self.documents.update({token.type_no_sentperiod for token in tokens})

    def _reclassify_abbrev_types(self, types: Any) -> Iterator[tuple[str, float, bool]]:
        yield from ()

    def _is_rare_abbrev_type(self, cur_tok: PunktToken, next_tok: PunktToken) -> bool:
        return False


def read_texts(place: Path) -> Iterator[str]:
    """Yield the texts of a folder of ``.units`` or else ``.txt`` files, or of a ``.tar.gz``."""
    if place.is_dir():
        units = sorted(place.rglob("*.units"))
        for path in units or sorted(place.rglob("*.txt")):
            text = path.read_text(encoding="utf-8", errors="replace")
            yield join_units(text) if units else text
        return
    with tarfile.open(place) as archive:
        for member in sorted(archive.getmembers(), key=lambda member: member.name):
            if member.name.endswith(".txt") and (file := archive.extractfile(member)):
                yield file.read().decode("utf-8", errors="replace")


def join_units(units: str) -> str:
    """Turn ``kind TAB label TAB text`` lines into text: sentences run on, the rest stands alone."""
    parts = []
    before = ""
    for line in units.rstrip("\n").split("\n"):
        kind, _, text = line.split("\t", 2)
        parts.append(" " if kind == before == "s" else "\n\n")
        parts.append(text)
        before = kind
    return "".join(parts).strip()


def bound_chance(hits: int, trials: int, rate: float) -> float:
    """Return the Chernoff bound of the probability of at least so many hits."""
    share = hits / trials
    if share <= rate:
        return 1.0
    rest = (1 - share) * math.log((1 - share) / (1 - rate)) if share < 1 else 0.0
    return math.exp(-trials * (share * math.log(share / rate) + rest))


def learn_abbreviations(texts: list[str], fixed: set[str], settings: Settings) -> set[str]:
    """Return the words that Punkt takes for abbreviations and the evidence bears out.

    Letters with full stops between them (``m.p.h``) must not end most of their paragraphs. Any
    other word must go on within a sentence so often as an ordinary word hardly would, and more
    often than it ends a paragraph: ordinary short words that end sentences drop out here.
    """
    trainer = PunktTrainer()
    evidence = Evidence()
    for text in texts:
        tokens = list(trainer._tokenize_words(text))
        trainer._type_fdist.update(token.type for token in tokens)
        trainer._num_period_toks += sum(token.period_final for token in tokens)
        evidence.add(tokens)
    trainer.find_abbrev_types()
    candidates = trainer._params.abbrev_types
    ordinary = [word for word in evidence.total if word not in candidates | fixed]
    rate = sum(evidence.on[word] for word in ordinary) / sum(
        evidence.total[word] for word in ordinary
    )

    def is_borne_out(word: str) -> bool:
        on, over, total = evidence.on[word], evidence.over[word], evidence.total[word]
        if evidence.documents[word] < settings.documents:
            return False
        if re.fullmatch(r"[^\W\d_](?:\.[^\W\d_]{1,2})+", word):
            return 2 * over < total
        if not re.fullmatch(r"[^\W\d_]{2,}(?:\.[^\W\d_]+)*", word):
            return False
        return on > over and bound_chance(on, total, rate) < settings.chance

    return {word for word in candidates if is_borne_out(word)}


def find_common_contexts(
    contexts: Counter[tuple[str, int]], common: set[str], settings: Settings
) -> dict[str, int]:
    """Return the usual ways of writing of the common words."""
    places: Counter[tuple[str, int]] = Counter()
    for (word, flag), count in contexts.items():
        places[word, find_place(flag)] += count
    kept: Counter[str] = Counter()
    for (word, flag), count in contexts.items():
        if word in common and count >= settings.share * places[word, find_place(flag)]:
            kept[word] |= flag
    return dict(kept)


def find_place(flag: int) -> int:
    """Return the place of a flag, the same for both cases: the upper-case bit."""
    return flag if flag < 16 else flag >> 3


def train(texts: list[str], settings: Settings) -> dict[str, Any]:
    """Return the contents of the parameter file."""
    fixed = {word for words in FIXED.values() for word in words.split()}
    fixed |= {mark + word for word in QUOTED.split() for mark in "‘“"}
    learned = learn_abbreviations(texts, fixed, settings)
    trainer = Trainer(fixed | learned, settings)
    for text in texts:
        trainer.train(text, finalize=False)
    trainer.finalize_training()
    common = {
        word
        for word, count in trainer.documents.items()
        if count >= settings.spread and (word == NUMBER or WORD.fullmatch(word))
    }
    learned_pairs = {pair for pair in trainer._params.collocations if pair[1] in common}
    contexts = find_common_contexts(trainer._params.contexts, common, settings)
    return {
        "about": ABOUT,
        "abbreviations": sorted(fixed | learned),
        "collocations": sorted(map(list, learned_pairs | PAIRS)),
        "format": 1,
        "orthographic_context": dict(sorted(contexts.items())),
        "sentence_starters": sorted(trainer._params.sent_starters & common),
    }


def main(arguments: list[str] | None = None) -> int:
    """Read, train, write, and print how much was learned."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--corpus", type=Path, required=True, help="folder of .txt or .units")
    parser.add_argument("--texts", type=Path, help="folder or .tar.gz of further texts")
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args(arguments)
    texts = [*read_texts(options.corpus), *(read_texts(options.texts) if options.texts else ())]
    data = train(texts, Settings())
    text = json.dumps(data, ensure_ascii=False, indent=0, sort_keys=True) + "\n"
    options.out.write_text(text, encoding="utf-8")
    sizes = {key: len(value) for key, value in data.items() if not isinstance(value, int | str)}
    sys.stdout.write(f"{len(texts)} texts, {sizes}, {len(text.encode())} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
