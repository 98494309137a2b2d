"""How follow-up questions are worded: the patterns by which one is told that takes up what was said before.

English for the most part; the words that only carry on ("y", "et", "solo", "seulement") in Spanish,
French and Portuguese too.
"""

from __future__ import annotations

import re

from mgi_assistant.reading import LOCAL, NATIONAL

STARTS_OVER = re.compile(
    r"^\W*((let's|let us|please|can we|ok(ay)?|now|a)\W+)*(start over|start again|new (question|topic|subject)|"
    r"(a )?(different|another|change of) (topic|subject|question)|forget (that|it|about it))\b( please)?\W*",
    re.I,
)
COURTESY = re.compile(
    r"^\W*((thanks( a lot)?|thank you|ok(ay)?|got it|i see|hmm*|wow|sorry|please|gracias|merci|d'accord)\b[\s,.!:;-]+|"
    r"(great|right|well|yes|no|sure|perfect|vale|bien)\b[,.!:;]+\s*|now[ ,]+(?=(tell|what|how|which|show|give|on)\b))+",
    re.I,
)
CORRECTS = re.compile(
    r"^\W*(not (?P<wrong>[^,;.]+)[,;.]? (but |rather )?|i mean(t)? |rather |actually |make that )", re.I
)
CARRIES_ON = re.compile(
    r"^\W*((and|but|or|also|then|so|what about|how about|(the )?same (for|with|in)|only|just|same question for|"
    r"y|et|e|pero|mais|mas|solo|sólo|solamente|seulement|uniquement|só|somente|apenas)\b[\s,]*)+",
    re.I,
)
NARROWS = re.compile(
    r"^\W*((and|but|y|et|e|pero|mais|mas|of (those|these|them))\b[\s,]*)*"
    r"(only|just|those|the ones|solo|sólo|solamente|seulement|uniquement|só|somente|apenas)\b",
    re.I,
)
"""What is limited to a part of what was said, as in "only in Africa"."""
TOPIC_FIRST = re.compile(
    r"^\W*((and|but|so|y|et)\b\s*)?(?P<it>[^,?]{2,40}),\s+(?P<asked>(what|when|how|why|where|who|did|does|do|has|have|is|was)\b.+)$",
    re.I,
)
"""A question that says first what "it" is: "And Samoa, when did it join?"."""
THE_PLACE = re.compile(
    r"\b(the (whole |entire )?(country|nation|state) (itself|as a whole)|the (whole|entire) (country|nation|state))\b",
    re.I,
)
OF_ALL_PLACES = re.compile(
    rf"\b({NATIONAL}|countr(y|ies)|{LOCAL}|cit(y|ies)|towns?|worldwide|globally|world|programme|MGIs?|IOM|booklet|report|"
    r"publication|somewhere|elsewhere|anyone|anybody)\b",
    re.I,
)
"""A question about more than the place talked of."""
TRUE_FOR = re.compile(
    r"^\W*is (that|this|it) (also )?(true|so|the case|the same) (also )?(for|in|of|at) |"
    r"^\W*does (that|this|it) (also )?(hold|apply) (also )?(for|in|to) ",
    re.I,
)
_TRUE = r"(?:true|possible|necessary|important|better|safe|legal)"
IT = (
    rf"(?:(?<!n't )(?<!\bis )(?<!\bwill )(?<!\bdoes )\bit\b(?! (?:rains?|takes?|will|would|is {_TRUE}))|"
    rf"(?<=\bis )it\b(?! {_TRUE}\b)|(?<=\bwill )it\b(?! take)|(?<=\bdoes )it\b(?! take))"
)
"""The word "it" unless it stands for nothing at all ("is it true that", "if it rains")."""
STANDS_FOR = re.compile(rf"{IT}|\b(that|this|them|those|these)\b", re.I)
POINTS_BACK = re.compile(
    rf"{IT}|\b(they|them|ones|(this|that|which|the (same|other)) one|the former|the latter|(do|did|does) so)\b|"
    r"^\W*(this|that|these|those)\b|"
    r"\b(about|as|at|by|did|do|does|for|from|had|has|have|in|is|like|of|on|than|to|was|were|with) "
    r"(this|that|these|those)\b(?! (who|which|that)\b)|"
    r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )\bthere\b(?! (is|are|was|were|any)\b)",
    re.I,
)
"""Words for what was said before; "that" may also join, and "there" only say that something exists."""
OWNER = re.compile(r"^(?P<before>.*?)\b(its|their)\b", re.I)
OPENING = re.compile(r"^\W*((and|but|so|then|also)\b[\s,]*)+", re.I)
GLUE = frozenset(
    "please ones one countries country neighbour neighbor neighbouring in the of for from en au aux a le la el los las "
    "les dans du de del states government too also only well".split()
)
"""Words around a place that add nothing to it."""
MORE = re.compile(
    r"^\W*((tell me |say |give me )?more( (about|on) (it|that|this|them|those))?|go on|continue|tell me|and then|"
    r"more (details?|information)|details?|elaborate|m[aá]s|plus)\W*$",
    re.I,
)
EXAMPLES = re.compile(
    r"^\W*(?P<ask>.*?\bexamples?)( (from|in|of|for|on) (there|that|this|these|those|it|them))?\W*$", re.I
)
MANY = re.compile(
    r"^\W*how many( (countries|governments|of (them|those|these)))?( (do|does|have|has|are|did)( (so|it|that))?)?\W*$",
    re.I,
)
MANY_THERE = re.compile(
    r"^\W*how many( (of (them|those|these)|countries|cities))?"
    r"( (do|does|have|has|are|did)( (so|it|that|done (so|it|that)))?)?"
    r"( there)? (in|en|au|aux|dans)\b(?=[^?.!,;]{0,60}$|[^?.!,;]{0,60}[?.!])",
    re.I,
)
WHICH = re.compile(
    r"^\W*(which|which ones|who|where|which (countries|governments)( (do|have)( so)?)?|"
    r"which (countries|governments|states|ones|places) (are|were) (those|these|they|that))\W*$",
    re.I,
)
WHY = re.compile(
    r"^\W*(?P<ask>why|how|when|since when|how come)( (is|was|were|are|did) (that|this|it|they|so))?( so)?\W*$", re.I
)
ELSE = re.compile(
    r"^\W*(?:(?:who|where|which|any|what)(?:one|body)? (?:else|others?)|other)\b"
    r"(?: (?P<group>countr\w+|cit\w+|places?))?"
    r"(?: (?:do|does|did|has|have|had)(?: (?:done )?(?:so|it|that|the same|something similar|likewise))?)?\W*$",
    re.I,
)
"""Asks of all others what was asked of one: "who else did so?"."""
COMPASS = re.compile(r"(?:north|south|east|west)(?:ern)?|central|middle|eastern|western", re.I)
OF_THOSE = re.compile(
    r"^\W*(?P<head>which|how many|are any|is any) ?(one |ones )?of (those|these|them|"
    r"(its|their) (?P<part>cities|towns|municipalities|states|provinces))\b ?"
    r"(?P<verb>are|is|were|have|has|do|also)?\W*(?P<rest>[^?.!]*)",
    re.I,
)
NTH = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
ORDINAL = re.compile(
    rf"\b(the )?(?P<nth>{'|'.join(NTH)}|last)"
    r"( (one|country|city|place|example)(?! (to|that|which|who|of)\b)|(?= of (these|those|them)\b)|(?=\W*$))"
    r"( (of|in) (these|those|them|the list))?",
    re.I,
)
AT_LEVEL = re.compile(
    rf"^\W*(?:(?:in|at|for|on|by|les|las|los|the|en|dans les|il|with) )*(?:the )?(?P<group>(?:(?P<local>{LOCAL}|"
    r"local(?:ly)?(?: (?:level|ones|governments?|authorities))?|local|subnational)|"
    rf"(?P<national>{NATIONAL}|national(?:ly)?(?: (?:level|ones))?)))( only| please| too| as well)*\W*$",
    re.I,
)
SOME = re.compile(r"^\W*(the )?(?P<which>[\w-]+( [\w-]+){0,2}) (ones|countries)\W*$", re.I)
PEOPLE = re.compile(
    r"\b(\w+(ants|ents|ers|ees|men)|people|children|nationals|citizens|victims|survivors|girls|youth)$", re.I
)
WITHOUT_NOUN = re.compile(
    r"^\W*(?P<head>how many|which|what (share|percentage)( of)?|do (most|all|many)) (of (them|those) )?"
    r"(?P<verb>(have|are|were|do|did|also|can|\w+ed)\b [^?.!]+)",
    re.I,
)
PRODUCT = re.compile(
    r"\bdoes it (cover|contain|include|say|address|last|apply|run|cost|concern|end|start|begin)\b", re.I
)
AGENT = re.compile(
    r"\b(?P<aux>does|did|do|has|have) (?P<subject>it|they|this|that)"
    r"(?= (recommend|advise|suggest|propose|say|find|report))",
    re.I,
)
THERE = re.compile(r"(?P<from>\bfrom)? ?\bthere\b", re.I)
THEY = re.compile(r"\b(do|did|have|can|could|should|must|would) they\b", re.I)
ACTOR = re.compile(
    r"^\W*((what|how|when|why|where|which \w+) )?(else )?(?P<aux>do|does|did|has|have|can|will) (?P<who>it|they)\b",
    re.I,
)
"""The actor of a question, as in "what else do they"."""
SUBJECT = re.compile(r"\b(what|which) [^,]*\b(did|does|do|has|have|had) it$", re.I)
"""What comes before "it" cannot be what "it" stands for: "which groups did it"."""
TAKES_ON = re.compile(r"\b(recommended|advised|suggested|proposed|known|examples?|data|information)$", re.I)
SHORT = 9
"""A question of so few words that carries on from the one before asks the same of something else."""
OF_A_TOPIC = re.compile(r"\b(recommend\w*|advi[sc]e\w*|suggest\w*|examples?|should|figures?|share|percentage)\b", re.I)
"""What is asked for of some topic; a question with no topic means that of the one before."""
