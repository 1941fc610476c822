"""Word 占位的填写: a text between braces becomes runs and bound numbers in the type around it."""

from collections.abc import Iterator
from copy import deepcopy

from docx.oxml.ns import qn

from zhibao.document.nodes import Inlines, Number, plain
from zhibao.document.template.spots import pieces
from zhibao.document.writers.docx_elements import Element, element, run

_BINDING = "zhibao:"
_MOST_TAG = 64


def fill(paragraph: Element, start: int, end: int, content: Inlines) -> None:
    """Put inlines in place of a stretch of a paragraph's text, which may begin in one run and end in another."""
    touched = [one for one in pieces(paragraph) if one.start < end and one.start + len(one.text) > start]
    first, last = touched[0], touched[-1]
    home: Element = next(one for one in first.element.iterancestors() if one.tag == qn("w:r"))
    behind = _split_behind(home, first.element, first.text[end - first.start :] if first is last else "")
    _say(first.element, first.text[: start - first.start])
    for one in touched[1:]:
        _say(one.element, one.text[end - one.start :] if one is last else "")
    for made in _made(content, home.find(qn("w:rPr"))):
        behind.addprevious(made)


def _split_behind(home: Element, text: Element, tail: str) -> Element:
    """Move what follows a text element in its run into a run behind it, beginning with `tail`; return that run."""
    behind = element("r")
    look = home.find(qn("w:rPr"))
    if look is not None:
        behind.append(deepcopy(look))
    following = list(text.itersiblings())
    if tail:
        words = element("t")
        _say(words, tail)
        behind.append(words)
    for one in following:
        behind.append(one)
    home.addnext(behind)
    return behind


def _say(words: Element, text: str) -> None:
    words.text = text
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _made(content: Inlines, look: Element | None) -> Iterator[Element]:
    """Yield runs in a look; a number stands in a content control that names its indicator and period."""
    for inline in content:
        made = run(plain((inline,)))
        if look is not None:
            for own in made.findall(qn("w:rPr")):
                made.remove(own)
            made.insert(0, deepcopy(look))
        if isinstance(inline, Number):
            tag = f"{_BINDING}{inline.indicator}@{inline.period}"[:_MOST_TAG]
            properties = element("sdtPr", element("alias", val=inline.indicator[:_MOST_TAG]), element("tag", val=tag))
            yield element("sdt", properties, element("sdtContent", made))
        else:
            yield made
