"""Particulars that a question asks for by a word, such as money, a duration or an address, and what tells them."""

from __future__ import annotations

import re

from mgi_assistant.text import words
from mgi_assistant.types import Query
from mgi_assistant.vocabulary import ASKING, GENERIC

_MONEY_ASKED = re.compile(
    r"\b(how much (?!of\b)|(?<!in )charges?|charged|earn(s|ed)?|"
    r"budgets?|costs?|price|fees?|fines?|wages?|salar(y|ies)|dollars?|euros?|how expensive|"
    r"amounts? of money|sums?)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"[$€£]|\b(?-i:[A-Z]{3}) ?\d|\b(baht|cedis?|dinars?|dirhams?|drams?|francs?|kron[aeu]r?|kwacha|lari|lei|naira|"
    r"pesos?|quetzales|rand|reais|riyals?|rubles?|rupees?|shillings?|soles|som|tenge|tugriks?|yen|yuan|dollars?|euros?|"
    r"million|billion|budgets?|costs?|fees?|fines?|wages?|salar(y|ies))\b",
    re.IGNORECASE,
)
"""An amount of money, or that which it is paid for."""
_PER_YEAR = re.compile(r"\b((every|each|per|a) (year|month|week|day)|annual(ly)?|yearly|monthly)\b", re.IGNORECASE)
_FUNDING_ASKED = re.compile(
    r"\b(who|how|which \w+|what)\b.*(?<!-)(?<!publicly )\b(fund(s|ed)?|financ(e|es|ed|ing)|pay(s)? for|"
    r"(?<=which )donors|(?<=the )donors)\b(?!\W+services)",
    re.IGNORECASE,
)
_FUNDING = re.compile(
    r"(?<!-)\b(fund\w*|financ\w*|donors?|pay(s|ing)?|paid|budget\w*|resources?)\b|[$€£]", re.IGNORECASE
)
"""Asks where money comes from, and tells of money."""
_OPINION_ASKED = re.compile(
    r"\b(think|thinks|thought) of\b|(?<!in the )\bopinions?\b|(?<!council )(?<!local )(?<!to the )\bpolls?\b", re.I
)
_OPINION = re.compile(
    r"\b(thinks?|thought|believ\w+|opinions?|views?|stress\w*|highlight\w*|react\w*|regard\w*|welcom\w*|criti\w+)\b",
    re.I,
)
"""Asks what somebody thinks, and tells it."""
_DURATION_ASKED = re.compile(
    r"\bhow long (?!ago\b|(is|are) (the|this|that)\b)|\bhow many (years|months|weeks|days)\b", re.IGNORECASE
)
_UNITS = r"\b(years?|months?|weeks?|days?|hours?|decades?)\b(?! (19|20)\d\d)"
_DURATION = re.compile(
    rf"{_UNITS}|"
    r"(?<!\d)(?:19|20)\d\d ?[–-] ?(?:19|20)\d\d",
    re.IGNORECASE,
)
_CONTACT_ASKED = re.compile(
    r"^\W*(what|which|where|when|give|tell|do you have|is there)\b.*"
    r"\b((opening|office|business) (hours?|times?)|(tele)?phone|hotline|e-?mail|(street|postal|web|office) ?address|"
    r"address of|web ?site|contact details)\b",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"@|\bwww\.|https?:|\b(hours|\d ?[ap]\.?m|tel|(tele)?phone|hotline|e-?mail|web ?site|street|avenue|p\.?o\.? box)\b",
    re.IGNORECASE,
)
"""Asks where or when somebody can be reached, and tells it."""
_PEOPLE = tuple(
    re.compile(rf"\b({group})\b", re.IGNORECASE)
    for group in (
        r"child(ren)?|minors?|girls?|boys?|kids",
        r"young people|youths?|teenagers|adolescents",
        r"students?|pupils|graduates",
        r"nurses?|doctors|physicians|health workers",
        r"teachers|engineers|scientists|researchers",
        r"domestic workers|maids|nannies|carers|caregivers",
        r"seafarers|fishers|fishermen|sailors",
        r"farm ?workers|agricultural workers|seasonal workers|harvesters",
        r"pensioners|retirees|old people",
        r"soldiers|veterans|athletes|artists|tourists|investors|nomads",
    )
)
"""Groups of people: a share of countries that do something for others tells nothing of them."""
_NTH = re.compile(r"\b(second|third|fourth|fifth|2nd|3rd|4th|5th) (?P<thing>[a-z]{4,})", re.IGNORECASE)
"""One of several, of which another may be told."""
_TAKES_ASKED = re.compile(r"\bhow (?:long|many (?:years|months|weeks|days))\b.*\btakes?\b", re.IGNORECASE)
_TAKES = re.compile(_UNITS, re.IGNORECASE)
"""Asks how long something takes, which the years that it covers do not tell."""
_TREND_ASKED = re.compile(
    r"\b(?:(?:gone|going|go|went) (?:up|down)|increas\w+|decreas\w+|ris(?:en|ing|e)|rose|fall(?:en|ing)?|fell|"
    r"gr(?:own|ew|owing)|"
    r"declin\w+|drop(?:ped|ping)|improv\w+)\b.*\b(?:since|over (?:the )?\w+|between|from|compared)\b|"
    r"\b(?:lead|led|leading) to (?:fewer|more|less|higher|lower|(?:a|an) (?:rise|fall|drop|increase|decrease))\b|"
    r"^\W*(?:did|has|have) [^?]*\b(?:fall(?:en)?|rise|risen|drop(?:ped)?|increased?|decreased?|declined?|"
    r"go(?:ne)? (?:up|down))\b|"
    r"\bhas (?:the )?(?:share|number|percentage|proportion)\b",
    re.IGNORECASE,
)
_TREND = re.compile(
    r"\b(?:increas|decreas|improv|worse|rose|risen|grew|grown|fell|fallen|declin|dropped|up from|down from|than in|"
    r"compared with)\w*",
    re.IGNORECASE,
)
"""Asks whether a figure has changed, and tells it."""
_PROOF_ASKED = re.compile(r"\b(?:prove[dns]?|proof|proven|evidence that|scientific\w*)\b", re.IGNORECASE)
_PROOF = re.compile(r"\b(?:prove[dns]?|proof|shown that|evidence that)\b", re.IGNORECASE)
"""Asks whether something is proved, and tells that it is."""
_PUBLIC_SECTOR_ASKED = re.compile(r"\bpublic[- ]sector\b", re.IGNORECASE)
_PUBLIC_SECTOR = re.compile(r"\b(?:public[- ]sector|public employ\w+|civil service)\b", re.IGNORECASE)
"""Asks about the public sector, of which what is said of the private one does not tell."""
_SIGNED_ASKED = re.compile(
    r"\b(?:signed|ratified|signator\w+ (?:to|of)|part(?:y|ies) to) (?:up to )?(?:the |an? |this )?(?:\w+ ){0,2}"
    r"(?:compact|treat(?:y|ies)|conventions?|protocols?)\b",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"\b(?:sign|ratif|adopt|endors|acced|part(?:y|ies) to)\w*", re.IGNORECASE)
"""Asks who has bound themselves by a treaty, which those who report on it need not have."""
_LAW_ASKED = re.compile(
    r"^\W*(?:in |for )?(?:which|what|where|who|did|has|have|how many)\b[^?]*"
    r"\b(?:new|draft\w*|pass(?:ed|es)?|adopt\w*|enact\w*|amend\w*|chang\w+) (?:\w+ ){0,3}(?:laws?|legislation)\b",
    re.IGNORECASE,
)
_LAW = re.compile(
    r"\b(?:laws?|legislati\w+|legal|acts?|bills?|decrees?|ordinances?|regulations?|resolution)\b", re.IGNORECASE
)
"""Asks which laws were made, which a policy or plan is not."""
_AGREED = re.compile(
    r"\b(?:agreements?|treat(?:y|ies)) (?:on|about|for|concerning|regarding|against|to) (?P<on>[^?.,;]+)|"
    r"\b(?P<kind>labour|readmission|return|trade|visa|extradition|mobility|recruitment|transit)(?: \w+)? "
    r"(?:agreements?|treat(?:y|ies))\b",
    re.IGNORECASE,
)
_AGREEMENT = re.compile(r"\b(?:agreements?|treat(?:y|ies))\b", re.IGNORECASE)
"""Asks about agreements on something, which those on something else do not tell."""
_BREAKDOWN_ASKED = re.compile(
    r"\b(?:break (?:[\w-]+ ){0,6}?down|broken down|breakdown|disaggregat\w+|split (?:up )?(?:by|into))\b", re.IGNORECASE
)
_BREAKDOWN = re.compile(
    r"\b(?:divided|split|broken down|breakdown|disaggregat\w+|of (?:these|which|whom))\b", re.IGNORECASE
)
"""Asks for a figure by groups, and gives it so."""
_ENDING_ASKED = re.compile(
    r"^\W*(?:why|when|since when)\b[^?]*\b(?:leave|left|withdraw|withdrew|withdrawn|quit|abandon\w*|cancel\w*|"
    r"abolish\w*|replac\w+|supersed\w+|reject\w*|refus\w+|oppos\w+|scrap\w*|suspend\w*|discontinu\w+|expel\w*)\b",
    re.IGNORECASE,
)
_ENDING = re.compile(
    r"\b(?:left|withdr[ae]w\w*|quit|abandon\w*|cancel\w*|abolish\w*|replac\w+|supersed\w+|reject\w*|refus\w+|oppos\w+|"
    r"scrap\w*|suspend\w*|discontinu\w+|expel\w*|repeal\w*|ended|ceased|no longer)\b",
    re.IGNORECASE,
)
"""Takes for granted that something ended or was refused, and tells so."""
_STEM = 5
"""First letters in which words for one thing are alike."""
_TOLD_BY = (
    (_SIGNED_ASKED, _SIGNED),
    (_LAW_ASKED, _LAW),
    (_PUBLIC_SECTOR_ASKED, _PUBLIC_SECTOR),
    (_TAKES_ASKED, _TAKES),
    (_MONEY_ASKED, _MONEY),
    (_FUNDING_ASKED, _FUNDING),
    (_OPINION_ASKED, _OPINION),
    (_DURATION_ASKED, _DURATION),
    (_CONTACT_ASKED, _CONTACT),
    (_PROOF_ASKED, _PROOF),
    (_BREAKDOWN_ASKED, _BREAKDOWN),
    (_ENDING_ASKED, _ENDING),
)


def lacks_particulars(query: Query, sentence: str) -> bool:
    """Say whether ``sentence`` does not tell what ``query`` asks for by a word."""
    per_year = query.intent == "count" and _PER_YEAR.search(query.search) is not None
    shared = query.intent in ("figure", "count") and any(
        group.search(query.search) and not group.search(sentence) for group in _PEOPLE
    )
    return (
        shared
        or (per_year and not _PER_YEAR.search(sentence))
        or (query.intent in ("figure", "count") and _agreed_otherwise(query.search, sentence))
        or any(asked.search(query.search) and not told.search(sentence) for asked, told in _TOLD_BY)
        or (query.intent != "advice" and _lacks_trend(query.search, sentence))
    )


def _lacks_trend(asked: str, sentence: str) -> bool:
    return _TREND_ASKED.search(asked) is not None and not _TREND.search(sentence)


def _agreed_otherwise(asked: str, sentence: str) -> bool:
    """Say whether ``sentence`` has no agreements, or no word for what those are on that are ``asked`` about."""
    if not _AGREEMENT.search(asked):
        return False
    if not _AGREEMENT.search(sentence):
        return True
    found = _AGREED.search(asked)
    on = (
        {word[:_STEM] for word in words(found["on"] or found["kind"]) if word not in GENERIC | ASKING}
        if found
        else set()
    )
    said = {word[:_STEM] for word in words(sentence)}
    return bool(on) and on.isdisjoint(said)


def asks_how_long(query: Query) -> bool:
    """Say whether a question is how long something takes or lasts."""
    return _DURATION_ASKED.search(query.search) is not None
