"""判断的执行: a value against a standard by its kind; kinds are modules found by name."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast, runtime_checkable

from zhibao.catalog.files import CatalogError
from zhibao.catalog.standard import Standard, StandardExample
from zhibao.diagnose import kinds
from zhibao.diagnose.verdict import Judgment, Outcome, Verdict
from zhibao.terms.value import Computed, Known, Meaning, Missing, Undefined, Value


class Kind(Protocol):
    """标准的种类: what a module of zhibao.diagnose.kinds offers; the module's name is the kind's."""

    def judge(self, standard: Standard, number: Fraction, peers: Sequence[Fraction]) -> Judgment:
        """Return how a number stands; `peers` are the known numbers of the other places of its level."""


@runtime_checkable
class OverOthers(Kind, Protocol):
    """看其他标准的种类: a kind whose value follows from the verdicts on other standards."""

    def value_over(self, standard: Standard, verdicts: Iterable[Verdict]) -> tuple[Computed, str]:
        """Return the value with its parts, and a remark."""


@cache
def known_kinds() -> tuple[str, ...]:
    """Return the names of all kinds."""
    return tuple(sorted(module.name for module in iter_modules(kinds.__path__)))


def kind_of(standard: Standard) -> Kind:
    """Return the kind of a standard; raises CatalogError when there is none of that name."""
    if standard.kind not in known_kinds():
        known = "、".join(known_kinds())
        raise CatalogError(f"standards/{standard.name}.yaml：没有“{standard.kind}”这种标准。可选：{known}。")
    return cast("Kind", import_module(f"{kinds.__name__}.{standard.kind}"))


def judge(standard: Standard, value: Value, peers: Sequence[Fraction] = ()) -> Judgment:
    """Return how a value stands.

    Missing: what is missing or undefined is not judged, and the note says why.
    Raises: CatalogError, when the standard lacks what its kind needs.
    """
    match value:
        case Known(number):
            try:
                return kind_of(standard).judge(standard, number, peers)
            except (KeyError, StopIteration, IndexError) as error:
                what = str(error.args[0]) if error.args else "steps"
                raise CatalogError(
                    f"standards/{standard.name}.yaml：“{standard.kind}”这种标准还要写明 {what}。"
                ) from error
        case Missing(meaning):
            return Judgment(Outcome.UNJUDGED, note=meaning.label)
        case Undefined(reason):
            return Judgment(Outcome.UNJUDGED, note=reason)


def example_judgment(standard: Standard, example: StandardExample) -> Judgment:
    """Return how a standard judges one of its own examples."""
    named: dict[str, Value] = {"missing": Missing(Meaning.NOT_SUBMITTED), "undefined": Undefined()}
    value = named.get(example.value) or Known(Fraction(example.value))
    return judge(standard, value, [Fraction(one) for one in example.peers])
