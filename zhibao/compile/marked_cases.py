"""案例的段落: cases with marks as passages of an outline have them, and their words as a text that can be edited.

The text of a case has its title as a heading, its body, and a line for the caption of each picture.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from zhibao.catalog.chapter import parse_parts
from zhibao.catalog.passages import END, Marker, Passage, as_yaml, opened, plain_of
from zhibao.compile.case import Case, CaseError, case_of, edit_of
from zhibao.compile.city_edit import CityEdit, edit_path, edit_text

_HEAD = "# "
_FRONT = "\n\n"


def case_key(case: Case) -> str:
    """Return what the passages of a case name as their chapter."""
    return f"cases/{case.place}/{case.number}"


def case_words(case: Case) -> str:
    """Return title, body and captions as one text."""
    captions = "".join(f"\n{caption}\n" for caption, _ in case.pictures)
    return f"{_HEAD}{case.title}{_FRONT}{_body(case)}\n{captions}"


def marked_cases(cases: Sequence[Case], passages: list[Passage]) -> tuple[Case, ...]:
    """Return the cases with marks; their passages are added to the list."""
    return tuple(_marked(one, passages) for one in cases)


def _marked(case: Case, passages: list[Passage]) -> Case:
    key, body = case_key(case), _FRONT + _body(case)
    title = opened(passages, _plain(key, 0, _HEAD)) + case.title + END
    marker = Marker(key, body, case.path, passages, plain=True)
    parts = tuple(map(marker.part, parse_parts(body, case.path, directives=False)))
    line = len(body.splitlines())
    pictures = []
    for place, (caption, png) in enumerate(case.pictures):
        start = opened(passages, _plain(key, line + 1 + 2 * place, ""))
        pictures.append((start + caption + END, png))
    return replace(case, title=title, parts=parts, pictures=tuple(pictures))


def _plain(key: str, line: int, prefix: str) -> Passage:
    return Passage(key, line, line + 1, prefix, "", line + 1, bool(prefix), (), form="plain")


def _body(case: Case) -> str:
    return "\n".join(case.body.strip("\n").splitlines())


def in_new_words(case: Case, printed: Case, words: str, city: str) -> tuple[Path, str]:
    """Return the file that takes the new words of a case, and its text.

    The city's words for a school's case go into a file of the city's own; a place's own case is its own file.
    Raises: CaseError, where the file is written so that its words cannot be put in.
    """
    lines = words.splitlines()
    count = len(printed.pictures)
    title = lines[0].removeprefix(_HEAD)
    cut = len(lines) - 2 * count
    body = "\n".join(lines[1:cut]).strip("\n")
    captions = tuple(lines[cut + 1 :: 2])
    if case.place != city:
        edited = captions != tuple(caption for caption, _ in case.pictures)
        of = case.edit.of if case.edit else case.digest
        path = edit_path(case.path)
        return path, edit_text(CityEdit(title, body, captions if edited else (), of, path))
    return case.path, _rewritten(case, title, body, captions)


def with_file(case: Case, path: Path, text: str) -> Case:
    """Return a case as it will be read when one of its files has a new text."""
    if path == case.path:
        return replace(case_of(text, path), edit=case.edit)
    return replace(case, edit=edit_of(text, path, case))


def _rewritten(case: Case, title: str, body: str, captions: Sequence[str]) -> str:
    """Return a case's own file with a new title, body and captions."""
    lines = case.path.read_text(encoding="utf-8").removeprefix("\ufeff").splitlines()
    end = next(place for place, line in enumerate(lines[1:], 1) if line.strip() == "---")
    front = lines[1:end]
    said = dict(zip((caption for caption, _ in case.pictures), captions, strict=True))
    for at, line in enumerate(front):
        if line.startswith("title:") and title != case.title:
            front[at] = f"title: {as_yaml(title)}"
        for old, new in said.items():
            for written in (as_yaml(old), f'"{old}"', old):
                if old != new and f"caption: {written}" in line:
                    front[at] = line.replace(f"caption: {written}", f"caption: {as_yaml(new)}")
                    break
    text = "\n".join(["---", *front, "---", "", body, ""])
    found = case_of(text, case.path)
    if (found.title, tuple(caption for caption, _ in found.pictures)) != (title, tuple(captions)):
        raise CaseError(f"{case.path}：题目或图片的说明写法特殊，没有能够改写。请直接改这个文件。")
    return text


def plain_words(source: str) -> str:
    """Return the source of a passage that is no Markdown as its words."""
    return plain_of(source).strip()
