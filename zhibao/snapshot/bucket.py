"""对象存储: a bucket that speaks S3, named by settings; without them there is none and nothing is installed for it.

ZHIBAO_S3=https://s3.example.cn/bucket/prefix says where, ZHIBAO_S3_KEY and _SECRET who, ZHIBAO_S3_REGION which part.
"""

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from zhibao.snapshot.errors import SnapshotError

PLACE = "ZHIBAO_S3"
_TIMEOUT = "10s"


@dataclass(frozen=True, slots=True)
class Kept:
    """所存: how large a file is, and when it was written, in seconds since 1970."""

    size: int
    written: float

    @property
    def age(self) -> float:
        """Return for how many seconds it has been there."""
        return time.time() - self.written


@dataclass(frozen=True, eq=False)
class Bucket:
    """桶: objects below a prefix, found and written whole; never changed in part."""

    address: str
    store: Any

    def names(self, start: str) -> Mapping[str, str]:
        """Return name → what changes with the content, of every object whose name begins with a folder's."""
        import obstore  # noqa: PLC0415  only where there is a bucket

        try:
            found = [one for piece in obstore.list(self.store, prefix=start) for one in piece]
        except Exception as error:
            raise self._away(error) from error
        return {str(one["path"]): str(one["e_tag"]) for one in found}

    def get(self, name: str) -> bytes:
        """Return an object. Raises: SnapshotError, when it is not there or the bucket does not answer."""
        import obstore  # noqa: PLC0415

        try:
            return bytes(obstore.get(self.store, name).bytes())
        except Exception as error:
            raise self._away(error) from error

    def put(self, name: str, content: bytes) -> None:
        """Write an object. Raises: SnapshotError, when the bucket does not take it."""
        import obstore  # noqa: PLC0415

        try:
            obstore.put(self.store, name, content)
        except Exception as error:
            raise self._away(error) from error

    def put_file(self, name: str, file: Path) -> None:
        """Write an object from a file, a large one in parts."""
        import obstore  # noqa: PLC0415  it is an extra

        try:
            obstore.put(self.store, name, file)
        except Exception as error:
            raise self._away(error) from error

    def fetch(self, name: str, to: Path) -> None:
        """Write an object to a file, piece by piece."""
        import obstore  # noqa: PLC0415  it is an extra

        try:
            with to.open("wb") as file:
                for piece in obstore.get(self.store, name).stream():
                    file.write(piece)
        except Exception as error:
            raise self._away(error) from error

    def look(self, name: str) -> Kept | None:
        """Return size and time of an object; None when there is none."""
        import obstore  # noqa: PLC0415  it is an extra

        try:
            found = obstore.head(self.store, name)
        except FileNotFoundError:
            return None
        except Exception as error:
            raise self._away(error) from error
        return Kept(found["size"], found["last_modified"].timestamp())

    def kept(self, start: str) -> Mapping[str, Kept]:
        """Return name → size and time of every object whose name begins with a folder's."""
        import obstore  # noqa: PLC0415  it is an extra

        try:
            found = [one for piece in obstore.list(self.store, prefix=start) for one in piece]
        except Exception as error:
            raise self._away(error) from error
        return {str(one["path"]): Kept(one["size"], one["last_modified"].timestamp()) for one in found}

    def said(self, name: str) -> tuple[bytes, str] | None:
        """Return what an object says and what tells this state of it from others; None when there is none."""
        import obstore  # noqa: PLC0415  it is an extra

        try:
            found = obstore.get(self.store, name)
            return bytes(found.bytes()), str(found.meta["e_tag"])
        except FileNotFoundError:
            return None
        except Exception as error:
            raise self._away(error) from error

    def swap(self, name: str, seen: str | None, content: bytes) -> bool:
        """Write an object if it is still in the state that was seen, None for not there; say whether it was."""
        import obstore  # noqa: PLC0415  it is an extra
        from obstore.exceptions import AlreadyExistsError, PreconditionError  # noqa: PLC0415  it is an extra

        try:
            obstore.put(self.store, name, content, mode="create" if seen is None else {"e_tag": seen})
        except (AlreadyExistsError, PreconditionError):
            return False
        except Exception as error:
            raise self._away(error) from error
        return True

    def remove(self, name: str) -> None:
        """Remove an object, if it is there."""
        import obstore  # noqa: PLC0415  it is an extra

        try:
            obstore.delete(self.store, name)
        except FileNotFoundError:
            return
        except Exception as error:
            raise self._away(error) from error

    def _away(self, error: Exception) -> SnapshotError:
        return SnapshotError(
            f"对象存储 {self.address} 没有完成这一步（{type(error).__name__}）。本机的数据没有改动。"
            "请检查 ZHIBAO_S3 的地址、桶名、账号和网络后再试。"
        )


def bucket() -> Bucket | None:
    """Return the bucket that the settings name; None when they name none.

    Raises: SnapshotError, for an address that is none, or where zhibao[s3] is not installed.
    """
    said = (os.environ.get(name, "") for name in (PLACE, "ZHIBAO_S3_KEY", "ZHIBAO_S3_SECRET", "ZHIBAO_S3_REGION"))
    return _bucket(*said) if os.environ.get(PLACE) else None


@lru_cache(maxsize=4)
def _bucket(address: str, key: str, secret: str, region: str) -> Bucket:
    parts = urlsplit(address)
    name, _, prefix = parts.path.strip("/").partition("/")
    if parts.scheme not in ("http", "https") or not parts.netloc or not name:
        raise SnapshotError(f"ZHIBAO_S3={address}：写法是 https://s3.example.cn/桶/前缀，前缀可以不写。")
    try:
        from obstore.store import S3Store  # noqa: PLC0415
    except ImportError as error:
        raise SnapshotError("对象存储需要另外安装的部分。请运行 pip install 'zhibao[s3]' 后再试。") from error
    store = S3Store(
        name,
        prefix=prefix or None,
        endpoint="://".join((parts.scheme, parts.netloc)),
        access_key_id=key,
        secret_access_key=secret,
        region=region or "us-east-1",
        virtual_hosted_style_request=False,
        client_options={"allow_http": parts.scheme == "http", "timeout": _TIMEOUT},
        retry_config={"max_retries": 2},
    )
    return Bucket("://".join((parts.scheme, f"{parts.netloc}{parts.path}")), store)
