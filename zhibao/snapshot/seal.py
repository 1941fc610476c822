"""个人信息的加封: personal fields lie in a file of their own, encrypted cell by cell, never beside the public ones.

`<register>.personal.json` holds, row by row, what a personal cell says: AES-GCM under the store's key. An identity
number has a keyed look-up beside it (HMAC-SHA-256), so that the same person is found again without opening anything.
The key lies outside the store: a copy of the store alone tells nothing.
"""

import base64
import hashlib
import hmac
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from zhibao.catalog.register import FieldType, Register
from zhibao.snapshot.errors import SnapshotError, damaged_file
from zhibao.snapshot.submission import Cell, Row
from zhibao.terms.value import Meaning, Missing

KEY_BYTES = 32
_NONCE_BYTES = 12
_LOOK_UP, _KEPT = "look-up", "look_up"
Record = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, repr=False)
class Vault:
    """密钥: seals and opens personal cells; printing it shows nothing."""

    key: bytes

    def seal(self, text: str, about: str) -> str:
        """Return a text encrypted for the place it stands in; equal texts look different each time."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = AESGCM(self._part("seal")).encrypt(nonce, text.encode(), about.encode())
        return base64.b64encode(nonce + sealed).decode()

    def open(self, sealed: str, about: str) -> str:
        """Return what was sealed; raises ValueError when it was altered, moved, or sealed with another key."""
        content = base64.b64decode(sealed)
        try:
            plain = AESGCM(self._part("seal")).decrypt(content[:_NONCE_BYTES], content[_NONCE_BYTES:], about.encode())
        except InvalidTag as error:
            raise ValueError("sealed with another key, or altered") from error
        return plain.decode()

    def look_up(self, text: str) -> str:
        """Return what stands for a text wherever it occurs; without the key nobody can tell which text it was."""
        return self.digest(_LOOK_UP, text)[:32]

    def compared(self, text: str) -> str:
        """Return what stands for a text in every store that has this key as its key of comparison."""
        return self.digest("compared", text)[:32]

    @property
    def comparison_id(self) -> str:
        """Return what tells this key of comparison from others and nothing about it."""
        return self.digest("comparison-key")[:16]

    def digest(self, *parts: str) -> str:
        """Return a keyed digest of texts."""
        return hmac.new(self._part("digest"), "\x00".join(parts).encode(), hashlib.sha256).hexdigest()

    @property
    def id(self) -> str:
        """Return what tells this key from others and nothing about it."""
        return self.digest("key")[:16]

    def _part(self, use: str) -> bytes:
        return hmac.new(self.key, use.encode(), hashlib.sha256).digest()


def open_vault(path: Path) -> Vault:
    """Return the vault whose key lies at a path; a new key is made there when there is none.

    Raises: SnapshotError, when the file is no key or cannot be written.
    """
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(base64.b64encode(os.urandom(KEY_BYTES)).decode() + "\n")
        key = base64.b64decode(path.read_text(encoding="ascii").strip(), validate=True)
    except FileExistsError:
        return open_vault(path)
    except (OSError, ValueError) as error:
        raise _no_key(path) from error
    if len(key) != KEY_BYTES:
        raise _no_key(path)
    return Vault(key)


def sealed_rows(register: Register, rows: Sequence[Row], vault: Vault) -> str:
    """Return the content of a register's personal file."""
    sealed: list[Record] = []
    for number, row in enumerate(rows):
        record: dict[str, dict[str, str]] = {}
        for name in register.personal:
            cell = row.get(name, Missing(Meaning.NOT_COLLECTED))
            if isinstance(cell, Missing):
                record[name] = {"state": cell.meaning.value}
                continue
            text = str(cell)
            record[name] = {"sealed": vault.seal(text, f"{register.name}/{number}/{name}")}
            if register.fields[name].type is FieldType.ID_NUMBER:
                record[name][_KEPT] = vault.look_up(text)
        sealed.append(record)
    return json.dumps(sealed, ensure_ascii=False, indent=0) + "\n"


def opened_rows(path: Path, register: Register, rows: Sequence[Row], vault: Vault) -> tuple[Row, ...]:
    """Return rows with their personal cells; raises SnapshotError when the file is damaged or the key another one."""
    try:
        return tuple(
            {**row, **{name: _opened(register, number, name, record, vault) for name in register.personal}}
            for number, (row, record) in enumerate(zip(rows, _records(path, len(rows)), strict=True))
        )
    except (KeyError, TypeError, ValueError) as error:
        raise damaged_file(path) from error


def unopened_rows(path: Path, rows: Sequence[Row]) -> tuple[Row, ...]:
    """Return rows in which a personal cell that was left without content says so; what is sealed stays sealed.

    Raises: SnapshotError, when the file is damaged.
    """
    return tuple(
        {**row, **{name: Missing(Meaning(said["state"])) for name, said in record.items() if "state" in said}}
        for row, record in zip(rows, _records(path, len(rows)), strict=True)
    )


def look_ups(path: Path, register: Register, rows: int | None = None) -> tuple[str, ...]:
    """Return, row by row, what stands for the identity number; '' where there is none. Nothing is opened.

    Raises: SnapshotError, when the file is damaged.
    """
    names = _numbers(register)
    return tuple("".join(record.get(name, {}).get(_KEPT, "") for name in names) for record in _records(path, rows))


def compared_rows(register: Register, rows: Sequence[Row], key: Vault) -> str:
    """Return, a line a row, what stands for the identity number under a key of comparison; '' where there is none."""
    names = _numbers(register)
    cells = ([row.get(name) for name in names] for row in rows)
    return "".join("".join(key.compared(one) for one in those if isinstance(one, str)) + "\n" for those in cells)


def compared_look_ups(path: Path) -> Iterator[str]:
    """Yield what compared_rows wrote; raises SnapshotError when the file is damaged."""
    try:
        with path.open(encoding="ascii") as file:
            for line in file:
                yield line.rstrip("\n")
    except (OSError, ValueError) as error:
        raise damaged_file(path) from error


def _numbers(register: Register) -> list[str]:
    return [name for name, field in register.fields.items() if field.type is FieldType.ID_NUMBER]


def _records(path: Path, rows: int | None) -> Sequence[Record]:
    try:
        records: list[Record] = json.loads(path.read_text(encoding="utf-8"))
        if rows not in (None, len(records)) or not all(isinstance(one, dict) for one in records):
            raise ValueError("not the rows of the register")
    except (OSError, TypeError, ValueError) as error:
        raise damaged_file(path) from error
    return records


def _opened(register: Register, number: int, name: str, record: Record, vault: Vault) -> Cell:
    said = record[name]
    if "state" in said:
        return Missing(Meaning(said["state"]))
    text = vault.open(said["sealed"], f"{register.name}/{number}/{name}")
    return date.fromisoformat(text) if register.fields[name].type is FieldType.DATE else text


def missing_key(path: Path) -> SnapshotError:
    """Return the error for a key that is gone while there is something that it sealed."""
    return SnapshotError(
        f"{path}：找不到封存个人信息的密钥。请从备份恢复这个文件，或用环境变量 ZHIBAO_KEY_FILE 指明它在哪里；"
        "没有它，已封存的姓名、证件号和电话打不开，也不能再读入有个人信息的工作簿。"
    )


def other_key(path: Path) -> SnapshotError:
    """Return the error for a key that is not the one that the store was sealed with."""
    return SnapshotError(
        f"{path}：这把密钥不是本封存库的那一把，没有读，也没有写。请换回原来的密钥文件；"
        "几个工作目录各有各的密钥，不能混用。"
    )


def _no_key(path: Path) -> SnapshotError:
    return SnapshotError(
        f"{path}：个人信息的密钥不能使用（不是密钥，或没有读写权限）。请从备份恢复这个文件；没有它，已封存的个人信息打不开。"
    )
