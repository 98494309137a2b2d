"""Whether a sentence, or a passage, is of the kind that a question asks for."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from mgi_assistant.place_words import names_places
from mgi_assistant.ports import LexicalIndex
from mgi_assistant.shares import shares
from mgi_assistant.signature import is_signed
from mgi_assistant.synthesizers.counting import IN_WORDS, counted, counts, narrows
from mgi_assistant.synthesizers.dating import tells_when
from mgi_assistant.synthesizers.defining import defines, says_what
from mgi_assistant.synthesizers.particulars import lacks_particulars
from mgi_assistant.types import Passage, Query
from mgi_assistant.vocabulary import ASKING, GENERIC

OTHER_KIND = 0.4
"""Factor on the estimate of a sentence that is not of the kind asked for."""
_CAUSE = 0.75
"""The same of one that tells what something came of, where a reason is asked for."""
JUST_THAT_KIND = 4.0
"""Factor on the odds of a sentence that counts just what is to be counted."""
AMONG_OTHERS = 3.0
"""The same where it counts something else first."""

_SENTENCES = 1 << 14
"""Sentences of which is kept what was found in them: the same ones come up in one answer after the other."""
_FIGURE = re.compile(
    r"(?<![\d–-])(?!(?:19|20)\d\d(?!\d))\d|\b(half|thirds?|quarters?|most|majority|one in) (of )?(the )?\w+|"
    rf"\b{IN_WORDS}\s+[a-z]",
    re.IGNORECASE,
)
"""A number that is not a year, in figures or in words, or a share in words."""
_NOT_OF_STATES = re.compile(
    r"\b(share|percentage|per\s?cent|proportion|fraction|how many|number) (of )?(the )?"
    r"((?!countries|states|governments|nations)[\w'’-]+ ){0,2}"
    r"(?P<things>cities|towns|municipalities|localities|provinces|districts|local (governments|authorities)|"
    r"people|persons|migrants|women|men|children|victims|refugees|workers|nationals|citizens|employers|companies|families|ngos|"
    r"foreigners|residents|inhabitants|immigrants|emigrants|expatriates|foreign-born|"
    r"organizations|associations|budgets?)\b",
    re.IGNORECASE,
)
_OF_STATES = re.compile(r"\b(countries|states|governments|nations)\b", re.IGNORECASE)
"""A share of countries is not one of cities or of people."""
_HOW_COMMON = re.compile(
    r"\b(percentage|per ?cent|share|proportion|fraction|what part|how (many|common|widespread|frequent|often|usual))\b|"
    r"^\W*(do|have|are|is|did) (most|many|all|few|half|more|less)\b",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(because|in order|so that|due to|owing|reason|therefore|purpose|aims?|meant|in response|needs?|"
    r"pivotal|essential|critical|designed (for|to)|for \w+ing)\b",
    re.IGNORECASE,
)
_WHAT_FOR = re.compile(r"^\W*what (?:is|are|was|were) .* for\W*$", re.IGNORECASE)
"""Asks for a purpose, which what something does tells too."""
_LED_TO = re.compile(
    r"\b(led|contributed|inform(ed|s)?|fed into|taken up|based on|on the basis of|follow(ed|ing)|after|"
    r"as a (direct )?(result|outcome))\b",
    re.IGNORECASE,
)
"""Tells what something came of, which is no reason to do anything else."""
_PLACES_ASKED = re.compile(
    r"\b(countr(y|ies)|states?|governments?|cit(y(?! (networks?|plans?|budgets?|services?))|ies)|towns?|"
    r"localit(y|ies)|municipalit(y|ies)|places?|provinces?|"
    r"nations?|who|where|examples?|instances?|stor(?:y|ies)|ciudades|pa[ií]ses|villes|pays|ejemplos?|exemples?)\b",
    re.IGNORECASE,
)
_PARTNERS_ASKED = re.compile(
    r"^\W*(?:(?:with|from|to|for) (?:which|what)|which|what)? ?(?:other )?"
    r"(?:countries|states|nations|cities|governments) (?:do|does|did|has|have|is|was)?(?: the)? ?(?-i:[A-Z])",
    re.IGNORECASE,
)
"""Asks with which others one place has to do, which is told of that place."""
_WHICH_KIND = re.compile(
    r"\b(countr(y|ies)|governments?|states|cities|localities) (that|whose|with|which|where)\b|"
    r"\bwhere (a|the) (country|government)\b|"
    r"^these countries\b",
    re.IGNORECASE,
)
_WHO_IS_COUNTED = re.compile(
    r"^\W*(?:which|what) \w+ are among (?:the|those)\b|^\W*which are the (?:countries|states|governments)\b|"
    r"^\W*(?:which|what|who|name)\b.*\bby name\b|"
    r"\b(?:name|list|identify|tell me|which are) (?:me )?(?:the )?(?:countries|states|governments|ones)"
    r"(?: that| which| who)? (?:make up|are behind|are in|form|constitute|are counted in|account for)\b",
    re.IGNORECASE,
)
_WHO_LACKS = re.compile(
    r"\b(?:countr(?:y|ies)|governments?|states?|cit(?:y|ies)|localit(?:y|ies)|towns?|places?|nations?|who)\b"
    r"(?: (?:that|which|still|also|there|are|is|have|has|had|do|does|did)){0,3} "
    r"(?:not|never|no|without|lack\w*|fail\w*|refus\w+|reject\w*|oppos\w+|ignor\w+|neglect\w*|omit\w*|exclud\w+|"
    r"leav\w+\b(?=.*\bout\b)|left\b(?=.*\bout\b)|yet to)\b|\b(?:do|does|did|have|has|are|is|were)n['’]t\b|"
    r"\b(?:countr(?:y|ies)|governments?|states?|cit(?:y|ies)|places?)\b[^?.,;]{0,50}? "
    r"(?:do|does|did|have|has|had|are|is|were|was) (?:not|never|yet to)\b",
    re.IGNORECASE,
)
"""Asks which of them did not do something, or have nothing of the kind."""
_NOT_ASKED = re.compile(
    r"^\W*(?:which|what)\b[^?,;]*\b(?:has|have|does|do|did|is|are|was|were)(?:n['’]t\b|\b[^?,;]*\b(?:not|never)\b)",
    re.IGNORECASE,
)
"""Asks what a place did not do, or has not."""
_DENIED = re.compile(
    r"\b(not?|never|none|without|lacks?|neither|nor|cannot|\w+n['’]t|gaps?|missing|absence|yet to)\b",
    re.IGNORECASE,
)
_ADVICE_HEADING = re.compile(r"\brecommend|\brecomend|\brecommand", re.IGNORECASE)
_BEGINNING = re.compile(
    r"\b(begin|began|begun|start(ed|s)?|launch(ed)?|establish(ed)?|found(ed|ing)|set up|introduced|creat(ed|ion)|"
    r"inception|since|origins?|exist(ed|s|ence)?)\b",
    re.IGNORECASE,
)
_YET_TO_COME = re.compile(r"\b(will|would|next|upcoming|planned|due|(is|are) to)\b", re.IGNORECASE)
_AUTHOR_ASKED = re.compile(
    r"^\W*(who|by whom)\b( (is|was|has|had))?( \w+)? (wrote|written|signed|authored?)\b|"
    r"\bwhose (?:name|signature)\b|\bthe author\b\W*$|\bauthor\W*$|\bwho (?:is|was) the author\b",
    re.I,
)
_AUTHOR = re.compile(r"\b(signed|written|authored) by\b|\bauthors? (is|are|was|were)\b", re.IGNORECASE)
"""Asks who wrote something, and tells it."""
_ROLE_ASKED = re.compile(
    r"^\W*(?:(?:and|so) )?(?:who(?: is|['’]s| are| was| were) (?:the |its |their |now )*(?:\w+ )?|(?:which|what) |"
    r"what(?: is| was|['’]s) the name of (?:the |its |(?:[\w-]+ ){0,2}[\w-]+['’]s? )*)"
    r"(?P<role>(?:prime )?ministers?|mayors?|presidents?|(?:secretary|director)[ -]general|directors?|governors?|"
    r"ambassadors?|commissioners?|chair(?:man|woman|person)?|king|queen|spokes\w+|heads?)\b",
    re.IGNORECASE,
)
_LEADER_ASKED = re.compile(
    r"^\W*(?:(?:and|so) )?who (?:chairs|heads|runs|directs|staffs)\b(?!.*\bmigration governance)", re.IGNORECASE
)
_LED = re.compile(
    r"\b(?:chair\w*|head(?:s|ed)?|led|lead(?:s|ing)?|run|runs|direct(?:s|ed)|presid\w+|staff\w*)\b", re.IGNORECASE
)
"""Tells who leads something."""
_IN_ROLE = r"(?<!deputy )(?<!vice )(?<!vice-)\b{role}\b(?!['’]s)"
"""Asks who is in an office, and tells of somebody who is."""
_CLASS_ASKED = re.compile(
    r"\b(?:which|what) (?:of (?:the|its) )?(?:(?!is |are )[\w-]+ ){0,3}?"
    r"(?P<kind>goal|aim|objective|enabler|pillar|dimension|area|theme|chapter|heading|category)\b",
    re.IGNORECASE,
)
_CLASSED = r"\b(?:under|part of|belongs? to|one of)\b.{{0,40}}\b{kind}s?\b|\bis an? (?:\w+ )?{kind}\b"
"""What a sentence says that puts something under a goal, an area …; ``kind`` is the word asked for."""
_COMES_UNDER = re.compile(
    r"\bis (?:an?|the) (?:\w+ ){0,2}(?:area|goal|enabler|dimension|pillar|category)\b", re.IGNORECASE
)
_CLASS_NAMED = re.compile(r"\b(?:areas?|goals?|enablers?|dimensions?|pillars?|categor(?:y|ies))\b", re.IGNORECASE)
_WHO_DOES = re.compile(
    r"^\W*(?:(?:and|so) )?who (?:else )?(?!is|was|are|were|has|have|did|does|do|can|could|should|will)"
    r"(?P<verb>[a-z]+)\b",
    re.IGNORECASE,
)
_DONE = r"\b(?:is|are|was|were|been|being|be) (?:\w+ly )?{verb}\w*\b(?! by\b)"
"""A verb in the passive that does not say who did it."""
_SAME_KIND = {"aim": "goal", "objective": "goal", "pillar": "goal", "theme": "area", "heading": "goal"}
_WHERE_MORE = re.compile(
    r"^\W*what (?:is typical of|characteri[sz]es|distinguishes|sets apart|(?:do|have) [^?]* in common)|"
    r"\b(?:go|goes|going) (?:hand in hand|together) with\b|\b(?:correlate[sd]?|associated|linked) with\b|"
    r"\bconnected (?:to|with)\b|\b(?:accompan(?:y|ies)|go(?:es)? along with)\b|"
    r"\bwhat (?:else|other [\w ]{2,20}?) do (?:they|countries|governments|states|those)\b|"
    r"^\W*what (?:else )?(?:do|are) [^?]*\b(?:(?:more|less) (?:often|likely)|tend to)\b|"
    r"\b(?:likelier|(?:more|less) (?:inclined|prone|prepared|apt) to)\b|\bunder (?:what|which) (?:conditions?|"
    r"circumstances)\b|"
    r"\b(?:trait|feature|characteristic)s?\b[^?]*\b(?:share|common)\b|"
    r"\b(where|when|which|what (kind|sort)s? of|among (which|what))\b.*\b"
    r"((more|most|less|least) (common|often|likely|frequent\w*|usual|widespread)|(often|usually) (found|seen))\b"
    r"(?! than)",
    re.IGNORECASE,
)
_CONNECTED = re.compile(
    r"\b(?:connection|link|relationship|correlation|association)(?: found)? between\b", re.IGNORECASE
)
_MORE_OFTEN = re.compile(r"\b(more|less|most) (often|likely|common|frequent)\w*|\btends? to\b", re.IGNORECASE)
"""Asks under what conditions something is found more often, and tells it."""
_SELF = re.compile(
    r"\b(this (document|page|index)|about this (publication|report|booklet)|restatement|opinions expressed|"
    r"views (expressed )?in this|designations employed|for illustration purposes|boundaries and names shown|"
    r"required citation|rights reserved|can be found in|explained where)\b",
    re.IGNORECASE,
)
"""What a publication says of itself, or of another where more is to be read."""
_ASKS_OF_DOCUMENT = re.compile(
    r"\b(documents?|restat\w+|official\w*|licen[cs]e\w*|copyright|wording|pdf|pages?|published|publications?|quote|"
    r"isbn|edition|commercial use|cite|citation|opinions?|views?|rights to|where (can|could|do|is|are|might|would)|"
    r"read (more|about))\b",
    re.IGNORECASE,
)
"""Asks about a publication; what is said of one answers nothing else."""
_ENDED = re.compile(r"[.!][\"'”’)\]»]*\s?[\d¹²³⁰-⁹]{0,3}(?:\s*\([ivxlc\d, –-]+\))*\W*$")
"""A full stop, with the marks, notes and page numbers in brackets that may follow it."""
_CUT = re.compile(
    r"(?:[,–-]|\b(?:an?|the|this|these|those|its|their|our|your|his|her|of|to|in|on|at|by|for|from|with|without|into|"
    r"between|among|through|as|than|and|or|nor|but|that|which|who|whose|where|when|is|are|was|were|be|been|has|have|had|"
    r"will|would|can|could|may|should|must|not))\W*$",
    re.IGNORECASE,
)
"""What wants more words after it, at the end."""
_POINTS_ONLY = re.compile(r"this is (?:the|an?) (?:[\w-]+ ){0,3}[\w-]+\.\W*", re.IGNORECASE)
"""Says of what only the sentences around it name that it is this or that."""
_LABEL = 3
_UNENDED = 6
"""Words: a label has no more than the one, and a sentence without an end at least the other."""
_IMPERATIVE = re.compile(
    r"(account|act|adapt|address|adopt|advance|align|allocate|allow|appoint|assess|assign|assist|build|carry out|"
    r"clarify|collect|combat|conclude|conduct|consider|consolidate|continue|cooperate|coordinate|create|define|deliver|"
    r"deploy|design|develop|disseminate|draw up|elaborate|eliminate|enable|encourage|engage|enhance|ensure|establish|"
    r"evaluate|expand|explore|extend|facilitate|finalize|focus|formalize|formulate|foster|fund|give|grant|guarantee|"
    r"harmonize|harness|help|identify|implement|improve|include|incorporate|increase|inform|institutionalize|integrate|"
    r"introduce|invest|involve|launch|lay down|link|mainstream|maintain|make|map|mobilize|monitor|offer|organize|"
    r"partner|plan|prepare|prevent|prioritize|promote|protect|provide|publish|put|raise|ratify|recognize|reduce|reform|"
    r"regulate|reinforce|remove|review|revise|scale up|set up|share|simplify|standardize|step up|streamline|strengthen|"
    r"support|take|tailor|train|undertake|update|use|work)\b",
    re.IGNORECASE,
)
"""What recommendations begin with."""


def suits(query: Query, passage: Passage, index: int, lexical: LexicalIndex, heard: bool = False) -> float:
    """Return 1 for a sentence of the kind that ``query`` asks for, a factor on its estimate below 1 for another.

    For a sentence that counts just what is asked for it is a factor above 1 on the odds. ``heard`` says whether each
    word of the question's topic comes close to one of the passage.
    """
    sentence = " ".join(passage.sentence(index).split())  # a page breaks lines anywhere
    factor = 1.0
    if query.intent in ("figure", "count"):
        things = counted(query)
        others = _NOT_OF_STATES.search(query.search)
        of_others = others and (_OF_STATES.search(sentence) or others["things"].lower() not in sentence.lower())
        share = bool(shares(sentence)) and not of_others
        states = _OF_STATES.search(things) and not _OF_STATES.search(sentence)
        told = not (shares(sentence) or states) and _has_all(query, sentence, lexical)
        just_that = bool(things) and counts(things, sentence, lexical)
        if just_that:
            factor = 1.0 if narrows(things, sentence, lexical) else JUST_THAT_KIND
            if factor > 1 and not counts(things, sentence, lexical, first=True):
                factor = AMONG_OTHERS
        elif not (has_figure(sentence) and (share or not (things or others) or (not others and told))):
            factor = OTHER_KIND
    if lacks_particulars(query, sentence):
        factor = OTHER_KIND
    if query.intent == "why" and not _REASON.search(sentence):
        described = _WHAT_FOR.match(query.search) or (heard and _LED_TO.search(sentence))
        factor = _CAUSE if described else OTHER_KIND
    if query.intent == "definition" and not defines(query, sentence, lexical):
        factor = OTHER_KIND
    if query.intent == "when" and not tells_when(query, sentence):
        factor = OTHER_KIND
    if query.intent == "when" and _YET_TO_COME.search(query.search) and not _YET_TO_COME.search(sentence):
        factor = OTHER_KIND
    if query.intent == "when" and _BEGINNING.search(query.search) and not _BEGINNING.search(sentence):
        factor = OTHER_KIND
    if _asks_where_more(query):
        factor = JUST_THAT_KIND if _MORE_OFTEN.search(sentence) else OTHER_KIND
    if factor == 1.0 and classifies(query, sentence):
        factor = JUST_THAT_KIND
    elif _COMES_UNDER.search(sentence) and not _CLASS_NAMED.search(query.search) and query.intent != "definition":
        factor = OTHER_KIND
    if asks_for_author(query):
        factor = JUST_THAT_KIND if tells_author(sentence) else OTHER_KIND
    role = _ROLE_ASKED.match(query.search)
    if role and not re.search(_IN_ROLE.format(role=re.escape(role["role"])), sentence, re.IGNORECASE):
        factor = OTHER_KIND
    if _LEADER_ASKED.match(query.search) and not _LED.search(sentence):
        factor = OTHER_KIND
    asked = None if query.places else _WHO_DOES.match(query.search)  # of a place, who did it tells other words too
    if asked and not _names_who(asked["verb"], sentence, lexical):
        factor = OTHER_KIND
    if query.places and _NOT_ASKED.match(query.search) and not denies(sentence):
        factor = OTHER_KIND
    if speaks_of_itself(passage, sentence) and not _ASKS_OF_DOCUMENT.search(query.standalone):
        factor = OTHER_KIND
    if factor == 1.0 and query.intent == "definition" and says_what(query, sentence, lexical):
        factor = JUST_THAT_KIND
    return factor


def speaks_of_itself(passage: Passage, sentence: str) -> bool:
    """Say whether a sentence is about the publication that it stands in."""
    return _SELF.search(" ".join((*passage.section[-1:], sentence))) is not None


def asks_for_author(query: Query) -> bool:
    """Say whether a question is who wrote or signed something."""
    return _AUTHOR_ASKED.search(query.search) is not None


def tells_author(sentence: str) -> bool:
    """Say whether a sentence tells who wrote something, or is a signature."""
    return _AUTHOR.search(sentence) is not None or is_signed(sentence)


def _has_all(query: Query, sentence: str, lexical: LexicalIndex) -> bool:
    """Say whether a sentence has all of several words that say what a question is about."""
    stems = set(lexical.terms(" ".join(word for word in query.topic.split() if word not in GENERIC)))
    return len(stems) > 1 and stems <= set(lexical.terms(sentence))


def _names_who(verb: str, sentence: str, lexical: LexicalIndex) -> bool:
    """Say whether a sentence has the verb of "who …", where that tells something, and says who did it."""
    stems = lexical.terms(verb)
    says_little = not {verb.lower(), verb.lower().removesuffix("s")}.isdisjoint(GENERIC | ASKING)
    if says_little or not stems or any(lexical.weight(stem) >= lexical.weight("") for stem in stems):
        return True
    said = set(stems) <= set(lexical.terms(sentence))
    return said and re.search(_DONE.format(verb=re.escape(stems[0])), sentence, re.IGNORECASE) is None


def asks_how_common(query: Query) -> bool:
    """Say whether a question asks in so many words how many countries do something, or what share of them."""
    things = counted(query)
    return _OF_STATES.search(things) is not None if things else _HOW_COMMON.search(query.search) is not None


def tells_how_common(sentence: str) -> bool:
    """Say whether ``sentence`` gives a share, or how many countries or governments do something."""
    return bool(shares(sentence)) or (has_figure(sentence) and _OF_STATES.search(sentence) is not None)


def classifies(query: Query, sentence: str) -> bool:
    """Say whether ``sentence`` tells what goal, area … something comes under, where ``query`` asks which."""
    asked = _CLASS_ASKED.search(query.search)
    if not asked:
        return False
    kind = asked["kind"].lower()
    return re.search(_CLASSED.format(kind=_SAME_KIND.get(kind, kind)), sentence, re.I) is not None


def asks_for_places(query: Query) -> bool:
    """Say whether the answer has to be places: "which countries …", "who …", "examples of …"."""
    asked = query.intent in ("list", "example") and _PLACES_ASKED.search(query.standalone) is not None
    of_partners = names_places(query.places) and _PARTNERS_ASKED.match(query.standalone) is not None
    return asked and not of_partners and not _asks_where_more(query)


def _asks_where_more(query: Query) -> bool:
    """Say whether a question is under what conditions, or in what kind of countries, something is more often found."""
    between = not query.places and _CONNECTED.search(query.search)
    asked = between or _WHERE_MORE.search(query.search)
    return query.intent in ("fact", "list", "yes_no", "definition") and asked is not None


def asks_who_is_counted(query: Query) -> bool:
    """Say whether a question is which countries are those that a figure counts, which only their names answer."""
    return _WHO_IS_COUNTED.search(query.standalone) is not None


def asks_who_lacks(query: Query) -> bool:
    """Say whether a question is which places have not got something, or have not done it."""
    return asks_for_places(query) and _WHO_LACKS.search(query.standalone) is not None


def denies(sentence: str) -> bool:
    """Say whether a sentence can tell that something is not there; one of what is there cannot."""
    return _DENIED.search(sentence) is not None


def is_vague(query: Query, wanted: Collection[str]) -> bool:
    """Say whether a question names nothing of which it wants a share, advice or examples."""
    return query.intent in ("figure", "advice") and not wanted and not query.places and not query.policy_areas


def tells_which(sentence: str) -> bool:
    """Say whether a sentence tells what kind of countries or governments do something."""
    return _WHICH_KIND.search(sentence) is not None


@lru_cache(maxsize=_SENTENCES)
def has_figure(sentence: str) -> bool:
    """Say whether a sentence gives a number that is no year, or a share in words."""
    return _FIGURE.search(sentence) is not None


def is_advice(passage: Passage, table_title: str) -> bool:
    """Say whether a passage recommends: by its heading or table, or as a list whose items begin with what to do."""
    if any(_ADVICE_HEADING.search(heading) for heading in (*passage.section[-1:], table_title)):
        return True
    return passage.kind == "item" and all(map(_IMPERATIVE.match, map(passage.sentence, range(len(passage.sentences)))))


def is_whole(passage: Passage, index: int) -> bool:
    """Say whether a sentence can be said by itself: all of one, not a question and not a mere label.

    A page may have cut prose off in the middle.
    """
    sentence = passage.sentence(index)
    if re.search(r"[?:]\W*$", sentence) or _POINTS_ONLY.fullmatch(sentence):
        return False
    ended = _ENDED.search(sentence) is not None
    if passage.kind == "prose" and (sentence[:1].islower() or (not ended and _CUT.search(sentence))):
        return False
    length = len(sentence.split())
    said = length > _LABEL or _IMPERATIVE.match(sentence) is not None
    return length >= _UNENDED or (said and ended)
