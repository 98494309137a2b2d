"""From a question and the questions before it to a :class:`~mgi_assistant.types.Query` that stands on its own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from mgi_assistant.abbreviations import written_out
from mgi_assistant.errors import UsageError
from mgi_assistant.places import Gazetteer, Mention
from mgi_assistant.policy_areas import POLICY_AREAS, recognise
from mgi_assistant.text import words
from mgi_assistant.types import Filters, Level, Query

LONGEST_QUESTION = 4000
"""Characters; a question longer than this is most likely a document pasted by mistake."""

_INTENTS: tuple[tuple[str, str], ...] = (
    ("count", r"\b(how many|number of|count of|cu[aá]nt[oa]s|combien)\b"),
    ("figure", r"\b(percentage|per cent|percent|share|proportion|fraction|how (common|widespread|frequent|often|usual)|"
               r"rate of|porcentaje|proporci[oó]n|pourcentage|quelle part|qu[eé] parte|what part of|to what extent)\b"),
    ("advice", r"\b(should|recommend\w*|advice|advise\w*|best practice\w*|what can (\w+ ){0,3}do|could|"
               r"suggest\w*|propos\w*|what (would|helps?|works)|how (can|might|would)|ought|how to|steps?|"
               r"recomi?end\w*|recommand\w*|devrai\w*|deber[ií]a\w*)\b"),
    ("list", r"\b(list|which (\w+ ){0,2}(countries|country|cities|city|towns?|states|localities|municipalities|"
             r"governments|provinces|places|frameworks|policy areas)|"
             r"what (countries|cities|towns|places|localities|policy areas)|name (all|the)|"
             r"(qu[eé]|cu[aá]les) (ciudades|pa[ií]ses|municipios|localidades)|"
             r"quel(le)?s (villes|pays|communes|localités)|"
             r"where (else )?(has|have|was|were|did))\b"),
    ("example", r"\b(examples?|who (has|have|did|does)|ejemplos?|exemples?|case stud\w+|instances?)\b"),
    ("when", r"^\W*(when|since when|(in|from|since) (which|what) year|in what month|cu[aá]ndo|en qu[eé] a[nñ]o|quand|"
             r"en quelle ann[eé]e)\b"),
    ("definition", r"^\W*(what (is|are) (the |an? )?[\w()-]+( [\w()-]+){0,4}|what does [\w ()-]+ (mean|stand for)|"
                   r"define .*|que sont .*|qu[eé] (es|son) .*)\W*$"),
    ("why", r"\b(why|for what reason|por qu[eé]|pourquoi)\b"),
    ("yes_no", r"^\W*(is|are|was|were|do|does|did|has|have|had|can|will|would)\b"),
)  # fmt: skip
_LOCAL = re.compile(
    r"\b(cit(y|ies)|local(ly|it(y|ies))?|municipal\w*|towns?|mayors?|subnational|provinc\w+|ciudad\w*|villes?)\b", re.I
)
_NATIONAL = re.compile(r"\b(national(ly)?|countries|country|nation(s|wide)?|pa[ií]s(es)?|pays)\b", re.I)
_NOT_LOCAL = re.compile(r"\b(local(ly)? and national|national(ly)? and local)", re.I)

_CARRIES_ON = re.compile(
    r"^\W*(and|but|or|also|what about|how about|only|just|then|so|same for|y|et|pero|mais|[¿]?y en|et en)\b", re.I
)
_POINTS_BACK = re.compile(
    r"\b(it|they|them|ones|(this|that|which|the (first|second|third|last|same|other)) one|the former|the latter|"
    r"(do|did|does) so)\b|^\W*(this|that|these|those)\b|"
    r"\b(about|as|at|by|did|do|does|for|from|had|has|have|in|is|like|of|on|than|to|was|were|with) "
    r"(this|that|these|those)\b(?! (who|which|that)\b)|"
    r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )\bthere\b(?! (is|are|was|were|any)\b)",
    re.I,
)
"""Words for what was said before; "that" may also join, and "there" only say that something exists."""
_OWNER = re.compile(r"^(?P<before>.*?)\b(its|their)\b", re.I)
_NOT_ENGLISH = re.compile(
    r"[¿¡]|\b(qu[eé]|cu[aá]l(es)?|cu[aá]nt[oa]s|para|los|las|del|quel(le)?s?|combien|pour|les|des|sont|pourquoi|qu'\w+)\b",
    re.I,
)
"""Words of Spanish and French, whose sentences the default model does not understand."""
_STARTS_OVER = re.compile(r"\b(start over|new (question|topic|subject)|forget (that|it)|change of subject)\b", re.I)

GENERIC = frozenset(
    "mgi mgis migration governance indicator indicators assessment assessments profile country countries city cities "
    "place places lead led leads result results resulted outcome outcomes impact impacts happen happened achieve "
    "achieved change changed changes do did does done use used uses thanks following follow after since about tell "
    "what which who where when why how many much say says said report reports know known there information iom "
    "programme program example examples national local level concrete concretely come came out effect effects has "
    "have had was were help helped give gave any anything something measure measures action actions government "
    "governments authorities make made story stories take took taken taking part participate participated "
    "participating participation participant participants involved join joined carried carry conducted list listed "
    "number percentage per cent percent share proportion many mean means meant approach assessed covered version "
    "locally nationally done worldwide globally according evidence often common participaron participado participo "
    "participe participer pays villes paises ciudades indicadores indicateurs gobernanza gouvernance "
    "nationwide among process through been afterwards town towns municipality municipalities set up create created "
    "establish established launch launched start started begin began adopt adopted introduce introduced estados empezo "
    "ano annee au est ce logro lograron hizo hicieron hace evaluacion gracias despues sobre tras programa fait "
    "propos igm change programme "
    "compare compared comparison difference versus vs".split()
)
"""Words that are in every other question here and name no topic of their own."""
_ASKING = frozenset(
    "a an the of in on at to for from by with and or is are be been being as it its their they them this that these "
    "those do does did can could should would will shall may might must i we you me us my our your please list name "
    "describe explain show give find into per not no only just also else ones "
    "que cual cuales cuantos cuantas combien quel quelle quels quelles quoi en el la los las le les du des dans de del "
    "et ont sont est son por para sur un una une se qu".split()
)

_WHAT = frozenset("what which who where when why how".split())
_SHORT = 9
"""A question of so few words that carries on from the one before asks the same of something else."""
_ELLIPTICAL = 3
"""A question of so few words leaves out what the one before it said."""
NOWHERE = "none"
"""Stands in a filter for no place at all, where those asked about lie outside those allowed."""


@dataclass(frozen=True, slots=True)
class _Understood:
    """A question with its mentions, before it becomes a query."""

    text: str
    mentions: tuple[Mention, ...]

    @property
    def places(self) -> tuple[str, ...]:
        """The places named; a country beside its own locality ("San Marcos, Guatemala") only tells where that is."""
        found = dict.fromkeys(place for mention in self.mentions for place in mention.places)
        located = {place.iso3 for place in found if place.kind == "locality"}
        return tuple(place.id for place in found if place.kind != "country" or place.iso3 not in located)

    @property
    def topic(self) -> str:
        """The text without its places and asking words."""
        rest, end = [], 0
        for mention in self.mentions:
            rest.append(self.text[end : mention.span.start])
            end = mention.span.end
        rest.append(self.text[end:])
        return " ".join(word for word in words(" ".join(rest)) if word not in _ASKING and len(word) > 1)

    @property
    def specific(self) -> list[str]:
        """The topic's words that say what the question is about."""
        return [word for word in self.topic.split() if word not in GENERIC]


def understand(
    question: str,
    history: Sequence[str],
    gazetteer: Gazetteer,
    filters: Filters = Filters(),
    abbreviations: Mapping[str, str] = MappingProxyType({}),
) -> Query:
    """Return the query that ``question`` puts after the earlier questions in ``history``, oldest first.

    ``abbreviations`` are those that the sources define; see :mod:`mgi_assistant.abbreviations`.

    Raises:
        UsageError: The question is empty or longer than ``LONGEST_QUESTION``.
    """
    asked = clean(question)
    if not re.search(r"\w", asked):
        raise UsageError(
            "The question is empty.", 'Ask something, for example: mgi ask "What did the MGI lead to in Mali?"'
        )
    if len(asked) > LONGEST_QUESTION:
        raise UsageError(
            f"The question has {len(asked):,} characters; {LONGEST_QUESTION:,} is the limit.",
            "Ask one thing at a time, in a sentence or two.",
        )
    standalone = asked
    previous: str | None = None
    for earlier in [*map(clean, history), asked]:
        if not earlier:
            continue
        standalone = _standalone(earlier, previous, gazetteer)
        previous = None if _STARTS_OVER.search(earlier) else standalone
    search = written_out(standalone, abbreviations)
    known = _Understood(search, gazetteer.find(search))
    areas, places = recognise(known.topic), known.places
    if areas and _NOT_ENGLISH.search(standalone):
        search = _in_english(_intent(standalone), areas)
        known = _Understood(search, ())
    level = _level(standalone, places)
    return Query(
        question=question,
        standalone=standalone,
        search=search,
        topic=known.topic,
        places=places,
        policy_areas=areas,
        level=level,
        intent=_intent(standalone),
        filters=_with_places(filters, places, gazetteer),
    )


def _in_english(intent: str, areas: Sequence[str]) -> str:
    """Return in English what a Spanish or French question is about, as far as its policy areas tell."""
    asked = {"figure": "Share of countries: ", "count": "How many countries: ", "advice": "Recommendations: "}
    return asked.get(intent, "") + "; ".join(POLICY_AREAS[area].name for area in areas)


def _intent(text: str) -> str:
    """Return what kind of answer ``text`` asks for."""
    return next((name for name, pattern in _INTENTS if re.search(pattern, text, re.I)), "fact")


def clean(question: str) -> str:
    """Return ``question`` on one line, without markup, control and format characters."""
    question = re.sub(r"</?[a-zA-Z][^<>]*>", " ", question)
    kept = "".join(" " if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c for c in question)
    return re.sub(r"\s+", " ", "".join(c for c in kept if unicodedata.category(c) != "Cf")).strip()


def _with_places(filters: Filters, places: Sequence[str], gazetteer: Gazetteer) -> Filters:
    """Restrict ``filters`` to ``places``: a country or locality stands for itself, a region for its countries."""
    ids: set[str] = set()
    for place in places:
        regional = gazetteer.get(place).kind == "region"
        ids |= gazetteer.members(place) if regional else {place}
    allowed = filters.places
    if allowed and ids:
        inside = {place for place in ids if not allowed.isdisjoint((place, place.split(":")[0]))}
        ids = inside | {place for place in allowed if place.split(":")[0] in ids} or {NOWHERE}
    return Filters(frozenset(ids or allowed), filters.level, filters.policy_areas, filters.sources)


def _level(text: str, places: Sequence[str]) -> Level | None:
    """Return the level that the question asks about, where it says so."""
    if any(place.count(":") and not place.startswith(("region:", "group:")) for place in places):
        return "local"
    if _NOT_LOCAL.search(text):
        return None
    return "local" if _LOCAL.search(text) else None


def _standalone(question: str, previous: str | None, gazetteer: Gazetteer) -> str:
    """Fill in from the ``previous`` standalone question what ``question`` leaves unsaid."""
    if previous is None:
        return question
    now = _Understood(question, gazetteer.find(question))
    before = _Understood(previous, gazetteer.find(previous))
    carries_on, points_back = _CARRIES_ON.search(question), _points_back(question)
    if now.mentions and not now.specific and (carries_on or len(now.topic.split()) <= 2):
        return _with_other_places(before, now)
    if now.mentions and now.specific:
        return question
    if not (carries_on or points_back) and (now.specific or len(question.split()) > _ELLIPTICAL):
        return question
    if not before.mentions and not before.specific:
        return question
    if carries_on and now.specific and not now.mentions and not _asks_by_itself(now.text):
        return _in_the_frame_of(before, now)
    missing_places = "" if now.mentions or not before.mentions else " ".join(
        before.text[m.span.start : m.span.end] for m in before.mentions
    )  # fmt: skip
    missing_topic = "" if now.specific and missing_places else " ".join(before.specific)
    supplied = " ".join(part for part in (missing_topic, missing_places) if part)
    return f"{question.rstrip(' ?.!')} ({supplied})?" if supplied else question


def _in_the_frame_of(before: _Understood, now: _Understood) -> str:
    """Ask of ``now``'s topic what ``before`` asked: "How many countries … ?", "And the private sector?"."""
    first = before.specific[0] if before.specific else ""
    match = re.search(rf"\b{re.escape(first)}", " ".join(before.text.split()), re.I) if first else None
    frame = before.text[: match.start()].strip() if match else ""
    asked = _CARRIES_ON.sub("", now.text).strip(" ,?.!")
    asked = _CARRIES_ON.sub("", asked).strip(" ,?.!")  # "and what about …"
    places = " ".join(
        before.text[m.span.start : m.span.end] for m in before.mentions if not match or m.span.start > match.start()
    )
    return " ".join(part for part in (frame, asked, f"in {places}" if places else "") if part) + "?"


def _asks_by_itself(question: str) -> bool:
    """Say whether an elliptical question has a question of its own ("and what is recommended?")."""
    rest = re.sub(r"^\W*(and|but|so|then)?\W*(what|how) about\b", "", question, flags=re.I)
    own = any(word in _WHAT for word in words(rest)) or _intent(rest) != "fact"
    return own or len(question.split()) > _SHORT


def _points_back(question: str) -> bool:
    """Say whether a word of ``question`` stands for what was said before; "their" does when nobody is named yet."""
    owner = _OWNER.search(question)
    unowned = owner is not None and all(word in _ASKING | _WHAT for word in words(owner["before"]))
    return unowned or _POINTS_BACK.search(question) is not None


def _with_other_places(before: _Understood, now: _Understood) -> str:
    """Put the places of ``now`` where ``before`` has its own, or after it."""
    names = [now.text[m.span.start : m.span.end] for m in now.mentions]
    named = " and ".join(names)
    if not before.mentions:
        return f"{before.text.rstrip(' ?.!')} in {named}?"
    first, last = before.mentions[0], before.mentions[-1]
    return re.sub(r"\bthe $", "", before.text[: first.span.start], flags=re.I) + named + before.text[last.span.end :]
