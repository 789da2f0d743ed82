"""One block of running text to sentences: Punkt's decisions, then what press releases add.

Punkt (:mod:`fls.segmentation.punkt`) knows abbreviations. The rules here know datelines, tickers,
company forms that do end sentences, footnote marks, attributions after a quotation, and scraped
text without a space after the full stop.
"""

from __future__ import annotations

from itertools import chain, pairwise

from fls.segmentation import punkt
from fls.segmentation.expressions import Expression
from fls.vocabulary import BULLETS, COMPANY_ABBREVIATIONS, COMPANY_INITIALS

__all__ = ["DOUBTFUL", "MAY_END", "NEVER_END", "STARTERS", "TELLING", "ends_of_sentences"]

_CLOSERS = "\"”’')]»"
_SPACED_FIRST = "\"”’')]\u200b\ufeff"

#: Words that begin a sentence and hardly ever go on a name after an abbreviation.
STARTERS = frozenset(
    """A Accordingly According Actual Additional Additionally After All Also Although An And Any As
    At Authors Based Because Before Both But By Certain Consequently Currently During Each Earlier
    Even Except Factors Following For Forward-looking Founded From Further Furthermore Given
    Having He Headquartered Her His How However I If Importantly In It Its Later Learn Many
    Meanwhile More Moreover Most Mr Mrs Ms Much Nearly Neither No Nor Not Nothing Now On Once
    Other Our Over Overall Please Prior Previously Readers She Shares Since So Some Such Terms
    That The Their Then There These They This Those Through Thus To Today Together Under Unless
    Until Upon Visit We What When Where Whether Which While Who With Within Without You
    Your""".split()
)
#: Legal forms that a full stop shortens. Initials of other languages have points then.
_FORMS = frozenset(
    form.lower()
    for form in chain(
        COMPANY_ABBREVIATIONS, *COMPANY_ABBREVIATIONS.values(), *COMPANY_INITIALS.values()
    )
)
#: Abbreviations that may well be the last word of a sentence; the next word decides.
MAY_END = _FORMS.union(
    """u.s u.k u.s.a e.u d.c b.c a.m p.m ft etc jr sr ph.d m.d p.a m.b.a esq al dept bros est n.y
    n.j u.n p.geo p.eng m.sc b.sc""".split()
)
#: Abbreviations that are always followed by what they introduce.
NEVER_END = frozenset(
    """mr mrs ms messrs dr prof vs v e.g i.e approx cf viz fig figs sen rep gov gen lt col capt
    rev hon st mt nos""".split()
)
#: Those that stand behind a name; whoever is told of next is another. Left out are initials of
#: forms that are as often those of people: "A.S. Roe is".
_BEHIND_NAMES = _FORMS.union("jr sr ph.d m.d m.b.a esq".split()) - {"a.s", "s.e"}
#: Verbs behind the subject of a sentence.
TELLING = ("is", "was", "are", "were", "has", "have", "had", "also", "joined", "serves", "served")
_TELLS = Expression(rf"[A-Z][\w’'-]+ (?:{'|'.join(TELLING)}) ")
#: Words that are often followed by a number: "No. 7".
_NUMBERED = frozenset(("no", "art", "sec", "ref", "item"))
_TIMES = frozenset(("a.m", "p.m"))
#: Words of letters alone that more has to be known about; others end what Punkt ends.
DOUBTFUL = NEVER_END | MAY_END | _NUMBERED
_LOOSE = "\"”’'(),.;:"
_ADVERB = Expression(
    r"[A-Z][a-z]{2,12}(?:ally|ently|antly|ously|ingly|arly|ively|ondly|irdly|astly|ectly), "
)
#: Beginnings after a time of day; names of zones and places go on.
_TIME_STARTERS = frozenset(
    [
        "Callers",
        "Interested",
        "Investors",
        "Listeners",
        "Management",
        "Participants",
        "Registration",
        "Shareholders",
        "Stockholders",
    ]
)
_TICKER = Expression(
    r"\((?:[a-z“\"‘']|NYSE|N[Aa][Ss][Dd][Aa][Qq]|TSX|OTC|AMEX|CSE|LSE|AIM|ASX|CBOE|FSE|Frankfurt"
    r"|together|collectively)"
)
_GO_ON = frozenset("–—-&/,;:)]%")

_STOPS = ".!?…"
#: A full stop behind one of these may carry a footnote mark, or be glued to the next sentence.
_BEFORE_NOTE = frozenset(')%®™”’"')
_BEFORE_GLUED = _BEFORE_NOTE | {" "}
#: Behind a full stop: a footnote mark glued to it, and then a capital.
_FOOTNOTE = Expression(
    r"[\"”’)]{0,2}(?:(?:\[\d{1,3}\],? ?){1,6}|\d{1,2}(?:[,–-] ?\d{1,2}){0,6}"
    r"|[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3}(?:[,–][¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3}){0,6}"
    r"|[*†‡§]{1,3}|\((?:\d{1,2}|i{1,3}|iv|v)\))(?=\s+[“\"‘(]?[A-Z0-9])"
)
#: Behind a full stop: the next sentence without a space.
_GLUED = Expression(r"[\"”’)]{0,2}(?=[“\"‘(]?[A-Z][A-Za-z’']*(?:[\s,-]|$))")
_SPACED = Expression(r"[\"”’')\]]{0,3}(?=[\s\u200b\ufeff])")
_NEXT = Expression(r"[\s\u200b\ufeff]+(?=[\"“‘(]{0,2}[A-Z])")
_WORD = Expression(r"[\"“‘'(\[]*([A-Za-z][A-Za-z’'-]*)")
#: One may have lost the space before it, or behind.
_INLINE_BULLET = Expression(rf"(?<=[\w.:;,)%®™’”\"])\s?(?=[{BULLETS}]\s?\S)")
_DOMAINS = frozenset("""Com Net Org Io Ai Ca Co Us Tv AI HK TW TV IO US UK CA""".split())
_INITIAL = Expression(r"(?:[A-Z]\.)*[A-Z]$")
_FOOT_AFTER = Expression(
    r"\s?(?:\[\d{1,3}\],? ?){1,6}(?=\s|$)|\s\d{1,2}(?=\s+[“\"]?[A-Z][a-z]|\s*$)"
)
_NAMED_COMPANY = Expression(
    rf"[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){{0,3}},? (?:{'|'.join(COMPANY_ABBREVIATIONS)}|plc)\b"
)
_SAYING = Expression(
    r"[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3},? "
    r"(?:said|says|added|stated|commented|noted|asked|concluded)\b"
)
_ASIDE = Expression(r"\([^()]{0,60}\)(?:[,;] | [a-z])")
_PART = Expression(
    r"\b(?:Item|Part|Section|Note|Rule|Article|Schedule|Chapter) \d{1,3}[A-Za-z]?$|\b\d\.[A-Z]$"
)


def _last_word(text: str, start: int, stop: int) -> str:
    """The word that ends at ``stop``, without opening marks; at most 30 characters of it."""
    words = text[max(start, stop - 30) : stop].split()
    return words[-1].lstrip("\"“‘'([") if words else ""


def _first_word(text: str, at: int) -> str:
    """The word that begins at ``at`` or behind opening marks there; at most 40 characters."""
    match = _WORD.match(text, at, at + 40)
    return match.group(1) if match else ""


def _joins(text: str, start: int, end: int, after: int) -> bool:
    """Whether a break that Punkt made at ``end`` (next text at ``after``) is none."""
    first = text[after]
    mark = text[end - 1]
    if mark == "." and first.isupper():
        return _abbreviates(text, start, end, after)
    if first in _GO_ON:
        return first != "-" or text[after : after + 2] != "- " or mark in _CLOSERS
    if first.islower():
        # A brand in small letters may begin a sentence; a word of the language does not.
        word = text[after : after + 24].split(None, 1)[0]
        last = _last_word(text, start, end - 1)
        short = last.lower() in DOUBTFUL or _INITIAL.match(last) is not None
        return mark in _CLOSERS or (word.islower() and (short or _known(word.strip(_LOOSE))))
    if first == "(":
        aside = _ASIDE.match(text, after) or _TICKER.match(text, after)
        return mark == "." and aside is not None
    if mark == ".":
        return _abbreviates(text, start, end, after)
    if mark in "!?":
        return _NAMED_COMPANY.match(text, after) is not None
    return text[end - 2] in "!?" and _SAYING.match(text, after) is not None


def _abbreviates(text: str, start: int, end: int, after: int) -> bool:
    """Whether the full stop before ``end`` only shortens a word, so that the sentence goes on."""
    word = _last_word(text, start, end - 1)
    low = word.lower()
    # Nearly every stop follows a plain word.
    if len(word) > 1 and word.isalpha() and low not in DOUBTFUL:
        return False
    if low in NEVER_END and (len(word) == 1 or not word.isupper()):
        return True
    if _PART.search(text[max(start, end - 14) : end - 1]):
        return True
    if low in _NUMBERED and text[after].isdigit():
        return word[0].isupper()
    if low in _TIMES:
        return _first_word(text, after) not in _TIME_STARTERS and not _begins(text, after)
    if low in MAY_END or _INITIAL.match(word):
        begins = _begins(text, after) or _ADVERB.match(text, after)
        return not begins and not _another(text, start, end, after, low)
    return False


def _another(text: str, start: int, end: int, after: int, short: str) -> bool:
    """Whether a sentence about the same name, or about another, begins behind an abbreviation."""
    if short in _BEHIND_NAMES and _TELLS.match(text, after):
        return True
    return _said_again(text, start, end, after)


def _said_again(text: str, start: int, end: int, after: int) -> bool:
    """Whether the name before an abbreviation is taken up again ("... by Acme Inc. Acme paid")."""
    before = text[max(start, end - 60) : end].split()
    if len(before) < 2 or not text[after].isalpha():
        return False
    # What ends in a full stop belongs to another sentence.
    ends = before[-2].rstrip(_CLOSERS).endswith(".")
    return not ends and before[-2].strip(_LOOSE) == _first_word(text, after)


def _known(word: str) -> bool:
    """Whether the word was seen in small letters when Punkt was trained."""
    return word in punkt.PunktParameters.load().orthographic_context


def _begins(text: str, at: int) -> bool:
    """Whether what stands at ``at`` looks like the beginning of a sentence."""
    if text[at] in '“"‘' and text[at + 1 : at + 2].isupper():
        return True
    word = _first_word(text, at)
    return word in STARTERS


def _stops(text: str, start: int, end: int) -> list[int]:
    """Offsets of the marks that may end a sentence, one kind of mark after the other."""
    found = []
    for sign in _STOPS:
        at = text.find(sign, start, end)
        while at >= 0:
            found.append(at)
            at = text.find(sign, at + 1, end)
    return found


def _missed(text: str, start: int, end: int, decided: set[int]) -> list[int]:
    """Ends of sentences inside ``text[start:end]`` that Punkt does not see."""
    found = []
    for mark in _stops(text, start, end - 1):
        follow = text[mark + 1]
        if follow.islower() or (mark + 1 in decided and follow.isspace()):
            continue
        if follow.isspace() or follow in _SPACED_FIRST:
            stop = _spaced_end(text, start, mark)
        elif follow.isupper() or follow in "“‘":
            stop = _glued_end(text, start, mark)
        else:
            stop = _footnote_end(text, start, mark)
        if stop:
            found.append(stop)
    return found


def _spaced_end(text: str, start: int, mark: int) -> int:
    """End of a sentence at a mark before closing marks and white space, 0 for none."""
    closing = _SPACED.match(text, mark + 1)
    if not closing:
        return _footnote_end(text, start, mark) or _glued_end(text, start, mark)
    upcoming = _NEXT.match(text, closing.end())
    if not upcoming:
        return 0
    word = _last_word(text, start, mark)
    low = word.lower()
    if not _begins(text, upcoming.end()):
        again = low in MAY_END and _another(text, start, mark + 1, upcoming.end(), low)
        call = low in _TIMES and _first_word(text, upcoming.end()) in _TIME_STARTERS
        return closing.end() if again or call else 0
    if low in NEVER_END and (len(word) == 1 or not word.isupper()):
        return 0
    if low == "no" and word[:1].isupper():
        return 0
    if _INITIAL.match(word) and low not in MAY_END and _first_word(text, upcoming.end()) == "A":
        return 0
    return 0 if text[mark] == "." and word.endswith("..") else closing.end()


def _footnote_end(text: str, start: int, mark: int) -> int:
    """End of a sentence whose full stop carries a footnote mark, 0 for none."""
    before = text[mark - 1] if mark > start else ""
    if not before.isalpha() and before not in _BEFORE_NOTE:
        return 0
    note = _FOOTNOTE.match(text, mark + 1)
    if not note:
        return 0
    word = _last_word(text, start, mark)
    if word.lower() in NEVER_END or word.lower() in ("no", "nos") or "www" in word:
        return 0
    short = len(word) < 3 and before not in ')%”"’' and not word.isupper()
    return 0 if short else note.end()


def _glued_end(text: str, start: int, mark: int) -> int:
    """End of a sentence that the next one follows without a space, 0 for none."""
    before = text[mark - 1] if mark > start else ""
    if not (before.islower() or before in _BEFORE_GLUED or before.isdigit()):
        return 0
    glued = _GLUED.match(text, mark + 1)
    if not glued:
        return 0
    word = _last_word(text, start, mark)
    if word.lower() in NEVER_END:
        return 0
    if "www" in word or "@" in word or "/" in word or (len(word) < 2 and before != " "):
        return 0
    after = _first_word(text, glued.end())
    if after in _DOMAINS or (before.isdigit() and len(after) < 2):
        return 0
    return 0 if "." in word and not before.isdigit() else glued.end()


def ends_of_sentences(text: str, start: int, end: int) -> list[int]:
    """Find where sentences end within one stretch of running text.

    Parameters
    ----------
    text : str
        The whole text.
    start, end : int
        The stretch; it begins where a sentence does.

    Returns
    -------
    list of int
        Offsets in ``text``, ascending, inside the stretch.
    """
    ends: set[int] = set()
    decided: set[int] = set()
    for (_, stop), (after, _) in pairwise(punkt.spans(text, start, end)):
        decided.add(stop)
        if not _joins(text, start, stop, after):
            ends.add(_moved(text, stop, end))
    ends.update(_missed(text, start, end, decided))
    found = sorted(stop for stop in ends if start < stop < end)
    piece = text[start:end]
    if piece.isascii() or not any(map(piece.__contains__, BULLETS)):
        return found
    sentences = pairwise([start, *found, end])
    return sorted(
        {*found, *(stop for left, right in sentences for stop in _items(text, left, right))}
    )


def _moved(text: str, stop: int, end: int) -> int:
    """Where a break really lies: behind footnote marks and closing marks, before opening ones."""
    # Nearly every break stands before a space and a letter; no footnote mark begins so.
    if text[stop] != " " or not text[stop + 1].isalpha():
        foot = _FOOTNOTE.match(text, stop, end) or _FOOT_AFTER.match(text, stop, end)
        if foot:
            return foot.end()
    return stop - 1 if text[stop - 1] == "“" else stop


def _items(text: str, start: int, end: int) -> list[int]:
    """Where items begin inside a sentence; a lone mark may be part of a name."""
    found = [match.start() for match in _INLINE_BULLET.finditer(text, start + 1, end)]
    listed = len(found) > 1 or text[start:end].lstrip()[0] in BULLETS
    return found if listed or (found and text[found[0] - 1] == ":") else []
