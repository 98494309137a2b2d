"""Many sessions of the app at once, without browsers: each speaks Streamlit's own messages over a websocket.

A session is what a browser's tab is to the server: it opens the page, writes into the field for questions and presses
buttons, and reads all that the server sends. Nothing is drawn, so twenty of them leave the machine to the server.
"""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import linear_regression, median

from serving import Server
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

from mgi_assistant.answers import Answer
from mgi_assistant.assistant import Assistant
from mgi_assistant.ui import texts

CONVERSATION = 5
"""Questions after which a session begins a new conversation, as people do; a page of endless length grows by itself."""
_PATIENCE_S = 60


def marks(answer: Answer) -> list[str]:
    """Return words of each sentence of an answer that stand in a page as they are, whatever is drawn around them."""
    claims = [claim for claim in answer.claims if claim.kind != "example"] or answer.claims
    runs = [max(re.findall(r"[A-Za-z ,]+", claim.text), key=len, default="").strip() for claim in claims]
    return [run for run in runs if len(run) >= 20] if answer.status == "answered" else []


@dataclass(frozen=True, slots=True)
class Matter:
    """What one session asks about, words that only its answer has, and words that only those of others have."""

    question: str
    own: str
    foreign: tuple[str, ...]


def matters(assistant: Assistant, number: int) -> list[Matter]:
    """Return questions about different places, whose answers can be told apart.

    Raises:
        RuntimeError: The index does not hold that many.
    """
    by_country = {example.iso3: example.place for example in assistant.examples().examples}  # evidence tells of both
    places = sorted(by_country.values())
    asked = {place: f"What did the MGI lead to in {place}?" for place in places}
    answers = {place: assistant.ask(question) for place, question in asked.items()}
    told = {place: _told(answer, assistant) for place, answer in answers.items()}
    own: dict[str, str] = {}
    for place, answer in answers.items():
        alone = [words for words in marks(answer) if all(words not in told[p] for p in places if p != place)]
        if alone:
            own[place] = alone[0]
    if len(own) < number:
        raise RuntimeError(f"only {len(own)} places have an answer of their own in this index")
    taken = dict(list(own.items())[:number])
    return [
        Matter(asked[place], words, tuple(other for other in taken.values() if other != words))
        for place, words in taken.items()
    ]


def _told(answer: Answer, assistant: Assistant) -> str:
    """Return all that a page may tell of an answer: the answer, and the passages that its citations open."""
    cited = {citation.passage_id for citation in answer.citations}
    passages = [passage.text for passage in assistant.store.passages if passage.id in cited]
    return "\n".join([str(answer.to_dict()), *passages])


@dataclass
class Load:
    """What came of all sessions together."""

    times_s: list[float] = field(default_factory=list)
    """From sending a question to the end of the script's run, which has then sent the whole page."""
    errors: list[str] = field(default_factory=list)
    mixed: list[str] = field(default_factory=list)
    memory_mib: list[tuple[float, float]] = field(default_factory=list)
    """Seconds since the start and the server's resident memory then."""

    def steady(self) -> list[tuple[float, float]]:
        """Return the memory after the first third, in which every session has opened and caches have filled."""
        return self.memory_mib[len(self.memory_mib) // 3 :]

    def by_minute(self) -> list[float]:
        """Return the median of the memory in each minute."""
        minutes: dict[int, list[float]] = {}
        for time_s, size in self.memory_mib:
            minutes.setdefault(int(time_s // 60), []).append(size)
        return [median(sizes) for sizes in minutes.values()]

    def slope_mib_per_minute(self) -> float:
        """Return by how much the memory grew in the steady phase, by least squares."""
        times, sizes = zip(*self.steady(), strict=True)
        return linear_regression(times, sizes).slope * 60


async def load(server: Server, about: Sequence[Matter], seconds: float, pause_s: float) -> Load:
    """Let one session for each matter ask for so long, with a pause before each question."""
    result = Load()
    started = time.monotonic()
    end = started + seconds

    async def watch() -> None:
        while time.monotonic() < end:
            result.memory_mib.append((time.monotonic() - started, server.resident_mib()))
            await asyncio.sleep(1)

    await asyncio.gather(watch(), *(_keep_asking(server, matter, end, pause_s, result) for matter in about))
    return result


async def _keep_asking(server: Server, matter: Matter, end: float, pause_s: float, result: Load) -> None:
    """Ask about one matter until the end, and note what went wrong."""
    chance = random.Random(matter.question)
    address = server.address.replace("http", "ws") + "/_stcore/stream"
    try:
        async with connect(address, subprotocols=["streamlit"], max_size=None) as connection:  # type: ignore[list-item]
            tab = _Tab(connection)
            await tab.open()
            asked = 0
            while time.monotonic() < end:
                await asyncio.sleep(chance.uniform(0.5, 1.5) * pause_s)
                if asked and asked % CONVERSATION == 0:
                    await tab.press(texts.NEW)
                started = time.monotonic()
                told = await tab.ask(matter.question)
                result.times_s.append(time.monotonic() - started)
                asked += 1
                if tab.problems:
                    raise RuntimeError("; ".join(tab.problems))
                if matter.own.encode() not in told:
                    result.errors.append(f"{matter.question}: its answer was not told")
                result.mixed += [f"{matter.question}: {other}" for other in matter.foreign if other.encode() in told]
    except Exception as error:  # whatever stops a session counts, and the others go on
        result.errors.append(f"{matter.question}: {type(error).__name__} {error}")


class _Tab:
    """One session: what a browser remembers of the page between two runs of the script."""

    def __init__(self, connection: ClientConnection) -> None:
        self.problems: list[str] = []
        self._connection = connection
        self._field = ""
        self._buttons: dict[str, str] = {}
        self._query = ""
        self._page = ""

    async def open(self) -> bytes:
        """Open the page as at its first visit."""
        return await self._run()

    async def ask(self, question: str) -> bytes:
        """Write a question into the field and return all that the server sends until the page is whole."""
        state = WidgetState(id=self._field)
        state.chat_input_value.data = question
        return await self._run(state)

    async def press(self, label: str) -> bytes:
        """Press the button with this label."""
        return await self._run(WidgetState(id=self._buttons[label], trigger_value=True))

    async def _run(self, *states: WidgetState) -> bytes:
        client = ClientState(query_string=self._query, page_script_hash=self._page)
        client.widget_states.widgets.extend(states)
        await self._connection.send(BackMsg(rerun_script=client).SerializeToString())
        told = []
        self._buttons.clear()
        async with asyncio.timeout(_PATIENCE_S):
            while True:
                frame = await self._connection.recv()
                assert isinstance(frame, bytes)
                told.append(frame)
                message = ForwardMsg.FromString(frame)
                self._note(message)
                if message.WhichOneof("type") == "script_finished" and message.script_finished == 0:  # successfully
                    return b"".join(told)

    def _note(self, message: ForwardMsg) -> None:
        """Remember what the next run needs, and what went wrong in this one."""
        match message.WhichOneof("type"):
            case "new_session":
                self._page = message.new_session.page_script_hash
            case "page_info_changed":
                self._query = message.page_info_changed.query_string
            case "delta":
                element = message.delta.new_element
                match element.WhichOneof("type"):
                    case "chat_input":
                        self._field = element.chat_input.id
                    case "button":
                        self._buttons[element.button.label] = element.button.id
                    case "exception":
                        self.problems.append(element.exception.message)
                    case "alert" if element.alert.format == element.alert.ERROR:
                        self.problems.append(element.alert.body)
