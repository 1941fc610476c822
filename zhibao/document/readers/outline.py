"""标题层次: which numbered lines are headings, and of what level, judged in reading order over the whole document.

Levels follow the order in which families of numbers first appear (一、 before （一） before 1.), decimals by
their depth. A case box has its own numbers: what starts again at 1 inside it lies below the case.
"""

from dataclasses import dataclass, field

from zhibao.document.readers.marks import Mark

_MOST_SKIPPED = 2


@dataclass(slots=True)
class Placed:
    """一个标题: its family is settled to a level at the end; `declared` is the level of the format, 0 for none."""

    family: str
    declared: int
    parent: "Placed | None" = None
    level: int = 0


@dataclass(slots=True)
class _Case:
    heading: Placed
    families: list[str] = field(default_factory=list)
    last: dict[str, int] = field(default_factory=dict)


class Outline:
    """Takes headings one by one, refuses those that cannot follow, and says all levels at the end."""

    def __init__(self) -> None:
        """Begin before the first heading."""
        self._order: list[str] = []
        self._last: dict[str, int] = {}
        self._decimal: tuple[int, ...] = ()
        self._placed: list[Placed] = []
        self._section: Placed | None = None
        self._case: _Case | None = None

    def take(self, mark: Mark | None, declared: int = 0) -> Placed | None:
        """Return the heading's place in the outline, or None for a number that does not follow on what was before."""
        if mark is None:
            return self._add(Placed("" if declared else "plain", declared))
        if mark.kind == "case":
            placed = Placed("case", declared, self._section)
            self._case = _Case(placed)
            self._placed.append(placed)
            return placed
        if mark.kind == "annex":
            return self._add(Placed("annex", declared))
        if not declared:
            inside = self._inside(mark)
            if inside:
                return inside
            if not self._follows(mark):
                return None
        placed = self._add(Placed(mark.family, declared))
        self._remember(mark)
        return placed

    def settle(self) -> None:
        """Give every heading its level."""
        order = _by_depth(self._order)
        declared: dict[str, int] = {}
        for placed in self._placed:
            if placed.declared:
                declared.setdefault(placed.family, placed.declared)
        undeclared = [family for family in order if family not in declared]
        above = 0
        for placed in self._placed:
            if placed.declared:
                placed.level = above = placed.declared
            elif placed.parent is not None:
                placed.level = placed.parent.level + 1 + placed.level
            elif placed.family in ("annex", "plain", "case"):
                placed.level = 1
            elif placed.family in declared:
                placed.level = above = declared[placed.family]
            elif declared:
                placed.level = max(above, min(declared.values())) + 1 + undeclared.index(placed.family)
            else:
                placed.level = order.index(placed.family) + 1

    def _add(self, placed: Placed) -> Placed:
        self._placed.append(placed)
        self._section, self._case = placed, None
        return placed

    def _inside(self, mark: Mark) -> Placed | None:
        """Return the place of a number that counts inside the case box, or None where it goes on outside."""
        case = self._case
        if case is None or mark.kind in ("chapter", "section") or len(mark.numbers) > 1:
            return None
        number = mark.numbers[0] if mark.numbers else 0
        outside = self._last.get(mark.family, 0)
        follows = case.last.get(mark.family, 0) + 1 == number and number != outside + 1
        if not follows and (number != 1 or (mark.family in self._order and not outside)):
            return None
        case.last[mark.family] = number
        if mark.family not in case.families:
            case.families.append(mark.family)
        placed = Placed(mark.family, 0, case.heading, case.families.index(mark.family))
        self._placed.append(placed)
        return placed

    def _follows(self, mark: Mark) -> bool:
        number = mark.numbers[0] if mark.numbers else 0
        if mark.kind == "decimal" and len(mark.numbers) > 1:
            chapter = self._decimal[0] if self._decimal else 0
            return not chapter or chapter - 1 <= number <= chapter + _MOST_SKIPPED
        last = self._last.get(mark.family)
        if last is None and mark.kind == "decimal" and self._decimal:
            last = self._decimal[0]
        if last is None:
            return number <= (_MOST_SKIPPED if mark.is_set_off else 1) or mark.kind in ("chapter", "section")
        is_top = not self._order or _by_depth(self._order)[0] == mark.family
        if number == 1 and not (is_top and mark.kind == "decimal"):
            return True
        return last <= number <= last + _MOST_SKIPPED or mark.kind == "chapter"

    def _remember(self, mark: Mark) -> None:
        if mark.family not in self._order:
            self._order.append(mark.family)
        position = self._order.index(mark.family)
        for deeper in self._order[position + 1 :]:
            if not (mark.kind == "decimal" and deeper.startswith("decimal")):
                self._last.pop(deeper, None)
        if mark.numbers:
            self._last[mark.family] = mark.numbers[0]
        if mark.kind == "decimal" and (len(mark.numbers) > 1 or position == 0 or self._decimal):
            self._decimal = mark.numbers


def _by_depth(order: list[str]) -> list[str]:
    """Return the families in order of appearance, but 1.1.1 right below 1.1; a list 1. below 1.1 stays below."""
    settled: list[str] = []
    for family in order:
        shallower = [known for known in settled if known.startswith("decimal") and known < family]
        if family.startswith("decimal") and shallower:
            settled.insert(settled.index(max(shallower)) + 1, family)
        else:
            settled.append(family)
    return settled
