"""网页里的数字: each is marked with a place in one compact list, which says what stands behind it.

The list is JSON in the page; the script shows an entry when a number is pressed. Without script its title names it,
and the definitions stand folded below the text.
"""

import json
from html import escape

from zhibao.document.lineage import Behind, Explanation, Lineage, ValueName
from zhibao.document.nodes import Number
from zhibao.document.writers.measures import decimal

Known = tuple[str, str, str, str, str, tuple[str, ...]]
_UNTOLD = Explanation("", "", "", "", "")


class NumberList:
    """数字清单: gathers the numbers of a page in the order in which they are written."""

    def __init__(self, lineage: Lineage) -> None:
        """Begin without a number."""
        self._lineage = lineage
        self._numbers: dict[Known, int] = {}

    def __len__(self) -> int:
        """Return how many different numbers were marked."""
        return len(self._numbers)

    def mark(self, number: Number, words: str) -> str:
        """Return a number as an element with its exact value and its place in the list; `words` is escaped."""
        known = (number.indicator, number.place, number.period, number.unit, number.member, number.snapshots)
        place = self._numbers.setdefault(known, len(self._numbers))
        exact = "" if number.exact is None else decimal(number.exact)
        told = "，".join(part for part in (number.period, self._member(number.indicator, number.member)) if part)
        title = f"{self._explained(number.indicator).label or number.indicator}（{told}）"
        names = {"indicator": number.indicator, "place": number.place, "period": number.period}
        names |= {"member": number.member} if number.member else {}
        said = "".join(f' data-{name}="{escape(text)}"' for name, text in {**names, "unit": number.unit}.items())
        return f'<data class="num" value="{exact}"{said} data-n="{place}" title="{escape(title)}">{words}</data>'

    def json(self) -> str:
        """Return the list, safe inside a script element: indicators, numbers, values, places, snapshots."""
        values: dict[ValueName, int] = {}
        snapshots: dict[str, int] = {}
        rows = [self._row(one, values, snapshots) for one in self._numbers]
        lineage = self._lineage
        told = {
            "i": {one[0]: _explanation(self._explained(one[0])) for one in self._numbers},
            "n": rows,
            "v": [[name[2], *_behind(lineage.values[name])] for name in values],
            "p": dict(lineage.places),
            "s": [[one, lineage.snapshots.get(one, "")] for one in snapshots],
        }
        return json.dumps(told, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")

    def definitions(self) -> str:
        """Return the definitions of the page's indicators, folded; '' where none is known."""
        names = dict.fromkeys(one[0] for one in self._numbers)
        rows = [_definition(one) for name in names if (one := self._explained(name)).definition]
        if not rows:
            return ""
        return (
            '<aside class="terms" data-apparatus aria-label="口径与算法">\n'
            f"<details><summary>口径与算法（{len(rows)} 个指标）</summary>\n"
            f"<dl>\n{''.join(rows)}</dl>\n</details></aside>\n"
        )

    def _row(self, known: Known, values: dict[ValueName, int], snapshots: dict[str, int]) -> list[object]:
        """Return what the element itself does not say: the member in words, its snapshots and the values behind."""
        indicator, place, period, _, member, behind = known
        name = (indicator, place, period, member)
        wanted = self._lineage.changes.get(name, (name,) if name in self._lineage.values else ())
        return [
            self._member(indicator, member),
            [snapshots.setdefault(one, len(snapshots)) for one in behind],
            [values.setdefault(one, len(values)) for one in wanted],
        ]

    def _explained(self, indicator: str) -> Explanation:
        return self._lineage.explanations.get(indicator, _UNTOLD)

    def _member(self, indicator: str, member: str) -> str:
        return self._lineage.members.get((indicator, member), member)


def _explanation(one: Explanation) -> list[object]:
    registers = "、".join(one.registers)
    told = (one.label, one.definition, one.formula, one.unit, one.period, one.above, one.below, registers)
    return [*told, list(one.grounds)]


def _behind(one: Behind) -> list[str]:
    """Return a value in a few strings; the schools' numbers joined, in one order."""
    columns = [[getattr(share, part) for share in one.shares] for part in ("place", "value", "above", "below")]
    joined = ["|".join(column) if any(column) else "" for column in columns]
    return [one.value, one.above, one.below, one.origin, *joined]


def _definition(one: Explanation) -> str:
    facts = (
        one.definition,
        f"算法：{one.formula}" if one.formula else "",
        f"单位：{one.unit}；期间：{one.period}",
        f"来源：{'、'.join(one.registers)}" if one.registers else "",
        f"依据：{'；'.join(one.grounds)}" if one.grounds else "",
    )
    told = "".join(f"<dd>{escape(fact)}</dd>" for fact in facts if fact)
    return f"<dt>{escape(one.label)}</dt>{told}\n"
