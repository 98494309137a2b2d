"""Statements that are to be checked: "Can we write that …?", "…, didn't it?", "A colleague says so. Is that true?"."""

from __future__ import annotations

import re

_LEAST = 3
"""Words of a statement."""
CHECKED = ", correct?"
"""What a statement that is to be checked is put with, however that is asked."""

_SO = (
    r"(?:so|right|correct|true|accurate|wrong|false|the case|what (?:it|they|the (?:source|report|booklet|"
    r"text)s?) says?)"
)
_OR = r"(?:true or (?:false|not)|right or (?:wrong|not)|correct or (?:not|wrong)|yes or no|fact or fiction)"
_ASKS_FIRST = re.compile(
    rf"^\W*(?:please |can you |could you )*(?:"
    r"(?:fact-?check|check|verify|confirm)(?: for (?:me|us))?(?: (?:this|the) (?:claim|statement|sentence))?"
    r"(?: (?:this|whether|that|if))?(?:[:,–—-]+| (?=\w+ \w+ ))|"
    r"(?:can|could|may|should) (?:we|i|one) (?:\w+ly |really )?(?:write|say|state|claim|report|quote|conclude|repeat)"
    rf"(?: in \w+ \w+)? that|{_OR}(?: that)?[:,?–—-]*|"
    rf"is (?:the following|this)(?: \w+)? {_SO}:)\s+",
    re.IGNORECASE,
)
_SOMEBODY_SAYS = re.compile(
    r"^\W*(?:(?:an?|my|our|the|one|this|some|i) )?(?:[\w-]+ ){0,4}?(?:wrote|writes?|claims?|claimed|says?|said|states?|"
    r"stated|asserts?|asserted|alleges?|argues?|suggests?|reports?|insists?|insisted|thinks?|believes?|maintains?|"
    r"read|reads|heard|told (?:me|us)|was told|were told)"
    r"(?: in \w+ [\w ]{2,20})?(?: that|:|(?<=\bsays)|(?<=\bclaims)|(?<=\bstates)) "
    r"(?P<said>[^?]+?)[.,;!–—-]+\s+(?=[^.]+\?\W*$)",
    re.IGNORECASE,
)
_ASKS_LAST = re.compile(
    rf"(?:\s*[.,;:?!–—-]+\s*)(?:(?:and |so )?(?:is|was|are) (?:that|this|it|she|he|they|"
    rf"the claim) (?:really )?{_SO}|{_OR}|{_SO}|"
    r"(?:what|which) (?:do|does|did) the (?:[\w-]+ ){0,3}?(?:sources?|reports?|booklets?|texts?|publications?) "
    r"(?:really |"
    r"actually )?say|"
    r"can (?:we|i) (?:write|say) (?:that|so)|"
    r"(?:can|could|would|will|please|do) (?:you )?(?:please )?(?:confirm|verify|check)"
    r"(?: (?:it|that|this|(?:the|this|that) (?:number|figure|year|date|claim|statement)))?|"
    r"(?:is|are|was|were|do|does|did|has|have|had|ca|could|wo|would|is|ai)n['’]t (?:it|they|he|she|that)|"
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could) (?:it|they))\W*$",
    re.IGNORECASE,
)


def statement_checked(question: str) -> str:
    """Return ``question`` as the statement that it wants checked, with ``CHECKED`` behind it; else as it is."""
    text = _SOMEBODY_SAYS.sub(lambda said: f"{said['said']}. ", question)
    told = text != question
    asked = _ASKS_FIRST.sub("", text)
    bare = _ASKS_LAST.sub("", asked)
    if (bare == asked and asked == text) or (told and bare == asked) or len(bare.split()) < _LEAST:
        return question
    return bare.strip(" .,;:!?–—-") + CHECKED


def without_check(question: str) -> str:
    """Return a statement without what asks whether it is so."""
    return question.removesuffix(CHECKED)
