"""通篇文字: the blocks of some kinds as one string, so that a word is looked for once and not block by block."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from zhibao.audit.blocks import Block, Flat


@dataclass(frozen=True, slots=True, eq=False)
class Prose:
    """通篇文字: `text` with a line per block; `starts[i]` is where blocks[i] begins in it."""

    text: str
    starts: tuple[int, ...]
    blocks: tuple[Block, ...]

    def locate(self, place: int) -> tuple[Block, int]:
        """Return the block of a place and the offset in it."""
        index = bisect_right(self.starts, place) - 1
        return self.blocks[index], place - self.starts[index]


@lru_cache(maxsize=8)
def prose(flat: Flat, kinds: frozenset[str]) -> Prose:
    """Return the text of the blocks of these kinds; several rules that read the same kinds share it."""
    blocks = tuple(block for block in flat.blocks if block.kind in kinds)
    starts, place = [], 0
    for block in blocks:
        starts.append(place)
        place += len(block.text) + 1
    return Prose("\n".join(block.text for block in blocks), tuple(starts), blocks)
