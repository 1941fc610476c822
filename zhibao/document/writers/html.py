"""写网页: the report as one self-contained accessible page without references outside.

Everything that the report says stands in the page itself; the script only finds, sorts and shows what is behind.
"""

import base64
import hashlib
from collections.abc import Sequence
from html import escape
from importlib.resources import files
from typing import assert_never
from urllib.parse import quote, urlsplit

from zhibao.catalog.look import Look
from zhibao.document.nodes import (
    Block,
    BulletList,
    Caption,
    Cell,
    Chart,
    Contents,
    Document,
    Emphasis,
    Entry,
    Figure,
    Footnote,
    Heading,
    Inline,
    Inlines,
    Link,
    Note,
    Number,
    OrderedList,
    PageBreak,
    Paragraph,
    Picture,
    Reference,
    Row,
    Strong,
    Table,
    Text,
)
from zhibao.document.writers.html_charts import chart_drawings
from zhibao.document.writers.html_look import look_css
from zhibao.document.writers.html_numbers import NumberList
from zhibao.document.writers.html_sorting import Sorting, sorting_of
from zhibao.document.writers.measures import SHORT_ROWS, ems, gathered, is_drawn, parts

_SCHEMES = {"http", "https", "mailto"}
_ALIGNS = {"left": "", "center": "c", "right": "r"}
_SHORT, _SHORT_HEAD, _SHORT_ON_PHONES = 14.0, 8.5, 6.5
_SHEETS = ("report.css", "report_tools.css")
_SCRIPTS = ("contents", "numbers", "search", "tables", "charts")


def write_html(document: Document, look: Look | None = None) -> str:
    """Return the report as one page; equal input gives equal text."""
    writer = _Writer(NumberList(document.lineage))
    front, body = parts(document)
    # The lists stand beside the text, so that a break behind them would leave the first printed page empty.
    opening = "".join(writer.block(block) for block in front if not _is_aside(block) and block != PageBreak())
    chapters = writer.chapters(body)
    lists = "".join(_contents(block) for block in document.blocks if isinstance(block, Contents) and _is_aside(block))
    aside = f'<nav class="side-toc" aria-label="目录">\n{lists}</nav>\n' if lists else ""
    cover = document.cover
    title = escape(document.title)
    when = "　".join(escape(line) for line in (cover.date, *cover.remarks))
    declaration = document.properties.get("declaration", "")
    said = f"<br>{escape(declaration)}" if declaration else ""
    draft = escape(document.properties.get("draft", ""))
    body_tag = f'<body data-draft="{draft}">' if draft else "<body>"
    styles = "".join(_look(name) for name in _SHEETS) + look_css(look)
    script = "".join(_look(f"report_{name}.js") for name in _SCRIPTS)
    return (
        f"{_head(document, styles, script)}{body_tag}\n"
        '<a class="skip" href="#main">跳到正文</a>\n'
        f'<header class="mast"><p class="issuer">{escape(cover.issuer)}</p>'
        f"<h1>{'<wbr>'.join(escape(line) for line in cover.title)}</h1>"
        f'<p class="when">{when}</p></header>\n'
        f'<div class="cols">\n{aside}'
        f'<main id="main" class="body" tabindex="-1">\n{_front(opening)}{chapters}{writer.feet()}</main>\n</div>\n'
        f"{writer.numbers.definitions()}"
        f'<footer class="foot">{escape(cover.issuer)}　{title}{said}</footer>\n'
        f'<script type="application/json" id="numbers">{writer.numbers.json()}</script>\n'
        f"<script>{script}</script>\n</body>\n</html>\n"
    )


def _head(document: Document, styles: str, script: str) -> str:
    """Return the head of the page; its policy lets run and load nothing but what is written here."""
    author = escape(document.properties.get("author", document.cover.issuer))
    policy = (
        f"default-src 'none'; img-src data:; style-src {_hash(styles)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="author" content="{author}">\n<title>{escape(document.title)}</title>\n'
        f"<style>{styles}</style>\n</head>\n"
    )


def _look(name: str) -> str:
    return files("zhibao.document.looks").joinpath(name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def _front(opening: str) -> str:
    return f'<div class="front">{opening}</div>\n' if opening else ""


def _is_aside(block: Block) -> bool:
    """Say whether a block is a list that leads into the text; one of a document that was read is text itself."""
    return isinstance(block, Contents) and any(entry.anchor for entry in block.entries)


def _contents(contents: Contents) -> str:
    rows = "".join(_entry(entry) for entry in contents.entries)
    title = escape(contents.title)
    if contents.kind == "headings":
        return (
            f'<details class="toc" open><summary><h2>{title}</h2></summary>\n<ol class="tree">\n{rows}</ol></details>\n'
        )
    return f"<details><summary>{title}</summary>\n<ol>\n{rows}</ol></details>\n"


def _entry(entry: Entry) -> str:
    return f'<li class="l{min(entry.level, 4)}"><a href="{_target(entry.anchor)}">{escape(entry.text)}</a></li>\n'


def _printed_contents(contents: Contents) -> str:
    """Return the contents of a document that was read, with the pages that it prints."""
    title = f"<p>{escape(contents.title)}</p>\n" if contents.title else ""
    lines = (f"{entry.text}……{entry.page}" if entry.page else entry.text for entry in contents.entries)
    return title + "".join(f'<p class="under">{escape(line)}</p>\n' for line in lines)


def _target(anchor: str) -> str:
    return f"#{quote(anchor)}"


def _identity(anchor: str) -> str:
    return f' id="{escape(anchor)}"' if anchor else ""


class _Writer:
    """Walks the tree once; keeps the footnotes for the end of the page."""

    def __init__(self, numbers: NumberList) -> None:
        self.numbers = numbers
        self._notes: list[str] = []
        self._depth = 0

    def chapters(self, blocks: Sequence[Block]) -> str:
        """Return the body: a section per chapter, and in it one per case."""
        made: list[str] = []
        chapter = case = False
        for block in gathered(blocks):
            if isinstance(block, tuple):
                made.append(f'<div class="photos">\n{"".join(map(self.block, block))}</div>\n')
                continue
            if isinstance(block, Heading):
                begins_chapter = block.level == 1 and block.role != "case"
                made.append("</section>\n" * (case + (chapter and begins_chapter)))
                case = block.role == "case"
                chapter = chapter or begins_chapter
                if case or begins_chapter:
                    kind = ' class="case"' if case else ""
                    made.append(f'<section{kind} aria-labelledby="{escape(block.anchor)}">\n')
            if not _is_aside(block):
                made.append(self.block(block))
        return "".join(made) + "</section>\n" * (case + chapter)

    def feet(self) -> str:
        """Return the footnotes, each with a way back."""
        if not self._notes:
            return ""
        rows = "".join(
            f'<li id="fn-{n}">{note} <a href="#fnref-{n}" aria-label="回到第{n}处">↩</a></li>\n'
            for n, note in enumerate(self._notes, start=1)
        )
        return f'<aside class="feet" aria-label="脚注"><ol>\n{rows}</ol></aside>\n'

    def block(self, block: Block) -> str:
        """Return one block."""
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph(content):
                return f"<p>{self._inlines(content)}</p>\n"
            case BulletList(items):
                return f"<ul>\n{self._items(items)}</ul>\n"
            case OrderedList(items):
                return f"<ol>\n{self._items(items)}</ol>\n"
            case Table():
                return self._table_figure(block)
            case Figure():
                return self._figure(block)
            case Note(content):
                inner = "".join(self.block(one) for one in content)
                return f'<div class="note" role="note">\n{inner}</div>\n'
            case PageBreak():
                return '<div class="page" aria-hidden="true"></div>\n'
            case Contents():
                return _printed_contents(block)
            case _:
                assert_never(block)

    def _heading(self, heading: Heading) -> str:
        self._depth = min(heading.level, self._depth + 1, 4)
        tag = f"h{self._depth + 1}"
        number = f"<b>{escape(heading.number)}</b>" if heading.number else ""
        content = self._inlines(heading.content)
        gap = "" if not number or heading.number.endswith(("：", "】")) else " "
        return f"<{tag}{_identity(heading.anchor)}>{number}{gap}<span>{content}</span></{tag}>\n"

    def _items(self, items: tuple[tuple[Block, ...], ...]) -> str:
        return "".join(f"<li>{''.join(self.block(block) for block in item)}</li>\n" for item in items)

    def _table_figure(self, table: Table) -> str:
        label = escape(f"{table.caption.name} {table.caption.text}" if table.caption else table.name)
        caption = f"<figcaption>{_caption(table.caption)}</figcaption>" if table.caption else ""
        drawn = self._table(table.head, table.body, label, total=table.total, sorting=sorting_of(table))
        kind = "table short" if len(table.body) <= SHORT_ROWS else "table"
        return (
            f'<figure class="{kind}"{_identity(table.anchor)}>{caption}\n{drawn}{self._under(table.notes)}</figure>\n'
        )

    def _table(
        self,
        head: tuple[Row, ...],
        body: tuple[Row, ...],
        label: str,
        *,
        total: bool = False,
        sorting: Sorting | None = None,
    ) -> str:
        """Return a table in a box of its own that scrolls, so that the page never does."""
        columns = sorting.heads if sorting else {}
        heads = "".join(
            f"<tr>{''.join(self._head_cell(cell, columns.get((y, x))) for x, cell in enumerate(row))}</tr>\n"
            for y, row in enumerate(head)
        )
        rows = []
        for place, row in enumerate(body):
            first = "".join(self._cell(cell, "th", ' scope="row"') for cell in row[:1])
            others = "".join(self._cell(cell, "td", "") for cell in row[1:])
            kind = ' class="sum"' if total and place + 1 == len(body) else ""
            kept = " data-kept" if sorting and place in sorting.kept else ""
            rows.append(f"<tr{kind}{kept}>{first}{others}</tr>\n")
        sortable = " data-sort" if sorting else ""
        return (
            f'<div class="tblbox" role="region" aria-label="{label}" tabindex="0"><table class="tbl"{sortable}>\n'
            f"<thead>\n{heads}</thead>\n<tbody>\n{''.join(rows)}</tbody>\n</table></div>\n"
        )

    def _head_cell(self, cell: Cell, column: int | None = None) -> str:
        spans = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
        spans += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
        spans += "" if column is None else f' data-c="{column}"'
        return self._cell(cell, "th", f' scope="{"colgroup" if cell.columns > 1 else "col"}"{spans}')

    def _cell(self, cell: Cell, tag: str, attributes: str) -> str:
        wide = ems(cell.content)
        short = "s" if wide <= (_SHORT_HEAD if 'scope="col' in attributes else _SHORT) else ""
        short += " k" if wide <= _SHORT_ON_PHONES else ""
        kinds = " ".join(kind for kind in (_ALIGNS[cell.align], short) if kind)
        kind = f' class="{kinds}"' if kinds else ""
        return f"<{tag}{attributes}{kind}>{self._inlines(cell.content)}</{tag}>"

    def _under(self, notes: tuple[Inlines, ...]) -> str:
        return "".join(f'<p class="under">{self._inlines(note)}</p>\n' for note in notes)

    def _figure(self, figure: Figure) -> str:
        caption = f"<figcaption>{_caption(figure.caption)}</figcaption>\n"
        behind = ""
        match figure.content:
            case Picture() if not is_drawn(figure):
                drawn, kind = "", "bare"
            case Picture(png, width, height):
                source = base64.b64encode(png).decode()
                size = f'width="{width}" height="{height}"'
                drawn = f'<img src="data:image/png;base64,{source}" {size} alt="{escape(figure.alt)}">\n'
                kind = "photo"
            case Chart():
                drawn = chart_drawings(figure.content, figure.alt)
                behind = self._behind(figure.content, figure.caption)
                kind = "drawn"
            case _:
                assert_never(figure.content)
        under = self._under(figure.notes)
        return f'<figure class="{kind}"{_identity(figure.anchor)}>\n{drawn}{caption}{under}{behind}</figure>\n'

    def _behind(self, chart: Chart, caption: Caption) -> str:
        """Return the table behind a chart."""
        name = escape(f"{caption.name}的数据" if caption.number else "图的数据")
        table = self._table((chart.head,), chart.body, name)
        return f'<details class="table-behind"><summary>看表</summary>\n{table}</details>\n'

    def _inlines(self, content: Inlines) -> str:
        return "".join(self._inline(inline) for inline in content)

    def _inline(self, inline: Inline) -> str:
        match inline:
            case Text(text):
                return _words(text)
            case Strong(content):
                return f"<strong>{self._inlines(content)}</strong>"
            case Emphasis(content):
                return f"<em>{self._inlines(content)}</em>"
            case Number():
                return self.numbers.mark(inline, _words(inline.text))
            case Link(content, target):
                words = self._inlines(content)
                safe = urlsplit(target).scheme in _SCHEMES
                return f'<a href="{escape(target)}">{words}</a>' if safe else words
            case Reference(text, anchor):
                return f'<a class="nb" href="{_target(anchor)}">{escape(text)}</a>'
            case Footnote(content):
                self._notes.append("")
                number = len(self._notes)
                self._notes[number - 1] = self._inlines(content)
                return f'<sup><a id="fnref-{number}" href="#fn-{number}" aria-label="脚注{number}">{number}</a></sup>'
            case _:
                assert_never(inline)


def _caption(caption: Caption) -> str:
    name = f"<b>{escape(caption.name)}</b> " if caption.number else ""
    return f"{name}{escape(caption.text)}"


def _words(text: str) -> str:
    """Return escaped text; the sign of a ratio is drawn narrower, as it is a full character wide in Chinese faces."""
    return escape(text, quote=False).replace("∶", '<span class="ra">∶</span>')
