"""Sentence ends by Kiss and Strunk's Punkt: trained parameters, and the decisions they make.

The decisions are those of ``nltk.tokenize.punkt.PunktSentenceTokenizer`` with the same
parameters, quirks included, so that parameters trained there mean the same here. Time grows
linearly with the length of the text, whatever the text.

References
----------
T. Kiss and J. Strunk (2006), Unsupervised Multilingual Sentence Boundary Detection,
Computational Linguistics 32(4), 485-525.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import pairwise

from fls.errors import ModelError
from fls.segmentation.expressions import Expression

__all__ = ["FORMAT", "NUMBER", "PunktParameters", "breaks", "spans"]

#: Number of the file format that :meth:`PunktParameters.load` reads.
FORMAT = 1

# Contexts in which a word was seen, one bit each: at the start of a sentence, inside one, or in
# an unknown place; with an upper-case or a lower-case first letter.
_INSIDE_UPPER = 1 << 2
_UPPER = 1 << 1 | _INSIDE_UPPER | 1 << 3
_START_LOWER = 1 << 4
_LOWER = _START_LOWER | 1 << 5 | 1 << 6

# Unicode white space; Python's \s holds four control characters more.
_SPACE = r" \t-\r\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
# Characters between runs; each run of other characters is judged as a whole.
_RUN_ENDS = " \n\t\r\v\f"
_CLOSERS = "\"')]}‘’“”«»"
# Characters that cannot stand within a word, and those that cannot stand at its start.
_OUTSIDE = r""")";}\]*:@'({\[‘’“”«»?!"""
_NO_START = r"""("`{\[:;&#*@)}\],-"""
_ENDERS = frozenset(".?!")
_PUNCTUATION = frozenset(";:,.?!")

_ROW = rf"--|\.\.|\.[{_SPACE}]\.[{_SPACE}]\."
_WORD = (
    rf"[^{_SPACE}{_NO_START}]"
    rf"(?:[^{_SPACE}{_OUTSIDE}.,-]|(?!{_ROW})[.-]|,(?![{_SPACE}{_OUTSIDE}]|{_ROW}|\Z))*+"
)
_TOKEN = Expression(rf"--++|\.\.++|\.(?:[{_SPACE}]\.){{2,}}+|{_WORD}|[^{_SPACE}]")
_AFTER = rf"(?:(?=[{_OUTSIDE}])|[{_SPACE}]++(?=[^{_SPACE}]))"
# A literal first character lets the engine skip ahead several times faster than a class does.
_STOP = Expression(rf"\.{_AFTER}")
_MARK = Expression(rf"[!?]{_AFTER}")
_REST = Expression(rf"[^{_SPACE}]*")
_RUN_END = Expression(rf"[{_RUN_ENDS}]")
_CLOSING = Expression(rf"([{re.escape(_CLOSERS)}]++)(?:[{_SPACE}]++|(?=--)|\Z)")
_NUMBER = Expression(r"-?[.,]?\d[\d,.-]*+")
#: Type of all numbers.
NUMBER = "##number##"
# Letters in the sense of Unicode that str.isalpha does not count: marks, letter numbers,
# connectors and joiners.
_LETTER_CATEGORIES = frozenset(("Mc", "Me", "Mn", "Nl", "Pc"))
_JOINERS = "\u200c\u200d"


@dataclass(frozen=True)
class PunktParameters:
    """The parameters that training learned.

    Parameters
    ----------
    abbreviations : frozenset of str
        Types of abbreviation: lower case, without the last full stop.
    collocations : frozenset of (str, str)
        Pairs of types, the first without its full stop, that no sentence end parts.
    sentence_starters : frozenset of str
        Types that often start a sentence.
    orthographic_context : mapping of str to int
        Type to the bits of the contexts in which it was seen: 2, 4, 8 with an upper-case first
        letter at the start of a sentence, inside one, in an unknown place; 16, 32, 64 with a
        lower-case one. A type that is missing was never seen.
    """

    abbreviations: frozenset[str] = frozenset()
    collocations: frozenset[tuple[str, str]] = frozenset()
    sentence_starters: frozenset[str] = frozenset()
    orthographic_context: Mapping[str, int] = field(default_factory=dict)

    # Derived: types that do not always end a sentence, the longest of them, and types that,
    # with an upper-case first letter, start a sentence after an abbreviation.
    held: frozenset[str] = field(init=False, repr=False, compare=False)
    _reach: int = field(init=False, repr=False, compare=False)
    openers: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Derive the words that the fast path looks up."""
        held = self.abbreviations.union(first for first, _ in self.collocations)
        openers = self.sentence_starters.union(
            word
            for word, seen in self.orthographic_context.items()
            if seen & _LOWER and not seen & _INSIDE_UPPER
        )
        object.__setattr__(self, "held", held)
        object.__setattr__(self, "_reach", max(map(len, held), default=0) + 2)
        object.__setattr__(self, "openers", openers)

    @classmethod
    def load(cls) -> PunktParameters:
        """Return the parameters that come with the library, read once in a process.

        Returns
        -------
        PunktParameters
            The same object at every call.

        Raises
        ------
        ModelError
            If the file is damaged or of another format.

        Examples
        --------
        >>> "inc" in PunktParameters.load().abbreviations
        True
        """
        return _load()


@cache
def _load() -> PunktParameters:
    """Read the parameters that come with the library."""
    source = files("fls") / "lexicons" / "punkt.json"
    try:
        data = json.loads(source.read_bytes())
        if data["format"] != FORMAT:
            raise ModelError(
                str(source), f"format must be {FORMAT}", repr(data["format"]), "reinstall fls"
            )
        return PunktParameters(
            frozenset(data["abbreviations"]),
            frozenset((first, second) for first, second in data["collocations"]),
            frozenset(data["sentence_starters"]),
            data["orthographic_context"],
        )
    except (OSError, KeyError, TypeError, ValueError) as error:
        if isinstance(error, ModelError):
            raise
        raise ModelError(
            str(source), "must be Punkt parameters in JSON", repr(error), "reinstall fls"
        ) from error


def breaks(
    text: str, start: int = 0, end: int | None = None, *, parameters: PunktParameters | None = None
) -> list[int]:
    """Return where sentences end within a stretch of text.

    Parameters
    ----------
    text : str
        Running text.
    start, end : int
        The stretch, in code points; the rest of the text is not looked at.
    parameters : PunktParameters, optional
        The parameters to decide by; those that come with the library if not given.

    Returns
    -------
    list of int
        Offsets in `text` just after the closing punctuation of every sentence that another one
        follows, in ascending order.

    Examples
    --------
    >>> breaks("Acme, Inc. grew. (It did.) Sales rose")
    [16, 26]
    """
    return [stop for _, stop in spans(text, start, end, parameters=parameters)[:-1]]


def spans(
    text: str, start: int = 0, end: int | None = None, *, parameters: PunktParameters | None = None
) -> list[tuple[int, int]]:
    """Return the sentences of a stretch of text.

    Parameters
    ----------
    text : str
        Running text.
    start, end : int
        The stretch, in code points; the rest of the text is not looked at.
    parameters : PunktParameters, optional
        The parameters to decide by; those that come with the library if not given.

    Returns
    -------
    list of (int, int)
        Half-open spans in `text`, ordered and disjoint. Only white space lies outside, and none
        of it inside at an edge but before the first sentence.

    Examples
    --------
    >>> spans('He said "Go." She left.')
    [(0, 13), (14, 23)]
    """
    piece = text[start:end]
    first = base = slice(start, end).indices(len(text))[0]
    tail = len(piece.rstrip())
    sentences = []
    for stop, resume in _find_cuts(
        piece, PunktParameters.load() if parameters is None else parameters
    ):
        if piece[resume] in _CLOSERS and (closing := _CLOSING.match(piece, resume, tail)):
            stop, resume = closing.end(1), closing.end()
        sentences.append((first, base + stop))
        first = base + resume
    if first < base + tail:
        sentences.append((first, base + tail))
    return sentences


def _find_cuts(text: str, parameters: PunktParameters) -> Iterator[tuple[int, int]]:
    """Yield every sentence end: the offset after its mark, and where the text goes on."""
    held, reach = parameters.held, parameters._reach
    floor = 0
    for (mark, resume), (upcoming, _) in pairwise(_list_candidates(text)):
        if text[mark + 1] not in _RUN_ENDS and not _is_last(text, mark, upcoming):
            continue
        # Nearly every mark follows a plain word, and plain words end a sentence but those held.
        # A control character may be no token for what follows it: that is left to the rule.
        word = text[max(mark - reach, 0) : mark].rpartition(" ")[2].rpartition("\n")[2]
        is_plain = word.isalpha() and len(word) > 1 and text[resume] > " "
        if (is_plain and word.lower() not in held) or _decide(
            text, floor, mark, resume, parameters
        ):
            yield mark + 1, resume
        floor = mark


def _list_candidates(text: str) -> list[tuple[int, int]]:
    """List the marks that may end a sentence, each with the offset where the text goes on."""
    marks = [match.span() for match in _STOP.finditer(text)]
    if "!" in text or "?" in text:
        marks += [match.span() for match in _MARK.finditer(text)]
        marks.sort()
    marks.append((len(text), len(text)))
    return marks


def _is_last(text: str, mark: int, upcoming: int) -> bool:
    """Check whether a mark is judged: in a run of characters only the last one is.

    The mark that starts a run is judged as well, as the original does.
    """
    if upcoming == len(text) or mark == 0 or (mark > 1 and text[mark - 1] in _RUN_ENDS):
        return True
    return _RUN_END.search(text, mark + 1, upcoming) is not None


def _decide(text: str, floor: int, mark: int, resume: int, parameters: PunktParameters) -> bool:
    """Check whether the run around a mark, with the token after it, holds a sentence end.

    `floor` is the mark judged before, or 0: the run starts there or later.
    """
    begin = mark
    while begin > floor and text[begin - 1] not in _RUN_ENDS:
        begin -= 1
    rest = _REST.match(text, resume) if resume > mark + 1 else None
    context = text[begin : rest.end() if rest else mark + 2]
    # str.strip takes control characters for white space, tokens do not.
    lines = [line for line in context.split("\n") if line.strip()] if "\n" in context else [context]
    tokens = [token for line in lines for token in _TOKEN.findall(line)]
    for token, after in pairwise(tokens):
        if token[-1] in _ENDERS and _ends_sentence(token, after, parameters):
            return True
    return False


def _ends_sentence(token: str, after: str, parameters: PunktParameters) -> bool:
    """Check whether a token on a mark ends a sentence when another one comes after it."""
    if token[-1] != ".":
        return True
    first, second = _strip_stop(_fold_type(token)), _fold_type(after)
    if _is_plain_end(after, parameters):
        second = _strip_stop(second)
    if (first, second) in parameters.collocations:
        return False
    upper = after[0].isupper()
    seen = parameters.orthographic_context.get(second, 0)
    is_initial = len(token) == 2 and _is_letter(token[0])
    is_end = _is_plain_end(token, parameters)
    if not is_end and not is_initial and upper and second in parameters.openers:
        return True
    if is_initial or first == NUMBER:
        if after in _PUNCTUATION or (is_initial and upper and not seen & _LOWER):
            return False
        if after[0].islower() and (seen & _UPPER or not seen & _START_LOWER):
            return False
    return is_end


def _is_plain_end(token: str, parameters: PunktParameters) -> bool:
    """Check whether a token by itself ends a sentence: no abbreviation, no ellipsis."""
    if token[-1] != "." or len(token) == 1:
        return token in _ENDERS
    word = token[:-1].lower()
    abbreviations = parameters.abbreviations
    return (
        word[-1] != "."
        and word not in abbreviations
        and word.rpartition("-")[2] not in abbreviations
    )


def _fold_type(token: str) -> str:
    """Return the type of a token: lower case, all numbers alike."""
    lower = token.lower()
    return NUMBER if _NUMBER.fullmatch(lower) else lower


def _strip_stop(word: str) -> str:
    """Return a type without its last full stop."""
    return word[:-1] if len(word) > 1 and word[-1] == "." else word


def _is_letter(character: str) -> bool:
    """Check whether Unicode counts a character among the letters, as Punkt does."""
    return (
        character.isalpha()
        or character.isupper()
        or character.islower()
        or character in _JOINERS
        or unicodedata.category(character) in _LETTER_CATEGORIES
    )
