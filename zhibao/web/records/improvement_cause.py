"""问题的原因: the kinds that are chosen from; what happened stands beside them in words."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Cause(TextChoices):
    """原因."""

    FUNDS = "funds", pgettext_lazy("cause", "经费投入不足")
    LAND = "land", pgettext_lazy("cause", "用地与校舍受限")
    POSTS = "posts", pgettext_lazy("cause", "编制与招聘")
    TRAINING = "training", pgettext_lazy("cause", "教师培养与评聘")
    INTAKE = "intake", pgettext_lazy("cause", "招生规模变化")
    MAJORS = "majors", pgettext_lazy("cause", "专业设置与产业需求")
    FIRMS = "firms", pgettext_lazy("cause", "企业参与不够")
    EQUIPMENT = "equipment", pgettext_lazy("cause", "设备与信息化")
    RULES = "rules", pgettext_lazy("cause", "制度与管理")
    COUNTING = "counting", pgettext_lazy("cause", "统计口径或填报")
    OTHER = "other", pgettext_lazy("cause", "其他")


def cause_labels(causes: list[str]) -> list[str]:
    """Return the words of causes; one that is not known any more by its name."""
    known = dict(Cause.choices)
    return [str(known.get(one, one)) for one in causes]
