"""Matters that people ask about in many ways and sources tell of in one: the licence, who pays, what the MGI is for."""

from __future__ import annotations

import re

NAMES = r"(?-i:[A-Z][\w’'-]+(?:(?: | and | or | de | del )[A-Z][\w’'-]+){0,3})"
"""One or several names, as of places."""
_MONEY = r"\bwhere (?:does|do|did|is|was) (?:the |its |their |your )?(?:money|funding|funds|budget|cash) "
_ASKED: tuple[tuple[str, str], ...] = (
    (
        r"^.*\b(?:may|can|could|am|are|is) (?:i|we|one|anyone|anybody|people|(?:my|our|the|"
        r"a) [\w’' -]{2,40}?) (?:allowed to )?"
        r"(?:re)?(?:sell|print|produce|publish|distribute|copy|photocopy|use|share|translate|post|quote)\b[^?]*"
        r"\b(?:booklet|book|publications?|reports?|documents?|texts?|cop(?:y|ies)|reprints?|it|pdf)\b.*$",
        "Under which licence is the publication made available?",
    ),
    (
        r"^\W*(?:and )?(?:under )?(?:what|which) licen[cs]es?\b.*\b(?:booklet|publications?|reports?|documents?|"
        r"it)\b.*$|"
        r"^\W*(?:what|which) is the licen[cs]e\b.*$|"
        r"^.*\b(?:published|available|released|licensed) under (?:an? )?[\w -]*licen[cs]e\b.*$|"
        r"^\W*(?:under|on) (?:what|which) (?:terms|conditions)\b.*\b(?:re-?use|use|cite|copy|circulate|share|"
        r"publish|reprint)\w*\b.*$",
        "Under which licence is the publication made available?",
    ),
    (
        r"^\W*who (?:runs|owns|operates|manages|developed|created|invented|is behind|stands behind|"
        r"is in charge of) (?:the )?"
        r"(?:MGIs?|Migration Governance Indicators)(?: programme| initiative)?\W*$",
        "What are the Migration Governance Indicators?",
    ),
    (r"\bthe indicators\b(?! (?:of|for|on|used|that|which|in)\b)", "the MGI"),
    (
        r"^\W*what (?:is|are) ((?:the|these) (?:MGIs?|(?:Migration Governance )?indicators)) (?:meant|supposed|"
        r"intended|"
        r"designed|there) "
        r"to do(?: for [\w ]{3,30})?\W*$",
        r"What are \1 for?",
    ),
    (
        r"\bhow long is (?:the|its|your|this) (?:MGI )?questionn?aire\b|\bhow many (?:items|points|entries) "
        r"(?:does|do) (?:the|its|your|this) (?:MGI )?questionn?aire (?:contain|have|comprise|include)s?\b",
        "how many questions does the MGI ask",
    ),
    (
        r"^\W*[^.?!]*[\"“'‘]?\bMGIs?[\"”'’]?[.,;:!–—]+[\"”'’]? (?:so |but |and )?what(?: exactly)?(?: is|['’]s| are) "
        r"(?:it|that|they|those)\b",
        "What is the MGI",
    ),
    (
        r"^(?:[^?]*\b(?:the |this )?)?(?:(?:launch|founding|start(?:ing)?|creation) (?:date|year)) of "
        r"(?P<what>the MGIs?(?: programme)?)\b[^?]*\??"
        r"(?: what is (?:it|that)\W*)?$",
        r"When was \g<what> established?",
    ),
    (r"^\W*MGIs? (?:launch|founding|start|creation) (?:date|year)\W*$", "When was the MGI established?"),
    (
        r"^\W*(?:was|were) (?P<what>.+?) (?P<did>created|established|founded|launched|set up|started|begun) "
        r"before or after \d{4}\W*$",
        r"When was \g<what> \g<did>?",
    ),
    (
        r"^(?:.*[:;.?!,] ?)?(?:what (?:is|are) )?(?:the )?(?:MGIs?|Migration Governance Indicators) (?:purpose|"
        r"good for|use|useful for)\b[^?]*\??$|"
        r"^.*\bwhat (?:is|are) the (?:MGIs?|Migration Governance Indicators) (?:good|useful) for\b.*$|"
        r"^\W*purpose of (?:the )?(?:MGIs?|Migration Governance Indicators)\W*$",
        "What are the MGIs for?",
    ),
    (
        r"\bhow many times (?:has|have|was|were) (?:an?|the) (?:MGI|assessment)(?: assessment)?s? (?:been "
        r")?(?:repeated|redone|done again)\b",
        "how many follow-up assessments were there",
    ),
    (
        rf"^\W*why (?:is |does |has )?(?:the )?({NAMES})\b.*\b(?:asterisk|star)\b.*$",
        r"Did \1 take part at the national level?",
    ),
    (
        r"^\W*(?:has|have|did) (?:any(?:one|body)|any (?:country|city|government)|countries|cities) (?:ever "
        r")?(?:repeat(?:ed)?|redo(?:ne)?) "
        r"(?:the |an? )?(?:exercise|MGIs?|assessment)s?\b[^?]*\??",
        "How many follow-up assessments were there?",
    ),
    (
        r"^\W*(?:what(?: is|['’]s) )?the length of (?:the|its|your|this) (?:MGI )?questionnaire\b",
        "how many questions does the MGI ask",
    ),
    (
        r"\bwho(?: is|['’]s)? (?:put(?:s|ting) up|provid(?:es|ing)|giv(?:es|ing)|suppl(?:ies|ying)|pay(?:s|ing)) "
        r"(?:the (?:money|cash|funds|funding) )?(?:for|behind)\b",
        "who funds",
    ),
    (r"(?<=\bfor )(?:this|the) programme(?=\W*$)|(?<=\bfunds )(?:this|the) programme(?=\W*$)", "the MGI"),
    (
        r"^\W*(?:how (?:much of the world|far|widely|wide) (?:do|does|did|has|have|is|are) (?:the )?MGIs?"
        r"(?: programme| process)? (?:reach(?:ed)?|spread|extend|cover(?:ed)?|used)\b[^?]*|"
        r"what(?: is|['’]s) the (?:global )?reach of (?:the )?MGIs?(?: programme)?)\W*$",
        "How many countries have taken part in the MGI?",
    ),
    (r"\bthe whole thing\b", "the MGI programme"),
    (rf"{_MONEY}(?:for|of|behind) (.{{3,60}}?) com(?:e|es|ing) from\b", r"who funds \1"),
    (rf"{_MONEY}com(?:e|es|ing) from\b", "who funds it"),
)
MATTERS = [(re.compile(asked, re.IGNORECASE), usual) for asked, usual in _ASKED]
"""How each is asked, with the usual form."""
