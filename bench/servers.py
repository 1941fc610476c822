"""Engines that speak Spark Connect, started for one measurement and ended with it, with two cores like the others."""

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

HOST, PATIENCE = "127.0.0.1", 120
TICKS = os.sysconf("SC_CLK_TCK")
SPARK = "pyspark>=4.0,<4.1"
"""The package that holds Apache Spark; without an installation of it, uv gives one."""


@contextmanager
def sail(home: Path) -> Iterator[str]:
    """Start Sail, which needs no Java, and give its address."""
    command = [str(Path(sys.executable).with_name("sail")), "spark", "server", "--ip", HOST, "--port", "{port}"]
    with listening(command, home, {"RAYON_NUM_THREADS": "2"}) as address:
        yield address


@contextmanager
def spark(home: Path) -> Iterator[str]:
    """Start the Connect server of Apache Spark and give its address."""
    server = "org.apache.spark.sql.connect.service.SparkConnectServer"
    command = [str(spark_home() / "bin" / "spark-submit"), "--class", server, "--master", "local[2]"]
    settings = {
        "spark.connect.grpc.binding.address": HOST,
        "spark.connect.grpc.binding.port": "{port}",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "4",
        "spark.sql.warehouse.dir": str(home / "warehouse"),
        "spark.local.dir": str(home / "local"),
    }
    for name, value in settings.items():
        command += ["--conf", f"{name}={value}"]
    with listening([*command, "--driver-memory", "3g", "spark-internal"], home, {}) as address:
        yield address


def has_sail() -> bool:
    """Say whether Sail and the client are installed."""
    return find_spec("pysail") is not None and find_spec("pyspark") is not None


def has_spark() -> bool:
    """Say whether there are Java, the client, and Apache Spark or uv to fetch it."""
    if shutil.which("java") is None or find_spec("pyspark") is None:
        return False
    try:
        return (spark_home() / "bin" / "spark-submit").is_file()
    except (OSError, subprocess.SubprocessError):
        return False


def spark_home() -> Path:
    """Return the folder of Apache Spark: SPARK_HOME, that of spark-submit on the path, or of the package from uv."""
    if os.environ.get("SPARK_HOME"):
        return Path(os.environ["SPARK_HOME"])
    program = shutil.which("spark-submit")
    if program:
        beside = Path(program).resolve().parent.parent
        return next(iter(sorted(beside.glob("lib/python*/site-packages/pyspark"))), beside)
    where = "import pyspark; print(pyspark.__path__[0])"
    command = ["uv", "run", "--no-project", "--with", SPARK, "python", "-c", where]
    said = subprocess.run(command, check=True, capture_output=True, text=True, timeout=300)
    return Path(said.stdout.strip())


@contextmanager
def listening(command: Sequence[str], home: Path, settings: dict[str, str]) -> Iterator[str]:
    """Run a server on a free port until the end of the block; raises RuntimeError when it does not come up."""
    with socket() as one:
        one.bind((HOST, 0))
        port = one.getsockname()[1]
    home.mkdir(parents=True, exist_ok=True)
    log = home / "engine.log"
    with log.open("wb") as out:
        words = [word.format(port=port) for word in command]
        environment = {**os.environ, **settings}
        started = subprocess.Popen(words, stdout=out, stderr=out, cwd=home, env=environment, start_new_session=True)
    try:
        end = time.monotonic() + PATIENCE
        while not _answers(port):
            if started.poll() is not None or time.monotonic() > end:
                raise RuntimeError(log.read_text(encoding="utf-8", errors="replace")[-400:])
            time.sleep(0.2)
        yield f"sc://{HOST}:{port}"
    finally:
        os.killpg(started.pid, 9)
        started.wait()
        for made in ("warehouse", "local"):
            shutil.rmtree(home / made, ignore_errors=True)


def worked(pid: int) -> float:
    """Return the processor seconds of a process and of all that it started and that still lives."""
    try:
        own = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return 0.0
    return (int(own[11]) + int(own[12])) / TICKS + sum(worked(int(one)) for one in children)


def _answers(port: int) -> bool:
    with socket() as one:
        return one.connect_ex((HOST, port)) == 0
