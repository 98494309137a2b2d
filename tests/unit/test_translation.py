"""Renderings of English claims in other languages: faithful ones are kept, altered ones are found."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import get_args

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant.places import default_gazetteer
from mgi_assistant.translation import fault
from mgi_assistant.types import Language

GAZETTEER = default_gazetteer()
OTHERS: tuple[Language, ...] = ("es", "fr", "pt", "ar")
NEGATIONS = {"es": "no", "fr": "pas", "pt": "não", "ar": "لا"}
HEDGES = {
    "es": ("Menos de", "Más de", "Alrededor del", "Al menos", "Solo", "Menos"),
    "fr": ("Moins d'", "Moins de", "Plus de", "Environ", "Au moins", "Seuls"),
    "pt": ("Menos de", "Mais de", "Cerca de", "Pelo menos", "Apenas"),
    "ar": ("أقل من", "أكثر من", "نحو", "على الأقل", "فقط"),
}
ADDED = {"es": "más de ", "fr": "moins de ", "pt": "mais de ", "ar": "أقل من "}
DROPPED = {
    "es": ("no ", "sin ", "Ningún "),
    "fr": ("pas ", "sans ", "Aucun "),
    "pt": ("não ", "sem ", "Nenhum "),
    "ar": ("لا ", "دون "),
}
SWAPPED = {"KEN": "KE", "PER": "PE", "JPN": "JP", "GIN": "GN", "NOR": "NO"}


@dataclass(frozen=True, slots=True)
class Rendering:
    claim: str
    language: Language
    said: str


def renderings() -> Iterator[Rendering]:
    for block in (Path(__file__).parent / "renderings.txt").read_text("utf-8").strip().split("\n\n"):
        claim, *lines = block.splitlines()
        for line in lines:
            code, said = line.split("|")
            yield Rendering(claim, next(known for known in OTHERS if known == code), said)


GOOD = list(renderings())


def found(given: Rendering, said: str) -> str:
    return fault(said, given.claim, given.language, GAZETTEER)


# -- faithful ----------------------------------------------------------------------------------------------------------


def test_faithful_renderings_are_kept() -> None:
    faults = {rendering.said: found(rendering, rendering.said) for rendering in GOOD}
    assert len(GOOD) >= 120
    assert [said for said, why in faults.items() if why] == []


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("Más de 3 500 migrantes recibieron asesoramiento jurídico.", "es"),
        ("Más de 3.500 migrantes recibieron asesoramiento jurídico.", "es"),
        ("Más de 3,500 migrantes recibieron asesoramiento jurídico.", "es"),
        ("Plus de 3\u202f500 migrants ont reçu des conseils juridiques.", "fr"),
        ("Mais de 3.500 migrantes receberam aconselhamento jurídico.", "pt"),
        ("تلقى أكثر من ٣٬٥٠٠ مهاجر مشورة قانونية.", "ar"),
        ("تلقى أكثر من 3500 مهاجر مشورة قانونية.", "ar"),
    ],
)
def test_a_number_may_be_written_as_its_language_writes_it(said: str, language: Language) -> None:
    assert fault(said, "More than 3,500 migrants received legal advice.", language, GAZETTEER) == ""


@pytest.mark.parametrize("iso3", sorted(SWAPPED))
@pytest.mark.parametrize("language", OTHERS)
def test_cldr_names_of_countries_are_the_same_places(iso3: str, language: Language) -> None:
    name = Locale(language).territories[SWAPPED[iso3]]
    frame = {
        "es": "El plan para la diáspora existe en este país: {}.",
        "fr": "Le plan pour la diaspora existe dans ce pays : {}.",
        "pt": "O plano para a diáspora existe neste país: {}.",
        "ar": "توجد خطة للمغتربين في هذا البلد: {}.",
    }[language]
    claim = f"The plan for the diaspora exists in this country: {GAZETTEER.get(iso3).name}."
    assert fault(frame.format(name), claim, language, GAZETTEER) == ""
    assert "name" in fault(frame.format(name), claim.replace(GAZETTEER.get(iso3).name, "Fiji"), language, GAZETTEER)


# -- altered -----------------------------------------------------------------------------------------------------------


def digits_changed(given: Rendering) -> Iterator[str]:
    for match in re.finditer(r"\d+", given.said):
        for step in (1, 10):
            yield f"{given.said[: match.start()]}{int(match[0]) + step}{given.said[match.end() :]}"


def places_swapped(given: Rendering) -> Iterator[str]:
    for mention in GAZETTEER.find(given.said):
        for iso3, code in SWAPPED.items():
            if iso3 not in [place.id for place in mention.places]:
                name = Locale(given.language).territories[code]
                yield f"{given.said[: mention.span.start]}{name}{given.said[mention.span.end :]}"


def places_added(given: Rendering) -> Iterator[str]:
    for code in ("KE", "JP"):
        yield f"{given.said[:-1]} ({Locale(given.language).territories[code]})."


def negated(given: Rendering) -> Iterator[str]:
    if not re.search(r"\b(not?|cannot|lacks|without|unaccompanied)\b", given.claim, re.I):
        words = given.said.split()
        for at in (len(words) // 3, len(words) // 2):
            yield " ".join([*words[:at], NEGATIONS[given.language], *words[at:]])


def negation_dropped(given: Rendering) -> Iterator[str]:
    if re.search(r"\b(not?|cannot|without)\b", given.claim, re.I):
        for word in DROPPED[given.language]:
            if word in given.said:
                yield re.sub(r"\b(ne |n')" if given.language == "fr" else "$^", "", given.said.replace(word, " "))


def hedge_dropped(given: Rendering) -> Iterator[str]:
    for hedge in HEDGES[given.language]:
        if hedge in given.said:
            yield given.said.replace(hedge, "")
            break


def hedge_added(given: Rendering) -> Iterator[str]:
    if not re.search(r"\b(less|more|fewer|least|about|around|almost|half|third|thirds)\b", given.claim, re.I):
        for match in re.finditer(r"(?<!\d)\d+", given.said):
            yield f"{given.said[: match.start()]}{ADDED[given.language]}{given.said[match.start() :]}"


def in_another_language(given: Rendering) -> Iterator[str]:
    yield given.claim
    yield from (other.said for other in GOOD if other.claim == given.claim and other.language != given.language)


def with_markup(given: Rendering) -> Iterator[str]:
    yield f"{given.said} https://example.org/x"
    yield f"**{given.said}**"
    yield f"{given.said} [1](x)"
    yield f"<b>{given.said}</b>"


def of_another_length(given: Rendering) -> Iterator[str]:
    yield " ".join([given.said] * 4)
    if len(given.said) > 100:
        yield given.said[:20]


KINDS: dict[Callable[[Rendering], Iterator[str]], float] = {
    digits_changed: 1.0,
    places_swapped: 1.0,
    places_added: 1.0,
    negated: 0.95,
    negation_dropped: 0.9,
    hedge_dropped: 0.95,
    hedge_added: 0.95,
    in_another_language: 1.0,
    with_markup: 1.0,
    of_another_length: 1.0,
}
FEW = {negation_dropped, hedge_dropped, hedge_added}
"""Kinds that only some of the renderings can be altered by; they are put before others, too."""
PLAIN = [
    given
    for given in GOOD
    if not re.search(r"\b(not?|less|than|least|about|around|only|cannot|without)\b", given.claim, re.I)
]


def joined(given: Rendering) -> Iterator[Rendering]:
    """The rendering, then two sentences of which it is the first."""
    yield given
    others = [other for other in PLAIN if other.language == given.language and other.claim != given.claim][:5]
    for other in others:
        yield Rendering(f"{given.claim} {other.claim}", given.language, f"{given.said} {other.said}")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_altered_renderings_are_found(kind: Callable[[Rendering], Iterator[str]]) -> None:
    given = [pair for one in GOOD for pair in joined(one)] if kind in FEW else GOOD
    altered = [(one, said) for one in given for said in kind(one)]
    missed = [said for one, said in altered if not found(one, said)]
    assert len(altered) >= 100
    assert 1 - len(missed) / len(altered) >= KINDS[kind], missed
    print(f"{kind.__name__}: {len(altered) - len(missed)} of {len(altered)}")


@pytest.mark.parametrize(
    ("said", "claim", "language", "word"),
    [
        ("La mayoría de los países tienen un plan.", "All countries have a plan.", "es", "all"),
        ("Les pays ont un plan pour la migration.", "Most countries have a plan for migration.", "fr", "most"),
        ("Os governos têm um plano nacional.", "The governments have a local plan.", "pt", "local"),
        ("Los gobiernos consultan antes de adoptar el plan.", "Governments consult after adopting it.", "es", "after"),
        ("Les pays devraient publier ces données.", "Countries publish these data.", "fr", "should"),
        ("Los países podrían publicar estos datos.", "Countries publish these data.", "es", "may"),
        ("ينبغي للبلدان أن تنشر هذه البيانات.", "Countries publish these data.", "ar", "should"),
        ("A percentagem de países diminuiu em 2023.", "The share of countries increased in 2023.", "pt", "increase"),
        ("Les pays disposent de 22 plans pour la migration.", "22 per cent of countries have one.", "fr", "22"),
        ("Dos tercios de los países tienen un plan.", "One third of countries have a plan.", "es", "one third"),
        ("لدى ثلاثة أرباع البلدان خطة للهجرة.", "A quarter of countries have a plan.", "ar", "quarter"),
    ],
)
def test_what_turns_a_sentence_round_is_found(said: str, claim: str, language: Language, word: str) -> None:
    assert word in fault(said, claim, language, GAZETTEER)


def test_nothing_said_stands_for_nothing() -> None:
    assert fault(" ", "Mali has a plan.", "es", GAZETTEER) == "It says nothing."


@given(st.text(max_size=80), st.text(max_size=80), st.sampled_from(OTHERS))
def test_any_text_can_be_checked(said: str, claim: str, language: Language) -> None:
    assert isinstance(fault(said, claim, language, GAZETTEER), str)


def test_the_table_has_every_meaning_in_every_language() -> None:
    text = files("mgi_assistant").joinpath("data", "hedges.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert {row["kind"] for row in rows} == {"number", "scale", "hedge", "marker"}
    for row in rows:
        for language in get_args(Language):
            forms = row[language].split(";")
            assert all(form.strip("?") for form in forms), row
            assert len(forms) == len(set(forms)), (row["meaning"], language)
