"""Patterns and word sets by which a reader knows the parts of a page. No judgement here."""

from __future__ import annotations

import re

from fls.segmentation.expressions import Expression
from fls.vocabulary import COMPANY_ABBREVIATIONS, COMPANY_INITIALS, COMPANY_WORDS

__all__ = [
    "ACCOUNT",
    "AFTER_CLOSE",
    "ATTACHMENTS",
    "BRACKETED",
    "CITATION",
    "CLOSED",
    "COMPANY_ENDS",
    "COMPANY_FORM",
    "COMPANY_LINE",
    "CONTACT_FIRST",
    "CONTACT_HEAD",
    "CONTACT_LABEL",
    "CONTACT_NAMED",
    "CONTACT_WORDS",
    "COPYRIGHT",
    "EMAIL",
    "EVENT_DETAIL",
    "EXCHANGES",
    "EXHIBIT",
    "FURNITURE",
    "FURNITURE_ARTICLES",
    "FURNITURE_NEXT",
    "FURNITURE_RULED",
    "FURNITURE_WORDS",
    "HEADING_FIRST",
    "HEAD_NAMES",
    "HIGHLIGHTS",
    "IDENTITY",
    "INNER_END",
    "INNER_ITEM",
    "INTRODUCES",
    "LABEL_FIRST",
    "LEGAL_WORDS",
    "LINK_ALONE",
    "LINK_HEAD",
    "LINK_LINE",
    "LINK_ONLY",
    "NETWORKS",
    "NO_MARKS",
    "NUMBERISH",
    "OFFICES",
    "PHONE",
    "PHOTO_NOTICE",
    "REFERENCE",
    "REFERENCE_SIGNS",
    "SIGNATURE",
    "SITE",
    "SOCIAL",
    "SPEAKER",
    "STATEMENT",
    "STATEMENT_WORDS",
    "SUBJECTS",
    "SURE_FURNITURE",
    "TELEPHONE",
    "TICKER_LINE",
    "TITLE_WITH_YEAR",
    "URGES",
    "URL",
    "URL_SIGNS",
    "VERBS",
    "WIRE",
    "YEAR_IN_BRACKETS",
]

#: Characters that may stand between a sentence's last mark and its end, digits beside.
AFTER_CLOSE = frozenset(")\"”’'\\]*†‡")
CLOSED = Expression(r"""[.!?][)"”’'\]*]*(?:\[?\d{1,2}\]?(?:, ?\d{1,2})*|[*†‡]+)?$""")
#: A sentence ends and another begins; what ends is no initial.
INNER_END = Expression(r"[a-z0-9%)]{2}[.!?][\"”’)]? [\"“]?[A-Z][a-z]")
#: An item of a list is glued to what announces it.
INNER_ITEM = Expression(r":\* ?[A-Z0-9$]")
# The two below begin with one set of characters, for the engine skips ahead to one of a set; what
# the first character is, or stands behind, is asked looking back.
#: An e-mail address, from its sign on.
EMAIL = Expression(
    r"[@(\[](?:(?:(?<=[\w.+-]@)|(?<=[\w.+-]\()at\))[\w-]{1,64}\.\w|(?<=\[)email)", re.IGNORECASE
)
PHONE = Expression(
    r"[+(\dA-Z](?:(?<=\+) ?\d{1,3}[ .()\-\d]{6,}"
    r"|(?:(?<=\()\d|(?<=\b\d))\d\d\)?[-. ]{1,2}\d{3}[-. –]{1,2}\d{4}\b"
    r"|(?<=\b\d)\d{9}\b|(?<=\b1)-8\d\d-[\w-]{7}|(?<=\b0)\d{2,4}[ /-]\d{5,}"
    r"|(?:(?<=\b\()[\dA-Z]|(?<=\b[\dA-Z]))[\dA-Z]{2}\)?-\d{3}-[A-Z]{3,})"
)
URL = Expression(
    r"(?:https?://|www\.)\S+|\b[\w-]{2,40}\.(?:com|org|net|ca|io|co)(?:/\S*)?", re.IGNORECASE
)
#: The name of a site, or of a page on it.
SITE = Expression(
    r"[\w-]{2,40}(?:\.[\w-]{2,40})?\.(?:com|org|net|ca|io|co)(?:/\S*)?$", re.IGNORECASE
)
#: What stands in every link that URL finds.
URL_SIGNS = ("://", "www.", ".co", ".org", ".net", ".ca", ".io")

#: What surrounds the text of a release and is no part of it.
FURNITURE = Expression(
    r"""(?:
    # ornaments, ends, numbers of pages
      [-–—#*_=~•.\s]+$
    | [-–—(*\s]*
      (?:\#\#\#|more|end|ends|end\ of\ release|continued|page\ \d+(?:\ of\ \d+)?)[-–—)*\s]*$
    | [-–—\s]*(?:page\s)?\d{1,3}[-–—\s]*$
    # pictures
    | <page>$ | \[?(?:logo|photo|image|graphic|picture|video)s?(?:[\s\]:-]|$)(?!.{140})
    | (?:a|the)\ (?:photo|video|media|infographic|pdf)[^.]{0,40}\ (?:accompanying|is\ available
      |can\ be\ found)
    | photos?\ accompanying
    # where the text comes from, and where else it stands
    | (?:news\ )?(?:source|quelle)\s*:?\s+(?!of\b|is\b|code\b|data\b|and\b|material).{1,120}$
    | view\ (?:the\ )?(?:original|source\ version|source|pdf|news\ release|additional\ multimedia)\b
      .{0,300}$
    | the\ post\ .{5,200}\ (?:first\ )?appeared\ (?:first\ )?on\b | featured\ image\b
    | (?:multimedia|additional\ multimedia)\ (?:is\ |are\ )?available\b.{0,80}$
    | to\ view\ (?:the\ )?(?:source|original|an?\ enhanced|this)\b
    | (?:©|copyright\b|\(c\)\ ?\d{4}).{0,200}$
    # what kind of text it is, and who sends it
    | (?:for|not\ for)\ (?:immediate|us)\ (?:release|dissemination)\b.{0,40}$
    | (?:news|press|media|earnings)\ release\s*\d*$
    | distributed\ (?:by|via)\b.{0,80}$ | originally\ published\b.{0,160}$
    | (?:globe\ ?newswire|business\ ?wire|pr\ ?newswire|canada\ newswire|marketwired?
      |newmediawire|access\ newswire|--news\ direct--)$
    | embargo(?:ed)?\b.{0,100}$
    | news\ provided\ by\b | share\ this\ article | add\ .{2,90}\bon\ google
    # whom a letter is to
    | dear\ [^.]{2,60}[,:]$
    # what to click on
    | (?:click|tap)\ (?:here|image|to)\ (?!to\ learn).{0,20}
      \b(?:for|see|view|image|enlarge|figure)\b.{0,120}$
    | please\ click\ here.{0,60}$ | the\ following\ files\ are\ available\ for\ download\b.{0,20}$
    | follow\ (?:us|the\ company|[\w&.'’ ]{2,50})\ on\b[^.:]{0,140}$
    | attachments?\b.{0,60}$ | related\ (?:links?|images?)\b.{0,30}$ | multimedia\ .{0,60}$
    # bylines, figures, tables
    | by\ [A-Z][\w.'’-]+\ [A-Z][^.]{2,40}$
    | fig(?:ure|\.)?\ ?\d+\ ?[-–—:.]\ .{0,300}$ | end\ of\ (?:story|announcement).{0,30}$
    | \(?(?:financial\ )?tables?\ (?:to\ )?follows?\)?$ | -?financial\ tables\ follow-?$
    | (?:cision|this\ information\ was\ brought)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
#: Captions stand below it.
PHOTO_NOTICE = Expression(
    r"(?:(?:a|the) )?(?:photo|video|media|infographic|image)s?[^.]{0,40} accompanying",
    re.IGNORECASE,
)
SURE_FURNITURE = Expression(
    r"an?\s|(?:photo|image|video|fig(?:ure|\.)? ?\d+)s? ?[-–—:(.]|photos? accompanying|view|to view"
    r"|the post",
    re.IGNORECASE,
)
#: First words of what the pattern above can match, for a cheap look before a dear one.
FURNITURE_WORDS = frozenset(
    """a access add additional attachment attachments business businesswire by canada cision
    click copyright dear distributed earnings embargo embargoed end ends featured
    fig figure financial follow for
    globe globenewswire graphic image images infographic logo marketwire marketwired media more
    multimedia newmediawire news not originally page photo photos picture pictures please pr
    press prnewswire quelle related share source tables table tap the this to video videos
    view continued""".split()
)
#: Those of them that a word of the second group must follow.
FURNITURE_ARTICLES = frozenset(
    """a the to for this media press earnings additional financial access business canada pr not
    globe""".split()
)
FURNITURE_NEXT = frozenset(
    """following photo video media infographic pdf post information view immediate us release
    multimedia table tables wire newswire for""".split()
)
#: One of them stands in what the pattern matches behind dashes and stars, but for numbers.
FURNITURE_RULED = frozenset("more end ends continued page news financial (".split())
#: Files stand below it.
ATTACHMENTS = Expression(r"attachments?:?$", re.IGNORECASE)
#: The name of a wire beside a place and a day.
WIRE = Expression(
    r"\((?:GLOBE NEWSWIRE|Newsworthy\.ai|NEWMEDIAWIRE|NewMediaWire|BUSINESS WIRE)\)|/PRNewswire/"
)
#: The number of a note in brackets.
BRACKETED = Expression(r"\[(?:\d{1,2}|[ivx]{1,4})\] ?\S")
REFERENCE = Expression(
    # the number or mark
    r"(?:\[\d{1,2}\]|\(?\d{1,2}[.)]|\d{1,2} (?=[A-Z])|\d{1,2}(?= ?[A-Z“\"])|[*†‡i]{1,3} ?)\s*"
    # a link and nothing else, or what only a source has
    r"(?:(?:https?://|www\.)\S+$|[^\n]{0,400}"
    r"(?:\bdoi\b|\bet al\b|https?://|\d{4} ?;|\bJ(?:ournal)?\.? |\bVol\. ?\d|\(\d{4}\)"
    r"|\baccessed\b|\bavailable (?:at|from|online)))",
    re.IGNORECASE,
)
#: What stands in the references that the pattern above matches, in small letters.
REFERENCE_SIGNS = (
    *("doi", "et al", "://", "www.", ";", "j ", "j. ", "journal ", "journal. ", "vol.", "accessed"),
    *("available at", "available from", "available online"),
)
#: Stands in the others.
YEAR_IN_BRACKETS = Expression(r"\(\d{4}\)")
CITATION = Expression(
    r"(?:\[\d{1,2}\] ?|\d{1,2} ?)(?=[A-Z“\"])"
    r"(?=[^\n]{0,390}(?:\b(?:19|20)\d\d\b|\.com\b|\.gov\b|\.org\b| at page ))"
)
LINK_ONLY = Expression(
    # perhaps a label, and a link
    r"(?:[\w &/|.,'’™®()-]{1,50}[:|-] ?)?<?(?:https?://|www\.)\S+>?$"
    # the name of an account
    r"|@[\w_]+$|[\w ]{1,20}: ?@[\w_]+$",
    re.IGNORECASE,
)

#: A link that a paragraph of sentences ends in, or begins with.
LINK_ALONE = Expression(
    r"[(<]?(?:(?:https?://|www\.)\S+|[\w-]{2,40}\.(?:com|org|net|io|ca|co)(?:/\S*)?\.?)$",
    re.IGNORECASE,
)
#: A notice of copyright among sentences.
COPYRIGHT = Expression(
    r"\W{0,3}(?:(?:copyright )?(?:©|\(c\))|copyright \d{4}"
    r"|all rights (?:are )?reserved\b[^;,]{0,9}$)",
    re.IGNORECASE,
)

NUMBERISH = Expression(
    r"[\s$€£¥%()\d.,:;*+/xX—–\-]*\d[\s$€£¥%()\d.,:;*+/xXNA—–\-]*$|[-–—$%]+$|n/?a$", re.IGNORECASE
)
#: A telephone number that is none of the figures of a row.
TELEPHONE = Expression(
    r"(?<![\d$.,])(?:\+\d{1,3}(?:[ .-]?\(?\d{1,4}\)?){2,6}"
    r"|(?:\(\d{3}\) ?|\d{3}[-./])\d{3}[-.–]\d{4})(?!\d)"
)
#: Numbers that are asked for in a call, or name a security.
IDENTITY = Expression(
    r"(?:cusip|isin|(?:meeting|webinar|conference) id|passcode|access code)\b", re.IGNORECASE
)
#: A link, and perhaps the name of what it leads to.
LINK_LINE = Expression(r"(?:https?://|www\.)\S+(?:\t.*)?$")
#: What leads to a table and is no part of it.
INTRODUCES = Expression(r"The following|As of|For ")
STATEMENT = Expression(
    r"(?:\(?(?:un)?audited\b.{0,60}|.{0,30}consolidated (?:statements?|balance sheets?).{0,80}"
    r"|\(?(?:dollars |amounts |u\.?s\.? dollars |all amounts |(?:u\.?s\.?)? ?\$ )?(?:expressed )?"
    r"in (?:thousands|millions).{0,80}"
    r"|(?:condensed|selected) .{0,60}|reconciliation of .{0,90}|\(unaudited\)"
    r"|balance sheets?.{0,30}|statements? of (?:operations|income|cash flows).{0,60})$",
    re.IGNORECASE,
)

TITLE_WITH_YEAR = Expression(
    r"(?:[A-Za-z][A-Za-z ,&'’-]*(?:19|20)\d\d|(?:19|20)\d\d [A-Z][A-Za-z ,&'’-]*):?$"
)
#: One of these words stands in whatever STATEMENT matches.
STATEMENT_WORDS = frozenset(
    """audited unaudited consolidated thousands millions condensed selected reconciliation balance
    statement statements""".split()
)

HEAD_NAMES = Expression(
    r"""(?:about\ (?!\d)[^.:]{1,70}(?:\.|\b)[^.:]{0,50}[:.]?$
    | ["“]?(?:\w+\ ){0,4}(?:forward[-\s‑–]?looking|safe[-\s]harbou?r|cautionary)\b.{0,80}$
    | (?:important|legal|additional)
      \ (?:information|notices?|disclaimers?|disclosures?|cautions?)\b.{0,70}$
    | (?:disclaimer|disclosures?|legal\ notices?|no\ offer\ or\ solicitation
      |non-(?:gaap|ifrs)\b.{0,60}|(?:use\ of\ )?non-(?:gaap|ifrs).{0,60}
      |references?|footnotes?|sources?|notes?|qualified\ persons?.{0,30}|technical\ information
      |conference\ call\b.{0,60}|webcast\b.{0,40}|(?:key\ )?highlights?.{0,30}
      |participants\ in\ the\ solicitation)\s*:?$)""",
    re.IGNORECASE | re.VERBOSE,
)
#: "Highlights", perhaps with what they are of, above the first paragraph.
HIGHLIGHTS = Expression(r"(?:[\w ]{1,20} )?highlights?:?$", re.IGNORECASE)
CONTACT_HEAD = Expression(
    r"""/?(?:
    # for more information
      (?:for\ )?(?:(?:more|further|additional|all|any|other)\ )?(?:general\ )?
      (?:information|inquiries|enquiries|details)\b[^.]{0,60}$
    | (?:for|please)\ (?:further|more|additional|media|investor|press)\b[^.]{0,70}$
    # any name before, and what the contact is for
    | .{0,60}\bcontacts?(?:\ (?:us|info|information|details|person))?
      (?:\ (?:for|at)\ .{0,40})?\s*[:/]?$
    # investors and media, their relations, their team
    | (?:(?:investors?|media|press|public|corporate|company|shareholders?|financial|general
         |ir|pr|us|uk|analysts?|stockholders?|global|news)[\s/&,]*(?:and\ )?){1,4}
      (?:relations|contacts?|inquir(?:y|ies)|enquir(?:y|ies)|communications|media|affairs
         |office|desk)?
      (?:\ (?:contacts?|team|department))?\s*:?$
    | contact(?:s|\ us)?\b[^.]{0,40}$
    )""",
    re.IGNORECASE | re.VERBOSE,
)
#: A name behind such a heading, on its line.
CONTACT_NAMED = Expression(
    r"(?:[a-z&/]+ ){0,3}contacts?(?: person)?(?:: ?|\t)[\"“]?\w[^:]*$", re.IGNORECASE
)
#: Words in a heading of contacts that open a new one even below another.
CONTACT_WORDS = Expression(r"contact|inquir|information", re.IGNORECASE)
#: Stock exchanges, as the lines of tickers begin; Nasdaq is written in more ways.
EXCHANGES = (*"TSX NYSE NASDAQ Nasdaq OTC CSE ASX AIM LSE".split(), "Athens Stock")
TICKER_LINE = Expression(
    rf"\(?(?:N[Aa][Ss][Dd][Aa][Qq]|{'|'.join(EXCHANGES)})"
    r"[^a-z]{0,12}[^.]{0,60}$"
)
_SHORT_FORMS = {
    written
    for form, other_forms in (COMPANY_ABBREVIATIONS | COMPANY_INITIALS).items()
    for small in (form, *other_forms)
    for written in (small, small.upper())
}
_WHOLE_FORMS = {*COMPANY_WORDS, *map(str.upper, COMPANY_WORDS)}
#: A legal form behind the name of a company, but for its last point; the source of an expression.
#: Left out are a common noun and the name of a maker of software, in which headlines end, too.
COMPANY_FORM = "|".join(
    map(re.escape, sorted((_SHORT_FORMS | _WHOLE_FORMS) - {"Company", "COMPANY", "SAS"}))
)
COMPANY_LINE = Expression(rf"(?:[A-Z][\w&.'’-]*,? ){{1,5}}(?:{COMPANY_FORM})\.?$")
#: What such a line may end in with a full stop that closes no sentence.
COMPANY_ENDS = tuple(f" {form}." for form in sorted(_SHORT_FORMS))
EXHIBIT = Expression(r"(?:exhibit|ex-)[ -]?\d", re.IGNORECASE)
SIGNATURE = Expression(
    r"(?:signed\b|/s/|on behalf of\b|by order of\b|for and on behalf\b|sincerely|yours)",
    re.IGNORECASE,
)
CONTACT_LABEL = Expression(
    r"(?:tel|phone|telephone|fax|e-?mail|mobile|cell|office|toll[- ]free|website|web|site"
    r"|twitter|linkedin|facebook|contact|attn|media|investors?|instagram|telegram|x|direct"
    r"|t|p|m|e|f|o|passcode|(?:meeting|webinar|conference) id|access code|dial-?in|ticker|cusip"
    r"|isin|wkn)"
    r"(?: ?(?:contacts?|number|no|relations|inquiries|address|us|id))?\.? ?[:#]|contact ",
    re.IGNORECASE,
)
#: Whose words on a network stand above, and their day.
ACCOUNT = Expression(r"[—–-] ?[^\n]{2,60}\(@\w+\) [A-Z][a-z]+ \d{1,2}, \d{4}$")
#: Who said what stands above: a name, and behind a comma or dash an office.
SPEAKER = Expression(r"[A-Z][\w.’'-]+ [A-Z][^\n]{0,40}?(?:,| [-–—]) ")
#: Words for offices, in small letters.
OFFICES = frozenset(
    """ceo cfo coo cto cmo chief president founder cofounder chairman chairwoman chair director head
    partner officer manager professor minister mayor principal owner secretary commissioner
    executive""".split()
)
#: Words for where a company is to be found, in small letters.
NETWORKS = frozenset(
    """twitter telegram instagram youtube linkedin facebook discord tiktok reddit website""".split()
)
SOCIAL = Expression(r"(?:twitter|linkedin|facebook|instagram|telegram|youtube|x) ?:", re.IGNORECASE)
EVENT_DETAIL = Expression(
    r"(?:presentation |event |session |webinar |meeting |conference )?"
    r"(?:date|time|date (?:and|&) time|date/time|location|venue|where|when|who|what"
    r"|speakers?|presenters?|title|topic|format|duration|start|session|presentation"
    r"|poster(?: number)?|abstract(?: number)?|authors?|registration|moderator|host"
    r")(?: title| type)? ?: ?\S",
    re.IGNORECASE,
)
LINK_HEAD = Expression(
    r"(?:additional resources|follow|connect with|download|useful links|related"
    r"|stay connected|social media|find us)\b[^.]{0,60}:?$",
    re.IGNORECASE,
)
#: First words of what HEAD_NAMES matches, and words that stand in the rest of it.
HEADING_FIRST = frozenset(
    """about important legal additional disclaimer disclaimers disclosure disclosures no use non
    reference references footnote footnotes source sources note notes qualified technical
    conference webcast key highlight highlights participants""".split()
)
LEGAL_WORDS = frozenset(("forward", "forwardlooking", "safe", "cautionary"))
#: First words of what CONTACT_HEAD, LINK_HEAD and SIGNATURE match, but for what holds "contact".
CONTACT_FIRST = frozenset(
    """for more further additional all any other general please information inquiries inquiry
    enquiries enquiry details investor investors media press public corporate company shareholder
    shareholders financial ir pr us uk analyst analysts stockholder stockholders global news
    follow connect download useful related stay social find signed on by sincerely yours""".split()
)
#: First words of what CONTACT_LABEL matches.
LABEL_FIRST = frozenset(
    """tel phone telephone fax e email mobile cell office toll website web site twitter linkedin
    facebook attn media investor investors instagram telegram x direct t p m f o passcode
    meeting webinar conference access dial dialin ticker cusip isin wkn contact""".split()
)
VERBS = frozenset(
    """is are was were has have had will would can could may be been said says stated commented
    added include includes included including follow follows show shows announced reported
    provide provides visit see click call contact present read found available according cover
    covers wrote introduces introducing continued""".split()
)
#: First words of a line that leads to a link.
URGES = frozenset(
    """access apply book browse buy connect discover download explore find follow get join learn
    listen order register shop stream subscribe track tune view watch""".split()
)
SUBJECTS = frozenset(("The", "We", "This", "These", "It", "In", "They"))
NO_MARKS = str.maketrans(",:;.()", "      ")
