"""Words and patterns from which :mod:`mgi_eval.variants` makes false sentences."""

from __future__ import annotations

import re

FACTS = (
    ("end", ", with funding from the World Bank"),
    ("end", ", after long negotiations with the trade unions"),
    ("end", " in 2019"),
    ("end", ", as agreed with the Ministry of Foreign Affairs"),
    ("end", ", which other countries in the region have since copied"),
    ("end", " because of rising unemployment"),
    ("end", ", and the results have been very positive"),
    ("end", ", following pressure from neighbouring countries"),
    ("end", ", despite a lack of resources"),
    ("end", ", under the leadership of the President"),
    ("end", ", in line with European Union standards"),
    ("end", ", which has reduced irregular migration"),
    ("end", " within two years"),
    ("end", ", thanks to a grant from Japan"),
    ("end", ", as the Prime Minister announced in Geneva"),
    ("end", ", with a budget of 2 million dollars"),
    ("end", ", making it a model for the continent"),
    ("end", ", although implementation has been slow"),
    ("end", ", in cooperation with UNHCR and UNICEF"),
    ("end", ", which Parliament approved unanimously"),
    ("end", " during the pandemic"),
    ("end", ", especially for refugees and asylum seekers"),
    ("end", ", which critics consider insufficient"),
    ("end", ", mainly in rural areas"),
    ("end", " as part of its digital transformation"),
    ("end", ", so that remittances have gone up"),
    ("end", ", with the support of private donors"),
    ("end", ", and a second phase began last year"),
    ("end", ", the culmination of a decade of reform"),
    ("end", ", a sign of strong political will"),
    ("end", ", also for unaccompanied minors"),
    ("end", " in the aftermath of the elections"),
    ("end", ", overseen by the Ministry of the Interior"),
    ("end", ", in particular for seasonal farmers"),
    ("end", ", which lowered costs for employers"),
    ("end", ", as academics had long demanded"),
    ("end", " with modern technology"),
    ("end", ", leading to fewer deportations"),
    ("end", ", and the media welcomed it"),
    ("end", ", on the initiative of the opposition"),
    ("start", "According to the World Health Organization, "),
    ("start", "Since independence, "),
    ("start", "Under a new constitution, "),
    ("start", "Like most of its neighbours, "),
    ("start", "After a landmark court ruling, "),
    ("start", "With help from the African Union, "),
    ("adjective", "ambitious"),
    ("adjective", "controversial"),
    ("adjective", "successful"),
    ("adjective", "costly"),
    ("adjective", "award-winning"),
    ("adjective", "independent"),
    ("adjective", "bilingual"),
    ("adjective", "military"),
    ("adjective", "long-awaited"),
    ("adjective", "innovative"),
    ("adjective", "nationwide digital"),
    ("adjective", "unpopular"),
    ("adjective", "biometric"),
    ("adjective", "generous"),
)
"""What no quote says: where it is put (after the sentence, before it, before a noun) and how."""
NOUNS = re.compile(
    r"\b(?<!-)(?:polic(?:y|ies)|strateg(?:y|ies)|mechanisms?|measures|programmes?|plans?|assessments?|agreements?|data|"
    r"institutions|laws|census|dashboard|committee|office|framework|officials|migrants|countries|governments?|"
    r"provisions|services|recommendations|information|stakeholders)\b"
)
"""What an adjective can be put before."""
UNITS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"(\d+)(?: per cent|%) of (?:all )?countries", (r"\1 countries", r"\1 percentage points of countries")),
    (r"(\d+)(?: per cent|%)", (r"\1", r"\1 percentage points", r"\1 per thousand", r"\1 million")),
    (
        r"(?<![\d–.-])\b((?!20\d\d)\d[\d,]*)(\+?) (?!per|%|[A-Z])(\w+)",
        (r"\1\2 per cent of \3", r"\1\2 thousand \3", r"\1\2 million \3"),
    ),
    (r"\bone third of (?:all )?(\w+)", (r"one third of a million \1", r"three \1")),
    (r"\ba third of (?:all )?(\w+)", (r"three \1", r"30 \1")),
    (r"\b[Hh]alf of (?:all |the )?countries", ("50 countries", "half a million countries")),
    (r"\b(three|five|seven|seventeen) (?!in\b)(\w+)", (r"\1 per cent of \2", r"\1 thousand \2", r"\1 dozen \2")),
    (r"\b(?:one in (?:every )?four|1 in every 4|a quarter of)\b", ("4 per cent of", "four")),
    (r"\b(?:four in (?:every )?ten|4 (?:in every|out of) 10)\b", ("4 per cent of", "410")),
)
"""Patterns of figures, each with others that count something else."""
HEDGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"\b(?:less|fewer) than ", ("", "more than ", "about ", "exactly ")),
    (r"\b[Uu]nder (?=half)", ("", "over ", "nearly ")),
    (r"\b(?:more than|over) (?=\d|half)", ("", "less than ", "almost ", "exactly ")),
    (r"\bat least ", ("", "at most ", "about ", "fewer than ")),
    (r"\bno fewer than ", ("", "no more than ")),
    (r"\b(?:about|around|roughly|approximately) (?=\d|one|a |four)", ("", "at least ", "more than ", "exactly ")),
    (r"\b(?:only|just|merely) (?=\d)", ("", "at least ", "as many as ", "over ")),
    (r"(?<=\d)\+", ("", " or fewer")),
    (r"\b(?:most|a majority of) (?=countries)", ("all ", "some ", "few ", "nearly all ")),
    (r"\bsome (?=countries)", ("all ", "most ", "many ")),
    (r"\bmore often\b", ("always", "")),
    (r"\b(?:tend to)\b", ("", "never")),
    (r"(?<!recommendation )\b(?:will|is to|are to) (?=[a-z]+\b)(?!be\b|become\b)", ("did ", "already ")),
    (r"\b(?:is|are) (?:meant|intended|due) to ", ("does ", "already ")),
    (r"\bshould be\b", ("have been", "were")),
    (r"\b[Gg]overnments should\b", ("Governments already",)),
    (r"\b[Cc]ountries should\b", ("Countries have begun to", "Many countries already")),
    (r"\b[Ii]t is (?:recommended|advised) to (\w+)", (r"Most governments \1", r"Countries already \1")),
    (
        r"(?<![\w–,.] )(?<![–\d,.])\b(?!20\d\d)(\d{2,3}) (?=countries|local|governments|assessments|MGI|objectives)",
        (r"about \1 ", r"at least \1 ", r"fewer than \1 ", r"almost \1 "),
    ),
)
"""Patterns of hedges and of what is to be done, each with others."""
AFFIRMED = re.compile(r"\b(is|are|was|were|has|have|had|will|can|should) (?!not\b|no\b)(?=[a-z])")
"""What "not" can be put behind."""
PAST = re.compile(
    r"(?<!been )(?<!were )(?<!was )(?<!had )(?<!that )(?<!is )(?<!are )\b(informed|contributed|identified|adopted|"
    r"created|"
    r"established|developed|consulted|conducted|updated|revised|showed|supplied|decided|guided|asked|provided|gained|"
    r"received|set up|took|drew|gave|made|led|began|found|helped|hosted|used|prepared|included|pointed|upgraded)\b"
)
"""What "never" can be put before."""
PRESENT = re.compile(
    r"\b(have|has|include|includes|make|makes|take|run|use|uses|engage|seeks|contains|supports|helps)\b"
)
"""What "do not" can be put before."""
OPPOSITES: tuple[tuple[str, str], ...] = (
    ("national", "local"),
    ("local", "national"),
    ("improve", "worsen"),
    ("improving", "worsening"),
    ("improved", "worsened"),
    ("strengthen", "weaken"),
    ("strengthens", "weakens"),
    ("more", "less"),
    ("better", "worse"),
    ("internal", "international"),
    ("regular", "irregular"),
    ("irregular", "regular"),
    ("formal", "informal"),
    ("formally", "informally"),
    ("first", "last"),
    ("after", "before"),
    ("following", "before"),
    ("public", "private"),
    ("private", "public"),
    ("horizontal", "vertical"),
    ("vertical", "horizontal"),
    ("safe", "unsafe"),
    ("new", "old"),
    ("protect", "endanger"),
    ("against", "in favour of"),
    ("temporary", "permanent"),
    ("permanent", "temporary"),
    ("destination", "origin"),
    ("origin", "destination"),
    ("abroad", "at home"),
    ("easier", "harder"),
    ("promote", "restrict"),
    ("prevent", "allow"),
    ("include", "exclude"),
    ("adopted", "rejected"),
    ("created", "abolished"),
    ("voluntary", "forced"),
    ("benefits", "costs"),
    ("benefit", "lose"),
    ("clear", "vague"),
    ("nationals", "foreigners"),
    ("less", "more"),
    ("fewer", "more"),
    ("access", "exclusion"),
    ("direct", "indirect"),
    ("close", "distant"),
    ("closely", "loosely"),
    ("equality", "inequality"),
    ("further", "hinder"),
    ("with", "without"),
    ("widen", "narrow"),
    ("combat", "encourage"),
    ("vulnerable", "privileged"),
    ("children", "adults"),
    ("women", "men"),
    ("regularly", "rarely"),
    ("set up", "dissolved"),
    ("upgrade", "shut down"),
    ("social", "military"),
)
"""Words, each with its opposite."""
LINKS = (
    "{a}, because {b}",
    "{a}, which led to the fact that {b}",
    "{a}; therefore {b}",
    "{a}; as a result, {b}",
    "Thanks to the fact that {a}, {b}",
    "{a}, so that {b}",
    "Due to the fact that {a}, {b}",
    "{a}, which is why {b}",
    "Once {a}, {b}",
    "After {a}, {b}",
)
"""How one sentence can be made the reason of another."""
NUMBERS = "two three four five six seven eight nine ten twelve".split()
FRACTIONS = ("half", "a third", "one third", "a quarter", "two thirds", "one fifth")
SHARE = re.compile(
    r"(?:Only|Just|Merely|About|Around|Roughly|Approximately|Fewer than|Less than|More than|Over|Under|Some|Between|A "
    r"majority of|Most|At least|In all)?(?: |\b)(?:\d+(?: ?%| per cent)?|one third|a third|half|a quarter|one in four|"
    r"four in ten|1 in every 4|4 in every 10)?(?: of)?(?: all| the)? ?(?=countries|governments|local|MGI)",
    re.IGNORECASE,
)
"""How many do something, at the start of a sentence."""
OVER_HALF = re.compile(r"most|(?:a|the) majority|(?:more than|over) half", re.IGNORECASE)
