"""需求条目的页: which definitions serve which feature of the requirement papers."""

from collections.abc import Iterator

from zhibao.manual.cross import Cross
from zhibao.manual.markup import Html, code, join, lines, paragraph, table, tag, words
from zhibao.manual.site import KINDS, PARTS, Entry, Page, link, part_of, path_of


def features_pages(cross: Cross) -> Iterator[Page]:
    """Yield a page per part of the requirement papers, with the definitions that say they serve a feature."""
    served: dict[str, dict[str, list[tuple[str, str, str]]]] = {}
    for kind, name, label, serves in _serving(cross):
        for feature in serves:
            served.setdefault(part_of(feature), {}).setdefault(feature, []).append((kind, name, label))
    for part in sorted(served, key=list(PARTS).index):
        yield _page(part, dict(sorted(served[part].items())))


def _page(part: str, served: dict[str, list[tuple[str, str, str]]]) -> Page:
    title = PARTS[part]
    told = f"{len(served)} 条有定义满足；编号即需求文件的编号。"
    rows = ([code(name), _linked(found)] for name, found in served.items())
    body = join(
        (
            paragraph(words(KINDS["features"]), kind="kind"),
            tag("h1", words(title)),
            paragraph(words(told), kind="why"),
            table(("编号", "定义"), rows, title, anchors=list(served)),
        )
    )
    path = path_of("features", part)
    entries = (
        Entry("features", f"{path}#{name}", name, "、".join(label for *_, label in found[:6]), ())
        for name, found in served.items()
    )
    return Page("features", part, title, body, "", told, entries=tuple(entries))


def _serving(cross: Cross) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    catalog = cross.catalog
    for kind, table_ in (("registers", catalog.registers), ("indicators", catalog.indicators), ("checks", cross.checks),
                         ("rules", catalog.rules), ("lists", catalog.lists), ("editions", catalog.editions),
                         ("annexes", catalog.annexes), ("breaks", catalog.breaks), ("systems", catalog.systems),
                         ("mappings", catalog.mappings), ("standards", catalog.standards), ("grids", catalog.grids),
                         ("names", catalog.names), ("words", catalog.words), ("sizes", catalog.sizes),
                         ("benchmarks", catalog.benchmarks)):  # fmt: skip
        for name, one in table_.items():
            yield kind, name, one.label, one.serves


def _linked(found: list[tuple[str, str, str]]) -> Html:
    by_kind = {kind: [one for one in found if one[0] == kind] for kind in dict.fromkeys(kind for kind, *_ in found)}
    return lines(
        join((tag("b", words(f"{KINDS[kind]}　")), join((link(*one) for one in some), "、")))
        for kind, some in by_kind.items()
    )
