"""迟载的表: a table whose entries are made when they are first looked at, so that a start costs what it uses."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

Value = TypeVar("Value")


class Lazily(Mapping[str, Value]):
    """迟载的表: its names are known from the start; an entry is made once."""

    def __init__(self, names: Iterable[str], make: Callable[[str], Value]) -> None:
        """Take the names, in their order, and what makes an entry."""
        self._names = dict.fromkeys(names)
        self._make = make
        self._made: dict[str, Value] = {}

    def __getitem__(self, name: str) -> Value:
        """Return an entry; raises KeyError when there is none of that name."""
        if name not in self._made:
            if name not in self._names:
                raise KeyError(name)
            self._made[name] = self._make(name)
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        """Say whether there is an entry of a name, without making it."""
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names."""
        return iter(self._names)

    def __len__(self) -> int:
        """Return how many entries there are."""
        return len(self._names)
