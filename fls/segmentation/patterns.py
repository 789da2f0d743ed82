"""Patterns and word sets by which a reader knows the parts of a page. No judgement here."""

from __future__ import annotations

import re

__all__ = [
    "CITATION",
    "CLOSED",
    "COMPANY_LINE",
    "CONTACT_HEAD",
    "CONTACT_LABEL",
    "DATE",
    "DATELINE",
    "DATE_ALONE",
    "DECK",
    "EMAIL",
    "EVENT_DETAIL",
    "FIRST_WORD",
    "FURNITURE",
    "FURNITURE_WORDS",
    "GLUED_HEADING",
    "HEAD_NAMES",
    "LINK_HEAD",
    "LINK_ONLY",
    "MAX_HEADING",
    "MONTH_OR_DAY",
    "NO_MARKS",
    "NUMBERISH",
    "PHONE",
    "REFERENCE",
    "RUN_IN_HEADING",
    "SIGNATURE",
    "SOCIAL",
    "STATEMENT",
    "STATEMENT_WORDS",
    "SUBJECTS",
    "SURE_FURNITURE",
    "TICKER_LINE",
    "TITLE_WITH_YEAR",
    "URL",
    "VERBS",
]

MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?"
    r"|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?"
    r"|JAN(?:UARY|\.)?|FEB(?:RUARY|\.)?|MAR(?:CH|\.)?|APR(?:IL|\.)?|MAY|JUNE?\.?|JULY?\.?"
    r"|AUG(?:UST|\.)?|SEPT?(?:EMBER|\.)?|OCT(?:OBER|\.)?|NOV(?:EMBER|\.)?|DEC(?:EMBER|\.)?)"
)
DATE = (
    rf"(?:{MONTH},?[ ]{{1,3}}\d{{1,2}}(?:st|nd|rd|th)?(?:,?[ ]{{1,3}}\d{{4}})?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[ ]{{1,3}}{MONTH},?[ ]{{1,3}}\d{{4}})"
)
WIRE = (
    r"(?:\([^()\n]{0,40}(?:[Ww][Ii][Rr][Ee]|Newsfile|NEWSFILE|Marketwired)[^()\n]{0,30}\)"
    r"|/ ?[^/\n]{0,30}(?:[Ww][Ii][Rr][Ee]|CNW|News ?[Dd]irect|EINPresswire)[^/\n]{0,30}/)"
)
#: Beginning of the first paragraph: place, date, wire, in any of the usual combinations.
DATELINE = re.compile(
    rf"[^\n]{{0,140}}?{WIRE}"
    rf"|[(\"“']?[A-Z][^\n.;!?]{{0,60}}[^\n;!?]{{0,30}}?[,–—\-/.(] {{0,3}}\(?{DATE}\)?.{{0,12}}?[-–—:/)…]"
    rf"|{DATE} ?[-–—(/].{{0,40}}?[-–—:/)]"
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

CLOSED = re.compile(r"""[.!?][)"”’'\]*]*(?:\[?\d{1,2}\]?(?:, ?\d{1,2})*|[*†‡]+)?$""")
EMAIL = re.compile(r"[\w.+-]{1,64}(?:@|\(at\))[\w-]{1,64}\.\w|\[email", re.IGNORECASE)
PHONE = re.compile(
    r"\+ ?\d{1,3}[ .()\-\d]{6,}|\(?\b\d{3}\)?[-. ]{1,2}\d{3}[-. –]{1,2}\d{4}\b|\b1-8\d\d-[\w-]{7}"
    r"|\b0\d{2,4}[ /-]\d{5,}|\b\(?[\dA-Z]{3}\)?-\d{3}-[A-Z]{3,}"
)
URL = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w-]{2,40}\.(?:com|org|net|ca|io|co)(?:/\S*)?", re.IGNORECASE
)

FURNITURE = re.compile(
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
SURE_FURNITURE = re.compile(
    r"an?\s|(?:photo|image|video)s? ?[:(]|photos? accompanying|view|to view|the post", re.IGNORECASE
)
#: First words of what the pattern above can match, for a cheap look before a dear one.
FURNITURE_WORDS = frozenset(
    """a access add additional attachment attachments business businesswire by canada cision
    click copyright distributed earnings end ends featured figure financial follow for globe
    globenewswire graphic image images infographic logo marketwire marketwired media more
    multimedia newmediawire news not originally page photo photos picture pictures please pr
    press prnewswire quelle related share source tables table tap the this to video videos
    view continued""".split()
)
DATE_ALONE = re.compile(rf"(?:(?:Mon|Tues?|Wednes|Thurs?|Fri|Satur|Sun)day,? )?{DATE}\.?$")
FIRST_WORD = re.compile(r"[A-Za-z]+")
MONTH_OR_DAY = re.compile(rf"{MONTH}|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)")
REFERENCE = re.compile(
    r"(?:\[\d{1,2}\]|\(?\d{1,2}[.)]|\d{1,2} (?=[A-Z])|\d{1,2}(?= ?[A-Z“\"])|[*†‡i]{1,3} ?)\s*"
    r"(?:(?:https?://|www\.)\S+$|[^\n]{0,400}(?:\bdoi\b|\bet al\b|https?://|\d{4} ?;|\bJ(?:ournal)?\.? |\bVol\. ?\d|\(\d{4}\)|\baccessed\b|\bavailable (?:at|from|online)))",
    re.IGNORECASE,
)
CITATION = re.compile(
    r"(?:\[\d{1,2}\] ?|\d{1,2} ?)(?=[A-Z“\"])(?=[^\n]{0,390}(?:\b(?:19|20)\d\d\b|\.com\b|\.gov\b|\.org\b| at page ))"
)
LINK_ONLY = re.compile(
    r"(?:[\w &/|.,'’™®()-]{1,50}[:|-] ?)?<?(?:https?://|www\.)\S+>?$|@[\w_]+$|[\w ]{1,20}: ?@[\w_]+$",
    re.IGNORECASE,
)

NUMBERISH = re.compile(
    r"[\s$€£¥%()\d.,:;*+/xX—–\-]*\d[\s$€£¥%()\d.,:;*+/xXNA—–\-]*$|[-–—$%]+$|n/?a$", re.IGNORECASE
)
STATEMENT = re.compile(
    r"(?:(?:un)?audited\b.{0,60}|.{0,30}consolidated (?:statements?|balance sheets?).{0,80}"
    r"|\(?(?:dollars |amounts |u\.?s\.? dollars |all amounts )?(?:expressed )?in (?:thousands|millions).{0,80}"
    r"|(?:condensed|selected) .{0,60}|reconciliation of .{0,90}|\(unaudited\)"
    r"|balance sheets?.{0,30}|statements? of (?:operations|income|cash flows).{0,60})$",
    re.IGNORECASE,
)

TITLE_WITH_YEAR = re.compile(
    r"(?:[A-Za-z][A-Za-z ,&'’-]*(?:19|20)\d\d|(?:19|20)\d\d [A-Z][A-Za-z ,&'’-]*):?$"
)
STATEMENT_WORDS = (
    "audited", "consolidated", "thousands", "millions", "condensed", "selected", "reconciliation",
    "balance sheet", "statements of", "statement of",
)  # fmt: skip

HEAD_NAMES = re.compile(
    r"""(?:about\ (?!\d)[^.:]{1,70}(?:\.|\b)[^.:]{0,50}[:.]?$
    | ["“]?(?:\w+\ ){0,4}(?:forward[-\s‑–]?looking|safe[-\s]harbou?r|cautionary)\b.{0,80}$
    | (?:important|legal|additional)\ (?:information|notices?|disclaimers?|disclosures?|cautions?)\b.{0,70}$
    | (?:disclaimer|disclosures?|legal\ notices?|no\ offer\ or\ solicitation|non-(?:gaap|ifrs)\b.{0,60}
      |(?:use\ of\ )?non-(?:gaap|ifrs).{0,60}|references?|footnotes?|sources?|notes?|qualified\ persons?.{0,30}
      |technical\ information|conference\ call\b.{0,60}|webcast\b.{0,40}|(?:key\ )?highlights?.{0,30}
      |participants\ in\ the\ solicitation)\s*:?$)""",
    re.IGNORECASE | re.VERBOSE,
)
CONTACT_HEAD = re.compile(
    r"""/?(?:
      (?:for\ )?(?:(?:more|further|additional|all|any|other)\ )?(?:general\ )?(?:information|inquiries|enquiries|details)\b[^.]{0,60}$
    | (?:for|please)\ (?:further|more|additional|media|investor|press)\b[^.]{0,70}$
    | .{0,60}\bcontacts?(?:\ (?:us|info|information|details|person))?(?:\ (?:for|at)\ .{0,40})?\s*[:/]?$
    | (?:(?:investors?|media|press|public|corporate|company|shareholders?|financial|general|ir|pr|us|uk|analysts?|stockholders?|global|news)[\s/&,]*(?:and\ )?){1,4}(?:relations|contacts?|inquir(?:y|ies)|enquir(?:y|ies)|communications|media|affairs|office|desk)?(?:\ (?:contacts?|team|department))?\s*:?$
    | contact(?:s|\ us)?\b[^.]{0,40}$
    )""",
    re.IGNORECASE | re.VERBOSE,
)
TICKER_LINE = re.compile(
    r"\(?(?:TSX|NYSE|N[Aa][Ss][Dd][Aa][Qq]|OTC|CSE|ASX|AIM|LSE|Athens Stock)[^a-z]{0,12}[^.]{0,60}$"
)
COMPANY_LINE = re.compile(
    r"(?:[A-Z][\w&.'’-]*,? ){1,5}(?:Inc|INC|Corp|CORP|Corporation|CORPORATION|Ltd|LTD|Limited|LIMITED|LLC|plc|PLC|N\.V|S\.A|AG)\.?$"
)
SIGNATURE = re.compile(
    r"(?:signed\b|/s/|on behalf of\b|by order of\b|for and on behalf\b|sincerely|yours)",
    re.IGNORECASE,
)
CONTACT_LABEL = re.compile(
    r"(?:tel|phone|telephone|fax|e-?mail|mobile|cell|office|toll[- ]free|website|web|site|twitter|linkedin|facebook|contact|attn|media|investors?"
    r"|instagram|telegram|x|direct|t|p|m|e|f|o|passcode|conference id|access code|dial-?in|ticker|cusip|isin|wkn)"
    r"(?: ?(?:contacts?|number|no|relations|inquiries|address|us|id))?\.? ?[:#]|contact ",
    re.IGNORECASE,
)
SOCIAL = re.compile(r"(?:twitter|linkedin|facebook|instagram|telegram|youtube|x) ?:", re.IGNORECASE)
EVENT_DETAIL = re.compile(
    r"(?:presentation |event |session |webinar |meeting |conference )?(?:date|time|date (?:and|&) time|date/time|location|venue|where|when|who|what"
    r"|speakers?|presenters?|title|topic|format|duration|start|session|presentation|poster(?: number)?|abstract(?: number)?|authors?|registration|moderator|host"
    r")(?: title| type)? ?: ?\S",
    re.IGNORECASE,
)
LINK_HEAD = re.compile(
    r"(?:additional resources|follow|connect with|download|useful links|related|stay connected|social media|find us)\b[^.]{0,60}:?$",
    re.IGNORECASE,
)
VERBS = frozenset(
    """is are was were has have had will would can could may be been said says stated commented
    added include includes included including follow follows show shows announced reported
    provide provides visit see click call contact present read found available according cover
    covers wrote introduces introducing continued""".split()
)
SUBJECTS = frozenset(("The", "We", "This", "These", "It", "In", "They"))
NO_MARKS = str.maketrans(",:;.()", "      ")
MAX_HEADING = 130
DECK = 12
