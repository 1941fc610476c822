"""清单编号: the cases and exhibits of a list count on without gaps."""

from collections import defaultdict
from collections.abc import Iterator

from zhibao.audit.blocks import Block, Flat
from zhibao.audit.kinds.caption_numbers import caption_number
from zhibao.audit.model import Remark
from zhibao.audit.slips import slips
from zhibao.catalog.rulebook import AuditRule, RuleBook
from zhibao.document.readers.marks import mark_of

_LONGEST = 50


def remarks(flat: Flat, rule: AuditRule, _book: RuleBook) -> Iterator[Remark]:
    """Yield the entries in front of which a number is missing, or whose number stood before."""
    groups: dict[tuple[str, str, int], list[tuple[Block, int, str]]] = defaultdict(list)
    for block in flat.blocks:
        if block.kind != "contents":
            continue
        mark = mark_of(block.origin.text)
        if mark and mark.kind == "case" and mark.numbers:
            groups["case", block.role, 0].append((block, mark.numbers[0], "案例"))
        elif number := caption_number(block.text):
            groups[number[0], block.role, number[1]].append((block, number[2], number[0]))
    for (name, _, prefix), members in groups.items():
        for slip in slips([running for _, running, _ in members], restarts=False):
            block, running, label = members[slip.index]
            expected = f"{label}{prefix}-{slip.expected}" if prefix else f"{label}{slip.expected}"
            said = f"{label}{prefix}-{running}" if prefix else f"{label}{running}"
            before = members[slip.index - 1][0]
            end = block.text.find("..")
            yield Remark(
                rule.name,
                block,
                0,
                min(end if end > 0 else len(block.text), _LONGEST),
                said=said,
                expected=expected,
                related=((before, 0, min(len(before.text), _LONGEST)),),
                values={"name": name},
            )
