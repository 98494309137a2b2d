"""Questions that are not answered whatever the sources say."""

from __future__ import annotations

import re

from mgi_assistant.follow_ups import STARTS_OVER
from mgi_assistant.types import Query

_RANKING = re.compile(
    r"\b(rank(s|ed|ing|ings)?|league table|(best|worst|top|leading|bottom)( \w+)? "
    r"(countr(y|ies)|cit(y|ies)|governments?|states?|nationalit(y|ies)|places?|performers?))\b|"
    r"^(?!.*\b(should|could|can|must|how to|(countries|governments|states|cities) (with|that|which|who))\b).*"
    r"\b(perform|score|do|does|did|rank)(s|ed)? "
    r"(the )?(best|worst|better|worse|highest|lowest)\b|"
    r"^\W*(which|what) (\w+ )?(countr(y|ies)|cit(y|ies)|governments?|states?|places?|regions?|ngos?|organizations?|"
    r"compan(y|ies)|agenc(y|ies))\b.*\b"
    r"the (most|fewest|highest|lowest|largest|biggest|smallest|strictest) (?!recent)|"
    r"^\W*(is|are|was|does|do|did|has) [^?]*\b(ahead of|lag\w* behind|better than|worse than|outperform\w*)\b|"
    r"^\W*(which|what|whose|who) [^?]*\b(has|have|had|got|with) the (best|worst|weakest|strongest|finest|poorest) |"
    r"^\W*(which|what) (\w+ )?(countr(y|ies)|cit(y|ies)|governments?|states?|places?|towns?)\b[^?]*\b(best|"
    r"worst|better than \w+)\W*$|"
    r"\b(is|are) (the )?(best|worst) at\b|"
    r"\b(?:best|worst|better|worse)\b[^?.!]*\bin your (?:view|opinion|eyes|judgement)\b|"
    r"\b(scor(e|es|ed|ing)|grad(e|es|ed|ing)|rat(e|es|ed|ing)) (the )?(countr(y|ies)|governments?|states|cit(y|ies))\b|"
    r"\b(gives?|gets?|got|given|receives?|awards?|assigns?) (\w+ ){0,3}(an? |any )?(\w+ )?"
    r"(scores?|grades?|marks?|ratings?)\b|"
    r"\b(is|are|was|performs?|does) the (best|worst)(?=\W*$| (at|in|for|on|among|of|with)\b)",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    r"(?:^|(?<=[.!?;:,]))[^.!?;:,]*\b(?:whether|if|not an?|isn['’]t an?)\b[^.!?]*[.!;:](?=\s+\S+\s+\S)", re.IGNORECASE
)
"""What is told before a question of what somebody asked, or of what something is not."""
_COMPOSING = re.compile(
    r"^\W*(please |can you |could you )?(write|compose|draft|generate|invent|make up|pretend|imagine|translate|act as|"
    r"escrib[ae]|r[eé]dige[zr]?|[eé]cri(s|vez)|redacta)\b|"
    r"\b(ignore|forget|disregard)\b.*\b(instructions?|rules?|prompts?|passages|sources|documents)\b|"
    r"\b(from|with|out of) your own (knowledge|memory|mind)\b|\bsystem prompt\b",
    re.IGNORECASE,
)
_PERSONAL = re.compile(
    r"^\W*(?:how|where|when) (?:can|do|could|should|would) i (?:get|obtain|apply|become|move|migrate|emigrate|"
    r"immigrate|register|renew|enter|settle|study|work|live|(?:find|get) an? (?:job|flat|home|lawyer))\b"
    r"(?!.*\b(?:reports?|examples?|data|figures?|publications?|profiles?|information|evidence|booklet)\b)|"
    r"^\W*(?:do|can|could|may|should) i (?:need|get|have|apply|enter|work|stay|move|bring)\b",
    re.IGNORECASE,
)
"""What somebody wants to do for themselves, of which reports on policy tell nothing."""
_EVADING = re.compile(
    r"\b(without (being|getting) (caught|detected|noticed)|get away with|evade|"
    r"avoid (detection|being caught|the police)|"
    r"undetected|bypass|forge[dr]?|fake (passport|visa|document|paper)s?)\b|"
    r"\bhow (can|could|do|to|would) (i |we |you |one )?(smuggle|traffick?|forge|exploit|deport)\b",
    re.IGNORECASE,
)


def declines(query: Query) -> bool:
    """Say whether a question wants what neither the MGI nor this program gives.

    That is countries or people ranked, a text composed rather than a question answered, what somebody needs for their
    own journey, or help with getting round the law. To say that a conversation starts over asks for nothing either.
    """
    if STARTS_OVER.fullmatch(query.standalone):
        return True
    asked = _REPORTED.sub("", query.standalone)
    return any(pattern.search(asked) for pattern in (_RANKING, _COMPOSING, _EVADING, _PERSONAL))
