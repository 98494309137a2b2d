"""From a question and the questions before it to a :class:`~mgi_assistant.types.Query` that stands on its own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from mgi_assistant.abbreviations import Abbreviations
from mgi_assistant.asker import without_asker
from mgi_assistant.capitals import by_country, capitals_named
from mgi_assistant.conversation import PreviousPlaces, resolve
from mgi_assistant.cues import aside, cues
from mgi_assistant.errors import UsageError
from mgi_assistant.field_words import in_field_words
from mgi_assistant.glossary import in_english
from mgi_assistant.languages import language
from mgi_assistant.leaving_out import leaving_out
from mgi_assistant.parts import Part, parts
from mgi_assistant.place_slips import places_mended
from mgi_assistant.places import Gazetteer
from mgi_assistant.policy_areas import areas_meant
from mgi_assistant.ports import LexicalIndex
from mgi_assistant.preambles import LEAST_LEFT, plainly, without_manner, without_preamble
from mgi_assistant.reading import Reading
from mgi_assistant.spelling import mended
from mgi_assistant.types import Filters, Level, Query
from mgi_assistant.usual_wording import people_by_country, usually
from mgi_assistant.who_took_part import participants_asked

LONGEST_QUESTION = 4000
"""Characters; a question longer than this is most likely a document pasted by mistake."""

_ADJECTIVE = (
    r"(?!(?:when|if|where|while|that|a|an|is|are|was|were|be|do|does|did|has|have|had|can|should|will|goes?|up|down)\b)"
    r"[\w-]+"
)
"""What may stand between "which" and what it asks for: no verb, and not the beginning of another clause."""
_INTENTS: tuple[tuple[str, str], ...] = (
    ("yes_no", r"\byes or no\b|\bis (she|he|that|this|it) (right|true|correct)\b|\b(true|false)\?\W*$|"
               r", ?(right|correct|yes|no|(is|isn['’]t|aren['’]t|don['’]t|doesn['’]t|hasn['’]t) "
               r"(it|that|they)( so)?)\W*$"),
    ("example", r"^\W*(can|could|would) you (please )?(name|list|mention|give|show|tell) (me |us )?"
                r"(some|any|a few|two|three) (other )?"
                r"(nations|countries|cities|towns|places|states|governments|municipalities)\b"),
    ("example", r"\b(give|show|find|name|send) (me |us )?((some|any|two|three|the|a few|an?|\w+) ){0,2}examples?\b"),
    ("list", r"^\W*(please |can you |could you )?(which|what|(?:name|list|identify) (?:me )?the) "
             r"(countries|governments|states|cities) (?:that |which |who )?(are|is|were|make up|form) "
             r"(among|in|part of|behind|the|within)\b.*(per ?cent|%|share|half|thirds?|quarters?|in (every )?\d+)"),
    ("count", r"\b(how many|number of|(?<!head )count of)\b"),
    ("figure", r"\b(percentage|per cent|percent|share|proportion|fraction|what part of|to what extent|"
               r"how (common|widespread|frequent|often|usual)|"
               r"(?<!to )(?<!you )(?<!we )rates?(?! (the|this|these|that|them|it|countries)))\b"),
    ("list", r"^\W*where (else )?(has|have|was|were|did)\b"),
    ("figure", r"^\W*((give|show|tell|send)( me| us)? |what are |any |are there )(the |some |any )*"
               r"((key|main|latest|relevant) )*(figures?|numbers|statistics|stats) (on|about|for|regarding)\b"),
    ("advice", r"\b(should|recommend\w*|advice|advise\w*|best practice\w*|what can (\w+ ){0,3}do|could|"
               r"suggest\w*|propos\w*|guidance|tips|(ideas?|thoughts) (for|on|how|about|to)|what (would|helps?|"
               r"works)|how (can|might|would|do we|shall)|"
               r"ought|how to|steps?|want(s|ed)? (done|to see)|be (done|improved|put)|remed(y|ies)|"
               r"needs? to (do|have|put|be (done|ready|in place))|recs?|to-?dos?|to do list|"
               r"(what|how|who)\b[^?.]*\b(told|meant|supposed|expected|advised|urged|asked) (to|of)|"
               r"(what|how|who) must|"
               r"(what|which|how) (countr(y|ies)|governments?|states?|cit(y|ies)|we|i) (must|have to|has to))\b"),
    ("list", r"\b(list|(participating|assessed) (countries|cities|localities|towns|states|governments)|"
             rf"which ({_ADJECTIVE} ){{0,4}}(countries|country|cities|city|towns?|states|localities|"
             rf"municipalities|province|"
             r"governments|provinces|places|frameworks|policy areas|stories|story)|"
             r"what (country|countries|city|cities|towns?|places|localities|policy areas)|name (all|the))\b"),
    ("example", r"\b(examples?|somebody|someone|anyone|anybody|peers?|elsewhere|precedents?|"
                r"(one|a|any) (case|instance|experience)s?|cases? (where|in which|of)|has any (\w+ ){1,4}been|"
                r"any (country|countries|city|cities|town|towns|government|state|place|municipality)|"
                r"(?:^|[,;:.] ?(?:and |but )?)who (has|have|did|does)|case stud\w+|instances?|(show|tell|"
                r"give) (me |us )?(\w+ ){0,3}stories|"
                r"(name|find|show|give) (me |us )?(an?|one|two|three|some|any) (\w+ ){0,2}"
                r"(countr(y|ies)|cit(y|ies)|governments?|states?|places?))\b"),
    ("when", r"^\W*(?:as to [^,]+, )?(when(?! (do|does|are|is|should|can|must|will)\b.*\b"
             r"(more|less|most|often|usually|likely|tend)\b)|"
             r"since when|(in|from|since|on|at|by|until) (which|what) (year|month|day|date|week)|"
             r"(which|what) (year|month|day|date) (did|was|were|does|is|has|had)|"
             r"(for |in )?(which|what) (period|years|time ?(span|frame|period))( of time)?)\b|"
             r"\b(what|which) (is|are|was) the [^?]*\b(period|time ?(span|frame))\b"),
    ("why", r"\b(why|for what reason|what (causes?|caused))\b|"
            r"^\W*what(['’]?s| is| are| was| were) (?!there)[^?.!,;]* for\W*$"),
    ("definition", r"^\W*(what((?: exactly)? (?:is|are)|['’]?s) (?!.*\b(?:doing|happening|done|said|written|told)\b)"
                   r"(the |an? )?[\w()-]+( [\w()-]+){0,4}|"
                   r"what (do|does) [\w ()“”\"'-]+ (mean|stand for)( here)?|"
                   r"(define|explain|describe)(?! (what|how|why|who|which|where|when)\b)( [\w()-]+){1,6})\W*$"),
    ("yes_no", r"^\W*(is|are|was|were|do|does|did|has|have|had|can|will|would)\b"),
)  # fmt: skip
_LOCAL = re.compile(r"\b(cit(y|ies)|local(ly|it(y|ies))?|municipal\w*|towns?|mayors?|subnational|provinc\w+)\b", re.I)
_NATIONAL = re.compile(r"\b(national(ly)?|countries|country|nation(s|wide)?)\b", re.I)
_NOT_LOCAL = re.compile(r"\b(local(ly)? and national|national(ly)? and local)", re.I)

_CITIES_IN = re.compile(
    r"\b(?:how many|which|what) (?:(?:other|more) )?(?:cities|towns|municipalities|localities|local governments) in ",
    re.IGNORECASE,
)
_AT_LEVEL = re.compile(r",? at the local level(?=\W*$)", re.IGNORECASE)
_THE_MGI = re.compile(r"^\W*(?:what|how|in what way)\b.*\b(?:MGIs?|Migration Governance Indicators)\b", re.IGNORECASE)
"""Asks about the MGI itself, where nothing else is named."""

_SAYS_LITTLE = 1
"""Words of its own with which a follow-up is still about what the question before it was about."""
NOWHERE = "none"
"""Stands in a filter for no place at all, where those asked about lie outside those allowed."""

_WHETHER_ANY = re.compile(
    r"^\W*(?:did|has|have) any (?:cit(?:y|ies)|towns?|localit(?:y|ies)|municipalit(?:y|ies)|provinces?)\b"
    r".*\b(?:take|taken|took) part\b|^\W*(?:was|were) any .*\bassessed\b",
    re.IGNORECASE,
)
"""Asks whether there are participants rather than for an example."""
_QUOTES = re.compile(r"[“”\"‘]|(?<!\w)['’]|(?<![s\W])['’](?!\w)")
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")


def understand(
    question: str,
    history: Sequence[str],
    gazetteer: Gazetteer,
    filters: Filters = Filters(),
    abbreviations: Abbreviations = Abbreviations(),
    lexicon: LexicalIndex | None = None,
    previous_places: PreviousPlaces | None = None,
    without: frozenset[str] = frozenset(),
) -> Query:
    """Return the query that ``question`` puts after the earlier questions in ``history``, oldest first.

    ``abbreviations`` are those that the sources define; see :mod:`mgi_assistant.abbreviations`. With a ``lexicon``,
    everyday words that the sources never use are put into the field's (:mod:`mgi_assistant.field_words`), and words of
    earlier questions are searched for too where the question says too little (:mod:`mgi_assistant.cues`).
    ``previous_places`` names the places of an earlier answer, for "the second one". ``without`` are ids of places and
    policy areas, or a level, that the question is not to be about although it names them.

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
    told = [clean(earlier) for earlier in history]
    *before, english = _in_english([*told, asked], gazetteer, lexicon)
    resolved = resolve(english, before, gazetteer, previous_places)
    standalone = _of_its_country(leaving_out(resolved.standalone, without, gazetteer), gazetteer)
    before_it = resolved.earlier[-1] if resolved.earlier else ""

    def read(part: Part) -> Query:
        query = _without(_read(question, part, gazetteer, filters, abbreviations, lexicon), without)
        return replace(query, before=before_it)

    *single, whole = map(read, (*parts(standalone, gazetteer), Part(standalone)))
    if len(single) > 1:
        if lexicon:
            single = [replace(part, wider=_in_field_words(part, gazetteer, lexicon)) for part in single]
        return _worded(replace(whole, parts=tuple(single)), asked, told, gazetteer, without)
    more = cues(standalone, resolved.earlier, lexicon) if lexicon and not without else ""
    more = f"{aside(single[0].standalone, standalone)} {more}".strip()
    little = not single[0].places and len(Reading.of(standalone, gazetteer).specific) <= _SAYS_LITTLE
    if more and little and resolved.recalled:
        leaning = replace(read(Part(resolved.recalled, single[0].intent)), search=f"{single[0].search} {more}")
        return _worded(leaning, asked, told, gazetteer, without)
    wider = None if single[0] == whole else replace(whole, intent=single[0].intent)
    if resolved.there and not wider and standalone == resolved.standalone:
        wider = read(Part(resolved.there))
    if single[0].intent == "advice" and single[0].places and single[0].policy_areas:
        wider = replace(single[0], standalone=standalone, filters=filters)  # advice is given to all alike
    elif lexicon and not wider:
        wider = _in_field_words(single[0], gazetteer, lexicon)
    query = replace(single[0], standalone=standalone, search=f"{single[0].search} {more}".rstrip(), wider=wider)
    return _worded(query, asked, told, gazetteer, without)


def _of_its_country(question: str, gazetteer: Gazetteer) -> str:
    """Return "how many cities in Medellín …" as asked of the country, in which cities can be counted."""
    asked = _CITIES_IN.search(question)
    place = next((m for m in gazetteer.find(question) if asked and m.span.start == asked.end()), None)
    if not place or place.places[0].kind != "locality" or not place.places[0].iso3:
        return question
    return question[: place.span.start] + gazetteer.get(place.places[0].iso3).name + question[place.span.end :]


def _in_english(questions: Sequence[str], gazetteer: Gazetteer, lexicon: LexicalIndex | None) -> list[str]:
    """Return the questions of a conversation in English: slips put right, or those in other languages word by word."""

    def is_known(word: str) -> bool:
        known = lexicon is not None and any(lexicon.weight(term) < lexicon.weight("") for term in lexicon.terms(word))
        return known or bool(gazetteer.find(word))

    found: list[str] = []
    for earlier, text in enumerate(questions):
        spoken = language(text, gazetteer, questions[:earlier])
        if spoken == "en":
            text = places_mended(mended(text, is_known), gazetteer, is_known)
            text = people_by_country(usually(without_asker(text, gazetteer)), gazetteer)
            text = by_country(capitals_named(text, gazetteer), gazetteer)
            found.append(participants_asked(text, gazetteer))
        else:
            found.append(in_english(text, spoken, gazetteer))
    return found


def _without(query: Query, without: frozenset[str]) -> Query:
    """Return ``query`` without the policy areas and the level in ``without``."""
    areas = tuple(area for area in query.policy_areas if area not in without)
    return replace(query, policy_areas=areas, level=None if query.level in without else query.level)


def _worded(query: Query, asked: str, told: Sequence[str], gazetteer: Gazetteer, without: frozenset[str]) -> Query:
    """Add to a query the language that it was put in, and its wording there."""
    spoken = language(asked, gazetteer, told)
    if spoken == "en":
        return query
    wording = leaving_out(resolve(asked, told, gazetteer).standalone, without, gazetteer, spoken)
    put = parts(wording, gazetteer)
    if len(put) == len(query.parts):
        each = tuple(replace(part, wording=said.text) for part, said in zip(query.parts, put, strict=True))
        query = replace(query, parts=each)
    return replace(query, language=spoken, wording=wording)


def _read(
    question: str,
    part: Part,
    gazetteer: Gazetteer,
    filters: Filters,
    abbreviations: Abbreviations,
    lexicon: LexicalIndex | None,
) -> Query:
    """Return the query that one self-contained question puts."""
    standalone = part.text
    search = without_preamble(standalone)
    search = in_field_words(search, lexicon) if lexicon else search
    intent = part.intent or _intent(standalone)
    search = plainly(search, intent)
    known = Reading.of(search, gazetteer)
    if intent in ("fact", "why") and not (known.specific or known.places) and _THE_MGI.match(search):
        intent = "definition"
    defining = intent == "definition"
    search = abbreviations.written_out(search if defining else abbreviations.shortened(search), defining)
    known = Reading.of(search, gazetteer)
    areas, places = areas_meant(known.topic), _without_groups_named(known.places, gazetteer)
    level = _level(standalone, places)
    if level == "local" and intent in ("list", "example"):
        search = _AT_LEVEL.sub("", search)  # which is for the filter: among places at that level it tells nothing
    return Query(
        question=question,
        standalone=standalone,
        search=search,
        topic=known.topic,
        places=places,
        policy_areas=areas,
        level=level,
        intent=intent,
        filters=_with_places(filters, places, gazetteer),
        given=filters,
    )


def _without_groups_named(places: tuple[str, ...], gazetteer: Gazetteer) -> tuple[str, ...]:
    """Return ``places`` without the region or group of which several are named: "two island states, Fiji and Malta"."""
    single = {place for place in places if gazetteer.get(place).kind != "region"}

    def named(place: str) -> bool:
        countries = {one.split(":")[0] for one in single}
        return place not in single and len(single) > 1 and countries <= gazetteer.members(place)

    return tuple(place for place in places if not named(place))


def _in_field_words(query: Query, gazetteer: Gazetteer, lexicon: LexicalIndex) -> Query | None:
    """Return ``query`` with those everyday words in the field's that the sources use too, if it has any."""
    search = in_field_words(query.search, lexicon, all_of_them=True)
    if search == query.search:
        return None
    topic = Reading.of(search, gazetteer).topic
    return replace(query, search=search, topic=topic, policy_areas=areas_meant(topic))


def _intent(text: str) -> str:
    """Return what kind of answer ``text`` asks for; what stands in brackets says more, and asks for nothing else."""
    bare = _BRACKETS.sub("", without_manner(text))
    asked = _QUOTES.sub("", bare if len(bare.split()) > LEAST_LEFT else text)
    if _WHETHER_ANY.match(asked):
        return "yes_no"
    return next((name for name, pattern in _INTENTS if re.search(pattern, asked, re.I)), "fact")


def clean(question: str) -> str:
    """Return ``question`` on one line, without markup, control and format characters."""
    question = re.sub(r"</?[a-zA-Z][^<>]*>", " ", question)
    kept = "".join(" " if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c for c in question)
    return re.sub(r"\s+", " ", "".join(c for c in kept if unicodedata.category(c) != "Cf")).strip()


def asked_there(query: Query, place: str, gazetteer: Gazetteer) -> Query:
    """Return ``query`` asked about ``place`` only."""
    return replace(query, places=(place,), filters=_with_places(query.filters, (place,), gazetteer))


def _with_places(filters: Filters, places: Sequence[str], gazetteer: Gazetteer) -> Filters:
    """Restrict ``filters`` to ``places``: a country or locality stands for itself, a region for its countries."""
    ids: set[str] = set()
    groups: list[frozenset[str]] = []
    for place in places:
        regional = gazetteer.get(place).kind == "region"
        if place.startswith("group:"):
            groups.append(gazetteer.members(place))
        else:
            ids |= gazetteer.members(place) if regional else {place}
    for group in groups:
        ids = ids & group or ids | group  # "Caribbean island states" are both
    allowed = filters.places
    if allowed and ids:
        inside = {place for place in ids if not allowed.isdisjoint((place, place.split(":")[0]))}
        ids = inside | {place for place in allowed if place.split(":")[0] in ids} or {NOWHERE}
    return replace(filters, places=frozenset(ids or allowed))


def _level(text: str, places: Sequence[str]) -> Level | None:
    """Return the level that the question asks about, where it says so."""
    if any(place.count(":") and not place.startswith(("region:", "group:")) for place in places):
        return "local"
    if _NOT_LOCAL.search(text):
        return None
    return "local" if _LOCAL.search(text) else None
