"""Which elements a cautionary text contains, and where; the factors are found elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from fls.analysis.caution.legend import Legend, rules
from fls.analysis.wording import Line

__all__ = ["PHRASES", "find_elements"]

#: Elements that are recognised by their wording, in the order of every table.
PHRASES = (
    "identifies",
    "statute",
    "cue_words",
    "differ_materially",
    "filings",
    "as_of_date",
    "no_duty_to_update",
    "no_reliance",
)

#: Words of which one, in or shortly before the name of a law, shows that no statute is invoked:
#: "except as required by securities law". Number of words before the name that are checked.
_REQUIRED = frozenset("except permitted require required requires requirements unless".split())
_WORDS_BEFORE_LAW = 4
#: Maximum number of words of a quoted cue, and between two quotations of one list: "or forms of
#: these words, or say that this or that".
_MAX_QUOTED_WORDS, _MAX_GAP_WORDS = 6, 20
#: Words of quotations that are names, not cues: the "Securities Act", "forward-looking statements".
_QUOTED_NAMES = frozenset(("act", "statements"))
#: Maximum number of words of a cue without quotation marks.
_MAX_CUE_WORDS = 3
#: Words that begin an address, and those that end one.
_ADDRESS_BEGINS = frozenset(("//www", "www"))
_DOMAINS = frozenset(("ca", "com", "gov"))
#: Words for what is done with forward-looking statements, or what may become of them.
_SAID_OF_STATEMENTS = frozenset(
    "advised assurance attributable cautioned caution date expressed forecast guarantee guarantees "
    "implied obligation place placed realization reliance rely speak speaks suggested undue unduly "
    "update".split()
)
#: Words that only lead on to what follows: "... statements that".
_LINKS = frozenset("all are be include includes is may represent should some that ,".split())
#: Words that join clauses; verbs between causes and outcomes; words that announce further causes.
_JOINTS = frozenset(("and", "that", "which", ","))
_CAUSES = frozenset("bring cause differ lead make produce result turn vary".split())
_FURTHER = frozenset(
    "additional certain important key known many numerous or other unknown".split()
)
#: Maximum number of words to the other mark of a pair that quotes a title.
_MAX_TITLE_WORDS = 4
#: Words that may follow the last cue but begin none: "and the like", "or other words".
_NO_CUES = frozenset("any comparable like negative other similar such the their variations".split())


def find_elements(legend: Legend) -> dict[str, list[tuple[int, int]]]:
    """Find the runs of words that make up each element; overlapping runs are merged.

    Parameters
    ----------
    legend : Legend

    Returns
    -------
    dict of str to list of (int, int)
        By name as in :data:`PHRASES`; first word and the word after the last, as arguments of
        :meth:`Passage.span`. Empty if an element is absent.
    """
    patterns = rules()
    elements: dict[str, list[tuple[int, int]]] = {name: [] for name in PHRASES}
    mentions: list[tuple[int, int]] = []
    parts = zip(legend.passage.sentences, legend.passage.first, legend.lines, strict=False)
    for words, begin, line in parts:
        bounded = ["|", *words, "|"]
        for name in PHRASES:
            runs = patterns.matches(name, line)
            if name == "statute":
                runs = [run for run in runs if not _is_required(bounded, *run)]
            elif name == "cue_words":
                runs = list(_extend_to_last_cue(bounded, runs))
            elif name == "differ_materially":
                runs = [_trim_clause(bounded, *run) for run in runs if not _is_aside(bounded, *run)]
            elif name == "identifies":
                runs = [run for run in runs if not _is_denied(bounded, *run)]
                other = [run for run in runs if _is_mention(bounded, *run)]
                mentions += _merge_overlapping(other, begin)
                runs = [_trim_links(bounded, *run) for run in set(runs).difference(other)]
            elif name == "filings":
                runs = _find_pointers(bounded, line)
            elements[name] += _merge_overlapping(runs, begin)
    elements["identifies"] = elements["identifies"] or mentions
    return elements


def _merge_overlapping(runs: Iterable[tuple[int, int]], begin: int) -> list[tuple[int, int]]:
    """Merge runs that overlap, as "risks in our Form" and "Form 8-K", and add an offset."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(runs):
        if merged and begin + first < merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], begin + last)
        else:
            merged.append((begin + first, begin + last))
    return merged


def _find_pointers(words: Sequence[str], line: Line) -> list[tuple[int, int]]:
    """Find references to filings, but not filings as a subject: "expected regulatory filings"."""
    subjects = rules().matches("subject", line)
    if subjects:
        others = list(words)
        for first, last in subjects:
            others[first:last] = [""] * (last - first)
        line = rules().encode(others)
    return [_complete(words, *run) for run in rules().matches("filings", line)]


def _is_required(words: Sequence[str], first: int, last: int) -> bool:
    """Check whether a law is named only as what may require an update."""
    if "1995" in words[first:last] or "harbor" in words[first:last]:
        return False
    return not _REQUIRED.isdisjoint(words[max(first - _WORDS_BEFORE_LAW, 0) : last])


def _is_mention(words: Sequence[str], first: int, last: int) -> bool:
    """Check whether words only mention forward-looking statements without identifying them."""
    run = words[first:last]
    classes = rules().classes
    names_itself = not classes["SELF"].isdisjoint(run)
    if not classes["DIFFER"].isdisjoint(run) or not _SAID_OF_STATEMENTS.isdisjoint(run):
        return True
    return run[:2] == ["contained", "in"] or (run[0] == "forward" and not names_itself)


def _is_denied(words: Sequence[str], first: int, last: int) -> bool:
    """Check for statements said not to be such: "links do not constitute forward-looking ..."."""
    if "forward" not in words[first:last]:
        return words[first - 1] == "not"
    at = words.index("forward", first)
    return "not" in (words[first - 1], *words[at - 2 : at])


def _trim_links(words: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """Cut the last words that only lead on, and add what :func:`_complete` does."""
    while last - first > 1 and words[last - 1] in _LINKS:
        last -= 1
    return _complete(words, first, last)


def _is_aside(words: Sequence[str], first: int, last: int) -> bool:
    """Check for an aside, "new information, future events or otherwise", where nothing differs."""
    matches = rules().classes["DIFFER"].intersection(words[first:last])
    return matches == {"otherwise"} and words[last - 2] == "or"


def _trim_clause(words: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """Cut the clause before: "(... of performance and involve risks that) may cause ..."."""
    classes = rules().classes
    begin = first
    for at in range(first + 1, last):
        if words[at] in _CAUSES:
            break
        is_modal = words[at] in classes["MODAL"] and words[at + 1] not in classes["DIFFER"]
        if words[at - 1] in _JOINTS and (is_modal or words[at] == "actual"):
            begin = at
    others = set(words[first:begin]) - classes["PERIL"] - classes["RISK"] - _JOINTS - _FURTHER
    return (begin if others else first), last


def _complete(words: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """Widen a run that cuts through an owner's name, a web address or a quotation."""
    if words[first] == "s" and first > 1:
        first -= 1
    if words[first - 1] in _ADDRESS_BEGINS:
        first -= 1
    if words[last].partition("/")[0] in _DOMAINS:
        last += 1
    if words[first:last].count('"') % 2:
        before = words[max(first - _MAX_TITLE_WORDS, 0) : first]
        after = words[last : last + _MAX_TITLE_WORDS]
        if '"' in before:
            first -= before[::-1].index('"') + 1
        elif '"' in after:
            last += after.index('"') + 1
    return first, last


def _extend_to_last_cue(
    words: Sequence[str], runs: Iterable[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Yield each list of cue words up to the last of them, not only as far as its pattern."""
    end = 0
    for first, last in sorted(runs):
        if first >= end:
            is_quoted = '"' in words[first:last]
            end = (_find_quoted_end if is_quoted else _find_plain_end)(words, first, last)
            yield first, end


def _find_quoted_end(words: Sequence[str], first: int, last: int) -> int:
    """Return the word after the last quotation in a row; `last` if there is none."""
    opened = closed = None
    for at in range(first, len(words)):
        if words[at] == '"':
            opened, closed = (at, closed) if opened is None else (None, at)
        elif opened is None:
            if closed is not None and (at - closed > _MAX_GAP_WORDS or words[at] == ";"):
                break
        elif at - opened > _MAX_QUOTED_WORDS or words[at] in _QUOTED_NAMES:
            break
    return last if closed is None else closed + 1


def _find_plain_end(words: Sequence[str], first: int, last: int) -> int:
    """Return the word after the last cue of a list with commas: "may, will, and plans"."""
    at = last
    while "," in words[at : at + _MAX_CUE_WORDS + 1]:
        at = words.index(",", at) + 1
    if words[at - 1] == ",":
        is_further = words[at] in ("and", "or") and words[at + 1] not in _NO_CUES
        at = at + 2 if is_further else at - 1
    return max(at, first + 1)
