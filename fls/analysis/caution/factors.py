"""The factors that a cautionary text names: where its lists are, and what is concrete in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import NamedTuple

from fls.analysis.caution.legend import OPENERS, Legend, rules
from fls.analysis.wording import Line, fold, set_apart

__all__ = ["Factor", "find_factors", "short_name"]

#: A list in a sentence has at least so many parts, unless a word of risk announces it.
_PARTS = 3
#: Words behind an announcement in which a word of risk says that the list is still to come.
_REACH = 7
#: Words behind a reason in which risks as such stand, where they are what is meant.
_FAR = 12
#: Places in a sentence that are tried as the begin of its list.
_TRIES = 8
_MARKS = frozenset(',;:|"')
#: "Risks, uncertainties and other factors may ..." names none.
_VAGUE = frozenset("contingencies factor factors risks uncertainties".split())
_OF = frozenset(("about", "concerning", "regarding"))
_NUMERALS = frozenset(
    "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx xxi xxii xxiii xxiv "
    "xxv a b c d e f g h".split()
)
_LEADS = frozenset(
    "and or that the our its their any if by of to with a an s as in on respect well".split()
)

_BRACKETS = re.compile(r"\([^()]*\)")

_Span = tuple[int, int]
#: Words that lead into a factor and tell nothing of it.
_OPENINGS = frozenset(
    "ability abilities any associated company effects failure impact its of on our possibility "
    "potential related relating risk risks that the their to uncertainties uncertainty with".split()
)
#: Words of a short name, at most.
_SHORT = 8


class Factor(NamedTuple):
    """One factor of a cautionary text.

    Parameters
    ----------
    first, last : int
        Its run of words in the passage: the first one, and the one behind the last.
    is_concrete : bool
        Whether a word in it is neither general nor a mere connective: "the price of tin" is
        concrete, "market conditions" and "competition" are not.
    """

    first: int
    last: int
    is_concrete: bool


@cache
def _plain() -> frozenset[str]:
    """Words that make no factor concrete."""
    return rules().classes["GENERIC"] | rules().classes["STOP"]


@cache
def _empty() -> frozenset[str]:
    """Words of which nothing is made that could be a factor: connectives, months."""
    return rules().classes["STOP"] | rules().classes["MONTH"]


#: Addresses, and lists of cue words: what holds one of these is no factor.
_ADDRESS = frozenset(("http", "https"))
_NO_FACTOR = _ADDRESS | frozenset("www adjectives adverbs expressions phrases verbs words".split())


@cache
def _leads() -> frozenset[str]:
    """Words and marks that only lead in."""
    return _LEADS | _MARKS | _NUMERALS | rules().classes["FILLER"]


def find_factors(legend: Legend, items: Sequence[bool]) -> list[Factor]:
    """Factors in reading order.

    A list of factors begins behind words that announce it ("factors that could cause ...
    include", "owing to"), or stands before words that look back ("are among the risks"); it is cut
    at semicolons, or else at commas. Behind a sentence that announces and ends, each list item is
    a factor. Parts that point to filings are no factors, nor are topics ("expectations regarding").

    Parameters
    ----------
    legend : Legend
    items : sequence of bool
        Which of its units are list items.

    Returns
    -------
    list of Factor
    """
    found: list[Factor] = []
    is_open = had_risk = was_item = False
    passage = legend.passage
    parts = zip(passage.sentences, legend.lines, passage.first, passage.spans, items, strict=False)
    for words, line, begin, (i, j), is_item in parts:
        sentence = _Sentence(["|", *words, "|"], line, passage.text[i:j])
        is_open &= is_item or not was_item or words[-1:] == [";"]  # behind the items: no item
        was_item = is_item
        if is_open and (is_item or words[-1:] == [";"]):
            pieces = [(1, len(words) + 1)]
        else:
            pieces, is_open = sentence.pieces(is_open, had_risk)
            is_open &= not is_item or words[-1:] == [":"]
            had_risk = rules().has("risk_word", line)
            # "They rest on assumptions and other factors. These include:" lists no risks.
            had_risk &= "assumptions" not in words or "risks" in words
        found += [
            Factor(begin + first, begin + last, concrete)
            for first, last, concrete in sentence.factors(pieces)
        ]
        is_open = is_open and words[-1:] != [] and (words[-1] in OPENERS or is_item)
    return found


class _Sentence:
    """One unit of the cautionary text, a break before and behind."""

    def __init__(self, words: list[str], line: Line, text: str) -> None:
        self.words = words
        self.line = line
        self.text = text
        self.end = len(words) - 1

    def pieces(self, is_open: bool, had_risk: bool) -> tuple[list[_Span], bool]:
        """Parts of the list in it, and whether it announces a list that follows."""
        words, end = self.words, self.end
        if is_open and end > 1:
            return list(self.parts(1, end)), words[end - 1] == ";"
        told = self.announced(had_risk)
        lists = [(list(self.parts(at, end)), least) for at, least in told]
        fit = [pieces for pieces, least in lists if len(pieces) >= least]
        if fit:
            best = max(fit, key=self.n_concrete) if len(fit) > 1 else fit[0]
            return best, words[end - 1] in ";:"
        if told and words[end - 1] in OPENERS:
            return [], True
        return self.before(), False

    def before(self) -> list[_Span]:
        """Parts of a list that words behind it call risks."""
        known = rules()
        for stop, _ in known.find("after", self.line)[:_TRIES]:
            first = max((n + 1 for n in range(1, stop) if self.words[n] == ";"), default=1)
            if not _VAGUE.isdisjoint(self.words[first:stop]):
                return []
            if first == 1 and known.has("identifies", known.line(self.line.letters[:stop])):
                return []
            pieces = list(self.parts(first, stop))
            if len(pieces) >= _PARTS - (first > 1):
                return pieces
        return []

    def announced(self, had_risk: bool) -> list[_Span]:
        """Where lists may begin that words announce, and how many parts each must have."""
        known = rules()
        line, words = self.line, self.words
        risk = known.find("risk_word", line)
        start = risk[0][0] if risk else self.end
        if had_risk and known.has("these", line):
            start = 0
        web = next((at for at, word in enumerate(words) if word in _ADDRESS), self.end)
        topics = max((behind for _, behind in known.find("topics", line)), default=0)
        found = [
            (behind, _PARTS if words[behind - 1] == "are" else 1)
            for first, behind in known.find("listing", line)
            if start < behind - 1 < web and behind > topics
        ]
        found += self.reasons()
        if not found:
            return []
        closing = min((first for first, _ in known.find("closing", line)), default=self.end)
        return [
            spot
            for at, least in sorted(found)[:_TRIES]
            if at <= closing
            for spot in [(self.skip(at), least)]
            if self.may_begin(spot[0])
        ]

    def reasons(self) -> list[_Span]:
        """Where lists may begin behind a reason, and how many parts each must have."""
        known, words, line = rules(), self.words, self.line
        if not known.classes["GAAP"].isdisjoint(words):
            return []  # "not reconciled owing to the difficulty of forecasting ..."
        differ = known.find("differ_materially", line)
        found = []
        for first, behind in known.find("reason", line)[: _TRIES * 2]:
            if "whether" in words[max(first - 3, 0) : first] or self.leads_to_risks(behind):
                continue
            # "Results may differ because of the price of tin": one reason is a factor.
            told = any(0 <= first - end <= _REACH for _, end in differ)
            told &= known.classes["RISK"].isdisjoint(words[behind : behind + _REACH])
            found.append((behind, 1 if told else _PARTS))
        return found

    def leads_to_risks(self, at: int) -> bool:
        """Whether risks as such are what follows: "subject to many business risks, which ..."."""
        near = rules().find("peril", rules().line(self.line.letters[at : at + _REACH]))
        if (near and near[0][0] == 0) or self.words[at] in ("these", "those"):
            return True
        words = self.words[at : at + _FAR]
        return any(
            word in _VAGUE and "other" not in words[max(behind - 3, 0) : behind]
            for behind, word in enumerate(words)
        )

    def may_begin(self, at: int) -> bool:
        """Whether a list may begin here, and no pointer to elsewhere."""
        if at >= self.end:
            return self.words[self.end - 1] in OPENERS
        told, modal = self.words[at - 2 : at] if at > 1 else ("", "")
        if told in ("that", "which") and modal in rules().classes["MODAL"]:
            return False  # "including factors that could delay our plans"
        return self.words[at] not in rules().classes["POINTER"]

    def skip(self, at: int) -> int:
        """Go on to the first word that is no mere filler between announcement and list."""
        words = self.words
        filler = rules().classes["FILLER"]
        while at < self.end:
            word = words[at]
            is_of = word in _OF and words[at - 1] in rules().classes["PERIL"]  # "risks regarding"
            if not (is_of or word in filler or word in _NUMERALS or word.isdigit()):
                break
            at += 1
            if word == "those" and words[at] in rules().classes["POINTER"]:
                break
        return at

    def parts(self, at: int, end: int) -> Iterator[_Span]:
        """Cut a list into its parts; names in a row are one: "peace in Peru, Chile and Mali"."""
        before: _Span | None = None
        for first, last in self.cut(at, end):
            if before is not None and self.goes_on(before, first, last):
                before = before[0], last
                continue
            if before is not None:
                yield before
            before = first, last
        if before is not None:
            yield before

    def goes_on(self, before: _Span, first: int, last: int) -> bool:
        """Whether a part is names only, and the one before ends in a name but is none."""
        capital = self.capital
        is_name = capital[first] and all(
            word in ("and", "or") or (is_capital and word not in _plain())
            for is_capital, word in zip(capital[first:last], self.words[first:last], strict=True)
        )
        return is_name and capital[before[1] - 1] and not all(capital[before[0] : before[1]])

    @cached_property
    def capital(self) -> list[bool]:
        """Whether each word begins with a capital letter."""
        return [
            word[0].isupper() for word in set_apart(f"| {self.text.replace('|', ' ')} |").split()
        ]

    def cut(self, at: int, end: int) -> Iterator[_Span]:
        """Cut at marks; not within brackets, but where the list stands in them."""
        words = self.words
        known = rules()
        cut = known.find("cutoff", known.line(self.line.letters[at:end]))
        if cut:
            end = at + cut[0][0]
        end = min(end, self.brackets.get(at, (at, end))[1])
        free = [n for n in range(at, end) if self.brackets.get(n, (at, end))[0] <= at]
        mark = ";" if any(words[n] == ";" for n in free) else ","
        first = at
        for number in free:
            if words[number] == mark:
                if number > first:
                    yield first, number
                first = number + 1
        if first >= end:
            return
        if mark == "," and first > at and words[first] not in ("and", "or"):
            for number in reversed(free):
                if first < number < end - 1 and words[number] in ("and", "or"):
                    yield first, number
                    first = number + 1
                    break
        yield first, end

    @cached_property
    def brackets(self) -> dict[int, _Span]:
        """Brackets that hold a mark, by the number of each word in them."""
        inside: dict[int, _Span] = {}
        last, behind = 1, 0
        for found in _BRACKETS.finditer(self.text):
            first = last + _n_words(self.text[behind : found.start()])
            last, behind = first + _n_words(found.group()), found.end()
            if not _MARKS.isdisjoint(self.words[first:last]):
                inside |= dict.fromkeys(range(first, last), (first, last))
        return inside

    def shortest(self, name: str) -> dict[int, int]:
        """Where the shortest match of a pattern ends, by the word that it begins with."""
        ends: dict[int, int] = {}
        for first, last in rules().matches(name, self.line):
            ends[first] = min(last, ends.get(first, last))
        return ends

    def n_concrete(self, pieces: Sequence[_Span]) -> int:
        """Concrete factors among parts of a list."""
        return sum(concrete for _, _, concrete in self.factors(pieces))

    def factors(self, pieces: Sequence[_Span]) -> Iterator[tuple[int, int, bool]]:
        """Drop what is no factor, and the words that only lead in."""
        if not pieces:
            return
        words = self.words
        pointers, papers = self.shortest("pointer"), self.shortest("paper")
        topics = self.shortest("topic")
        # "See our Form 10-K, our Form 10-Q when filed, and our website": all of it points.
        goes_on = ";" not in words[pieces[0][0] : pieces[-1][1]]
        points = False
        for first, last in pieces:
            while first < last and (words[first] in _leads() or words[first].isdigit()):
                first += 1
            while last > first and (words[last - 1] in _MARKS or words[last - 1] in ("and", "or")):
                last -= 1
            told = [word for word in words[first:last] if len(word) > 2]
            if all(word.isdigit() or word in _empty() for word in told):
                continue
            is_paper = _stands(papers, first, last)
            points = is_paper or (points and goes_on)
            if points or first in topics or _stands(pointers, first, last):
                continue
            if words[first - 1] == '"' or words[last] == '"' or not _NO_FACTOR.isdisjoint(told):
                continue
            if told[-1] in ("fact", "facts"):  # "... are not historical facts"
                continue
            yield first, last, any(word not in _plain() and word[0].isalpha() for word in told)


def _stands(ends: Mapping[int, int], first: int, last: int) -> bool:
    """Whether a match lies within a run of words."""
    return any(ends.get(at, last + 1) <= last for at in range(first, last))


def _n_words(text: str) -> int:
    return len(fold(text.replace("|", " ")).split())


def short_name(text: str) -> str:
    """Cut the words that lead into a factor, and what goes beyond eight words."""
    words = text.split()
    while len(words) > 1 and words[0].lower() in _OPENINGS:
        words.pop(0)
    return " ".join(words[:_SHORT])
