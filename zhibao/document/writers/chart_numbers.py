"""图中的数: what a printed number is as a cell: its value, and the number format that prints it again."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

_PRINTED = re.compile(
    r"(?P<before>[^\d+\-\u2212\"]*)(?P<sign>[+\-\u2212]?)(?P<digits>\d[\d,]*(?:\.\d+)?)(?P<after>[^\d\"]*)"
)


@dataclass(frozen=True, slots=True)
class CellNumber:
    """一个单元格的数: `value` is exactly what `text` prints; `code` prints it again, with sign and affixes."""

    value: Decimal
    code: str
    text: str


def cell_number(text: str) -> CellNumber | None:
    """Return a printed number as a cell holds it: 78.49% is 78.49 in the format 0.00"%"; None for other texts."""
    found = _PRINTED.fullmatch(text.strip())
    if found is None:
        return None
    digits = found["digits"]
    _, dot, decimals = digits.partition(".")
    code = ("#,##0" if "," in digits else "0") + dot + "0" * len(decimals)
    code = f"{_literal(found['before'])}{code}{_literal(found['after'])}"
    if found["sign"] == "+":
        code = f"+{code};-{code};{code}"
    negative = found["sign"] in {"-", "\u2212"}
    value = Decimal(digits.replace(",", ""))
    return CellNumber(-value if negative else value, code, text.strip())


def common_code(numbers: Sequence[CellNumber | None]) -> str:
    """Return the format that most of some numbers have, the first of equally many; General for none."""
    counted = Counter(one.code for one in numbers if one is not None)
    return counted.most_common(1)[0][0] if counted else "General"


def _literal(text: str) -> str:
    return f'"{text}"' if text else ""
