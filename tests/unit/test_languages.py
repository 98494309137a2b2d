"""Which language a question is in."""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant.languages import language
from mgi_assistant.places import default_gazetteer
from mgi_assistant.types import Language

GAZETTEER = default_gazetteer()
CASES = Path(__file__).parents[2] / "eval" / "cases"
PORTUGUESE = """
Quantos países têm uma estratégia nacional de migração?
O que o Mali fez depois da avaliação?
Os migrantes têm acesso aos serviços de saúde?
O que se recomenda contra a xenofobia?
recomendações sobre dados migratórios
percentagem de países com programas de imigração laboral
Há quanto tempo existe o programa?
Que países insulares participaram?
Angola participou?
A Guiné-Bissau tem uma política migratória?
E a Nigéria?
e as cidades?
só em África
""".strip().splitlines()
ARABIC = """
كم عدد البلدان التي لديها استراتيجية وطنية للهجرة؟
ماذا فعلت مالي بعد التقييم؟
وفي مصر؟
والمدن؟
مالي؟
ما هي توصيات المنظمة الدولية للهجرة (IOM) بشأن MGI؟
هَلْ شَارَكَتْ تُونِس؟
""".strip().splitlines()


def asked() -> list[tuple[str, list[str], str]]:
    lines = [line for name in ("dev", "test") for line in (CASES / f"{name}.jsonl").read_text("utf-8").splitlines()]
    return [(case["question"], case["history"], case["lang"]) for case in map(json.loads, lines)]


def carelessly(text: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return plain.replace("¿", "").replace("¡", "")


@pytest.mark.parametrize("careless", [False, True])
def test_every_question_of_the_benchmark_is_read_in_its_language(careless: bool) -> None:
    cases = asked()
    assert {spoken for *_, spoken in cases} == {"en", "es", "fr"}
    write = carelessly if careless else str
    wrong = [q for q, history, spoken in cases if language(write(q), GAZETTEER, list(map(write, history))) != spoken]
    assert len(wrong) <= len(cases) // 200, wrong
    assert careless or not wrong


@pytest.mark.parametrize("question", [*PORTUGUESE, *map(carelessly, PORTUGUESE)])
def test_portuguese_is_not_taken_for_spanish(question: str) -> None:
    assert language(question, GAZETTEER) == "pt"


@pytest.mark.parametrize("question", ARABIC)
def test_arabic_is_told_by_its_script(question: str) -> None:
    assert language(question, GAZETTEER) == "ar"


@pytest.mark.parametrize(
    "question",
    [
        "Was sind die Empfehlungen für Städte?",
        "Quali sono le raccomandazioni per le città?",
        "Wat doen gemeenten voor migranten?",
        "چه کشورهایی شرکت کردند؟",
        "どの国が参加しましたか",
        "Какие страны участвовали?",
        "42",
        "",
        "IOM MGI 2023",
        "Fiji, Mali, Peru?",
    ],
)
def test_any_other_language_counts_as_english(question: str) -> None:
    assert language(question, GAZETTEER) == "en"


@pytest.mark.parametrize(
    ("earlier", "spoken"), [("Quantos países têm um plano?", "pt"), ("ماذا فعلت مالي؟", "ar"), ("What then?", "en")]
)
def test_a_place_alone_is_in_the_language_of_the_question_before(earlier: str, spoken: Language) -> None:
    assert language("Angola?", GAZETTEER, [earlier]) == spoken


@given(st.text(max_size=200), st.lists(st.text(max_size=40), max_size=3))
def test_any_text_has_one_of_the_languages(text: str, earlier: list[str]) -> None:
    assert language(text, GAZETTEER, earlier) in get_args(Language)


def test_an_english_question_does_not_load_the_model() -> None:
    code = (
        "import sys\n"
        "from mgi_assistant.languages import language\n"
        "from mgi_assistant.places import default_gazetteer\n"
        "assert language('How many countries have a strategy?', default_gazetteer()) == 'en'\n"
        "assert language('Combien de pays ont une stratégie ?', default_gazetteer()) == 'fr'\n"
        "sys.exit('py3langid' in sys.modules)\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
