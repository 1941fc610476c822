"""占位: what may stand between {{ and }} in a user's own Word file; a closed list of names, nothing is executed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from zhibao.catalog.inline import Words
from zhibao.catalog.load import Catalog
from zhibao.catalog.outline import Outline, used_indicators

WORDS = {
    "报告名称": "title", "地区": "place", "地区简称": "place_short", "省份": "province", "发布单位": "issuer",
    "发布时间": "issued", "年度": "label_year", "数据年度": "year", "上年": "last_year", "声明": "declaration",
}  # fmt: skip
"""Chinese name of a word → its English one; both may be written."""
BODY, LISTS, CHAPTER = "正文", "目录", "章"
_WHOLE = {BODY: BODY, "body": BODY, LISTS: LISTS, "contents": LISTS}
_YEARS = {"本年": "this", "上年": "last"}
_BARE = ("不带单位", "bare")
_SHAPE = re.compile(
    r"\s*(?:(?P<part>章|chapter)\s*[:：]\s*(?P<chapter>[^{}|｜@＠]{1,80}?)"
    r"|(?P<name>[^{}|｜@＠]{1,80}?)(?:\s*[@＠]\s*(?P<year>[^{}|｜@＠]{1,10}?))?(?:\s*[|｜]\s*(?P<form>[^{}|｜@＠]{1,10}?))?)\s*"
)
_NEAR = 3


@dataclass(frozen=True, slots=True)
class WordAt:
    """{{地区}}: a word of the settings."""

    word: str


@dataclass(frozen=True, slots=True)
class WholeAt:
    """{{正文}}, {{目录}}: all that is placed nowhere else, or the lists of contents."""

    part: str


@dataclass(frozen=True, slots=True)
class ChapterAt:
    """{{章：学生发展}}: one chapter, by its title."""

    title: str


@dataclass(frozen=True, slots=True)
class NumberAt:
    """{{在校生数@上年|不带单位}}: an indicator's value, of the data year when no other is said."""

    indicator: str
    year: str = "this"
    bare: bool = False


Placeholder = WordAt | WholeAt | ChapterAt | NumberAt


class UnknownPlaceholderError(Exception):
    """What stands in braces means nothing; says what is wrong and what to write."""

    def __init__(self, wrong: str, fix: str, near: Iterable[str] = ()) -> None:
        """Take what is wrong, what to do, and the names that are near."""
        super().__init__(wrong)
        self.wrong, self.fix, self.near = wrong, fix, tuple(near)


class PlaceholderNames:
    """占位的名称: which names mean what for a report of one outline, or (None) of any."""

    def __init__(self, catalog: Catalog, outline: Outline | None, years: Iterable[int] = ()) -> None:
        """Take what names may mean; without an outline every indicator may be named."""
        self._catalog = catalog
        self._outline = outline
        self._years = tuple(map(str, years))

    @cached_property
    def _indicators(self) -> dict[str, list[str]]:
        """Return spoken name → indicators."""
        used = used_indicators(self._outline) if self._outline else self._catalog.indicators
        found: dict[str, list[str]] = {}
        for name in used:
            one = self._catalog.indicators[name]
            for spoken in dict.fromkeys((name, one.label, *one.aliases)):
                found.setdefault(spoken, []).append(name)
        return found

    @cached_property
    def chapters(self) -> tuple[str, ...]:
        """Return the titles of the outline's chapters."""
        chapters = self._outline.chapters if self._outline else ()
        titles = ("".join(one.text for one in each.title if isinstance(one, Words)).strip() for each in chapters)
        return tuple(filter(None, titles))

    def meaning(self, text: str) -> Placeholder:
        """Return what a text between braces means; raises UnknownPlaceholderError."""
        said = _SHAPE.fullmatch(text)
        if said is None:
            raise UnknownPlaceholderError(
                f"“{text[:40]}”不是占位的写法", "占位只写名称，如 {{报告名称}}、{{在校生数@上年}}。"
            )
        if said["part"]:
            return self._chapter(said["chapter"])
        name, year, form = said["name"], said["year"], said["form"]
        if name in _WHOLE and not year and not form:
            return WholeAt(_WHOLE[name])
        word = WORDS.get(name, name)
        if word in WORDS.values() and not year and not form:
            return WordAt(word)
        return self._number(name, year or "本年", form)

    def _chapter(self, title: str) -> ChapterAt:
        if self._outline is not None and title not in self.chapters:
            near = get_close_matches(title, self.chapters, _NEAR, 0.3)
            raise UnknownPlaceholderError(f"提纲里没有“{title}”这一章", f"可选：{'、'.join(self.chapters)}。", near)
        return ChapterAt(title)

    def _number(self, name: str, year: str, form: str | None) -> NumberAt:
        if form is not None and form not in _BARE:
            raise UnknownPlaceholderError(f"“|{form}”没有意义", "竖线后只能写“不带单位”。")
        slot = _YEARS.get(year, year)
        if slot not in ("this", "last") and (
            slot not in self._years if self._years else not re.fullmatch(r"[12]\d{3}", slot)
        ):
            years = f"，或 {'、'.join(self._years)}" if self._years else ""
            raise UnknownPlaceholderError(f"“@{year}”不是有数据的年份", f"@ 后写“本年”“上年”{years}。")
        found = self._indicators.get(name, [])
        if len(found) == 1:
            return NumberAt(found[0], slot, form is not None)
        if found:
            raise UnknownPlaceholderError(f"“{name}”不止一个指标", f"请写英文名：{'、'.join(found)}。")
        raise self._unknown(name)

    def _unknown(self, name: str) -> UnknownPlaceholderError:
        known = [one.name for one in self._catalog.indicators.values() if name in (one.name, one.label, *one.aliases)]
        if known:
            fix = "请先写进提纲，或从模板里去掉：模板里的数须是报告印出的数，三种格式才一致。"
            return UnknownPlaceholderError(f"提纲没有印出指标“{name}”", fix)
        spoken = [*WORDS, BODY, LISTS, *self._indicators]
        near = (
            get_close_matches(name, spoken, _NEAR, 0.5)
            or [one for one in spoken if len(name) > 1 and name in one][:_NEAR]
        )
        fix = f"是不是{'、'.join(f'“{one}”' for one in near)}？" if near else "可写的名称见 docs/looks.md。"
        return UnknownPlaceholderError(f"没有名为“{name[:40]}”的占位", fix, near)
