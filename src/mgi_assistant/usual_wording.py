"""What is asked in an unusual way, put in the usual one: "how much countries", "what mean diaspora", "X or rather Y".

Those who learn English ask so, those who say first who wants to know, and those who change their mind on the way.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from mgi_assistant.checking import statement_checked
from mgi_assistant.matters import MATTERS, NAMES
from mgi_assistant.places import Gazetteer
from mgi_assistant.told_first import pointing_made_whole

_MANY = {"country": "countries", "city": "cities", "municipality": "municipalities", "locality": "localities"}
_PLURALS = _MANY | {"government": "governments", "town": "towns", "state": "states", "place": "places"}
_CALLED = r"(?:(?:what are|what['’]s|what is) (?:they called|their names?)|(?:which|who) are they|(?:their )?names)"
_TELLS = r"mentions?|lists?|names?|includes?|quotes?|needs?|presents?|has|have"
_NEW = r"^\W*(?:i am|i['’]m|we are|we['’]re) new (?:here|to (?:this|it|the [\w ]{2,30}))\W+"
_STATE = r"(?P<thing>country|city|town|government|municipality|state|place)"
_POST = r"(?:job|post|position|title|role|function|office)(?: \w+ \w+)?"


def _many(found: re.Match[str]) -> str:
    return f"how many {_PLURALS[found['thing'].lower()]}"


_BOTH_LEVELS = (
    r"^.*?\b(?:how many|number of) (?P<one>(?:national )?(?:countries|states|governments)) and (?:of |how many )?"
    r"(?P<other>(?:local )?(?:cities|localities|towns|municipalities|jurisdictions|governments))\b"
)
"""Counts at both levels at once."""
_UNUSUAL: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (
        r"^\W*(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|dear [\w ]{2,20})(?: there| all)?[,.! "
        r"–—-]+(?=\w+ \w)",
        "",
    ),
    (rf"^([^?]+), {_CALLED}\W*$", r"Which are \1?"),
    (r"\b(which|what|how many) ((?:(?-i:[A-Z])[\w-]+ ){1,2})?capitals\b", r"\1 \2cities"),
    (r"\bacross the border,? in (?=(?-i:[A-Z]))", "in "),
    (r"\b(what|who|which|how|where) r (?=the\b|these\b|those\b)", r"\1 are "),
    (r"\b(what|who|why|how|where|when) (?:on earth|the heck|the hell) ", r"\1 "),
    (
        r"^(\W*(?:when|where|why|how|who) \w+ )(?:all this|all of this|this (?:whole )?thing|the whole thing) "
        r"(?=beg[ai]n|start)",
        r"\1the MGI ",
    ),
    (r"^\W*([\w-]+(?: [\w-]+){0,3})[,:] how many of (?:those|these|them|such) (?=\w)", r"How many \1 "),
    (
        r"\bas a (?:state|country|nation|whole)(?:,)? or (?:(?:solely|only|just|merely) )?"
        r"(?:(?:through|by|via|for|in) )?(?:(?:some|a few|one|two|several|parts) of )?"
        r"(?:its|their) (?:municipalit(?:y|ies)|cit(?:y|ies)|towns?|local governments?|localit(?:y|ies))\b",
        "at the national level or only at the local level",
    ),
    (
        r"\bunder (?:what|which) (?:conditions?|circumstances) (?:is|are) (?:such an?|this|that|such) \w+ "
        r"(?:found |seen |there )?more (?:often|frequently|commonly?)(?: found)?\b",
        "where is it more common",
    ),
    (
        rf"^[^.?!]*\b(?:{_TELLS}) (?P<what>the [^.?!,;]{{3,60}})[.!;] (?:and |so )?{_CALLED}\W*$",
        r"Which are \g<what>?",
    ),
    (r"^\W*what are (the [^?]{3,60}) called\W*$", r"Which are \1?"),
    (
        r"(?<=[.?!;]) (?:please )?(?:give|send|show|make) (?:me |us )?(?:the|a) (?:(?:full|complete|whole) )?list\W*$",
        "",
    ),
    (
        r"(?<=\w)[,;]? (?:and |& )?(?:what (?:are|is) (?:their|the) names?|which(?: ones)? are they|who are they|"
        r"name them)\W*$",
        "?",
    ),
    (
        rf"^(\W*who\b[^?.!]*?),? and (?:what(?: is|['’]s) (?:his|her|their|(?:that|the) person['’]?s['’]?) {_POST}|"
        rf"(?:what|which) {_POST} do(?:es)? (?:they|he|she) (?:hold|have))\W*$",
        r"\1?",
    ),
    (
        r"^\W*(?:my|our|the|his|her) (?:[\w-]+ ){1,3}?(?:in (?-i:[A-Z])\w+ )?(?:wants?|needs?|wish(?:es)?|"
        r"would like|asks?|asked|is asking|"
        r"has asked) (?:me |us )?(?:to (?:know|understand|learn|see|find out|hear):? )?"
        r"(?=(?:which|what|how|whether|who|when|why|where|if|did|do|does|has|have|is|are)\b[^.?!]+[.?!]?\W*$)",
        "",
    ),
    (
        r"^\W*(why|how) (?:do|does|did) (?:the |these |your )?"
        r"(?:documents?|reports?|sources?|booklets?|publications?|texts?|MGI|IOM) "
        r"(?:say|state|claim|stress|argue)s? (?:that )?",
        r"\1 ",
    ),
    (r"\bgovt(s?)\b\.?", r"government\1"),
    (r"(?<!\w)w/o (?=\w)", "without "),
    (r"(?<!\w)w/ ?(?=\w)", "with "),
    (r"\bhow much (?=(?:countr|cit|municipalit|localit|government|state|town|place|stor)\w+\b)", "how many "),
    (r"\bhow (?:many|much) per ?cent(?:age)?(?: of)? (?:the )?countr(?:y|ies)\b", "what percentage of countries"),
    (
        rf"\b(how many|most|many|several) ({'|'.join(_MANY)})\b(?!-| (?:part|level|office|polic|profile|report|"
        rf"case)\w*)",
        lambda found: f"{found[1]} {_MANY[found[2].lower()]}",
    ),
    (rf"{_NEW}(?=\w+ \w)", ""),
    (
        r"\b(explain|tell me|describe|summari[sz]e|say) (?:to me )?"
        r"(?:briefly|in (?:an?|a few|one|two|three|simple|plain)(?: short)? (?:lines?|words?|sentences?|terms)) ",
        r"\1 ",
    ),
    (r"^\W*(?:would|does) it make sense to |^\W*is it (?:a good idea|advisable|wise|worthwhile) to ", "Should we "),
    (
        rf"^\W*(?:do|have) you (?:have|know(?: of)?|got|seen|heard of) (?:an?|any|some|another) (?:other )?{_STATE} "
        r"(?=that|which|where|whose|with|in which)",
        r"Which \g<thing> is there ",
    ),
    (rf"\bin how many cases (?:did|does|do|has|have) (?:an?|the|any) {_STATE}\b", _many),
    (r"\b(?:country|national)-level\b", "national"),
    (r"\blocal-level\b", "local"),
    (r"\b(?:below|under|beneath) the (?:national|federal) level\b", "at the local level"),
    (r"(?<=[.;!]) how many (?:is|are) (?:that|those|they|there)(?: (?:in total|altogether|in all))?\W*$", ""),
    (r"^(\W*why (?:did|do|does|is|are|was|were) [^?,]+), (?:is|was) it [^?]*\?", r"\1?"),
    (r"\b(?:city|town|municipal)-level\b", "local"),
    (r"\b20\d\d (?=(?:Migration Governance )?Insights\b)|(?<=\bInsights) 20\d\d\b", ""),
    (r"\b(how many \w+|which \w+) (?:think|thought) (?:of|about) (?=[^?]* when\b)", r"\1 consider "),
    (
        r"^\W*(?:on |in )?(?:which|what) pages? (?:of the [\w ]{3,30}? )?"
        r"(?:is|are|tells?|speaks?|mentions?|deals? with|(?:can|could|do|would) (?:i|we|one) (?:find|read)) "
        r"(?:about |of |on )?(?!(?:that|this|these|those|they)\b)(?=\w{4})",
        "What is said about ",
    ),
    (
        r"^\W*(?:for|as input (?:to|for)|to (?:include|put) in) (?:an?|my|our|the) "
        r"(?:[\w-]+ ){0,2}(?:note|speech|brief(?:ing)?|memo|report|paper|article|story|presentation|slide|talk|"
        r"meeting|blog|piece)\b"
        r"[^:?,]{0,60}[:,]\s+",
        "",
    ),
    (
        r"^\W*(?:we|i)(?: are| am|['’]re|['’]m) (?:looking for|interested in|searching for) "
        r"(?P<what>countries|cities|places|governments|states|towns|municipalities) (?:that|which|who|where) "
        r"(?P<did>[^.?!;]+)[.;:?!] (?:who|which(?: ones?)?|are there any)(?: (?:did|has|have|do|does|are they|"
        r"is there))?\W*$",
        r"Which \g<what> \g<did>?",
    ),
    (
        r"^[^.?!]*\b(?P<what>the MGIs?|the Migration Governance Indicators)\b[^.?!]*[.!] "
        r"(?:so |but |and )?what(?: exactly)? (?:is|are) (?:it|that|they|those)\b",
        r"What is \g<what>",
    ),
    (
        rf"^\W*(?:apart from|besides|other than|aside from|except(?: for)?|in addition to) {NAMES}, "
        r"(?=(?:which|what|who|how many|where)\b)|"
        rf",? (?:apart from|besides|other than|aside from|except(?: for)?|"
        rf"in addition to) {NAMES}(?=\W*$| (?:in|from|of|took|has|have|were|was|are|did|do)\b)",
        "",
    ),
    (
        r" (?:that )?(?:the|this) (?:report|publication|booklet) is (?:built|structured|organi[sz]ed|"
        r"based) (?:around|on)\b",
        "",
    ),
    (
        r"^\W*who else (?=(?:got|adopted|drew|developed|used|wrote|made|set|created|built|put)\b(?: [\w-]+){3})",
        "Which other places ",
    ),
    (r"^\W*what (?:is|are) meant by ", "What is "),
    (
        r"\b(?:policy )?(?:topics|themes|subjects|fields)(?: that| which)? (?:come|fall|belong|are|sit|stand) "
        r"(?:under|within|to)(?: the heading(?: of)?)?(?= )",
        "policy areas belong to",
    ),
    (r"^\W*which are the (countries|states|governments) (?:that|which|who) ", r"Which \1 are among those that "),
    (
        r"\b(since when|when|how long|in (?:what|which) year)\b([^?]{0,20}) the (?:programme|process|initiative|"
        r"project) (?=(?:exist|"
        r"start|beg|launch)\w*)",
        r"\1\2 the MGI ",
    ),
    (
        r"^\W*((?:is|are|do|does|have|has) [^?]+)\? (?:i need|give me|tell me|what is|what['’]s) (?:the|a) "
        r"(?:percentage|share|figure|number|proportion)\W*$",
        r"What percentage of countries: \1?",
    ),
    (
        r"^(?!\W*(?:which|what|how many) (?:[\w-]+ )?countries\b)(.*?),? (?:from |at |of )?(?:both )?(?:the "
        r")?(?:national|local|municipal|country|city)(?:[ -]levels?| ones)?,?"
        r" (?:and|as well as|or) (?:also )?(?:from |at |of )?(?:the )?"
        r"(?:national|local|municipal|country|city)(?:[ -]levels?| ones)?(?=\W*$)",
        r"\1",
    ),
    (r"^\W*where in the world (?=(?:did|does|do|has|have|was|were|is|are)\b)", "In which countries "),
    (r",? and can you (?:name|list) (?:them|these|those)(?=\W*$)", ""),
    (
        r"^(\W*)the (?:programme|process|initiative|project) "
        r"(?=(?:began|started|was (?:launched|established|set up|created|founded))\b)",
        r"\1the MGI ",
    ),
    (
        r"^\W*whose (?:views|opinions?|advice|input) (?:did|has|have|was|were) ([\w ]{2,30}?) "
        r"(?:seek|sought|ask(?:ed)?(?: for)?|collect(?:ed)?|hear|heard|get|want(?:ed)?|obtain(?:ed)?)\b",
        r"Who was consulted by \1",
    ),
    (r"\b(women|men|children|girls|workers|people) who (?:migrate|have migrated|move abroad)\b", r"migrant \1"),
    (
        r"^(\W*)(?:in (?:a few|plain|simple|other|short|one|two) (?:words?|terms|sentences?|lines?)|briefly|in "
        r"(?:short|brief|essence)|"
        r"in a nutshell|basically|put simply|to put it simply)[,:]? (?=\w+ \w)",
        r"\1",
    ),
    (
        r"\b(what (?:is|are) (?:the|these|this) (?:MGIs?|Migration Governance Indicators)) (?:supposed|meant) to be\b",
        r"\1",
    ),
    (
        r"\bwho(?: is|['’]s| was) the (?:woman|man|person|lady|official|author) (?:who|that|behind) (?=wrote|signed)",
        "who ",
    ),
    (
        r"^\W*if (?:an?|my|our|the|your) (?:government|country|city|ministry|town|municipality|state) "
        r"(?:signs? up|joins?|takes? part|participates?|applies|agrees)\b[^,]*, (?=how\b|what\b|which\b|who\b)",
        "",
    ),
    (
        r"^\W*(?:is it|are (?:there|they)) (?:many or few|few or many|a lot of|a few or many) (countries|"
        r"governments|states) (?:that|which|who)\b",
        r"How many \1",
    ),
    (
        r"^(?![^?]*\bmore\b)\W*do (?:the )?((?:[\w-]+ ){0,2}?(?:countries|governments|states|polic(?:y|ies)|"
        r"plans?|strateg(?:y|ies)|laws?)"
        r"(?: (?:on|for|about) [\w-]+)?) (?:usually|mostly|generally|normally|commonly|typically|often|tend to) ",
        r"How common is it for \1 to ",
    ),
    (r",? (?:(?:in order )?to see (?:if|whether)|to find out (?:if|whether|how)) [^?.!,]+(?=\W*$)", ""),
    (r" (?:besides|apart from|beyond|next to|along with) (?:this|that|it|the MGIs?)(?: one)?(?=\W*$)", ""),
    (r" of (?:theirs|ours|hers|his|its own)\b", ""),
    (
        r",? or (?:is it |was it |did )?(?:just|only|merely|simply) (?:the |its |their |through its |some "
        r")?(?:cit(?:y|ies)|towns?|"
        r"capital|localit(?:y|ies)|municipalit(?:y|ies))(?: alone)?(?=\W*$)",
        "",
    ),
    (
        r"\b(?:only|solely|just|exclusively) (?:below|under|beneath) the national level\b|"
        r"\b(?:only|solely|just|exclusively) at (?:the )?(?:local|municipal|city) level,? (?:and|but) not "
        r"(?:nationally|at (?:the )?national level)\b",
        "only at the local level",
    ),
    (
        r"\b(which|what) (?:participants|participating (?:countries|places)|members) (?=[^?]*\bonly at the local "
        r"level)",
        r"\1 countries ",
    ),
    (
        r"\b(?:headcount|total(?: number)?|sum|tally) of (?:all |the |completed )*(?=[a-z]|MGI)",
        "how many ",
    ),
    (
        rf"{_BOTH_LEVELS}(?P<did> (?:have|has|had|were|are|took|did|participated)\b[^?.,;]*)(?P<rest>.*)$",
        r"How many \g<one>\g<did>, and how many \g<other>\g<did>\g<rest>",
    ),
    (
        rf"{_BOTH_LEVELS} (?:reached|assessed|covered|involved)\b(?P<when>(?: (?:by|since|in) (?:19|20)\d\d)?).*$",
        r"How many \g<one> took part\g<when>, and how many \g<other> took part\g<when>?",
    ),
    (
        r"^(?P<head>.*?)\bhow many (?P<one>national|local|country-level|city-level) and (?:how many )?"
        r"(?P<other>national|local|country-level|city-level) (?P<things>assessments|MGIs|stories|governments|"
        r"examples) (?P<rest>[^?,]+)",
        r"\g<head>how many \g<one> \g<things> \g<rest>, and \g<head>how many \g<other> \g<things> \g<rest>",
    ),
    (r"^(?:[^:?]*: ?)?\W*who (?:joined|took part|participated) (?=only\b)", "Which countries took part "),
    (
        rf"^\W*(?:tell|give|name|show) (?:me |us )?(?:some|a few|one|two|three|four|five)? ?(?:things?|something|"
        rf"steps) (?:that )?({NAMES}) (?:did|has done)\W*$",
        r"What did \1 do?",
    ),
    (r"^\W*(is|are|was|were|do|does|did|has|have|had|can|could|should|will|would)n['’]t ", r"\1 "),
    (r"( in (?:19|20)\d\d), (?:when|as|after|because|since) [^?]+(?=\?)", r"\1"),
    (r",? (?:as opposed to|rather than|and not) (?:the )?(?:[\w-]+ ?){1,3}(?=\W*$)", ""),
    (r"^\W*what(?: is|['’]s) the full (?:name|form) of ([A-Z][\w-]+)\b.*$", r"What does \1 stand for?"),
    (r"\bwho (?:is|are) (chair|head|direct|staff)ing\b", r"who \1s"),
    (
        r"^\W*((?:[\w-]+ ){0,3}(?:countries|states|cities|towns|governments|municipalities|localities|places)) "
        r"(?:that|which|who) ((?:have|has|had|did|do|took|are|were)\b[^?:,.]+)\?\W*$",
        r"Which \1 \2?",
    ),
    (
        rf"^\W*({NAMES}) ?[–—:-]+ ?what(?: is|['’]s| was) (?:the|this|that) (?:project|story|case|initiative|"
        rf"work) (?:all )?about\W*$",
        r"What is said about \1?",
    ),
    (
        r"^\W*who (?:is|are) (?=(?:drafting|developing|preparing|writing|drawing up|planning|designing|setting up|"
        r"building|creating)\b)",
        "Which places are ",
    ),
    (r"\b(what are|what do|what is|how do) these indicators\b", r"\1 the MGI"),
    (
        r" (?:around|on) which the (?:report|publication|booklet) is (?:organi[sz]ed|built|structured|based)\b",
        "",
    ),
    (
        r"^\W*why do .*\b(?:give|have|show|state)\b.*\bdifferent (?:numbers?|figures?|totals?) (?:of|for) "
        r"(?:(?:participating|assessed) )?(countries|cities|localities|local governments)\b.*$",
        r"How many \1 took part?",
    ),
    (r"\b(?:past|last|previous) (?:12|twelve) months\b", "last year"),
    (
        r"^\W*is it (?:usual|common|normal|typical|rare|widespread|standard practice) (?:for|that) "
        r"(?=[\w -]*\b(?:countries|governments|states|policies|strategies|laws)\b)",
        "How common is it for ",
    ),
    (
        r"^\W*(?P<thing>(?:the|our|their|(?-i:[A-Z])[\w-]+['’]s?) [^:?.!,]{3,60}): "
        r"(?P<asked>[^?]*\bit\b[^?]*\?)\W*$",
        lambda found: re.sub(r"\bit\b", found["thing"].strip(), found["asked"]),
    ),
    (r"\b(all|all the) policy area\b", r"\1 policy areas"),
    (r"(?<=\bpolicy areas )what (?=are\b)", "that "),
    (r"^\W*what means? (?!(?:are|were|is|of|do|does|did|to|for|can|could)\b)([^?]{2,60}?)\W*$", r"What does \1 mean?"),
    (
        r"^(\W*what (?:is|was) (?:the |this )?\S+) (?:business|thing|stuff|affair|matter|story)(?= (?:all )?about\b)",
        r"\1",
    ),
    (r"^\W*why (?:is|are|was|were) (.+?) (?:even )?mentioned(?: at all)?\W*$", r"What is said about \1?"),
    (r"\b(about|on|for|in) (?:[\w-]+ ){1,4}or rather (?=\1 )", ""),
    (
        r"^\W*(?:please )?(?:sum up|summari[sz]e|outline) (?:the |all )*(?:advice|recommendations?) "
        r"(?=(?:on|about|for) )",
        "What is recommended ",
    ),
    (
        r",? for (?:an?|my|our|the) (?:[\w-]+ ){0,2}(?:note|speech|brief(?:ing)?|memo|slide|presentation|talk)(?=\W*$)",
        "",
    ),
    (
        r"^\W*(?:(?:is|are) there |do you (?:have|know) )?(?:any|an?) (?:success )?stor(?:y|ies) (?:on|about|of) ",
        "Is there an example of ",
    ),
    (
        rf"^\W*what (?:is|was|has been) (?:the experience of (?P<of>{NAMES})|(?P<whose>{NAMES})['’]s? experience)"
        r"(?: (?:with|of) (?:the )?MGIs?)?\W*$",
        lambda found: f"What did {found['of'] or found['whose']} do?",
    ),
    (r"^\W*why do (.{3,40}) matter\W*$", r"Why are \1 important?"),
    (r"^\W*why are (?:cities|towns|municipalities)(?= important\b)", "Why are local governments"),
)
_PEOPLE_COUNTED = re.compile(
    r"\b[Hh]ow many (?P<who>[A-Z]\w+(?: people| nationals| citizens)?) "
    r"(?:go|goes|leaves?|live|work|move|migrate|emigrate|travel|depart|are (?:working|living|leaving|going))\b"
)
_USUAL = [(re.compile(unusual, re.IGNORECASE), usual) for unusual, usual in _UNUSUAL]


def people_by_country(question: str, gazetteer: Gazetteer) -> str:
    """Return "how many Peruvians leave" as asked of the people from Peru."""
    counted = _PEOPLE_COUNTED.search(question)
    places = [m for m in gazetteer.find(question) if counted and m.adjective and m.span.start == counted.start("who")]
    if not counted or not places:
        return question
    return f"{question[: counted.start('who')]}people from {places[0].places[0].name}{question[counted.end('who') :]}"


def usually(question: str) -> str:
    """Return ``question`` as it is usually put; one that is stays as it is."""
    question = pointing_made_whole(statement_checked(question))
    for unusual, usual in (*_USUAL, *MATTERS):
        question = unusual.sub(usual, question)
    return question
