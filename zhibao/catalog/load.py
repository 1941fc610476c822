"""定义的载入: every definition file becomes a checked object; found by folder and stem, with no central list."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from zhibao.catalog.cache import cached_json
from zhibao.catalog.dialect import check_elsewhere
from zhibao.catalog.expression import Condition, Formula, FormulaError, parse_condition, parse_formula
from zhibao.catalog.files import CatalogError, locate, read_yaml, validate
from zhibao.catalog.fingerprint import fingerprint, listed
from zhibao.catalog.frames import Annex, Break, Draft, Frame
from zhibao.catalog.grid import Grid
from zhibao.catalog.lazily import Lazily
from zhibao.catalog.look import Look
from zhibao.catalog.model import Check, CodeList, Indicator, Names, Rule, Words
from zhibao.catalog.outline import Outline, chapter_texts, load_outline
from zhibao.catalog.phrasing import Benchmark, SizeWords
from zhibao.catalog.register import Register
from zhibao.catalog.shape import Shape
from zhibao.catalog.standard import Standard
from zhibao.catalog.systems import ColumnMapping, System

Kind = TypeVar("Kind", bound=Shape)
KINDS: dict[str, type[Shape]] = {
    "registers": Register,
    "indicators": Indicator,
    "checks": Check,
    "lists": CodeList,
    "standards": Standard,
    "grids": Grid,
    "rules": Rule,
    "words": Words,
    "names": Names,
    "editions": Frame,
    "annexes": Annex,
    "drafts": Draft,
    "breaks": Break,
    "systems": System,
    "mappings": ColumnMapping,
    "sizes": SizeWords,
    "benchmarks": Benchmark,
    "looks": Look,
}


@dataclass(frozen=True)
class Catalog:
    """定义总集: every definition by kind and name.

    `digest` is the SHA-256 over the definition files in force, so that a release can name the rules of its time.
    """

    registers: Mapping[str, Register]
    indicators: Mapping[str, Indicator]
    checks: Mapping[str, Check]
    lists: Mapping[str, CodeList]
    standards: Mapping[str, Standard]
    grids: Mapping[str, Grid]
    rules: Mapping[str, Rule]
    words: Mapping[str, Words]
    names: Mapping[str, Names]
    editions: Mapping[str, Frame]
    annexes: Mapping[str, Annex]
    drafts: Mapping[str, Draft]
    breaks: Mapping[str, Break]
    systems: Mapping[str, System]
    mappings: Mapping[str, ColumnMapping]
    sizes: Mapping[str, SizeWords]
    benchmarks: Mapping[str, Benchmark]
    looks: Mapping[str, Look]
    outlines: Mapping[str, Outline]
    folders: tuple[Path, ...]
    digest: str
    _formulas: dict[str, Formula] = field(default_factory=dict, repr=False, compare=False)
    _conditions: dict[tuple[str, str], Condition] = field(default_factory=dict, init=False, repr=False, compare=False)
    _following: dict[str, Check] = field(default_factory=dict, init=False, repr=False, compare=False)

    def formula(self, text: str) -> Formula:
        """Return a parsed formula; parsed once per catalog."""
        if text not in self._formulas:
            self._formulas[text] = parse_formula(text, self.registers)
        return self._formulas[text]

    def condition(self, text: str, register: str = "") -> Condition:
        """Return a parsed condition; parsed once per catalog. Raises FormulaError, when it cannot be understood."""
        if (text, register) not in self._conditions:
            self._conditions[text, register] = parse_condition(text, self.registers, register)
        return self._conditions[text, register]

    def following(self, make: Callable[[Mapping[str, Register]], Mapping[str, Check]]) -> Mapping[str, Check]:
        """Return the checks that follow from the registers, as `make` makes them; made once per catalog."""
        if not self._following:
            self._following.update(make(self.registers))
        return self._following

    def field_label(self, register: str, name: str) -> str:
        """Return what a field is called in messages."""
        return self.registers[register].fields[name].label


def packaged() -> Path:
    """Return the folder of the definitions that come with the package."""
    return Path(str(files("zhibao.catalog")))


def load_catalog(
    overlays: tuple[Path, ...] = (), chapters: Mapping[str, Path] | None = None, base: Path | None = None
) -> Catalog:
    """Return the packaged definitions (or those of `base`, as a release holds them) with overlays added.

    An overlay may add definitions freely; one that replaces a packaged definition says `replaces: NAME`.
    `chapters` names, by outline, a folder whose chapters take the place of those of the same name.
    Raises: CatalogError, with file:line:column, for the first faulty file.
    """
    folders = (base or packaged(), *overlays)
    catalog = _in_force(folders, *_digests(folders))
    last = {path.name: path for path in _outline_folders(folders)}
    own = {name: load_outline(path, chapters[name]) for name, path in last.items() if chapters and name in chapters}
    if not own:
        return catalog
    # Chapters change no definition: what was parsed of these once is shared.
    changed, outlines = copy(catalog), catalog.outlines
    object.__setattr__(changed, "outlines", Lazily(outlines, lambda name: own.get(name) or outlines[name]))
    return changed


@lru_cache(maxsize=8)
def _in_force(folders: tuple[Path, ...], digest: str, each: tuple[str, ...]) -> Catalog:
    """Return the definitions of the folders; made once in a process for each state of their files."""
    content = _content(folders, each)
    outlines = {path.name: path for path in _outline_folders(folders)}

    def table(kind: str, model: type[Kind]) -> Mapping[str, Kind]:
        entries = content.get(kind, {})
        return Lazily(entries, lambda name: _definition(model, kind, name, entries[name], folders))

    return Catalog(
        registers=table("registers", Register),
        indicators=table("indicators", Indicator),
        checks=table("checks", Check),
        lists=table("lists", CodeList),
        standards=table("standards", Standard),
        grids=table("grids", Grid),
        rules=table("rules", Rule),
        words=table("words", Words),
        names=table("names", Names),
        editions=table("editions", Frame),
        annexes=table("annexes", Annex),
        drafts=table("drafts", Draft),
        breaks=table("breaks", Break),
        systems=table("systems", System),
        mappings=table("mappings", ColumnMapping),
        sizes=table("sizes", SizeWords),
        benchmarks=table("benchmarks", Benchmark),
        looks=table("looks", Look),
        outlines=Lazily(outlines, lambda name: load_outline(outlines[name])),
        folders=folders,
        digest=digest,
    )


def outline_texts(catalog: Catalog, name: str, own: Path | None = None) -> tuple[tuple[Path, str], ...]:
    """Return the chapters of an outline as they are used, with those of a working folder: file and text of each."""
    last = {path.name: path for path in _outline_folders(catalog.folders)}
    return chapter_texts(last[name], own)


def definition_files(folders: tuple[Path, ...]) -> Iterator[tuple[str, Path]]:
    """Yield every definition file with its kind, in a stable order; of two outlines of a name, the later one's."""
    for number, kind, name in _named(folders):
        yield kind, folders[number] / name


def _named(folders: tuple[Path, ...]) -> Iterator[tuple[int, str, str]]:
    """Yield every definition file: number of its folder, kind, and name in the folder."""
    last = {path.name: path for path in _outline_folders(folders)}
    for number, folder in enumerate(folders):
        for kind in KINDS:
            for name in listed(f"{folder}/{kind}"):
                if name.endswith(".yaml"):
                    yield number, kind, f"{kind}/{name}"
        for outline in listed(f"{folder}/outlines"):
            if last.get(outline) == folder / "outlines" / outline:
                for name in listed(f"{folder}/outlines/{outline}"):
                    if name.endswith((".md", ".yaml")):
                        yield number, "outlines", f"outlines/{outline}/{name}"


def check_formula(catalog: Catalog, indicator: Indicator, path: Path) -> None:
    """Raise FormulaError with file:line:column when a formula of an indicator cannot be used."""
    for key in ("value", "numerator", "denominator"):
        text = getattr(indicator, key)
        if text:
            try:
                check_elsewhere(catalog.formula(text))
            except FormulaError as error:
                line, column = locate(path, (key,))
                raise FormulaError(f"{path}:{line}:{column}：{error}") from error


def _outline_folders(folders: tuple[Path, ...]) -> Iterator[Path]:
    for folder in folders:
        outlines = folder / "outlines"
        yield from (outlines / name for name in listed(str(outlines)) if (outlines / name / "outline.yaml").exists())


def _definition(model: type[Kind], kind: str, name: str, entry: "Entry", folders: tuple[Path, ...]) -> Kind:
    number, mapping = entry
    return validate(model, mapping, folders[number] / kind / f"{name}.yaml", name=name)


def _digests(folders: tuple[Path, ...]) -> tuple[str, tuple[str, ...]]:
    """Return the hash of the definitions in force, and that of the files of each folder.

    Wherever they lie: a release holds the ones in force in one folder.
    """
    read: dict[tuple[int, str], bytes] = {}
    each = tuple(hashlib.sha256() for _ in folders)
    for number, folder in enumerate(folders):
        for _, _, name in _named((folder,)):
            digest = read[number, name] = fingerprint(f"{folder}/{name}")
            each[number].update(name.encode() + digest)
    in_force, total = {name: read[number, name] for number, _, name in _named(folders)}, hashlib.sha256()
    for name, digest in sorted(in_force.items()):
        total.update(name.encode() + digest)
    return total.hexdigest(), tuple(one.hexdigest() for one in each)


Entry = tuple[int, dict[str, object]]
"""Number of the folder, and what the file says."""
Part = dict[str, dict[str, tuple[str, dict[str, object]]]]
"""Kind → name → what the file replaces ('' for nothing), and what it says."""


def _content(folders: tuple[Path, ...], each: tuple[str, ...]) -> dict[str, dict[str, Entry]]:
    """Return kind → name → entry; of two of a name the later one's, which has to say so."""
    content: dict[str, dict[str, Entry]] = {kind: {} for kind in KINDS}
    for number, (folder, digest) in enumerate(zip(folders, each, strict=True)):
        for kind, entries in _part(folder, digest).items():
            for name, (replaced, mapping) in entries.items():
                if name in content[kind] and replaced != name:
                    path = folder / kind / f"{name}.yaml"
                    raise CatalogError(f"{path}:1:1：“{name}”已有定义。确要替换，请写明 replaces: {name}。")
                content[kind][name] = (number, mapping)
    return content


@lru_cache(maxsize=8)
def _part(folder: Path, digest: str) -> Part:
    """Return what the files of a folder say, from the cache when files that say the same were checked before.

    Wherever they lie: those of a release were mostly checked before it was made.
    """
    key = hashlib.sha256(digest.encode() + _code())
    cached: Part = cached_json("catalog", key.hexdigest(), lambda: _checked(folder))
    return cached


@cache
def _code() -> bytes:
    """Return the digest of the program that checks definitions."""
    total = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        total.update(path.read_bytes())
    return total.digest()


def _checked(folder: Path) -> Part:
    """Return what the files of a folder say, every one of them checked; raises CatalogError for the first faulty one.

    None needs another to be checked: what they say of each other is looked at by lint.
    """
    content = _read(folder)
    for kind, model in KINDS.items():
        for name, (_, mapping) in content[kind].items():
            _definition(model, kind, name, (0, mapping), (folder,))
    for path in _outline_folders((folder,)):
        load_outline(path)
    return content


def _read(folder: Path) -> Part:
    content: Part = {kind: {} for kind in KINDS}
    for kind, path in definition_files((folder,)):
        if kind != "outlines":
            mapping = read_yaml(path)
            if not isinstance(mapping, dict):
                raise CatalogError(f"{path}:1:1：应为“键: 值”的形式。")
            content[kind][path.stem] = str(mapping.pop("replaces", "")), mapping
    return content
