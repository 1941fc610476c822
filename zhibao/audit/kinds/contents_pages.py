"""目录页码: within one list, page numbers never run backwards; equal ones are legal."""

from collections.abc import Iterator

from zhibao.audit.blocks import Block, Flat
from zhibao.audit.model import Remark
from zhibao.audit.slips import outliers
from zhibao.catalog.rulebook import AuditRule, RuleBook

_FEWEST = 4
_FRONT_PAGES = 4


def remarks(flat: Flat, rule: AuditRule, _book: RuleBook) -> Iterator[Remark]:
    """Yield the entries whose page breaks the order, with the pages that one slip of the keys explains."""
    for entries in _lists(flat):
        pages = [int(block.page) for block in entries]
        wrong = outliers(pages)
        if len(entries) < _FEWEST or len(wrong) * 6 > len(entries) + 6:
            continue
        right = [page for index, page in enumerate(pages) if index not in wrong]
        for index in wrong:
            low = max((pages[k] for k in range(index) if k not in wrong), default=1)
            high = min((pages[k] for k in range(index + 1, len(pages)) if k not in wrong), default=max(right))
            yield _remark(rule, entries, index, low, max(low, high))


def _lists(flat: Flat) -> Iterator[list[Block]]:
    """Yield the entries with pages of each list; pages that start again at the front are another list."""
    entries: list[Block] = []
    for block in flat.blocks:
        if block.kind != "contents" or not block.page.isdecimal():
            continue
        starts_again = len(entries) >= _FEWEST and int(block.page) <= 2 and int(entries[-1].page) > _FRONT_PAGES
        if entries and (entries[-1].role != block.role or starts_again):
            yield entries
            entries = []
        entries.append(block)
    yield entries


def _remark(rule: AuditRule, entries: list[Block], index: int, low: int, high: int) -> Remark:
    block = entries[index]
    end = block.text.rfind(block.page) + len(block.page)
    fitting = [page for page in range(low, min(high, low + 200) + 1) if _is_slip(str(page), block.page)]
    around = [entries[k] for k in (index - 1, index + 1) if 0 <= k < len(entries)]
    expected = str(fitting[0]) if fitting else f"{low} 到 {high}"
    return Remark(
        rule.name,
        block,
        end - len(block.page),
        end,
        said=block.page,
        expected=expected,
        computation=f"前面的条目在第 {low} 页，后面的条目在第 {high} 页，{low} ≤ 页码 ≤ {high}",
        suggestions=tuple(f"{block.page} → {page}" for page in fitting[:3]),
        related=tuple((one, 0, len(one.text)) for one in around),
        values={"title": block.text[: end - len(block.page)].rstrip(" .-")},
    )


def _is_slip(right: str, printed: str) -> bool:
    """Say whether one changed, dropped, added or swapped digit turns one number into the other."""
    if len(right) == len(printed):
        different = [k for k in range(len(right)) if right[k] != printed[k]]
        swapped = len(different) == 2 and different[1] - different[0] == 1 and sorted(right) == sorted(printed)
        return len(different) == 1 or swapped
    short, long = sorted((right, printed), key=len)
    return len(long) - len(short) == 1 and any(long[:k] + long[k + 1 :] == short for k in range(len(long)))
