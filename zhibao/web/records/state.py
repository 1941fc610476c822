"""表的状态: from empty to sealed; what may follow what, and who is to act."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from zhibao.web.records.role import Role


class State(TextChoices):
    """状态: of one register of one school; in the order in which it fills with ink."""

    EMPTY = "empty", pgettext_lazy("state", "未开始")
    FILLING = "filling", pgettext_lazy("state", "填报中")
    RETURNED = "returned", pgettext_lazy("state", "退回")
    SUBMITTED = "submitted", pgettext_lazy("state", "待县审")
    COUNTY_APPROVED = "county_approved", pgettext_lazy("state", "待市审")
    CITY_APPROVED = "city_approved", pgettext_lazy("state", "市审通过")
    FROZEN = "frozen", pgettext_lazy("state", "已封存")

    @property
    def is_open(self) -> bool:
        """Say whether the school may write."""
        return self in (State.EMPTY, State.FILLING, State.RETURNED)

    @property
    def sign(self) -> str:
        """Return the class of the glyph in the visual language."""
        return _SIGNS[self]

    @property
    def waits_for(self) -> Role | None:
        """Return the role that is to act next; None when nobody is."""
        return _WAITS_FOR.get(self)


_SIGNS = {
    State.EMPTY: "s0",
    State.FILLING: "s1",
    State.RETURNED: "sr",
    State.SUBMITTED: "s2",
    State.COUNTY_APPROVED: "s3",
    State.CITY_APPROVED: "s4",
    State.FROZEN: "s5",
}
_WAITS_FOR = {
    State.EMPTY: Role.CLERK,
    State.FILLING: Role.CLERK,
    State.RETURNED: Role.CLERK,
    State.SUBMITTED: Role.COUNTY,
    State.COUNTY_APPROVED: Role.CITY_APPROVER,
}
