"""Spark 引擎: questions asked of a server that speaks Spark Connect: Apache Spark 4, or Sail where there is no Java.

It reads the same table files, so that it must see the folder in which they lie.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from socket import create_connection
from typing import TypeVar
from urllib.parse import urlsplit

from zhibao.catalog.dialect import in_spark
from zhibao.snapshot.engine import Answered, EngineError
from zhibao.terms.errors import reason_of

try:
    from pyspark.errors.exceptions.base import PySparkException
    from pyspark.sql import SparkSession
except ImportError as error:
    raise EngineError("没有安装 Spark 的客户端。请运行 pip install 'zhibao[spark]'，或去掉 --engine。") from error

Result = TypeVar("Result")
_PORT, _PATIENCE = 15002, 5


class Spark:
    """Spark 引擎: one session on a server."""

    def __init__(self, address: str) -> None:
        """Open a session; raises EngineError when the server cannot be reached."""
        self._address = address
        _listens(address)
        self._session: SparkSession = self._told(lambda: SparkSession.builder.remote(address).create())

    def show(self, tables: Mapping[str, Path]) -> None:
        """Open table files under their names; raises EngineError when the server does not see them."""
        for name, file in tables.items():
            self._told(lambda: self._session.read.parquet(str(file)).createOrReplaceTempView(name))  # noqa: B023  asked at once

    def ask(self, question: str) -> Answered:
        """Return the records that answer a question; raises EngineError when there is none to be had."""
        spoken = in_spark(question)
        return [tuple(record) for record in self._told(lambda: self._session.sql(spoken).collect())]

    def close(self) -> None:
        """End the session."""
        self._told(self._session.stop)

    def _told(self, work: Callable[[], Result]) -> Result:
        """Return what the server gives; whatever it says instead becomes one sentence."""
        try:
            return work()
        except PySparkException as error:
            said = str(error).strip().splitlines()
            raise EngineError(
                f"引擎 {self._address} 没有给出结果：{said[0][:200] if said else type(error).__name__}。"
                "请检查地址、服务是否在运行，以及它能否读到工作目录。"
            ) from error


def _listens(address: str) -> None:
    """Raise EngineError when nobody listens; the client itself would go on asking for minutes."""
    place = urlsplit(address)
    try:
        with create_connection((place.hostname or "", place.port or _PORT), _PATIENCE):
            return
    except (OSError, ValueError) as error:
        raise EngineError(
            f"连不上引擎 {address}（{reason_of(error) if isinstance(error, OSError) else '地址有误'}）。"
            "请检查地址和端口，以及 Spark Connect 服务是否已经启动；怎样启动见 docs/engines.md。"
        ) from error
