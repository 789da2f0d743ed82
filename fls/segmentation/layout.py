"""Blocks to kinds: an ordered list of small rules, the first that knows decides.

A rule looks at one block and at the page so far, and answers with a kind or None. Add a rule
where a reader of the page would ask its question; the order of :data:`RULES` is the order in
which the questions are asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from fls.segmentation.blocks import BULLET, Block

__all__ = ["DATELINE", "GLUED_HEADING", "PROSE", "RULES", "RUN_IN_HEADING", "assign_kinds"]

#: What a rule answers for running text: it is cut into sentences later.
PROSE = "sentence"

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?"
    r"|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?"
    r"|JAN(?:UARY|\.)?|FEB(?:RUARY|\.)?|MAR(?:CH|\.)?|APR(?:IL|\.)?|MAY|JUNE?\.?|JULY?\.?"
    r"|AUG(?:UST|\.)?|SEPT?(?:EMBER|\.)?|OCT(?:OBER|\.)?|NOV(?:EMBER|\.)?|DEC(?:EMBER|\.)?)"
)
_DATE = (
    rf"(?:{_MONTH},?[ ]{{1,3}}\d{{1,2}}(?:st|nd|rd|th)?(?:,?[ ]{{1,3}}\d{{4}})?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[ ]{{1,3}}{_MONTH},?[ ]{{1,3}}\d{{4}})"
)
_WIRE = (
    r"(?:\([^()\n]{0,40}(?:[Ww][Ii][Rr][Ee]|Newsfile|NEWSFILE|Marketwired)[^()\n]{0,30}\)"
    r"|/ ?[^/\n]{0,30}(?:[Ww][Ii][Rr][Ee]|CNW|News ?[Dd]irect|EINPresswire)[^/\n]{0,30}/)"
)
#: Beginning of the first paragraph: place, date, wire, in any of the usual combinations.
DATELINE = re.compile(
    rf"[^\n]{{0,140}}?{_WIRE}"
    rf"|[(\"“']?[A-Z][^\n.;!?]{{0,60}}[^\n;!?]{{0,30}}?[,–—\-/.(] {{0,3}}\(?{_DATE}\)?.{{0,12}}?[-–—:/)…]"
    rf"|{_DATE} ?[-–—(/].{{0,40}}?[-–—:/)]"
    r"|[A-Z][A-Z.,' ]{2,40}(?:, (?:[A-Z][a-z.]{1,12} ?){1,3})? ?(?:--|—|–|\.\.\.) ?"
)

#: A heading that lost the line break before its text ("About AcmeAcme is ...").
GLUED_HEADING = re.compile(
    r"About (?P<name>[^.\n]{2,70}?)(?:,? Inc\.|,? Corp\.|,? Ltd\.?|,? LLC|,? Limited)?(?=(?i:(?P=name))\b|Founded |Headquartered |The |Our |We )"
    r"|(?:Cautionary [A-Z][\w ]{3,60}|(?:[A-Z][\w-]* ){0,5})?(?:Forward[- ]Looking|FORWARD[- ]LOOKING|Forward-looking|Safe Harbor|Harbour)"
    r"(?: (?:Statements?|STATEMENTS?|Information|Disclaimer|Disclosures?|Cautionary|statements?|and|&)){0,4}(?=[A-Z][a-z]+ )(?<! )"
)

#: A heading that ends in a full stop and runs into its sentence: they stay together.
RUN_IN_HEADING = re.compile(
    r"[\"“]?(?:[A-Z][\w-]* (?:(?:and|on|of|the|regarding|concerning|note) )?){0,5}(?:Forward[- ][Ll]ooking|Safe[- ]Harbou?r)"
    r"[\"”]?(?: [A-Z][\w-]*){0,4}\.\s"
)

_CLOSED = re.compile(r"""[.!?][)"”’'\]*]*(?:\[?\d{1,2}\]?(?:, ?\d{1,2})*|[*†‡]+)?$""")
_EMAIL = re.compile(r"[\w.+-]{1,64}(?:@|\(at\))[\w-]{1,64}\.\w|\[email", re.IGNORECASE)
_PHONE = re.compile(
    r"\+ ?\d{1,3}[ .()\-\d]{6,}|\(?\b\d{3}\)?[-. ]{1,2}\d{3}[-. –]{1,2}\d{4}\b|\b1-8\d\d-[\w-]{7}"
    r"|\b0\d{2,4}[ /-]\d{5,}|\b\(?[\dA-Z]{3}\)?-\d{3}-[A-Z]{3,}"
)
_URL = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]{2,40}\.(?:com|org|net|ca|io|co)(?:/\S*)?", re.IGNORECASE)

_FURNITURE = re.compile(
    r"""(?:
      [-–—#*_=~•.\s]+$
    | [-–—(*\s]*\s*(?:\#\#\#|more|end|ends|end\ of\ release|continued|page\ \d+(?:\ of\ \d+)?)\s*[-–—)*\s]*$
    | [-–—\s]*(?:page\s)?\d{1,3}[-–—\s]*$
    | <page>$ | \[?(?:logo|photo|image|graphic|picture|video)s?(?:[\s\]:-]|$)(?!.{140})
    | (?:a|the)\ (?:photo|video|media|infographic|pdf)[^.]{0,40}\ (?:accompanying|is\ available|can\ be\ found)
    | photos?\ accompanying
    | (?:news\ )?(?:source|quelle)\s*:?\s+(?!of\b|is\b|code\b|data\b|and\b|material).{1,120}$
    | view\ (?:the\ )?(?:original|source\ version|source|pdf|news\ release)\b.{0,300}$
    | the\ post\ .{5,200}\ (?:first\ )?appeared\ (?:first\ )?on\b | featured\ image\b
    | (?:multimedia|additional\ multimedia)\ (?:is\ |are\ )?available\b.{0,80}$
    | to\ view\ (?:the\ )?(?:source|original|an?\ enhanced|this)\b
    | (?:©|copyright\b|\(c\)\ ?\d{4}).{0,200}$
    | (?:for|not\ for)\ (?:immediate|us)\ (?:release|dissemination)\b.{0,40}$
    | (?:news|press|media|earnings)\ release\s*\d*$
    | distributed\ (?:by|via)\b.{0,80}$ | originally\ published\b.{0,160}$
    | (?:globe\ ?newswire|business\ ?wire|pr\ ?newswire|canada\ newswire|marketwired?|newmediawire|access\ newswire|--news\ direct--)$
    | news\ provided\ by\b | share\ this\ article | add\ .{2,40}\bon\ google
    | (?:click|tap)\ (?:here|image|to)\ (?!to\ learn).{0,20}\b(?:for|see|view|image|enlarge|figure)\b.{0,120}$ | please\ click\ here.{0,60}$
    | follow\ (?:us|the\ company|[\w&.'’ ]{2,50})\ on\b[^.:]{0,140}$
    | attachments?\b.{0,60}$ | related\ (?:links?|images?)\b.{0,30}$ | multimedia\ .{0,60}$
    | by\ [A-Z][\w.'’-]+\ [A-Z][^.]{2,40}$
    | figure\ \d+\s*[:.].{0,160}$ | end\ of\ (?:story|announcement).{0,30}$
    | \(?(?:financial\ )?tables?\ (?:to\ )?follows?\)?$ | -?financial\ tables\ follow-?$
    | (?:cision|this\ information\ was\ brought)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_SURE_FURNITURE = re.compile(
    r"an?\s|(?:photo|image|video)s? ?[:(]|photos? accompanying|view|to view|the post", re.IGNORECASE
)
#: First words of what the pattern above can match, for a cheap look before a dear one.
_FURNITURE_WORDS = frozenset(
    """a access add additional attachment attachments business businesswire by canada cision click copyright
    distributed earnings end ends featured figure financial follow for globe globenewswire graphic image images
    infographic logo marketwire marketwired media more multimedia newmediawire news not originally page photo
    photos picture pictures please pr press prnewswire quelle related share source tables table tap the this
    to video videos view continued""".split()
)
_DATE_ALONE = re.compile(rf"(?:(?:Mon|Tues?|Wednes|Thurs?|Fri|Satur|Sun)day,? )?{_DATE}\.?$")
_FIRST_WORD = re.compile(r"[A-Za-z]+")
_MONTH_OR_DAY = re.compile(rf"{_MONTH}|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)")
_REFERENCE = re.compile(
    r"(?:\[\d{1,2}\]|\(?\d{1,2}[.)]|\d{1,2} (?=[A-Z])|\d{1,2}(?= ?[A-Z“\"])|[*†‡i]{1,3} ?)\s*"
    r"(?:(?:https?://|www\.)\S+$|[^\n]{0,400}(?:\bdoi\b|\bet al\b|https?://|\d{4} ?;|\bJ(?:ournal)?\.? |\bVol\. ?\d|\(\d{4}\)|\baccessed\b|\bavailable (?:at|from|online)))",
    re.IGNORECASE,
)
_CITATION = re.compile(r"(?:\[\d{1,2}\] ?|\d{1,2} ?)(?=[A-Z“\"])(?=[^\n]{0,390}(?:\b(?:19|20)\d\d\b|\.com\b|\.gov\b|\.org\b| at page ))")
_LINK_ONLY = re.compile(r"(?:[\w &/|.,'’™®()-]{1,50}[:|-] ?)?<?(?:https?://|www\.)\S+>?$|@[\w_]+$|[\w ]{1,20}: ?@[\w_]+$", re.IGNORECASE)

_NUMBERISH = re.compile(r"[\s$€£¥%()\d.,:;*+/xX—–\-]*\d[\s$€£¥%()\d.,:;*+/xXNA—–\-]*$|[-–—$%]+$|n/?a$", re.IGNORECASE)
_STATEMENT = re.compile(
    r"(?:(?:un)?audited\b.{0,60}|.{0,30}consolidated (?:statements?|balance sheets?).{0,80}"
    r"|\(?(?:dollars |amounts |u\.?s\.? dollars |all amounts )?(?:expressed )?in (?:thousands|millions).{0,80}"
    r"|(?:condensed|selected) .{0,60}|reconciliation of .{0,90}|\(unaudited\)"
    r"|balance sheets?.{0,30}|statements? of (?:operations|income|cash flows).{0,60})$",
    re.IGNORECASE,
)

_TITLE_WITH_YEAR = re.compile(r"[A-Za-z][A-Za-z ,&'’-]*(?:19|20)\d\d:?$")
_STATEMENT_WORDS = (
    "audited", "consolidated", "thousands", "millions", "condensed", "selected", "reconciliation",
    "balance sheet", "statements of", "statement of",
)  # fmt: skip

_HEAD_NAMES = re.compile(
    r"""(?:about\ (?!\d)[^.:]{1,70}(?:\.|\b)[^.:]{0,50}[:.]?$
    | ["“]?(?:\w+\ ){0,4}(?:forward[-\s‑–]?looking|safe[-\s]harbou?r|cautionary)\b.{0,80}$
    | (?:important|legal|additional)\ (?:information|notices?|disclaimers?|disclosures?|cautions?)\b.{0,70}$
    | (?:disclaimer|disclosures?|legal\ notices?|no\ offer\ or\ solicitation|non-(?:gaap|ifrs)\b.{0,60}
      |(?:use\ of\ )?non-(?:gaap|ifrs).{0,60}|references?|footnotes?|sources?|notes?|qualified\ persons?.{0,30}
      |technical\ information|conference\ call\b.{0,60}|webcast\b.{0,40}|(?:key\ )?highlights?.{0,30}
      |participants\ in\ the\ solicitation)\s*:?$)""",
    re.IGNORECASE | re.VERBOSE,
)
_CONTACT_HEAD = re.compile(
    r"""/?(?:
      (?:for\ )?(?:(?:more|further|additional|all|any|other)\ )?(?:general\ )?(?:information|inquiries|enquiries|details)\b[^.]{0,60}$
    | (?:for|please)\ (?:further|more|additional|media|investor|press)\b[^.]{0,70}$
    | .{0,60}\bcontacts?(?:\ (?:us|info|information|details|person))?(?:\ (?:for|at)\ .{0,40})?\s*[:/]?$
    | (?:(?:investors?|media|press|public|corporate|company|shareholders?|financial|general|ir|pr|us|uk|analysts?|stockholders?|global|news)[\s/&,]*(?:and\ )?){1,4}(?:relations|contacts?|inquir(?:y|ies)|enquir(?:y|ies)|communications|media|affairs|office|desk)?(?:\ (?:contacts?|team|department))?\s*:?$
    | contact(?:s|\ us)?\b[^.]{0,40}$
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_TICKER_LINE = re.compile(r"\(?(?:TSX|NYSE|N[Aa][Ss][Dd][Aa][Qq]|OTC|CSE|ASX|AIM|LSE|Athens Stock)[^a-z]{0,12}[^.]{0,60}$")
_COMPANY_LINE = re.compile(r"(?:[A-Z][\w&.'’-]*,? ){1,5}(?:Inc|INC|Corp|CORP|Corporation|CORPORATION|Ltd|LTD|Limited|LIMITED|LLC|plc|PLC|N\.V|S\.A|AG)\.?$")
_SIGNATURE = re.compile(r"(?:signed\b|/s/|on behalf of\b|by order of\b|for and on behalf\b|sincerely|yours)", re.IGNORECASE)
_CONTACT_LABEL = re.compile(
    r"(?:tel|phone|telephone|fax|e-?mail|mobile|cell|office|toll[- ]free|website|web|site|twitter|linkedin|facebook|contact|attn|media|investors?"
    r"|instagram|telegram|x|direct|t|p|m|e|f|o|passcode|conference id|access code|dial-?in|ticker|cusip|isin|wkn)"
    r"(?: ?(?:contacts?|number|no|relations|inquiries|address|us|id))?\.? ?[:#]|contact ",
    re.IGNORECASE,
)
_EVENT_DETAIL = re.compile(
    r"(?:presentation |event |session |webinar |meeting |conference )?(?:date|time|date (?:and|&) time|date/time|location|venue|where|when|who|what"
    r"|speakers?|presenters?|title|topic|format|duration|start|session|presentation|poster(?: number)?|abstract(?: number)?|authors?|registration|moderator|host"
    r")(?: title| type)? ?: ?\S",
    re.IGNORECASE,
)
_LINK_HEAD = re.compile(r"(?:additional resources|follow|connect with|download|useful links|related|stay connected|social media|find us)\b[^.]{0,60}:?$", re.IGNORECASE)
_VERBS = frozenset(
    """is are was were has have had will would can could may be been said says stated commented added include
    includes included including follow follows show shows announced reported provide provides visit see click
    call contact present read found available according cover covers wrote introduces introducing
    continued""".split()
)
_NO_MARKS = str.maketrans(",:;.()", "      ")
_MAX_HEADING = 130
_DECK = 12


class _Page:
    """What a reader remembers while going down the page."""

    __slots__ = (
        "blocks", "body", "contact", "dated", "i", "links", "listing", "numeric", "previous", "table",
    )  # fmt: skip

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.body, self.dated = _first_paragraph(blocks)
        self.numeric = [len(b.text) < 40 and _NUMBERISH.match(b.text) is not None for b in blocks]
        self.i = 0
        self.previous = ""
        self.contact = False  # inside a contact block
        self.links = False  # inside a list of links
        self.listing = False  # a colon or a heading has announced a list
        self.table = 0  # blocks since the last table row, counted down

    def below(self) -> Block | None:
        return self.blocks[self.i + 1] if self.i + 1 < len(self.blocks) else None


def _small_words(text: str) -> int:
    """Words without a capital in the first 300 characters: prose has many, names have none."""
    return sum(map(str.islower, text[:300].split()))


def _has_verb(text: str) -> bool:
    """Whether a common verb form stands in the text."""
    return not _VERBS.isdisjoint(text.lower().translate(_NO_MARKS).split())


def _digits(text: str) -> int:
    return sum(map(text.count, "0123456789"))


def _reachable(text: str) -> bool:
    """Whether an e-mail address or a telephone number stands in the text."""
    if ("@" in text or "(at)" in text or "[email" in text) and _EMAIL.search(text):
        return True
    return _phone(text)


def _phone(text: str) -> bool:
    return _digits(text) > 6 and _PHONE.search(text) is not None


def _closed(text: str) -> bool:
    return _CLOSED.search(text[-14:]) is not None


def _sentence_like(text: str) -> bool:
    """A closed sentence with enough small words to be one."""
    return _closed(text) and _small_words(text) >= 4


def _paragraph(block: Block, page: _Page) -> str | None:
    """A long closed paragraph that begins with a letter is what it seems to be."""
    text = block.text
    if len(text) > 420 and page.i > page.body and (text[0].isalpha() or text[0] in "\"“"):
        return PROSE if _closed(text) and _small_words(text) > 12 else None
    return None


def _dateline(block: Block, page: _Page) -> str | None:
    """The first paragraph, with place and date before its first sentence."""
    return PROSE if page.i == page.body and page.dated else None


def _furniture(block: Block, page: _Page) -> str | None:
    text = block.text
    if len(text) > 420:
        return None
    word = _FIRST_WORD.match(text)
    if word and word.group().lower() not in _FURNITURE_WORDS:
        return "other" if _MONTH_OR_DAY.match(text) and _DATE_ALONE.match(text) else None
    if _FURNITURE.match(text):
        if len(text) > 60 and _sentence_like(text) and text[0] not in "[(" and not _SURE_FURNITURE.match(text):
            return None
        return "table" if page.table and not any(map(str.isalnum, text)) else "other"
    return "other" if _DATE_ALONE.match(text) else None


def _dateline_alone(block: Block, page: _Page) -> str | None:
    if page.i > page.body or len(block.text) > 110 or not _digits(block.text):
        return None
    match = DATELINE.match(block.text + " --")
    if match and re.search(_DATE, block.text) and _small_words(block.text) < 4:
        return "other"
    return None


def _reference(block: Block, page: _Page) -> str | None:
    text = block.text
    if page.i <= page.body or not (text[0] in "[(*†‡" or text[0].isdigit()) or text[:2] == "* ":
        return None
    if _REFERENCE.match(text):
        return "other"
    cited = _CITATION.match(text)
    if cited and len(text) < 400 and not _has_verb(text):
        return "other"
    return None


def _table(block: Block, page: _Page) -> str | None:
    text = block.text
    if len(text) > 300:
        return None
    low = _small_words(text)
    if low > 8 and not block.columns:
        return None
    digits = _digits(text)
    if block.columns and (digits or page.table) and (low < 9 or not _closed(text)):
        return "table"
    if _NUMBERISH.match(text) and not _phone(text):
        return "contact" if page.contact and digits > 6 else "table"
    if page.i > page.body and len(text) < 140 and _may_be_statement(text) and _STATEMENT.match(text):
        return "table"
    if _TITLE_WITH_YEAR.match(text):
        return None
    if digits > 0.25 * len(text) and low < 6 and not page.contact and not _phone(text) and not BULLET.match(text) and not _DATE_ALONE.match(text):
        return "table"
    if len(text) < 60 and low < 7 and not _closed(text) and not text.endswith(":"):
        numeric = sum(page.numeric[max(0, page.i - 2) : page.i + 4]) - page.numeric[page.i]
        if numeric >= 2 or (numeric and page.table):
            return "table"
    return None


def _may_be_statement(text: str) -> bool:
    low = text.lower()
    return any(map(low.__contains__, _STATEMENT_WORDS))


def _headline(block: Block, page: _Page) -> str | None:
    if page.i >= page.body:
        return None
    if _CONTACT_HEAD.match(block.text) and len(block.text) < 40:
        return "heading"
    if re.match(r"(?:[\w ]{1,20} )?highlights?:?$", block.text, re.IGNORECASE):
        return "heading"
    if _reachable(block.text) or _LINK_ONLY.match(block.text):
        return "contact"
    if _TICKER_LINE.match(block.text):
        return "contact"
    if _COMPANY_LINE.match(block.text) or re.match(r"(?i)(?:exhibit|ex-)[ -]?\d", block.text):
        return "contact" if page.contact else "other"
    if page.contact and not block.gap:
        return "contact"
    return "headline"


def _heading(block: Block, page: _Page) -> str | None:
    text = block.text
    if len(text) > _MAX_HEADING:
        return None
    if _HEAD_NAMES.match(text) and not _sentence_verb(text) and not _URL.search(text):
        return "heading"
    if text.endswith("?") and len(text.split()) <= 16 and text[0] not in "\"“":
        return "heading"
    return None


def _sentence_verb(text: str) -> bool:
    return _closed(text) and _small_words(text) >= 6


def _contact_head(block: Block, page: _Page) -> str | None:
    text = block.text
    if len(text) > 90:
        return None
    if _LINK_HEAD.match(text):
        return "heading"
    if _SIGNATURE.match(text):
        return "contact"
    if _CONTACT_HEAD.match(text) and not _reachable(text) and not _URL.search(text):
        if page.contact and not text.endswith(":") and not re.search(r"(?i)contact|inquir|information", text):
            return "contact"
        return "heading"
    return None


def _contact(block: Block, page: _Page) -> str | None:
    text = block.text
    low = _small_words(text)
    if len(text) > 300 and low > 12:
        return None
    reach = _reachable(text)
    sentence = _closed(text) and low >= 6
    if reach and not sentence and (low < 12 or page.contact):
        return "contact"
    if _CONTACT_LABEL.match(text) and not sentence and low < 12:
        return "contact"
    if _LINK_ONLY.match(text) and not (low >= 4 or (_has_verb(text) and not page.contact)):
        return "contact" if page.contact and not page.links else "other"
    if text[0] in "-–—" and page.previous == PROSE and low <= 8 and not sentence:
        above = page.blocks[page.i - 1].text
        if above[-1] in "\"”’'":
            return "contact"
    if page.contact and not sentence and not BULLET.match(text) and len(text) < 120 and not text.endswith(":"):
        return "contact"
    if page.contact and reach and low < 25:
        return "contact"
    return None


def _links(block: Block, page: _Page) -> str | None:
    if page.links and not _closed(block.text) and len(block.text) < 200:
        return "other"
    return None


def _item(block: Block, page: _Page) -> str | None:
    match = BULLET.match(block.text)
    if not match:
        return None
    rest = block.text[match.end() :]
    if not rest:
        return None
    words = len(rest.split())
    if words <= 3 and not _closed(rest) and not page.listing and page.previous != "item":
        return "heading"
    return "item"


def _last_item(block: Block, page: _Page) -> str | None:
    """The item that closes a list of open ones ("...; and")."""
    if page.previous == "item" and len(block.text) < 300:
        above = page.blocks[page.i - 1].text
        return "item" if above.endswith((";", "; and", "; or", ", and", ", or")) else None
    return None


def _fragment(block: Block, page: _Page) -> str | None:
    """Short text without a full stop: heading, list item without a mark, or open sentence."""
    text = block.text
    if _closed(text) or len(text) > 260:
        return None
    words = text.split()
    verb = _has_verb(text)
    if text.endswith((":", ": ", "：")):
        return PROSE if len(words) > 8 or (verb and len(words) > 2) else "heading"
    if text.endswith((";", ",", "; and", "; or")):
        return "item" if page.listing or page.previous == "item" else PROSE
    if (page.listing or page.previous == "item") and len(words) > 3 and _in_run(page):
        return "item"
    if _EVENT_DETAIL.match(text):
        return "item"
    small = sum(1 for w in words if w[0].islower())
    if len(words) <= 14 and len(text) <= _MAX_HEADING and not (_URL.search(text) and verb):
        if verb and small >= 0.7 * len(words) and len(words) > 8:
            return PROSE
        return "heading"
    if small < 0.4 * len(words):
        return "heading" if len(text) <= _MAX_HEADING else PROSE
    return PROSE


def _in_run(page: _Page) -> bool:
    """Whether neighbours on both sides look like items of one list (its end may stand open)."""
    above, below = page.blocks[page.i - 1], page.below()
    if page.previous == "item" and BULLET.match(above.text):
        return False
    return page.previous == "item" or (
        below is not None and not _closed(below.text) and len(below.text) < 260
    )


def _prose(block: Block, page: _Page) -> str | None:
    return PROSE


#: The questions, in the order in which they are asked.
RULES: tuple[tuple[str, Callable[[Block, _Page], str | None]], ...] = (
    ("paragraph", _paragraph),
    ("dateline", _dateline),
    ("furniture", _furniture),
    ("dateline alone", _dateline_alone),
    ("reference", _reference),
    ("table", _table),
    ("headline", _headline),
    ("heading by name", _heading),
    ("contact heading", _contact_head),
    ("contact", _contact),
    ("list of links", _links),
    ("item", _item),
    ("last item", _last_item),
    ("fragment", _fragment),
    ("prose", _prose),
)


def _first_paragraph(blocks: Sequence[Block]) -> tuple[int, bool]:
    """Where headline and deck end: index of the first paragraph, and whether it has a dateline."""
    paragraphs = 0
    for i, block in enumerate(blocks[: _DECK * 2]):
        if len(block.text) > 100 and DATELINE.match(block.text):
            return i, True
        paragraphs += len(block.text) > 150 and _sentence_like(block.text)
        if paragraphs > 2:
            break
    for i, block in enumerate(blocks[: _DECK * 2]):
        if len(block.text) > 110 and _sentence_like(block.text) and not BULLET.match(block.text):
            return i, False
    for i, block in enumerate(blocks[:_DECK]):
        if _sentence_like(block.text):
            return i, False
    return min(1, len(blocks)), False


def _remember(page: _Page, block: Block, kind: str, rule: str) -> None:
    text = block.text
    if kind == "heading":
        page.contact = rule == "contact heading" and not _LINK_HEAD.match(text) or (
            rule == "headline" and _CONTACT_HEAD.match(text) is not None
        )
        page.links = _LINK_HEAD.match(text) is not None
        page.listing = not page.contact and not page.links and text.endswith(":")
    elif kind == "contact":
        page.contact = True
    elif kind == PROSE:
        page.contact = page.links = False
        page.listing = text.endswith((":", "：")) or text[-60:].rstrip().endswith(":")
    elif kind == "item":
        page.contact = False
    page.table = 3 if kind == "table" else max(0, page.table - 1)
    page.previous = kind


def assign_kinds(blocks: Sequence[Block]) -> list[tuple[str, str]]:
    """Decide the kind of every block.

    Parameters
    ----------
    blocks : sequence of Block
        A release, in reading order.

    Returns
    -------
    list of (kind, rule)
        One pair a block: a kind of :data:`fls.document.KINDS` and the name of the rule that
        decided. ``"sentence"`` stands for running text that is still to be cut.
    """
    page = _Page(blocks)
    found = []
    for i, block in enumerate(blocks):
        page.i = i
        for name, rule in RULES:
            kind = rule(block, page)
            if kind is not None:
                break
        else:
            raise AssertionError("the last rule always answers")
        _remember(page, block, kind, name)
        found.append((kind, name))
    return found
