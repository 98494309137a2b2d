"""The command ``mgi``: ask questions, list examples, compare places, start the chat."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any

import typer

from mgi_assistant.errors import MgiError, StorageError, UsageError
from mgi_assistant.settings import Settings, load_settings

app = typer.Typer(
    help="Ask the reports of the Migration Governance Indicators; every sentence of an answer is cited.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

IndexOption = Annotated[Path | None, typer.Option("--index", help="Folder of the index (MGI_INDEX).")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")]


def main() -> None:
    """Run the command; errors a user can cause are one line and a hint."""
    run(app)


def run(application: typer.Typer) -> None:
    """Run a command-line application and exit: 0 done, 1 failed, 2 misused."""
    try:
        code = application(standalone_mode=False)
        sys.stdout.flush()
    except MgiError as error:
        complain(str(error), error.hint)
        code = error.exit_code
    except typer.Exit as stop:
        code = stop.exit_code
    except (typer.Abort, KeyboardInterrupt):
        complain("Stopped.", "")
        code = 130
    except typer.TyperException as error:
        complain(str(error), f"Run {Path(sys.argv[0]).name} --help to see how it is used.")
        code = 2
    except BrokenPipeError:  # the reader of our output, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code if isinstance(code, int) else 0)


def complain(message: str, hint: str) -> None:
    """Print an error as one line, and a hint under it, on standard error."""
    print(f"Error: {' '.join(message.split())}", file=sys.stderr)
    if hint:
        print(f"Hint: {hint}", file=sys.stderr)


def tell_progress(step: str, done: int, total: int) -> None:
    """Tell another program on standard error how far a command is: ``done`` of ``total`` units of ``step``."""
    print(json.dumps({"step": step, "done": done, "total": total}), file=sys.stderr, flush=True)


def _print_json(value: dict[str, Any]) -> None:
    """Print one line of JSON; half a surrogate pair, which UTF-8 does not have, comes out as its JSON escape."""
    line = json.dumps(value, ensure_ascii=False)
    print(line.encode("utf-8", "backslashreplace").decode("utf-8"), flush=True)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question.")] = None,
    history: Annotated[list[str] | None, typer.Option("--history", help="An earlier question; oldest first.")] = None,
    batch: Annotated[
        Path | None, typer.Option("--batch", help='File of JSON lines {"id", "question", "history"}.')
    ] = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
    stream: Annotated[
        bool, typer.Option("--stream", help="Print a language model's sentences one by one, once they are verified.")
    ] = False,
    withheld: Annotated[
        bool, typer.Option("--withheld", help="Show what a language model said that the sources do not support.")
    ] = False,
    no_model: Annotated[
        bool, typer.Option("--no-model", help="Use no language model, also where MGI_LLM_URL names one.")
    ] = False,
) -> None:
    """Answer a question, or with --batch a file of questions, from the index."""
    if (question is None) == (batch is None):
        raise UsageError("Give either one question or --batch FILE.", 'For example: mgi ask "Which cities took part?"')
    if batch is not None and not as_json:
        raise UsageError("--batch needs --json.", "Its answers are JSON lines.")
    if as_json and (stream or withheld):
        raise UsageError("--stream and --withheld are for people.", "With --json everything is in one object.")
    if batch is not None:
        items = list(_batch_items(batch))
        assistant = _open(index, model=not no_model)
        for number, item in items:
            answer = _answered(assistant.ask, item, f"{batch}, line {number}")
            _print_json(answer)
        return
    assert question is not None
    if not question.strip():
        raise UsageError("The question is empty.", 'For example: mgi ask "Which cities took part?"')
    assistant = _open(index, model=not no_model)
    if as_json:
        _print_json(assistant.ask(question, history or []).to_dict())
    else:
        from mgi_assistant.terminal import show_answer, telling

        with telling(stream) as tell:
            answer = assistant.ask(question, history or [], tell=tell)
        show_answer(answer, withheld)


def _batch_items(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the items of a batch file with their line numbers, after checking each."""
    hint = 'Each line must be like {"id": "1", "question": "…", "history": ["…"]}.'
    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read ({error}).", "Name a UTF-8 file of JSON lines.") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise UsageError(f"{path}, line {number} is not JSON ({error}).", hint) from error
        earlier = item.get("history", []) if isinstance(item, dict) else None
        if not isinstance(item, dict) or not isinstance(item.get("question"), str):
            raise UsageError(f"{path}, line {number} has no question.", hint)
        if not isinstance(earlier, list) or not all(isinstance(text, str) for text in earlier):
            raise UsageError(f"{path}, line {number}: history is not a list of questions.", hint)
        yield number, item


def _answered(ask: Callable[..., Any], item: dict[str, Any], where: str) -> dict[str, Any]:
    """Return one answer of a batch; a question that cannot be asked gets an object of the same form that says why."""
    try:
        answer: dict[str, Any] = ask(item["question"], item.get("history", [])).to_dict()
    except UsageError as error:
        complain(f"{where}: {error}", error.hint)
        answer = {
            "question": item["question"],
            "standalone_question": item["question"],
            "status": "not_found",
            "text": f"{error} {error.hint}",
            **{name: [] for name in ("claims", "citations", "examples", "withheld")},
            "searched": {"sources": [], "passages": 0, "filters": {}},
            "synthesizer": "extractive",
            "model": "",
            "note": "",
            **{"synthesizer": "extractive", "model": "", "note": ""},
            "confidence": 0.0,
            "timings_ms": {"total": 0.0},
        }
    return {**answer, "id": item.get("id")}


@app.command()
def examples(
    topic: Annotated[str, typer.Option("--topic", help="What the examples are about.")] = "",
    country: Annotated[str | None, typer.Option("--country", help="Only this country and its localities.")] = None,
    region: Annotated[str | None, typer.Option("--region", help="Only this region or group, such as Africa.")] = None,
    level: Annotated[str | None, typer.Option("--level", help="national or local.")] = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """List what single countries and localities did, one example each."""
    if level not in (None, "national", "local"):
        raise UsageError(f"{level!r} is no level.", "Use --level national or --level local.")
    assistant = _open(index)
    found = assistant.examples(topic, assistant.filters_for(country, region, level))
    if as_json:
        _print_json(found.to_dict())
    else:
        from mgi_assistant.terminal import show_examples

        show_examples(found)


@app.command()
def compare(
    place: Annotated[str, typer.Argument(help="A country or locality, also one that is in no source.")],
    topic: Annotated[str, typer.Option("--topic", help="What the examples are about.")] = "",
    reasons: Annotated[
        str | None,
        typer.Option(
            "--reasons",
            help="Which reasons count, in the order of listing, parted by commas; without it all: "
            "region, group, policy_area, instrument, story, level.",
        ),
    ] = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """List places that can be compared with PLACE and have an example, each with the reasons why and one quote."""
    from mgi_assistant.comparables import REASONS, reasons_named

    counted = reasons_named(REASONS if reasons is None else reasons.split(","))
    found = _open(index).compare(place, topic, counted)
    if as_json:
        _print_json(found.to_dict())
    else:
        from mgi_assistant.terminal import show_comparison

        show_comparison(found)


@app.command()
def feedback(
    jsonl: Annotated[
        Path | None,
        typer.Option("--jsonl", help="File for one draft of a benchmark case a line; - is standard output."),
    ] = None,
) -> None:
    """Count what readers thought of answers in the chat, or write it out as drafts of benchmark cases."""
    from mgi_assistant.feedback import Feedback, case_lines

    kept = Feedback(load_settings().feedback)
    ratings = kept.ratings()
    if jsonl is None:
        helpful = sum(rating.helpful for rating in ratings)
        print(f"{len(ratings)} answers rated in {kept.file}: {helpful} up, {len(ratings) - helpful} down.")
    elif str(jsonl) == "-":
        print(case_lines(ratings), end="")
    else:
        try:
            jsonl.write_text(case_lines(ratings), "utf-8")
        except OSError as error:
            raise StorageError(f"{jsonl} cannot be written ({error}).", "Name another file, or - to print.") from error


@app.command()
def doctor(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """Tell what is configured and whether it works; a language model is asked one short question."""
    from mgi_assistant.doctor import examine

    findings = examine(load_settings(index=index))
    works = all(finding.status != "fails" for finding in findings)
    if as_json:
        _print_json({"works": works, "parts": [finding.to_dict() for finding in findings]})
    else:
        for finding in findings:
            print(f"{finding.part:15}  {finding.status:5}  {finding.text} {finding.hint}".rstrip())
    if not works:
        raise typer.Exit(1)


@app.command()
def serve(
    port: Annotated[
        int, typer.Option("--port", help="Port of the chat (PORT).", envvar="PORT", min=1, max=65535)
    ] = 8501,
    index: IndexOption = None,
) -> None:
    """Start the chat at http://localhost:8501, building the index first if there is none."""
    from mgi_assistant.shipped import app_script

    settings = load_settings(index=index)
    if settings.sign_in and find_spec("authlib") is None:
        raise MgiError("Sign-in needs the package authlib.", "Run: pip install 'mgi-assistant[auth]'")
    _build_if_missing(settings)
    flags = {
        "server.port": port,
        "server.address": os.environ.get("MGI_ADDRESS", "localhost"),
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "server.maxUploadSize": settings.upload_mb,
        "browser.gatherUsageStats": "false",
    }
    if settings.secrets:
        flags["secrets.files"] = str(settings.secrets.resolve())
    command = [sys.executable, "-m", "streamlit", "run", str(app_script())]
    command += [f"--{name}={value}" for name, value in flags.items()]
    environment = {**os.environ, "MGI_INDEX": str(settings.index)}
    print(f"The chat opens at http://localhost:{port} (stop with Ctrl+C).", file=sys.stderr, flush=True)
    os.execvpe(command[0], command, environment)  # so that whoever stops this command stops the server


def _open(index: Path | None, model: bool = False) -> Any:
    """Open the assistant, with the language model of the settings where ``model`` says so.

    Where the default index was never built, it is built from the shipped corpus first.
    """
    from mgi_assistant.wiring import open_assistant, stale_reason

    settings = load_settings(index=index)
    if index is None:
        _build_if_missing(settings)
    assistant = open_assistant(settings=settings if model else settings.model_copy(update={"llm_url": None}))
    reason = stale_reason(assistant.store.manifest, settings)
    if reason:
        print(f"Note: {reason} Run mgi-ingest to bring the index up to date.", file=sys.stderr)
    return assistant


def _build_if_missing(settings: Settings) -> None:
    """Run ``mgi-ingest`` where there is no index at all."""
    from mgi_assistant.store import POINTER

    if (settings.index / POINTER).is_file():
        return
    print("There is no index yet: building it from the corpus (about a minute, once).", file=sys.stderr)
    command = [sys.executable, "-m", "mgi_ingest", "--index", str(settings.index)]
    if subprocess.run(command, stdout=sys.stderr, check=False).returncode:
        raise MgiError("The index could not be built.", "See the lines above; then run mgi-ingest.")
