"""本机引擎: DuckDB in this process over table files, within a stated memory, spilling what does not fit."""

from collections.abc import Mapping
from pathlib import Path
from shutil import rmtree
from tempfile import gettempdir
from uuid import uuid4
from weakref import finalize

import duckdb

from zhibao.snapshot.engine import Answered, EngineError

MEMORY = "450MB"
"""What an engine of this process holds at one time, whatever it does; what does not fit is spilled to the disk.

With interpreter, libraries and the buffers that an engine does not count, a process stays under 600 MB with it, also
over 17 million persons (docs/benchmarks-nation.md): three of them fit beside each other on a machine of 2 GB.
"""


class Here:
    """本机引擎: answers over files that stay where they are."""

    def __init__(self, memory: str = MEMORY) -> None:
        """Open an engine without tables."""
        spill = Path(gettempdir()) / f"zhibao-engine-{uuid4().hex}"
        self._engine = connected(spill, memory)
        self._tidy = finalize(self, rmtree, spill, ignore_errors=True)

    def show(self, tables: Mapping[str, Path]) -> None:
        """Open table files under their names; raises EngineError when one cannot be read."""
        for name, file in tables.items():
            self._told(f'CREATE OR REPLACE VIEW "{name}" AS SELECT * FROM read_parquet({text(str(file))})')

    def ask(self, question: str) -> Answered:
        """Return the records that answer a question; raises EngineError when there is none to be had."""
        return self._told(question)

    def close(self) -> None:
        """Let the engine go, with what it spilled."""
        self._engine.close()
        self._tidy()

    def _told(self, question: str) -> Answered:
        try:
            return self._engine.execute(question).fetchall()
        except duckdb.Error as error:
            said = str(error).strip().splitlines()[0][:200]
            raise EngineError(f"本机的引擎没有给出结果：{said}。请检查磁盘空间，和 store/engine/ 的权限。") from error


def connected(spill: Path, memory: str) -> duckdb.DuckDBPyConnection:
    """Return an engine that takes no more memory than this and spills the rest into a folder."""
    engine = duckdb.connect(":memory:")
    engine.execute(f"SET memory_limit = {text(memory)}; SET temp_directory = {text(str(spill))}; SET TimeZone = 'UTC'")
    engine.execute("SET preserve_insertion_order = false; SET autoinstall_known_extensions = false")
    return engine


def text(value: str) -> str:
    """Return a text as SQL says it."""
    return "'" + value.replace("'", "''") + "'"
