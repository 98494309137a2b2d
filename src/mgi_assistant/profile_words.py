"""The words of MGI profiles: their six dimensions, their two lists, and how questions ask for them.

A profile tells of one country or locality under six dimensions, and under each what is well developed and what has
potential for further development. The patterns are those of English, Spanish and French profiles.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mgi_assistant.types import Assessment, Passage, Standing


@dataclass(frozen=True, slots=True)
class Dimension:
    """One of the six dimensions of a profile."""

    id: str
    name: str
    pattern: str
    """What it is called, in headings as in questions."""
    sentence: str
    """How the older profiles head it: with the principle or objective of the Migration Governance Framework."""


DIMENSIONS: dict[str, Dimension] = {
    d.id: d
    for d in (
        Dimension(
            "migrants-rights",
            "migrants' rights",
            r"(?:(?:im)?migrants?['’´]? rights|rights of (?:im)?migrants?|"
            r"derechos (?:de (?:los|las|las personas) )?migrantes|droits des (?:personnes )?migrant(?:e?s)?)",
            r"adher\w+ to international standards.*",
        ),
        Dimension(
            "whole-of-government",
            "whole-of-government approach",
            r"(?:whole[- ]of[- ](?:local[- ])?government(?: approach)?|"
            r"enfoque (?:pangubernamental|integrado de gobierno|gubernamental integral|integral de gobierno|"
            r"de gobierno integral|de todo el gobierno)|"
            r"approche (?:pangouvernementale|gouvernementale (?:globale|intégrée)|intégrée du gouvernement))",
            r"formulat\w+ (?:of )?policy.*whole[- ]of[- ]government.*",
        ),
        Dimension(
            "partnerships",
            "partnerships",
            r"(?:partnerships|alianzas|asociaciones|partenariats)",
            r"engag\w+ (?:with )?partners.*",
        ),
        Dimension(
            "well-being",
            "well-being of migrants",
            r"(?:(?:socio-?economic )?well[- ]?being of migrants|migrants?['’´]? well[- ]?being|"
            r"bienestar (?:socioeconómico )?de (?:los|las|las personas) migrantes|"
            r"bien-être (?:socioéconomique )?des (?:personnes )?migrant(?:e?s)?)",
            r"advanc\w+ (?:the )?socio-?economic well[- ]?being.*",
        ),
        Dimension(
            "crises",
            "mobility dimension of crises",
            r"(?:(?:the )?mobility dimensions? of (?:crises|crisis)|"
            r"(?:la )?dimensión de (?:la )?movilidad (?:de|en) (?:las )?(?:situaciones de )?crisis|"
            r"(?:la )?dimension (?:de )?(?:la )?mobilité (?:liée aux|dans les|des) (?:situations de )?crises)",
            r"(?:effectively )?address\w* (?:effectively )?the mobility dimensions? of crises.*",
        ),
        Dimension(
            "safe-orderly-regular",
            "safe, orderly and regular migration",
            r"(?:safe,? orderly,? and (?:regular|dignified) migration|migración segura,? ordenada y (?:regular|digna)|"
            r"migrations? sûres?,? ordonnées? et (?:régulières?|dignes?))",
            r"ensur\w+ (?:that )?migration (?:takes place )?in a safe, orderly.*",
        ),
    )
}
"""The dimensions by id, in the order of a profile."""

_NUMBERED = r"\W*(?:(?:dimension|dimensión|domain|domaine|ámbito|área)\s*)?(?:\d\s*[.):–-]?)?\W*"
_DIMENSION_HEADINGS = [
    (
        d.id,
        re.compile(rf"{_NUMBERED}(?:(?:the )?{d.pattern}\W*(?:$|[–—:-]\s.*)|{d.sentence})", re.IGNORECASE | re.DOTALL),
    )
    for d in DIMENSIONS.values()
]
_IN_SHORT = {"partnerships": "partnership", "well-being": "well[- ]?being", "crises": "cris[ei]s"}
"""How questions name dimensions besides."""
_DIMENSIONS_ASKED = [
    (d.id, re.compile(rf"\b(?:{d.pattern}|{_IN_SHORT.get(d.id, d.pattern)})(?!\w)", re.IGNORECASE))
    for d in DIMENSIONS.values()
]

_LOOSELY = {
    "crises": r"disasters?|emergenc(?:y|ies)|natural hazards?",
    "safe-orderly-regular": r"borders?(?: (?:management|control))?|visas?|permits?|trafficking|smuggling",
    "partnerships": r"(?:working|cooperat\w+) with (?:other|its|the|town|local|private|civil)",
    "well-being": r"welfare|remittances",
}
"""Words for what comes under a dimension, by which a question for one of its lists may mean it."""
_LOOSELY_ASKED = [(id_, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)) for id_, pattern in _LOOSELY.items()]

_STANDING_HEADINGS: tuple[tuple[Standing, re.Pattern[str]], ...] = (
    (
        "well developed",
        re.compile(
            r"\W*(?:(?:examples of )?well[- ]developed (?:areas|aspects|practices)"
            r"(?: (?:of|in) (?:migration )?governance)?|"
            r"(?:areas|examples|aspects) (?:that are |which are |with |of )?well[- ]developed"
            r"(?: migration)?(?: governance)?(?: structures| areas)?|"
            r"(?:áreas|ámbitos|aspectos|esferas) bien desarrollad[ao]s|(?:domaines|aspects) bien développés)\W*",
            re.IGNORECASE,
        ),
    ),
    (
        "potential",
        re.compile(
            r"\W*(?:examples of )?(?:(?:areas|aspects) (?:with|having) (?:the )?potential for (?:further )?"
            r"(?:development|improvement)|areas (?:for|in need of) (?:further )?(?:development|improvement)|"
            r"(?:áreas|ámbitos|aspectos|esferas) con (?:potencial|posibilidades|margen) (?:de|para)(?: \w+){1,4}|"
            r"(?:domaines|aspects) (?:pouvant|susceptibles|présentant|offrant|ayant|à|avec|devant)(?: [\w'’]+){1,8})"
            r"\W*",
            re.IGNORECASE,
        ),
    ),
)  # fmt: skip

_STANDINGS_ASKED: tuple[tuple[Standing, re.Pattern[str]], ...] = (
    (
        "well developed",
        re.compile(
            r"(?<!less )(?<!not )(?<!not yet )\bwell[- ]develop(?:ed)?\b|\bstrengths?\b|\bstrong (?:points?|areas?)\b|"
            r"\b(?:do(?:es|ing)?|works?|working|went) well\b|\bstrong suits?\b|\b(?:gets?|got|does|doing) right\b|"
            r"\bbien desarrollad[ao]s?\b|\bfortalezas\b|\bpuntos fuertes\b|"
            r"\bbien développée?s?\b|\bpoints forts\b",
            re.IGNORECASE,
        ),
    ),
    (
        "potential",
        re.compile(
            r"\b(?:falls?|fell|falling) short\b|\b(?:lags?|lagging|is|are|remains?) behind\b|"
            r"\bdeficits?\b|\bdeficienc\w+\b|"
            r"\black(?:s|ed|ing)?\b|\bgaps?\b|\bpotential\b|\bfurther develop(?:ment|ed)?\b|\bshortcomings?\b|"
            r"\bweak(?:ness(?:es)?| points?| spots?)?\b|\b(?:room|scope) (?:for|to)\b|"
            r"\bstill (?:missing|needs?|ha(?:s|ve) to)\b|"
            r"\b(?:could|can|should|must|needs? to|to|still|be) (?:\w+ ){0,2}improved?\b|"
            r"\bneeds? (?:further|more|improvement)\b|"
            r"\b(?:is|are) missing\b|\bdo(?:es)? not (?:yet )?(?:have|offer|provide)\b|\b(?:have|has) no\b|"
            r"\b(?:not (?:yet )?well|less|least|under-?) ?developed\b|"
            r"\bcarecen?\b|\bfaltan?\b|\bbrechas\b|\bpotencial\b|\bmejorar\b|"
            r"\bmanquent?\b|\blacunes\b|\bpotentiel\b|\baméliorer\b",
            re.IGNORECASE,
        ),
    ),
)  # fmt: skip

_CHANGE = re.compile(
    r"\bwhat(?:['’]s| has| have| is| are)? (?:changed|new|different)\b|"
    r"\bwhat(?: has| have|['’]s)? (?:got(?:ten)?|become|improved|worsened|moved|advanced)\b|"
    r"\b(?:stood|stands?|standing) still\b|\b(?:no|any|made|little) progress\b|"
    r"\bhow (?:has|have|did|does|do|much)\b.*\b(?:chang\w*|evolv\w*|develop\w*|progress\w*|improv\w*)\b|"
    r"\b(?:since|between|from|compared (?:to|with)) (?:the |its |their )?(?:first|initial|previous|earlier|two)\b|"
    r"\b(?:between|compared? (?:to|with)|"
    r"(?:chang|improv|differ|evolv|develop|progress)\w* (?:\w+ ){0,4}(?:since|from)) "
    r"(?:19|20)\d\d\b|"
    r"\bfirst\b.*\b(?:second|follow[- ]?up)\b|\bover time\b|\bprogress\b|"
    r"\b(?:ha|han) cambiado\b|\bcambió\b|\bqué cambi\w+|\bévolué\b|\bchangé\b",
    re.IGNORECASE,
)
"""Asks what became different from one assessment of a place to the next."""
TELLS_CHANGE = re.compile(
    r"\b(?:since|at the time of|compared (?:to|with)|than (?:at|in)) the (?:first|initial|previous|earlier|last)\b|"
    r"\bthe (?:first|initial|previous|earlier) (?:assessment|profile|evaluation|MGI)\b|"
    r"\b(?:no longer|has since|have since|no progress|advance on|fell from|rose from|up from|down from)\b",
    re.IGNORECASE,
)
"""Tells of such a difference."""
_COMPARISON = re.compile(r"\b(?:compar\w+|versus|vs\.?|contrast\w*|side by side|differ\w*)\b", re.IGNORECASE)
_FINDINGS = re.compile(
    r"\b(?:assessments?|profiles?|evaluations?)\b.*\b(?:find|found|show(?:ed|n)?|say|said|reveal(?:ed)?|conclude[ds]?)\b|"
    r"\b(?:findings|results|conclusions|outcome) of (?:\S+ ){0,4}?(?:assessments?|profiles?|evaluations?)\b",
    re.IGNORECASE,
)
"""Asks what an assessment found, whatever that is."""
PLACES_ASKED = re.compile(
    r"\b(?:which|what|qué|quels?|quelles?) (?:[\w-]+ ){0,2}(?:countries|country|states|governments|cities|city|"
    r"municipalities|localities|towns|places|países|ciudades|pays|villes)\b|^\W*(?:who|where|list)\b",
    re.IGNORECASE,
)
COUNTRIES_ASKED = re.compile(r"\b(?:countr(?:y|ies)|national(?:ly)?|pa[ií]s(?:es)?|pays)\b", re.IGNORECASE)
_ASSESSED_IN = re.compile(
    r"\b((?:19|20)\d\d) (?:\w+ ){0,2}?(?:assessments?|profiles?|evaluations?)\b|"
    r"\b(?:assessments?|profiles?|evaluations?) (?:of|from|in|for) ((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_FIRST = re.compile(r"\b(?:first|initial|earlier|original|primera?|première?)\b", re.IGNORECASE)
FOLLOW_UP = re.compile(
    r"\bfollow[- ]?up\b|\b(?:second|third|repeat)\b(?: \w+)? (?:assessment|profile|evaluation|edition|exercise)\b|"
    r"\bseguimiento\b|\b(?:segund[ao]|tercera?) (?:perfil|evaluación|edición)\b|"
    r"\bde suivi\b|\b(?:deuxième|seconde?|troisième) (?:profil|évaluation|édition)\b",
    re.IGNORECASE,
)
"""Says of a document, or asks, that it is not the first assessment of its place."""

_OWN = (
    "lack lacks lacked lacking gap gaps still room scope improve improved improves improvement improvements potential "
    "further development developed develop develops well area areas first second initial follow up followup previous "
    "assessment assessments profile profiles change changed changes since between progress progressed evolve evolved "
    "compare compared comparison differ different difference strengths strength weakness weaknesses weak strong found "
    "find finding findings dimension dimensions domain missing yet need needs good time over now latest recent come "
    "comes coming terms regard regarding respect concerning matter matters materia matiere "
    "esta estan es son qu ce qui quoi sur sigue siguen todavia aun cuales que tiene tienen est sont encore quels "
    "bien desarrollado desarrollados desarrollada desarrolladas potencial carece carecen falta faltan mejorar areas "
    "desarrollo cambiado cambio evaluacion primera seguimiento perfil "
    "developpe developpes domaines potentiel manque manquent ameliorer change premiere suivi profil"
)
"""Words of questions about profiles that say how they ask rather than what about."""


def dimension_of(heading: str) -> str | None:
    """Return the id of the dimension that a heading names, with or without what explains it after a dash."""
    return next((id_ for id_, pattern in _DIMENSION_HEADINGS if pattern.fullmatch(" ".join(heading.split()))), None)


def standing_of(heading: str) -> Standing | None:
    """Return the list that a heading opens."""
    return next(
        (standing for standing, pattern in _STANDING_HEADINGS if pattern.fullmatch(" ".join(heading.split()))), None
    )


@dataclass(frozen=True, slots=True)
class Request:
    """What a question wants of profiles; empty or ``None`` leaves a thing open."""

    standings: tuple[Standing, ...]
    dimension: str | None
    assessment: Assessment | None
    years: frozenset[int]
    assessed_in: frozenset[int]
    """The years of the assessments asked about: "the 2019 profile"; other years may be those of laws."""
    change: bool
    comparison: bool
    findings: bool
    own_words: str
    """Words of the question that only say all this."""

    def admits(self, passage: Passage) -> bool:
        """Say whether a passage of a profile stands where the question looks; any other passage may answer it too."""
        return passage.standing is None or not self.standings or passage.standing in self.standings


def requested(question: str) -> Request:
    """Return what ``question`` wants of profiles."""
    found = [(id_, m.group()) for id_, pattern in _DIMENSIONS_ASKED if (m := pattern.search(question))]
    asked = [(standing, m.group()) for standing, pattern in _STANDINGS_ASKED if (m := pattern.search(question))]
    if asked and not found:
        found = [(id_, m.group()) for id_, pattern in _LOOSELY_ASKED if (m := pattern.search(question))]
    first, later = bool(_FIRST.search(question)), bool(FOLLOW_UP.search(question))
    return Request(
        standings=tuple(standing for standing, _ in asked),
        dimension=found[0][0] if len(found) == 1 else None,
        assessment=None if first == later else ("first" if first else "follow-up"),
        years=frozenset(int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", question)),
        assessed_in=frozenset(int(found[1] or found[2]) for found in _ASSESSED_IN.finditer(question)),
        change=bool(_CHANGE.search(question)),
        comparison=bool(_COMPARISON.search(question)),
        findings=bool(_FINDINGS.search(question)),
        own_words=" ".join([_OWN, *(words for _, words in (*found, *asked))]),
    )
