"""How follow-up questions are worded: the patterns by which one is told that takes up what was said before.

English for the most part; the words that only carry on ("y", "et", "solo", "seulement") in Spanish,
French and Portuguese too.
"""

from __future__ import annotations

import re

from mgi_assistant.reading import LOCAL, NATIONAL

STARTS_OVER = re.compile(
    r"^\W*((let's|let us|please|can we|ok(ay)?|now|a)\W+)*(start over|start again|new (question|topic|subject)|"
    r"(a )?(different|another|change of) (topic|subject|question)|forget (that|it|about it)|"
    r"leave (that|it)( there| aside)?(?=\W*[.!;]))\b( please)?\W*",
    re.I,
)
COURTESY = re.compile(
    r"^\W*((thanks( a lot)?|thank you|ok(ay)?|got it|i see|hmm*|wow|sorry|please|gracias|merci|d'accord)\b[\s,.!:;-]+|"
    r"(great|right|well|yes|no|sure|perfect|vale|bien)\b[,.!:;]+\s*|no (?=(i|we) mean)|"
    r"now[ ,]+(?=(tell|what|how|which|show|give|on)\b))+",
    re.I,
)
CORRECTS = re.compile(
    r"^\W*(not (?P<wrong>[^,;.]+)[,;.]? (but |rather )?|i mean(t)? |rather |actually |make that )", re.I
)
CARRIES_ON = re.compile(
    r"^\W*((and|but|or|also|then|so|what about|how about|"
    r"(the )?same( question)? (for|with|in|about|on|as to)|"
    r"only|just|even|"
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
THAT_COUNTRY = re.compile(r"\bin (?:that|this|the same|its|their) country\b", re.I)
THE_PLACE = re.compile(
    r"\b(the (whole |entire )?(country|nation|state) (itself|as a whole)|the (whole|entire) (country|nation|state))\b",
    re.I,
)
OF_ALL_PLACES = re.compile(
    rf"\b({NATIONAL}|countr(y|ies)|{LOCAL}|cit(y|ies)|towns?|worldwide|globally|world|programme|MGIs?|IOM|booklet|report|"
    r"publication|somewhere|elsewhere|anyone|anybody|(?:which|what|any) others?)\b",
    re.I,
)
"""A question about more than the place talked of."""
TRUE_FOR = re.compile(
    r"^\W*is (that|this|it) (also )?(true|so|the case|the same) (also )?(for|in|of|at) |"
    r"^\W*does (that|this|it) (also )?(hold|apply) (also )?(for|in|to) ",
    re.I,
)
_TRUE = r"\w+ (?:that|for|to|if)\b"
IT = (
    rf"(?:(?<!n't )(?<!\bis )(?<!\bwill )(?<!\bdoes )\bit\b(?! (?:rains?|takes?|will|would|is {_TRUE}))|"
    rf"(?<=\bis )it\b(?! {_TRUE}\b)|(?<=\bwill )it\b(?! take)|(?<=\bdoes )it\b(?! take))"
)
"""The word "it" unless it stands for nothing at all ("is it true that", "if it rains")."""
WHO_DOES = re.compile(r"^who (?:is |was |has )?\w+(?: for| up| behind)? (?=the )", re.I)
"""Asks who does something, of which what it is done to is the thing that "it" is: "who funds the programme"."""
STANDS_FOR = re.compile(rf"{IT}|\b(that|this|them|those|these)\b", re.I)
POINTS_BACK = re.compile(
    rf"{IT}|\b(they|them|ones|(this|that|which|the (same|other)) one|the former|the latter|(do|did|does) so|"
    r"such(?! (?:as|that)\b))\b|"
    r"^\W*(this|that|these|those)\b|"
    r"\b(about|as|at|by|can|could|did|do|does|for|from|had|has|have|in|is|like|must|of|on|should|than|to|was|were|"
    r"will|with|would) (this|that|these|those)\b(?! (who|which|that)\b)|\b(this|that|these|those)\W*$|"
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
ASKS_WHERE = re.compile(
    r"^\W*(?:(?:and|so|can you|could you|please|give me|tell me|show me|what(?:['’]s| is| are)) )*"
    r"(?:(?:on|in) )?(?:(?:which|what|the|your) )?(?:pages?|sources?|references?)\b"
    r"(?! (?:of|for|on) (?!(?:that|this|it|the (?:booklet|report|publication))\b))|"
    r"^\W*where(?: exactly)? (?:does it say|(?:can|could|do|would) (?:i|we|one) (?:find|read|see|check|look)|"
    r"is (?:that|this|it)(?: stated| written| said| from)?\W*$)",
    re.I,
)
"""Asks for the page or source of what is told."""
OF_THE_MGI = re.compile(r"\b(?:MGIs?|Migration Governance Indicators)\b", re.I)
ALL_THIS = re.compile(
    r"\b(?:all (?:of )?(?:this|that|it)|it|this|that|them)(?=\W*$)|"
    r"(?:(?<=\bdoes )|(?<=\bdid )|(?<=\bcan )|(?<=\bhas ))"
    r"(?:it\b|(?:this|that)(?= (?:\w+ly )?(?:help|work|cost|mean|involve|do|last|cover|aim)s?\b))",
    re.I,
)
"""What stands for the MGI after a question about nothing else."""
MORE = re.compile(
    r"^\W*((tell me |say |give me )?more( (about|on) (it|that|this|them|those))?|go on|continue|tell me|and then|"
    r"more (details?|information)|details?|elaborate|m[aá]s|plus)\W*$",
    re.I,
)
COMPARES = re.compile(
    r"^\W*(?:and )?(?:how (?:does|do|did) (?:that|this|it|they) compare (?:with|to|against)|"
    r"what(?:['’]s| is| was) the (?:figure|number|share|percentage|rate|answer|situation) (?:for|in|of)) "
    r"(?!(?:that|this|it|those|these|them|all|countries|how|what)\b)",
    re.I,
)
"""Asks the same of something else."""
TALK_OF = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|thanks|thank you|great|so|and|now)\W+)*(?:"
    r"(?:let['’]?s|let us|can we|could we|shall we|i['’]d like to|i want to) "
    r"(?:talk|speak|move on|switch|turn) (?:about|to|of) (?P<it>[^.?!,;]+?)|"
    r"(?:now|next) (?P<next>(?!(?:tell|show|give|what|how|which|who|why|when|where|list|compare)\b)[\w-]+(?: [\w-]+)?)"
    r"(?= please))(?: instead| now| please| then)*\W*$",
    re.I,
)
"""Changes the subject: "let's talk about data instead"."""
AGAIN = re.compile(
    r"^\W*(?:(?:can|could) you )?(?:"
    r"(?:which|what) (?:source|document|report|publication|page)s?"
    r"(?: (?:says?|said|is|tells?)(?: (?:so|that|this|it))?)?|"
    r"(?:on |in )?(?:which|what) (?:source|document|report|publication|page)s?(?: of the \w+)? "
    r"(?:(?:is|was|are) (?:that|this|it)|(?:can|could|do|would|should) (?:i|we|one) (?:find|read|see|"
    r"check) (?:that|this|it))"
    r"(?: stated| written| said)?|"
    r"(?:give me |tell me |what(?:['’]s| is) )?the (?:page|page number|source|reference)|"
    r"where (?:can|could|do|would) (?:i|we|one) (?:find|read|see|check|look) (?:that|this|it)(?: up)?|"
    r"(?:what|which)(?:['’]s| is| are) (?:the|your) sources?|(?:the |your )?sources?|says who|"
    r"where(?: exactly)? (?:does it say|is|was|does|did|do you have) (?:so|that|this|it)"
    r"(?: from| come from| stated| written)?|"
    r"(?:cite|quote|repeat|say)(?: (?:it|that|this|(?:the|your) source))?(?: again)?|"
    r"(?:the |a )?(?:figure|number|percentage|share|short answer|answer)(?: only)?)"
    r"(?: for (?:that|this|it))?(?: please)?\W*$",
    re.I,
)
"""Asks for nothing new, only where the answer stands, or for it in short."""
EXAMPLES = re.compile(
    r"^\W*(?P<ask>.*?\bexamples?)( (from|in|of|for|on) (there|that|this|these|those|it|them))?\W*$", re.I
)
STORY = re.compile(r"\b(?:stor(?:y|ies)|examples?|cases?)$", re.I)
"""What is told of a place, whatever it is about."""
MANY = re.compile(
    r"^\W*(?:in )?how many( (countries|governments|of (them|those|these)))?"
    r"( (do|does|have|has|are|is|did)( (so|it|that|there|they|those|these))?)?"
    r"( in (all|total)| altogether| at all)?\W*$",
    re.I,
)
MANY_THERE = re.compile(
    r"^\W*how many( (of (them|those|these)|countries|cities))?"
    r"( (do|does|have|has|are|did)( (so|it|that|done (so|it|that)))?)?"
    r"( there)? (in|en|au|aux|dans)\b(?=[^?.!,;]{0,60}$|[^?.!,;]{0,60}[?.!])",
    re.I,
)
WHICH = re.compile(
    r"^\W*(which|which ones|who|where|which countries are they|"
    r"which (?P<noun>countries|governments|cities|places)( (do|does|did|have|has)( done)?( (so|it|that|this))?)?|"
    r"which (countries|governments|states|ones|places) (are|were) (those|these|they|that))\W*$",
    re.I,
)
WHY = re.compile(
    r"^\W*(?P<ask>why|how|when|since when|how come|what for|"
    r"(?:on|for|with|by|to|from|of|about|against) (?:what|whom|who))"
    r"( (is|was|were|are|did) (that|this|it|they|so))?( so)?\W*$",
    re.I,
)
ELSE = re.compile(
    r"^\W*(?:(?:who|where|which|any|what)(?:one|body)? (?:else|others?)|other)\b"
    r"(?: (?P<group>countr\w+|cit\w+|places?))?"
    r"(?: (?:do|does|did|has|have|had|is|are|was|were)"
    r"(?: (?:done )?(?:so|it|that|the same|something similar|likewise))?)?\W*$|"
    r"^\W*(?:(?:is|are) there )?(?:any|an)?other (?P<like>countr\w+|cit\w+|places?) like (?:it|that|this|them)\W*$",
    re.I,
)
"""Asks of all others what was asked of one: "who else did so?"."""
ALIKE = re.compile(
    r"^\W*(?:(?:are|is|there|any|an?|which|what|other) )*(?:similar|comparable) "
    r"(?P<group>countr\w+|cit\w+|towns?|places?)(?: (?:to|with) (?:it|that|this))?\W*$",
    re.I,
)
"""Asks for the places comparable to the one talked of: "any similar city?"."""
ANYONE = re.compile(
    r"^\W*(?:(?:is|are) there |do you know )?(?:any|an?|one) (?P<group>countr(?:y|ies)|cit(?:y|ies)|places?|towns?|"
    r"governments?)(?: that| which| who)? (?:do|does|did|has|have)(?: done)?(?: (?:so|it|that|this|the same))?\W*$",
    re.I,
)
"""Asks who did what was talked of: "any city that did this?"."""
COMPASS = re.compile(r"(?:north|south|east|west)(?:ern)?|central|middle|eastern|western", re.I)
OF_THOSE = re.compile(
    r"^\W*(?P<head>which|how many|are any|is any) ?(one |ones )?of (those|these|them|"
    r"(its|their) (?P<part>cities|towns|municipalities|states|provinces))\b ?"
    r"(?P<verb>are|is|were|have|has|do|does|did|also)?\W*(?P<rest>[^?.!]*)",
    re.I,
)
NTH = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
ORDINAL = re.compile(
    r"\b(?<!was it )(?<!is it )(?<!it the )(?<!their )(?<!its )(?<!our )(?<!his )(?<!her )"
    r"(?<!came )(?<!come )(?<!went )(?<!go )(?<!at )"
    rf"(the )?(?P<nth>{'|'.join(NTH)}|last)"
    r"( (one|country|city|place|example)(?! (to|that|which|who|of)\b)|(?= of (these|those|them)\b)|(?=\W*$))"
    r"( (of|in) (these|those|them|the list))?",
    re.I,
)
AT_LEVEL = re.compile(
    rf"^\W*(?:(?:in|at|for|on|by|les|las|los|the|en|dans les|il|with) )*(?:the |any )?(?P<group>(?:(?P<local>{LOCAL}|"
    r"local(?:ly)?(?: (?:level|ones|governments?|authorities))?|local|subnational|city|town|municipality)|"
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
THERE = re.compile(
    r"(?P<from>\bfrom)? ?(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )\bthere\b(?! (is|are|was|were|any)\b)", re.I
)
"""The place talked of, not the "there" of "is there a plan?"."""
THEY = re.compile(r"\b(do|did|have|can|could|should|must|would) (?:they\b|(?:these|those)(?= (?:do|have|be)\b))", re.I)
ACTOR = re.compile(
    r"^\W*((what|how|when|since when|why|where|which \w+) )?(else )?(?P<aux>do|does|did|has|have|can|will) "
    r"(?P<who>it|they)\b(?! (ever |already |now )?(be|been|being)\b)",
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
NUMBERED = re.compile(rf"\bthe (?P<nth>{'|'.join(NTH)}|last) \w+", re.I)
"""What a question numbers itself: "the first assessment"."""
BOTH = re.compile(
    r"\b(?:(?:both |all )?(?:these|those|the) two|both(?= (?:have|has|do|did|are|were|of)\b|\W*$)|neither|"
    r"(?:(?<=\bdid )|(?<=\bdo )|(?<=\bhave )|(?<=\bare )|(?<=\bwere )|(?<=\bcan ))both(?! [\w-]+ and\b)|"
    r"either(?= of))"
    r"(?: of (?:them|these|those))?(?: (?:countries|cities|places|towns|ones))?\b",
    re.I,
)
OF_TWO = re.compile(r"\b(?:which|what|who)(?: one)? of $", re.I)
MANY_BOTH = re.compile(r"^\W*how many\b(?: \w+){0,3} (?:in|of) ", re.I)
NAMES = re.compile(
    r"^\W*(?:(?:and|please|can you|could you|now)\W+)*(?:(?:name|list|show|give|tell) (?:me )?(?:them|those|these)|"
    r"(?:which|what|who) (?:are|were) (?:they|those|these))(?: all)?(?: please)?\W*$|"
    r"^\W*(?:which|what|who) are\W*$",
    re.I,
)
HOW_COMMON = re.compile(
    r"^\W*(?:how (?:many|common|often|widespread)|what (?:share|percentage|proportion|fraction)|do (?:most|many))\b",
    re.I,
)
WHICH_COUNTRIES = re.compile(
    r"^(?P<which>Which (?:countries|states|governments|nations)(?: in [^?]+?)?)(?= (?:have|has|do|are|\w+)\b)"
)
TAKING_PART = re.compile(r"\bt(?:ake|ook|aken) part\b|\bparticip\w+|\bassess\w+|\bMGIs?\b", re.I)
COUNTED = re.compile(
    r"^\W*(?:\w+ )?(?:how many|which|what) (?:of (?:these|those|the) )?(?P<noun>(?!(?:of|do|does|did|is|are|was|"
    r"were|has|have|had|can|happened|came|became|changed|led|made)\b)[^?,]+?) "
    r"(?P<rest>(?:have|has|had|are|were|is|was|do|did|does|can|could|will|would|should)\b[^?.!]*)",
    re.I,
)
"""A question that counts or picks things, with what it counts and what is said of them."""
COUNTS_OTHERS = re.compile(
    r"^\W*(?:\w+ )?how many (?!(?:of|do|does|did|is|are|was|were|has|have|had|can|in|more|times)\b)"
    r"(?P<things>[\w-]+(?: [\w-]+)?)\W*$",
    re.I,
)
"""Asks to count other things of the same kind: "and how many cities?"."""
WHICH_THERE = re.compile(
    r"^\W*(?:(?:and|but|so) )?(?:which|what|who)(?: ones?)?(?= (?:in|from|the) | (?-i:[A-Z]))", re.I
)
"""Asks the same of another place: "and which in Zimbabwe?"."""
OF_THE_OBJECT = re.compile(r"^(?:is|are|were) (?:about|on|for|against)\b", re.I)
"""Said of what the countries asked about have, not of them: "how many of them are about children"."""
WHERE = re.compile(r"^\W*(?P<ask>where)(?: (?:is|was|were|are|did|does) (?:that|this|it))?\W*$", re.I)
LIKE_IT = re.compile(
    r"\b(?:an? |any )?(?:comparable|similar) (?:cases?|examples?|story|stories|measures?|approach(?:es)?|"
    r"initiatives?)\b|"
    r"\b(?:anything|something|any|one)? ?(?:like (?:it|that|this)|similar|comparable|the same|likewise)\b",
    re.I,
)
"""Asks of another place for what was asked of one: "does Peru have anything like it?"."""
ONE = re.compile(
    r"\b(?P<verb>have|has|had|got|get|need|needs|is there|are there|adopted|drawn up|with|without) (?P<one>one)\b"
    r"(?=\W*$| (?:in|at|too|as|already|yet|do|does|be)\b)",
    re.I,
)
"""One of what was asked about: "does it have one?"."""
TOPIC_AHEAD = re.compile(
    r"^\W*(?:(?:and|but|so|ok|then|now|(?:let's|let us|can we) (?:talk|speak))\b\W*)*"
    r"(?:back to|as for|as to|on|about|what about|regarding|concerning|with) "
    r"(?P<it>[^,:.?–]{2,50}?)(?: instead| now)?(?:[,:.]|\s[–-])\s+(?P<asked>"
    r"(?:what|when|how|why|where|who|which|did|does|do|has|have|is|was|are|were|can|could|may|must|should|will|would)"
    r"(?:\b|['’]s\b).+)$",
    re.I,
)
"""A question that says first what it is on: "back to floods: who acts on it?"."""
OWN_LEVEL = re.compile(r"^\W*(?:its|their) (?=\w+\W*$)", re.I)
CLEFT = re.compile(r"\b(?:(?:is|was) it|it(?:['’]s| is| was)) (?!\w+ (?:that|who|to|for)\b).+\b(?:that|who)\b", re.I)
"""The "it" of "was it the census that changed this?" stands for nothing."""
NATIONALLY = re.compile(r"\b(?:at (?:the )?)?national(?:ly)?(?: level)?\b(?! (?:governments?|authorit\w+)) ?", re.I)
"""What a question asked of countries says of the level, which one of cities does without."""
STANDS_ALONE = re.compile(rf"{IT}|\b(?:they|them|its|their)\b", re.I)
ANTECEDENT = re.compile(r"\b(?:an?|any|every|each) (?:[\w-]+ ){1,3}.*$|^\W*(?:(?:and|but) )?the [^,:]+[,:]", re.I)
PART_OF = re.compile(r"\b(?:rest|some|most|more|all|none|one|others?|many|few|half|part) of $", re.I)
"""What a word after it may stand for: "when a town takes part, how long does it last"."""
OTHERWISE = re.compile(
    r"^\W*(?:why|how|when|where|since when) (?=(?:do|does|did|is|are|was|were|has|have|had)\b)", re.I
)
"""The question word of a question of which only that is asked otherwise."""
THEM = re.compile(r"\b(?:they|them|their|those|these)\b", re.I)
APPENDED = re.compile(r"(?:without|before|after|when|during|while|if|since|until|because of|in(?= \d{4}\b))\b", re.I)
"""Says of the same question when or on what condition, and does not replace what it is about."""
ONES = re.compile(r"\bones?\b", re.I)
THE_OTHER = re.compile(r"^\W*(?:(?:for|about|on|in|with) )?(?:the )?others?(?: ones?)?\W*$", re.I)
"""Which of several is meant only a list of two can tell."""
ANYWHERE = re.compile(
    r"\b(?:worldwide|globally|everywhere|elsewhere|in the world|"
    r"(?:an?|any|no|other|most|many|all|some) countr(?:y|ies))\b",
    re.I,
)
"""Asks of more than the place talked of."""
THEM_TO = re.compile(r"\b(?P<verb>advis\w+|tell|told|ask\w*|want\w*|like|expect\w*|urg\w+|help\w*) them\b", re.I)
"""Those who are to do something."""
IS_IT = re.compile(r"^\W*(?:is|was|has|had|will|can|could|should) (?:it|this|that)$", re.I)
"""Asks of what was done itself: "has it been adopted?"."""
FINITE = re.compile(r"n['’]t\b|\b(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b", re.I)
"""A verb makes a sentence of what would be a topic."""
IN_THIS = re.compile(r" (?:in|on|for|about|with|to|by) (?:this|that|it|these|those)(?=\W*$)", re.I)
WHICH_NOT = re.compile(
    r"^\W*(?P<head>which|who|how many)(?: ones| countries)? (?:do|does|have|has|are|is)(?:n['’]t| not)\W*$", re.I
)
DO_THE_SAME = re.compile(
    rf"^\W*(?:do|does|did|have|has) (?:the |most |any |other )?(?P<group>{NATIONAL}|{LOCAL})(?: there)? "
    r"(?:do|done)(?: (?:the same|so|likewise|it|that))?(?: too| as well)?\W*$",
    re.I,
)
AFTER_THAT = frozenset(
    "about against and as at because but by can could did do does for from had has have in is like must of on should "
    "than to was were will with would".split()
)
"""Words behind which "that" and "this" stand for something; behind others they join or name."""
PLURAL = re.compile(r"\b(?:they|them|these|those)\b(?! \w+s\b)", re.I)
