"""What a language model may say of a quote, and every way in which it may go wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mgi_assistant.engines.bm25 import terms
from mgi_assistant.grounding import verify
from mgi_assistant.places import default_gazetteer
from mgi_assistant.ports import Reading
from mgi_assistant.support import Checker
from mgi_assistant.text import readable
from mgi_assistant.types import DraftClaim, Evidence, Span
from tests.unit.fakes import MemoryStore, Written, written


class Stems:
    """A lexical index that only takes words back to their stems."""

    def terms(self, text: str) -> list[str]:
        return terms(text)

    def weight(self, term: str) -> float:
        return 1.0

    def best(self, text: str, k: int, admitted: frozenset[str] | None) -> list[tuple[str, float]]:
        return []


CHECKER = Checker(default_gazetteer(), Stems(), {"NMC": "National Migration Council"})

SHARE = written(
    "report", 1, "Less than one third of countries have measures that help seasonal workers to find housing."
)
MALI = written(
    "report",
    2,
    "In 2021, Mali created a national council on migration, in which 12 ministries sit. "
    "The council will draw up a strategy on the integration of refugees.",
    subject=["MLI"],
)
GUATEMALA = written(
    "report", 3, "San Marcos opened an office that advises returning migrants.", subject=["GTM:san-marcos", "GTM"]
)
SENEGAL = written("report", 4, "Senegal trains its border guards in human rights.", subject=["SEN"])
ADVICE = written("report", 5, "Establish clear procedures for recognizing foreign qualifications.", kind="item")
BOTH = written("report", 6, "Only 14 per cent of countries register births abroad. Most countries count emigrants.")
LINKED = written(
    "report", 7, "Togo reformed its asylum law. As a result, fewer applications are pending.", subject=["TGO"]
)
DENIED = written("report", 8, "Irregular migrants do not have access to free hospitals in half of the countries.")
TENDS = written("report", 9, "Countries with a diaspora ministry more often let citizens abroad vote.")

REFORM = written("report", 10, "The reform gave Togo a faster court.", subject=["TGO"])
COURTS = written("report", 11, "Togo trains judges to decide faster, with a regional approach.", subject=["TGO"])
RESULTS = written("report", 12, "At the request of the judges, the survey results in Togo came out.", subject=["TGO"])
INCLUDED = written("report", 15, "Judges met in Togo, those from Lomé among them.", subject=["TGO"])
AMONG = written("report", 14, "Most countries have embassies, among others in Mali.")
BALTI = written("report", 13, "The matrix was combined with the survey in Cahul and Bălți.")


def quotes(*found: Written) -> list[Evidence]:
    """Return the whole passages as quotes."""
    return [Evidence(one.passage, Span(0, len(one.passage.text))) for one in found]


def fault(claim: str, *found: Written) -> str:
    """Return why a claim is not borne out by some passages."""
    return CHECKER.fault(claim, quotes(*found))


HONEST: Sequence[tuple[str, tuple[Written, ...]]] = (
    ("Fewer than a third of countries have measures to help seasonal workers find housing.", (SHARE,)),
    ("In fewer than one in three countries, seasonal workers are assisted in finding accommodation.", (SHARE,)),
    ("Mali set up a national council on migration in 2021, in which twelve ministries sit.", (MALI,)),
    ("In 2021 a national council on migration was established in Mali; the Malian council will prepare a strategy "
     "on integrating refugees.", (MALI,)),
    ("San Marcos in Guatemala has opened an office which gives advice to migrants who return.", (GUATEMALA,)),
    ("It is recommended to create clear procedures for the recognition of foreign qualifications.", (ADVICE,)),
    ("Mali created a national council on migration; Senegal trains border guards in human rights.", (MALI, SENEGAL)),
    ("Just 14% of countries register births abroad, while most count emigrants.", (BOTH,)),
    ("Togo reformed its asylum law, and as a result fewer applications are pending.", (LINKED,)),
    ("In half of the countries, irregular migrants have no access to free hospitals.", (DENIED,)),
    ("Citizens abroad are more often allowed to vote in countries with a ministry for the diaspora.", (TENDS,)),
    ("Judges in Togo, including some from Lomé, met.", (INCLUDED,)),
    ("Thanks to the reform, Togo has a faster court.", (REFORM,)),
    ("Togo trains judges so that they decide faster, following a regional approach.", (COURTS,)),
    ("The results in Togo followed a request from the judges.", (RESULTS,)),
)  # fmt: skip

FALSE: Sequence[tuple[str, tuple[Written, ...], str]] = (
    ("One third of countries have measures that help seasonal workers find housing.", (SHARE,), "Less than one third"),
    ("More than one third of countries have measures that help seasonal workers.", (SHARE,), "Less than one third"),
    ("Countries have measures that help seasonal workers to find housing.", (SHARE,), "leaves out"),
    ("All countries have measures that help seasonal workers to find housing.", (SHARE,), "“All”"),
    ("Less than one third of cities have measures that help seasonal workers.", (SHARE,), "cities"),
    ("Less than 33 per cent of countries have measures that help seasonal workers.", (SHARE,), "33 per cent"),
    ("Less than one third of countries lack measures that help seasonal workers.", (SHARE,), "lack"),
    ("Mali created a national council on migration in 2020.", (MALI,), "2020"),
    ("In 2021, Mali created a national council on migration, in which 12 per cent of ministries sit.", (MALI,), "12"),
    ("In 2021, Mali created a national council on migration, in which a dozen prefects sit.", (MALI,), "prefects"),
    ("In 2021, Niger created a national council on migration.", (MALI,), "Niger"),
    ("A national council on migration was created in 2021.", (MALI,), "Mali"),
    ("In 2021, Mali did not create a national council on migration.", (MALI,), "not"),
    ("In 2021, Mali created a local council on migration.", (MALI,), "local"),
    ("In 2021, Mali created a national council on migration with money from Japan.", (MALI,), "Japan"),
    ("In 2021, Mali created an influential national council on migration.", (MALI,), "influential"),
    ("Mali created a national council on migration because refugees arrived.", (MALI,), "arrived"),
    ("Mali's council on migration drew up a strategy on the integration of refugees.", (MALI,), ""),
    ("The council drew up a strategy on the integration of refugees in Mali.", (MALI,), "will"),
    ("Mali has the best national council on migration.", (MALI,), "best"),
    ("Guatemala opened an office that advises returning migrants.", (GUATEMALA,), "San Marcos"),
    ("Mali trains its border guards in human rights.", (MALI, SENEGAL), "joins"),
    ("Senegal created a national council on migration.", (MALI, SENEGAL), "joins"),
    ("Clear procedures for recognizing foreign qualifications were established.", (ADVICE,), "recommend"),
    ("14 per cent of countries register births abroad.", (BOTH,), "Only"),
    ("Only 14 per cent of countries count emigrants.", (BOTH,), ""),
    ("Most countries register births abroad.", (BOTH,), ""),
    ("Only 14 per cent of countries register deaths abroad.", (BOTH,), "deaths"),
    ("Most countries count immigrants.", (BOTH,), "immigrants"),
    ("Togo reformed its asylum law because fewer applications are pending.", (LINKED,), "because"),
    ("Irregular migrants have access to free hospitals in half of the countries.", (DENIED,), "deny"),
    ("Regular migrants do not have access to free hospitals in half of the countries.", (DENIED,), "Regular"),
    ("Countries with a diaspora ministry let citizens abroad vote.", (TENDS,), "more often"),
    ("Countries with a diaspora ministry less often let citizens abroad vote.", (TENDS,), "less"),
    ("Some countries have embassies, among others in Mali.", (AMONG,), "Some"),
    ("Thanks to the court, Togo has a faster reform.", (REFORM,), "Thanks to"),
    ("Following the reform, Togo has a faster court.", (REFORM,), "Following"),
    ("The matrix was combined with the survey in Moldova and Bălți.", (BALTI,), "only"),
    ("", (TENDS,), "nothing"),
)  # fmt: skip


@pytest.mark.parametrize(("claim", "found"), HONEST)
def test_a_quote_may_be_said_in_other_words(claim: str, found: tuple[Written, ...]) -> None:
    assert fault(claim, *found) == ""


@pytest.mark.parametrize(("claim", "found", "named"), FALSE)
def test_what_the_quotes_do_not_say_is_told_with_the_reason(claim: str, found: tuple[Written, ...], named: str) -> None:
    reason = fault(claim, *found)
    assert reason
    assert named in reason


def test_a_quote_that_is_cut_short_keeps_its_hedge() -> None:
    start = SHARE.passage.text.index("one third")
    cut = Evidence(SHARE.passage, Span(start, len(SHARE.passage.text)))
    assert "Less than one third" in CHECKER.fault(
        "One third of countries have measures that help seasonal workers.", [cut]
    )


def test_a_claim_needs_a_quote() -> None:
    assert CHECKER.fault("Mali created a council.", []) == "it has no quote"


def test_abbreviations_of_the_sources_stand_for_their_long_form() -> None:
    council = written("report", 1, "The National Migration Council meets twice a year.")
    assert fault("The NMC meets twice a year.", council) == ""
    assert "NCM" in fault("The NCM meets twice a year.", council)


def test_the_embedding_model_may_vouch_for_one_word_that_is_no_name() -> None:
    near = [0.8, 0.6, 0.0]
    vectors = {"housing": [1.0, 0.0, 0.0], "bunks": near, "berths": near, "barracks": [0.0, 1.0, 0.0], "Utopia": near}

    def read(text: str) -> Reading:
        words = tuple(re.findall(r"\w+", text))
        rows = np.array([vectors.get(word, [0.0, 0.0, 1.0]) for word in words], dtype=np.float32)
        return Reading(rows[0], words, rows)

    hearing = Checker(default_gazetteer(), Stems(), read=read)
    claim = "Less than one third of countries have measures that help seasonal workers to find {}."
    evidence = quotes(SHARE)
    assert "bunks" in CHECKER.fault(claim.format("bunks"), evidence)
    assert hearing.fault(claim.format("bunks"), evidence) == ""
    assert "bunks" in hearing.fault(claim.format("bunks or berths"), evidence)
    assert "Utopia" in hearing.fault(claim.format("Utopia"), evidence)
    assert hearing.fault(claim.format("barracks"), evidence)


def test_verify_uses_the_checker_for_what_a_model_said_only() -> None:
    store = MemoryStore([SENEGAL])
    claim = DraftClaim("Senegal trains its pilots in human rights.", "rephrased", tuple(quotes(SENEGAL)))
    kept, withheld = verify([claim], store, CHECKER)
    assert not kept
    assert "pilots" in withheld[0].reason
    assert verify([DraftClaim("Senegal trains its border guards in human rights.", "evidence", claim.evidence)], store)[
        0
    ]


SENTENCES = [
    readable(one.passage.sentence(i))
    for one in (SHARE, MALI, GUATEMALA, SENEGAL, ADVICE, BOTH, LINKED, DENIED, TENDS)
    for i in range(len(one.passage.sentences))
]
WITH_DIGITS = [sentence for sentence in SENTENCES if re.search(r"\d", sentence)]


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"]), max_size=80), st.sampled_from(SENTENCES))
@settings(max_examples=60, deadline=None)
def test_a_sentence_is_borne_out_by_itself(text: str, sentence: str) -> None:
    told = written("any", 1, f"{sentence} {text}")
    for i in range(len(told.passage.sentences)):
        said = readable(told.passage.sentence(i))
        assert CHECKER.fault(said, quotes(told)) == "" or not said


@given(st.sampled_from(WITH_DIGITS), st.data())
@settings(max_examples=40, deadline=None)
def test_any_other_digit_is_caught(sentence: str, data: st.DataObject) -> None:
    at = data.draw(st.sampled_from([match.start() for match in re.finditer(r"\d", sentence)]))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != sentence[at]]))
    changed = sentence[:at] + digit + sentence[at + 1 :]
    told = next(one for one in (MALI, BOTH) if sentence in readable(one.passage.text))
    assert fault(changed, told)


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.sampled_from(["countries", "per cent of countries", "visas"]))
@settings(max_examples=60, deadline=None)
def test_a_figure_stands_in_its_quote_or_the_claim_falls(said: int, told: int, unit: str) -> None:
    quote = written("any", 1, f"The register names {told} {unit}.")
    assert (fault(f"In the register, {said} {unit} are named.", quote) == "") == (said == told)


@given(st.text(max_size=200), st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_no_text_makes_it_stumble(claim: str, quote: str) -> None:
    assert isinstance(fault(claim, written("any", 1, quote or " ")), str)


@given(
    st.lists(
        st.sampled_from(
            "not never without 3 1/3 a third half twice most all 12 in every 10 may because — . , % + "
            "Mali Georgia US May no more than dozens of thousands first per cent".split()
        ),
        max_size=25,
    )
)
@settings(max_examples=100, deadline=None)
def test_no_heap_of_telling_words_makes_it_stumble(heap: list[str]) -> None:
    assert isinstance(fault(" ".join(heap), SHARE, MALI), str)
