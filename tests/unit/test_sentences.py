"""Where the codebook says that a sentence ends, and where it says that it does not.

In every example `` | `` stands for a break, and ``¦`` for one without white space.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.unit.sheets import cut_whole


def _broken(case: str, reason: str) -> Any:
    """Mark an example that is known to be cut elsewhere."""
    return pytest.param(case, marks=pytest.mark.xfail(strict=True, reason=reason))


NO_BREAK_AFTER_AN_ABBREVIATION = [
    "Thornbury Pumps Inc. makes valves. | It ships them.",
    "Thornbury Pumps, Inc. (NYSE: TBP) makes valves.",
    "Thornbury Pumps, Inc. Chief Executive Ann Lowe resigned.",
    "Thornbury Pumps Corp. opened a plant. | Sales rose.",
    "Thornbury Corp. President Ann Lowe resigned.",
    "Thornbury Holdings Ltd. of Leeds makes valves.",
    "Thornbury Pumps Ltd. Chairman Tom Beck resigned.",
    "Beck & Co. Partners bought the mill.",
    "Beck & Co. advised the seller. | No fee was paid.",
    "Harbor Midstream Partners, L.P. units rose 3 percent.",
    "Harbor Midstream Partners, L.P. (OTC: HMPX) paid a distribution.",
    "Kessel Lighting N.V. of Utrecht sold a plant.",
    "Kessel Lighting N.V. Chairman Piet Kok resigned.",
    "Banco Marel S.A. raised its stake.",
    "Banco Marel S.A. Director Ana Ruiz resigned.",
    "Well No. 7 came on stream in March.",
    "Permit No. A-17 was granted. | Drilling began.",
    "Wells Nos. 3 and 4 came on stream.",
    "The U.S. Patent Office granted claim 4.",
    "The U.S. Food and Drug Administration cleared the device.",
    "Sales in the U.S. rose 4 percent.",
    "The U.K. Treasury was told.",
    "Marta Quill, Ph.D. of Oslo joined the board.",
    "Marta Quill, Ph.D., joined the board.",
    "Marta Quill, M.D., Ph.D., Chief Medical Officer, spoke first.",
    "Tom Beck, M.D. Chief Medical Officer of Thornbury, spoke first.",
    "Dr. Quill joined the board.",
    "It was led by Dr. Marta Quill of Oslo.",
    "Prof. Beck advised on the trial.",
    "Mr. Beck retired. | Mrs. Lowe and Ms. Quill stayed.",
    "John Beck, Jr. was named treasurer.",
    "John Beck Jr. Foundation grants rose.",
    "The plant in Lowell, Mass. makes valves.",
    "LOWELL, Mass. and FRESNO, Calif. were named as sites.",
    "The plant in Fresno, Calif. employs 40 people.",
    "It pays on Sept. 15 and on Dec. 15. | No other date is set.",
    "On Jan. 3 the mill closed.",
    "It weighs approx. 40 tons.",
    "Sales were $4 million vs. $3 million.",
    "Beck v. Lowe was settled.",
    "Quill et al. measured the dose.",
    "It ships metals, e.g. Zinc and lead.",
    "It ships one metal, i.e. Zinc.",
    "The call starts at 9 a.m. Eastern Time.",
    "The call starts at 4:30 p.m. ET on Monday.",
    "The call starts at 4:30 p.m. London time.",
    "The call starts at 4:30 p.m. Hong Kong time.",
    "The call starts at 4:30 p.m. Central Time and ends at 5 p.m. Central Time.",
    "The call starts at 4:30 p.m. UK time.",
    "The call starts at 4:30 p.m. Vancouver time.",
    "The call starts at 11 a.m. Montevideo (9 a.m. New York); dial 555.",
    "It was filed by J. P. Morgan of Ohio.",
    "It was filed by J.P. Morgan of Ohio.",
    "It was filed by Ann B. Lowe of Ohio.",
    "Gen. Beck and Sen. Lowe spoke.",
    "St. Clair River water was tested.",
    "Washington, D.C. Mayor Lowe spoke.",
    "It ran for nine days in L.A. fountains and in N.Y. harbors.",
    "Thornbury Pumps, Inc. Chairman Ann Lowe has resigned.",
    "Thornbury Pumps, Inc.’s plant makes valves.",
    "Thornbury Inc., Beck Corp. and Lowe Ltd. merged.",
    "Beck Lampen GmbH & Co. KG makes lamps.",
    "LOWELL-based R. J. Beck & Co. Inc. and Lowe merged.",
    "Headquartered in Lowell, Mass., Thornbury employs 40 people.",
    "The Fresno, Calif.-based company makes valves.",
    "It has plants in St. Louis and Ft. Worth.",
    "Messrs. Beck and Lowe retired.",
    "Lt. Col. Beck retired.",
    "It killed E. coli and S. aureus in a day.",
    "See Fig. 3 and Table 4. | They are new.",
    "See Sec. 21E of the Act.",
    "15 U.S.C. Section 78u applies.",
    "15 U.S.C. § 78u applies.",
    "Part I, Item 1A. Risk Factors of the report lists them.",
    "Part I, Item 1A. “Risk Factors” of the report lists them.",
    "It is ranked No. 1 in Peru. | It is old.",
    "The quality was tested by Tom Beck, P.Geo., who is a qualified person.",
    "Tom Beck, P. Geo. and Ann Lowe, P.Eng. reviewed it.",
    "Ann Lowe, C.P.A., C.F.A., is the treasurer.",
    "She holds a B.Sc. in Chemistry and an M.B.A. from Oslo.",
    "The call starts at 9 a.m. Tuesday, May 4. | It is free.",
    "The call starts at 8:30 a.m. EDT/5:30 a.m. PDT. | It is free.",
    "It has 40 sq. ft. of space and 6 oz. of gold.",
    "It sells in Peru, incl. Lima, and in Chile, excl. Arica.",
    "The U.S.-based unit sold it.",
    "The U.S. Government was told.",
    "The U.S. and Canada signed.",
    "The U.S. Dollar fell.",
    "It is known as Beck, a.k.a. Lowe.",
    "The unit was sold to J. Beck in 2019.",
]

NO_BREAK_INSIDE_A_NUMBER_OR_AN_ADDRESS = [
    "Revenue was $4.5 million, or $0.12 per share.",
    "The ratio rose to 1.25 from .98 in May.",
    "Version 2.4.1 of the tool is out. | It is free.",
    "Valve OS 11.2 Beta is out.",
    "See www.thornbury.example for more. | It is free.",
    "See https://thornbury.example/a.b/C.html?x=1.2 for more.",
    "Write to ann.lowe@thornbury.example for a copy. | It is free.",
    "Thornbury.com Holdings sold a plant.",
    "The stock trades as TBP.A and as TBP.B in London.",
    "Under Section 4.2 of the plan 40 people left.",
    "Under Rule 144A no share was sold.",
    "See www.thornbury.example. | It is free.",
    "Visit https://thornbury.example/. | The page is new.",
    "Write to ann@thornbury.example. | She answers.",
    _broken("Node.JS tools are free.", "a dotted name is taken for a glued full stop"),
    "Lots 4.A and 4.B were sold.",
]

BREAK_AFTER_AN_ABBREVIATION_THAT_ENDS = [
    "He was a banker at Thornbury Group LLC. | Beck was also one of its founders.",
    "It was founded by Marta Quill, Ph.D. | Lowe has led it since.",
    "Sales rose in the U.S. | Meanwhile, costs fell.",
    "The trial was led by Marta Quill, Ph.D. | Authors of the study are listed below.",
    "Beck is a unit of Thornbury, Inc. | The company makes valves.",
    "Beck is a unit of Thornbury Corp. | It makes valves.",
    "Beck is a unit of Thornbury Ltd. | In 2019 it moved.",
    "The seller was advised by Beck & Co. | Terms were not disclosed.",
    "It holds units of Harbor Partners, L.P. | The units rose.",
    "It is a unit of Kessel Lighting N.V. | The sale closed in May.",
    "It is a unit of Banco Marel S.A. | The sale closed in May.",
    "The call begins at 8:30 a.m. | The call will be recorded.",
    "The call ends at 5 p.m. | A replay follows.",
    "Most of its staff work in the U.S. | It also has a plant in Leeds.",
    "Most of its staff work in the U.S. | The rest work in Leeds.",
    "It was signed by Marta Quill, Ph.D. | The board agreed.",
    "It was signed by Tom Beck, M.D. | He is a surgeon.",
    "It was signed by John Beck, Jr. | He is the treasurer.",
    "The plant is in Lowell, Mass. | It makes valves.",
    "The plant is in Fresno, Calif. | The company owns it.",
    "It ships zinc, lead, tin, etc. | All are mined in Peru.",
    "The method is that of Quill et al. | It has been used since.",
    _broken("The answer was no. | Ten voted.", "“no.” is always taken for a number sign"),
    "The answer was No. | The board agreed.",
    "It was vitamin B. | The dose was low.",
    "It was bought by Kessel Inc. | Kessel paid $4 million in cash.",
    "It was renamed “Thornbury, Inc.” | The name is old.",
    "The call begins at 8:30 a.m. | Investors can listen on the web site.",
    "The call begins at 8:30 a.m. | Shareholders may vote by proxy.",
    "The call begins at 5:00 p.m. ET. | To join, dial in.",
    "The call begins at 5:00 p.m. (ET). | To join, dial in.",
    "It pays on Sept. 15. | In March it paid 4 cents.",
    "It is ranked No. 1. | It is old.",
    _broken(
        "It has 40 people in the U.S. | Approximately half are engineers.",
        "no break before an adverb without a comma",
    ),
    _broken(
        "It has 40 people in the U.S. | Sales there rose 4 percent.",
        "no break before a common noun after a country",
    ),
    "It has 40 people in the U.S. | More than half are engineers.",
    "Sales fell in the U.S. | Historically, they rose.",
    "Sales fell in the E.U. | The company closed a plant.",
    "The mine is near Hope, B.C. | The company drilled it.",
    "The office is in Washington, D.C. | The company rents it.",
    "It was reviewed by Tom Beck, P.Geo. | Mr. Beck is a qualified person.",
    "Ann Lowe holds an M.B.A. | She is the treasurer.",
    "The virus is hepatitis B. | The dose was low.",
    "It sold its Series A. | The price was $4.",
    "It was Phase I. | The dose was low.",
    "It has 40,000 sq. ft. | The plant is new.",
    "It acts under 15 U.S.C. 78 et seq. | The act is old.",
    _broken(
        "Advisers are Beck & Co. | Legal counsel is Lowe LLP.",
        "no break before a common adjective after a company form",
    ),
    "Was it Beck Inc.? | The board was asked.",
]

PLAIN_BREAKS = [
    "Sales rose. | Costs fell.",
    "Why now? | Demand is high! | Supply is low.",
    "It grew (by 4 percent). | Costs fell.",
    "It grew. | (It also hired.) | Costs fell.",
    "It grew. | [It also hired.] | Costs fell.",
    "It grew in 2019. | In 2020 it shrank.",
    "It hired 40. | 12 of them are engineers.",
    "Sales rose 4%. | “Good,” said Lowe.",
    "It grew. | eBay listed it.",
    "It reached 90%. | iPhone sales rose.",
    "It sells Yahoo! and Jeopardy! games.",
    _broken("Yahoo! Finance lists it. | It is new.", "a brand with an exclamation mark is cut"),
    "Sales rose in Q1. | The plant grew.",
    "Sales rose to EUR 4.5m. | Costs fell.",
    "It holds 40 g/t Au. | The vein is wide.",
]

BULLETS_INSIDE_A_LINE = [
    "It did two things: | • sold a mill; | • bought a plant.",
    "It did two things: | ▪ Sold a mill | ▪ Bought a plant",
    "It sold 4•5 = 20 pumps.",
]

NO_BREAK_AT_A_SEMICOLON_OR_A_COLON = [
    "Sales rose; costs fell; Thornbury hired. | It paid.",
    "It had one aim: Growth. | It paid.",
    "It named three sites: Lowell; Fresno; and Leeds.",
]

FOOTNOTE_MARKS_STAY = [
    "It was half of the cohort.1 | Sales rose.",
    "It worked in mice.2,3 | ACM310 was safe.",
    "It worked in mice.2-4 | The dose was low.",
    "It worked in mice.1,2,3 | The dose was low.",
    "It worked in mice.[1] | The dose was low.",
    "It worked in mice.[1][2] | The dose was low.",
    "It worked in mice.[1], [2] | The dose was low.",
    "It worked in mice. [1] | The dose was low.",
    "It worked in mice.¹ | The dose was low.",
    "It worked in mice.¹² | The dose was low.",
    "It worked in mice.* | The dose was low.",
    "It worked in mice.† | The dose was low.",
    "It worked in mice.(1) | The dose was low.",
    "It worked in mice.(i) | The dose was low.",
    "It worked in mice (n=4).5 | The dose was low.",
    "“It worked in mice.”1 | The dose was low.",
    "It reached 40%.6 | The dose was low.",
    "Adjusted EBITDA1 rose. | The dose was low.",
    "Adjusted EBITDA.1 | The dose was low.",
    "It reached 4.5 percent. | The dose was low.",
    "It worked in mice.²,³ | The dose was low.",
    "It worked in mice.1 | “Good,” said Lowe.",
    _broken("It fell in 2021.3 | The dose was low.", "a mark after a year is taken for a decimal"),
    "It earned $4 per share.(1) | Revenue rose.",
    "It earned $4 per share(1). | Revenue rose.",
    "It worked in mice1,2. | The dose was low.",
    "It worked in mice.1 | 40 patients were ill.",
    "It worked in mice.** | The dose was low.",
    "It worked in mice.10,11 | In rats it failed.",
    "It worked in mice [1]. | The dose was low.",
    "Did it work in mice?4 | The dose was low.",
]

QUOTATIONS = [
    "“We grew,” said Ann Lowe, chief executive. | “We hired.”",
    "“We grew. | We hired,” said Ann Lowe.",
    "“We grew. | We hired. | We paid,” said Ann Lowe. | “We will go on.”",
    '"We grew. | We hired," said Ann Lowe. | "We paid."',
    "“We grew!” said Ann Lowe. | She smiled.",
    "“Did we grow?” asked Ann Lowe. | She smiled.",
    "“We grew!” Lowe said. | She smiled.",
    "“Did we grow?” Ann Lowe asked. | She smiled.",
    "“We grew.” | The plant opened.",
    '"We grew." | The plant opened.',
    "Ann Lowe said: “We grew. | We hired.” | The plant opened.",
    'Ann Lowe said, "We grew. | We hired." | The plant opened.',
    "‘We grew,’ said Lowe. | ‘We hired.’",
    "“We grew,” said Lowe, “and we hired. | We paid.”",
    "“We grew.” – Ann Lowe, chief executive",
    "The so-called “Green Rule.” | It was repealed.",
    "“Is it big? | Yes. | Is it good? | Yes,” said Lowe.",
    "“Great work!” the chief executive said.",
    "“We grew.” said Ann Lowe.",
    _broken(
        "“We grew.” Ann Lowe said. | She smiled.",
        "an attribution after a full stop is cut off",
    ),
    "“We’re glad. | It’s big. | We’ll go on,” she said.",
    "It trades under the symbol “TBP.” | The offer closed.",
    "“We grew,” said John Beck, Jr. | “We hired.”",
    "“We sell in the U.S. | We grew,” said Lowe.",
]

TICKERS = [
    "Thornbury Pumps Inc. (NYSE: TBP) makes valves.",
    "Thornbury Pumps, Inc. (Nasdaq: TBPX) (“Thornbury” or the “Company”) makes valves.",
    "Thornbury Gold Corp. (TSX-V: TBG) (OTCQB: TBGDF) (FSE: 7TB) drilled.",
    "Thornbury Gold Corp. (the “Company”) drilled. | It found zinc.",
    "Thornbury Gold Ltd. (ASX: TBG), a miner, drilled. | It found zinc.",
    "Thornbury Pumps Inc. (NASDAQ: TBPX, TBPXW) drilled.",
    "Thornbury Inc. (Euronext: TBP) makes valves.",
    "Thornbury Inc. (Oslo: TBP) makes valves.",
    "Thornbury Inc. (Nasdaq First North: TBP) makes valves.",
    "Thornbury Inc. (SGX: T1B) makes valves.",
    "Thornbury Ltd. (JSE: TBP) makes valves.",
    "Thornbury Ltd. (HKEX: 0040.HK) makes valves.",
    "Thornbury Corp. (CSE:TBP / OTCQB:TBPF) makes valves.",
    "Thornbury Corp. (Cboe CA: TBP) (“Thornbury”) makes valves.",
    "Thornbury Inc. [NYSE: TBP] makes valves.",
    "Thornbury Inc. NYSE: TBP makes valves.",
]

ELLIPSES = [
    "It grew ... and hired. | It paid.",
    "It grew... and hired. | It paid.",
    "It grew… and hired. | It paid.",
    _broken("It grew . . . and hired. | It paid.", "a spaced ellipsis is cut"),
    "It grew... | The board was glad.",
    "It grew… | The board was glad.",
    "It grew.... | The board was glad.",
    _broken(
        "We asked, “What if ...” | The board agreed to it.",
        "an ellipsis before a quotation mark never ends a sentence",
    ),
]

GLUED_FULL_STOPS = [
    "Sales rose.¦Costs fell in May.",
    "Sales rose 4%.¦The board agreed to it.",
    "“We grew.”¦The board agreed to it.",
    "It was built in 2019.¦The board agreed to it.",
    "It grew (by half).¦The board agreed to it.",
    "Did it grow?¦The board was asked.",
    "It is in the U.S.A and in Peru.",
    "Thornbury.Com sold a plant.",
    "Sales rose.¦“Good,” said Lowe.",
    "Sales rose.¦In May costs fell.",
    "Sales rose in May.¦Thornbury paid for it.",
    "Sales rose to $4.5 million.¦Costs fell to $3.2 million.¦Thornbury paid.",
]

BRACKETS = [
    "It grew (see Note 4; the note is long) and hired.",
    "It grew (up 4 vs. 3 percent) and hired. | It paid.",
    "It sold units (e.g. Pumps) in May. | It paid.",
    "It grew (“growth”). | It paid.",
    "It holds rights (the “Rights”). | (The Rights are old.) | It paid.",
    "Thornbury (formerly Beck Inc.) makes valves.",
    "It grew (4.5 percent in the U.S.) in May.",
]

HARD_WRAPS = [
    "Sales\nrose in the\nU.S. market. | Costs\nfell.",
    "Beck Inc.\nmakes valves. | It\nhired.",
    "The call is at 9 a.m.\nEastern Time.",
    "It ends at 5 p.m. Vancouver\ntime on May 4.",
    "Dr.\nQuill joined. | She\nis new.",
    "It paid Mr.\nBeck in May.",
]


def _cut(text: str) -> list[str]:
    return [text[start:end] for start, end in cut_whole(text)]


def _cases(**rules: list[Any]) -> list[Any]:
    """Parameters named after their rule."""
    return [
        pytest.param(case, id=f"{rule}-{i}")
        if isinstance(case, str)
        else pytest.param(*case.values, id=f"{rule}-{i}", marks=case.marks)
        for rule, cases in rules.items()
        for i, case in enumerate(cases)
    ]


def _unmarked(marked: str) -> str:
    return marked.replace(" | ", " ").replace("¦", "")


CASES = _cases(
    abbreviation=NO_BREAK_AFTER_AN_ABBREVIATION,
    number_or_address=NO_BREAK_INSIDE_A_NUMBER_OR_AN_ADDRESS,
    abbreviation_at_end=BREAK_AFTER_AN_ABBREVIATION_THAT_ENDS,
    plain=PLAIN_BREAKS,
    colon=NO_BREAK_AT_A_SEMICOLON_OR_A_COLON,
    inline_bullet=BULLETS_INSIDE_A_LINE,
    footnote_mark=FOOTNOTE_MARKS_STAY,
    quotation=QUOTATIONS,
    ticker=TICKERS,
    ellipsis=ELLIPSES,
    glued=GLUED_FULL_STOPS,
    bracket=BRACKETS,
    hard_wrap=HARD_WRAPS,
)
#: The texts of all examples.
EXAMPLES = [_unmarked(case.values[0]) for case in CASES]


@pytest.mark.parametrize("marked", CASES)
def test_breaks_are_where_the_codebook_puts_them(marked: str) -> None:
    assert _cut(_unmarked(marked)) == re.split(r" \| |¦", marked)
