"""批次的文件: what was brought, what came out, and how both go away; in the bucket where there is one."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from zhibao.web.bridge.corpus import unpacked
from zhibao.web.bridge.lockers import locker
from zhibao.web.records.job import Job, Standing
from zhibao.web.records.order import Order, OrderItem

_PACKED = ".gz"


def put_given(order: Order, content: bytes) -> str:
    """Keep a report that was brought and return what names it."""
    return locker(_given(order)).put(content)


def given(order_name: str, digest: str) -> bytes:
    """Return a report that was brought. Raises: SnapshotError, when it is gone."""
    return locker(f"given/{order_name}").get(digest)


def put_made(key: str, files: Mapping[str, bytes]) -> dict[str, str]:
    """Keep what a job made, each file whole, and return name → what names it; the job names them after that."""
    kept = locker(_made(key))
    return {name: kept.put(content) for name, content in files.items()}


def made(job: Job, name: str) -> bytes | None:
    """Return a file that a job made, None when it made none of that name.

    Raises: SnapshotError, when it is gone, or is not what was written.
    """
    digest = files_of(job).get(name)
    if digest is None:
        return None
    content = locker(_made(job.key)).get(digest)
    return unpacked(content) if name.endswith(_PACKED) else content


def files_of(job: Job | None) -> Mapping[str, str]:
    """Return name → hash of what a job made; nothing as long as it is not done."""
    if job is None or job.standing != Standing.DONE or not job.result:
        return {}
    found: Mapping[str, str] = job.result.get("files", {})
    return found


def called(item: OrderItem, name: str) -> str:
    """Return how a file of a report is called when it is saved."""
    plain = name.removesuffix(_PACKED)
    kind = plain.rpartition(".")[2]
    words = {"report": "", "audit": "（核验）", "copy": "（批注）"}.get(plain.rpartition(".")[0], "")
    stem = item.name.rpartition(".")[0] if item.given else item.name
    return f"{stem}{words}.{kind}"


def archive(items: Iterable[OrderItem]) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of everything that came out, one file after the other."""
    for item in items:
        for name in files_of(item.job):
            if item.job is not None and not name.startswith("tally"):
                content = made(item.job, name)
                if content is not None:
                    code = "" if item.given else f"{item.key} "
                    yield f"{code}{called(item, name)}", content


def forget_given(order: Order) -> None:
    """Remove what was brought for an order."""
    locker(_given(order)).clear()


def forget_made(keys: Iterable[str]) -> None:
    """Remove what jobs made that nobody names any more."""
    for key in keys:
        locker(_made(key)).clear()


def _given(order: Order) -> str:
    return f"given/{order.name}"


def _made(key: str) -> str:
    return f"made/{hashlib.sha256(key.encode()).hexdigest()[:32]}"
