"""诊断报告: the diagnosis as a document tree, chapter by chapter, for the same writers as the quality report."""

from collections.abc import Iterator

from zhibao.diagnose.chapters import (
    conclusions,
    definitions,
    follow_up,
    grid_table,
    places_needed,
    remedies,
    school_by_school,
    schools_below,
)
from zhibao.diagnose.diagnosis import Diagnosis
from zhibao.diagnose.setter import Setter
from zhibao.document.nodes import Block, Contents, Cover, Document, Entry, Heading, Text, plain, walk
from zhibao.terms.numeral import chinese_year_month

_CHAPTERS = (
    ("达标情况", conclusions),
    ("低于标准的学校", schools_below),
    ("整改通知与复核", remedies),
    ("学位测算", places_needed),
    ("问题与措施", follow_up),
    ("教学诊断与改进", grid_table),
    ("各校对照", school_by_school),
    ("标准与算法", definitions),
)


def diagnosis_page(diagnosis: Diagnosis) -> Document:
    """Return the diagnosis of a city and its schools as a tree."""
    edition = diagnosis.ground.edition
    year, month = map(int, edition.issued.split("-"))
    body = tuple(_body(diagnosis))
    headings = [one for one in walk(body) if isinstance(one, Heading)]
    entries = tuple(Entry(one.level, f"{one.number} {plain(one.content)}", one.anchor) for one in headings)
    remarks = (f"按{diagnosis.ground.in_force}年有效的标准对照{edition.this}年数据",)
    declared = (edition.declaration,) if edition.declaration else ()
    return Document(
        Cover(
            (edition.place, "中等职业学校办学诊断"),
            edition.issuer,
            chinese_year_month(year, month),
            (*remarks, *declared),
        ),
        (Contents("headings", "目录", entries), *body),
        {"author": edition.issuer, "subject": edition.round, "declaration": edition.declaration},
    )


def _body(diagnosis: Diagnosis) -> Iterator[Block]:
    for number, (title, write) in enumerate(_CHAPTERS, 1):
        yield Heading(1, str(number), (Text(title),), f"chapter_{number}")
        yield from write(diagnosis, Setter(number))
