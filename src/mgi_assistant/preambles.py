"""What a question says before it comes to the point, and how the answer is to be put: words that tell no topic."""

from __future__ import annotations

import re

from mgi_assistant.checking import without_check
from mgi_assistant.text import words
from mgi_assistant.vocabulary import ASKING, GENERIC, QUESTION_WORDS, listed

LEAST_LEFT = 2
"""Words that have to be left of a question."""

_PREAMBLE = re.compile(
    r"^\W*(?:please |kindly )?(?:(?:can|could|would|will) you (?:please )?)?"
    r"(?:(?:give|show|list|name|find|provide|send|tell)(?: (?:me|us))?(?: with| about)?|"
    r"(?:I|we)(?:['’]d| would)? (?:need|want|like)(?: to (?:know|see|have|find))?|"
    r"(?:(?:I|we)(?:['’]m| am|['’]re| are) )?looking for|(?:is|are) there|do you (?:know|have)|what|which)\b"
    r"(?: (?:some|any|an?|the|a few|one|two|three|four|five|several|other|more|good|concrete|best))*"
    r" (?:examples?|cases?|instances?|precedents?|illustrations?)(?: (?:are|is) there)?"
    r"(?: (?:of|from|for|on|about|where|when|in which|that show(?:s)?(?: how)?))?\s+|"
    r"^\W*(?:please |kindly )?(?:(?:can|could|would|will) you (?:please )?|do you know |"
    r"(?:I|we)(?:['’]d| would)? (?:need|want|like|wish|have) to (?:know|understand|learn|hear|ask)(?: you)? |"
    r"I wonder )?(?:(?:tell|inform|remind|brief) (?:me|us)|"
    r"explain|say|summari[sz]e|sum up|outline|describe)?(?: please)?\b"
    r"(?=.{0,3}\b(?:about|what|which|how|why|when|who|where|whether|if)\b)(?: about| whether| if)?[\s,:]*",
    re.IGNORECASE,
)
"""Asks for something, or for examples, before it is said of what."""
_SAID_BY = re.compile(
    r"^\W*(?:what|anything|is there anything|how much)(?: (?:else|exactly))? "
    r"(?:(?:do|does|did|has|have|can|could|would|will) )?(?:the |these |those |this |your |iom['’]s )*"
    r"(?:(?:MGI|IOM|migration governance) )?"
    r"(?:MGIs?|IOM|reports?|sources?|booklets?|publications?|documents?|texts?|insights|success stories)"
    r"(?: \d{4})? (?:say|says|said|tell|tells|told|write|writes|mention|mentions|contain|contains|have|has|had)"
    r"(?: to say| to tell)?(?: us| me)? (?:about|on|of|regarding|concerning|as to) (?=\w+ \w|[\w-]{5})",
    re.IGNORECASE,
)
"""Asks what the sources say before it says about what."""
_ANYTHING_ON = re.compile(
    r"^\W*(?:(?:is|are) there |do you have |have you got )?(?:anything|something|(?:any )?information) "
    r"(?:in (?:the|these|your) \w+ )?(?:on|about|regarding|concerning) (?=\w)|"
    r"^\W*what(?:['’]s| is| was) (?:said|written|known|reported|mentioned|told)(?: \w+)? (?:about|on|of) (?=\w)|"
    r"^\W*(?:local|national|municipal|other) (?:examples?|cases|stories) (?:of|on|about|for) (?=\w)",
    re.IGNORECASE,
)
"""Asks whether anything is there, or for examples at some level, before it says on what."""
_WHO_ACTS = re.compile(
    r"^\W*(?:which|what) (?P<which>(?:(?!of\b|share\b|percentage\b)\w+ ){0,2})"
    r"(?:countries|cities|places|governments|localities|towns|states) (?P<where>in (?:the )?[\w-]+ (?:[\w-]+ ){0,2}?)?"
    r"(?:(?:have|has|had|are|did|do) )?(?:(?:also|already) )?(?:work(?:ed|ing|s)?|act(?:ed|ing|s)?|deal(?:ing|t|s)?|"
    r"active|(?:done |did |do )?something|examples?|stories|a story) (?:on|about|with|for|against) (?=\w)",
    re.IGNORECASE,
)
"""Asks which places act before it says on what; what kind of places, and where, is part of it."""
_IN_SHORT = re.compile(
    r"(?:,? (?:please|pls|plz|again|exactly|anyway|thanks|thank you|"
    r"in (?:\w+ ){0,3}(?:english|words|terms|brief|short|sentences?|language)))+(?=\W*$)",
    re.IGNORECASE,
)
"""How an answer is to be put, at the end of a question."""
_FILLERS = re.compile(
    r"\b(?:roughly|approximately|so far|to date|as of now|at present|at the moment|basically|generally speaking)"
    r"(?:\s+|(?=\W*$))",
    re.IGNORECASE,
)
"""Says nothing of what is asked."""
_IN_SOURCE = re.compile(
    r",? \b(?:in|from|of|according to|within) (?:the |this )?(?:Migration Governance |MGI )?"
    r"(?:Insights|Success Stories)(?: 20\d\d)?(?: (?:publication|report|booklet|document|paper))?\b",
    re.IGNORECASE,
)
"""Says in which source; what is asked about is the rest."""
_SOURCE_ACTS = re.compile(
    r"\b(does|did|do|is|has) (?:the |iom['’]s )?(?:Migration Governance )?(?:Insights|Success Stories)(?: 20\d\d)?"
    r"(?: (?:publication|report|booklet|document|paper))?\b",
    re.IGNORECASE,
)
_FORMAL = (GENERIC | ASKING | QUESTION_WORDS | listed("form")) - {"think", "believe"}
"""Words that say how something is asked for, and not what."""
_ON_WHAT = re.compile(
    r"\b(?:on|about|for|regarding|concerning|as to|against|around|(?:overview|summary|picture|progress|gaps?|trends?|"
    r"examples?|cases?|stories|situation) (?:of|in)) "
    r"(?!(?:the )?first time\b)(?:the )?(?P<what>[^?.!;:,]+?)(?: for (?:an?|my|our) \w+)?\W*$",
    re.IGNORECASE,
)
_COVERED = re.compile(
    r"^\W*(?:is|are) (?P<what>(?!there\b|it\b|this\b|that\b)[^?.!;:,]+?) (?:also )?"
    r"(?:covered|included|discussed|treated|dealt with|a topic|part of (?:it|this|that))\W*$|"
    r"^\W*(?:which|what|are there(?: any)?|do any(?: of the)?) recommendations?(?: that| which)? "
    r"(?:concern|address|cover|mention|involve|relate to|deal with|(?:are )?about|refer to|touch on)s? "
    r"(?P<of>[^?.!;:,]+?)\W*$",
    re.IGNORECASE,
)
"""Asks whether something is treated, or which recommendations treat it."""
_ON_MATTER = re.compile(
    r"^(?P<matter>[^?]{10,200}?)[.!;:–—-]\s+(?P<asked>(?:[^.?!;:]+(?=\?)|(?:any|give|show|find|send)\b[^.?!;:]+))\W*$",
    re.IGNORECASE,
)
"""A statement, and a question after it."""
_INTRODUCES = re.compile(
    r"^\W*(?:(?:i|we)(?:['’](?:m|re)| am| are)? (?:now )?(?:writing|preparing|drafting|working on|doing|giving) "
    r"(?:an?|the|my|our) [\w-]+ (?:on|about|for|regarding) |"
    r"(?:i|we)(?:['’](?:m|re)| am| are)? [^,]*?\b(?:worried|concerned|interested|curious) (?:about|in|by|with) |"
    r"(?:my|our|the|we|i) (?:[\w-]+ ){0,3}?(?:want|need|wish|would like|hope)s? "
    r"to (?:know|see|learn|hear|understand) )",
    re.IGNORECASE,
)
"""Says who asks, and wherefore, before it says about what."""
_POINTING = frozenset("near similar useful relevant here same experience anybody anyone somebody someone such".split())
_OF_THE_MGI = re.compile(r"\b(?:MGIs?|IOM|indicators|t(?:akes?|aken|ook) part|particip\w+|assess\w+)\b", re.IGNORECASE)
"""Asks about the programme itself, whatever stands before."""
_LOCAL = re.compile(r"(?:the )?(?:local (?:governments?|authorit(?:y|ies))|municipalities)", re.IGNORECASE)
"""Words of form that are a topic too."""
_LONGEST_FORM, _LONGEST_TOPIC = 8, 5
"""Words; more are seldom mere form, or say something of the topic."""
_HOW_MANY = re.compile(r"\bhow (?:many|common|widespread|frequent|often|usual)\b|\bshare\b|\bper ?cent", re.IGNORECASE)
_COUNTS_OTHERS = re.compile(
    r"\bhow many (?:of the )?(?!countries|states|governments|nations|do\b|have\b)", re.IGNORECASE
)
"""Counts no countries."""
_STATES = re.compile(r"\b(?:is|are|was|were|do|does|did|has|have|can|cannot|often|never)\b|n['’]t\b", re.IGNORECASE)
"""What is said before the question is a whole sentence."""
_PLAIN = {
    "advice": "How can governments improve {}?",
    "figure": "How many countries act on {}?",
    "count": "How many countries act on {}?",
    "example": "Examples on {}",
}
"""Plain forms by intent; else the topic alone."""


def without_preamble(question: str) -> str:
    """Return ``question`` without what only says that something is asked for ("please give me two examples of")."""
    question = without_check(question)
    asked = _FILLERS.sub("", _without_source(without_manner(question)))
    if acting := _WHO_ACTS.match(asked):
        return " ".join([asked[acting.end() :], *acting["which"].split(), *(acting["where"] or "").split()])
    if said := _SAID_BY.match(asked) or _ANYTHING_ON.match(asked):
        return asked[said.end() :]
    opening = _PREAMBLE.match(asked)
    rest = asked[opening.end() :] if opening else asked
    return rest if len(rest.split()) >= LEAST_LEFT else question


def _without_source(question: str) -> str:
    """Return ``question`` without the source that it names, if that leaves a question."""
    asked = _SOURCE_ACTS.sub(r"\1 the publication", _IN_SOURCE.sub("", question))
    return asked if set(words(asked)) - _FORMAL else question


def without_manner(question: str) -> str:
    """Return ``question`` without how the answer is to be put ("in two sentences, please")."""
    return _IN_SHORT.sub("", question)


def plainly(question: str, intent: str) -> str:
    """Return a question of which all but its topic is a matter of form in the form that is most often understood.

    "What is the state of play on remittances?" is about remittances, "Any advice on remittances?" about what can be
    improved, and "I am writing an essay on remittances. Anything useful?" is about them too. The forms were compared on
    some thirty topics of which the sources tell and as many of which they do not.
    """
    what = _after_form(question) or _before_form(question)
    if not what or (_FORMAL.issuperset(words(what)) and not _LOCAL.fullmatch(what)):
        return question
    if _STATES.search(what):
        return what
    if _COUNTS_OTHERS.search(question):
        return question
    counted = intent not in ("figure", "count") or _HOW_MANY.search(question)
    return (_PLAIN.get(intent, "{}") if counted else "{}").format(what)


def _after_form(question: str) -> str:
    """Return the topic that a question names after words of form, if it does nothing else."""
    found = _COVERED.match(question)
    for on in () if found else _ON_WHAT.finditer(question):
        form = words(question[: on.start()])
        if 0 < len(form) <= _LONGEST_FORM and _FORMAL.issuperset(form):
            found = on
            break
    what = (found["what"] or found.groupdict().get("of") or "") if found else ""
    return what if len(what.split()) <= _LONGEST_TOPIC else ""


def _before_form(question: str) -> str:
    """Return what is said before a question that is all form, without who says it."""
    found = _ON_MATTER.match(question)
    if not found or not (_FORMAL | _POINTING).issuperset(words(found["asked"])) or _OF_THE_MGI.search(found["asked"]):
        return ""
    return _INTRODUCES.sub("", found["matter"])
