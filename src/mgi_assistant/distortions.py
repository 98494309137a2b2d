"""What a stretch of a sentence does to the quote that it comes from: a "not", "may" or "because" put in or left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache
from itertools import zip_longest

from mgi_assistant.place_words import table
from mgi_assistant.quantities import forms, same
from mgi_assistant.statements import Marker, Statement, Word, alike, content
from mgi_assistant.stretches import Stretch, Unit

_ADDED: Mapping[str, frozenset[str]] = {
    "possible": frozenset({"possible", "ability", "tendency"}),
    "future": frozenset({"future", "intent", "goal", "must"}),
    "must": frozenset({"must"}),
    "tendency": frozenset({"tendency"}),
    "only": frozenset({"only"}),
    "completion": frozenset({"completion"}),
    "cause": frozenset({"cause"}),
    "after": frozenset({"after", "cause"}),
    "before": frozenset({"before"}),
    "more": frozenset({"more", "betterment"}),
    "less": frozenset({"less"}),
    "did": frozenset({"did"}),
    "need": frozenset({"need", "must"}),
}
"""Markers that a claim may have only where its quote has one of these."""


_DROPPED: Mapping[str, frozenset[str]] = {
    "possible": frozenset({"possible", "ability", "future", "tendency"}),
    "future": frozenset({"future", "intent", "goal", "possible", "must"}),
    "intent": frozenset({"intent", "future", "goal", "possible", "must"}),
    "must": frozenset({"must", "need"}),
    "tendency": frozenset({"tendency", "possible"}),
    "only": frozenset({"only"}),
    "under way": frozenset({"under way", "future", "intent", "goal", "possible"}),
    "ability": frozenset({"ability", "possible", "future", "intent", "goal", "must"}),
}
"""Markers of a quote that a claim has to keep, by one of these, where it says what they govern."""


_PARTIAL = frozenset({"most", "some", "several", "many", "few", "nearly all"})


_SHORT = 3
"""Letters; words no longer than this are mostly those of grammar."""


_DENYING = ("un", "in", "im", "ir", "il", "dis", "non", "mis", "anti")


def distortions(said: Statement, found: Sequence[Stretch]) -> Iterator[str]:
    """Yield what is wrong with each stretch of a claim, beside the sentence that it comes from."""
    for before, stretch in zip([None, *found], found, strict=False):
        inside = [marker for marker in said.markers if stretch.start <= marker.start < stretch.end]
        reasons = (
            _negation_fault(said, stretch, inside),
            _added_fault(said, stretch, inside),
            _dropped_fault(said, stretch),
            _opposite_fault(said, stretch),
            _joint_fault(said, before, stretch) if before else "",
        )
        yield from filter(None, reasons)


@cache
def opposites() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """Return words with their opposites, each way, as ``antonyms.csv`` lists them."""
    rows = [(_inflected(row["forms"]), _inflected(row["opposite"])) for row in table("antonyms")]
    return (*rows, *((two, one) for one, two in rows))


def _inflected(cell: str) -> frozenset[str]:
    return frozenset(form + ending for form in cell.split("|") for ending in ("", "s", "d", "ed", "ly", "ing"))


def tells_what_to_do(said: Statement) -> bool:
    """Say whether a sentence begins with what is to be done: "Establish …"."""
    begins = " ".join(word.folded for word in said.words[:2])
    return any(begins == form or begins.startswith(f"{form} ") for form in forms("imperative"))


def _negation_fault(said: Statement, stretch: Stretch, inside: Sequence[Marker]) -> str:
    """Say that a stretch denies what its sentence says, or says what that denies."""
    home = stretch.home
    words = said.words[stretch.start : stretch.end]
    denied = [_governed(home.said, marker, 5) for marker in home.said.markers if marker.name == "negation"]
    counted = {i for q in said.quantities for i in range(said.at(q.start), said.at(q.end))}
    denials = [marker for marker in inside if marker.name == "negation" and marker.start not in counted]
    for marker in denials:
        mine = _governed(said, marker, 2)
        if not any(alike(word, other) for word in mine for others in denied for other in others) and (
            mine or not denied
        ):
            return f"its quotes do not say “{said.words[marker.start].raw}”"
    if denials:
        return ""
    for others in denied:
        if others and any(alike(word, others[0]) for word in words if word.content):
            return f"its quotes deny it of “{others[0].raw}”"
    return ""


def _governed(said: Statement, marker: Marker, most: int) -> list[Word]:
    """Return up to ``most`` words that a marker may govern: those after it, up to the end of the clause."""
    found: list[Word] = []
    for word in said.words[marker.end :]:
        if len(found) == most or (word.raw in ".;:" and found):
            break
        if word.content:
            found.append(word)
    return found


def _added_fault(said: Statement, stretch: Stretch, inside: Sequence[Marker]) -> str:
    """Say that a stretch has a "may", a "because" or the like that its sentence does not have."""
    spans = [(q.start, q.end) for q in said.quantities if q.hedges or q.unit == "indefinite"]
    hedged = any("only" in q.hedges for q in stretch.home.said.quantities)
    for marker in inside:
        allowed = _ADDED.get(marker.name)
        start = said.words[marker.start].start
        if allowed is None or any(a <= start < b for a, b in spans) or (marker.name == "only" and hedged):
            continue
        if not stretch.home.marked(allowed) and not _is_told_otherwise(said, marker, stretch.home.said):
            return f"its quotes do not say “{phrase_of(said, marker)}”"
    return ""


def _is_told_otherwise(said: Statement, marker: Marker, home: Statement) -> bool:
    """Say whether a sentence has what a "because" or "after" of the claim says without having such a marker.

    It may name the same thing with the same neighbour ("the MGI results in Mali", "in response to the situation");
    have a purpose for a "so that" ("to", "in such a way that"); say how where the claim has "following an approach"; or
    have what comes first bring about what comes then ("Thanks to the upgrade, Belize has …" for "The upgrade gave
    Belize …").
    """
    if marker.name not in ("cause", "after"):
        return False
    before, behind = content(said.words[: marker.start])[-1:], content(said.words[marker.end :])[:2]
    phrase = {word.stem for word in said.words[marker.start : marker.end] if len(word.folded) > _SHORT}
    for i, word in enumerate(home.words):
        if word.stem in phrase:
            near = {other.stem for other in content(home.words[max(0, i - 3) : i + 5])}
            if any(other.stem in near for other in (*before, *behind)):
                return True
    if marker.name == "after":
        reach = said.words[marker.start : marker.end + 4]
        return reach[0].folded == "following" and any(word.folded in forms("manner") for word in reach)
    if any(other.name == "goal" and other.start == marker.start for other in said.markers):
        aims = [i for i, word in enumerate(home.words) if word.folded == "to"]
        purposes = [other for i in aims for other in content(home.words[i + 1 : i + 7])]
        return any(other.name == "goal" for other in home.markers) or any(
            alike(word, other) for word in behind for other in purposes
        )
    acts = next((i for i, word in enumerate(home.words) if word.folded in forms("causative")), 0)
    backward = phrase_of(said, marker).lower() in forms("backward")
    cause = next((word for word in said.words[marker.end :] if len(word.raw) > _SHORT), None) if backward else None
    cause = cause if backward else next(iter(before), None)
    return (
        cause is not None
        and any(cause.stem == other.stem for other in home.words[:acts])
        and all(any(word.stem == other.stem for other in home.words) for word in before)
    )


def phrase_of(said: Statement, marker: Marker) -> str:
    """Return a marker as the text has it."""
    return " ".join(word.raw for word in said.words[marker.start : marker.end])


def _dropped_fault(said: Statement, stretch: Stretch) -> str:
    """Say that a stretch leaves out a "may", "will" or "most" that its sentence has of the same thing."""
    home = stretch.home
    words = content(said.words[stretch.start : stretch.end])
    names = {marker.name for marker in said.markers}
    told = {word.folded for word in said.words[stretch.start : stretch.end]}
    if home.advice and (told & forms("past").keys() or ("must" not in names and not tells_what_to_do(said))):
        return "it tells as done what its quotes recommend"
    hedged = [(q.start, q.end) for q in home.said.quantities]
    for marker in home.said.markers:
        start = home.said.words[marker.start].start
        if marker.name not in _DROPPED or any(a <= start < b for a, b in hedged):
            continue
        kept = [other for other in said.markers if other.name in _DROPPED[marker.name]]
        if marker.name == "tendency":
            if not kept and sum(home.has(word) for word in words) > 1:
                return f"its quotes say “{phrase_of(home.said, marker)}”, which it leaves out"
            continue
        governed = _governed_once(home.said, marker)
        if governed is None or (kept and sum(other.name == marker.name for other in home.said.markers) > 1):
            continue
        same_word = [word for word in words if word.stem == governed.stem]
        said_of = same_word or [word for word in words if alike(word, governed)]
        said_of = [word for word in said_of if not _is_marked(said, word, kept)]
        if marker.name in ("must", "only") and kept:
            said_of = []
        elif marker.name in ("future", "intent", "under way", "ability"):
            said_of = [word for word in said_of if not _is_purpose(said, word)]
        if said_of:
            return f"its quotes say “{phrase_of(home.said, marker)}”, which it leaves out"
    return _share_lost(said, home, words)


def _governed_once(said: Statement, marker: Marker) -> Word | None:
    """Return the first word that a marker governs and that the sentence has nowhere else."""
    stems = [word.stem for word in said.words]
    return next((word for word in _governed(said, marker, 4) if stems.count(word.stem) == 1), None)


def _share_lost(said: Statement, home: Unit, words: Sequence[Word]) -> str:
    """Say that ``words`` tell of all countries what their sentence tells of some, or of others than those."""
    partial = [q for q in home.said.quantities if q.unit == "share" or q.value in _PARTIAL]
    for quantity, following in zip_longest(partial, partial[1:]):
        if any(same(q, quantity) for q in said.quantities):
            continue
        end = home.said.at(following.start) if following else len(home.said.words)
        clause = content(home.said.words[home.said.at(quantity.end) : end])
        told = sum(any(alike(word, other) for word in words) for other in clause)
        if clause and 2 * told > len(clause):
            return f"its quotes say “{quantity.text}”, which it leaves out"
    return ""


def _is_marked(said: Statement, word: Word, markers: Sequence[Marker]) -> bool:
    """Say whether a word stands within the reach of one of some markers: up to ten words behind, one before."""
    at = said.at(word.start)
    return any(-1 <= at - marker.start <= 10 for marker in markers)


def _is_purpose(said: Statement, word: Word) -> bool:
    """Say whether a word tells what it is done for ("to make it last") or is under way ("making")."""
    at = said.at(word.start)
    return word.folded.endswith("ing") or any(before.folded == "to" for before in said.words[max(0, at - 8) : at])


def _opposite_fault(said: Statement, stretch: Stretch) -> str:
    """Say that a stretch says of one thing what its sentence says of its opposite."""
    home = stretch.home.said
    present = {word.folded for word in home.words}
    stems = {word.stem for word in home.words}
    for i, word in enumerate(said.words[stretch.start : stretch.end], stretch.start):
        if word.content and word.folded not in present and _is_reversed(word.folded, present):
            return f"its quotes say the opposite of “{word.raw}”"
        for ours, theirs in opposites():
            if word.folded not in ours or present.isdisjoint(theirs):
                continue
            if word.stem not in stems and present.isdisjoint(ours):
                return f"its quotes say the opposite of “{word.raw}”"
            if _more_often(word, said.words[stretch.start : stretch.end], home, theirs):
                return f"its quotes say the opposite of “{word.raw}”"
            following = [w for w in content(said.words[i + 1 : stretch.end]) if w.folded not in ours | theirs][:1]
            if following and _distance(following[0], theirs, home, ours) < min(
                3, _distance(following[0], ours, home, theirs)
            ):
                return f"its quotes say the opposite of “{word.raw}”"
    return ""


def _is_reversed(word: str, present: Set[str]) -> bool:
    """Say whether ``word`` is one of those ``present`` but for a prefix that denies: "informal", "formally"."""
    for prefix in _DENYING:
        bare = word.removeprefix(prefix)
        if bare != word and len(bare) >= 5 and any(other.startswith(bare) for other in present):
            return True
        if any(other == prefix + word for other in present) and len(word) >= 5:
            return not any(other.startswith(word) for other in present)
    return False


def _more_often(word: Word, words: Sequence[Word], home: Statement, opposites: frozenset[str]) -> bool:
    """Say whether ``words`` have ``word`` more often than a sentence, and its opposites less often."""
    mine = sum(w.folded == word.folded for w in words) - sum(w.folded == word.folded for w in home.words)
    theirs = sum(w.folded in opposites for w in words) - sum(w.folded in opposites for w in home.words)
    return mine > 0 > theirs


def _distance(word: Word, those: frozenset[str], said: Statement, opposites: frozenset[str]) -> int:
    """Return how many words that say something it is from one of ``those`` to ``word`` behind it, at most 9."""
    exact = any(other.stem == word.stem for other in said.words)
    nearest = 9
    for i, one in enumerate(said.words):
        if one.folded in those:
            if i + 1 < len(said.words) and said.words[i + 1].folded in ("one", "ones"):
                return 1  # stands for the noun before
            behind = [w for w in content(said.words[i + 1 :]) if w.folded not in those | opposites]
            found = (n for n, w in enumerate(behind, 1) if (w.stem == word.stem if exact else alike(w, word)))
            nearest = min(nearest, next(found, 9))
    return nearest


def _joint_fault(said: Statement, one: Stretch, other: Stretch) -> str:
    """Say that a "because" or "after" links two stretches although no sentence of the quotes links them."""
    for marker in said.markers:
        if marker.name not in ("cause", "after"):
            continue
        opens = other.start <= marker.start < other.end and not content(said.words[other.start : marker.start])
        first = one.start == 0 and marker.start < 2 and said.words[other.start].folded not in forms("boundary")
        begins = [m for m in other.home.said.markers if m.name == marker.name and m.start < 3]
        follows = one.home.passage.id == other.home.passage.id and other.home.order == one.home.order + 1
        backward = phrase_of(said, marker).lower() in forms("backward") and not first
        if (opens or first) and (backward or not (begins and follows)):
            return f"its quotes do not link the two by “{phrase_of(said, marker)}”"
    return ""
