"""封存一校: the action, done behind the page."""

from collections.abc import Mapping

from zhibao.web.actions.freeze import freeze
from zhibao.web.actions.held import contents
from zhibao.web.bridge import freezing
from zhibao.web.records.account import Account
from zhibao.web.records.school import School
from zhibao.web.records.state import State
from zhibao.web.work import Asked, Limits

LIMITS = Limits(seconds=300, memory=4 << 30)


def run(asked: Asked, lease: str) -> Mapping[str, object]:
    """Freeze the school and return its snapshot; one that an earlier try froze is left as it is."""
    school = School.objects.select_related("campaign").get(pk=asked["school"])
    submissions = list(school.submissions.all())
    if submissions and all(one.standing is State.FROZEN for one in submissions):
        texts = {name: one.lines for name, one in contents(submissions).items()}
        return {"snapshot": freezing.freeze(school, texts)}
    return {"snapshot": freeze(Account.objects.get(pk=asked["account"]), school)}
