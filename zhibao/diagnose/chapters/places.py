"""学位测算: expected students with their interval, the room of the schools, and what the city stated itself."""

from collections.abc import Iterator
from fractions import Fraction

from zhibao.diagnose.cells import NOTHING, count_text, value_text, word
from zhibao.diagnose.diagnosis import Diagnosis
from zhibao.diagnose.places import METHOD, Forecast
from zhibao.diagnose.setter import Setter
from zhibao.document.nodes import Block, Cell, Row
from zhibao.terms.quantity import Form, print_number

_EXPECTED = ("年份", "预计在校生：低", "中", "高", "现有学位", "缺学位：低", "中", "高")
_STATED = ("县（市、区）", "预测年份", "预计学生", "现有学位", "规划新增", "缺口", "测算依据")
_ROOM = ("学校", "可容纳学生", "受限于", "缺少的条件")


def places_needed(found: Diagnosis, setter: Setter) -> Iterator[Block]:
    """Yield the city's own statement, the forecast, and the room by school, each with its method."""
    forecast, ground = found.forecast, found.ground
    if forecast.stated:
        yield setter.table(
            "填报的学位测算",
            _STATED,
            (
                (
                    word(one.area),
                    word(one.year),
                    *(word(count_text(value), "right") for value in (one.expected, one.available, one.planned)),
                    word(count_text(one.lacking), "right"),
                    word(one.basis),
                )
                for one in forecast.stated
            ),
            notes=("缺口＝预计学生－现有学位－规划新增；负数为富余。",),
        )
    yield setter.text(METHOD)
    if forecast.why_not:
        yield setter.text(f"{forecast.why_not}。")
    else:
        rows, notes = forecast_rows(found)
        yield setter.table("在校生预测与学位缺口（人）", _EXPECTED, rows, notes=notes)
    if forecast.rooms:
        yield setter.table(
            "各校按标准可容纳的学生数",
            _ROOM,
            (
                (
                    word(ground.names[one.place]),
                    word(count_text(one.students), "right"),
                    word(one.by or NOTHING),
                    word("、".join(one.unknown) or NOTHING),
                )
                for one in forecast.rooms
            ),
            notes=("缺少条件的学校，印出的是上限。",) if forecast.is_at_most else (),
        )


def forecast_rows(found: Diagnosis) -> tuple[list[Row], list[str]]:
    """Return the rows of the forecast, and what must be said of them."""
    forecast, form = found.forecast, Form(0, found.ground.edition.rounding)
    known = "，".join(f"{year}年{print_number(number, form)}人" for year, number in forecast.known)
    capacity = forecast.capacity
    notes = [f"招生数：{known}。", "缺学位＝预计在校生－现有学位；负数为富余。"]
    if capacity is None:
        notes.append("有学校没有报送任何一项办学条件，现有学位与缺口不计算。")
    elif forecast.is_at_most:
        notes.append("有学校缺少部分办学条件：现有学位是上限，缺口是下限。")
    rows: list[Row] = [
        (
            word(str(one.year)),
            *(word(print_number(number, form), "right") for number in (one.low, one.middle, one.high)),
            word(NOTHING if capacity is None else str(capacity), "right"),
            *(_lacking(forecast, number, form) for number in (one.low, one.middle, one.high)),
        )
        for one in forecast.expected
    ]
    return rows, notes


def _lacking(forecast: Forecast, students: Fraction, form: Form) -> Cell:
    return word(value_text(forecast.lacking(students), "", form), "right")
