"""The kinds of instrument with which a government acts, and the years that a text gives for them.

The kinds and their cues are this project's own small vocabulary of what MGI reports tell of: what is written down
(a strategy, a law), set up (a committee, an office) or carried out (training, a review). Cues are looked for in the
singular where the plural is mostly said of governance at large ("evidence-based policies").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mgi_assistant.text import readable, sentences


@dataclass(frozen=True, slots=True)
class Instrument:
    """A kind of instrument: its id, its name and the pattern of the words that tell of one."""

    id: str
    name: str
    cues: re.Pattern[str]


def _instrument(instrument_id: str, name: str, cues: str) -> Instrument:
    return Instrument(instrument_id, name, re.compile(rf"(?<![\w-])(?:{cues})(?![\w-])", re.IGNORECASE))


INSTRUMENTS: dict[str, Instrument] = {
    instrument.id: instrument
    for instrument in (
        _instrument("strategy", "strategy", r"strategy"),
        _instrument("policy", "policy", r"policy(?! (?:area|brief|coherence|dialogue|makers?|making|objective)s?)"),
        _instrument(
            "plan",
            "plan",
            r"(?:the|an?|its|their|this|\w+(?:ion|al|ment)) plan(?! to)|work ?plan|plan of action",
        ),
        _instrument(
            "law",
            "law or regulation",
            r"law(?! enforcement)|legislation|decree|ordinance|bylaw|regulations?|resolution|(?-i:Act)",
        ),
        _instrument(
            "coordination",
            "committee or coordination mechanism",
            r"(?:sub)?committee|commission|council|task force|working groups?|coordination (?:body|mechanism)|"
            r"mechanism for coordination|inter-?(?:institutional|ministerial|agency) coordination|"
            r"coordination between institutions",
        ),
        _instrument(
            "data",
            "data collection or data system",
            r"census|survey|dashboard|database|registry|observatory|migration profile|"
            r"(?:data|information|case) (?:management )?system|data platform",
        ),
        _instrument(
            "service",
            "office or centre for migrants",
            r"(?:municipal|migrants?|local|integration|resource|reception|information|support|counselling|service) "
            r"(?:\w+ ){0,2}(?:office|centre|center|desk)|one-stop (?:shop|centre|center)|hotline|helpline",
        ),
        _instrument(
            "agreement",
            "agreement",
            r"(?:labour|labor|bilateral|regional|mobility|cooperation|formal) (?:\w+ ){0,2}agreements?|"
            r"memorand(?:um|a) of understanding|treaty|treaties",
        ),
        _instrument("review", "voluntary review", r"voluntary (?:[\w-]+ ){0,5}review"),
        _instrument(
            "framework", "United Nations cooperation framework", r"(?:development )?cooperation framework|UNSDCF"
        ),
        _instrument(
            "training",
            "training",
            r"training|curriculum|capacity[- ](?:building|development)|(?:build|develop) capacity",
        ),
        _instrument(
            "platform",
            "digital platform",
            r"(?:digital|online|educational|web) (?:\w+ )?platform|mobile app|web ?portal",
        ),
        _instrument("campaign", "information campaign", r"campaign|information materials?|materials that inform"),
    )
}

_ITS_OWN = re.compile(r"\bIOM(?:'s (?:[\w-]+ ){0,2}| (?:[A-Z]\w+ ){0,2})$")
"""What stands before an instrument of IOM's own."""
_YEAR = r"((?:19|20)\d\d(?: ?[–-] ?(?:19|20)\d\d)?)(?![\d–-])"
_BEFORE = re.compile(rf"(?<![\d–-])(?<!\b[Ii]n ){_YEAR} (?!the |an? |its |their )(?:[\w-]+ ){{0,3}}$")
_FROM = "(?:(?:that|which) covers|covering|for|of|from) "
_AFTER = (
    re.compile(rf"^,? \(?{_YEAR}"),
    re.compile(rf"^(?: [\w./-]+){{0,2}}? {_FROM}{_YEAR}"),
    re.compile(rf"^(?: [\w./-]+){{0,6}}?,? (?:{_FROM})?(?=[12]\d{{3}} ?[–-]){_YEAR}"),
)
_DONE = (
    r"(?:adopt|enact|pass|approv|launch|establish|creat|introduc|sign|issu|conclud|ratifi|publish)ed|set up|in force"
)
_IN_YEAR = (
    re.compile(rf"\b(?:{_DONE})\b[^.;]{{0,100}}?\b(?:in|since) {_YEAR}", re.IGNORECASE),
    re.compile(rf"\b(?:in|since) {_YEAR},?[^.;]{{0,100}}?\b(?:{_DONE})\b", re.IGNORECASE),
)
_ASSESSED = re.compile(r"\bassess|\bMGIs?\b|\bindicators\b", re.IGNORECASE)


def recognise(text: str) -> tuple[str, ...]:
    """Return the ids of the kinds of instrument that ``text`` tells of, first named first; IOM's own are left out."""
    return tuple(dict.fromkeys(instrument_id for instrument_id, _ in _mentions(readable(text))))


def _mentions(text: str) -> list[tuple[str, re.Match[str]]]:
    """Return where ``text`` names instruments, in order."""
    found = [(i.id, m) for i in INSTRUMENTS.values() for m in i.cues.finditer(text)]
    own = [(name, m) for name, m in found if not _ITS_OWN.search(text[: m.start()])]
    return sorted(own, key=lambda mention: mention[1].start())


def names(ids: tuple[str, ...]) -> str:
    """Return the names of kinds of instrument in one line, parted by semicolons."""
    return "; ".join(INSTRUMENTS[instrument_id].name for instrument_id in ids)


def measure_year(text: str) -> str:
    """Return the year or period ("2019", "2021–2025") that ``text`` gives for the measure it tells of.

    A year counts where it stands with the instrument ("2022 strategy", "plan for 2021–2025") or says when something
    was adopted, set up and the like; the year of an assessment does not. Nothing is returned where no year counts or
    several do.
    """
    found = {year for span in sentences(text) for year in _years(readable(text[span.start : span.end]))}
    return found.pop() if len(found) == 1 else ""


def _years(sentence: str) -> set[str]:
    """Return the years that one sentence gives for an instrument."""
    mentions = _mentions(sentence)
    beside = [_BEFORE.search(sentence[: m.start()]) for _, m in mentions]
    beside += [pattern.search(sentence[m.end() :]) for _, m in mentions for pattern in _AFTER]
    done = [pattern.search(sentence) for pattern in _IN_YEAR if mentions]
    return _said(beside) or _said(done)


def _said(matches: list[re.Match[str] | None]) -> set[str]:
    """Return the years of ``matches``, without those that an assessment comes into."""
    return {match[1].replace(" ", "") for match in matches if match and not _ASSESSED.search(match.group())}
