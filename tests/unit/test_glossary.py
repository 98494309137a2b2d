"""Questions in other languages word by word in English."""

from __future__ import annotations

import csv
from importlib.resources import files
from typing import get_args

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant.glossary import in_english
from mgi_assistant.languages import language
from mgi_assistant.place_words import folded
from mgi_assistant.places import Place, default_gazetteer
from mgi_assistant.types import Language

GAZETTEER = default_gazetteer()
ENGLISH = [
    "What share of countries have a migration strategy?",
    "Does Côte d'Ivoire have a plan for the diaspora?",
    "Which cities in El Salvador and Côte d'Ivoire took part?",
    "how do we reconcile statistics of the census and la migra",
    "labour migration Mali",
    "Which pays more, information or participation?",
    "Is the de facto status of sans papiers covered?",
    "MGI",
    "Any mention of San José de las Matas or Foz do Iguaçu in the list?",
]
OPENINGS = [
    "What did {} do about {}?",
    "How many {} have {}?",
    "Tell me which {} act on {}.",
    "Is it true for {} and {}?",
]
WORDS = (
    "countries cities migrants diaspora strategies recruitment data census gender disasters Mali Peru Suriname".split()
)


def rows() -> list[dict[str, str]]:
    text = files("mgi_assistant").joinpath("data", "glossary.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def english(text: str) -> str:
    return in_english(text, language(text, GAZETTEER), GAZETTEER)


def places(text: str) -> list[tuple[Place, ...]]:
    return [mention.places for mention in GAZETTEER.find(text)]


# -- which language ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", ENGLISH)
def test_english_is_not_touched(question: str) -> None:
    assert language(question, GAZETTEER) == "en"
    assert english(question) == question


@given(st.sampled_from(OPENINGS), st.sampled_from(WORDS), st.sampled_from(WORDS))
def test_english_sentences_of_the_field_are_not_touched(opening: str, one: str, other: str) -> None:
    question = opening.format(one, other)
    assert english(question) == question


@pytest.mark.parametrize(
    ("question", "spoken"),
    [
        ("¿y en Malí?", "es"),
        ("y las ciudades?", "es"),
        ("porcentaje de paises con programas de inmigracion laboral", "es"),
        ("et les villes ?", "fr"),
        ("Et à Odessa ?", "fr"),
        ("Combien ?", "fr"),
        ("Qu'a fait le Maroc ?", "fr"),
        ("recommandations contre la xénophobie", "fr"),
    ],
)
def test_spanish_and_french_are_told_apart_even_where_little_is_said(question: str, spoken: Language) -> None:
    assert language(question, GAZETTEER) == spoken


def test_a_place_alone_is_in_the_language_of_the_question_before() -> None:
    assert language("Mali ?", GAZETTEER) == "en"
    assert language("Mali ?", GAZETTEER, ["What about Peru?", "Combien de pays ont une stratégie ?"]) == "fr"
    assert language("Mali?", GAZETTEER, ["¿Cuántos países participaron?", "What about Peru?"]) == "en"


# -- word by word ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "¿Qué proporción de países publica información sobre la lucha contra la trata?",
            "What share of countries publish information on fight against human trafficking?",
        ),
        (
            "La plupart des pays ont-ils des politiques migratoires nationales ?",
            "Do most countries have national migration policy?",
        ),
        ("¿Participó Ruanda?", "Did Rwanda participate?"),
        ("¿Participaron Ruanda y Kenia en la evaluación?", "Did Rwanda and Kenya participate in assessment?"),
        ("Comment le Guatemala a-t-il élaboré un plan ?", "How did Guatemala draw up plan?"),
        ("¿Qué deberían hacer los gobiernos?", "What should governments do?"),
        ("Comment renforcer les plans locaux et nationaux ?", "How to strengthen local and national plan?"),
        ("¿Cuántas preguntas tiene la metodología?", "How many questions do methodology have?"),
        ("Les données sont-elles disponibles ?", "Are data available?"),
        ("¿Qué se recomienda a los gobiernos?", "What recommend governments?"),
        ("en que medida se toma en cuenta la sociedad civil", "To what extent take into account civil society"),
        ("Qu'est-ce que la diaspora ?", "What is diaspora?"),
        ("Que proporção dos países tem uma estratégia?", "What share of countries have strategy?"),
        ("O que fez Angola depois da avaliação?", "What did Angola do after assessment?"),
        ("Como podem os municípios envolver a sociedade civil?", "How can municipalities engage civil society?"),
        ("Existe um plano para a diáspora no Brasil?", "Are there plan for diaspora in Brazil?"),
        ("A Guiné-Bissau tem uma política migratória?", "Does Guinea-Bissau have migration policy?"),
        ("كم عدد البلدان التي لديها استراتيجية وطنية للهجرة؟", "How many countries have national migration strategy?"),
        ("ماذا فعلت مالي بعد التقييم؟", "What did Mali do after assessment?"),
        ("هل لدى الأردن سياسة هجرة؟", "Does Jordan have migration policy?"),
        ("كيف يمكن للبلديات إشراك المجتمع المدني؟", "How can municipalities engage civil society?"),
        ("هل شاركت غينيا بيساو والنيجر؟", "Did Guinea-Bissau and Niger participate?"),
        ("ما هي مؤشرات حوكمة الهجرة (MGI)؟", "What are MGI (MGI)?"),
    ],
)
def test_a_question_reads_as_rough_english(question: str, expected: str) -> None:
    assert english(question) == expected


@pytest.mark.parametrize(
    ("spoken", "forms", "expected"),
    [
        ("es", "las estrategias migratorias|la estrategia migratoria|una estrategia migratoria", "Migration strategy"),
        ("es", "los trabajadores migrantes|del trabajador migrante", "Migrant workers"),
        ("fr", "la traite des êtres humains|de la traite d'êtres humains", "Human trafficking"),
        ("fr", "les main-d'œuvre|la main-d'oeuvre|la main d’œuvre", "Workers"),
        ("pt", "as estratégias migratórias|da estratégia migratória|uma estratégia de migração", "Migration strategy"),
        ("pt", "os trabalhadores migrantes|do trabalhador migrante", "Migrant workers"),
        ("ar", "السياسة|سياسات|السِّياسَات|سياساتها|سياســات", "Policies"),
        ("ar", "اللاجئون|لاجئ|اللاجئين", "Refugees"),
    ],
)
def test_inflections_and_articles_do_not_matter(spoken: Language, forms: str, expected: str) -> None:
    assert {in_english(form, spoken, GAZETTEER) for form in forms.split("|")} == {expected}


def test_what_the_table_does_not_know_stays() -> None:
    assert english("¿Cuál es la receta de la paella?") == "What is receta of paella?"


@pytest.mark.parametrize(
    ("spoken", "frame"),
    [
        ("es", "¿Se trabaja en {}?"),
        ("fr", "Travaille-t-on : {} ?"),
        ("pt", "Trabalha-se em {}?"),
        ("ar", "العمل في {}؟"),
    ],
)
def test_every_country_stays_the_same_place(spoken: Language, frame: str) -> None:
    kept = 0
    for name in Locale(spoken).territories.values():
        before = places(f"({name})")
        if len(before) == 1:
            kept += 1
            assert places(in_english(frame.format(name), spoken, GAZETTEER)) == before, name
    assert kept > 230


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("¿Qué instituciones paraguayas hay?", "PRY"),
        ("Quelle lacune a été relevée à Maurice ?", "MUS"),
        ("¿Qué hacen los pequeños Estados insulares en desarrollo?", "group:sids"),
        ("Que font les petits États insulaires en développement ?", "group:sids"),
        ("¿Qué países de África Occidental participaron?", "region:western-africa"),
        ("Quels pays d'Asie du Sud-Est ont participé ?", "region:south-eastern-asia"),
        ("O que fez Gana?", "GHA"),
        ("Há um plano em Granada?", "GRD"),
        ("Que países da África Ocidental participaram?", "region:western-africa"),
        ("O que fazem os pequenos Estados insulares em desenvolvimento?", "group:sids"),
        ("ماذا يفعل بالمغرب؟", "MAR"),
        ("ما البلدان في غرب أفريقيا؟", "region:western-africa"),
        ("ماذا تفعل الدول الجزرية الصغيرة النامية؟", "group:sids"),
    ],
)
def test_places_are_found_in_the_gloss(question: str, expected: str) -> None:
    assert [place.id for found in places(english(question)) for place in found] == [expected]


@given(st.text(max_size=120), st.sampled_from(get_args(Language)))
def test_any_text_can_be_read(text: str, spoken: Language) -> None:
    assert isinstance(in_english(text, spoken, GAZETTEER), str)
    assert in_english(text, "en", GAZETTEER) == text


# -- the table ---------------------------------------------------------------------------------------------------------


def test_the_table_lists_no_form_twice() -> None:
    forms = [(row["language"], form) for row in rows() for form in row["forms"].split(";")]
    assert len(forms) == len(set(forms))
    assert {row["kind"] for row in rows()} == {"place", "other", "noun", "adjective", "verb"}
    for code in ("es", "fr", "pt", "ar"):
        assert sum(row["language"] == code for row in rows()) > 700


def test_terms_with_a_source_stand_apart() -> None:
    sourced = [row for row in rows() if row["source"]]
    assert {row["language"] for row in sourced} == {"es", "fr", "ar"}
    assert len(sourced) > 40
    assert not [row for row in sourced if ";" in row["forms"]]
    described = files("mgi_assistant").joinpath("data", "README.md").read_text("utf-8")
    assert [row["source"] for row in sourced if row["source"].split(",")[0] not in described] == []


def test_folding_leaves_neither_capitals_nor_accents() -> None:
    assert folded("ŒUVRÉE") == "oeuvree"
