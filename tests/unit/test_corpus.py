"""The shipped corpus: what its tables hold, and that reports, tables and publications do not contradict one another."""

from __future__ import annotations

import importlib.util
import re
import sys
import tomllib
from collections import Counter
from pathlib import Path
from types import ModuleType

import pycountry
import pytest
from pypdf import PdfReader

from mgi_ingest.catalogue import read_corpus
from mgi_ingest.tables import Record, read_table

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
SEEDS = Path(__file__).resolve().parents[2].parent / "shared" / "seeds"
INSIGHTS, STORIES = "Migration Governance Insights", "Success Stories 2023"
FILES = {INSIGHTS: "insights-restated.pdf", STORIES: "success-stories-restated.pdf"}
STATEMENTS = {
    "policy_areas": "description",
    "figures": "statement",
    "recommendations": "statement",
    "stories": "led_to",
    "programme_figures": "statement",
    "frameworks": "statement",
}
"""For each table of statements, the column that holds them."""

COUNTED_HERE = {"stories", "listed-countries", "listed-localities"}
"""Programme figures counted from a list in the booklet, which does not print them."""

Row = dict[str, str]
Pages = dict[str, str]


def flat(text: str) -> str:
    return " ".join(text.split())


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:[.,]\d+)*", text))


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_reports", CORPUS / "make_reports.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_reports"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def tables(maker: ModuleType) -> dict[str, list[Row]]:
    result: dict[str, list[Row]] = maker.read_tables()
    return result


@pytest.fixture(scope="module")
def reports() -> dict[str, Pages]:
    """The text of each report, by printed page."""
    result = {}
    for publication, name in FILES.items():
        reader = PdfReader(CORPUS / "reports" / name)
        texts = [flat(page.extract_text()) for page in reader.pages]
        result[publication] = dict(zip(reader.page_labels, texts, strict=True))
    return result


@pytest.fixture(scope="module")
def seeds() -> dict[str, str]:
    """The text of the two publications."""
    if not SEEDS.is_dir():
        pytest.skip("the publications' text is not here")
    found = sorted(SEEDS.glob("*.txt"))
    return {name: path.read_text("utf-8") for name, path in zip((INSIGHTS, STORIES), found, strict=True)}


def records() -> dict[str, list[Record]]:
    files = [file for file in read_corpus(CORPUS) if file.path.suffix == ".csv"]
    return {file.path.stem: read_table(file.path, file.entry) for file in files}


def test_policy_areas_stand_under_three_goals_and_three_enablers(tables: dict[str, list[Row]]) -> None:
    areas = tables["policy_areas"]
    assert len({area["id"] for area in areas}) == 13
    sizes = Counter((area["group"], area["goal_or_enabler"]) for area in areas)
    assert [(group, size) for (group, _), size in sizes.items()] == [("goal", 2)] * 3 + [
        ("enabler", 3),
        ("enabler", 2),
        ("enabler", 2),
    ]


def test_every_policy_area_has_highlights_and_three_recommendations(tables: dict[str, list[Row]]) -> None:
    names = {area["id"]: area["name"] for area in tables["policy_areas"]}
    for table in ("figures", "recommendations"):
        assert {(r["policy_area"], r["policy_area_name"]) for r in tables[table]} == set(names.items())
    assert Counter(r["policy_area"] for r in tables["recommendations"]) == dict.fromkeys(names, 3)
    assert {
        area for area in names if not any(f["value"] for f in tables["figures"] if f["policy_area"] == area)
    } == set()
    assert {area for row in tables["stories"] for area in row["policy_areas"].split(";")} <= set(names)


def test_participants_are_complete(tables: dict[str, list[Row]]) -> None:
    rows = tables["participants"]
    countries = [r for r in rows if r["kind"] == "country"]
    localities = [r for r in rows if r["kind"] == "locality"]
    assert (len(countries), len({r["iso3"] for r in countries})) == (102, 102)
    assert len([r for r in countries if r["participation"] == "national"]) == 100
    assert {r["place"] for r in countries if r["national_level"] == "no"} == {"Georgia", "Spain"}
    assert (len(localities), len({r["iso3"] for r in localities})) == (69, 28)
    national = {r["iso3"]: (r["national_level"], r["country"]) for r in countries}
    assert all(national[r["iso3"]] == (r["national_level"], r["country"]) for r in localities)


def test_stories_are_17_countries_and_11_localities_among_the_participants(tables: dict[str, list[Row]]) -> None:
    rows = tables["stories"]
    assert {int(r["story"]) for r in rows} == set(range(1, 25))
    assert Counter(r["level"] for r in rows) == {"national": 17, "local": 11}
    assert all(r["printed_page"] == r["story"] and r["place"] in r["led_to"] for r in rows)
    assert len({(r["story"], r["led_to"]) for r in rows}) == 24, "a joint story has one text"
    known = {(r["iso3"], r["country"], r["locality"]) for r in tables["participants"]}
    assert {(r["iso3"], r["country"], r["locality"]) for r in rows} <= known


def test_country_codes_exist(tables: dict[str, list[Row]]) -> None:
    codes = {row["iso3"] for table in tables.values() for row in table if "iso3" in row}
    assert {code for code in codes if pycountry.countries.get(alpha_3=code) is None} == set()


@pytest.mark.parametrize("table", [*STATEMENTS, "participants"])
def test_rows_name_their_publication_and_have_ids_of_their_own(tables: dict[str, list[Row]], table: str) -> None:
    rows = tables[table]
    assert {row["publication"] for row in rows} <= {INSIGHTS, STORIES}
    assert not any(row["printed_page"] for row in rows if row["publication"] == INSIGHTS)
    key = [row.get("id", f"{row.get('country')}/{row.get('locality')}") for row in rows]
    assert len(set(key)) == len(key)


@pytest.mark.parametrize("table", ["figures", "programme_figures"])
def test_statements_keep_the_figure_and_its_hedge(tables: dict[str, list[Row]], table: str) -> None:
    for row in tables[table]:
        statement = row["statement"].lower().replace("every ", "").replace("three", "3")
        assert row["value"] in statement, row["id"]
        hedge = f"{row['value']}+" if row["hedge"] == "+" else row["hedge"]
        assert hedge in statement, row["id"]


@pytest.mark.parametrize("table", STATEMENTS)
def test_every_statement_stands_in_its_report_on_its_page(
    tables: dict[str, list[Row]], reports: dict[str, Pages], table: str
) -> None:
    for row in tables[table]:
        pages, label = reports[row["publication"]], row["printed_page"]
        on_page = table in ("stories", "programme_figures") and label
        text = pages[label] if on_page else " ".join(pages.values())
        assert row[STATEMENTS[table]] in text, row


def test_every_participant_stands_on_its_page(tables: dict[str, list[Row]], reports: dict[str, Pages]) -> None:
    for row in tables["participants"]:
        mark = "*" if row["participation"] == "local_only" else ""
        assert row["place"] + mark in reports[STORIES][row["printed_page"]], row


def test_reports_have_every_policy_area(tables: dict[str, list[Row]], reports: dict[str, Pages]) -> None:
    text = " ".join(reports[INSIGHTS].values())
    assert [a["id"] for a in tables["policy_areas"] if a["name"] not in text or a["goal_or_enabler"] not in text] == []


def test_printed_pages_follow_the_booklet(tables: dict[str, list[Row]], reports: dict[str, Pages]) -> None:
    pages = reports[STORIES]
    assert list(pages) == ["i", "ii", "iii", "iv", "v", "vi", *map(str, range(1, 27))]
    assert "Foreword" in pages["iii"]
    assert "MGIs" in pages["iv"]
    for label in [*list(pages)[2:4], *list(pages)[6:]]:
        assert f"Source: IOM, Success Stories 2023, printed page {label}." in pages[label]
    for label, text in list(pages.items())[1:]:
        assert text.startswith(f"Success Stories 2023 (restated) {label} ")
    for row in tables["stories"]:
        assert re.search(rf"{re.escape(row['place'])}[^.\d]* \.+ ?{row['story']}\b", pages["v"]), row["place"]


def test_insights_has_roman_and_arabic_pages_and_a_contents_page_that_is_right(reports: dict[str, Pages]) -> None:
    pages = reports[INSIGHTS]
    assert list(pages) == ["i", "ii", "iii", *map(str, range(1, 11))]
    entries = re.findall(
        r"([A-Z][^.]+?) ?\.{3,} ?(\w+)", pages["iii"].removeprefix(f"{INSIGHTS} (restated) iii Contents ")
    )
    assert len(entries) == 11
    assert [title for title, label in entries if title.strip() not in pages[label]] == []


def test_text_comes_out_of_the_reports_with_its_diacritics(reports: dict[str, Pages]) -> None:
    text = " ".join(reports[STORIES].values())
    for name in ("Bălți", "Chişinău", "Medellín", "Türkiye", "Côte d'Ivoire", "São Paulo", "Michoacán", "• Quito", "©"):
        assert name in text


def test_reports_say_that_they_are_restatements(reports: dict[str, Pages]) -> None:
    for pages in reports.values():
        assert "This document is a restatement." in pages["ii"]
        assert "IOM did not write this document" in pages["ii"]
        assert "CC BY-NC-ND 3.0 IGO" in pages["ii"]


def test_reports_are_made_from_the_sources_with_the_same_bytes(
    maker: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for run in ("first", "second"):
        monkeypatch.setattr("sys.argv", ["make_reports.py", "--out", str(tmp_path / run)])
        maker.main()
    for name in FILES.values():
        made = (tmp_path / "first" / name).read_bytes()
        assert made == (tmp_path / "second" / name).read_bytes()
        assert made == (CORPUS / "reports" / name).read_bytes(), "run: python corpus/make_reports.py"


def test_catalogue_describes_every_file_and_its_rows_read_as_sentences(tables: dict[str, list[Row]]) -> None:
    read = records()
    assert {name: len(rows) for name, rows in read.items()} == {name: len(rows) for name, rows in tables.items()}
    for rows in read.values():
        for row in rows:
            assert re.fullmatch(r"[A-ZÀ-Þ].*[^.]\.", row.text), row.text
            assert not set("{}") & set(row.text), row.text
    listed = {entry["path"] for entry in tomllib.loads((CORPUS / "catalogue.toml").read_text("utf-8"))["source"]}
    assert {f"reports/{name}" for name in FILES.values()} <= listed


def test_participants_are_said_to_be_national_local_or_localities() -> None:
    text = [row.text for row in records()["participants"]]
    mgi = "took part in the Migration Governance Indicators (MGIs) at the"
    assert f"The Gambia {mgi} national level." in text
    assert f"Georgia {mgi} local level only, not at the national level." in text
    assert f"Quito (Ecuador) {mgi} local level." in text


def test_nothing_is_copied_from_the_publications(seeds: dict[str, str], reports: dict[str, Pages]) -> None:
    size = 11
    runs = {tuple(w[i : i + size]) for w in map(words, seeds.values()) for i in range(len(w) - size + 1)}
    titles = set(words(f"International Organization for Migration IOM Geneva The Governance Indicators {STORIES}"))
    titles |= set(words(f"{INSIGHTS} Informing People-centred Migration Policies"))
    ours = {path: path.read_text("utf-8") for path in CORPUS.rglob("*") if path.suffix in {".csv", ".md", ".toml"}}
    ours |= {path: path.read_text("utf-8") for path in (CORPUS.parent / "eval").rglob("*.jsonl")}
    # The contents page and the list of participants are bare names in the order of the booklet.
    ours |= {
        Path(f"{name}, {label}"): text
        for name, pages in reports.items()
        for label, text in pages.items()
        if label not in {"v", "25", "26"}
    }
    copied = [
        (path.name, " ".join(run))
        for path, text in ours.items()
        for w in [words(text)]
        for run in (tuple(w[i : i + size]) for i in range(len(w) - size + 1))
        if run in runs and not set(run) <= titles
    ]
    assert copied == []


def test_every_number_comes_from_the_publication_named(tables: dict[str, list[Row]], seeds: dict[str, str]) -> None:
    for table, column in STATEMENTS.items():
        for row in tables[table]:
            if row.get("id") in COUNTED_HERE:
                continue
            # The years of the two publications are theirs, not figures in them.
            new = numbers(row[column]) - numbers(seeds[row["publication"]]) - {"2023", "2024"}
            assert new == set(), row


def test_places_and_pages_are_those_of_the_booklet(tables: dict[str, list[Row]], seeds: dict[str, str]) -> None:
    contents, listed = seeds[STORIES].split("PARTICIPATING COUNTRIES AND CITIES")
    for row in tables["participants"]:
        assert row["place"].replace("Medellín", "Medellin") in listed.replace("’", "'"), row["place"]
    for row in tables["stories"]:
        place = row["place"].replace("Medellín", "Medellin")
        assert re.search(rf"{place}[^.\n]*[.\s]+{row['printed_page']}\n", contents), place
