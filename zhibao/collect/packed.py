"""装订的工作簿: parts that were measured, packed again without compression, and the reader asked without risk."""

import io
import os
import sys
import zipfile
from collections.abc import Callable, Mapping
from typing import IO, TypeVar

from python_calamine import CalamineWorkbook

Result = TypeVar("Result")


def workbook_of(parts: Mapping[str, bytes]) -> CalamineWorkbook:
    """Return the workbook that the XML parts make; the reader takes a file in memory faster than it takes bytes."""
    if sys.platform == "linux":
        with os.fdopen(os.memfd_create("workbook"), "wb") as file:
            _pack(parts, file)
            file.flush()
            return CalamineWorkbook.from_path(f"/proc/self/fd/{file.fileno()}")
    else:
        return CalamineWorkbook.from_filelike(io.BytesIO(packed(parts)))


def _pack(parts: Mapping[str, bytes], to: IO[bytes]) -> None:
    """Write the XML parts as an archive without compression."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_STORED) as archive:
        for part, content in parts.items():
            if part.endswith((".xml", ".rels")):
                archive.writestr(zipfile.ZipInfo(part), content)


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return the workbook that the XML parts make, as a file."""
    file = io.BytesIO()
    _pack(parts, file)
    return file.getvalue()


def quietly(work: Callable[[], Result]) -> Result | None:
    """Return what the reader gives, or None for whatever it stumbles over; its panics are no ordinary exceptions."""
    try:
        return work()
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001  a panic of the Rust reader is no ordinary exception
        return None
