"""相互引用: which definition uses which, looked up once for the whole manual."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from zhibao.catalog.chapter import Chapter, Exhibit, Part, Prose, Section, within
from zhibao.catalog.exhibit import ListingTable, indicators_in
from zhibao.catalog.inline import directives, indicators_of
from zhibao.catalog.load import Catalog, definition_files
from zhibao.catalog.model import Check, Indicator
from zhibao.check.run import all_checks
from zhibao.manual.titles import title_of

User = TypeVar("User", str, tuple[str, str])
Place = tuple[str, str]
"""An outline's name and a chapter's title."""


@dataclass(frozen=True)
class Cross:
    """相互引用: by the name of what is used, the names of those that use it."""

    catalog: Catalog
    checks: Mapping[str, Check]
    indicators_of: Mapping[str, tuple[str, ...]]
    checks_of: Mapping[str, tuple[str, ...]]
    chapters_of: Mapping[str, tuple[Place, ...]]
    listings_of: Mapping[str, tuple[Place, ...]]
    annexes_of: Mapping[str, tuple[str, ...]]
    breaks_of: Mapping[str, tuple[str, ...]]
    fields_of_list: Mapping[str, tuple[tuple[str, str], ...]]
    derived_from: Mapping[str, tuple[str, ...]]
    rules_of: Mapping[str, tuple[str, ...]]
    files: Mapping[tuple[str, str], str]

    def is_local(self, kind: str, name: str) -> bool:
        """Say whether a definition comes from an added folder, or replaces one that comes with the package."""
        return self.files.get((kind, name), "").startswith("+")


def cross(catalog: Catalog) -> Cross:
    """Return who uses whom in a catalog."""
    checks = all_checks(catalog)
    chapters = {(name, one.name): one for name, outline in catalog.outlines.items() for one in outline.chapters}
    printed = [((key[0], title_of(one.title)), one) for key, one in chapters.items()]
    return Cross(
        catalog,
        checks,
        indicators_of=_gathered(
            (register, name) for name, one in catalog.indicators.items() for register in registers_in(one, catalog)
        ),
        checks_of=_gathered(
            (register, name) for name, one in checks.items() for register in registers_of(one, catalog)
        ),
        chapters_of=_gathered((name, place) for place, one in printed for name in chapter_indicators(one)),
        listings_of=_gathered((name, place) for place, one in printed for name in _listed(one)),
        annexes_of=_gathered(
            (row.indicator or row.draft, name) for name, annex in catalog.annexes.items() for row in annex.rows
        ),
        breaks_of=_gathered(
            (used, name)
            for name, one in catalog.breaks.items()
            for used in (*one.indicators, *(field.partition(".")[0] for field in one.fields))
        ),
        fields_of_list=_gathered(
            (field.list, (register.name, name))
            for register in catalog.registers.values()
            for name, field in register.fields.items()
            if field.list
        ),
        derived_from=_gathered(_derivations(catalog)),
        rules_of=_gathered(
            (word, name)
            for name, rule in catalog.rules.items()
            for word in (one for said in rule.words.values() for one in said)
        ),
        files=_files(catalog),
    )


def registers_in(indicator: Indicator, catalog: Catalog) -> tuple[str, ...]:
    """Return the registers that an indicator is computed from, in the order of its formula."""
    texts = (indicator.value, indicator.numerator, indicator.denominator)
    found = [one.register for text in texts if text for one in catalog.formula(text).aggregates]
    return tuple(dict.fromkeys((*found, *([indicator.by.partition(".")[0]] if indicator.by else []))))


def registers_of(check: Check, catalog: Catalog) -> tuple[str, ...]:
    """Return the registers that a check names; none where it looks at everything handed in."""
    named = [check.rows_of, *(one.partition(".")[0] for one in check.of)]
    named += [str(one).partition(".")[0] for one in check.parameters.values()]
    if check.must:
        named += [one.register for one in catalog.condition(check.must, check.rows_of).fields]
    return tuple(name for name in dict.fromkeys(named) if name in catalog.registers)


def chapter_indicators(chapter: Chapter) -> tuple[str, ...]:
    """Return the indicators that a chapter prints, each once."""
    names: dict[str, None] = {}
    for directive in directives(chapter.title):
        names |= dict.fromkeys(indicators_of(directive))
    for part in chapter.parts:
        names |= dict.fromkeys(_in_part(part))
    return tuple(names)


def _in_part(part: Part) -> Iterator[str]:
    for inner in within(part):
        match inner:
            case Exhibit(spec=spec):
                yield from indicators_in(spec)
            case Section(content=content) | Prose(content=content):
                for directive in directives(content):
                    yield from indicators_of(directive)


def _listed(chapter: Chapter) -> Iterator[str]:
    for part in chapter.parts:
        if isinstance(part, Exhibit) and isinstance(part.spec, ListingTable):
            yield from dict.fromkeys(register for register, _ in part.spec.fields())


def _derivations(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Yield (register of rows, register whose values are counted from it)."""
    for register in catalog.registers.values():
        for field in register.fields.values():
            for aggregate in catalog.formula(field.derive).aggregates if field.derive else ():
                yield aggregate.register, register.name


def _files(catalog: Catalog) -> dict[tuple[str, str], str]:
    """Return (kind, name) → the file inside its folder; `+` before one that an added folder holds."""
    found: dict[tuple[str, str], str] = {}
    for kind, path in definition_files(catalog.folders):
        place = next(at for at, folder in enumerate(catalog.folders) if path.is_relative_to(folder))
        name = path.parent.name if kind == "outlines" else path.stem
        inner = path.parent if kind == "outlines" else path
        found[kind, name] = f"{'+' if place else ''}{inner.relative_to(catalog.folders[place]).as_posix()}"
    return found


def _gathered(pairs: Iterable[tuple[str, User]]) -> Mapping[str, tuple[User, ...]]:
    found: dict[str, dict[User, None]] = defaultdict(dict)
    for used, user in pairs:
        found[used][user] = None
    return {used: tuple(users) for used, users in found.items()}
