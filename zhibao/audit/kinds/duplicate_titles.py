"""重复标题: two numbered captions or sibling headings with different numbers and one title."""

import re
from collections.abc import Iterator

from zhibao.audit.blocks import Block, Flat
from zhibao.audit.likeness import bare
from zhibao.audit.model import Remark
from zhibao.catalog.rulebook import AuditRule, RuleBook

_NUMBER = re.compile(r"^附?[表图][\d一二三四五六七八九十]+(?:[-.]\d+)*[:、. ]*")
_SCOPE = re.compile("全[市省县区校院国]|[我本][市省县区校院]|[\u4e00-\u9fff]{2}(?:市|县|区|省)(?=[\u4e00-\u9fff])")
_CONTINUED = re.compile("续表?|（续）|续$|单位:")
_SHORTEST = 8
_LONGEST = 50


def remarks(flat: Flat, rule: AuditRule, _book: RuleBook) -> Iterator[Remark]:
    """Yield every later caption whose title was used before under another number; place names do not count."""
    seen: dict[tuple[str, str], Block] = {}
    for block in flat.blocks:
        if block.kind != "caption" or not block.number or _CONTINUED.search(block.text):
            continue
        title = bare(_SCOPE.sub("", _NUMBER.sub("", block.text)))
        if len(title) <= _SHORTEST:
            continue
        first = seen.setdefault((block.label, title), block)
        if first is not block and first.number != block.number:
            name = f"{first.label}{first.number}"
            yield Remark(
                rule.name,
                block,
                0,
                min(len(block.text), _LONGEST),
                said=block.text[:_LONGEST],
                related=((first, 0, min(len(first.text), _LONGEST)),),
                values={"other": name},
            )
