"""Tables and records: what a row becomes, and what is wrong with a file said by line and column."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mgi_assistant.errors import FileError
from mgi_ingest.catalogue import Entry
from mgi_ingest.tables import Record, read_records, read_table


def entry(**given: Any) -> Entry:
    return Entry(id="t", title="T", path="t.csv", **given)


def table(folder: Path, content: str | bytes, **given: Any) -> list[Record]:
    path = folder / "t.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_table(path, entry(**given))


def trouble(folder: Path, content: str | bytes, **given: Any) -> FileError:
    with pytest.raises(FileError) as caught:
        table(folder, content, **given)
    assert str(folder / "t.csv") in str(caught.value)
    assert caught.value.hint
    return caught.value


def test_a_row_becomes_a_sentence_and_typed_values(tmp_path: Path) -> None:
    content = (
        "place,iso3,n,share,done,areas,year,level\nQuito,ECU,12,0.5,Yes,a; b ;,2020,local\nMali,MLI,,,no,,,national\n"
    )
    quito, mali = table(
        tmp_path,
        content,
        text="{place} has {n}  plans.",
        types={"n": "integer", "share": "number", "done": "boolean", "areas": "list"},
        columns={"iso3": "iso3", "policy_areas": "areas", "year": "year", "level": "level", "section": "place"},
    )
    assert quito.text == "Quito has 12 plans."
    assert (quito.row, quito.iso3, quito.level, quito.year) == (1, "ECU", "local", "2020")
    assert (quito.policy_areas, quito.section) == (("a", "b"), "Quito")
    assert (quito.values["n"], quito.values["share"], quito.values["done"]) == (12, 0.5, True)
    assert quito.values["areas"] == ["a", "b"]
    assert quito.values["place"] == "Quito"
    assert (mali.row, mali.values["n"], mali.values["done"], mali.policy_areas) == (2, None, False, ())


def test_without_a_template_the_columns_are_listed(tmp_path: Path) -> None:
    (row,) = table(tmp_path, "place,note,n\nMali,,3\n")
    assert row.text == "place: Mali; n: 3."


def test_a_column_chooses_the_template(tmp_path: Path) -> None:
    text = {"by": "kind", "city": "{name} is a city.", "state": "{name} is a state."}
    rows = table(tmp_path, "name,kind\nQuito,city\nDurango,state\n", text=text)
    assert [row.text for row in rows] == ["Quito is a city.", "Durango is a state."]
    error = trouble(tmp_path, "name,kind\nQuito,city\nMali,country\n", text=text)
    assert "line 3" in str(error)
    assert "kind = 'country'" in str(error)
    assert "kind = 'by'" in str(trouble(tmp_path, "name,kind\nQuito,by\n", text=text))


@pytest.mark.parametrize(
    "given",
    [
        {"text": "{nmae} acts."},
        {"text": {"by": "nmae", "x": "y"}},
        {"text": {"by": "name", "x": "{nmae}"}},
        {"types": {"nmae": "integer"}},
        {"columns": {"iso3": "nmae"}},
    ],
)
def test_a_missing_column_is_named_with_those_that_are_there(tmp_path: Path, given: dict[str, Any]) -> None:
    error = trouble(tmp_path, "name,other\nMali,x\n", **given)
    assert error.status == "malformed"
    assert "column 'nmae' is missing; the file has 'name', 'other'" in str(error)


def test_broken_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    error = trouble(tmp_path, "name\nMali\nCôte d'Ivoire\n".encode("latin-1"))
    assert error.status == "malformed"
    assert "line 3 is not UTF-8" in str(error)
    assert "NUL" in str(trouble(tmp_path, "name\nMali\n".encode("utf-16-le")))


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    (row,) = table(tmp_path, b"\xef\xbb\xbfname\r\nMali\r\n", text="{name} acts.")
    assert (row.text, row.values) == ("Mali acts.", {"name": "Mali"})


def test_too_many_cells_are_told_and_missing_ones_are_empty(tmp_path: Path) -> None:
    error = trouble(tmp_path, "a,b\n1,2\n1,2,3\n")
    assert "line 3 has 3 cells, the header 2" in str(error)
    assert table(tmp_path, "a,b\n1\n")[0].values == {"a": "1", "b": ""}


@pytest.mark.parametrize(
    ("kind", "value"), [("integer", "twelve"), ("integer", "1.5"), ("number", "1,5"), ("boolean", "maybe")]
)
def test_a_value_of_another_type_is_told_with_line_and_column(tmp_path: Path, kind: str, value: str) -> None:
    error = trouble(tmp_path, f'a,n\nx,\ny,"{value}"\n', types={"n": kind})
    for words in ("line 3", "column 'n'", repr(value), kind):
        assert words in str(error)


def test_a_level_is_national_or_local(tmp_path: Path) -> None:
    error = trouble(tmp_path, "a,level\nx,national\ny,city\n", columns={"level": "level"})
    assert "line 3: the level is 'city'" in str(error)


@pytest.mark.parametrize("content", ["", "\n\n", " , \n", "a,b\n", "a,b\n\n , \n"])
def test_a_table_without_rows_has_no_text(tmp_path: Path, content: str) -> None:
    assert trouble(tmp_path, content).status == "no_text"


@pytest.mark.parametrize("content", ["a,a\n1,2\n", 'a,b\n"open,2\n', 'a,b\n"x"y,2\n'])
def test_a_table_that_contradicts_itself_is_malformed(tmp_path: Path, content: str) -> None:
    assert trouble(tmp_path, content).status == "malformed"


def test_rows_are_counted_without_blank_lines_and_lines_with_them(tmp_path: Path) -> None:
    rows = table(tmp_path, 'a,n\n\nx,1\n\n"y\nz",2\n')
    assert [(row.row, row.values["a"]) for row in rows] == [(1, "x"), (2, "y\nz")]
    assert "line 6" in str(trouble(tmp_path, 'a,n\n\nx,1\n\n"y\nz",q\n', types={"n": "integer"}))


@pytest.mark.parametrize("odd", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"])
def test_only_a_line_break_ends_a_row(tmp_path: Path, odd: str) -> None:
    rows = table(tmp_path, f"a,b\none{odd}two,3\n")
    assert [row.values for row in rows] == [{"a": f"one{odd}two", "b": "3"}]


cells = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n"), min_size=1).map(str.strip).filter(bool)


@settings(deadline=None)
@given(rows=st.lists(st.tuples(cells, cells), min_size=1, max_size=5))
def test_what_is_quoted_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    folder = tmp_path_factory.getbasetemp()
    quoted = ["{},{}".format(*('"' + cell.replace('"', '""') + '"' for cell in row)) for row in rows]
    read = table(folder, "a,b\n" + "\n".join(quoted) + "\n")
    assert [(row.values["a"], row.values["b"]) for row in read] == rows


# -- records -----------------------------------------------------------------------------------------------------------


def records(folder: Path, *lines: str) -> list[Record]:
    path = folder / "r.jsonl"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return read_records(path)


def test_a_line_becomes_a_text_under_its_title(tmp_path: Path) -> None:
    first, second = records(tmp_path, '{"_id": "7", "title": "Mali", "text": " A plan. "}', "", '{"text": "B\u2028c"}')
    assert (first.row, first.text, first.section) == (1, "A plan.", "Mali")
    assert (second.row, second.text, second.section) == (3, "B\u2028c", "")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("[1, 2]", "line 2 has no text"),
        ('"text"', "line 2 has no text"),
        ("null", "line 2 has no text"),
        ('{"title": "x"}', "line 2 has no text"),
        ('{"text": 3}', "line 2 has no text"),
        ('{"text": "x"', "line 2 is not JSON"),
        ("[" * 100_000, "line 2 is not JSON"),
        (r'{"text": "half \ud83d"}', "line 2 has half of a character"),
        (r'{"text": "x", "title": "\udc00"}', "line 2 has half of a character"),
    ],
)
def test_a_line_that_is_no_record_is_told(tmp_path: Path, line: str, words: str) -> None:
    with pytest.raises(FileError, match=words) as caught:
        records(tmp_path, '{"text": "good"}', line)
    assert caught.value.status == "malformed"
    assert str(tmp_path / "r.jsonl") in str(caught.value)
    assert '"text"' in caught.value.hint or "again" in caught.value.hint


@pytest.mark.parametrize("lines", [[""], ['{"text": " "}']])
def test_records_without_text_have_none(tmp_path: Path, lines: list[str]) -> None:
    with pytest.raises(FileError) as caught:
        records(tmp_path, *lines)
    assert caught.value.status == "no_text"


@settings(deadline=None)
@given(text=st.text(st.characters(codec="utf-8")).filter(str.strip))
def test_any_text_comes_back_without_the_space_around_it(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    for ascii_only in (True, False):
        (record,) = records(tmp_path_factory.getbasetemp(), json.dumps({"text": text}, ensure_ascii=ascii_only))
        assert record.text == text.strip()
