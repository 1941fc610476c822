"""The genres: which texts there are, in which style, and how one is written from a seed."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from zhibao.audit.proof.genres.bulletin import bulletin_facts
from zhibao.audit.proof.genres.city import city_facts
from zhibao.audit.proof.genres.company import company_facts
from zhibao.audit.proof.genres.compose import compose, text_named
from zhibao.audit.proof.genres.facts import Facts
from zhibao.audit.proof.genres.government import government_facts
from zhibao.audit.proof.genres.report import Report
from zhibao.audit.proof.genres.school import school_facts
from zhibao.audit.proof.genres.sheet import Style

FACTS: dict[str, Callable[[random.Random], Facts]] = {
    "school": school_facts,
    "company": company_facts,
    "bulletin": bulletin_facts,
    "government": government_facts,
    "city": city_facts,
}
PLAIN, COLON = "表{number} {title}", "表{number}：{title}"
STYLES = {
    "school_open": Style(spaced=True),
    "school_held": Style("chinese", PLAIN, "dots", "tab", "【典型案例{number}】{title}"),
    "company_open": Style("section", COLON, "dots", "tab"),
    "company_held": Style("arabic", contents="pipe", case="案例：{title}"),
    "bulletin_open": Style("chinese", PLAIN),
    "bulletin_held": Style("chinese", COLON, "tab", "tab", spaced=True),
    "government_open": Style("chinese", PLAIN, table="tab"),
    "government_held": Style("chinese", COLON),
    "city_open": Style(caption="表 {chapter}-{number}: {title}", table="tab", case="【案例{number}】{title}"),
    "city_held": Style("arabic", contents="pipe", case="案例 {number}：{title}", spaced=True),
}


@dataclass(frozen=True, slots=True)
class Variant:
    """体裁的一种写法: `held_out` ones are not to be looked at while rules are written."""

    genre: str
    name: str

    @property
    def held_out(self) -> bool:
        """Say whether this wording is kept for the proof alone."""
        return self.name == "held"

    def write(self, seed: int) -> Report:
        """Return the report that this seed gives; the same seed, the same report."""
        own = f"{self.genre}_{self.name}"
        facts = FACTS[self.genre](random.Random(f"{own} {seed}"))  # noqa: S311  reports to test with, no secrets
        return compose(facts, STYLES[own], text_named(own), (self.genre, self.name, self.held_out, seed))


VARIANTS = tuple(Variant(*own.split("_")) for own in STYLES)


def reports(count: int, half: str = "all", first: int = 1) -> list[Report]:
    """Return so many reports, the variants in turn; `half` is open, held or all."""
    chosen = [one for one in VARIANTS if half == "all" or one.held_out == (half == "held")]
    return [chosen[place % len(chosen)].write(first + place // len(chosen)) for place in range(count)]
