"""诊改的环节: from planned to struck off; every step that there is, whose it is and what it needs, as a table."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


class Stage(TextChoices):
    """环节: where the improvement of one problem stands, in the order of the board."""

    PLANNED = "planned", pgettext_lazy("stage", "立项")
    DOING = "doing", pgettext_lazy("stage", "实施")
    CHECKING = "checking", pgettext_lazy("stage", "复核")
    RETURNED = "returned", pgettext_lazy("stage", "退回")
    EXTENDED = "extended", pgettext_lazy("stage", "延期")
    CLOSED = "closed", pgettext_lazy("stage", "销号")

    @property
    def is_at_work(self) -> bool:
        """Say whether whoever has the problem is to act."""
        return self not in (Stage.CHECKING, Stage.CLOSED)


class Side(TextChoices):
    """哪一方: whoever has the problem, or whoever re-checks; nobody is both for one problem."""

    OWN = "own", pgettext_lazy("side", "责任方")
    RECHECK = "recheck", pgettext_lazy("side", "复核方")


class Asks(TextChoices):
    """一步所需: what must be there before a step is made."""

    CAUSE = "cause", pgettext_lazy("asks", "原因")
    MEASURE = "measure", pgettext_lazy("asks", "措施")
    ALL_ENDED = "all_ended", pgettext_lazy("asks", "措施都有结果")
    EVIDENCE = "evidence", pgettext_lazy("asks", "佐证")
    NOTE = "note", pgettext_lazy("asks", "写明意见")
    LATER = "later", pgettext_lazy("asks", "新的时限")


@dataclass(frozen=True)
class Step:
    """一步: from where to where, whose it is, what it needs."""

    name: str
    label: str | Promise
    before: tuple[Stage, ...]
    after: Stage
    side: Side
    asks: tuple[Asks, ...]

    @property
    def takes_note(self) -> bool:
        """Say whether something must be written with it."""
        return Asks.NOTE in self.asks

    @property
    def takes_due(self) -> bool:
        """Say whether a new date is given with it."""
        return Asks.LATER in self.asks


_AT_WORK = (Stage.DOING, Stage.RETURNED, Stage.EXTENDED)
STEPS: tuple[Step, ...] = (
    Step(
        "begin", pgettext_lazy("step", "开始实施"), (Stage.PLANNED,), Stage.DOING, Side.OWN, (Asks.CAUSE, Asks.MEASURE)
    ),
    Step(
        "hand_in",
        pgettext_lazy("step", "提请复核"),
        _AT_WORK,
        Stage.CHECKING,
        Side.OWN,
        (Asks.ALL_ENDED, Asks.EVIDENCE),
    ),
    Step("ask_time", pgettext_lazy("step", "申请延期"), _AT_WORK, Stage.CHECKING, Side.OWN, (Asks.NOTE,)),
    Step(
        "close",
        pgettext_lazy("step", "复核通过，销号"),
        (Stage.CHECKING,),
        Stage.CLOSED,
        Side.RECHECK,
        (Asks.ALL_ENDED, Asks.NOTE),
    ),
    Step(
        "extend",
        pgettext_lazy("step", "准予延期"),
        (Stage.CHECKING,),
        Stage.EXTENDED,
        Side.RECHECK,
        (Asks.NOTE, Asks.LATER),
    ),
    Step("send_back", pgettext_lazy("step", "退回"), (Stage.CHECKING,), Stage.RETURNED, Side.RECHECK, (Asks.NOTE,)),
)


def step_named(name: str) -> Step | None:
    """Return a step, None when there is none of that name."""
    return next((one for one in STEPS if one.name == name), None)


def steps_from(stage: str, side: Side) -> tuple[Step, ...]:
    """Return what one side may do next."""
    return tuple(one for one in STEPS if one.side is side and Stage(stage) in one.before)
