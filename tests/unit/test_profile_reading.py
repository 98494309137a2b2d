"""How an ingest recognises MGI profiles: of which place, year and assessment, in which dimension and list."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant.places import default_gazetteer
from mgi_assistant.profile_words import DIMENSIONS, dimension_of, standing_of
from mgi_assistant.types import Locator, Passage
from mgi_ingest.catalogue import Entry
from mgi_ingest.chunk import Cutter
from mgi_ingest.layout import Block, BlockKind, ParsedPage, ParsedReport
from mgi_ingest.pdf import read_pdf
from mgi_ingest.profiles import Position, Profile, marked, read_profile
from tests import profile_pdfs

GAZETTEER = default_gazetteer()
GOLDEN = Path(__file__).parents[1] / "golden" / "profile-norway.json"

# -- words -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "dimension"),
    [
        ("MIGRANTS’ RIGHTS", "migrants-rights"),
        ("1. Migrants' rights", "migrants-rights"),
        ("Domain 2: Whole-of-government\napproach", "whole-of-government"),
        ("PARTNERSHIPS – Indicators in this category look at agreements.", "partnerships"),
        ("Well-being of migrants", "well-being"),
        ("The mobility dimension of crises", "crises"),
        ("SAFE, ORDERLY AND REGULAR MIGRATION", "safe-orderly-regular"),
        ("Engages with partners to address migration and related issues", "partnerships"),
        ("Derechos de las personas migrantes", "migrants-rights"),
        ("Dimensión de movilidad de las crisis", "crises"),
        ("Approche pangouvernementale", "whole-of-government"),
        ("Bien-être des migrants", "well-being"),
        ("Partnerships with the diaspora", None),
        ("Rights", None),
        ("A note on safe, orderly and regular migration", None),
    ],
)
def test_headings_of_dimensions_are_known_in_three_languages(heading: str, dimension: str | None) -> None:
    assert dimension_of(heading) == dimension


@pytest.mark.parametrize(
    ("heading", "standing"),
    [
        ("Areas well developed", "well developed"),
        ("Well-developed areas:", "well developed"),
        ("Areas with well-developed governance structures", "well developed"),
        ("Well-developed areas of migration governance", "well developed"),
        ("Examples of well developed areas", "well developed"),
        ("Examples of areas with potential for further development", "potential"),
        ("Areas for further development", "potential"),
        ("AREAS WITH POTENTIAL FOR FURTHER DEVELOPMENT", "potential"),
        ("Áreas bien desarrolladas", "well developed"),
        ("Áreas con potencial de desarrollo ulterior", "potential"),
        ("Domaines bien développés", "well developed"),
        ("Domaines pouvant être développés davantage", "potential"),
        ("Areas well developed in many countries are listed below.", None),
        ("Potential", None),
    ],
)
def test_headings_of_lists_are_known_in_three_languages(heading: str, standing: str | None) -> None:
    assert standing_of(heading) == standing


# -- where a passage stands --------------------------------------------------------------------------------------------

DIMENSION_HEADINGS = [d.name.capitalize() for d in DIMENSIONS.values()]
STANDING_HEADINGS = ["Areas well developed", "Areas with potential for further development"]
OTHER_HEADINGS = ["Introduction", "Key findings", "Access to schools", "Box 1: A shelter"]
headings = st.lists(
    st.tuples(st.sampled_from(DIMENSION_HEADINGS + STANDING_HEADINGS + OTHER_HEADINGS), st.integers(1, 5)), max_size=20
)


def after(path: list[tuple[str, int]]) -> Position:
    position = Position()
    for title, depth in path:
        position = position.after(title, depth)
    return position


@given(headings)
def test_a_list_is_that_of_the_last_heading_of_one_or_none(path: list[tuple[str, int]]) -> None:
    of_lists = [standing for title, _ in path if (standing := standing_of(title))]
    assert after(path).standing in {None, *of_lists[-1:]}


@given(headings, st.sampled_from(DIMENSION_HEADINGS), st.integers(1, 5))
def test_no_list_leaks_into_the_next_dimension(path: list[tuple[str, int]], title: str, depth: int) -> None:
    position = after([*path, (title, depth)])
    assert position.standing is None
    assert position.dimension == dimension_of(title)


@given(headings, st.sampled_from(OTHER_HEADINGS))
def test_nothing_leaks_under_an_outermost_heading(path: list[tuple[str, int]], title: str) -> None:
    position = after([*path, (title, 1)])
    assert position.standing is None
    if all(depth == 1 for other, depth in path if dimension_of(other)):
        assert position.dimension is None


@given(headings, st.sampled_from(STANDING_HEADINGS), st.integers(1, 5), st.sampled_from(OTHER_HEADINGS))
def test_a_heading_as_deep_as_that_of_a_list_ends_it(
    path: list[tuple[str, int]], of_list: str, depth: int, title: str
) -> None:
    position = after([*path, (of_list, depth)])
    assert position.after(title, depth).standing is None
    deeper = position.after(title, position.standing_depth + 1)
    assert (deeper.dimension, deeper.standing) == (position.dimension, position.standing)


def test_the_head_of_a_column_decides_for_its_column_alone() -> None:
    position = after([("Partnerships", 2)])
    assert position.within(("Areas well developed",)).standing == "well developed"
    assert position.standing is None
    elsewhere = after([("Partnerships", 2), ("Areas well developed", 3)]).within(("Migrants' rights",))
    assert (elsewhere.dimension, elsewhere.standing) == ("migrants-rights", None)


def test_what_stands_under_another_place_is_in_no_list() -> None:
    profile = Profile(("FJI",), "national", 2019, "first")
    position = after([("Partnerships", 1), ("Areas well developed", 2)])
    own = Passage("a", Locator("x", 1), 0, "It is so.", (), subject=("FJI",), places=("FJI",))
    foreign = replace(own, subject=("TON",), places=("TON",))
    assert profile.placed(own, position).standing == "well developed"
    assert profile.placed(foreign, position) == foreign


def test_a_footnote_stands_in_no_list_and_what_explains_a_dimension_is_about_no_place() -> None:
    profile = Profile(("FJI",), "national", 2019, "first")
    dimension, listed = after([("Partnerships", 1)]), after([("Partnerships", 1), ("Areas well developed", 2)])
    own = Passage("a", Locator("x", 1), 0, "Tide Act, chapter 9.", (), subject=("FJI",), places=("FJI",))
    note = profile.placed(replace(own, kind="footnote"), listed)
    assert (note.standing, note.dimension, note.subject) == (None, "partnerships", ("FJI",))
    for text in (
        "This category looks at pacts.",
        "Indicators in this domain assess pacts.",
        "Cette dimension traite …",
    ):
        explains = profile.placed(replace(own, text=text), dimension)
        assert (explains.subject, explains.places, explains.assessment) == ((), (), None)
        assert profile.placed(replace(own, text=text), listed).subject == ("FJI",)


# -- documents ---------------------------------------------------------------------------------------------------------


def report(*pages: tuple[tuple[BlockKind, str], ...], title: str = "") -> ParsedReport:
    """Return a report of these blocks; all headings have depth 2 but those of lists, which have 3."""
    parsed = []
    for number, page in enumerate(pages, 1):
        text, blocks = "", []
        for kind, content in page:
            depth = 0 if kind != "heading" else 3 if standing_of(content) else 2
            blocks.append(Block(kind, len(text), len(text) + len(content), depth))
            text += content + "\n"
        parsed.append(ParsedPage(number, str(number), text, tuple(blocks)))
    return ParsedReport(title or None, tuple(parsed), ())


FINDINGS: tuple[tuple[BlockKind, str], ...] = (
    ("heading", "Migrants' rights"),
    ("heading", "Areas well developed"),
    ("item", "• Schools are open to all."),
    ("heading", "Partnerships"),
    ("heading", "Areas with potential for further development"),
    ("item", "• Unions are not heard."),
)


def titled(*lines: str) -> ParsedReport:
    return report(tuple(("heading", line) for line in lines), FINDINGS)


def entry(title: str = "a file", **given: object) -> Entry:
    return Entry(id="a", path="a.pdf", title=title, **given)  # type: ignore[arg-type]


def profile_of(found: ParsedReport, described: Entry | None = None) -> Profile | None:
    return read_profile(described or entry(), found, GAZETTEER)


@pytest.mark.parametrize(
    ("lines", "places", "year", "assessment"),
    [
        (("Migration Governance Indicators Profile 2019", "Republic of Fiji"), ("FJI",), 2019, "first"),
        (("MGI Profile: Kingdom of Bhutan", "Second assessment", "2022"), ("BTN",), 2022, "follow-up"),
        (("Perfil de seguimiento 2021", "República del Uruguay"), ("URY",), 2021, "follow-up"),
        (("Évaluation de suivi", "République du Mali", "2020"), ("MLI",), 2020, "follow-up"),
        (("Local profile 2020", "City of Tromsø", "Norway"), ("NOR:tromso", "NOR"), 2020, "first"),
        (("Ciudad de Mercedes, Uruguay", "Perfil local 2023"), ("URY:mercedes", "URY"), 2023, "first"),
        (("LOCAL PROFILE 2024 – CITY OF THIMPHU", "BHUTAN"), ("BTN:thimphu", "BTN"), 2024, "first"),
    ],
)
def test_place_year_and_assessment_stand_on_the_title_page(
    lines: tuple[str, ...], places: tuple[str, ...], year: int, assessment: str
) -> None:
    found = profile_of(titled(*lines))
    assert found is not None
    assert (found.places, found.year, found.assessment) == (places, year, assessment)
    assert found.level == ("local" if len(places) > 1 else "national")


def test_the_catalogue_goes_before_the_title_page() -> None:
    described = entry(place="Tromsø, Norway", level="local", year=2018)
    found = profile_of(titled("Migration Governance Indicators 2020", "Fiji"), described)
    assert found == Profile(("NOR:tromso", "NOR"), "local", 2018, "first", "Tromsø")


def test_the_title_of_a_file_without_entry_gets_the_place_that_it_leaves_out() -> None:
    city = Profile(("NOR:tromso", "NOR"), "local", 2022, "first", "Tromsø")
    assert city.named("Local profile 2022", GAZETTEER) == "Local profile 2022, Tromsø"
    country = Profile(("FJI",), "national", 2019, "first")
    assert country.named("Profile 2019", GAZETTEER) == "Profile 2019, Fiji"
    assert country.named("Republic of Fiji: profile", GAZETTEER) == "Republic of Fiji: profile"


def test_a_year_may_stand_in_the_imprint() -> None:
    imprint: tuple[tuple[BlockKind, str], ...] = (("prose", "The 2030 Agenda matters. © 2017 Nobody"),)
    found = profile_of(report((("heading", "Profile of Fiji"),), imprint, FINDINGS))
    assert found is not None
    assert found.year == 2017


def test_text_on_the_first_page_does_not_make_a_follow_up() -> None:
    opening: tuple[tuple[BlockKind, str], ...] = (
        ("heading", "Profile of Fiji 2019"),
        ("prose", "A follow-up assessment may come later. " + "The city has many words to say on this. " * 9),
    )
    found = profile_of(report(opening, FINDINGS))
    assert found is not None
    assert (found.assessment, found.level) == ("first", "national")


@pytest.mark.parametrize(
    "pages",
    [
        (FINDINGS,),  # no place
        ((("heading", "Fiji and Tonga compared"),), FINDINGS),  # several
        ((("heading", "Report on Fiji"),), FINDINGS[:3]),  # one dimension, one list
        ((("heading", "Report on Fiji"),), tuple(b for b in FINDINGS if not standing_of(b[1]))),  # no lists
        ((("heading", "Report on Fiji"),), tuple(b for b in FINDINGS if not dimension_of(b[1]))),  # no dimensions
        ((("heading", "Report on Fiji"),), (("prose", " ".join(text for _, text in FINDINGS)),)),  # only the words
        ((("heading", "Report on Fiji"),), tuple(("contents", text) for _, text in FINDINGS)),
    ],
)
def test_a_report_that_only_has_the_words_is_no_profile(pages: tuple[tuple[tuple[BlockKind, str], ...], ...]) -> None:
    assert profile_of(report(*pages)) is None


def test_headings_that_look_like_text_are_found() -> None:
    plain = "Migrants' rights\nAreas well developed\nSchools are open to all.\nAreas with potential for further\n"
    plain += "development\nUnions are not heard in matters of\npartnerships"
    page = marked(report((("prose", plain),))).pages[0]
    assert [(b.kind, page.text[b.start : b.end]) for b in page.blocks] == [
        ("heading", "Migrants' rights"),
        ("heading", "Areas well developed"),
        ("prose", "Schools are open to all."),
        ("heading", "Areas with potential for further\ndevelopment"),
        ("prose", "Unions are not heard in matters of\npartnerships"),
    ]


def test_a_running_header_is_no_new_dimension() -> None:
    pages = [(("furniture", "Partnerships"), *FINDINGS), (("furniture", "Partnerships"), ("item", "• More."))]
    assert [page.blocks[0].kind for page in marked(report(*pages)).pages] == ["furniture", "furniture"]  # type: ignore[arg-type]


# -- files -------------------------------------------------------------------------------------------------------------


def passages(path: Path) -> list[Passage]:
    read = read_pdf(path)
    described = entry(path.stem)
    return Cutter(GAZETTEER, 120).report(described, read, read_profile(described, read, GAZETTEER))[1]


def test_a_profile_in_two_columns_is_extracted_as_expected(tmp_path: Path) -> None:
    found = [
        [
            p.locator.page,
            p.subject,
            p.year,
            p.assessment,
            p.dimension,
            p.standing,
            " ".join(p.text.replace("\x7f", "•").split()),
        ]
        for p in passages(profile_pdfs.norway(tmp_path))
    ]
    assert json.loads(json.dumps(found)) == json.loads(GOLDEN.read_text("utf-8"))


@pytest.mark.parametrize(
    ("make", "lists", "names"),
    [
        (profile_pdfs.fiji_first, profile_pdfs.FIJI_2019, ("FJI",)),
        (profile_pdfs.fiji_follow_up, profile_pdfs.FIJI_2023, ("FJI",)),
        (profile_pdfs.norway, profile_pdfs.NORWAY_2021, ("NOR",)),
        (profile_pdfs.tromso, profile_pdfs.TROMSO_2022, ("NOR:tromso", "NOR")),
        (profile_pdfs.bhutan, profile_pdfs.BHUTAN_2020, ("BTN",)),
    ],
)
def test_every_sentence_is_in_its_dimension_and_list(
    make: profile_pdfs.Make, lists: tuple[profile_pdfs.Lists, ...], names: tuple[str, ...], tmp_path: Path
) -> None:
    expected = {
        (dimension, standing, sentence)
        for dimension, pair in zip(DIMENSIONS, lists, strict=True)
        for standing, said in zip(("well developed", "potential"), pair, strict=True)
        for sentence in said
    }
    found = passages(make(tmp_path))
    listed = [p for p in found if p.standing]
    said = {
        (p.dimension, p.standing, " ".join(p.sentence(i).strip("\x7f• \n").split()))
        for p in listed
        for i in range(len(p.sentences))
    }
    assert said == expected
    assert {p.subject for p in found if not p.text.startswith("Indicators in this category")} == {names}


def test_a_report_that_mentions_profiles_is_none(tmp_path: Path) -> None:
    found = passages(profile_pdfs.samoa(tmp_path))
    assert found
    assert {(p.assessment, p.dimension, p.standing) for p in found} == {(None, None, None)}


def test_the_files_are_the_same_on_each_run(tmp_path: Path) -> None:
    first, second = (profile_pdfs.write_all(tmp_path / name) for name in ("a", "b"))
    names = sorted(path.name for path in first.iterdir())
    assert len(names) == len(profile_pdfs.ALL)
    assert all((first / name).read_bytes() == (second / name).read_bytes() for name in names)
