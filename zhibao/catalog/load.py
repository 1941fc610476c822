"""定义的载入: every definition file becomes a checked object; found by folder and stem, with no central list."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from zhibao.catalog.cache import cached_json
from zhibao.catalog.expression import Formula, FormulaError, parse_formula
from zhibao.catalog.files import CatalogError, locate, read_yaml, validate
from zhibao.catalog.frames import Annex, Break, Draft, Frame
from zhibao.catalog.model import Check, CodeList, Indicator, Names, Rule, Standard, Words
from zhibao.catalog.outline import Outline, load_outline
from zhibao.catalog.register import Register
from zhibao.catalog.shape import Shape
from zhibao.catalog.systems import ColumnMapping, System

Kind = TypeVar("Kind", bound=Shape)
KINDS: dict[str, type[Shape]] = {
    "registers": Register,
    "indicators": Indicator,
    "checks": Check,
    "lists": CodeList,
    "standards": Standard,
    "rules": Rule,
    "words": Words,
    "names": Names,
    "editions": Frame,
    "annexes": Annex,
    "drafts": Draft,
    "breaks": Break,
    "systems": System,
    "mappings": ColumnMapping,
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
    rules: Mapping[str, Rule]
    words: Mapping[str, Words]
    names: Mapping[str, Names]
    editions: Mapping[str, Frame]
    annexes: Mapping[str, Annex]
    drafts: Mapping[str, Draft]
    breaks: Mapping[str, Break]
    systems: Mapping[str, System]
    mappings: Mapping[str, ColumnMapping]
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
    tables: dict[str, dict[str, Shape]] = {
        kind: _models(model, content.get(kind, {})) for kind, model in KINDS.items()
    }
    own = chapters or {}
    outlines = {path.name: load_outline(path, own.get(path.name)) for path in _outline_folders(folders)}
    return Catalog(
        registers=_typed(tables["registers"], Register),
        indicators=_typed(tables["indicators"], Indicator),
        checks=_typed(tables["checks"], Check),
        lists=_typed(tables["lists"], CodeList),
        standards=_typed(tables["standards"], Standard),
        rules=_typed(tables["rules"], Rule),
        words=_typed(tables["words"], Words),
        names=_typed(tables["names"], Names),
        editions=_typed(tables["editions"], Frame),
        annexes=_typed(tables["annexes"], Annex),
        drafts=_typed(tables["drafts"], Draft),
        breaks=_typed(tables["breaks"], Break),
        systems=_typed(tables["systems"], System),
        mappings=_typed(tables["mappings"], ColumnMapping),
        outlines=outlines,
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


def _typed(table: Mapping[str, Shape], model: type[Kind]) -> Mapping[str, Kind]:
    return {name: one for name, one in table.items() if isinstance(one, model)}


def _digest(folders: tuple[Path, ...]) -> str:
    """Return the hash of the definitions in force, wherever they lie: a release holds them in one folder."""
    in_force: dict[str, bytes] = {}
    for folder in folders:
        for _, path in definition_files(folders):
            if path.is_relative_to(folder):
                in_force[path.relative_to(folder).as_posix()] = hashlib.sha256(path.read_bytes()).digest()
    total = hashlib.sha256()
    for name, digest in sorted(in_force.items()):
        total.update(name.encode() + digest)
    return total.hexdigest()


Entry = tuple[str, dict[str, object]]


def _content(folders: tuple[Path, ...], digest: str) -> dict[str, dict[str, Entry]]:
    """Return kind → name → (path, mapping), from the cache when it holds these very files."""
    where = hashlib.sha256("\n".join(map(str, folders)).encode()).hexdigest()[:8]
    cached: dict[str, dict[str, Entry]] = cached_json("catalog", f"{where}-{digest}", lambda: _read(folders))
    return {kind: {name: (path, mapping) for name, (path, mapping) in table.items()} for kind, table in cached.items()}


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


def _models(model: type[Shape], table: Mapping[str, Entry]) -> dict[str, Shape]:
    return {name: validate(model, mapping, Path(path), name=name) for name, (path, mapping) in table.items()}
