"""各校数字雷同: two schools typed the same numbers into one form, more of them than chance allows.

A number counts with its significant digits but one. Parameters: `digits`, how many the equal numbers must make
together; `numbers`, how many there must be.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import ceil

from zhibao.catalog.model import Check
from zhibao.catalog.set_question import SetQuestion, Use
from zhibao.check.context import CellName, Context, Handed, finding
from zhibao.check.reach import Reach
from zhibao.check.slips import evidence
from zhibao.check.spots import left_out
from zhibao.snapshot.sets import Numbers
from zhibao.terms.finding import Finding
from zhibao.terms.place import Level

REACH = Reach.REGISTER
_Pair = tuple[int, int, str]


def find(check: Check, context: Context) -> Iterator[Finding]:
    """Yield a finding per form and pair of schools; it stands with the later one."""
    if context.sets is None:
        schools = context.schools.get(context.years[1], ())
        for (one, other, register), cells in _in_rows(check, schools).items():
            yield _finding(check, context, register, cells, (schools[one], schools[other]))
        return
    forms = _forms(check, context)
    answers = [context.sets.ask(question) for question in questions(check, context)]
    equal = _told(forms, answers)
    for (one, other, register), cells in equal.items():
        yield _finding(check, context, register, cells, (context.handed[one], context.handed[other]))
    yield from left_out(check, context, answers)


def questions(check: Check, context: Context) -> tuple[SetQuestion, ...]:
    """Return what the check asks of each form: which two submissions say enough equal numbers, and in which cells.

    A record is the pair, the cell's number among all cells, and the first submission that says the same there.
    """
    found, numbers, digits = [], ceil(check.number("numbers")), ceil(check.number("digits"))
    for register, fields in _forms(check, context).items():
        use = Use(register, numbers=tuple(fields))
        said = " UNION ALL ".join(_column(use, name, cell, context.years[1]) for name, cell in fields.items())
        found.append(
            SetQuestion(
                f"WITH said AS ({said}), "
                "telling AS (SELECT submission, cell, number, digits FROM said WHERE digits > 0), "
                "shared AS (SELECT cell, number, MIN(submission) AS earliest FROM telling GROUP BY cell, number "
                "HAVING COUNT(*) > 1), "
                "saying AS (SELECT telling.submission AS submission, telling.cell AS cell, telling.number AS number, "
                "telling.digits AS digits, shared.earliest AS earliest FROM telling JOIN shared "
                "ON telling.cell = shared.cell AND telling.number = shared.number), "
                "equal AS (SELECT one.submission AS one, other.submission AS other, one.cell AS cell, "
                "one.digits AS digits, one.earliest AS earliest FROM saying AS one JOIN saying AS other "
                "ON one.cell = other.cell AND one.number = other.number WHERE one.submission < other.submission), "
                "strong AS (SELECT one, other FROM equal GROUP BY one, other "
                f"HAVING COUNT(*) >= {numbers} AND SUM(digits) >= {digits}) "
                "SELECT equal.one AS one, equal.other AS other, equal.cell AS cell, equal.earliest AS earliest "
                "FROM equal JOIN strong ON equal.one = strong.one AND equal.other = strong.other "
                "ORDER BY one, other, earliest, cell",
                (use,),
            )
        )
    return tuple(found)


def _column(use: Use, name: str, cell: int, year: int) -> str:
    """Return the SQL of one column as rows: how many of its digits tell something beside each number."""
    digits = f"LENGTH(TRIM('0' FROM REPLACE(REPLACE(CAST(\"{name}\" AS VARCHAR), '.', ''), '-', ''))) - 1"
    number = f'CAST("{name}" AS DECIMAL(38,4))'
    return (
        f"SELECT submission, {cell} AS cell, {number} AS number, {digits} AS digits FROM {use.name} "
        f'WHERE year = {year} AND "{name}" IS NOT NULL'
    )


def _forms(check: Check, context: Context) -> Mapping[str, Mapping[str, int]]:
    """Return form → asked number field → its number among all cells, of forms that several filled in with enough."""
    schools = [one for one in context.handed if one.place.level is Level.SCHOOL and one.year == context.years[1]]
    asked = {(one.register.name, one.fields): one for handed in schools for one in handed.asked}
    filled = Counter(name for handed in schools for name in handed.rows)
    found: dict[str, dict[str, int]] = defaultdict(dict)
    number = 0
    for one in asked.values():
        if one.register.shape == "form" and filled[one.register.name] > 1:
            for name in one.fields:
                if one.register.fields[name].type.is_number and name not in found[one.register.name]:
                    found[one.register.name][name] = number
                    number += 1
    return {register: fields for register, fields in found.items() if len(fields) >= check.number("numbers")}


def _told(forms: Mapping[str, Mapping[str, int]], answers: Sequence[Numbers]) -> dict[_Pair, list[CellName]]:
    """Return what engines told of each form, in the order in which it is found by looking at school after school."""
    cells = {cell: CellName(register, "", name) for register, fields in forms.items() for name, cell in fields.items()}
    said = sorted((earliest, cell, one, other) for records in answers for one, other, cell, earliest in records)
    equal: dict[_Pair, list[CellName]] = defaultdict(list)
    for _, cell, one, other in said:
        equal[one, other, cells[cell].register].append(cells[cell])
    return equal


def _in_rows(check: Check, schools: Sequence[Handed]) -> Mapping[_Pair, list[CellName]]:
    saying: dict[tuple[CellName, Fraction], list[int]] = defaultdict(list)
    for place, handed in enumerate(schools):
        for cell, number in handed.typed.items():
            if not cell.key and evidence(number):
                saying[cell, number].append(place)
    equal: dict[_Pair, list[CellName]] = defaultdict(list)
    for (cell, _), places in saying.items():
        for one, other in combinations(places, 2):
            equal[one, other, cell.register].append(cell)
    return {pair: cells for pair, cells in equal.items() if _is_strong(check, cells, schools[pair[1]])}


def _is_strong(check: Check, cells: Sequence[CellName], school: Handed) -> bool:
    strength = sum(evidence(school.typed[cell]) for cell in cells)
    return len(cells) >= check.number("numbers") and strength >= check.number("digits")


def _finding(
    check: Check, context: Context, register: str, cells: list[CellName], pair: tuple[Handed, Handed]
) -> Finding:
    labels = "、".join(context.catalog.field_label(register, cell.field) for cell in cells)
    one, other = pair
    label = context.catalog.registers[register].label
    return finding(
        check,
        other.where(context.catalog, register, ""),
        check.message.format(label=label, other=one.place.name, count=len(cells), labels=labels),
        said=f"{len(cells)}个数相同",
        expected="本校自己的数",
        reason=next(filter(None, map(other.confirmed, cells)), ""),
        related=tuple(other.where(context.catalog, register, cell.field) for cell in cells),
    )
