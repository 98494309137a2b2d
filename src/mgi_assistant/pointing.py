"""Words of a question that stand for what was said before ("it", "there", "their"), and what they stand for."""

from __future__ import annotations

import re

from mgi_assistant import follow_ups as say
from mgi_assistant.antecedents import one_of_them
from mgi_assistant.phrases import specific
from mgi_assistant.places import Gazetteer
from mgi_assistant.reading import ADDED, LOCAL, NATIONAL, Reading
from mgi_assistant.talk import Talk
from mgi_assistant.text import words
from mgi_assistant.vocabulary import ASKING, GENERIC, QUESTION_WORDS

_SINGULAR = {"do": "does", "have": "has"}


def points_back(question: str) -> bool:
    """Say whether a word of ``question`` stands for what was said before; "their" does when nobody is named yet."""
    owner = say.OWNER.search(question)
    unowned = owner is not None and all(word in ASKING | QUESTION_WORDS | GENERIC for word in words(owner["before"]))
    return unowned or say.POINTS_BACK.search(question) is not None


def spelt_out(question: str, before: Reading) -> str:
    """Return ``question`` with such words replaced by what they stand for in the question ``before``."""
    text = say.OPENING.sub("", question).rstrip(" ?.!")
    if (one := one_of_them(before.text)) and re.search(say.IT, text):
        text = re.sub(say.IT, f"the {one}", text, count=1)
        if " that " not in one and one not in before.matter:
            return added(text, before)
        where = "" if set(words(before.where)) <= {"in", "the", *words(text)} else before.where
        return f"{sentence(text)} {where}".rstrip() + "?"
    if say.PRODUCT.search(text) and not say.ANTECEDENT.search(text):
        return f"As to {before.done}, {_lower(text)}?"
    if before.where:
        text = say.THERE.sub(lambda m: f" from {before.where[3:]}" if m["from"] else f" {before.where}", text, count=1)
    placed = bool(before.where) and before.where in text
    if agent := say.AGENT.search(text):
        source = "IOM" if re.search(r"\bIOM\b", before.text) else "the MGI"
        rest = before.matter if placed else f"{before.matter} {before.where}".strip()
        aux = _SINGULAR.get(agent["aux"].lower(), agent["aux"])
        asked = f"{text[: agent.start('aux')]}{aux} {source}{text[agent.end('subject') :]}"
        return f"{sentence(asked)} {'on ' if before.matter else ''}{rest}".rstrip() + "?"
    counted = None if before.frame else say.COUNTED.match(before.text)
    if counted and specific(counted["noun"]) and say.PLURAL.search(text):
        return added(say.PLURAL.sub(f"the {counted['noun']}", text, count=1), before)
    text = _with_governments(text, before)
    return _of_somebody(text, question, before) or _of_something(text, question, placed, before)


def in_its_country(question: str, talk: Talk, gazetteer: Gazetteer) -> str:
    """Return ``question`` with the country of the place talked of where it says "in that country"."""
    countries = {p.iso3 for m in talk.placed.mentions for p in m.places} if talk.placed else set()
    if len(countries) != 1 or None in countries:
        return question
    return say.THAT_COUNTRY.sub(f"in {gazetteer.get(str(countries.pop())).name}", question)


def there(now: Reading, before: Reading) -> str:
    """Return a question without a place as asked of the one single place that the question before it was about."""
    local = len({place.iso3 for mention in before.mentions for place in mention.places}) == 1
    if now.mentions or not local or not before.where or say.OF_ALL_PLACES.search(now.text):
        return ""
    return f"{say.OPENING.sub('', now.text).rstrip(' ?.!')} {before.where}?"


def itself(question: str, now: Reading, before: Reading, gazetteer: Gazetteer) -> str | None:
    """Understand "And Samoa, when did it join?", "back to floods: who acts on it?" and "did the country itself?"."""
    topic = say.TOPIC_FIRST.match(question)
    if topic and len(now.mentions) == 1 and len(gazetteer.find(topic["it"])) == 1:
        name = now.name(now.mentions[0])
        asked, found = re.subn(rf"{say.IT}|\b(they|there)\b", name, topic["asked"], count=1)
        return sentence(asked) if found else None
    ahead = None if topic else say.TOPIC_AHEAD.match(question)
    if ahead and not gazetteer.find(ahead["it"]):
        asked, found = re.subn(rf"{say.IT}|\bthey\b", ahead["it"], ahead["asked"], count=1)
        asked = asked if found else _with_governments(asked, before)
        asked = asked.rstrip(" ?.!")
        joint = " on " if say.TAKES_ON.search(asked) else ADDED
        return f"{sentence(asked)}?" if found else f"{sentence(asked)}{joint}{ahead['it']}?"
    where = say.THE_PLACE.search(question)
    countries = list(dict.fromkeys(place.iso3 for mention in before.mentions for place in mention.places))
    if where and not now.mentions and len(countries) == 1 and countries[0]:
        country = gazetteer.get(countries[0]).name
        return sentence(f"{question[: where.start()]}{country}{question[where.end() :]}")
    return None


def narrowed(said: str, now: Reading, before: Reading, gazetteer: Gazetteer) -> Reading:
    """Return in place of a region that a question is narrowed down to the places there that the one before named."""
    regions = [place for mention in now.mentions for place in mention.places]
    if not say.NARROWS.match(said) or not regions or any(place.kind != "region" for place in regions):
        return now
    inside = frozenset[str]().union(*(gazetteer.members(place.id) for place in regions))
    kept = [m for m in before.mentions if m.places[0].kind != "region" and m.places[0].iso3 in inside]
    if not kept or len(kept) == len(before.mentions):
        return now
    return Reading.of("in " + " and ".join(before.name(mention) for mention in kept), gazetteer)


def added(question: str, before: Reading) -> str:
    """Return ``question`` with what ``before`` is about, and where, behind it."""
    asked = say.OPENING.sub("", question).rstrip(" ?.!")
    if not before.matter and before.done != before.where and not (before.where and before.where in asked):
        return f"As to {before.done}, {_lower(asked)}?"
    said = set(words(asked))
    matter = "" if set(words(before.thing)) <= said else before.matter
    elsewhere = say.ANYWHERE.search(asked) is not None
    where = "" if elsewhere or set(words(before.where)) - {"in"} <= said else before.where
    if not matter:
        return f"{sentence(asked)} {where}".rstrip() + "?"
    joint = " on " if say.TAKES_ON.search(asked) else ADDED
    return f"{sentence(asked)}{joint}{matter} {where}".rstrip() + "?"


def sentence(text: str) -> str:
    """Return ``text`` beginning with a capital."""
    text = " ".join(text.split())
    return text[:1].upper() + text[1:]


def _of_somebody(text: str, question: str, before: Reading) -> str | None:
    """Put who "it", "they" and "their" are in their place, where they are a place, countries or people."""
    who = _who(before)
    actor = say.ACTOR.search(text)
    if len(say.STANDS_ALONE.findall(text)) > 1:
        return question if say.ANTECEDENT.search(text) else added(text, before)
    if actor and actor["who"].lower() == "they" and say.PEOPLE.search(before.matter):
        return sentence(f"{text[: actor.start('who')]}{before.matter}{text[actor.end('who') :]} {before.where}") + "?"
    if actor and who:
        aux = _SINGULAR.get(actor["aux"].lower(), actor["aux"])
        return added(f"{text[: actor.start('aux')]}{aux} {who}{text[actor.end('who') :]}", before)
    owner = say.OWNER.search(text)
    if owner and who:
        return added(f"{owner['before']}{who}'s{text[owner.end() :]}", before)
    return None


def _with_governments(text: str, before: Reading) -> str:
    """Put the countries or cities that ``before`` asked of in the place of "they"."""
    asked_of = re.search(rf"\b(?:{NATIONAL}|{LOCAL})\b", before.text, re.I)
    group = before.frame.noun if before.frame else asked_of[0] if asked_of else ""
    if not group or _who(before):
        return text
    return say.THEM_TO.sub(rf"\g<verb> {group}", say.THEY.sub(rf"\1 {group}", text, count=1), count=1)


def _of_something(text: str, question: str, placed: bool, before: Reading) -> str:
    """Put what "it" or "that" is in its place; what has an antecedent of its own is left as it is."""
    pointing = [word for word in say.STANDS_FOR.finditer(text) if _stands(word, text)]
    cleft = say.CLEFT.search(text) is not None
    word = next(iter(pointing[-1:] if cleft else pointing), None)
    if word is None or placed or before.done in ("", before.where) or (cleft and len(pointing) < 2):
        return added(text, before)
    if say.PART_OF.search(text[: word.start()]) or re.search(r"\bwho $", text[: word.start()], re.I):
        return added(text, before)
    own = [w for w in words(text[: word.start()]) if w not in ASKING | GENERIC | QUESTION_WORDS]
    if len(own) > 1 and not cleft:
        return question if say.ANTECEDENT.search(text[: word.start()]) else added(text, before)
    following = text[word.end() :].split()[:1]
    with_noun = word[0].lower() != "it" and bool(following) and following[0].lower() not in ASKING | QUESTION_WORDS
    if with_noun:
        return added(text, before)
    if before.done != f"{before.matter} {before.where}".strip() and say.IS_IT.search(text[: word.end()]):
        return f"As to {before.done}, {_lower(text)}?"
    done = say.WHO_DOES.sub("", before.done)
    return sentence(f"{text[: word.start()]}{done}{text[word.end() :]}") + "?"


def _stands(word: re.Match[str], text: str) -> bool:
    """Say whether "that" and the like stand for something, and do not join a clause ("a town that did it")."""
    before, behind = words(text[: word.start()]), words(text[word.end() :])
    return not re.match(r"that$", word[0], re.I) or not before or not behind or before[-1] in say.AFTER_THAT


def only_there(question: str, before: Reading) -> str:
    """Return "who backs it in this?" as asked of the one place that the question before it was about."""
    asked, found = say.IN_THIS.subn("", say.OPENING.sub("", question).rstrip(" ?.!"))
    own = [word for word in words(asked) if word not in ASKING | GENERIC | QUESTION_WORDS]
    return f"{asked.strip()} {before.where}?" if found and own and _who(before) else ""


def one_spelt_out(question: str, before: Reading) -> str:
    """Return ``question`` with what "one" is in its place: "does it have one?"."""
    one = say.ONE.search(question)
    return (
        f"{question[: one.start('one')]}{before.thing}{question[one.end('one') :]}"
        if one and before.thing
        else question
    )


def _who(before: Reading) -> str:
    """Return the one place that "it" or "they" can be, where there is one."""
    only = len(before.mentions) == 1 and before.mentions[0].places[0].kind != "region"
    return before.name(before.mentions[0]) if only else ""


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
