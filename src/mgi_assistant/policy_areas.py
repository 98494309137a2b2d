"""The thirteen policy areas of *Migration Governance Insights* (2024) and the everyday words that point to them.

The names are the publication's; ``corpus/tables/policy_areas.csv`` describes each with its goal or enabler. The words
are beginnings of words (folded: lower case, no accents) in English, Spanish and French, each belonging to one area
beyond doubt; what is put in other words is left to the embeddings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from mgi_assistant.text import words


@dataclass(frozen=True, slots=True)
class PolicyArea:
    """A policy area: its id, its name and the beginnings of words or phrases that point to it."""

    id: str
    name: str
    cues: tuple[str, ...]


def _area(area_id: str, name: str, cues: str) -> PolicyArea:
    return PolicyArea(area_id, name, tuple(cue.strip() for cue in cues.split("|")))


POLICY_AREAS: dict[str, PolicyArea] = {
    area.id: area
    for area in (
        _area(
            "trafficking-smuggling",
            "Combating human trafficking and countering migrant smuggling",
            "traffick|smuggl|modern slavery|trata de|trafico de|traite des|traite d|trafic de",
        ),
        _area(
            "missing-migrants",
            "Tracing and identifying missing migrants",
            "missing migrant|missing person|missing people|went missing|gone missing|go missing|disappear|desaparec|"
            "disparu|disparition|trace missing|trace and identif|tracing and identif",
        ),
        _area(
            "climate-mobility",
            "Enabling comprehensive climate mobility solutions",
            "climat|environmental|global warming|adaptation plan|sea level|medio ambiente|environnement",
        ),
        _area(
            "disaster-displacement",
            "Addressing the displacement impacts of disasters",
            "disaster|displac|evacuat|early warning|earthquake|flood|hurricane|cyclone|sendai|desastre|desplaza|"
            "catastrophe|deplace",
        ),
        _area(
            "labour-mobility",
            "Promoting labour mobility",
            "labour mobility|labor mobility|labour immigration|labor immigration|labour migration|labor migration|"
            "seasonal work|work permit|work visa|foreign worker|skills shortage|labour shortage|movilidad laboral|"
            "migracion laboral|mobilite de la main|migration de travail|mobilite professionnelle",
        ),
        _area(
            "migrant-workers",
            "Protecting migrant workers",
            "migrant worker|recruit|labour attache|labor attache|working abroad|work abroad|labour rights|labor rights|"
            "labour condition|labor condition|working condition|decent work|wage|trabajadores migrant|"
            "travailleurs migrant|contratacion|recrutement",
        ),
        _area(
            "basic-services",
            "Guaranteeing migrants' access to basic services",
            "basic service|social service|health|education|school|housing|hospital|medical|social protection|"
            "social security|salud|educacion|vivienda|servicios basicos|sante|logement|services de base",
        ),
        _area(
            "discrimination",
            "Combating discrimination against migrants",
            "discriminat|xenophob|racis|hate speech|discriminacion|xenofob",
        ),
        _area(
            "migrant-women",
            "Promoting the empowerment of migrant women",
            "women|woman|gender|female|girls|mujer|genero|femme|genre",
        ),
        _area(
            "migration-data",
            "Increasing the availability of high-quality migration data",
            "migration data|census|statistic|disaggregat|data collection|data on|data manag|migration module|"
            "datos|estadistic|censo|donnees|statistique|recensement",
        ),
        _area(
            "policy-coherence",
            "Strengthening migration policy coherence",
            "migration strateg|migration polic|policy coherence|coordination mechanism|"
            "whole of government|horizontal coordination|vertical coherence|interministerial|inter institutional|"
            "national migration|politica migratoria|estrategia migratoria|politique migratoire|"
            "coherence des politiques",
        ),
        _area(
            "civil-society-private-sector",
            "Enhancing partnerships with civil society and the private sector",
            "civil society|private sector|cso|csos|ngo|ngos|compan|business|employers|sociedad civil|sector privado|"
            "societe civile|secteur prive|empresa|entreprise",
        ),
        _area(
            "diaspora",
            "Harnessing the contributions of the diaspora",
            "diaspora|expatriate|emigrant|nationals abroad|citizens abroad|remittance|remesas|remise",
        ),
    )
}


@dataclass(frozen=True, slots=True)
class PolicyGroup:
    """A goal or an enabler of *Migration Governance Insights*, with the ids of the policy areas under it."""

    name: str
    kind: str
    """"goal" or "enabler"."""
    cue: str
    """A pattern of the words that mean it beside the word for its kind."""
    areas: tuple[str, ...]


POLICY_GROUPS = (
    PolicyGroup(
        "Saving lives and protecting people",
        "goal",
        r"sav\w+ (?:of )?lives|protect\w+ (?:of )?people",
        ("trafficking-smuggling", "missing-migrants"),
    ),
    PolicyGroup(
        "Addressing climate-related mobility and displacement",
        "goal",
        r"climate(?:[ -]related)?(?: mobility| change)?|displacement",
        ("climate-mobility", "disaster-displacement"),
    ),
    PolicyGroup(
        "Facilitating pathways for labour migration",
        "goal",
        r"labou?r(?: migration| mobility)?(?: pathways)?|pathways",
        ("labour-mobility", "migrant-workers"),
    ),
    PolicyGroup("Empowering migrants", "enabler", r"empower\w*", ("basic-services", "discrimination", "migrant-women")),
    PolicyGroup(
        "Promoting migration policy coherence",
        "enabler",
        r"(?:migration )?(?:policy )?coherence",
        ("migration-data", "policy-coherence"),
    ),
    PolicyGroup(
        "Building relevant partnerships", "enabler", r"partnerships?", ("civil-society-private-sector", "diaspora")
    ),
)
"""The three goals and the three enablers, in the publication's order."""

KIN = {
    "labour-mobility": "migrant-workers",
    "migrant-workers": "labour-mobility",
    "climate-mobility": "disaster-displacement",
    "disaster-displacement": "climate-mobility",
}
"""The other area under the same goal, where the words of one are used for both: "foreign workers", "floods"."""
_PATTERNS = {
    area.id: re.compile(r"(?<!\S)(?:" + "|".join(re.escape(cue) for cue in area.cues) + r")")
    for area in POLICY_AREAS.values()
}


_ASKED_FOR = {
    "migration-data": re.compile(r"\bdata\b"),
    "labour-mobility": re.compile(r"\bpathways?\b"),
    "migrant-workers": re.compile(r"\bworkers?\b"),
    "basic-services": re.compile(r"\bservices\b"),
}
"""Words that mean an area in a question of no other; in a report they may stand for much else."""


def areas_meant(text: str) -> tuple[str, ...]:
    """Return the ids of the policy areas that a question about ``text`` names, or means by a word of no other."""
    folded = " ".join(words(text))
    return recognise(text) or tuple(area_id for area_id, pattern in _ASKED_FOR.items() if pattern.search(folded))[:1]


@lru_cache(maxsize=4096)
def recognise(text: str) -> tuple[str, ...]:
    """Return the ids of the policy areas that ``text`` names, most often named first."""
    folded = " ".join(words(text))
    counts = {area_id: len(pattern.findall(folded)) for area_id, pattern in _PATTERNS.items()}
    return tuple(sorted((area_id for area_id, count in counts.items() if count), key=lambda a: -counts[a]))
