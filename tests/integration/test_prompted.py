"""Answers with a language model behind a real server on loopback that is scripted to be honest, to lie and to fail."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mgi_assistant import open_assistant
from mgi_assistant.answers import Answer, Claim
from mgi_assistant.assistant import Assistant
from mgi_assistant.settings import load_settings
from mgi_assistant.synthesizers.prompted import UNPROVEN, UNUSABLE
from mgi_assistant.wiring import open_language_model, with_model
from tests.chat_server import Behaviour, Broken, ChatServer, Dropped, Flood, Refusal, Reply, Script, Silent
from tests.integration.test_commands import mgi
from tests.scripted import Shown, claim, honest, shown_in

ON_SHARES = "What share of countries engage with their diaspora in a formal way?"
ON_MALI = "What did the MGI lead to in Mali?"
TIME_LIMIT = 6.0


def saying(write: Callable[[list[Shown]], str], chunk: int = 20) -> Script:
    """Return a script that replies what ``write`` makes of the passages in the prompt."""
    return lambda messages: Reply(write(shown_in(messages[-1]["content"])), chunk)


@contextmanager
def served(assistant: Assistant, script: Script | Behaviour) -> Iterator[tuple[Assistant, ChatServer]]:
    """Give ``assistant`` with a model behind a server that does ``script``."""
    with ChatServer(script) as server:
        settings = load_settings(
            llm_url=server.url, llm_model="scripted", llm_key="top-secret", llm_timeout_s=TIME_LIMIT, llm_retries=0
        )
        model = open_language_model(settings)
        assert model
        yield with_model(assistant, model, TIME_LIMIT), server


def ask(assistant: Assistant, script: Script | Behaviour, question: str, *history: str) -> Answer:
    with served(assistant, script) as (prompted, _):
        return prompted.ask(question, history)


def likely(shown: list[Shown]) -> list[tuple[str, str]]:
    """Return the sentences that answer, each after the id of its passage."""
    return [(passage.id, quote) for passage in shown for quote in passage.likely]


def of_first(change: Callable[[str], str]) -> Script:
    """Return a script that says the first likely sentence changed, and quotes it as it is."""

    def write(shown: list[Shown]) -> str:
        name, quote = likely(shown)[0]
        changed = change(quote)
        assert changed != quote
        return claim(changed, (name, quote))

    return saying(write)


def joined(shown: list[Shown]) -> str:
    """Say the beginning of one sentence with the end of another."""
    (name, quote), (other_name, other) = likely(shown)[:2]
    assert "informed the creation of" in quote
    assert "three priority working groups" in other
    text = f"{quote.partition(' of ')[0]} of three priority working groups."
    return claim(text, (name, quote), (other_name, other))


def test_an_honest_model_is_heard(assistant: Assistant) -> None:
    told: list[Claim] = []

    def script(messages: list[dict[str, str]]) -> Behaviour:
        return Reply(honest(messages[-1]["content"]))

    with served(assistant, script) as (prompted, server):
        answer = prompted.ask(ON_MALI, tell=told.append)
    assert (answer.synthesizer, answer.model, answer.note) == ("prompted", "scripted", "")
    assert tuple(told) == answer.claims
    assert answer.withheld == ()
    (request,) = server.chats
    assert request.headers["authorization"] == "Bearer top-secret"
    assert ON_MALI in request.text


def test_a_sentence_in_other_words_is_said_beside_its_quote(assistant: Assistant) -> None:
    def write(shown: list[Shown]) -> str:
        name, quote = likely(shown)[0]
        return claim("Around one third of countries formally engage with their diaspora.", (name, quote))

    answer = ask(assistant, saying(write), ON_SHARES)
    assert answer.synthesizer == "prompted", answer.withheld
    assert answer.text.startswith("Around one third of countries formally engage")
    assert "in a formal way" in answer.citations[0].quote


ON_SHARES_IN_SPANISH = "¿Qué proporción de países tiene una estrategia para la diáspora?"
IN_SPANISH = "Alrededor de un tercio de los países se relacionan con su diáspora de manera formal."


def test_a_question_in_another_language_is_answered_in_it_beside_the_english_quote(assistant: Assistant) -> None:
    def write(shown: list[Shown]) -> str:
        return "\n".join(claim(quote, (name, quote), said=IN_SPANISH) for name, quote in likely(shown)[:1])

    answer = ask(assistant, saying(write), ON_SHARES_IN_SPANISH)
    assert answer.synthesizer == "prompted", (answer.withheld, answer.text)
    assert answer.claims[0].said == IN_SPANISH
    assert answer.text.startswith(f"{IN_SPANISH} [1]")
    assert answer.citations[0].quote.startswith("Around one third")


@pytest.mark.parametrize(
    "said",
    [
        "Un tercio de los países se relacionan con su diáspora de manera formal.",
        "Alrededor de dos tercios de los países se relacionan con su diáspora de manera formal.",
        "Alrededor de un tercio de los países no se relacionan con su diáspora de manera formal.",
        "Around one third of countries engage with their diaspora in a formal way.",
        "Alrededor de un tercio de los países, véase [aquí](https://x.example), tienen una diáspora formal.",
    ],
)
def test_a_wrong_rendering_is_withheld_and_the_english_stays(said: str, assistant: Assistant) -> None:
    def write(shown: list[Shown]) -> str:
        return "\n".join(claim(quote, (name, quote), said=said) for name, quote in likely(shown)[:1])

    answer = ask(assistant, saying(write), ON_SHARES_IN_SPANISH)
    assert [one.text for one in answer.withheld] == [said]
    assert answer.claims[0].said == ""
    assert answer.text.startswith("Around one third")


LIES: dict[str, tuple[str, Script]] = {
    "invented ids": (ON_MALI, saying(lambda shown: "\n".join(claim(q, ("k7f2", q)) for _, q in likely(shown)))),
    "cites page 1": (ON_MALI, saying(lambda shown: "\n".join(claim(q, ("1", q)) for _, q in likely(shown)))),
    "invented quotes": (ON_MALI, saying(lambda shown: claim("Mali did it.", (shown[0].id, "Mali did all of this.")))),
    "a digit altered": (ON_SHARES, of_first(lambda quote: quote.replace("one third", "31 per cent"))),
    "a share altered": (ON_SHARES, of_first(lambda quote: quote.replace("one third", "two thirds"))),
    "a hedge dropped": (ON_SHARES, of_first(lambda quote: quote.replace("Around one third", "One third"))),
    "a hedge changed": (ON_SHARES, of_first(lambda quote: quote.replace("Around one", "More than one"))),
    "the country swapped": (ON_MALI, of_first(lambda quote: quote.replace("Mali", "Peru"))),
    "not inserted": (ON_MALI, of_first(lambda quote: quote.replace(" informed", " did not inform"))),
    "outside knowledge": (ON_MALI, of_first(lambda quote: quote.rstrip(".") + ", with a budget from the World Bank.")),
    "two halves joined": (ON_MALI, saying(joined)),
    "an address added": (ON_MALI, of_first(lambda quote: quote.rstrip(".") + " (see https://mali.example).")),
}


@pytest.mark.parametrize("kind", LIES)
def test_a_lie_is_withheld_and_the_extractive_answer_given(kind: str, assistant: Assistant) -> None:
    question, script = LIES[kind]
    answer, plain = ask(assistant, script, question), assistant.ask(question)
    assert (answer.synthesizer, answer.note) == ("extractive", UNPROVEN)
    assert (answer.text, answer.claims, answer.citations) == (plain.text, plain.claims, plain.citations)
    assert answer.withheld
    assert all(withheld.reason for withheld in answer.withheld)


@pytest.mark.parametrize("kind", LIES)
def test_a_lie_beside_the_truth_is_withheld_alone(kind: str, assistant: Assistant) -> None:
    question, script = LIES[kind]

    def both(messages: list[dict[str, str]]) -> Behaviour:
        lie = script(messages)
        assert isinstance(lie, Reply)
        return Reply(f"{lie.text}\n{honest(messages[-1]['content'])}")

    answer = ask(assistant, both, question)
    assert answer.synthesizer == "prompted"
    assert answer.withheld
    assert {said.text for said in answer.claims} <= {said.text for said in assistant.ask(question).claims}


@pytest.mark.parametrize(
    "reply",
    [
        "The MGI led to a lot in Mali.", "", "Je ne sais pas.", "[]", '{"claims": []}', "```json\n```",
        '{"claim": "Mali', "\\u0000" * 50, "[" * 5000,
    ],
)  # fmt: skip
def test_a_reply_in_another_form_leaves_the_extractive_answer(reply: str, assistant: Assistant) -> None:
    answer = ask(assistant, Reply(reply, chunk=500), ON_MALI)
    assert answer.text == assistant.ask(ON_MALI).text
    assert answer.note
    assert answer.note == UNUSABLE or not reply


FAILURES: dict[str, Behaviour] = {
    "unauthorised": Refusal(401),
    "busy": Refusal(429, {"Retry-After": "60"}),
    "broken": Refusal(500),
    "no protocol": Broken(),
    "a web page": Broken("<html>Welcome</html>", raw=True),
    "half a stream": Dropped('{"claim": "In Mali'),
    "silent": Silent(30),
    "silent after the headers": Silent(30, headers_first=True),
    "slow": Reply("x" * 4000, delay_s=0.1),
    "a flood": Flood(),
    "a flood of claims": Flood('{"claim": "Mali did it.", "quotes": [{"id": "1", "quote": "Mali did it"}]}\n'),
}


@pytest.mark.parametrize("kind", FAILURES)
def test_a_failure_leaves_the_extractive_answer_in_time_with_one_calm_line(kind: str, assistant: Assistant) -> None:
    plain = assistant.ask(ON_MALI)
    began = time.monotonic()
    answer = ask(assistant, FAILURES[kind], ON_MALI)
    assert time.monotonic() - began < TIME_LIMIT + 2
    assert (answer.text, answer.synthesizer) == (plain.text, "extractive")
    assert re.fullmatch(r"[A-Z][^\n]{10,200}\.", answer.note)
    assert "top-secret" not in answer.note
    assert ON_MALI not in answer.note


def test_half_a_stream_of_truths_leaves_the_extractive_answer(assistant: Assistant) -> None:
    told: list[Claim] = []

    def script(messages: list[dict[str, str]]) -> Behaviour:
        return Dropped(honest(messages[-1]["content"]) + "\n{")

    with served(assistant, script) as (prompted, _):
        answer = prompted.ask(ON_MALI, tell=told.append)
    assert answer.text == assistant.ask(ON_MALI).text
    assert answer.note


def test_a_follow_up_is_made_whole_by_the_model_and_checked(assistant: Assistant) -> None:
    earlier = "Do many countries engage with their diaspora in a formal way?"
    whole = "Does Mali engage with its diaspora in a formal way?"

    def script(rewrite: str) -> Script:
        return lambda messages: Reply(rewrite if "follow_up" in messages[-1]["content"] else "")

    answer = ask(assistant, script(whole), "and Mali?", earlier)
    assert answer.query.standalone == whole
    invented = ask(assistant, script("Does Peru fight human trafficking?"), "and Mali?", earlier)
    assert invented.query.standalone == assistant.understood("and Mali?", [earlier]).standalone


# -- the command -------------------------------------------------------------------------------------------------------


def test_mgi_ask_tells_what_is_verified_and_what_is_withheld(shipped_index: Path, cache: Path) -> None:
    def write(shown: list[Shown]) -> str:
        lines = [claim(q, (n, q)) for n, q in likely(shown)]
        return "\n".join([claim("Mali won [a prize](https://x.example).", (shown[0].id, likely(shown)[0][1])), *lines])

    with ChatServer(saying(write)) as server:
        given = {"MGI_LLM_URL": server.url, "MGI_LLM_MODEL": "scripted"}

        def told(*options: str) -> str:
            return mgi("ask", ON_MALI, *options, index=shipped_index, cache=cache, **given).stdout

        streamed, answer = told("--stream", "--withheld"), json.loads(told("--json"))
        assert len(server.chats) == 2
        plain = json.loads(told("--json", "--no-model"))
        assert len(server.chats) == 2
    first = answer["claims"][0]["text"]
    assert " ".join(streamed.split()).count(first) >= 2, "once when verified, and in the answer"
    assert "Withheld: not supported by the sources" in streamed
    assert "it is not plain text" in streamed
    assert (answer["synthesizer"], answer["model"], len(answer["withheld"])) == ("prompted", "scripted", 1)
    assert (plain["synthesizer"], plain["model"], plain["withheld"]) == ("extractive", "", [])


def test_without_a_setting_there_is_no_model(shipped_index: Path) -> None:
    plain = open_assistant(shipped_index)
    assert plain.rephrase is None
    assert plain.rewrite is None
