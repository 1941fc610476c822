"""PDF 样式: a look as the numbers that looks/report.typ sets by."""

from zhibao.catalog.look import Look, Page, TextStyle

_CAPITAL = 0.73
"""Typst counts lines from the height of a capital letter; that of the bundled 宋体, in characters."""
_HEAD_MM = 5.0
_MM_PER_POINT = 25.4 / 72


def look_json(look: Look) -> dict[str, object]:
    """Return a look as JSON."""
    body = _style(look.styles["body"], 0)
    room = look.styles["body"].line - _CAPITAL * look.styles["body"].size
    return {
        "page": _page(look.page, look.styles["page_number"].size),
        "colours": {name: f"#{value}" for name, value in look.colours},
        "styles": {role: _style(style, room) for role, style in look.styles.items()} | {"body": body},
        "tables": look.tables.model_dump(),
        "number": {
            "around": list(look.page_number.around),
            "align": look.page_number.align,
            "indent": look.page_number.indent,
        },
        "running_head": look.running_head,
    }


def _page(page: Page, number: float) -> dict[str, object]:
    top = page.margins.top if page.pdf_top is None else page.pdf_top
    return {
        "width": page.width,
        "height": page.height,
        "top": top,
        "bottom": page.margins.bottom,
        "left": page.margins.left,
        "right": page.margins.right,
        "ascent": max(1.0, top - page.header - _HEAD_MM),
        "descent": max(1.0, page.margins.bottom - page.footer - number * _MM_PER_POINT),
    }


def _style(style: TextStyle, room: float) -> dict[str, object]:
    """Return a style; `room` is what stands between two lines of the text, and so above and below a heading too."""
    pdf = style.pdf
    size = style.size if pdf.size is None else pdf.size
    leading = style.line / size - _CAPITAL if style.line else 0.6
    return {
        "face": style.face,
        "size": size,
        "above": style.before + room if pdf.above is None else pdf.above,
        "below": style.after + room if pdf.below is None else pdf.below,
        "leading": leading if pdf.leading is None else pdf.leading,
        "bold": style.bold,
        "align": style.align,
        "indent": style.indent,
        "rule": style.rule,
        "colour": f"#{style.colour}" if style.colour else "",
        "pitch": style.before + style.line - _CAPITAL * size if pdf.above is None else pdf.above,
    }
