"""Small pages of an invented company, each unit with the code of its kind before it.

``h`` headline, ``s`` sentence, ``i`` item, ``g`` heading, ``t`` table, ``c`` contact, ``o`` other.
A unit marked ``+s`` stands behind the one before it on the same line, one marked ``=s`` is glued
to it.
"""

from __future__ import annotations

__all__ = [
    "BOTTOM",
    "BREAKS",
    "CONTACTS",
    "DATELINES",
    "FURNITURE",
    "HEADINGS",
    "ITEMS",
    "LINK_LISTS",
    "MARKS",
    "NUMBERS",
    "REFERENCES",
    "TABLES",
    "TITLES",
    "TOP",
]

TOP = """h Thornbury Pumps Opens Second Plant in Lowell

s LOWELL, Mass., May 4, 2021 -- Thornbury Pumps, Inc. (NYSE: TBP), a maker of pumps and valves for \
water works, today opened its second plant, where 40 people will build the new line of valves.
+s The plant cost $12 million."""

BOTTOM = """s The company has made pumps since 1931 and sells them to water works in nine \
countries, most of them in northern Europe.
+s It is owned by its staff."""

TITLES = {
    "title alone": "h Thornbury Pumps Opens Second Plant in Lowell",
    "title in capitals": "h THORNBURY PUMPS OPENS SECOND PLANT IN LOWELL",
    "title with a full stop in it": "h Thornbury Pumps, Inc. Names Dr. Ann Lowe Chief Scientist",
    "title and deck": "h Thornbury Pumps Opens Second Plant\n\n"
    "h Site in Lowell will build valves and employ 40 people by year end",
    "title and deck without a blank line": "h Thornbury Pumps Opens Second Plant\n"
    "h Site in Lowell to Employ 40 People",
    "title and two decks": "h Thornbury Pumps Opens Second Plant\n\n"
    "h Site in Lowell to employ 40 people\n\nh Output of valves to double",
    "deck of points": "h Thornbury Pumps Reports Second Quarter Results\n\n"
    "h - Sales rose 4 percent to $41 million\nh - Order book at $90 million",
    "points below a caption": "h Thornbury Pumps Reports Second Quarter Results\n\n"
    "g Research Highlights:\n\n"
    "i * Sales rose 4 percent to $41 million in the quarter, most of it in May\n"
    "i * The order book stands at $90 million",
    "deck of bullets": "h Thornbury Pumps Reports Second Quarter Results\n\n"
    "h • Sales rose 4 percent to $41 million\nh • Order book at $90 million",
    "date above the title": "o May 4, 2021\n\nh Thornbury Pumps Opens Second Plant",
    "for immediate release": "o For Immediate Release\n\nh Thornbury Pumps Opens Second Plant",
    "for immediate release in capitals": "o FOR IMMEDIATE RELEASE\n\n"
    "h Thornbury Pumps Opens Second Plant",
    "for immediate release with a colon": "o FOR IMMEDIATE RELEASE:\n\n"
    "h Thornbury Pumps Opens Second Plant",
    "press release above": "o Press Release\n\nh Thornbury Pumps Opens Second Plant",
    "news release above": "o NEWS RELEASE\n\nh Thornbury Pumps Opens Second Plant",
    "date below the title": "h Thornbury Pumps Opens Second Plant\n\no May 4, 2021",
    "contact above the title": "g Contact:\nc Ann Lowe\nc (555) 010-2000\n"
    "c lowe@thornbury.example\n\n"
    "h Thornbury Pumps Opens Second Plant",
    "page number and exhibit above": "o Exhibit 99.1\n\nh Thornbury Pumps Opens Second Plant",
    "a title that asks": "h Can Pumps Think? Thornbury Opens a Plant to Find Out",
    "a title with a figure": "h Thornbury Pumps Raises Dividend 4% to $0.12 a Share",
}

DATELINES = [
    "LOWELL, Mass., May 4, 2021 --",
    "LOWELL, Mass. -- May 4, 2021 --",
    "LOWELL, Mass.--(BUSINESS WIRE)--",
    "LOWELL, Mass., May 4, 2021 /PRNewswire/ --",
    "LOWELL, Mass., May 04, 2021 (GLOBE NEWSWIRE) --",
    "Lowell, Massachusetts--(Newsfile Corp. - May 4, 2021) -",
    "LOWELL, MA / ACCESSWIRE / May 4, 2021 /",
    "TORONTO, May 4, 2021 /CNW/ -",
    "Vancouver, B.C., May 4, 2021 –",
    "Lowell, Mass. (May 4, 2021) –",
    "LOWELL, Mass. – May 4, 2021 –",
    "London, UK, 4 May 2021:",
    "London – 4 May 2021 –",
    "May 4, 2021 –",
    "(Lowell, Mass., May 4, 2021) –",
    "LOWELL, Mass. –",
    "LOWELL —",
    "PARIS--(BUSINESS WIRE)--Regulatory News:",
    "ST. LOUIS, Mo., Sept. 4, 2021 (PRIME NEWSWIRE) --",
    "NEW YORK and LONDON, Jan. 4, 2021 /PRNewswire/ --",
]

HEADINGS = {
    "about": "g About Thornbury Pumps\n\n"
    "s Thornbury Pumps makes pumps and valves in nine countries.",
    "about with inc": "g About Thornbury Pumps, Inc.\n\n"
    "s Thornbury Pumps makes pumps and valves in nine countries.",
    "about with a colon": "g About Thornbury Pumps:\n\ns Thornbury Pumps makes pumps and valves.",
    "about in capitals": "g ABOUT THORNBURY PUMPS\n\ns Thornbury Pumps makes pumps and valves.",
    "about without a blank line": "g About Thornbury Pumps\ns Thornbury makes pumps and valves.",
    "highlights": "g Second Quarter Highlights\n\n"
    "s Sales of the group rose 4 percent in the quarter.",
    "outlook": "g Outlook\n\ns Thornbury Pumps expects sales of $170 million for the year.",
    "outlook with a year": "g 2021 Outlook\n\n"
    "s Thornbury expects sales of $170 million for the year.",
    "forward-looking": "g Forward-Looking Statements\n\ns This release has statements about plans.",
    "cautionary": "g Cautionary Note Regarding Forward-Looking Statements\n\n"
    "s This release has statements about plans.",
    "safe harbor": "g Safe Harbor Statement\n\ns This release has statements about plans.",
    "safe harbor quoted": "g “Safe Harbor” Statement under the Private Securities Litigation "
    "Reform "
    "Act of 1995:\n\ns This release has statements about plans.",
    "capitals": "g CONFERENCE CALL AND WEBCAST\n\n"
    "s The call of the company starts at 9 a.m. Eastern.",
    "question": "g What Comes Next?\n\ns The company will now look for a third site in Ohio.",
    "non-gaap": "g Non-GAAP Financial Measures\n\n"
    "s Adjusted income leaves out the cost of the move.",
    "qualified person": "g Qualified Person\n\n"
    "s Tom Beck, P.Geo., has read and approved this text.",
    "run-in with a colon": "s Safe Harbor Statement: Certain statements in this release are plans.",
    "run-in with a dash": "s Outlook – Thornbury Pumps expects sales of $170 million for the year.",
    "run-in about with a colon": "s About Thornbury Pumps: Thornbury makes pumps in nine "
    "countries.",
    "glued about": "g About Thornbury\n=s Thornbury makes pumps and valves in nine countries.\n"
    "+s It is owned by its staff.",
    "glued about with inc": "g About Thornbury Pumps, Inc.\n"
    "=s Thornbury Pumps makes pumps and valves in nine countries.",
    "glued forward-looking": "g Forward-Looking Statements\n"
    "=s This release has statements about plans of the company.",
    "glued safe harbor": "g Safe Harbor Statement\n"
    "=s This release has statements about plans of the company.",
    "no heading": "s The company paid no dividend.",
    "two headings": "g Financial Results\n\ng Second Quarter\n\n"
    "s Sales of the group rose 4 percent.",
    "heading of a project": "g Copper Hill Project, Peru\n\ns The company drilled 40 holes in May.",
}

MARKS = ["•", "▪", "●", "◦", "■", "·", "‣", "⁃", "○", "➢", "✔", "►", "*", "-", "–", "—", "o", "§"]

NUMBERS = [
    ("1.", "2."),
    ("1)", "2)"),
    ("(1)", "(2)"),
    ("a.", "b."),
    ("a)", "b)"),
    ("(a)", "(b)"),
    ("(i)", "(ii)"),
    ("i.", "ii."),
    ("A.", "B."),
]

ITEMS = {
    "two sentences": "i • Sales rose 4 percent in the quarter.\n+s Orders rose too.\n"
    "i • Costs fell by $2 million.",
    "two sentences without the last full stop": "i • Sales rose 4 percent.\n+s Orders rose too\n"
    "i • Costs fell by $2 million",
    "with an abbreviation": "i • Sales in the U.S. rose 4 percent\ni • Beck Inc. was bought",
    "loose": "i • Sales rose 4 percent\n\ni • Costs fell by $2 million\n\ni • Orders doubled",
    "indented": "i    • Sales rose 4 percent\ni    • Costs fell by $2 million",
    "nested": "i • Sales rose in all regions:\ni   – Europe grew by 4 percent\n"
    "i   – Asia grew by 9 percent\ni • Costs fell by $2 million",
    "semicolons": "s The company did three things in the quarter:\n\ni • sold a plant in Leeds;\n"
    "i • bought a mill in Ohio; and\ni • paid its loan.",
    "under a heading": "g Second Quarter Highlights\n\ni • Sales rose 4 percent to $41 million\n"
    "i • Orders rose to $90 million",
    "colon without marks": "s In the quarter that ended in June the company did three things:\n\n"
    "i Sold a plant in Leeds for $4 million\n\ni Bought a mill in Ohio from its founder\n\n"
    "i Paid the last part of its bank loan",
    "colon without marks, lines": "s In the quarter that ended in June the company did three "
    "things:\n"
    "i Sold a plant in Leeds for $4 million\ni Bought a mill in Ohio from its founder\n"
    "i Paid the last part of its bank loan",
    "colon without marks, semicolons": "s In the quarter the company did three things:\n\n"
    "i sold a plant in Leeds;\n\ni bought a mill in Ohio; and\n\ni paid its bank loan.",
    "tab after the mark": "i •\tSales rose 4 percent\ni •\tCosts fell by $2 million",
    "no space after the mark": "i •Sales rose 4 percent\ni •Costs fell by $2 million",
    "run in lead": "i • Sales: up 4 percent to $41 million\n"
    "i • Costs: down $2 million to $30 million",
    "questions and figures": "s The plant had two questions to answer:\n\n"
    "i * How do pumps fail?\n\ni * What does a mill need?",
    "event details": "i Date: Monday, May 10, 2021\ni Time: 9:00 a.m. Eastern Time\n"
    "i Location: Lowell Town Hall",
    "bold lead with dash": "i • Pumps – Sales rose 4 percent to $20 million\n"
    "i • Valves – Sales fell 2 percent to $21 million",
}

TABLES = {
    "columns by spaces": "t                         2021        2020\n"
    "t Sales                 $ 41,200    $ 39,600\nt Cost of sales           30,100      30,900\n"
    "t Gross profit          $ 11,100    $  8,700",
    "columns by tabs": "t \t2021\t2020\nt Sales\t$41,200\t$39,600\n"
    "t Cost of sales\t30,100\t30,900\n"
    "t Gross profit\t$11,100\t$8,700",
    "a cell a line": "t Sales\nt 41,200\nt 39,600\nt Cost of sales\nt 30,100\nt 30,900\n"
    "t Gross profit\nt 11,100\nt 8,700",
    "a cell a line with blank lines": "t Sales\n\nt 41,200\n\nt 39,600\n\nt Cost of sales\n\n"
    "t 30,100\n\nt 30,900",
    "caption": "t THORNBURY PUMPS, INC.\nt CONSOLIDATED BALANCE SHEETS\nt (in thousands)\n"
    "t (unaudited)\n\nt                         2021        2020\n"
    "t Cash                  $ 41,200    $ 39,600\nt Plant                   30,100      30,900",
    "rules of dashes": "t Sales                 $ 41,200    $ 39,600\n"
    "t                       --------    --------\nt Gross profit          $ 11,100    $  8,700",
    "negative figures": "t Loss from sales          (1,100)        (700)\n"
    "t Tax                         (20)         (15)\n"
    "t Net loss              $  (1,120)   $    (715)",
    "group head in the rows": "t Assets:\nt   Cash                $ 41,200    $ 39,600\n"
    "t   Plant                 30,100      30,900\nt Total assets          $ 71,300    $ 70,500",
    "heads and wrapped labels among rows": "t Sales                 $ 41,200    $ 39,600\n"
    "t Operating expenses:\nt   Selling and general\nt     administration       3,100       2,900\n"
    "t   Research               1,000         900\nt Income                $ 37,100    $ 35,800",
    "drill holes": "t Hole\tFrom (m)\tTo (m)\tGold (g/t)\nt CH-01\t12.0\t15.5\t4.20\n"
    "t CH-02\t40.0\t48.0\t1.15",
}

CONTACTS = {
    "one person": "g Contact:\nc Ann Lowe\nc Thornbury Pumps, Inc.\nc (555) 010-2000\n"
    "c lowe@thornbury.example",
    "two people": "g Investor Contact:\nc Ann Lowe\nc lowe@thornbury.example\n\ng Media Contact:\n"
    "c Tom Beck\nc 555-010-2001",
    "loose": "g Contacts\n\nc Ann Lowe\n\nc Vice President, Investor Relations\n\n"
    "c +1 555 010 2000",
    "name and role on a line": "g For further information, please contact:\n"
    "c Ann Lowe, Vice President, Investor Relations, (555) 010-2000, lowe@thornbury.example",
    "labels": "g Media Contact\nc Ann Lowe\nc Tel: +44 20 5550 1000\n"
    "c Email: lowe@thornbury.example\n"
    "c Web: www.thornbury.example",
    "sign-off without a caption": "c Ann Lowe\n\nc Thornbury Pumps\n\nc 5550102000\n\n"
    "c lowe@thornbury.example",
    "address": "g Contact:\nc Thornbury Pumps, Inc.\nc 12 Mill Street\nc Lowell, MA 01850\n"
    "c (555) 010-2000",
    "two telephones between names": "g Media Contacts:\n\nc Ann Lowe\n\nc Director, Media\n\n"
    "c +1-212-555-0100\n\nc lowe@thornbury.example\n\nc Tom Beck\n\nc Director, Media\n\n"
    "c +1-212-555-0101\n\nc beck@thornbury.example",
    "name glued to the heading": "g Contact Details\n=c Ann Lowe\n\nc +1 212-555-0100\n\n"
    "c lowe@thornbury.example",
    "contact on the line": "c Contact: Ann Lowe, (555) 010-2000",
    "dial-in": "s The company will hold a call on its results on Monday, May 10, at 9 a.m.\n\n"
    "c Dial-in: (555) 010-2000\nc Conference ID: 4456781",
    "signature": "c ON BEHALF OF THE BOARD\nc “Ann Lowe”\nc Ann Lowe\n"
    "c President and Chief Executive",
    "signature by hand": "c /s/ Ann Lowe\nc Ann Lowe\nc President",
    "attribution alone": "s “We have wanted this plant in Lowell for nine long years.”\n\n"
    "c – Ann Lowe, Chief Executive",
    "sentence in running text": "s For more information, visit www.thornbury.example.",
    "investor relations": "g Investor Relations\nc Ann Lowe\nc 555-010-2000",
    "ticker in contact": "g Contact\nc Thornbury Pumps, Inc.\nc NYSE: TBP\nc 555-010-2000",
}

FURNITURE = [
    "Dear Fellow Shareholders,",
    "1",
    "- 2 -",
    "-3-",
    "Page 4",
    "Page 4 of 9",
    "-more-",
    "- more -",
    "(more)",
    "--more--",
    "###",
    "# # #",
    "-30-",
    "- END -",
    "-ends-",
    "***",
    "____________________",
    "SOURCE Thornbury Pumps, Inc.",
    "SOURCE: Thornbury Pumps, Inc.",
    "Source: Thornbury Pumps, Inc.",
    "View original content: https://wire.example/releases/40",
    "View original content to download multimedia: https://wire.example/releases/40",
    "View source version on wire.example: https://wire.example/40",
    "To view the source version of this press release, please visit https://wire.example/40",
    "© 2021 Thornbury Pumps, Inc. All rights reserved.",
    "Copyright 2021 Thornbury Pumps, Inc.",
    "Copyright © 2021 Thornbury Pumps, Inc. All rights reserved.",
    "(c) 2021 Thornbury Pumps, Inc.",
    "Photo: The new plant in Lowell",
    "[Photo: the new plant in Lowell]",
    "Photo caption: Ann Lowe opens the new plant in Lowell",
    "Photos accompanying this announcement are available at https://wire.example/40",
    "A photo accompanying this announcement is available at https://wire.example/40",
    "Logo - https://wire.example/logo.png",
    "Figure 1: Map of the Copper Hill project",
    "Figure 2 - Map showing the two pits of the Copper Hill project, and the road between them.",
    "Fig. 3 – Pits",
    "The following files are available for download:",
    "View additional multimedia and more stories from Thornbury Pumps on wire.example.",
    "Attachment",
    "Attachments",
    "For Immediate Release",
    "Financial tables follow",
    "(Tables follow)",
    "Multimedia Files:",
    "Related Links",
    "https://www.thornbury.example",
    "https://wire.example/a/b/40.html",
    "News Provided by Wire Example",
]

LINK_LISTS = {
    "follow": "g Follow us:\no LinkedIn\no Twitter\no Facebook",
    "sentences among links": "g Additional Resources:\n"
    "o * Multimedia is available on the right column of the page.\no * Spanish news release",
    "links": "o Related Links\no https://www.thornbury.example\no https://shop.thornbury.example",
    "social": "o Twitter: https://t.example/thornbury\no LinkedIn: https://l.example/thornbury",
}

REFERENCES = {
    "bracketed": "o [1] Quill M, Beck T. Pumps in mice. J Pump Res. 2019;4:12-19.",
    "numbered": "o 1. Quill M, et al. Pumps in mice. J Pump Res. 2019;4:12-19.",
    "glued number": "o 1Quill M, et al. Pumps in mice. J Pump Res. 2019;4:12-19.",
    "link": "o 1 https://water.example/report",
    "bracketed link": "o [2] https://water.example/report",
    "under a heading": "g References\n\n"
    "o 1. Quill M, et al. Pumps in mice. J Pump Res. 2019;4:12.\n"
    "o 2. Beck T, et al. Valves in rats. J Pump Res. 2018;3:1-9.",
    "doi": "o 3. Quill M. Pumps in mice. doi:10.9999/pump.40",
    "source of a figure": "o * Water Example Institute, Pump Report, 2020, at page 4",
    "full sentence with a star": "s * Adjusted income is a measure that leaves out the cost of "
    "the move.",
    "full sentence with a number": "s (1) Adjusted income leaves out the cost of the move to "
    "Lowell.",
}

BREAKS = {
    "blank line": "s The company opened a plant in Lowell.\n\n"
    "s Its people make valves there every day.",
    "heading": "s The company opened a plant in Lowell.\ng Outlook\n"
    "s The company will look for a site.",
    "bullet": "s The company did two things in the quarter:\ni • It sold a plant\n"
    "i • It bought a mill",
    "page foot": "s The company opened a plant in the town of Lowell, where it had been "
    "looking for\n\n"
    "o 2\n\ns a site since the spring of 2019.",
    "more": "s The company opened a plant in Lowell.\n\no - more -\n\n"
    "s It will look for a third site.",
    "quotation by paragraphs": "s “We grew,” said Ann Lowe, chief executive of Thornbury.\n"
    "+s “We hired.”\n\ns “We will look for a third site in the spring,” she added.",
}
