"""问题的原因: the kinds that are chosen from; what happened stands beside them in words."""

from django.db.models import TextChoices


class Cause(TextChoices):
    """原因."""

    FUNDS = "funds", "经费投入不足"
    LAND = "land", "用地与校舍受限"
    POSTS = "posts", "编制与招聘"
    TRAINING = "training", "教师培养与评聘"
    INTAKE = "intake", "招生规模变化"
    MAJORS = "majors", "专业设置与产业需求"
    FIRMS = "firms", "企业参与不够"
    EQUIPMENT = "equipment", "设备与信息化"
    RULES = "rules", "制度与管理"
    COUNTING = "counting", "统计口径或填报"
    OTHER = "other", "其他"


def cause_labels(causes: list[str]) -> list[str]:
    """Return the words of causes; one that is not known any more by its name."""
    known = dict(Cause.choices)
    return [str(known.get(one, one)) for one in causes]
