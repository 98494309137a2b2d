"""Make the names of countries and regions in other languages, for ``src/mgi_assistant/data/names.csv``.

``python corpus/make_names.py [--out FILE]`` takes them from Unicode CLDR as Babel carries it, in Spanish, French,
Portuguese (of Brazil and Portugal) and Arabic: of each country and area of ISO 3166-1, and of the regions of the United
Nations' M49. A name stands under ``own`` where it counts only in a text in its own language: it means another place or
an ordinary word elsewhere ("Granada", "Gana", "Suède"). The first name is the one to show.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pycountry
from babel import Locale

from mgi_assistant import arabic
from mgi_assistant.place_words import Tokens, table

OUT = Path(__file__).resolve().parent.parent / "src" / "mgi_assistant" / "data" / "names.csv"
LOCALES = {"es": ("es",), "fr": ("fr",), "pt": ("pt", "pt_PT"), "ar": ("ar",)}
M49 = {
    **{"002": "africa", "015": "northern-africa", "202": "sub-saharan-africa", "014": "eastern-africa"},
    **{"017": "middle-africa", "018": "southern-africa", "011": "western-africa", "019": "americas"},
    **{"021": "northern-america", "419": "latin-america-and-the-caribbean", "029": "caribbean"},
    **{"013": "central-america", "005": "south-america", "142": "asia", "143": "central-asia", "030": "eastern-asia"},
    **{"035": "south-eastern-asia", "034": "southern-asia", "145": "western-asia", "150": "europe"},
    **{"151": "eastern-europe", "154": "northern-europe", "039": "southern-europe", "155": "western-europe"},
    **{"009": "oceania", "053": "australia-and-new-zealand", "054": "melanesia", "061": "polynesia"},
}
"""Codes of M49 to ids of the gazetteer. "Micronesia" (057) is left to the country, "América del Norte" (003) to M49's
Northern America."""
ORDINARY = frozenset("chade chili dominique gana grenade granada ira maurice maurici mauricio oma suede".split())
"""Names that are words, people or other places in a language that is not theirs."""


def key(name: str) -> str:
    """Return a name as the gazetteer compares it."""
    return arabic.plain(name) if arabic.written_in_arabic(name) else " ".join(Tokens(name).words)


def names_of(locale: str, code: str) -> Iterator[str]:
    """Yield a name, and the same without what stands in brackets after it."""
    name = Locale.parse(locale).territories[code]
    yield name
    if short := re.match(r"(.+?) \(", name):
        yield short[1]


def given() -> Iterator[tuple[str, str, list[str]]]:
    """Yield the id of each country and region, a language, and its names there."""
    codes = {country.alpha_2: country.alpha_3 for country in pycountry.countries}
    codes |= {code: f"region:{region}" for code, region in M49.items()}
    for code, place in sorted(codes.items(), key=lambda pair: pair[1]):
        for language, locales in LOCALES.items():
            found = [name for locale in locales for name in names_of(locale, code)]
            yield place, language, list({key(name): name for name in reversed(found)}.values())[::-1]


def rows() -> Iterator[tuple[str, str, str, str]]:
    """Yield the rows of the table."""
    english: dict[str, set[str]] = {}
    for row in (*table("countries"), *table("groups")):
        place = row.get("iso3") or row["id"]
        for name in (row["name"], *row["aliases"].split(";")):
            english.setdefault(key(name), set()).add(place)
        for name in row["adjectives"].split(";"):
            english.setdefault(key(name), set()).add(f"of {place}")
    names = list(given())
    meant: dict[str, set[str]] = {}
    for place, _, found in names:
        for name in found:
            meant.setdefault(key(name), set()).add(place)
    for place, language, found in names:
        own = [name for name in found if _counts_only_there(name, place, meant[key(name)], english)]
        yield place, language, ";".join(name for name in found if name not in own), ";".join(own)


def _counts_only_there(name: str, place: str, meant: set[str], english: dict[str, set[str]]) -> bool:
    """Say whether a name is another place's, in English or another language, or an ordinary word there."""
    own = english.get(key(name), set())
    return place not in own and bool(own or len(meant) > 1 or key(name) in ORDINARY)


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=OUT)
    made = list(rows())
    with parser.parse_args().out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("id", "language", "names", "own"))
        writer.writerows(made)


if __name__ == "__main__":
    main()
