"""Engines that speak Spark Connect, each a process of its own on this machine: Sail, and Apache Spark 4."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from socket import socket

from tests.conftest import do_without, need_program

PATIENCE = 120
HOST = "127.0.0.1"


@contextmanager
def sail(home: Path) -> Iterator[str]:
    """Start Sail, which needs no Java, and give its address; without it the test is skipped."""
    if find_spec("pysail") is None or find_spec("pyspark") is None:
        do_without("没有安装 Sail 和 Spark 的客户端，本测试需要它们 (uv sync --group dev --group engines)")
    with listening([str(Path(sys.executable).with_name("sail")), "spark", "server", "--ip", HOST], home) as address:
        yield address


@contextmanager
def spark(home: Path) -> Iterator[str]:
    """Start Apache Spark's Connect server and give its address; without it or Java the test is skipped."""
    if find_spec("pyspark") is None:
        do_without("没有安装 Spark 的客户端，本测试需要它 (uv sync --group dev --group engines)")
    need_program("java")
    installed = Path(os.environ.get("SPARK_HOME", "") or _spark_home(need_program("spark-submit")))
    server = "org.apache.spark.sql.connect.service.SparkConnectServer"
    command = [str(installed / "bin" / "spark-submit"), "--class", server]
    settings = {
        "spark.connect.grpc.binding.address": HOST,
        "spark.connect.grpc.binding.port": "{port}",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.warehouse.dir": str(home / "warehouse"),
    }
    for name, value in settings.items():
        command += ["--conf", f"{name}={value}"]
    with listening([*command, "--master", "local[1]", "--driver-memory", "1g", "spark-internal"], home) as address:
        yield address


def _spark_home(program: str) -> str:
    """Return the folder of Apache Spark that a program on the path belongs to: its package, or its own folder."""
    beside = Path(program).resolve().parent.parent
    packaged = sorted(beside.glob("lib/python*/site-packages/pyspark"))
    return str(packaged[0] if packaged else beside)


@contextmanager
def listening(command: Sequence[str], home: Path) -> Iterator[str]:
    """Run a server on a free port, wait until it listens, give its address, and end it with all that it started."""
    with socket() as one:
        one.bind((HOST, 0))
        port = one.getsockname()[1]
    command = [word.format(port=port) for word in command]
    if not any(str(port) in word for word in command):
        command = [*command, "--port", str(port)]
    log = home / "engine.log"
    home.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as out:
        started = subprocess.Popen(command, stdout=out, stderr=out, cwd=home, start_new_session=True)
    try:
        end = time.monotonic() + PATIENCE
        while not _answers(port):
            assert started.poll() is None, log.read_text(encoding="utf-8")
            assert time.monotonic() < end, log.read_text(encoding="utf-8")
            time.sleep(0.2)
        yield f"sc://{HOST}:{port}"
    finally:
        os.killpg(started.pid, 9)
        started.wait()
        shutil.rmtree(home / "warehouse", ignore_errors=True)


def _answers(port: int) -> bool:
    with socket() as one:
        return one.connect_ex((HOST, port)) == 0
