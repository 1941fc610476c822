"""逐份校验: the checks of a region with more rows than are held at one time, place by place and register by register.

What is found, and in which order, is what looking at everything at once finds.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from zhibao.catalog.asked import Asked, qualified
from zhibao.catalog.model import Check
from zhibao.check.context import CellName, Context, Growth, Handed
from zhibao.check.reach import Reach
from zhibao.terms.finding import Finding

_Find = Callable[[Check, Context], Sequence[Finding]]
_Fields = Mapping[str, Collection[str]]


def found_in_turn(rules: Mapping[Reach, Sequence[Check]], context: Context, find: _Find) -> Mapping[str, list[Finding]]:
    """Return rule → what it finds in everything handed in; the rules are given by what they look at.

    Shape: a submission's numbers are worked out for what looks at them and let go with it, its rows are read again.
    """
    found: dict[str, list[Finding]] = defaultdict(list)

    def ask(reach: Reach, part: Context) -> None:
        for rule in rules.get(reach, ()):
            found[rule.name] += find(rule, part)

    ask(Reach.WHOLE, context)
    ask(Reach.CELLS, _asking(context, _named(rules.get(Reach.CELLS, ()))))
    usual: dict[CellName, Growth] = {}
    for register, fields in _number_fields(context).items():
        part = _asking(context, {register: fields})
        ask(Reach.REGISTER, part)
        usual.update(part.usual_growths)
    for part in _places(context, usual):
        ask(Reach.PLACE, part)
    return found


def _places(context: Context, usual: Mapping[CellName, Growth]) -> Iterator[Context]:
    """Yield what was handed in for a place, place by place in the order of the files that name them.

    The region's own comes first: it is told besides who has not handed in, and what is printed.
    """
    own: dict[str, list[Handed]] = defaultdict(list)
    for one in context.handed:
        own[one.place.code].append(one)
    before: dict[str, list[Handed]] = defaultdict(list)
    for one in context.history:
        before[one.place.code].append(one)
    there = {(one.place.code, one.year) for one in context.handed}
    lacking = {
        year: tuple(school for school in schools if (school.code, year) not in there)
        for year, schools in context.expected.items()
    }
    codes = sorted(own.keys() - {context.city.code}, key=lambda code: f"{code}.json")
    for code in (context.city.code, *codes):
        part = replace(
            context,
            handed=tuple(map(replace, own[code])),
            history=tuple(map(replace, before[code])),
            sets=None,
            usual=usual,
        )
        yield replace(part, expected=lacking) if code == context.city.code else replace(part, expected={}, printed=())


def _asking(context: Context, fields: _Fields) -> Context:
    """Return a context whose submissions are asked for some fields only, so that few numbers are worked out."""
    narrow = _Narrow(fields)
    handed, history = (tuple(map(narrow.handed, those)) for those in (context.handed, context.history))
    return replace(context, handed=handed, history=history)


class _Narrow:
    """Leaves of what is asked for only some fields; submissions that are asked for the same share the answer."""

    def __init__(self, fields: _Fields) -> None:
        self._fields = fields
        self._made: dict[int, tuple[tuple[Asked, ...], tuple[Asked, ...]]] = {}

    def handed(self, one: Handed) -> Handed:
        known = self._made.get(id(one.asked))
        if known is None:
            known = self._made[id(one.asked)] = one.asked, tuple(self._narrowed(one.asked))
        return replace(one, asked=known[1])

    def _narrowed(self, every: Sequence[Asked]) -> Iterator[Asked]:
        for asked in every:
            wanted = self._fields.get(asked.register.name, ())
            if kept := tuple(name for name in asked.fields if name in wanted):
                yield replace(asked, fields=kept)


def _named(rules: Sequence[Check]) -> _Fields:
    """Return register → fields of the cells that checks name."""
    found: dict[str, set[str]] = defaultdict(set)
    for rule in rules:
        for name in (*rule.of, *filter(None, [str(rule.parameters.get("per", ""))])):
            register, field = qualified("", name)
            found[register].add(field)
    return found


def _number_fields(context: Context) -> _Fields:
    """Return register → the number fields that somebody is asked for, in the order in which they are asked for."""
    found: dict[str, dict[str, None]] = {}
    for asked in {id(one.asked): one.asked for one in (*context.handed, *context.history)}.values():
        for each in asked:
            numbers = (name for name in each.fields if each.register.fields[name].type.is_number)
            found.setdefault(each.register.name, {}).update(dict.fromkeys(numbers))
    return {register: fields for register, fields in found.items() if fields}
