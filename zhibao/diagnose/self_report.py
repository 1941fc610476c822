"""自诊报告: what a school found of itself against standards and targets, and what it does about it, as a tree."""

from collections.abc import Callable, Iterable, Iterator

from zhibao.diagnose.chapters.treatment import aims, origins, treatment, unopened
from zhibao.diagnose.diagnosis import Diagnosis
from zhibao.diagnose.exhibits import own_row
from zhibao.diagnose.setter import Setter
from zhibao.diagnose.treated import Told
from zhibao.diagnose.verdict import Outcome, Verdict
from zhibao.document.nodes import Block, Contents, Cover, Document, Entry, Heading, Note, Text, plain, walk
from zhibao.terms.numeral import chinese_year_month

Chapter = tuple[str, Callable[[Setter], Iterator[Block]]]
COLUMNS = ("标准", "单位", "要求", "本校值", "结果", "差距", "走势")
_WIDTHS = (0.23, 0.09, 0.2, 0.13, 0.16, 0.12, 0.07)
_SIGNED = "填报人：　　　　　　　　校长：　　　　　　　　日期：　　　　年　　月　　日"


def self_report(found: Diagnosis, told: Told) -> Document:
    """Return a school's self-report as a tree."""
    ground = found.ground
    return laid_out(
        found,
        told,
        (told.name, f"{ground.edition.this}年度教学诊断与改进自诊报告"),
        (
            ("对照标准", lambda setter: against(found, told.place, setter)),
            ("目标", lambda setter: aims(told, ground, setter)),
            ("问题与改进", lambda setter: treatment(told, ground, setter)),
            ("没有立项的发现", lambda setter: unopened(told, setter)),
            ("数据与依据", lambda setter: origins(told, documents(found.of(told.place)), setter)),
        ),
        (Note((Setter(0).text(_SIGNED),)),),
    )


def laid_out(
    found: Diagnosis, told: Told, title: tuple[str, ...], chapters: Iterable[Chapter], last: tuple[Block, ...] = ()
) -> Document:
    """Return chapters as a document with cover and contents; `last` stands behind them."""
    edition = found.ground.edition
    body = tuple(_body(chapters))
    headings = [one for one in walk(body) if isinstance(one, Heading)]
    entries = tuple(Entry(one.level, f"{one.number} {plain(one.content)}", one.anchor) for one in headings)
    remarks = (f"按{found.ground.in_force}年有效的标准对照{edition.this}年度封存的数据，{told.on.isoformat()}生成。",)
    declared = (edition.declaration,) if edition.declaration else ()
    return Document(
        Cover(title, told.name, chinese_year_month(told.on.year, told.on.month), (*remarks, *declared)),
        (Contents("headings", "目录", entries), *body, *last),
        {"author": told.name, "subject": "教学诊断与改进", "declaration": edition.declaration},
    )


def against(found: Diagnosis, place: str, setter: Setter, named: str = "本校") -> Iterator[Block]:
    """Yield a place against every standard that it falls under; what cannot be judged stands in a note."""
    own = found.of(place)
    judged = [one for one in own if one.outcome is not Outcome.UNJUDGED]
    counted = [one for one in judged if not one.standard.advisory]
    below = sum(one.outcome is Outcome.BELOW for one in counted)
    left = [one.standard.label for one in own if one.outcome is Outcome.UNJUDGED]
    if not own:
        yield setter.text(f"{found.ground.in_force}年没有适用的标准，或数据还没有封存。")
        return
    yield setter.text(
        f"对照{found.ground.in_force}年有效的标准，能判断的{len(counted)}条，达到{len(counted) - below}条，"
        f"未达到{below}条；缺少数据、不能判断的{len(left)}条。"
    )
    columns = tuple(one.replace("本校", named) for one in COLUMNS)
    notes = (f"缺少数据、不能判断的：{'、'.join(left)}。",) if left else ()
    rows = (own_row(one, found.ground) for one in sorted(judged, key=lambda one: one.outcome is not Outcome.BELOW))
    yield setter.table(f"{named}值与标准对照（{found.ground.edition.this}年）", columns, rows, _WIDTHS, notes)


def documents(verdicts: Iterable[Verdict]) -> tuple[str, ...]:
    """Return the documents that set the standards, each once."""
    return tuple(dict.fromkeys(f"《{cited.title}》" for one in verdicts for cited in one.standard.source[:1]))


def _body(chapters: Iterable[Chapter]) -> Iterator[Block]:
    for number, (title, write) in enumerate(chapters, 1):
        yield Heading(1, str(number), (Text(title),), f"chapter_{number}")
        yield from write(Setter(number))
