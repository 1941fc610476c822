"""Words are found wherever a public report prints them, marked, with the address at which they stand for ever."""

from zhibao.publish.public_report import BodyCell, Chapter, Definition, Exhibit, HeadCell, Part, Piece, PublicReport
from zhibao.publish.report_search import Hit, hits, spot, words_of

TABLE = Exhibit(
    kind="t", number="1-2", name="表 1-2", outline_name="staff", caption="教师队伍建设情况",
    head=((HeadCell(text="指标"), HeadCell(text="2021 年")),),
    body=((BodyCell(text="专任教师"), BodyCell(text="1649")), (BodyCell(text="双师型教师"), BodyCell(text="880"))),
)  # fmt: skip
RATIO = Definition(
    name="ratio", label="生师比", unit="x:1", definition="在校生与专任教师之比", formula="", period="",
    above="", below="", registers=(), grounds=(), points=(),
)  # fmt: skip
WIDE = "".join(chr(ord(one) + 0xFEE0) for one in "PISA")
CHAPTER = Chapter(
    number="1", title="基本情况", anchor="c1",
    parts=(
        Part(kind="heading", level=2, number="1.3", anchor="c13", pieces=(Piece(kind="text", text="教师队伍"),)),
        Part(kind="paragraph", pieces=(Piece(kind="text", text="全市专任教师 "), Piece(kind="number", text="1649"))),
        Part(kind="exhibit", exhibit="t/1-2"),
        Part(kind="paragraph", pieces=(Piece(kind="text", text="A" * 200 + WIDE + "测评" + "b" * 200),)),
    ),
)  # fmt: skip
REPORT = PublicReport(
    title="示例", issuer="示例市教育局", date="", remarks=(), place="x", place_name="示例市", year=2021, years=(2021,),
    hidden=0, chapters=(CHAPTER,), exhibits=(TABLE,), definitions=(RATIO,), heads=(),
    schools=(("s1", "示例一职"),), findings_open=0, numbers=1,
)  # fmt: skip


def found(text: str) -> list[Hit]:
    return list(hits(REPORT, words_of(text)))


def test_a_word_is_found_in_text_tables_definitions_and_schools_each_with_its_address() -> None:
    assert [one.address for one in found("专任教师")] == ["#c1-p2", "t/1-2/", "k/ratio/"]
    assert [(one.kind, one.address) for one in found("示例一职")] == [("school", "s/s1/")]
    assert [one.address for one in found("教师队伍")] == ["#c13", "t/1-2/"]
    assert spot(CHAPTER, 2) == "c1-p2"


def test_a_sentence_is_searched_across_its_numbers_and_what_was_found_is_marked() -> None:
    (hit,) = [one for one in found("教师 1649") if one.kind == "text"]
    assert hit.where == "1.3 教师队伍"
    assert hit.pieces == (("全市专任", False), ("教师", True), (" ", False), ("1649", True))


def test_all_words_stand_together_though_a_row_may_leave_some_to_its_table() -> None:
    (hit,) = [one for one in found("建设情况 双师型 880") if one.kind == "exhibit"]
    assert hit.pieces == (("双师型", True), ("教师　", False), ("880", True))
    assert found("专任教师 880") == []


def test_letters_small_or_large_wide_or_narrow_are_the_same_and_a_long_text_is_cut_around_them() -> None:
    (hit,) = found("pisa")
    assert (WIDE, True) in hit.pieces
    assert (hit.pieces[0], hit.pieces[-1]) == (("…", False), ("…", False))
    assert sum(len(text) for text, _ in hit.pieces) < 120


def test_what_is_asked_is_words_without_repetition_and_not_too_many() -> None:
    assert words_of(" 教师　教师 30,150，") == ("教师", "30150,")
    assert words_of("a b c d e f g") == ("a", "b", "c", "d", "e")
    assert len(words_of("长" * 500)[0]) == 40
    assert found("") == []
