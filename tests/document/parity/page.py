"""网页的见证: what a page says, piece by piece, read with lxml; every bound number with what it is bound to."""

from collections import Counter
from collections.abc import Iterator

import lxml.html
from lxml.html import HtmlElement

from tests.document.parity.pieces import Fact, Piece, bare, drawn_number, row

_HEADS = ("h2", "h3", "h4", "h5")
_INSIDE = ("section", "div", "ul", "ol", "li")


def page_pieces(content: bytes) -> list[Piece]:
    """Return what the page says in its main part, the footnotes at the end."""
    main = lxml.html.document_fromstring(content.decode()).get_element_by_id("main")
    for mark in main.xpath('.//sup[a[starts-with(@id, "fnref-")]]'):
        mark.drop_tree()
    notes = main.xpath('.//aside[@class="feet"]/ol/li')
    for note in notes:
        note.xpath("./a[starts-with(@href, '#fnref-')]")[-1].drop_tree()
    return [*_pieces(main), *(Piece("footnote", (_texts([note])[0],), facts=_facts(note)) for note in notes)]


def _pieces(parent: HtmlElement) -> Iterator[Piece]:
    for one in parent:
        if one.tag in _HEADS:
            yield Piece("heading", tuple(_texts([one])), facts=_facts(one))
        elif one.tag == "p":
            yield Piece("text", tuple(_texts([one])), facts=_facts(one))
        elif one.tag == "figure" and "table" in one.get("class", "").split():
            yield Piece("table", (*_texts(one.findall("figcaption")), *_lines(one), *_notes(one)), facts=_facts(one))
        elif one.tag == "figure":
            yield _figure(one)
        elif one.tag in _INSIDE:
            yield from _pieces(one)


def _figure(one: HtmlElement) -> Piece:
    """Return a figure; a chart is the same three times: drawn, in words, and as the table behind it."""
    rows = (*_texts(one.findall("figcaption")), *_notes(one))
    drawings = one.xpath('.//svg[not(@class="narrow")]')
    if not drawings:
        return Piece("figure", rows, facts=_facts(one))
    said = drawings[0].get("aria-label", "").partition("。")[2] or drawings[0].get("aria-label", "")
    left = Counter(bare(found.text_content()) for found in one.xpath(".//details//data"))
    for width in ("narrow", "wide"):
        drawn = one.xpath(f'.//svg[@class="panel" or @class="{width}"]')
        left &= Counter(drawn_number(text.text_content()) for svg in drawn for text in svg.iter("text"))
    return Piece("figure", (*rows, row([said])), tuple(sorted(left.elements())), _facts(one))


def _lines(figure: HtmlElement) -> Iterator[tuple[str, ...]]:
    for line in figure.iter("tr"):
        yield row([cell.text_content() for cell in line])


def _notes(figure: HtmlElement) -> list[tuple[str, ...]]:
    return _texts(figure.xpath('./p[@class="under"]'))


def _texts(elements: list[HtmlElement]) -> list[tuple[str, ...]]:
    return [row([one.text_content()]) for one in elements]


def _facts(element: HtmlElement) -> tuple[Fact, ...]:
    names = ("data-indicator", "data-place", "data-period", "data-member", "data-unit")
    return tuple(
        (*(found.get(name, "") for name in names), bare(found.text_content())) for found in element.iter("data")
    )
