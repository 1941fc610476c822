"""Which Chinese of an English page is content, and which is interface that somebody forgot."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

HAN = re.compile(r"[\u3400-\u9fff]+")
COOKIE = "zhibao-language"
_VOID = frozenset("area base br col hr img input link meta source circle line path polyline rect use".split())
# What somebody typed, and what leads somewhere or is no words.
_TYPED = frozenset(("value", "href", "src", "content"))


class _Reader(HTMLParser):
    """A page read: its language, what is marked as Chinese, and the rest in texts and in attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.language = ""
        self.open: list[tuple[str, bool]] = []
        self.marked: list[str] = []
        self.bare: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: text or "" for name, text in attrs}
        if tag == "html":
            self.language = named.get("lang", "")
        is_marked = named.get("lang") == "zh-Hans" or (bool(self.open) and self.open[-1][1])
        for name, text in named.items():
            if name not in _TYPED:
                self._say(f"{tag} {name}", text, is_marked=is_marked)
        if tag not in _VOID:
            self.open.append((tag, is_marked))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tag, is_marked = self.open[-1] if self.open else ("", False)
        if tag != "textarea":
            self._say(tag, data, is_marked=is_marked)

    def _say(self, where: str, text: str, *, is_marked: bool) -> None:
        if HAN.search(text):
            if is_marked:
                self.marked.append(text)
            else:
                self.bare.append((where, text.strip()))


def language_of(page: str) -> str:
    """Return the language that a page says it is in."""
    reader = _Reader()
    reader.feed(page)
    return reader.language


def forgotten(page: str) -> Iterator[tuple[str, str]]:
    """Give the Chinese of an English page that is not marked as such.

    An attribute and a title cannot be marked in part: they may hold what stands on the page as content.
    """
    reader = _Reader()
    reader.feed(page)
    content = "\n".join(reader.marked)
    for where, text in reader.bare:
        is_whole = where != "title" and " " not in where
        if is_whole or any(one not in content for one in HAN.findall(text)):
            yield where, text
