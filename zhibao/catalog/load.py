"""定义的载入: every definition file becomes a checked object; found by folder and stem, with no central list."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from zhibao.catalog.cache import cached_json
from zhibao.catalog.expression import Formula, FormulaError, parse_formula
from zhibao.catalog.files import CatalogError, locate, read_yaml, validate
from zhibao.catalog.frames import Annex, Break, Draft, Frame
from zhibao.catalog.grid import Grid
from zhibao.catalog.lazily import Lazily
from zhibao.catalog.model import Check, CodeList, Indicator, Names, Rule, Words
from zhibao.catalog.outline import Outline, load_outline
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
    outlines: Mapping[str, Outline]
    folders: tuple[Path, ...]
    digest: str
    _formulas: dict[str, Formula] = field(default_factory=dict, repr=False, compare=False)

    def formula(self, text: str) -> Formula:
        """Return a parsed formula; parsed once per catalog."""
        if text not in self._formulas:
            self._formulas[text] = parse_formula(text, self.registers)
        return self._formulas[text]

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
    digest = _digest(folders)
    content = _content(folders, digest)
    outlines = {path.name: path for path in _outline_folders(folders)}
    own = {name: load_outline(path, chapters[name]) for name, path in outlines.items() if chapters and name in chapters}
    return Catalog(
        registers=_table(content.get("registers", {}), Register),
        indicators=_table(content.get("indicators", {}), Indicator),
        checks=_table(content.get("checks", {}), Check),
        lists=_table(content.get("lists", {}), CodeList),
        standards=_table(content.get("standards", {}), Standard),
        grids=_table(content.get("grids", {}), Grid),
        rules=_table(content.get("rules", {}), Rule),
        words=_table(content.get("words", {}), Words),
        names=_table(content.get("names", {}), Names),
        editions=_table(content.get("editions", {}), Frame),
        annexes=_table(content.get("annexes", {}), Annex),
        drafts=_table(content.get("drafts", {}), Draft),
        breaks=_table(content.get("breaks", {}), Break),
        systems=_table(content.get("systems", {}), System),
        mappings=_table(content.get("mappings", {}), ColumnMapping),
        sizes=_table(content.get("sizes", {}), SizeWords),
        benchmarks=_table(content.get("benchmarks", {}), Benchmark),
        outlines=Lazily(outlines, lambda name: own.get(name) or load_outline(outlines[name])),
        folders=folders,
        digest=digest,
    )


def definition_files(folders: tuple[Path, ...]) -> Iterator[tuple[str, Path]]:
    """Yield every definition file with its kind, in a stable order; of two outlines of a name, the later one's."""
    last = {path.name: path for path in _outline_folders(folders)}
    for folder in folders:
        for kind in KINDS:
            for path in sorted((folder / kind).glob("*.yaml")):
                yield kind, path
        for outline in sorted((folder / "outlines").glob("*/*")):
            if outline.suffix in (".md", ".yaml") and last.get(outline.parent.name) == outline.parent:
                yield "outlines", outline


def check_formula(catalog: Catalog, indicator: Indicator, path: Path) -> None:
    """Raise FormulaError with file:line:column when a formula of an indicator cannot be used."""
    for key in ("value", "numerator", "denominator"):
        text = getattr(indicator, key)
        if text:
            try:
                catalog.formula(text)
            except FormulaError as error:
                line, column = locate(path, (key,))
                raise FormulaError(f"{path}:{line}:{column}：{error}") from error


def _outline_folders(folders: tuple[Path, ...]) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(path.parent for path in (folder / "outlines").glob("*/outline.yaml"))


def _table(entries: Mapping[str, "Entry"], model: type[Kind]) -> Mapping[str, Kind]:
    return Lazily(entries, lambda name: _definition(model, name, entries[name]))


def _definition(model: type[Kind], name: str, entry: "Entry") -> Kind:
    path, mapping = entry
    return validate(model, mapping, Path(path), name=name)


def _digest(folders: tuple[Path, ...]) -> str:
    """Return the hash of the definitions in force, wherever they lie: a release holds them in one folder."""
    in_force: dict[str, bytes] = {}
    paths = [path for _, path in definition_files(folders)]
    for folder in folders:
        start = f"{folder}{os.sep}"
        for path in paths:
            if str(path).startswith(start):
                in_force[path.relative_to(folder).as_posix()] = hashlib.sha256(path.read_bytes()).digest()
    total = hashlib.sha256()
    for name, digest in sorted(in_force.items()):
        total.update(name.encode() + digest)
    return total.hexdigest()


Entry = tuple[str, dict[str, object]]


def _content(folders: tuple[Path, ...], digest: str) -> dict[str, dict[str, Entry]]:
    """Return kind → name → (path, mapping), from the cache when these very files were checked before."""
    key = hashlib.sha256("\n".join((*map(str, folders), digest)).encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        key.update(path.read_bytes())
    cached: dict[str, dict[str, Entry]] = cached_json("catalog", key.hexdigest(), lambda: _checked(folders))
    return cached


def _checked(folders: tuple[Path, ...]) -> dict[str, dict[str, Entry]]:
    """Return what the files say, every one of them checked; raises CatalogError for the first faulty one."""
    content = _read(folders)
    for kind, model in KINDS.items():
        for name, entry in content[kind].items():
            _definition(model, name, entry)
    for path in _outline_folders(folders):
        load_outline(path)
    return content


def _read(folders: tuple[Path, ...]) -> dict[str, dict[str, Entry]]:
    content: dict[str, dict[str, Entry]] = {kind: {} for kind in KINDS}
    for kind, path in definition_files(folders):
        if kind == "outlines":
            continue
        mapping = read_yaml(path)
        if not isinstance(mapping, dict):
            raise CatalogError(f"{path}:1:1：应为“键: 值”的形式。")
        replaced = mapping.pop("replaces", None)
        if path.stem in content[kind] and replaced != path.stem:
            raise CatalogError(f"{path}:1:1：“{path.stem}”已有定义。确要替换，请写明 replaces: {path.stem}。")
        content[kind][path.stem] = (str(path), mapping)
    return content
