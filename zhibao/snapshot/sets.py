"""集合的回答: who answers what is asked about whole sets of rows, over layouts that an engine reads.

What comes back are whole numbers; which cells they stand for is read from the snapshots, of few rows.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from zhibao.catalog.register import Register
from zhibao.catalog.set_question import ROWS, Given, SetQuestion, Use, check_question
from zhibao.snapshot.comparison import compared
from zhibao.snapshot.engine import Engine, EngineError
from zhibao.snapshot.frozen import Snapshot
from zhibao.snapshot.here import Here
from zhibao.snapshot.laid_out import Submissions, lay_out_given, lay_out_use, layout_name, sweep_layouts
from zhibao.snapshot.tables import Tables
from zhibao.terms.progress import Progress, silent

MOST = 10_000
Numbers = Sequence[tuple[int, ...]]
Spot = tuple[int, int]
"""A row: the number of its submission, and its own in it."""


class Sets(Protocol):
    """集合: answers questions about all rows of a region, with so many records at most, and one that says of more."""

    @property
    def most(self) -> int:
        """Return how many records are told."""

    def ask(self, question: SetQuestion) -> Numbers:
        """Return the records that answer a question, in its order."""


class LaidSets:
    """摊开的集合: the rows of some snapshots, laid out when a question first needs them."""

    most: int

    def __init__(
        self,
        given: Submissions,
        registers: Mapping[str, Register],
        engine: Engine,
        folder: Path,
        most: int = MOST,
        progress: Progress = silent,
    ) -> None:
        """Take the submissions; the layouts are written into a folder."""
        self._given, self._registers, self._engine, self._folder = given, registers, engine, folder
        self.most, self._progress = most, progress
        self._shown: dict[str, Path] = {}

    def ask(self, question: SetQuestion) -> Numbers:
        """Return the records that answer a question, in its order.

        Raises: FormulaError, when it may not be asked; EngineError, when anything but whole numbers comes back.
        """
        check_question(question)
        for use in question.uses:
            if use.name not in self._shown:
                file = self._laid_out(use)
                self._engine.show({use.name: file})
                self._shown[use.name] = file
        sweep_layouts(self._folder, self._shown.values())
        records = self._engine.ask(f"{question.text} LIMIT {self.most + 1}")
        for record in records:
            if not all(isinstance(one, int) for one in record):
                raise EngineError("引擎的回答里有不是整数的内容，没有采用。请把所用的规则名发给开发者。")
        return [tuple(int(str(one)) for one in record) for record in records]

    def _laid_out(self, use: Use | Given) -> Path:
        """Return the file of a table, written unless it is there."""
        if isinstance(use, Given):
            file = self._folder / f"{use.name}-{layout_name(use.digest, repr(use.head))}.parquet"
            if not file.is_file():
                lay_out_given(use, file)
            return file
        groups = [one.group if use.persons else "" for one in self._given.compared]
        said = [(number, one.id, groups[number]) for number, one in self._given.of(use.register)]
        file = self._folder / f"{use.name}-{layout_name(repr(said))}.parquet"
        if not file.is_file():
            told = f"摊开“{self._registers[use.register].label}”"
            self._progress(told, 0, 1)
            lay_out_use(use, self._given, self._registers, file)
            self._progress(told, 1, 1)
        return file


def sets_of(
    tables: Tables, snapshots: Sequence[Snapshot], engine: Engine | None, folder: Path, progress: Progress = silent
) -> LaidSets | None:
    """Return who answers about all rows of some tables, their snapshots in the order of their submissions.

    None where looking through the rows is quicker: in one city without another engine, whose rows are at hand anyway.
    """
    if engine is None and not tables.is_wide:
        return None
    by = (compared(one, tables.region, tables.city_of(one.place.code, one.year)) for one in snapshots)
    given = Submissions(tuple(snapshots), tuple(by), tables.packed)
    return LaidSets(given, tables.registers, engine or Here(), folder, progress=progress)


def in_order(snapshots: Sequence[Snapshot]) -> tuple[Snapshot, ...]:
    """Return snapshots by year and place, in the order of the files that name them, wherever their rows lie."""
    return tuple(sorted(snapshots, key=lambda one: (one.year, f"{one.place.code}.json")))


def spot(number: int) -> Spot:
    """Return the row that a number names."""
    return divmod(number, ROWS)
