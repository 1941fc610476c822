"""第三人称: what a school says of itself, as a report about many schools says it."""

import re
from collections.abc import Iterator
from dataclasses import replace

from zhibao.catalog.load import Catalog
from zhibao.compile.case import Case
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.source import TextPlace

RULE = "compile.first_person"
WORDS = "first_person"
THE_SCHOOL = "该校"
_QUOTED = re.compile("“[^“”]*”|「[^「」]*」")
_OPENS = "。，；：！？、\n"


def in_third_person(case: Case, school: str, catalog: Catalog) -> tuple[Case, tuple[Finding, ...]]:
    """Return a case that speaks of its school by name, then as 该校; and where an editor must look.

    Text in quotation marks is somebody's own words and stays. 我们 at the head of a clause is the school; elsewhere it
    may be pupils or teachers: it stays, and so does what the words list as unsure, each with a finding.
    """
    words = catalog.words[WORDS].groups
    title = _Turned(case.title, THE_SCHOOL, words)
    body = _Turned(case.body, school, words)
    findings = (*_findings(case, case.title, title), *_findings(case, case.body, body))
    return replace(case, title=title.text, body=body.text), findings


class _Turned:
    """A text turned into the third person, with the places that were left."""

    def __init__(self, text: str, first: str, words: dict[str, tuple[str, ...]]) -> None:
        self._first = first
        self._school, self._people, self._kept = (set(words[name]) for name in ("school", "people", "kept"))
        self._source = text
        self._quoted = [found.span() for found in _QUOTED.finditer(text)]
        self.left: list[tuple[int, str]] = []
        every = sorted((one for group in words.values() for one in group), key=len, reverse=True)
        self.text = re.sub("|".join(map(re.escape, every)), self._one, text)

    def _one(self, found: re.Match[str]) -> str:
        word, at = found[0], found.start()
        if word in self._kept or any(begin <= at < end for begin, end in self._quoted):
            return word
        opens = at == 0 or self._source[at - 1] in _OPENS
        if word in self._school or (word in self._people and opens):
            said, self._first = self._first, THE_SCHOOL
            return said
        self.left.append((at, word))
        return word


def _findings(case: Case, text: str, turned: _Turned) -> Iterator[Finding]:
    for at, word in turned.left:
        begin = max(text.rfind(mark, 0, at) for mark in _OPENS) + 1
        quote = re.split("[。；\n]", text[begin:], maxsplit=1)[0][:40]
        line = text[:at].count("\n") + 1
        yield Finding(
            rule=RULE,
            severity=Severity.WARNING,
            where=TextPlace(str(case.path), line, quote=quote),
            message=f"“{word}”指谁不能确定，没有改成第三人称。",
            said=word,
            expected="第三人称",
            fix="请在案例原文中写明是学校、教师还是学生，或改为第三人称。",
        )
