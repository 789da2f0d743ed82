"""The part of a page that holds the release, without what surrounds it on a site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from fls.readers.page_layout import BLOCKS, is_hidden

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["find_main_part"]

#: Elements and roles for navigating a site.
_NAVIGATION_TAGS = frozenset(("nav", "menu"))
_NAVIGATION_ROLES = frozenset(
    "alertdialog banner contentinfo dialog menu menubar navigation search toolbar".split()
)
#: Words of an id or class that name the surroundings of a release. Not ``elementor-widget``: that
#: page builder makes every part of a page a widget, even the release.
_SURROUNDING_NAMES = re.compile(
    r"(?:^|[\s_-])(?:breadcrumbs?|cookies?|modal|navbar|newsletter|related|share|sharing|sidebar"
    r"|skip|social|subscribe|toolbar|(?<!elementor-)widget)(?=$|[\s_-])",
    re.IGNORECASE,
)
#: Headings above teasers of other releases.
_TEASER_HEADING = re.compile(
    r"(?:related|recommended|recent|latest|more|other|similar|further|trending|popular)"
    r"(?: [\w&]+){0,2}? (?:reading|reads|news|articles?|stories|posts?|(?:press |news )?releases)"
    r"(?: (?:from|by|about|in) .{1,60})?"
    r"|(?:more|also) (?:from|by|in|on) .{1,60}|explore|read (?:more|next)|(?:what.s|up) next"
    r"|you (?:may|might) (?:also )?(?:like|be interested in)|most (?:read|popular)|trending"
    r"|recommended(?: for you)?|related|see also",
    re.IGNORECASE,
)
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
#: A part with a larger share of the page's text than this is never removed.
_MAX_REMOVED_SHARE = 0.3
#: Maximum share of the release's text that teasers may hold, and of headings that are checked.
_MAX_TEASER_SHARE, _MAX_TEASERS = 0.5, 20
#: Maximum share of links in what is added to the release.
_MAX_LINKED_SHARE = 0.3
#: Minimum number of characters of a paragraph.
_MIN_PARAGRAPH = 60
#: Minimum number of characters of a part that is removed where it occurs again.
_MIN_REPEATED = 200
#: Minimum shares of the paragraphs that are in what the page marks as the body of its article, in
#: what it marks otherwise, and in a child that is descended into.
_MIN_ARTICLE_SHARE, _MIN_MAIN_SHARE, _MIN_INNER_SHARE = 0.2, 0.5, 0.92
#: Number of links to elsewhere that make a page without such elements part of a site.
_MIN_LINKS = 12
_CELLS = frozenset(("td", "th"))


class _Weight(NamedTuple):
    """Characters in an element: all, those in links, those in paragraphs and cells."""

    size: int
    linked: int
    prose: int
    mark: int  # equal for elements with the same text in the same structure


def find_main_part(root: _Element) -> list[_Element]:
    """Find the elements of a page that hold the release.

    Parameters
    ----------
    root : lxml element
        Root of the page; modified: what surrounds the release is removed.

    Returns
    -------
    list of lxml elements
        The headline, where it stands apart, and the release. The whole body for pages without
        surroundings, such as the exhibits of submissions.
    """
    body = root.find("body")
    body = root if body is None else body
    if not _has_surroundings(body):
        return [body]
    _remove_surroundings(body, _weigh(body))
    weights = _weigh(body)
    chosen = _climb(_descend(_find_marked(body, weights), weights), body, weights)
    _remove_teasers(chosen, weights)
    return [*_find_headline(body, chosen), chosen]


def _has_surroundings(body: _Element) -> bool:
    """Check whether a page looks like part of a site."""
    roles = (
        element.get("role") in _NAVIGATION_ROLES for element in body.iter("div", "ul", "section")
    )
    if any(True for _ in body.iter("nav", "header", "footer", "aside", "main")) or any(roles):
        return True
    targets = (element.get("href", "#") for element in body.iter("a"))
    return sum(not target.startswith(("#", "mailto:")) for target in targets) >= _MIN_LINKS


def _remove_surroundings(body: _Element, weights: dict[_Element, _Weight]) -> None:
    """Remove the navigation of the site, unless it holds much of the page."""
    most = _MAX_REMOVED_SHARE * weights[body].size
    seen: set[tuple[int, int]] = set()
    for element, weight in weights.items():
        parent = element.getparent()
        if element is body or parent is None or weight.size > most:
            continue
        # Pages may hold a part twice, once for small screens.
        is_repeated = weight.size >= _MIN_REPEATED and (weight.size, weight.mark) in seen
        seen.add((weight.size, weight.mark))
        if is_repeated or _is_around(element, weight):
            _remove(element, parent)


def _remove_teasers(chosen: _Element, weights: dict[_Element, _Weight]) -> None:
    """Remove headings such as "Related news" and the teasers below, unless they hold much text."""
    most = _MAX_TEASER_SHARE * weights[chosen].size
    short = (
        e for e in chosen.iter(*_HEADINGS) if e in weights and weights[e].size < _MIN_PARAGRAPH
    )
    headings = [e for e in short if _TEASER_HEADING.fullmatch(_join_words(e).rstrip(" :."))]
    for heading in headings[-_MAX_TEASERS:]:
        first = _find_outermost(heading, weights)
        row = [first, *_list_following(first, heading.tag)]
        shown = [weights[element] for element in row if element in weights]
        linked = any(weight.linked for weight in shown)
        if linked and sum(weight.size for weight in shown) <= most and not _is_inside(heading):
            for element in row:
                parent = element.getparent()
                if parent is not None:
                    _remove(element, parent)


def _find_outermost(element: _Element, weights: dict[_Element, _Weight]) -> _Element:
    """Return the outermost element that shows the same text."""
    above = element.getparent()
    while above in weights and weights[above].size == weights[element].size:
        element, above = above, above.getparent()
    return element


def _list_following(first: _Element, tag: str) -> Iterator[_Element]:
    """Yield the elements after one, up to a heading of the rank `tag` that is no link."""
    for element in first.itersiblings():
        inner = next(element.iter(tag), None) if isinstance(element.tag, str) else None
        if inner is not None and next(inner.iter("a"), None) is None:
            return
        yield element


def _is_inside(element: _Element) -> bool:
    """Check whether an element is inside what the page itself marks as its article."""
    return any("articleBody" in (e.get("itemprop") or "") for e in element.iterancestors())


def _join_words(element: _Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def _is_around(element: _Element, weight: _Weight) -> bool:
    tag, role = element.tag, element.get("role")
    if tag in _NAVIGATION_TAGS or role in _NAVIGATION_ROLES:
        return True
    if tag in ("header", "footer") and next(element.iterancestors("article", "main"), None) is None:
        return next(element.iter("h1"), None) is None or tag == "footer"
    names = f"{element.get('id') or ''} {element.get('class') or ''}"
    is_named = tag in BLOCKS and (tag == "aside" or _SURROUNDING_NAMES.search(names) is not None)
    return is_named and weight.prose == 0


def _remove(element: _Element, parent: _Element) -> None:
    """Remove an element, but keep the text after it."""
    tail = element.tail
    if tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + tail
        else:
            before.tail = (before.tail or "") + tail
    parent.remove(element)


def _weigh(body: _Element) -> dict[_Element, _Weight]:
    """Return the weights of all elements that are shown, computed from the leaves up."""
    from lxml import etree

    weights: dict[_Element, _Weight] = {}
    # Size, linked, prose, text outside inner blocks, mark.
    stack: list[list[int]] = [[0, 0, 0, 0, 0]]
    hidden = None
    walk = etree.iterwalk(body, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start":
            if is_hidden(element):
                walk.skip_subtree()
                hidden = element
                continue
            stack.append([0, 0, 0, 0, 0])
            _count(stack[-1], element.text)
            continue
        if element is hidden:
            hidden = None
        elif event == "end":
            _fold(element, stack, weights)
        if element is not body:
            _count(stack[-1], element.tail)
    return weights


def _count(frame: list[int], text: str | None) -> None:
    if text:
        words = "".join(text.split())
        if words:
            frame[0] += len(words)
            frame[3] += len(words)
            frame[4] = hash((frame[4], words))


def _fold(element: _Element, stack: list[list[int]], weights: dict[_Element, _Weight]) -> None:
    """Add the weight of an element to that of its parent."""
    size, linked, prose, own, mark = stack.pop()
    tag, above = element.tag, stack[-1]
    if tag == "a" and element.get("href"):
        linked, own = size, 0
    if tag in BLOCKS:
        prose += own if own >= _MIN_PARAGRAPH or tag in _CELLS else 0
    else:
        above[3] += own
    above[0] += size
    above[1] += linked
    above[2] += prose
    above[4] = hash((above[4], mark)) if mark else above[4]
    weights[element] = _Weight(size, linked, prose, mark)


def _find_marked(body: _Element, weights: dict[_Element, _Weight]) -> _Element:
    """Return the smallest part that the page itself marks as its article or main part."""
    prose = weights[body].prose
    bodies = [e for e in weights if "articleBody" in (e.get("itemprop") or "")]
    if bodies:
        common = _find_common(bodies)
        if weights[common].prose >= _MIN_ARTICLE_SHARE * prose:
            return common
    named = [e for e in weights if e.tag in ("article", "main") or e.get("role") == "main"]
    enough = [e for e in named if weights[e].prose >= _MIN_MAIN_SHARE * prose]
    return min(enough, key=lambda e: weights[e].size, default=body)


def _find_common(elements: list[_Element]) -> _Element:
    """Return the innermost element that holds all of these."""
    first = [*reversed(list(elements[0].iterancestors())), elements[0]]
    kept = len(first)
    for element in elements[1:]:
        line = [*reversed(list(element.iterancestors())), element]
        pairs = zip(first[:kept], line, strict=False)
        kept = next((i for i, (a, b) in enumerate(pairs) if a is not b), min(kept, len(line)))
    return first[kept - 1]


def _descend(start: _Element, weights: dict[_Element, _Weight]) -> _Element:
    """Return the innermost element reached while one child holds nearly all paragraphs."""
    chosen, needed = start, _MIN_INNER_SHARE * weights[start].prose
    while needed:
        inner = next((e for e in chosen if e in weights and weights[e].prose >= needed), None)
        if inner is None or inner.tag in ("p", "ul", "ol"):
            break
        chosen = inner
    return chosen


def _climb(chosen: _Element, body: _Element, weights: dict[_Element, _Weight]) -> _Element:
    """Return the outermost element reached while ascending adds more text than links."""
    while chosen is not body:
        parent = chosen.getparent()
        if parent is None or parent not in weights:
            break
        more = weights[parent].size - weights[chosen].size
        if weights[parent].linked - weights[chosen].linked > _MAX_LINKED_SHARE * more:
            break
        chosen = parent
    return chosen


def _find_headline(body: _Element, chosen: _Element) -> list[_Element]:
    """Return the main heading of the page, if it comes before the release."""
    if next(chosen.iter("h1"), None) is not None:
        return []
    headline: list[_Element] = []
    for element in body.iter():
        if element is chosen:
            break
        if element.tag == "h1" and not is_hidden(element):
            headline = [element]
    return headline
