"""Which elements a cautionary text holds, and where; the factors have a room of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from fls.analysis.caution.legend import Legend, rules

__all__ = ["PHRASES", "find_elements"]

#: Elements that are told by their wording, in the order of every table.
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

#: "Except as required by securities law" invokes no statute; so far before the law it stands.
_REQUIRED = frozenset("except permitted require required requires requirements unless".split())
_EXCEPT = 4
#: Words of a quotation that is a cue, and words between two that are of one list: "or forms of
#: these words, or say that this or that".
_QUOTED, _BETWEEN = 6, 20
#: What is quoted, but as a name: the "Securities Act", "forward-looking statements".
_NAMED = frozenset(("act", "statements"))
#: Words of a cue without quotation marks, and what may follow the last of them: "and the like".
_PLAIN = 3
#: Words that begin an address, and those that end one.
_WEB = frozenset(("//www", "www"))
_DOMAINS = frozenset(("ca", "com", "gov"))
#: What is done with forward-looking statements, or may become of them.
_OF_THEM = frozenset(
    "advised assurance attributable cautioned caution date expressed forecast guarantee guarantees "
    "implied obligation place placed realization reliance rely speak speaks suggested undue unduly "
    "update".split()
)
_LEADS_ON = frozenset("all are be include includes is may represent should some that ,".split())
#: Words between clauses; between what makes outcomes differ and the outcome; of further causes.
_JOINTS = frozenset(("and", "that", "which", ","))
_CAUSES = frozenset("bring cause differ lead make produce result turn vary".split())
_MORE = frozenset("additional certain important key known many numerous or other unknown".split())
#: So near stands the other mark of a pair that quotes a title.
_TITLE = 4
_LIKE = frozenset("any comparable like negative other similar such the their variations".split())


def find_elements(legend: Legend) -> dict[str, list[tuple[int, int]]]:
    """Runs of words that make up each element; those that overlap are one.

    Parameters
    ----------
    legend : Legend

    Returns
    -------
    dict of str to list of (int, int)
        By name as in :data:`PHRASES`; first word and the one behind the last, for
        :meth:`Passage.span`. Empty where an element is absent.
    """
    known = rules()
    found: dict[str, list[tuple[int, int]]] = {name: [] for name in PHRASES}
    mentions: list[tuple[int, int]] = []
    parts = zip(legend.passage.sentences, legend.passage.first, legend.lines, strict=False)
    for words, begin, line in parts:
        within = ["|", *words, "|"]
        for name in PHRASES:
            runs = known.matches(name, line)
            if name == "statute":
                runs = [run for run in runs if not _is_required(within, *run)]
            elif name == "cue_words":
                runs = list(_to_last_cue(within, runs))
            elif name == "differ_materially":
                runs = [_clause(within, *run) for run in runs if not _is_aside(within, *run)]
            elif name == "identifies":
                runs = [run for run in runs if not _is_denied(within, *run)]
                mentions += _united([run for run in runs if _is_mention(within, *run)], begin)
                runs = [_said(within, *run) for run in runs if not _is_mention(within, *run)]
            elif name == "filings":
                runs = [_whole(within, *run) for run in runs]
            found[name] += _united(runs, begin)
    found["identifies"] = found["identifies"] or mentions
    return found


def _united(runs: Iterable[tuple[int, int]], begin: int) -> list[tuple[int, int]]:
    """Make one of runs that overlap: of "risks in our Form" and "Form 8-K" the whole."""
    whole: list[tuple[int, int]] = []
    for first, last in sorted(runs):
        if whole and begin + first < whole[-1][1]:
            whole[-1] = whole[-1][0], max(whole[-1][1], begin + last)
        else:
            whole.append((begin + first, begin + last))
    return whole


def _is_required(words: Sequence[str], first: int, last: int) -> bool:
    """Whether a law is named as what may require an update."""
    if "1995" in words[first:last] or "harbor" in words[first:last]:
        return False
    return not _REQUIRED.isdisjoint(words[max(first - _EXCEPT, 0) : last])


def _is_mention(words: Sequence[str], first: int, last: int) -> bool:
    """Whether words only speak of forward-looking statements, and do not say which they are."""
    run = words[first:last]
    known = rules().classes
    if not known["DIFFER"].isdisjoint(run) or not _OF_THEM.isdisjoint(run):
        return True
    return run[:2] == ["contained", "in"] or (run[0] == "forward" and known["SELF"].isdisjoint(run))


def _is_denied(words: Sequence[str], first: int, last: int) -> bool:
    """Whether statements are said to be none: "links do not constitute forward-looking ..."."""
    if "forward" not in words[first:last]:
        return words[first - 1] == "not"
    at = words.index("forward", first)
    return "not" in (words[first - 1], *words[at - 2 : at])


def _said(words: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """Cut what only leads on, "... statements that"; widen by the mark that ends a quotation."""
    while last - first > 1 and words[last - 1] in _LEADS_ON:
        last -= 1
    return _whole(words, first, last)


def _is_aside(words: Sequence[str], first: int, last: int) -> bool:
    """Whether what differs is "new information, future events or otherwise"."""
    others = rules().classes["DIFFER"].intersection(words[first:last])
    return others == {"otherwise"} and words[last - 2] == "or"


def _clause(words: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """Leave out a clause before: "(... of performance and involve risks that) may cause ..."."""
    known = rules().classes
    begin = first
    for at in range(first + 1, last):
        if words[at] in _CAUSES:
            break
        is_modal = words[at] in known["MODAL"] and words[at + 1] not in known["DIFFER"]
        if words[at - 1] in _JOINTS and (is_modal or words[at] == "actual"):
            begin = at
    before = set(words[first:begin])
    return (begin if before - known["PERIL"] - known["RISK"] - _JOINTS - _MORE else first), last


def _whole(words: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """Widen a run by what it cuts: an owner's name, a web address, a quotation."""
    if words[first] == "s" and first > 1:
        first -= 1
    if words[first - 1] in _WEB:
        first -= 1
    if words[last].partition("/")[0] in _DOMAINS:
        last += 1
    if words[first:last].count('"') % 2:
        before, after = words[max(first - _TITLE, 0) : first], words[last : last + _TITLE]
        if '"' in before:
            first -= before[::-1].index('"') + 1
        elif '"' in after:
            last += after.index('"') + 1
    return first, last


def _to_last_cue(
    words: Sequence[str], runs: Iterable[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Let each list of cue words end with the last of them, not where its pattern does."""
    behind = 0
    for first, last in sorted(runs):
        if first >= behind:
            is_quoted = '"' in words[first:last]
            behind = (_last_quoted if is_quoted else _last_plain)(words, first, last)
            yield first, behind


def _last_quoted(words: Sequence[str], first: int, last: int) -> int:
    """Word behind the last of quotations that follow each other; `last` where there are none."""
    opened = closed = None
    for at in range(first, len(words)):
        if words[at] == '"':
            opened, closed = (at, closed) if opened is None else (None, at)
        elif opened is None:
            if closed is not None and (at - closed > _BETWEEN or words[at] == ";"):
                break
        elif at - opened > _QUOTED or words[at] in _NAMED:
            break
    return last if closed is None else closed + 1


def _last_plain(words: Sequence[str], first: int, last: int) -> int:
    """Word behind the last of a few words each that commas part: "may, will, and plans"."""
    at = last
    while "," in words[at : at + _PLAIN + 1]:
        at = words.index(",", at) + 1
    if words[at - 1] == ",":
        is_further = words[at] in ("and", "or") and words[at + 1] not in _LIKE
        at = at + 2 if is_further else at - 1
    return max(at, first + 1)
