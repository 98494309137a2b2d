"""Figures that a question quotes ("110, 101 or 102?"): the sentences that give each of them, side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mgi_assistant.grounding import numbers
from mgi_assistant.ports import PassageStore, Vectors
from mgi_assistant.quantities import quantities
from mgi_assistant.shares import shares
from mgi_assistant.synthesizers.candidates import NOT_SAID
from mgi_assistant.text import readable, sentences, words
from mgi_assistant.types import DraftClaim, Evidence, Passage, Query
from mgi_assistant.vocabulary import ASKING, GENERIC

LEAST = 0.2
"""Cosine that a sentence needs with the question to be what the question quotes."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_ASKS_OF_FIGURE = re.compile(
    r"\b(comes? from|refers? to|stands? for|which (document|source|report|figure|number)|differ\w*|var(y|ies)|"
    r"quoted?|"
    r"disagree\w*|discrepan\w+|contradict\w*|reconcile|explain\w*|correct|right|side by side|"
    r"same (thing|figure|number))\b",
    re.IGNORECASE,
)


_OF_WHAT = re.compile(
    r"\b(?:of what|measures?|means?|refers? to|stands? for|represents?|describes?|counts?|tells? us)\b|"
    r"\babout\W*$",
    re.IGNORECASE,
)
"""Asks what a figure says."""
_NO_TOPIC = frozenset(
    "about actually count describe exactly figure mean measure number per cent percent percentage refer represent "
    "share stand statistic tell".split()
)
_MOST_OF_SHARE = 3
"""Sentences given for one share."""


def of_share(query: Query, store: PassageStore) -> tuple[DraftClaim, ...]:
    """Return what a share is one of, where a question gives nothing but the share: "eleven per cent of what?"."""
    said = [query.standalone[span.start : span.end] for span in sentences(query.standalone)]
    question = next((text for text in reversed(said) if text.endswith("?")), said[-1])
    asked = [q for q in quantities(question) if q.unit == "share"]
    named = question[: asked[0].start] + question[asked[0].end :] if len(asked) == 1 else ""
    if not (named and _OF_WHAT.search(question) and (ASKING | GENERIC | _NO_TOPIC).issuperset(words(named))):
        return ()
    given: dict[str, DraftClaim] = {}
    for passage in sorted(store.passages, key=lambda passage: passage.locator.row is not None):
        for span in passage.sentences if passage.kind not in NOT_SAID and query.filters.admit(passage) else ():
            quote = Evidence(passage, span)
            if asked[0].key in [found.key for found in quantities(quote.quote)]:
                given.setdefault(
                    readable(quote.quote), DraftClaim(readable(quote.quote), "evidence", (quote,), None, 1.0)
                )
    return tuple(given.values())[:_MOST_OF_SHARE]


def quoted_figures(query: Query) -> list[str]:
    """Return the numbers that a question quotes and asks about; none when it only gives years or shares."""
    in_shares = {number for share in shares(query.standalone) for number in numbers(share.text)}
    given = [n for n in dict.fromkeys(numbers(query.standalone)) if not _YEAR.fullmatch(n) and n not in in_shares]
    return given if len(given) > 1 or _ASKS_OF_FIGURE.search(query.standalone) else []


def side_by_side(query: Query, vector: Vectors, store: PassageStore) -> tuple[DraftClaim, ...]:
    """Return for each figure that the question quotes the sentence of each source that gives it."""
    claims = [claim for figure in quoted_figures(query) for claim in _giving(figure, query, vector, store)]
    return tuple({claim.text: claim for claim in claims}.values())


def _giving(figure: str, query: Query, vector: Vectors, store: PassageStore) -> Iterator[DraftClaim]:
    """Yield the closest sentence with ``figure`` of each source; of equal wordings the page before the row.

    One that has no date itself stands under the title of its source and its heading, which may have one.
    """
    told: set[str] = set()
    for _, passage, i in sorted(_with(figure, query, vector, store), key=lambda found: -found[0]):
        text = readable(passage.sentence(i))
        if passage.locator.source_id not in told and text not in told:
            told |= {passage.locator.source_id, text}
            title = next(s.title for s in store.sources if s.id == passage.locator.source_id)
            under = () if _YEAR.search(text) else (" – ".join(dict.fromkeys((title, *passage.section[-1:]))),)
            yield DraftClaim(text, "evidence", (Evidence(passage, passage.sentences[i]),), None, 1.0, under)


def _with(figure: str, query: Query, vector: Vectors, store: PassageStore) -> Iterator[tuple[float, Passage, int]]:
    for passage in store.passages:
        if passage.kind in NOT_SAID or figure not in passage.text.replace(",", "") or not query.filters.admit(passage):
            continue
        cosines: Sequence[float] = (store.sentence_vectors(passage) @ vector).tolist()
        for i, cosine in enumerate(cosines):
            if cosine >= LEAST and figure in numbers(passage.sentence(i)):
                yield cosine, passage, i
