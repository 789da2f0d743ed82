"""The factors that a cautionary text names: where they are listed, and which are concrete."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import NamedTuple

from fls.analysis.caution.legend import OPENERS, Legend, rules
from fls.analysis.wording import Line, fold, set_apart

__all__ = ["Factor", "find_factors", "short_name"]

#: Minimum number of parts of a list within a sentence, unless a word of risk announces it.
_MIN_PARTS = 3
#: Maximum number of words from an outcome to its reason, and from a reason to a word of risk that
#: shows that the list is still to come.
_MAX_GAP_WORDS = 7
#: Number of words after a reason that are searched for risks in general.
_MAX_REASON_WORDS = 12
#: Maximum number of places in a sentence that are tried as the beginning of its list.
_MAX_TRIES = 8
_MARKS = frozenset(',;:|"')
#: "Risks, uncertainties and other factors may ..." names none.
_VAGUE_WORDS = frozenset("contingencies factor factors risks uncertainties".split())
#: Maximum number of words after "and other factors", as "beyond our control", before their verb.
_MAX_REST_WORDS = 10
#: Words after "risks" that lead into a list.
_PREPOSITIONS = frozenset(("about", "concerning", "regarding"))
_NUMERALS = frozenset(
    "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx xxi xxii xxiii xxiv "
    "xxv a b c d e f g h".split()
)
#: Words at the beginning of a part that are not part of its factor.
_LEADING_WORDS = frozenset(
    "and or that the our its their any if by of to with a an s as in on respect well".split()
)

_BRACKETS = re.compile(r"\([^()]*\)")

_Span = tuple[int, int]
#: Words that lead into a factor and say nothing about it.
_OPENINGS = frozenset(
    "ability abilities any associated company effects failure impact its of on our possibility "
    "potential related relating risk risks that the their to uncertainties uncertainty with".split()
)
#: Maximum number of words of a short name.
_MAX_SHORT_WORDS = 8


class Factor(NamedTuple):
    """One factor of a cautionary text.

    Parameters
    ----------
    first, last : int
        Its run of words in the passage: the first word, and the word after the last.
    is_concrete : bool
        Whether any word in it is neither general nor a mere connective: "the price of tin" is
        concrete, "market conditions" and "competition" are not.
    """

    first: int
    last: int
    is_concrete: bool


@cache
def _general_words() -> frozenset[str]:
    """Return the words that make no factor concrete."""
    return rules().classes["GENERIC"] | rules().classes["STOP"]


@cache
def _empty_words() -> frozenset[str]:
    """Return the words of which alone no factor consists: connectives, months."""
    return rules().classes["STOP"] | rules().classes["MONTH"]


#: Words of addresses, and of lists of cue words; what contains one of them is no factor.
_ADDRESS = frozenset(("http", "https"))
_NO_FACTOR_WORDS = _ADDRESS | frozenset(
    "www adjectives adverbs expressions phrases verbs words".split()
)


@cache
def _leading_words() -> frozenset[str]:
    """Return the words and marks that only lead into a list or a factor."""
    return _LEADING_WORDS | _MARKS | _NUMERALS | rules().classes["FILLER"]


def find_factors(legend: Legend, items: Sequence[bool]) -> list[Factor]:
    """Find the factors, in reading order.

    A list of factors begins after words that announce it ("factors that could cause ...
    include", "owing to"), or comes before words that look back ("are among the risks"); it is
    split at semicolons, or else at commas. After a sentence that ends with an announcement, each
    list item is a factor. References to filings are no factors, nor are topics ("expectations
    regarding").

    Parameters
    ----------
    legend : Legend
    items : sequence of bool
        Which of its units are list items.

    Returns
    -------
    list of Factor
    """
    factors: list[Factor] = []
    is_open = had_risk = was_item = False
    passage = legend.passage
    parts = zip(passage.sentences, legend.lines, passage.first, passage.spans, items, strict=False)
    for words, line, begin, (i, j), is_item in parts:
        sentence = _Sentence(["|", *words, "|"], line, passage.text[i:j])
        is_open &= is_item or not was_item or words[-1:] == [";"]  # it ends with its items
        was_item = is_item
        if is_open and (is_item or words[-1:] == [";"]):
            pieces = [(1, len(words) + 1)]
        else:
            pieces, is_open = sentence.find_list(is_open, had_risk)
            is_open &= not is_item or words[-1:] == [":"]
            had_risk = rules().has("risk_word", line)
            # "They rest on assumptions and other factors. These include:" lists no risks.
            had_risk &= "assumptions" not in words or "risks" in words
        factors += [
            Factor(begin + first, begin + last, concrete)
            for first, last, concrete in sentence.keep_factors(pieces)
        ]
        is_open = is_open and words[-1:] != [] and (words[-1] in OPENERS or is_item)
    return factors


class _Sentence:
    """One unit of the cautionary text, with a break before and after it."""

    def __init__(self, words: list[str], line: Line, text: str) -> None:
        self.words = words
        self.line = line
        self.text = text
        self.end = len(words) - 1

    def find_list(self, is_open: bool, had_risk: bool) -> tuple[list[_Span], bool]:
        """Return the parts of the list in it, and whether a list goes on or follows after it."""
        words, end = self.words, self.end
        if is_open and end > 1:
            return list(self.split_list(1, end)), words[end - 1] == ";"
        starts = self.find_list_starts(had_risk)
        lists = [(list(self.split_list(at, end)), least) for at, least in starts]
        candidates = [pieces for pieces, least in lists if len(pieces) >= least]
        if candidates:
            # A single list needs no count.
            several = len(candidates) > 1
            best = max(candidates, key=self.count_concrete) if several else candidates[0]
            return best, words[end - 1] in ";:"
        if starts and words[end - 1] in OPENERS:
            return [], True
        return self.find_list_before(), False

    def find_list_before(self) -> list[_Span]:
        """Return the parts of a list that the words after it call risks."""
        patterns = rules()
        for stop, _ in patterns.find("after", self.line)[:_MAX_TRIES]:
            first = max((n + 1 for n in range(1, stop) if self.words[n] == ";"), default=1)
            if rest := self.find_rest(first, stop):
                return list(self.split_list(*rest))
            if not _VAGUE_WORDS.isdisjoint(self.words[first:stop]):
                return []
            before = patterns.line(self.line.letters[:stop])
            if first == 1 and patterns.has("identifies", before):
                return []
            pieces = list(self.split_list(first, stop))
            if len(pieces) >= _MIN_PARTS - (first > 1):
                return pieces
        return []

    def find_rest(self, first: int, stop: int) -> _Span | None:
        """Find the list in "(tin, strikes) and other factors may", with `stop` at "may"."""
        words = self.words
        near = [
            at
            for at, end in self.find_shortest_ends("rest").items()
            if 0 <= stop - end <= _MAX_REST_WORDS and words[end:stop].count(",") % 2 == 0
        ]  # one comma ends the clause: "for tin and other reasons, no pump will bring"
        if not near or words[stop - 1] in ("that", "which"):
            return None
        warnings = self.find_shortest_ends("warning").values()  # "we caution that"
        first = max(first, *(end for end in warnings if end < stop), 0)
        end = min(near)
        # "Legal risks and other factors may" names one, "risks and other factors may" none.
        is_vague = any(first < at <= end for at in self.find_shortest_ends("unnamed").values())
        is_clause = not rules().classes["CLAUSE"].isdisjoint(words[first:end])
        return None if is_vague or is_clause or end <= first else (first, end)

    def find_list_starts(self, had_risk: bool) -> list[_Span]:
        """Find where announced lists may begin, and how many parts each must have."""
        patterns = rules()
        line, words = self.line, self.words
        risk = patterns.find("risk_word", line)
        start = risk[0][0] if risk else self.end
        if had_risk and patterns.has("these", line):
            start = 0
        web = next((at for at, word in enumerate(words) if word in _ADDRESS), self.end)
        topics = max((after for _, after in patterns.find("topics", line)), default=0)
        starts = [
            (after, _MIN_PARTS if words[after - 1] == "are" else 1)
            for first, after in patterns.find("listing", line)
            if start < after - 1 < web and after > topics
        ]
        starts += self.find_reason_starts()
        if not starts:
            return []
        closing = min((first for first, _ in patterns.find("closing", line)), default=self.end)
        tried = [
            (self.skip_filler(at), least)
            for at, least in sorted(starts)[:_MAX_TRIES]
            if at <= closing
        ]
        return [(at, least) for at, least in tried if self.may_begin(at)]

    def find_reason_starts(self) -> list[_Span]:
        """Find where lists may begin after a reason, and how many parts each must have."""
        patterns, words, line = rules(), self.words, self.line
        if not patterns.classes["GAAP"].isdisjoint(words):
            return []  # "not reconciled owing to the difficulty of forecasting ..."
        outcomes = patterns.find("differ_materially", line)
        starts = []
        for first, after in patterns.find("reason", line)[: _MAX_TRIES * 2]:
            if "whether" in words[max(first - 3, 0) : first] or self.leads_to_risks(after):
                continue
            # "Results may differ because of the price of tin": one reason is a factor.
            is_cause = any(0 <= first - end <= _MAX_GAP_WORDS for _, end in outcomes)
            near = words[after : after + _MAX_GAP_WORDS]
            is_cause &= patterns.classes["RISK"].isdisjoint(near)
            starts.append((after, 1 if is_cause else _MIN_PARTS))
        return starts

    def leads_to_risks(self, at: int) -> bool:
        """Check whether risks in general follow: "subject to many business risks, which ..."."""
        near = rules().find("peril", rules().line(self.line.letters[at : at + _MAX_GAP_WORDS]))
        if (near and near[0][0] == 0) or self.words[at] in ("these", "those"):
            return True
        words = self.words[at : at + _MAX_REASON_WORDS]
        return any(
            word in _VAGUE_WORDS and "other" not in words[max(place - 3, 0) : place]
            for place, word in enumerate(words)
        )

    def may_begin(self, at: int) -> bool:
        """Check that a list may begin here, and not a reference to other documents."""
        if at >= self.end:
            return self.words[self.end - 1] in OPENERS
        pronoun, modal = self.words[at - 2 : at] if at > 1 else ("", "")
        if pronoun in ("that", "which") and modal in rules().classes["MODAL"]:
            return False  # "including factors that could delay our plans"
        return self.words[at] not in rules().classes["POINTER"]

    def skip_filler(self, at: int) -> int:
        """Return the first word of a list after the filler that follows its announcement."""
        words = self.words
        filler = rules().classes["FILLER"]
        while at < self.end:
            word = words[at]
            # "Risks regarding".
            is_link = word in _PREPOSITIONS and words[at - 1] in rules().classes["PERIL"]
            if not (is_link or word in filler or word in _NUMERALS or word.isdigit()):
                break
            at += 1
            if word == "those" and words[at] in rules().classes["POINTER"]:
                break
        return at

    def split_list(self, at: int, end: int) -> Iterator[_Span]:
        """Split a list into its parts; names in a row are one: "peace in Peru, Chile and Mali"."""
        before: _Span | None = None
        for first, last in self.split_at_marks(at, end):
            if before is not None and self.is_continued(before, first, last):
                before = before[0], last
                continue
            if before is not None:
                yield before
            before = first, last
        if before is not None:
            yield before

    def is_continued(self, before: _Span, first: int, last: int) -> bool:
        """Check that a part consists of names, and the one before ends in a name but is none."""
        is_capital = self.is_capital
        is_name = is_capital[first] and all(
            word in ("and", "or") or (begins_large and word not in _general_words())
            for begins_large, word in zip(
                is_capital[first:last], self.words[first:last], strict=True
            )
        )
        return is_name and is_capital[before[1] - 1] and not all(is_capital[before[0] : before[1]])

    @cached_property
    def is_capital(self) -> list[bool]:
        """Return for each word whether it begins with a capital letter."""
        return [
            word[0].isupper() for word in set_apart(f"| {self.text.replace('|', ' ')} |").split()
        ]

    def split_at_marks(self, at: int, end: int) -> Iterator[_Span]:
        """Split at marks, but not within brackets unless the list is in them."""
        words = self.words
        patterns = rules()
        cutoffs = patterns.find("cutoff", patterns.line(self.line.letters[at:end]))
        if cutoffs:
            end = at + cutoffs[0][0]
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
        """Return the brackets that contain a mark, by the number of each word in them."""
        inside: dict[int, _Span] = {}
        last, end = 1, 0
        for match in _BRACKETS.finditer(self.text):
            first = last + _count_words(self.text[end : match.start()])
            last, end = first + _count_words(match.group()), match.end()
            if not _MARKS.isdisjoint(self.words[first:last]):
                inside |= dict.fromkeys(range(first, last), (first, last))
        return inside

    def find_shortest_ends(self, name: str) -> dict[int, int]:
        """Find where the shortest match of a pattern ends, by the word that it begins with."""
        ends: dict[int, int] = {}
        for first, last in rules().matches(name, self.line):
            ends[first] = min(last, ends.get(first, last))
        return ends

    def count_concrete(self, pieces: Sequence[_Span]) -> int:
        """Count the concrete factors among the parts of a list."""
        return sum(concrete for _, _, concrete in self.keep_factors(pieces))

    def keep_factors(self, pieces: Sequence[_Span]) -> Iterator[tuple[int, int, bool]]:
        """Yield the parts that are factors, without the words that only lead in."""
        if not pieces:
            return
        words = self.words
        pointers, papers = self.find_shortest_ends("pointer"), self.find_shortest_ends("paper")
        topics = self.find_shortest_ends("topic")
        # "See our Form 10-K, our Form 10-Q when filed, and our website": all of it is a reference.
        goes_on = ";" not in words[pieces[0][0] : pieces[-1][1]]
        is_reference = False
        for first, last in pieces:
            while first < last and (words[first] in _leading_words() or words[first].isdigit()):
                first += 1
            while last > first and (words[last - 1] in _MARKS or words[last - 1] in ("and", "or")):
                last -= 1
            content = [word for word in words[first:last] if len(word) > 2]
            if all(word.isdigit() or word in _empty_words() for word in content):
                continue
            is_paper = _has_match_within(papers, first, last)
            is_reference = is_paper or (is_reference and goes_on)
            if is_reference or first in topics or _has_match_within(pointers, first, last):
                continue
            if '"' in (words[first - 1], words[last]) or not _NO_FACTOR_WORDS.isdisjoint(content):
                continue
            if content[-1] in ("fact", "facts"):  # "... are not historical facts"
                continue
            general = _general_words()
            yield first, last, any(word not in general and word[0].isalpha() for word in content)


def _has_match_within(ends: Mapping[int, int], first: int, last: int) -> bool:
    """Check whether a match lies within a run of words."""
    return any(ends.get(at, last + 1) <= last for at in range(first, last))


def _count_words(text: str) -> int:
    return len(fold(text.replace("|", " ")).split())


def short_name(text: str) -> str:
    """Return at most eight words of a factor, without those that lead into it."""
    words = text.split()
    while len(words) > 1 and words[0].lower() in _OPENINGS:
        words.pop(0)
    return " ".join(words[:_MAX_SHORT_WORDS])
