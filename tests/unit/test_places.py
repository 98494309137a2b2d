"""Places: every country under its names, what is ambiguous, and what only looks like a place."""

from __future__ import annotations

import csv
import importlib.util
from collections.abc import Iterator
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pycountry
import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant.errors import CorpusError, UsageError
from mgi_assistant.places import Gazetteer, Place, default_gazetteer

LOCALITIES = [
    *[("Buenos Aires", "ARG"), ("Quilmes", "ARG"), ("Foz do Iguaçu", "BRA"), ("São Paulo", "BRA"), ("Montreal", "CAN")],
    *[("Arica", "CHL"), ("Santiago de Chile", "CHL"), ("Cúcuta", "COL"), ("Medellin", "COL"), ("La Cruz", "CRI")],
    *[("San José", "CRI"), ("San Cristóbal", "DOM"), ("Cuenca", "ECU"), ("Manta", "ECU"), ("Quito", "ECU")],
    *[("Tbilisi", "GEO"), ("Bălți", "MDA"), ("Durango", "MEX"), ("Mexico City", "MEX"), ("La Cruz", "PER")],
    *[("Lima", "PER"), ("Albay", "PHL"), ("Bo", "SLE"), ("Freetown", "SLE"), ("La Laguna", "ESP"), ("Málaga", "ESP")],
]
PLACES = Gazetteer(LOCALITIES)
# Nobody lives there, or the demonym is another country's.
WITHOUT_DEMONYM = {"ATA", "ATF", "BVT", "DMA", "HMD", "IOT", "SGS", "UMI", "VAT"}
OPEN = {
    *("central african", "congo", "congolese", "congos", "channel islander", "channel islands", "korea", "korean"),
    *("koreas", "coreia", "كوريا", "الكونغو", "الكونغوين"),
    *("micronesia", "micronesian", "virgin islander", "virgin islands"),
}


def rows(table: str) -> list[dict[str, str]]:
    text = files("mgi_assistant").joinpath("data", f"{table}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def ids(text: str, gazetteer: Gazetteer = PLACES) -> list[str]:
    """The ids of the places found, those of one mention joined by "|"."""
    return ["|".join(place.id for place in mention.places) for mention in gazetteer.find(text)]


def names_of(country: pycountry.db.Country) -> Iterator[str]:
    for field in ("name", "common_name", "official_name"):
        if hasattr(country, field):
            yield getattr(country, field)


@pytest.mark.parametrize("country", list(pycountry.countries), ids=lambda country: str(country.alpha_3))
def test_every_iso_country_is_found_under_its_iso_names(country: pycountry.db.Country) -> None:
    for name in names_of(country):
        found = PLACES.find(f"What is done in {name}?")
        assert len(found) == 1, name
        if name not in {"Congo", "Micronesia"}:
            assert [place.id for place in found[0].places] == [country.alpha_3]
    assert PLACES.get(country.alpha_3).kind == "country"


@pytest.mark.parametrize("row", rows("countries"), ids=lambda row: str(row["iso3"]))
def test_every_country_is_found_under_all_its_names_and_demonyms(row: dict[str, str]) -> None:
    for name in filter(None, (row["name"], *row["aliases"].split(";"))):
        (mention,) = PLACES.find(f"In {name}?")
        assert row["iso3"] in {place.id for place in mention.places}, name
        assert len(mention.places) == 1 or name.casefold() in OPEN, name
        assert not mention.adjective, name
    demonyms = [name for name in row["adjectives"].split(";") if name]
    assert demonyms or row["iso3"] in WITHOUT_DEMONYM
    for name in demonyms:
        (mention,) = PLACES.find(f"What do {name} authorities do?")
        assert row["iso3"] in {place.id for place in mention.places}, name
        assert len(mention.places) == 1 or name.casefold() in OPEN, name
        assert mention.adjective, name


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_names_in_other_languages_never_give_another_country(language: str) -> None:
    territories = Locale(language).territories
    right = 0
    for country in pycountry.countries:
        found = {place.id for mention in PLACES.find(f"({territories[country.alpha_2]})") for place in mention.places}
        # "Saint Martin (French part)" and the like hold a second name; "Granada" and "Grenade" are left out.
        assert not found or country.alpha_3 in found or "region:" in "".join(found), territories[country.alpha_2]
        right += country.alpha_3 in found
    assert right >= 230


@pytest.mark.parametrize("row", rows("groups"), ids=lambda row: str(row["id"]))
def test_every_region_is_found_under_all_its_names(row: dict[str, str]) -> None:
    for name in filter(None, (row["name"], *row["aliases"].split(";"), *row["adjectives"].split(";"))):
        (mention,) = PLACES.find(f"Examples from {name}.")
        assert row["id"] in {place.id for place in mention.places}, name
    assert PLACES.members(row["id"]) <= {country.alpha_3 for country in pycountry.countries}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("How does Malian law, or a Gambian or Moldovan one, see it?", ["MLI", "GMB", "MDA"]),
        ("Bolivians, Ecuadorians, Kyrgyz, Mauritians and Seychellois", ["BOL", "ECU", "KGZ", "MUS", "SYC"]),
        ("Surinamese, Marshallese, Salvadoran, Ivorian", ["SUR", "MHL", "SLV", "CIV"]),
        ("Türkiye or turkey; Côte d’Ivoire or IVORY COAST; Cape Verde", ["TUR", "TUR", "CIV", "CIV", "CPV"]),
        ("Swaziland, Burma, Macedonia, North Macedonia", ["SWZ", "MMR", "MKD", "MKD"]),
        ("The Gambia, Russia, Laos, Syria, Tanzania, Palestine", ["GMB", "RUS", "LAO", "SYR", "TZA", "PSE"]),
        ("Camboya, Cambodge, Gambie, Marruecos", ["KHM", "KHM", "GMB", "MAR"]),
        ("UK, uk, U.K., UAE, DRC, CAR, PNG, USA", ["GBR", "GBR", "GBR", "ARE", "COD", "CAF", "PNG", "USA"]),
        ("Tell us: by car or as png?", []),
        ("U.S. law and the US", ["USA", "USA"]),
        ("TELL US ABOUT MALI", ["MLI"]),
        ("Mali's plan, Honduras' plan and Peru\u0301’s", ["MLI", "HND", "PER"]),
        ("Guinea-\nBissau, Burkina \n Faso, St. Lucia, St Kitts & Nevis", ["GNB", "BFA", "LCA", "KNA"]),
        ("Mali²; Moldova12", ["MLI", "MDA"]),
        ("Somalia, Romania, normality, Omani-free", ["SOM", "ROU", "OMN"]),
        ("the Americas, America, an American", ["region:americas", "USA", "USA"]),
        ("South Africa; southern Africa", ["ZAF", "region:southern-africa"]),
        ("a polish on the chili; Polish workers", ["POL"]),
        ("family reunion on Réunion", ["REU"]),
        ("guinea pigs by the Gulf of Guinea and the Indian Ocean", []),
    ],
)
def test_usual_names(text: str, expected: list[str]) -> None:
    assert ids(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Georgia and Georgian law", ["GEO", "GEO"]),
        ("Georgia (US); the US state of Georgia; Georgia, USA", ["USA", "USA", "USA"]),
        ("the State of Georgia", []),
        ("South Georgia", ["SGS"]),
        ("Tbilisi (Georgia)", ["GEO:tbilisi", "GEO"]),
        ("Mexico City is in Mexico, not New Mexico", ["MEX:mexico-city", "MEX"]),
        ("Ciudad de México, State of Mexico", ["MEX:mexico-city", "MEX:state-of-mexico"]),
        ("San Jose", ["CRI:san-jose"]),
        ("San José de Cúcuta", ["COL:cucuta"]),
        ("Niger, Nigeria, Nigerien, Nigerians, the Niger Delta", ["NER", "NGA", "NER", "NGA", "NGA"]),
        ("Guinea, Equatorial Guinea, Papua New Guinea, Guinea-Bissau", ["GIN", "GNQ", "PNG", "GNB"]),
        ("in Guinea. Bissau is elsewhere", ["GIN"]),
        ("Dominica; the Dominican Republic; Dominicans", ["DMA", "DOM", "DOM"]),
        ("Congo; Congolese", ["COD|COG", "COD|COG"]),
        ("DR Congo, Democratic Republic of the Congo, Congo (Kinshasa)", ["COD", "COD", "COD"]),
        ("Republic of the Congo, Congo-Brazzaville", ["COG", "COG"]),
        ("Sudan, South Sudan, South Sudanese", ["SDN", "SSD", "SSD"]),
        ("Samoa, American Samoa, American Samoans", ["WSM", "ASM", "ASM"]),
        ("Korea, South Korea, Republic of Korea, DPRK", ["KOR|PRK", "KOR", "KOR", "PRK"]),
        ("Ireland, Northern Ireland, Irish", ["IRL", "GBR", "IRL"]),
        ("Latin American and European states", ["region:latin-america-and-the-caribbean", "region:europe"]),
        ("the Council of Europe, the African Union, the European Union", []),
        ("EU countries and SIDS", ["group:eu", "group:sids"]),
        ("West and Central Africa", ["region:western-africa", "region:middle-africa"]),
        ("Eastern, Western, and Southern Europe", [f"region:{d}ern-europe" for d in ("east", "west", "south")]),
        ("North and South Korea", ["PRK", "KOR"]),
        ("forms in English, Spanish and French.", []),
        ("Portuguese lessons for Portuguese speakers", []),
        ("in Spanish and Portuguese cities", ["ESP", "PRT"]),
    ],
)
def test_ambiguous_names(text: str, expected: list[str]) -> None:
    assert ids(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What did La Cruz do?", ["CRI:la-cruz|PER:la-cruz"]),
        ("La Cruz, Peru", ["PER:la-cruz", "PER"]),
        ("La Cruz in Costa Rica and La Cruz in Peru", ["CRI:la-cruz", "CRI", "PER:la-cruz", "PER"]),
        ("The Peruvian city of La Cruz", ["PER", "PER:la-cruz"]),
        ("Costa Rica (La Cruz) or Peru (Lima)", ["CRI", "CRI:la-cruz", "PER", "PER:lima"]),
        ("Help from the Cruz Roja, la Cruz Roja", []),
        ("Medellín (Colombia); MEDELLIN", ["COL:medellin", "COL", "COL:medellin"]),
        ("Cuenca, Spain; Cuenca (Spain); Cuenca", ["ESP", "ESP", "ECU:cuenca"]),
        ("Quito, Peru and Chile", ["ECU:quito", "PER", "CHL"]),
        ("the Quito Process and the process in Quito", ["ECU:quito"]),
        ("Santiago; Santiago de Chile; Santiago de Cali", ["CHL:santiago-de-chile", "CHL:santiago-de-chile"]),
        ("bo or Bo", ["SLE:bo"]),
        ("balti, Bălți, malaga", ["MDA:balti", "MDA:balti", "ESP:malaga"]),
        ("lima beans and a manta ray", []),
    ],
)
def test_localities(text: str, expected: list[str]) -> None:
    assert ids(text) == expected


def test_a_given_locality_counts_where_its_name_would_otherwise_be_passed_over() -> None:
    assert ids("New Jersey") == []
    assert ids("New Jersey", Gazetteer([("New Jersey", "USA")])) == ["USA:new-jersey"]


def test_a_far_country_does_not_decide_between_localities() -> None:
    far = "Peru has a plan. " + "Other things are told here at length. " * 10
    assert ids(far + "La Cruz has one.") == ["PER", "CRI:la-cruz|PER:la-cruz"]


def test_spans_leave_out_what_is_not_the_name() -> None:
    text = "The Gambia's plan, Bolivia (Plurinational State of) and West and East Africa"
    covered = [text[mention.span.start : mention.span.end] for mention in PLACES.find(text)]
    assert covered == ["Gambia", "Bolivia (Plurinational State of)", "West", "East Africa"]


def test_members_and_regions() -> None:
    assert [place.id for place in PLACES.regions_of("MLI")] == [
        "region:western-africa",
        "region:sub-saharan-africa",
        "region:africa",
        "group:ldc",
        "group:lldc",
    ]
    assert [place.name for place in PLACES.regions_of("MUS")][-1] == "Small island developing States"
    assert PLACES.regions_of("ATA") == ()
    assert PLACES.members("MLI") == {"MLI"}
    assert PLACES.members("SLE:bo") == {"SLE"}
    assert PLACES.members("region:southern-africa") == {"BWA", "LSO", "NAM", "SWZ", "ZAF"}
    assert PLACES.members("region:pacific-islands") >= {"FJI", "TUV"}
    assert "AUS" not in PLACES.members("region:pacific-islands")
    assert [len(PLACES.members(f"group:{group}")) for group in ("ldc", "lldc", "sids", "eu")] == [44, 32, 53, 27]


def test_m49_levels_nest() -> None:
    for row in rows("regions"):
        regions = [place for place in PLACES.regions_of(row["iso3"]) if place.id.startswith("region:")]
        for smaller, larger in pairwise(regions):
            assert PLACES.members(smaller.id) < PLACES.members(larger.id)


def test_localities_of_lists_those_given() -> None:
    assert [place.name for place in PLACES.localities_of("CRI")] == ["La Cruz", "San José"]
    assert PLACES.localities_of("MLI") == ()
    assert PLACES.get("COL:medellin") == Place("COL:medellin", "Medellin", "locality", "COL")


@pytest.mark.parametrize("place_id", ["XXX", "mli", "region:atlantis", ""])
def test_an_unknown_id_is_named_in_the_error(place_id: str) -> None:
    for ask in (PLACES.get, PLACES.members, PLACES.regions_of, PLACES.localities_of):
        with pytest.raises(UsageError, match="There is no place") as caught:
            ask(place_id)
        assert repr(place_id) in str(caught.value)


def test_a_locality_needs_a_country() -> None:
    with pytest.raises(UsageError, match="needs a country"):
        Gazetteer([("Lagos", "region:africa")])


def test_default_gazetteer_reads_a_table_of_participants(tmp_path: Path) -> None:
    table = tmp_path / "participants.csv"
    table.write_text("kind,locality,iso3\ncountry,,MLI\nlocality,Ségou,MLI\n", encoding="utf-8")
    places = default_gazetteer(table)
    assert ids("segou", places) == ["MLI:segou"]
    assert default_gazetteer(table) is places


@pytest.mark.parametrize("content", [None, b"kind,place\nlocality,x\n", b"kind,locality,iso3\nlocality,\xff,MLI\n"])
def test_an_unusable_table_of_participants_is_named(tmp_path: Path, content: bytes | None) -> None:
    table = tmp_path / "participants.csv"
    if content is not None:
        table.write_bytes(content)
    with pytest.raises(CorpusError) as caught:
        default_gazetteer(table)
    assert str(table) in str(caught.value)


def test_every_locality_of_the_shipped_table_is_found() -> None:
    places = default_gazetteer(Path(__file__).parents[2] / "corpus" / "tables" / "participants.csv")
    countries = {country.alpha_3: country.name for country in pycountry.countries}
    given_places = [place for iso3 in countries for place in places.localities_of(iso3)]
    assert given_places
    for place in given_places:
        assert place.iso3 is not None
        assert ids(f"{place.name} ({countries[place.iso3]})", places)[0] == place.id
        assert place.id in ids(f"What did {place.name} do?", places)[0].split("|")


NAMES = [row["name"] for row in rows("countries")] + [name for name, _ in LOCALITIES]
PIECES = st.sampled_from(
    [
        *NAMES,
        "Congo",
        "West and",
        "Africa",
        "Malian",
        "(",
        ")",
        ". ",
        ",",
        "\n",
        "'s",
        "US",
        "e\u0301",
        "in Spanish",
        "ﬁ",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(st.one_of(PIECES, st.text(max_size=3))).map(" ".join))


@given(TEXTS)
def test_mentions_are_ordered_apart_and_inside_the_text(text: str) -> None:
    end = 0
    for mention in PLACES.find(text):
        assert end <= mention.span.start < mention.span.end <= len(text)
        assert mention.places
        assert any(character.isalpha() for character in text[mention.span.start : mention.span.end])
        end = mention.span.end


@given(TEXTS)
def test_a_neutral_sentence_before_changes_nothing(text: str) -> None:
    neutral = "Many things were said about this before. "
    moved = [(m.places, m.span.start - len(neutral), m.adjective) for m in PLACES.find(neutral + text)]
    assert moved == [(m.places, m.span.start, m.adjective) for m in PLACES.find(text)]


@given(st.sampled_from(NAMES))
def test_diacritics_and_spacing_do_not_matter(name: str) -> None:
    written = name.replace(" ", " \n ").replace("é", "e\u0301").replace("ã", "a")
    assert ids(f"about {written}.") == ids(f"about {name}.") != []


# -- names in other languages ------------------------------------------------------------------------------------------


def test_the_table_of_names_is_the_one_that_is_made_of_cldr() -> None:
    spec = importlib.util.spec_from_file_location("make_names", Path(__file__).parents[2] / "corpus" / "make_names.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert [tuple(row.values()) for row in rows("names")] == list(script.rows()), "run: python corpus/make_names.py"


@pytest.mark.parametrize("language", ["es", "fr", "pt", "pt_PT", "ar"])
def test_every_country_is_found_under_its_cldr_name(language: str) -> None:
    own = {name for row in rows("names") if row["language"] == language[:2] for name in row["own"].split(";")}
    for country in pycountry.countries:
        name = Locale.parse(language).territories[country.alpha_2]
        if name not in own:
            found = {place.id for mention in PLACES.find(f"({name})") for place in mention.places}
            assert country.alpha_3 in found, name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A Guiné-Bissau, a Guiné, a Guiné Equatorial e a Papua-Nova Guiné", ["GNB", "GIN", "GNQ", "PNG"]),
        ("o Níger e a Nigéria; a Dominica e a República Dominicana", ["NER", "NGA", "DMA", "DOM"]),
        ("o Congo, a República do Congo, a República Democrática do Congo", ["COD|COG", "COG", "COD"]),
        ("no Quénia, no Quênia e no Irão", ["KEN", "KEN", "IRN"]),
        (
            "na África Ocidental e na América Latina",
            ["region:western-africa", "region:latin-america-and-the-caribbean"],
        ),
        ("غينيا وغينيا بيساو وغينيا الاستوائية", ["GIN", "GNB", "GNQ"]),
        ("النيجر ونيجيريا، دومينيكا والجمهورية الدومينيكية", ["NER", "NGA", "DMA", "DOM"]),
        ("الكونغو وجمهورية الكونغو وجمهورية الكونغو الديمقراطية", ["COD|COG", "COG", "COD"]),
        ("بالمغرب، للأردن، والسودان، وفي السودان، فمصر ولمصر", ["MAR", "JOR", "SDN", "SDN", "EGY", "EGY"]),
        ("مغرب، المغرب، المغــرب، المَغْرِب، المغرب العربي", ["MAR", "MAR", "MAR", "MAR", "region:maghreb"]),
        ("الإكوادور والاكوادور؛ غرب إفريقيا", ["ECU", "ECU", "region:western-africa"]),
        ("الدعم المالي للبلدان، البنين والبنات، القطر", []),
        ("مالي وقطر وبنين", ["MLI", "QAT", "BEN"]),
        ("الولايات المتحدة والمملكة المتحدة", ["USA", "GBR"]),
    ],
)
def test_names_in_portuguese_and_arabic(text: str, expected: list[str]) -> None:
    assert ids(text) == expected


def test_spans_of_arabic_names_have_the_article_and_nothing_that_is_written_before_it() -> None:
    text = "ما الذي تم في المغرب وتونس وبالأردن؟"
    covered = [text[mention.span.start : mention.span.end] for mention in PLACES.find(text)]
    assert covered == ["المغرب", "تونس", "الأردن"]


@pytest.mark.parametrize("word", "gana omã irã chade grenade granada suède dominique maurice mauricio chili".split())
def test_names_that_mean_something_else_elsewhere_are_not_found_in_any_text(word: str) -> None:
    assert ids(f"Some {word} of it.") == []
