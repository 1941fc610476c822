"""模板: a user's own Word file, opened safely; its faults, each with its exact place."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lxml import etree

from zhibao.catalog.placeholder import BODY, ChapterAt, Placeholder, UnknownPlaceholderError, WholeAt
from zhibao.document.readers import errors
from zhibao.document.readers.archive import is_encrypted, parsed, unpacked
from zhibao.document.readers.word_numbers import W
from zhibao.document.template.safety import KIND, name_dangers, part_dangers
from zhibao.document.template.spots import Slip, Spot, is_second_reading, spots
from zhibao.terms.errors import ZhibaoError, reason_of
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.source import CellPlace

_MAIN = "word/document.xml"
_LABELS = {"header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注"}
_HEADINGS = ("heading 1", "heading 2", "heading 3")
_SHOWN = 8

Meaning = Callable[[str], Placeholder]
"""Says what a text in braces means; raises UnknownPlaceholderError."""


class TemplateError(ZhibaoError):
    """模板有误: a user's Word file cannot be used as it is; the message lists the places."""

    exit_code = 3


@dataclass(frozen=True)
class Template:
    """模板: the bytes as they were given, and the XML parts; nothing dangerous is in it when `dangers` is empty."""

    name: str
    content: bytes
    parts: Mapping[str, bytes]
    dangers: tuple[Finding, ...]

    @cached_property
    def stories(self) -> tuple[tuple[str, etree._Element], ...]:
        """Return label and root of the text, headers, footers and notes, in a stable order."""
        found = [("正文", parsed(self.parts[_MAIN], self.name, KIND))]
        for part in sorted(self.parts):
            stem = part.removeprefix("word/").removesuffix(".xml")
            kind = stem.rstrip("0123456789")
            if part.startswith("word/") and kind in _LABELS and "/" not in stem:
                found.append((f"{_LABELS[kind]} {stem} ", parsed(self.parts[part], self.name, KIND)))
        return tuple(found)

    def faults(self, meaning: Meaning) -> Iterator[Finding]:
        """Yield everything that is wrong; when something is dangerous, that alone."""
        yield from self.dangers
        if self.dangers:
            return
        body = 0
        for label, story in self.stories:
            for one in spots(story, label):
                if isinstance(one, Slip):
                    yield _finding(self.name, "braces", one.where, f"{one.what}。", one.fix)
                elif not is_second_reading(one.paragraph):
                    found = list(self._spot_faults(one, meaning))
                    yield from found
                    body += not found and one.said.strip() in (BODY, "body")
        if body != 1:
            many = f"有 {body} 处 {{{{正文}}}}" if body else "没有 {{正文}}，报告无处可放"
            yield _finding(self.name, "body", "正文", f"{many}。", "请在要放报告的地方单独写一段 {{正文}}。")
        yield from self._style_faults()

    def _spot_faults(self, spot: Spot, meaning: Meaning) -> Iterator[Finding]:
        try:
            found = meaning(spot.said)
        except UnknownPlaceholderError as error:
            yield _finding(self.name, "placeholder", spot.where, f"{error.wrong}。", error.fix, error.near)
            return
        if isinstance(found, WholeAt | ChapterAt):
            parent = spot.paragraph.getparent()
            if not spot.is_alone or parent is None or parent.tag != f"{W}body":
                what = f"“{{{{{spot.said.strip()}}}}}”要独占正文里的一段，不能在表格、文本框、页眉页脚或一句话中"
                yield _finding(self.name, "placement", spot.where, f"{what}。", "请移到正文中单独的一段。")

    def _style_faults(self) -> Iterator[Finding]:
        root = parsed(self.parts["word/styles.xml"], self.name, KIND) if "word/styles.xml" in self.parts else None
        styles = {
            str(one.find(f"{W}name").get(f"{W}val", "")).lower(): one
            for one in (root.iterchildren(f"{W}style") if root is not None else ())
            if one.get(f"{W}type") == "paragraph" and one.find(f"{W}name") is not None
        }
        if "normal" not in styles:
            yield _finding(self.name, "styles", "样式", "没有“正文”（Normal）样式。", "请用 Word 打开后另存为 docx。")
        for name in _HEADINGS:
            label = f"标题 {name[-1]}（{name}）"
            if name not in styles:
                fix = "请在 Word 的样式窗格里建好；不建则用 look 的样式。"
                yield _finding(self.name, "styles", "样式", f"没有“{label}”样式。", fix, severity=Severity.WARNING)
        default = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}rFonts") if root is not None else None
        for name in ("normal", *_HEADINGS):
            if name in styles and not _names_a_face(styles[name]) and (name != "normal" or not _has_face(default)):
                what = f"样式“{'正文（Normal）' if name == 'normal' else f'标题 {name[-1]}'}”没有写明中文字体"
                fix = "各人电脑上会不一样；请在样式的“字体”里选定中文字体。"
                yield _finding(self.name, "fonts", "样式", f"{what}。", fix, severity=Severity.WARNING)


def open_template(content: bytes, name: str) -> Template:
    """Return a Word file as a template, with the dangers found in it; nothing in it is run, resolved or fetched.

    Raises: ReadError, for what is damaged, encrypted, too large, nested too deeply, or declares entities.
    """
    if is_encrypted(content):
        raise errors.encrypted(name)
    parts = unpacked(content, name, KIND)
    found = [*name_dangers(content), *part_dangers(parts, name)]
    if _MAIN not in parts and not found:
        raise errors.damaged(name, KIND)
    dangers = (_finding(name, "danger", one.where, f"{one.what}。", one.fix) for one in found)
    return Template(name, content, parts, tuple(dangers))


def read_template(path: Path) -> Template:
    """Return a Word file as a template; raises ReadError when it cannot be read."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise errors.cannot_read(path.name, reason_of(error)) from error
    return open_template(content, path.name)


def require(template: Template, meaning: Meaning) -> None:
    """Raise TemplateError, which lists the first faults, unless the template can be used."""
    wrong = [one for one in template.faults(meaning) if one.severity is Severity.ERROR]
    if wrong:
        listed = "\n".join(f"  {one}" for one in wrong[:_SHOWN])
        more = f"\n  ……另有 {len(wrong) - _SHOWN} 处。" if len(wrong) > _SHOWN else ""
        head, more_of = f"模板“{template.name}”有 {len(wrong)} 处不能用：", f"zhibao template lint {template.name}"
        raise TemplateError(f"{head}\n{listed}{more}\n全部问题：{more_of}")


def _finding(
    name: str,
    rule: str,
    where: str,
    what: str,
    fix: str,
    near: tuple[str, ...] = (),
    severity: Severity = Severity.ERROR,
) -> Finding:
    return Finding(f"template.{rule}", severity, CellPlace(name, label=where.strip()), what, fix=fix, suggestions=near)


def _names_a_face(style: etree._Element) -> bool:
    return _has_face(style.find(f"{W}rPr/{W}rFonts"))


def _has_face(fonts: etree._Element | None) -> bool:
    return fonts is not None and bool(fonts.get(f"{W}eastAsia"))
