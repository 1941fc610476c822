"""例子的画法: rows of registers as tables under the labels of their fields, and verdicts as sign and word."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from zhibao.catalog.load import Catalog
from zhibao.catalog.model import CheckExample
from zhibao.catalog.register import Register
from zhibao.catalog.spoken import field_label
from zhibao.manual.markup import NONE, Html, join, lines, paragraph, table, tag, words

Cell = str | int | float | date | None
Given = Mapping[str, Cell]
_OWN = {"school": "学校", "year": "数据年"}
_ANY = {"value": "任一栏目", "share": "占比", "last": "上年", "this": "本年", "reason": "说明"}
_VALUES = {"missing": "缺失", "undefined": "无意义"}


def rows_table(register: Register, rows: Sequence[Given], *, titled: bool = False) -> Html:
    """Return rows of a register as a table, a column per field that any row fills."""
    names = [*(name for name in _OWN if any(name in row for row in rows))]
    names += [name for name in register.fields if any(name in row for row in rows)]
    if not names:
        return NONE
    head = [_OWN.get(name) or field_label(register, name) for name in names]
    body = ([shown(row.get(name)) if name in row else NONE for name in names] for row in rows)
    title = paragraph(words(f"“{register.label}”"), kind="under") if titled else NONE
    drawn = table(head, body, register.label, kind="given")
    return tag("div", title, drawn) if titled else drawn


def given_tables(given: Mapping[str, Sequence[Given]], catalog: Catalog) -> Html:
    """Return the registers of an example, one table each."""
    tables = [rows_table(catalog.registers[name], rows, titled=True) for name, rows in given.items()]
    return join(tables) or paragraph(words("没有报送的数据。"), kind="under")


def shown(value: Cell) -> Html:
    """Return a cell as it is typed; an empty one says so."""
    return tag("i", words("未填")) if value is None else words(str(value))


def expected(text: str) -> Html:
    """Return an expected value; what is no number says so in words."""
    return words(_VALUES.get(text, text))


def verdict(finds: int, quiet: str = "通过", speaks: str = "不通过") -> Html:
    """Return how an example comes out, as a sign and a word; colour is only added to it."""
    if not finds:
        return tag("span", words(f"✓ {quiet}"), kind="v ok")
    more = f"（报 {finds} 处）" if finds > 1 else ""
    return tag("span", words(f"✗ {speaks}{more}"), kind="v bad")


def row_examples(examples: Iterable[CheckExample], catalog: Catalog, rows_of: str) -> Html:
    """Return examples of one row each as one table: a column per field, the verdict last."""
    given = list(examples)
    names = list(dict.fromkeys(name for one in given for name in one.row))
    head = [label_of(name, catalog, rows_of) for name in names]
    body = (
        [*(shown(one.row.get(name)) if name in one.row else NONE for name in names), verdict(one.finds)]
        for one in given
    )
    return table((*head, "结果"), body, "例子", kind="given")


def label_of(name: str, catalog: Catalog, rows_of: str = "") -> str:
    """Return what `field` or `register.field` is called; the register is named when it is not the one at hand."""
    register, _, field = name.rpartition(".")
    owner = catalog.registers.get(register or rows_of)
    if owner is None or field not in owner.fields:
        return _ANY.get(name, name)
    return owner.fields[field].label if owner.name == rows_of or not register else _both(owner, field)


def in_line(given: Mapping[str, Cell], catalog: Catalog, register: str = "") -> Html:
    """Return one row in a line of text, as lists of many examples show it."""
    parts = []
    for name, value in given.items():
        label = _OWN.get(name) or label_of(name, catalog, register)
        parts.append(join((words(label), shown(value)), " "))
    return join(parts, "，")


def check_in_line(example: CheckExample, catalog: Catalog, rows_of: str) -> Html:
    """Return an example of a check in few words: its row, or the rows of its registers."""
    if example.row:
        return in_line(example.row, catalog, rows_of)
    registers = []
    for name, rows in example.given.items():
        told = lines(in_line(row, catalog, name) for row in rows[:3])
        more = words(f"…共 {len(rows)} 行") if len(rows) > 3 else NONE
        registers.append(lines((words(f"“{catalog.registers[name].label}”"), told, more)))
    return lines(registers)


def _both(register: Register, field: str) -> str:
    return f"“{register.label}”{register.fields[field].label}"
