"""改过的 Word: the lines of an edited report, with the comments that hang on each and who wrote them."""

from dataclasses import dataclass

from zhibao.document.readers.docx import word_lines
from zhibao.document.readers.word_numbers import W
from zhibao.document.readers.word_package import open_word


@dataclass(frozen=True, slots=True)
class Comment:
    """批注: who said what."""

    author: str
    text: str


@dataclass(frozen=True, slots=True)
class EditedLine:
    """改过的一行: its text and level (0: no heading), what kind of line it is, and its comments."""

    text: str
    kind: str
    level: int = 0
    comments: tuple[Comment, ...] = ()


def edited_lines(content: bytes, name: str) -> tuple[EditedLine, ...]:
    """Return the lines of a Word file, tracked changes accepted; running heads and drawn numbers are left out.

    Raises: ReadError, for what is no readable Word file.
    """
    package = open_word(content, name)
    root = package.related("comments")
    authors: dict[str, list[str]] = {}
    for one in root.iterchildren(f"{W}comment") if root is not None else ():
        said = "".join("".join(each.itertext(f"{W}t")) for each in one.iter(f"{W}p"))
        authors.setdefault("".join(said.split()), []).append(one.get(f"{W}author", ""))
    found: list[tuple[int, str, str, int, list[Comment]]] = []
    for each in word_lines(package):
        line = each.line
        if line.kind == "comment":
            names = authors.get("".join(line.text.split()), [])
            at = next((one for one in reversed(found) if one[0] == line.number), found[-1] if found else None)
            if at is not None:
                at[4].append(Comment(names.pop(0) if names else "", " ".join(line.text.split())))
        elif line.kind not in ("furniture", "chart"):
            found.append((line.number, line.text, line.kind, line.level, []))
    return tuple(EditedLine(text, kind, level, tuple(said)) for _, text, kind, level, said in found)
