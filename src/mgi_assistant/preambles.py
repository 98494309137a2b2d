"""What a question says before it comes to the point, and how the answer is to be put: words that tell no topic."""

from __future__ import annotations

import re

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


def without_preamble(question: str) -> str:
    """Return ``question`` without what only says that something is asked for ("please give me two examples of")."""
    asked = _FILLERS.sub("", without_manner(question))
    if acting := _WHO_ACTS.match(asked):
        return " ".join([asked[acting.end() :], *acting["which"].split(), *(acting["where"] or "").split()])
    if said := _SAID_BY.match(asked) or _ANYTHING_ON.match(asked):
        return asked[said.end() :]
    opening = _PREAMBLE.match(asked)
    rest = asked[opening.end() :] if opening else asked
    return rest if len(rest.split()) >= LEAST_LEFT else question


def without_manner(question: str) -> str:
    """Return ``question`` without how the answer is to be put ("in two sentences, please")."""
    return _IN_SHORT.sub("", question)
