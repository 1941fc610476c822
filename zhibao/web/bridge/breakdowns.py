"""分项的值: the numbers of the parts of wholes, by place and year, as they lie in a book."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from pydantic import TypeAdapter

from zhibao.web.bridge.figures import Figure, Years, file_name

WHOLE = ""
"""The name of the whole among its parts."""
ByPlace = Mapping[str, Mapping[str, Years]]
"""Place → part → year → number."""
_BY_PLACE: TypeAdapter[dict[str, dict[str, dict[int, Figure]]]] = TypeAdapter(dict[str, dict[str, dict[int, Figure]]])


@lru_cache(maxsize=128)
def parts_of(home: Path, key: str, name: str) -> ByPlace:
    """Return the numbers of a breakdown of a book; nothing where the book has none of that name."""
    path = home / key / "b" / f"{file_name(name)}.json"
    return _BY_PLACE.validate_json(path.read_bytes()) if path.is_file() else {}


def written_parts(folder: Path, name: str, content: ByPlace) -> None:
    """Write the numbers of a breakdown into a book that is being made."""
    folder.mkdir(exist_ok=True)
    plain = {place: {part: dict(years) for part, years in parts.items()} for place, parts in content.items()}
    (folder / f"{file_name(name)}.json").write_bytes(_BY_PLACE.dump_json(plain, exclude_defaults=True))
