"""A question that only points at the statement before it, made whole: "… asks for the share. What is that share?"."""

from __future__ import annotations

import re
from collections.abc import Callable

_POINT = r"(?:that|this|it|they|those|these)"
_SAID = r"^(?P<said>[^?]{12,}?)[.;:!–—]\s+(?:and |so |but )?"
_ASKING = r"(?:which|what|who|whom|where|when|how|whether|if)"
_WHICH_WAS_THAT = re.compile(
    rf"{_SAID}(?:which|what) (?P<thing>[\w-]+(?: [\w-]+)?) (?:is|was|are|were) {_POINT}(?: meant)?\W*$", re.IGNORECASE
)
_THE_FIGURE = re.compile(
    rf"{_SAID}(?:what(?: is|['’]s| was) |give me )(?:{_POINT}|the|its) (?P<thing>percentage|share|proportion|"
    rf"figure|number)\W*$",
    re.IGNORECASE,
)
_RECOMMENDED = re.compile(
    rf"{_SAID}(?:is there|are there|do you have|does (?:iom|it) (?:give|have|make)) (?:an? |any )?"
    r"(?:recommendations?|advice|guidance|suggestions?) (?:to (?:that|this) effect|(?:on|about|for) (?:that|this|"
    r"it))\W*$",
    re.IGNORECASE,
)
_ASKED_FOR = re.compile(
    rf"^(?:[\w’'-]+ ){{1,5}}?(?:asks?|asked|(?:is|are) asking|(?:wants?|needs?|has|have) to know|wonders?)(?: "
    rf"(?:me|us))? "
    rf"(?P<asked>{_ASKING}\b[^.?!]+)[.?!] (?:what (?:is|was) (?:the|that) (?:figure|number|share|percentage|"
    rf"answer)|(?:what|which) (?:do|does) [^?]*\b(?:say|suggest|recommend|tell|advise|propose))"
    r"(?: (?:us|me))?\W*$",
    re.IGNORECASE,
)
_SUCH = re.compile(rf"{_SAID}(?P<asked>[^.!]*?)\bsuch an? [\w-]+(?P<rest>[^?]*)\?\W*$", re.IGNORECASE)
_NAMED_LAST = re.compile(
    r"\b(?P<named>(?:an?|one) (?:[\w-]+ ){0,3}?[\w-]+(?: (?:on|for|of|about) [\w -]+)?)$", re.IGNORECASE
)
_SAYS_WHO = re.compile(
    r"^\W*(?:[\w’'-]+ ){1,5}?(?:said|says|thinks?|thought|believes?|understand|understood|know|argues?|argued|"
    r"read|heard|hear)(?: [\w-]+){0,2}? that ",
    re.IGNORECASE,
)


def pointing_made_whole(question: str) -> str:
    """Return a question that points at a statement before it as one by itself; any other as it is."""
    for found, whole in _WAYS:
        if (pointing := found.match(question)) and (asked := whole(pointing)):
            return asked
    return question


def _which(pointing: re.Match[str]) -> str:
    """Return the statement with "which" in the place of the article of the thing asked about."""
    said = _SAYS_WHO.sub("", pointing["said"])
    thing = re.escape(pointing["thing"].split()[-1])
    asked = re.sub(
        rf"\b(?:an?|another|the|some|one)(?P<which> (?:[\w-]+ ){{0,3}}?{thing})\b",
        r"which\g<which>",
        said,
        count=1,
        flags=re.I,
    )
    return "" if asked == said else f"{asked}?"


def _figure(pointing: re.Match[str]) -> str:
    """Return a question for the figure that the statement names."""
    thing = "percentage|share|proportion" if pointing["thing"] == "figure" else pointing["thing"]
    named = re.search(rf"\bthe (?P<figure>(?:{thing}) of [^.?!;]+)$", pointing["said"], re.IGNORECASE)
    return f"What is the {named['figure']}?" if named else ""


def _recommended(pointing: re.Match[str]) -> str:
    return f"What is recommended so that {_SAYS_WHO.sub('', pointing['said'])}?"


def _such(pointing: re.Match[str]) -> str:
    """Return the question with the thing that the statement names last in the place of "such a"."""
    named = _NAMED_LAST.search(pointing["said"])
    return f"{pointing['asked']}{named['named']}{pointing['rest']}?" if named else ""


def _asked_for(pointing: re.Match[str]) -> str:
    return f"{pointing['asked']}?"


_WAYS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (_WHICH_WAS_THAT, _which),
    (_THE_FIGURE, _figure),
    (_RECOMMENDED, _recommended),
    (_ASKED_FOR, _asked_for),
    (_SUCH, _such),
)
