"""案例: one drawn instance of a wording: its numbers, words and style, the text they give, and its places."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from zhibao.audit.proof.matrix.laws import LAWS, Law
from zhibao.audit.proof.matrix.printing import PLAIN, Printed, Style, drawn_style
from zhibao.audit.proof.matrix.template import Sentence, chosen, rendered, slots_of, words_of
from zhibao.audit.proof.matrix.wordings import Wording

TRIES = 60
MOST_PER_CENT = 100


@dataclass(frozen=True)
class Case:
    """案例: a wording whose choices are made, with what is printed into it; `changed` names what a mutant altered."""

    wording: Wording
    template: str
    numbers: Mapping[str, Printed]
    signs: tuple[int, ...]
    style: Style = PLAIN
    texts: Mapping[str, str] = field(default_factory=dict)
    changed: str = ""

    @property
    def law(self) -> Law:
        """Return the law of its wording."""
        return LAWS[self.wording.law]

    @property
    def holds(self) -> bool:
        """Say whether the printed numbers keep the law, each rounded half up."""
        return self.law.holds({name: one.span for name, one in self.numbers.items()}, self.signs)

    @property
    def is_broken(self) -> bool:
        """Say whether the printed numbers break the law however they were rounded."""
        return not self.law.holds({name: one.wide for name, one in self.numbers.items()}, self.signs)

    def sentence(self) -> Sentence:
        """Return the sentence as it stands on the paper."""
        return rendered(self.template, self.numbers, self.signs, self.style, self.texts)


def drawn(wording: Wording, rng: Random) -> Case:
    """Return a right instance of a wording.

    Raises: ValueError, when no draw keeps the law: a wording whose slots do not fit its law.
    """
    template = chosen(wording.template, rng)
    slots, law = slots_of(template), LAWS[wording.law]
    for _ in range(TRIES):
        sign = rng.choice((1, -1)) if words_of(template) else 1
        values = law.draw(rng, slots, sign)
        numbers = {name: Printed(slot, slot.printed(values[name])) for name, slot in slots.items()}
        case = Case(wording, template, numbers, (sign,) * words_of(template), drawn_style(rng))
        if all(map(_is_likely, numbers.values())) and case.holds:
            return case
    raise ValueError(f"{wording.name}: no true numbers in {TRIES} draws")


def _is_likely(number: Printed) -> bool:
    """Say whether a report could print it: above 0, and a rate drawn for itself not above 100."""
    value = float(number.digits)
    return value > 0 and (value <= MOST_PER_CENT or number.slot.unit != "%" or number.slot.name in "xygh")
