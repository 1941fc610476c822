"""目录: the lists of headings, cases and exhibits, generated from the finished body."""

from collections.abc import Iterable, Iterator

from zhibao.catalog.outline import Outline
from zhibao.document.nodes import Block, Contents, Entry, Figure, Heading, Table, plain, walk

TITLES = {"headings": "目录", "cases": "案例目录", "exhibits": "图表目录"}


def contents_lists(outline: Outline, body: tuple[Block, ...]) -> tuple[Contents, ...]:
    """Return the lists that the outline asks for, without empty ones.

    Cases stand in a list of their own where the outline asks for one, else among the headings.
    """
    lists = []
    for kind in outline.contents:
        match kind:
            case "headings":
                entries = tuple(_headings(body, outline.contents_depth, with_cases="cases" not in outline.contents))
            case "cases":
                entries = tuple(_cases(body))
            case "exhibits":
                entries = tuple(_exhibits(body))
        if entries:
            lists.append(Contents(kind, TITLES[kind], entries))
    return tuple(lists)


def _headings(body: tuple[Block, ...], depth: int, *, with_cases: bool) -> Iterator[Entry]:
    for block in _of_headings(body):
        if (block.role == "case" and with_cases) or (block.role != "case" and block.level <= depth):
            yield Entry(block.level, _numbered(block), block.anchor)


def _cases(body: tuple[Block, ...]) -> Iterator[Entry]:
    for block in _of_headings(body):
        if block.role == "case":
            yield Entry(1, _numbered(block), block.anchor)


def _exhibits(body: tuple[Block, ...]) -> Iterator[Entry]:
    for block in walk(body):
        if isinstance(block, Table | Figure) and block.caption is not None and block.caption.number:
            yield Entry(1, f"{block.caption.name} {block.caption.text}", block.anchor)


def _of_headings(body: tuple[Block, ...]) -> Iterable[Heading]:
    return (block for block in walk(body) if isinstance(block, Heading))


def _numbered(heading: Heading) -> str:
    """Return number and title; case numbers end in a mark that needs no blank."""
    title = plain(heading.content)
    if not heading.number:
        return title
    return f"{heading.number}{title}" if heading.number.endswith(("：", "】")) else f"{heading.number} {title}"
