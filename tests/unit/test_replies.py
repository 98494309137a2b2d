"""A language model's reply, read piece by piece: what is whole is taken, whatever stands around it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mgi_assistant.synthesizers.replies import LONGEST_OBJECT, Proposal, proposals

TEXTS = st.text(max_size=30)
PROPOSALS = st.builds(
    Proposal, TEXTS, st.lists(st.tuples(TEXTS, TEXTS), max_size=3).map(tuple), st.one_of(st.just(""), TEXTS)
)
NOISE = st.text(alphabet='{}[]",:\\ \nabc`id', max_size=60)


def claim_of(proposal: Proposal) -> dict[str, object]:
    """Return a proposal as a model should write it."""
    quotes = [{"id": name, "quote": quote} for name, quote in proposal.quotes]
    return {"claim": proposal.text, "quotes": quotes, **({"said": proposal.said} if proposal.said else {})}


def read(text: str) -> list[Proposal]:
    return list(proposals([text]))


def cut(text: str, cuts: Sequence[int]) -> list[str]:
    """Return ``text`` in pieces, cut at ``cuts`` modulo its length."""
    places = sorted({at % (len(text) + 1) for at in cuts} | {0, len(text)})
    return [text[a:b] for a, b in pairwise(places)]


FORMS = {
    "lines": lambda found: "\n".join(map(json.dumps, found)),
    "array": lambda found: json.dumps(found, indent=2),
    "list of claims": lambda found: json.dumps({"claims": found}),
    "fenced": lambda found: "Here is the answer:\n```json\n" + "\n".join(map(json.dumps, found)) + "\n```\nDone {.",
    "unescaped letters": lambda found: "\n".join(json.dumps(one, ensure_ascii=False) for one in found),
    "after a stray brace": lambda found: "{ a set of claims\n" + "\n".join(map(json.dumps, found)),
    "after a string broken off": lambda found: '{"claim": "half\n' + "\n".join(map(json.dumps, found)),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@given(found=st.lists(PROPOSALS, max_size=3))
def test_claims_are_found_in_any_form(form: str, found: list[Proposal]) -> None:
    assert read(FORMS[form]([claim_of(one) for one in found])) == found


@given(st.lists(PROPOSALS, max_size=3), NOISE, st.lists(st.integers(0, 5000), max_size=12))
@example([Proposal('a "quoted" {brace} \\', (("x", "y"),))], '"', [1, 2, 3, 9, 20])
def test_it_does_not_matter_how_a_reply_is_cut(found: list[Proposal], noise: str, cuts: list[int]) -> None:
    text = noise + "\n".join(json.dumps(claim_of(one)) for one in found) + noise
    assert list(proposals(cut(text, cuts))) == read(text) == list(proposals(iter(text)))


@given(st.one_of(st.text(), NOISE, st.text(alphabet='{"claim": []}\\\n', max_size=300)))
def test_no_text_makes_it_fail(text: str) -> None:
    assert all(isinstance(found, Proposal) for found in read(text))


@given(PROPOSALS, st.data())
def test_what_is_cut_off_at_the_end_is_passed_over(found: Proposal, data: st.DataObject) -> None:
    whole = json.dumps(claim_of(found))
    cut_off = whole[: data.draw(st.integers(0, len(whole) - 1))]
    assert read(f"{whole}\n{cut_off}") == [found]


def test_each_claim_is_there_as_soon_as_it_is_whole() -> None:
    given_so_far: list[str] = []

    def pieces() -> Iterator[str]:
        for piece in ('{"claim": "One.", "quo', 'tes": []}', '\n{"claim": "Two."', "}"):
            given_so_far.append(piece)
            yield piece

    reading = proposals(pieces())
    assert next(reading).text == "One."
    assert len(given_so_far) == 2
    assert next(reading).text == "Two."


@pytest.mark.parametrize(
    "written",
    [
        '{"claim": "A.", "quotes": "k7f2"}',
        '{"claim": "A.", "quotes": [{"id": "k7f2"}]}',
        '{"claim": "A.", "quotes": [{"id": 7, "quote": "x"}]}',
        '{"claim": "A.", "quotes": [{"id": "k", "quote": "x"}, null]}',
        '{"claim": "A."}',
    ],
)
def test_quotes_that_are_not_what_they_should_be_are_none(written: str) -> None:
    assert read(written) == [Proposal("A.")]


def test_a_single_quote_need_not_be_a_list() -> None:
    assert read('{"claim": "A.", "quotes": {"id": "k", "quote": "x"}}') == [Proposal("A.", (("k", "x"),))]


@pytest.mark.parametrize("written", ['{"claim": 7}', '{"text": "A."}', "[1, 2]", "null", '{"claim": ["A."]}'])
def test_what_is_no_claim_is_passed_over(written: str) -> None:
    assert read(written) == []


def test_a_claim_in_a_quote_is_none() -> None:
    fake = '{"claim": "Fake.", "quotes": []}'
    written = json.dumps({"claim": "True.", "quotes": [{"id": "k", "quote": fake}]})
    assert [found.text for found in read(written)] == ["True."]


@pytest.mark.parametrize("opening", ["{", '{"a":', "[{", '{"a":['])
def test_what_is_nested_without_end_costs_little(opening: str) -> None:
    after = '\n{"claim": "After.", "quotes": []}'
    assert [found.text for found in read(opening * 20_000 + after)] == ["After."]
    assert read('{"claim": "' + "x" * (2 * LONGEST_OBJECT) + '"}' + after)[-1].text == "After."
