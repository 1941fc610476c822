"""标记: text becomes HTML here and nowhere else in the manual, so that nothing reaches a page unescaped."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import NewType

Html = NewType("Html", str)
NONE = Html("")


def words(text: str) -> Html:
    """Return text as HTML; the sign of a ratio is drawn narrower, as it is a full character wide in Chinese faces."""
    return Html(escape(text, quote=False).replace("∶", '<span class="ra">∶</span>'))


def tag(name: str, *content: Html, **attributes: str) -> Html:
    """Return an element; attributes that say nothing are left out, `kind` is the class and `id_` the id."""
    named = {"kind": "class", "id_": "id", "for_": "for"}
    said = "".join(f' {named.get(key, key)}="{escape(value)}"' for key, value in attributes.items() if value)
    return Html(f"<{name}{said}>{''.join(content)}</{name}>")


def join(parts: Iterable[Html], between: str = "") -> Html:
    """Return parts of a page one after the other, with a text between them."""
    return Html(escape(between, quote=False).join(parts))


def code(text: str) -> Html:
    """Return a name as programs write it."""
    return tag("code", words(text))


def lines(parts: Iterable[Html]) -> Html:
    """Return several short lines of one cell."""
    return Html("<br>".join(part for part in parts if part))


def paragraph(*content: Html, kind: str = "") -> Html:
    """Return a paragraph, or nothing when nothing is said."""
    return tag("p", *content, kind=kind) if any(content) else NONE


def section(title: str, *content: Html, id_: str = "") -> Html:
    """Return a section with its heading, or nothing when it has no content."""
    return tag("section", tag("h2", words(title)), *content, id_=id_) if any(content) else NONE


def bullets(items: Iterable[Html], kind: str = "") -> Html:
    """Return a list, or nothing when there are no items."""
    rows = [tag("li", item) for item in items]
    return tag("ul", *rows, kind=kind) if rows else NONE


def folded(title: str, content: Html, *, is_open: bool = False) -> Html:
    """Return a part that unfolds at a press; browsers search it and print it when it is open."""
    head = tag("summary", words(title))
    return Html(f"<details{' open' if is_open else ''}>{head}{content}</details>") if content else NONE


def facts(rows: Iterable[tuple[str, Html]]) -> Html:
    """Return the short facts of a definition; those that say nothing are left out."""
    said = [tag("div", tag("dt", words(term)), tag("dd", content)) for term, content in rows if content]
    return tag("dl", *said, kind="facts") if said else NONE


Row = Sequence[Html]


def table(head: Sequence[str], rows: Iterable[Row], label: str, *, kind: str = "", anchors: Sequence[str] = ()) -> Html:
    """Return a table in a box of its own that scrolls; nothing when it has no rows. `anchors` are the rows' ids."""
    body = []
    for place, row in enumerate(rows):
        first = tag("th", row[0], scope="row")
        anchor = anchors[place] if place < len(anchors) else ""
        body.append(tag("tr", first, *(tag("td", cell) for cell in row[1:]), id_=anchor))
    heads = tag("thead", tag("tr", *(tag("th", words(one), scope="col") for one in head)))
    return boxed(Html(f"{heads}<tbody>{chr(10).join(body)}</tbody>"), label, kind=kind) if body else NONE


def trimmed(head: Sequence[str], rows: Iterable[Row]) -> tuple[list[str], list[list[Html]]]:
    """Return head and rows without the columns that say nothing in any row."""
    kept = list(rows)
    filled = [at for at in range(len(head)) if any(row[at] for row in kept)]
    return [head[at] for at in filled], [[row[at] for at in filled] for row in kept]


def boxed(content: Html, label: str, *, kind: str = "") -> Html:
    """Return the inside of a table as a table that scrolls by itself, so that the page never does."""
    inner = tag("table", content, kind=f"tbl {kind}".strip())
    return tag("div", inner, kind="tblbox", role="region", tabindex="0", **{"aria-label": label})
