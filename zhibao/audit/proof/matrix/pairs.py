"""两处之间: one quantity in two paragraphs, and a sentence that cites a table."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib import resources
from random import Random

from zhibao.audit.proof.matrix.fillers import surrounding
from zhibao.audit.proof.matrix.grids import Field, Grid, set_in_text
from zhibao.audit.proof.matrix.mutants import one_slip, unrelated
from zhibao.audit.proof.matrix.printing import Printed, drawn_style
from zhibao.audit.proof.matrix.sample import HEADINGS, TITLES, Sample
from zhibao.audit.proof.matrix.table_kinds import Draw, difference_column, points_column, share_column, total_row
from zhibao.audit.proof.matrix.tables import SETTINGS
from zhibao.audit.proof.matrix.template import Mark, rendered, slots_of

TRIES = 40
Row = tuple[str, bool, str, str, str]


@cache
def repeats() -> tuple[Row, ...]:
    """Return relation, half, genre, first and second sentence of each wording."""
    rows: list[Row] = []
    relation = ""
    for line in resources.files(__package__).joinpath("texts", "pairs.txt").read_text("utf-8").splitlines():
        if line.startswith("@"):
            relation = line[1:].strip()
        elif line and not line.startswith("#"):
            half, genre, both = line.split(maxsplit=2)
            first, second = both.split("||")
            rows.append((relation, half == "held", genre, first, second))
    return tuple(rows)


def repeat_samples(row: Row, rng: Random, number: int) -> Iterator[Sample]:
    """Yield so many texts that print one quantity twice, each also with one of the two a slip away."""
    _, _, genre, first, second = row
    slot = slots_of(first)["c"]
    for turn in range(number):
        true = Printed(slot, slot.printed(slot.drawn(rng)))
        around = surrounding(genre, first + second, rng, 2, 2) if turn % 2 else ("", "")
        style = drawn_style(rng)
        wrong = _apart(true, rng)
        ways = [("right", true, true), ("slip", *((wrong, true) if rng.random() < 0.5 else (true, wrong)))]
        for variant, one, other in ways:
            head = f"{TITLES[genre]}\n\n{HEADINGS[genre]}\n\n"
            text, marks = head, []
            for name, template, number_printed, filler in (
                ("c1", first, one, around[0]),
                ("c2", second, other, around[1]),
            ):
                text += filler
                sentence = rendered(template, {"c": number_printed}, (), style)
                marks += [Mark(name, mark.start + len(text), mark.end + len(text)) for mark in sentence.marks]
                text += sentence.text + "\n\n"
            yield Sample(
                row[0],
                f"pairs:{first[:12]}",
                row[1],
                variant,
                text,
                tuple(marks),
                ("c1", "c2"),
                True,
                alone=not turn % 2,
            )


def _apart(true: Printed, rng: Random) -> Printed:
    for _ in range(TRIES):
        wrong = replace(true, digits=one_slip(true.digits, rng))
        if not wrong.wide.meets(true.wide) and len(wrong.digits) == len(true.digits):
            return wrong
    raise ValueError(f"{true.digits}: no slip apart in {TRIES} draws")


Cited = tuple[str, str]
# Each says: open wording, held-out wording; {row} is a label of the table.
CITES: Mapping[str, tuple[Callable[[Draw], Grid], Cited]] = {
    "cites_cell": (
        difference_column,
        ("2022年，{row}{measure}{now}人。", "从表1可以看出，{row}2022年{measure}达到{now}人。"),
    ),
    "cites_change": (
        difference_column,
        ("与上年相比，{row}{measure}{word}{size}人。", "由表1可见，{row}{measure}{now}人，比上年{word}{size}人。"),
    ),
    "cites_previous": (
        difference_column,
        ("{row}{measure}由上年的{before}人{word}到{now}人。", "{row}{measure}为{now}人（上年为{before}人）。"),
    ),
    "cites_points": (
        points_column,
        ("如表1所示，{row}为{now}%，比上年{word}{size}个百分点。", "{row}{now}%，较上年{word}{size}个百分点。"),
    ),
    "cites_share": (share_column, ("如表1所示，{row}{measure}占{share}%。", "从分布看，{row}占比{share}%。")),
    "cites_total": (total_row, ("2022年，各{thing}{measure}合计{total}人。", "由表1可知，{measure}总数为{total}人。")),
    "cites_rows": (total_row, ("全市共有{rows}所学校填报，见表1。", "表1列出了{rows}所学校的情况。")),
}


def cite_samples(kind: str, rng: Random, number: int) -> Iterator[Sample]:
    """Yield so many tables with a sentence that cites them, each also with the sentence a slip away, far or flipped."""
    build, wordings = CITES[kind]
    for turn in range(number):
        held_out = turn % 3 == 2
        grid = _cited_grid(kind, build, Draw(rng, held_out, rng.random() < 0.5))
        parts = _facts(grid, kind, rng)
        template = wordings[held_out]
        yield _cited(kind, template, grid, parts, "right", held_out, turn)
        for variant, wrong in _wrong(template, parts, rng):
            yield _cited(kind, template, grid, wrong, variant, held_out, turn)


def _cited_grid(kind: str, build: Callable[[Draw], Grid], draw: Draw) -> Grid:
    for _ in range(400):
        grid = build(draw)
        fits = (
            "各学校" in grid.caption
            if kind == "cites_rows"
            else "各产品" not in grid.caption and "产品" not in grid.caption
        )
        years = ("2022年", "2022", "本年", "2022学年", "本期")
        if (
            fits
            and grid.is_right()
            and (
                grid.relation not in ("table_difference", "table_points")
                or grid.rows[0][1] in years
                or grid.rows[0][2] in years
            )
        ):
            return grid
    raise ValueError(f"{kind}: no fitting table")


def _facts(grid: Grid, kind: str, rng: Random) -> dict[str, str]:
    """Return what a sentence says of one row of the table."""
    body = [row for row in grid.rows[1:] if any(isinstance(cell, Field) and cell.name[1:].isdigit() for cell in row)]
    row = rng.choice(body)
    fields = {cell.name[0]: cell.number.digits for cell in row if isinstance(cell, Field)}
    caption, thing = grid.caption, str(grid.rows[0][0])
    facts = {"row": str(row[0]).replace("（%）", ""), "thing": thing, "rows": str(len(grid.rows) - 2)}
    if "变化情况" in caption and kind != "cites_points":
        facts["measure"] = caption.split(f"各{thing}")[1].split("变化情况")[0]
    if "r" in fields:
        change = fields["r"]
        facts |= {"now": fields["c"], "before": fields["p"], "size": change.lstrip("-")}
        points = kind == "cites_points"
        facts["word"] = ("下降" if points else "减少") if change.startswith("-") else ("提高" if points else "增加")
    if kind == "cites_share":
        facts |= {"share": fields["x"], "measure": str(grid.rows[0][1]).split("（")[0]}
    if kind == "cites_total":
        columns = [at for at, cell in enumerate(grid.rows[0]) if at]
        at = rng.choice(columns)
        sums = next(line for line in grid.rows if isinstance(line[1], Field) and line[1].name.startswith("T"))
        cell = sums[at]
        facts |= {"measure": str(grid.rows[0][at]), "total": cell.text if isinstance(cell, Field) else ""}
    return facts


NUMBERS = ("now", "before", "size", "share", "total", "rows")
OPPOSITE = {"增加": "减少", "减少": "增加", "提高": "下降", "下降": "提高"}


def _wrong(template: str, facts: dict[str, str], rng: Random) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the variants of a sentence that no longer say what the table says."""
    names = [name for name in NUMBERS if f"{{{name}}}" in template]
    name = rng.choice(names)
    for _ in range(TRIES):
        digits = one_slip(facts[name], rng)
        if abs(float(digits) - float(facts[name])) > 2 * 10.0 ** -len(facts[name].partition(".")[2]) or (
            "." not in facts[name] and digits != facts[name]
        ):
            yield "slip", {**facts, name: digits}
            break
    if "{word}" in template:
        yield "flipped", {**facts, "word": OPPOSITE[facts["word"]]}
    if "表1" in template and name != "rows":
        slot = Printed(slots_of("{c:%2}" if "." in facts[name] else "{c:人}")["c"], facts[name])
        yield "far", {**facts, name: unrelated(slot, rng)}


def _cited(
    kind: str, template: str, grid: Grid, facts: dict[str, str], variant: str, held_out: bool, turn: int
) -> Sample:
    """Return the report with the sentence before its table; every number and word of the sentence is marked."""
    text = "2022年度质量报告\n\n一、基本情况\n\n"
    marks: list[Mark] = []
    pieces = template.replace("{", "\0{").replace("}", "}\0").split("\0")
    for piece in pieces:
        name = piece[1:-1] if piece.startswith("{") else ""
        shown = facts[name] if name else piece
        if name in NUMBERS or name == "word":
            marks.append(Mark(name, len(text), len(text) + len(shown)))
        text += shown
    text += "\n\n"
    table, _ = set_in_text(grid, SETTINGS[turn % 3], len(text))
    results = tuple(mark.name for mark in marks if mark.name != "word")
    return Sample(kind, f"{kind}:{template[:10]}", held_out, variant, text + table, tuple(marks), results, True)
