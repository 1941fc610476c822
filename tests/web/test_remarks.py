"""What is found in one register alone is what is found of it among all."""

import random

from zhibao.web.actions.held import contents
from zhibao.web.bridge.checking import remarks
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.revision import Line


def garbled(lines: tuple[Line, ...], chance: random.Random) -> tuple[Line, ...]:
    """Return rows of which every third number is another one: ten times as much, gone, or with its digits turned."""

    def other(text: str) -> str:
        if not text.isdigit() or chance.random() > 1 / 3:
            return text
        return chance.choice((f"{text}0", "", text[::-1], "约" + text, "x"))

    return tuple(Line(one.id, {name: other(text) for name, text in one.cells.items()}, one.why) for one in lines)


def test_one_register_is_checked_alone_as_it_is_among_all(campaign: Campaign) -> None:
    chance, spoken = random.Random(7), 0
    for school in campaign.schools.all()[:3]:
        stand = contents(list(school.submissions.all()))
        texts = {name: garbled(one.lines, chance) for name, one in stand.items()}
        whole = remarks(school, texts)
        for name in texts:
            alone = remarks(school, texts, name)
            assert alone == tuple(one for one in whole if one.register == name), name
            spoken += len(alone)
    assert spoken > 100
