"""What "they", "it", "her" or "one" of a question stand for where the question before it, in the same breath, says so.

"How many cities took part, and what did they discuss?" asks what the cities that took part discussed. What only a
conversation can tell is left to :mod:`mgi_assistant.conversation`.
"""

from __future__ import annotations

import re

from mgi_assistant.places import Gazetteer
from mgi_assistant.reading import Reading
from mgi_assistant.text import words

LONGEST = 9
"""Words that may say which ones of a group are meant."""
_VERBS = "am|is|are|was|were|be|do|does|did|has|have|had|can|could|may|might|must|shall|should|will|would"
_ENDS = (
    rf"{_VERBS}|in|on|of|at|to|for|from|with|by|about|against|after|before|during|since|through|under|until|between|among|across|that|which|"
    r"who|whose|where|when|how|why|what|if|whether|and|or|but|there|as|than|into|it|they"
)
"""Words before which a noun with its adjectives ends."""
_NOUN = rf"(?:(?!(?:{_ENDS})\b)[\w’'-]+ ){{0,4}}?(?!(?:{_ENDS})\b)"
_PLURAL = r"(?:[\w’'-]+[^\Wsui]s|people|staff|women|men|children)"
_SUBJECT = re.compile(rf"\b(?:are|were|have|had|do|did) the (?P<group>{_NOUN}{_PLURAL})\b", re.IGNORECASE)
"""Several that a question of another form is about: "over which years were the assessments done"."""
_GROUP = re.compile(
    r"(?:\b(?:how many|which|(?:what )?(?:share|percentage|proportion|per ?cent|fraction|part|number) of)|"
    r"^\W*(?:(?:how|why) )?(?:do|are|have|did|can|will)(?: (?:[\w-]+ ){1,4}of)?) (?:of )?"
    r"(?:the |all |most |many |any |some )*"
    rf"(?!(?:years?|months?|dates?|ways?|pages?)\b)(?P<group>{_NOUN}{_PLURAL})\b(?P<rest>[^?.!;]*)",
    re.IGNORECASE,
)
"""Several that something is asked of: "how many small states have a law"."""
_HAD_BY = re.compile(r"^ (?:do|did) (?P<owners>(?:[\w’'-]+ ){1,5}?[\w’'-]+) have\b", re.IGNORECASE)
"""Who has what is counted: "how many beds do the open centres have"."""
_THERE_ARE = re.compile(r"^\W*(?:are|were) there\b", re.IGNORECASE)
_WHICH_ONES = re.compile(r"^ (?:with|without|in|from|of|on|that|who|which)\b", re.IGNORECASE)
_WHO = re.compile(
    r"^\W*who (?P<did>(?!(?:are|were|is|was) (?:the|an?|these|those|(?-i:[A-Z]))\b)[^?.!]+)", re.IGNORECASE
)
_WHO_ARE = re.compile(r"^\W*(?:who|what|which) (?:are|were) (?P<these>(?:the|these|those) [^?.!]+)", re.IGNORECASE)
_THING = re.compile(
    rf"\b(?:an?|the|its|their) (?P<thing>{_NOUN}[\w’'-]+)(?P<of>(?: (?:on|for|of|against|about) [^?.!,;]+)?)"
    rf"(?=\W*$|[,;(]| (?:{_ENDS})\b)",
    re.IGNORECASE,
)
_WHICH_ONE = re.compile(
    rf"^\W*which (?P<thing>(?!(?:{_VERBS}|of|other|country|city|town|place|state|government|year)\b)[\w-]*[^\Ws])"
    rf"(?= )(?P<does> (?!(?:{_ENDS})\b)[a-z]+[^\Ws]s [^?.!,;]+)?",
    re.IGNORECASE,
)
"""One thing that is asked for, and what it does: "which unit deals with migration"."""
_WITHIN = re.compile(r"^\W*which [\w-]+ (?:in|inside|of|within) (?:the|its|their)\b", re.IGNORECASE)
"""Says where that thing is, which is not what is asked about."""
_OF_A_PERSON = re.compile(r"\b(?:his|her|their) (?P<what>[^?.!,;]+)", re.IGNORECASE)
_PERSON = re.compile(r"\b(?:he|she|him|they|them)\b", re.IGNORECASE)
_THEY = re.compile(r"\b(?:they|them)\b", re.IGNORECASE)
_ONES = re.compile(r"(?<=\w )ones\b", re.IGNORECASE)
_ONE = re.compile(
    r"(?<!which )(?<!that )(?<!this )(?<!no )(?<!any )(?<!every )\bone(?=\W*$| (?:in|from|with|for)\b)", re.I
)
_IT = re.compile(r"\bit\b(?! (?:true|possible|rains?)\b)", re.IGNORECASE)
_DO_IT = re.compile(r"(?<=\bdo )it\b|(?<=\bdoing )it\b|(?<=\bdone )it\b", re.IGNORECASE)
_HOW_MANY = re.compile(rf"^(?P<head>\W*how many )(?=(?:{_VERBS}) \w)", re.IGNORECASE)
_ELLIPTICAL = re.compile(
    r"^\W*(?:(?:with|for|in|to|from|by|on|at|of|since|until) (?:which|what|whose|whom|when|where)(?: [\w-]+){0,2}|"
    r"(?:which|what) [\w-]+|whom?|when|where|why|how|since when|how (?:often|long))\W*$",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(r" (?:any|some)(?:one|body|thing)\b", re.IGNORECASE)
_SAYS_HOW_IT_IS = re.compile(r"^\W*(?:is|was) $", re.IGNORECASE)
_ASKS_WHETHER = re.compile(rf"^\W*(?:{_VERBS}) ", re.IGNORECASE)


def completed(question: str, before: str, gazetteer: Gazetteer) -> str:
    """Return ``question`` with what it leaves to the one ``before`` it spelt out; as it is where that says nothing."""
    if _ELLIPTICAL.match(question):
        return _with_clause(question, before, gazetteer)
    named = _HOW_MANY.sub(lambda m: f"{m['head']}{_counted(before, gazetteer)}".rstrip() + " ", question)
    if people := _people(before):
        named = _OF_A_PERSON.sub(lambda m: f"the {m['what'].strip()} of {people}", named, count=1)
        return _PERSON.sub(people, named, count=1)
    if several := _several(before, gazetteer):
        named = _THEY.sub(several, named, count=1)
    named = _DO_IT.sub("so", named)
    one = one_of_them(before)
    named_so = (one, "") if one else None
    thing = named_so if _WITHIN.match(before) else _thing(before, gazetteer) or named_so
    if thing is None:
        return named
    noun, of = thing
    named = _ONES.sub(_plural(noun.split()[-1]), named)
    named = _ONE.sub(f"{'an' if noun[0].lower() in 'aeiou' else 'a'} {noun}{of}", named, count=1)
    return _IT.sub(f"the {noun}{of}", named, count=1)


def _with_clause(question: str, before: str, gazetteer: Gazetteer) -> str:
    """Return "with which city" as "with which city did it take part", after the question whether it did."""
    asked = question.rstrip(" ?.!")
    if _ASKS_WHETHER.match(before):
        return f"{asked} {before[:1].lower()}{_SOMEBODY.sub('', before[1:])}"
    several = _group(before, gazetteer)
    if several and not re.match(r"\W*(?:how|why) (?!many)", before, re.IGNORECASE):
        rest = several["rest"].rstrip(" ,")
        if re.match(r" have (?:an?|the|any|no)\b", rest):
            return f"{asked} do {several['group']}{rest}?"
        verb = re.match(rf"(?P<where> .+?)?? (?P<aux>{_VERBS}) (?P<rest>.+)", rest)
        if verb and (not verb["where"] or _WHICH_ONES.match(verb["where"])):
            return f"{asked} {verb['aux']} {several['group']}{verb['where'] or ''} {verb['rest']}?"
        return question if not rest or _WHICH_ONES.match(rest) else f"{asked} have {several['group']}{rest}?"
    action = Reading.of(before, gazetteer).action
    return f"{asked} {action}?" if action else question


def _people(before: str) -> str:
    """Return who is asked about: "the person who wrote the foreword"."""
    found = _WHO.match(before)
    return f"the person who {found['did'].strip()}" if found else ""


def _group(before: str, gazetteer: Gazetteer) -> re.Match[str] | None:
    """Return where several are asked about that are no places by name."""
    found = _GROUP.search(before)
    return None if found is None or gazetteer.find(found["group"].split()[-1]) else found


def _several(before: str, gazetteer: Gazetteer) -> str:
    """Return the group that is asked about, and which of it: "the countries that have a law"."""
    if these := _WHO_ARE.match(before):
        return these["these"].strip()
    found = _group(before, gazetteer)
    if not found:
        return ""
    if owners := _HAD_BY.match(found["rest"]):
        return owners["owners"]
    return f"the {found['group']}{_which_ones(found['rest'])}"


def _counted(before: str, gazetteer: Gazetteer) -> str:
    """Return what "how many" counts where it is not said: the group asked about, or a thing, in the plural."""
    if found := _group(before, gazetteer):
        rest = _THERE_ARE.sub("", found["rest"])
        return f"{found['group']}{_which_ones(rest) if _WHICH_ONES.match(rest) else ''}"
    if subject := _SUBJECT.search(before):
        return subject["group"]
    thing = list(_THING.finditer(before))
    return _plural(thing[0]["thing"]) if thing else ""


def _which_ones(rest: str) -> str:
    """Return what is asked of a group as words that can stand behind it."""
    rest = _THERE_ARE.sub("", rest).rstrip(" ,").split(",")[0]
    rest = re.sub(r"^ does\b", "", rest)  # the group is what somebody does something to
    if not rest.strip() or len(words(rest)) > LONGEST:
        return ""
    return rest if _WHICH_ONES.match(rest) else f" that{rest}"


def _thing(before: str, gazetteer: Gazetteer) -> tuple[str, str] | None:
    """Return the last thing named with an article that is no place, and of what it is."""
    for found in reversed(list(_THING.finditer(before))):
        thing = found["thing"]
        if _SAYS_HOW_IT_IS.match(before[: found.start()]) and found.end() == len(before.rstrip(" ?.!")):
            thing = thing.rpartition(" ")[0] or thing  # "is the plan new" asks of the plan
        if not gazetteer.find(thing):
            return thing, found["of"]
    return None


def one_of_them(before: str) -> str:
    """Return which one thing is asked for, where it is no place: "unit that deals with migration"."""
    found = _WHICH_ONE.match(before)
    if not found:
        return ""
    does = found["does"] or ""
    return f"{found['thing']} that{does}" if does and len(words(does)) <= LONGEST else found["thing"]


def _plural(noun: str) -> str:
    if noun.endswith("s"):
        return noun
    return re.sub(r"(?<=[^aeiou])y$", "ie", noun) + ("es" if re.search(r"(?:sh|ch|x|z)$", noun) else "s")
