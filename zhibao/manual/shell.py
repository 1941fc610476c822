"""页面的外框: head, search, kinds and foot around every page; the lists of each kind; the first page."""

from collections.abc import Mapping, Sequence

from zhibao.manual.markup import NONE, Html, bullets, code, folded, join, lines, paragraph, table, tag, words
from zhibao.manual.site import KINDS, TOLD, Page, mark

GENERATOR = "zhibao catalog manual"
TITLE = "质报 · 定义手册"
_FEW = 3


def whole_page(page: Page, counts: Mapping[str, int], digest: str) -> str:
    """Return the page of a definition as a file; it lies one folder deep."""
    title = f"{page.label} · {KINDS[page.kind]} · {TITLE}"
    return _document(title, page.body, page.kind, counts, digest, up="../")


def list_of_kind(kind: str, pages: Sequence[Page], counts: Mapping[str, int], digest: str) -> str:
    """Return the list of all pages of a kind, under the headings of their groups; it lies at the root."""
    groups: dict[tuple[bool, str], list[Page]] = {}
    for page in pages:
        groups.setdefault((page.folded, page.group), []).append(page)
    parts, jumps = [], []
    for place, (is_folded, group) in enumerate(sorted(groups, key=lambda one: (one[0], -len(groups[one]), one[1]))):
        some = sorted(groups[is_folded, group], key=lambda page: (page.label, page.name)) if group else pages
        listed = table(("名称", "说明"), (_row(page) for page in some), group or KINDS[kind], kind="list")
        title = f"{group}（{len(some)}）"
        head_ = tag("h2", words(title), id_=f"g{place}") if group else NONE
        parts.append(folded(title, listed) if is_folded else join((head_, listed)))
        if group and not is_folded:
            jumps.append(tag("a", words(title), href=f"#g{place}"))
    head = join((tag("h1", words(f"{KINDS[kind]}（{len(pages)}）")), paragraph(words(TOLD[kind]), kind="why")))
    contents = bullets(jumps, kind="links jumps") if len(jumps) > _FEW else NONE
    rest = sum(page.folded for page in pages)
    derived = tag("h2", words(f"由数据表定义派生（{rest}）")) if rest else NONE
    plain = len(parts) - len([one for one in groups if one[0]])
    body = join((head, contents, *parts[:plain], derived, *parts[plain:]))
    return _document(f"{KINDS[kind]} · {TITLE}", body, kind, counts, digest, up="")


def first_page(counts: Mapping[str, int], digest: str) -> str:
    """Return the page one opens first: the search, and every kind with its number."""
    rows = [
        tag("li", tag("a", tag("b", words(KINDS[kind])), tag("span", words(str(count)), kind="count"),
                      tag("span", words(TOLD[kind]), kind="told"), href=f"{kind}.html"))
        for kind, count in counts.items() if count
    ]  # fmt: skip
    why = "每张数据表、每个指标、每条规则一页，由系统的定义生成；不联网也能查。"
    body = join(
        (
            tag("h1", words("定义手册")),
            paragraph(words(why), kind="why"),
            tag("div", id_="found", role="status", kind="found"),
            tag("ul", *rows, kind="shelf", id_="shelf"),
        )
    )
    index = Html('<script src="search-index.js" defer></script>\n')
    return _document(TITLE, body, "", counts, digest, up="", scripts=index)


def _row(page: Page) -> list[Html]:
    name = tag("a", words(page.label), href=page.path)
    return [lines((join((name, mark(page.mark))), code(page.name))), words(page.told)]


def _document(
    title: str, body: Html, kind: str, counts: Mapping[str, int], digest: str, *, up: str, scripts: Html = NONE
) -> str:
    current = {"aria-current": "true"}
    kinds = [
        tag("li", tag("a", words(KINDS[one]), tag("span", words(str(count)), kind="count"), href=f"{up}{one}.html",
                      **(current if one == kind else {})))
        for one, count in counts.items() if count
    ]  # fmt: skip
    return (
        '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="generator" content="{GENERATOR}">\n'
        f'<title>{words(title)}</title>\n<link rel="stylesheet" href="{up}style.css">\n{scripts}'
        f'<script src="{up}search.js" defer></script>\n</head>\n<body>\n'
        '<a class="skip" href="#main">跳到正文</a>\n'
        f'<header class="bar"><a class="brand" href="{up}index.html"><b>质报</b> 定义手册</a>\n{_seek(up)}</header>\n'
        f'<div class="cols">\n<nav class="kinds" aria-label="种类">{tag("ul", *kinds)}</nav>\n'
        f'<main id="main">\n{body}\n</main>\n</div>\n'
        f'<footer class="foot">由定义生成，定义有改动时重新生成。定义摘要 <code>{digest[:12]}</code></footer>\n'
        "</body>\n</html>\n"
    )


def _seek(up: str) -> str:
    """Return the search field; it shows itself only where the script runs."""
    return (
        f'<form class="seek" role="search" action="{up}index.html" method="get" hidden>'
        '<label class="vh" for="q">查找</label><input id="q" name="q" type="search" autocomplete="off" '
        'placeholder="查名称、栏目、代码、文号"></form>'
    )
