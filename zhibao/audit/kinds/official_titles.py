"""文件名称: the titles of national laws, standards and documents, against their official wording."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache

from zhibao.audit.blocks import Flat
from zhibao.audit.likeness import bare
from zhibao.audit.model import Remark, instead
from zhibao.audit.names import titles
from zhibao.audit.official import is_slip, without_issuer
from zhibao.catalog.rulebook import AuditRule, RuleBook


def remarks(flat: Flat, rule: AuditRule, book: RuleBook) -> Iterator[Remark]:
    """Yield titles in 《》 that are an official title with a slip; another official title is none."""
    official, buckets = _official(book, rule.words["lists"])
    whole, found = titles(flat)
    for match in found:
        title = without_issuer(match[1])
        plain = bare(title)
        if plain in official or bare(match[1]) in official:
            continue
        keys = {plain[k : k + 3] for k in range(len(plain) - 2)}
        for right in dict.fromkeys(right for key in keys for right in buckets.get(key, ())):
            if is_slip(title, right):
                block, start = whole.locate(match.start())
                yield instead(rule.name, block, start, match[0], f"《{right}》")
                break


@lru_cache(maxsize=8)
def _official(book: RuleBook, lists: tuple[str, ...]) -> tuple[Mapping[str, str], Mapping[str, list[str]]]:
    """Return bare form → official title, and three of its letters → the titles that may be meant."""
    official = {
        bare(form): right for name in lists for right, more in book.names[name].items() for form in (right, *more)
    }
    buckets: dict[str, list[str]] = defaultdict(list)
    for form, right in official.items():
        for key in {form[:3], form[-3:], form[len(form) // 2 - 1 : len(form) // 2 + 2]}:
            if right not in buckets[key]:
                buckets[key].append(right)
    return official, buckets
