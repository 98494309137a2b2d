"""Pictures of the app's pages for the README: ``docs/*.png``.

Serves the app and looks at it in Debian's Chromium. A page that cannot be brought into the state that its picture
shows is left out and named, and the exit status is 1; its picture stays as it was.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Error, Page
from serving import app
from watching import SETTLED, chromium

from mgi_assistant.ui import texts
from mgi_assistant.ui.texts import find

DOCS = Path(__file__).resolve().parents[1] / "docs"
QUESTION = texts.SUGGESTED[2]
PLACE = "Kenya"


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: its file, the address, what is done before it is taken, and the window."""

    file: str
    path: str
    prepare: Callable[[Page], Any]
    width: int = 1280
    height: int = 900
    scheme: Any = "light"


def _ask(page: Page) -> None:
    box = page.get_by_role("textbox", name=texts.ASK)
    box.fill(QUESTION)
    box.press("Enter")
    page.get_by_role("button", name=texts.NEW).wait_for()
    page.locator(SETTLED).wait_for()


def _open_evidence(page: Page) -> None:
    _ask(page)
    page.get_by_role("link", name="[1]").first.click()
    page.get_by_role("dialog").locator("img").wait_for()


def _compare(page: Page) -> None:
    box = page.get_by_role("combobox", name=find.PLACE)
    box.fill(PLACE)
    page.get_by_role("option", name=PLACE, exact=True).click()
    page.get_by_role("heading", level=2).first.wait_for()


def _wait(page: Page) -> None:
    page.get_by_role("heading", level=1).wait_for()


PICTURES = (
    Picture("ask.png", "", _ask),
    Picture("evidence.png", "", _open_evidence, height=1200),
    Picture("find.png", "examples", _wait, height=1200),
    Picture("comparable.png", "comparable", _compare),
    Picture("sources.png", "sources", _wait),
    Picture("benchmark.png", "benchmark", _wait),
    Picture("narrow-dark.png", "", _ask, 390, 844, "dark"),
)


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, required=True, help="an index of the shipped corpus")
    parser.add_argument("--out", type=Path, default=DOCS, help="folder for the pictures (docs)")
    parser.add_argument("only", nargs="*", help="files to make, such as find.png; without any, all")
    options = parser.parse_args()
    failed = []
    with app(options.index) as server, chromium() as browser:
        for picture in PICTURES:
            if options.only and picture.file not in options.only:
                continue
            try:
                taken = _taken(browser, server.address, picture)
            except Error as error:
                failed.append(picture.file)
                print(f"{picture.file}: {str(error).splitlines()[0]}", file=sys.stderr)
                continue
            options.out.mkdir(parents=True, exist_ok=True)
            (options.out / picture.file).write_bytes(taken)
            print(f"{options.out / picture.file}: {len(taken) / 1024:.0f} KiB")
    sys.exit(bool(failed))


def _taken(browser: Browser, address: str, picture: Picture) -> bytes:
    """Return the picture as PNG."""
    size: Any = {"width": picture.width, "height": picture.height}
    window = browser.new_context(viewport=size, color_scheme=picture.scheme, reduced_motion="reduce")
    try:
        page = window.new_page()
        page.goto(f"{address}/{picture.path}")
        page.locator(SETTLED).wait_for()
        picture.prepare(page)
        page.locator(SETTLED).wait_for()
        page.mouse.move(0, 0)
        page.wait_for_timeout(1000)  # what fades in or scrolls has come to rest
        return _smaller(page.screenshot())
    finally:
        window.close()


def _smaller(png: bytes) -> bytes:
    """Return a picture with no more than 256 colours, which take a third of the room and look the same here."""
    small = io.BytesIO()
    colours = Image.open(io.BytesIO(png)).convert("RGB")
    colours.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    return small.getvalue()


if __name__ == "__main__":
    main()
