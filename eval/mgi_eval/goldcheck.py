"""Checks of a set against the corpus: that the gold stands there, and what the set does not cover."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import get_args

from mgi_assistant.policy_areas import POLICY_AREAS
from mgi_assistant.types import Passage
from mgi_eval.cases import Case, CaseError, CaseSet, CaseType, Key
from mgi_eval.library import Library
from mgi_eval.matching import missing, plain


def check_gold(asked: CaseSet, library: Library) -> None:
    """Check that every gold quote stands on its page or row of the index.

    Raises:
        CaseError: One does not.
    """
    for case in asked.cases:
        for problem in astray(case, library):
            raise CaseError(
                f"Case {case.id!r} of {asked.name}: {problem}.",
                "Measure an index of the shipped corpus (mgi-ingest --index DIR), or correct the case.",
            )


def astray(case: Case, library: Library) -> Iterator[str]:
    """Yield what is wrong with a case's evidence: quotes that do not stand where they should, unknown pages."""
    for group in case.evidence_groups:
        for evidence in group:
            at = f"{evidence.source}, {'page' if evidence.page else 'row'} {evidence.key[1]}"
            if evidence.key not in library.texts:
                yield f"there is no {at}"
            elif evidence.quote not in library.texts[evidence.key]:
                yield f"“{evidence.quote[:60]}” does not stand in {at}"


def unsupported(case: Case) -> list[str]:
    """Return what the quotes of an evidence group alone do not tell of the vital facts, by group.

    A question for a count is told by as many quotes as are counted.
    """
    found = []
    for number, group in enumerate(case.evidence_groups, 1):
        quoted = plain(" ".join(evidence.quote for evidence in group))
        quoted += f" {len(group)}" if case.type == "count" else ""
        found += [f"group {number} does not tell {nugget.id}: {nugget.text}" for nugget in missing(quoted, case.vital)]
    return found


def overlaps(asked: CaseSet, library: Library) -> list[str]:
    """Return the sentences that are gold in both splits, with a case of each.

    A sentence counts by its words, so that one that stands on a page and in rows of a table is one.
    """
    seen: dict[str, dict[str, str]] = {}
    for case in asked.cases:
        for group in case.evidence_groups:
            for evidence in group:
                for unit in library.units(evidence.key, evidence.quote):
                    seen.setdefault(library.sentence(unit), {}).setdefault(case.split, case.id)
    return [f"{sentence}: {' and '.join(sorted(by.values()))}" for sentence, by in seen.items() if len(by) > 1]


def uncovered(asked: CaseSet, library: Library) -> dict[str, list[str]]:
    """Return what no case of a set is about: rows, pages, policy areas, places, types, languages."""
    gold: set[Key] = set()
    units: set[str] = set()
    for case in asked.cases:
        for evidence in (evidence for group in case.evidence_groups for evidence in group):
            gold.add(evidence.key)
            units |= library.units(evidence.key, evidence.quote)
    told = [p for p in library.store.passages if any(f"{p.id}/{i}" in units for i in range(len(p.sentences)))]
    areas = {area for passage in told for area in passage.policy_areas}
    subjects = {place for passage in told for place in passage.subject}
    subjects |= {place for case in asked.cases for place in case.scope.places}
    rows = [key for key in library.texts if key not in gold and _is_table(library, key[0])]
    pages = [
        key for key in library.texts if key not in gold and not _is_table(library, key[0]) and _tells(library, key)
    ]
    places = {place for passage in library.store.passages for place in passage.subject}
    kinds = Counter(case.type for case in asked.cases)
    langs = Counter(case.lang for case in asked.cases)
    return {
        "types": [kind for kind in get_args(CaseType) if not kinds[kind]],
        "languages": [lang for lang in ("en", "es", "fr") if not langs[lang]],
        "policy areas": [area for area in POLICY_AREAS if area not in areas],
        "places": sorted(places - subjects),
        "rows": [f"{source} {number}" for source, number in rows],
        "pages": [f"{source} {number}" for source, number in pages],
    }


def _is_table(library: Library, source_id: str) -> bool:
    return library.store.source_by_id[source_id].kind != "report"


def _tells(library: Library, key: Key) -> bool:
    """Say whether a page has running text or items, and not just a cover or contents."""
    said: list[Passage] = library.passages.get(key, [])
    return any(passage.kind in ("prose", "item") for passage in said)
