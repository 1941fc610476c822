"""Workbooks changed at random: read, painted, answered and imported, none of them raises or leaves half a thing."""

import io
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from tests.collect import sample
from tests.collect.fuzz.archive import FORM, sheet_part
from tests.collect.fuzz.edits import WORDS, edited, edits, texts
from tests.collect.fuzz.town import YEAR, Town, filled, whole
from zhibao.catalog.annex_match import match_items
from zhibao.catalog.annex_write import AnnexText, annex_files
from zhibao.catalog.files import parse_yaml
from zhibao.catalog.shape import Cited
from zhibao.collect.annex import read_annex
from zhibao.collect.errors import CollectError
from zhibao.collect.importing import Wanted, import_file
from zhibao.collect.layout import FEEDBACK
from zhibao.collect.paint.marks import Line, Mark
from zhibao.collect.paint.paint import paint
from zhibao.collect.read_feedback import written_in
from zhibao.collect.untrusted import Opened, open_bytes
from zhibao.snapshot.batches import Batches
from zhibao.terms.finding import Finding, Severity

FEW = settings(max_examples=25, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
MORE = settings(FEW, max_examples=60)
LINES = (Line("0123456789", "学生规模 D5", Severity.ERROR, "不对", "请更正。", sheet=FORM, cell="D5"),)
cells = st.sampled_from(("D5", "A1", "F9", "XFD1048576", "D6", "不是格", ""))
HEAD = ["学校名称", "在校生数", "招生数"]
tables = st.builds(
    lambda above, head, rows: above + head + rows,
    st.lists(st.lists(texts, max_size=4), max_size=2),
    st.sampled_from([[HEAD], [HEAD[::-1]], [[*HEAD, "备注"]], [HEAD[:2]], []]),
    st.lists(
        st.tuples(st.sampled_from(("S01", "示例市第一职业技术学校", "S99", "")), texts, texts).map(list), max_size=4
    ),
)
annexes = st.lists(
    st.lists(
        st.one_of(
            texts,
            st.sampled_from(("序号", "指标", "单位", "1", "1.1", "其中：女", "人", "%", "2020年", "合计", "注：略")),
        ),
        max_size=5,
    ),
    max_size=12,
)


@FEW
@given(st.lists(edits, min_size=1, max_size=5))
def test_a_workbook_changed_at_random_is_taken_whole_or_refused_whole(
    place: Town, changes: list[tuple[str, int, tuple[str, str]]]
) -> None:
    path = place.place()
    path.write_bytes(edited(filled(place.folder.path), changes))
    assert place.hand_in(path).wrong == []
    path.unlink()


@MORE
@given(st.lists(edits, max_size=5), st.lists(st.tuples(cells, st.sampled_from(tuple(Severity)), texts), max_size=4))
def test_what_can_be_opened_can_be_opened_when_it_is_painted(
    place: Town, changes: list[tuple[str, int, tuple[str, str]]], marks: list[tuple[str, Severity, str]]
) -> None:
    content = edited(filled(place.folder.path), changes)
    told = [Mark(FORM, cell, severity, text) for cell, severity, text in marks]
    opened = open_bytes("S01.xlsx", content)
    try:
        painted = paint(content, told, LINES)
    except CollectError:
        return
    assert paint(painted, told, LINES) == painted
    if isinstance(opened, Opened) and all(opened.grid(name) is not None for name in opened.names):
        again = open_bytes("S01.xlsx", painted)
        assert isinstance(again, Opened)
        # NaN 与自身不等，故比其写法。
        assert [repr(again.grid(name)) for name in opened.names if name != FEEDBACK] == [
            repr(opened.grid(name)) for name in opened.names if name != FEEDBACK
        ]


@FEW
@given(st.lists(edits, min_size=1, max_size=5))
def test_nonsense_on_the_sheet_of_answers_harms_no_number(
    place: Town, changes: list[tuple[str, int, tuple[str, str]]]
) -> None:
    painted = paint(filled(place.folder.path), (), LINES)
    sheet = sheet_part(painted, FEEDBACK)
    kept = [one for one in changes if one[0] in ("cell", "row", "column", "bytes")]
    path = place.place()
    path.write_bytes(edited(painted, kept, sheet))
    assert place.hand_in(path).wrong == []
    written_in(path)
    path.unlink()


@MORE
@given(
    tables, st.sampled_from(("utf-8", "gb18030", "utf-16")), st.sampled_from((",", "\t", ";")), st.binary(max_size=6)
)
def test_a_text_of_another_system_is_imported_whole_or_not_at_all(
    place: Town, rows: list[list[str]], encoding: str, mark: str, noise: bytes
) -> None:
    file = place.folder.path / "导出.csv"
    file.write_bytes("\n".join(mark.join(row) for row in rows).encode(encoding, "replace") + noise)
    imported(place, file)


@FEW
@given(tables, st.lists(edits, max_size=3))
def test_a_workbook_of_another_system_is_imported_whole_or_not_at_all(
    place: Town, rows: list[list[str]], changes: list[tuple[str, int, tuple[str, str]]]
) -> None:
    file = place.folder.path / "导出.xlsx"
    file.write_bytes(edited(saved(rows), changes))
    imported(place, file)


def imported(place: Town, file: Path) -> None:
    """Import a file, and take it back if it was taken in."""
    store, before = place.store, place.in_force()
    result = import_file(place.folder, sample.catalog(), Wanted(file, YEAR, mapping="student_register_counts"))
    assert list(whole(store.path)) == []
    for one in result.findings:
        assert str(one.where).startswith(file.name)
    if result.batch is None:
        assert result.findings or not result.rows
        assert place.in_force() == before
    else:
        Batches(store).take_back(result.batch.number, sample.catalog())
        assert place.in_force() == before
    assert Batches(store).all() == ()


@MORE
@given(annexes, st.lists(edits, max_size=2))
def test_an_annex_of_any_shape_is_read_into_files_that_are_in_order(
    tmp_path: Path, rows: list[list[str]], changes: list[tuple[str, int, tuple[str, str]]]
) -> None:
    file = tmp_path / "附表.xlsx"
    file.write_bytes(edited(saved(rows), changes))
    book = read_annex(file)
    if isinstance(book, Finding):
        assert file.name in str(book.where)
        return
    for table in book.tables:
        source = (Cited(title="示例附表", clause=f"工作表“{table.sheet}”"),)
        about = AnnexText("read_annex", table.title, "示例", "six_parts_2021", source, ("2020年",))
        for name, text in annex_files(about, match_items(table, sample.catalog()), sample.catalog().indicators).items():
            assert isinstance(parse_yaml(text, Path(name)), dict)


def saved(rows: list[list[str]]) -> bytes:
    """Return a workbook with these rows, numbers among them as numbers."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row, line in enumerate(rows, 1):
        for column, text in enumerate(line, 1):
            plain = "".join(one for one in text if one.isprintable())
            cell = sheet.cell(row, column)
            cell.value = int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 9 else plain
            if isinstance(cell.value, str):
                cell.data_type = "s"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_the_words_that_are_tried_are_those_that_mean_something() -> None:
    assert {"／", "无", "—", "＊"} <= set(WORDS)
