"""角色与权限: what each role may do at all; where it may do it is said by the account's place."""

from django.db.models import TextChoices


class Need(TextChoices):
    """权限: what a page asks of whoever opens it."""

    ANYONE = "anyone", "任何人"
    SIGNED_IN = "signed_in", "已登录"
    DESK = "desk", "核验"
    LOOK = "look", "看表"
    FILL = "fill", "填报"
    COMMENT = "comment", "批注"
    BOARD = "board", "看进度"
    REVIEW = "review", "审核"
    SIGN = "sign", "签署"
    FREEZE = "freeze", "封存"
    PREPARE = "prepare", "提请发布"
    RELEASE = "release", "发布"


class Role(TextChoices):
    """角色."""

    CLERK = "clerk", "填报员"
    HEADMASTER = "headmaster", "校长"
    COUNTY = "county", "县级审核员"
    CITY_EDITOR = "city_editor", "市级编辑"
    CITY_APPROVER = "city_approver", "市级审批"
    PROVINCE = "province", "省级查看"
    ADMINISTRATOR = "administrator", "管理员"


_MAY: dict[Role, frozenset[Need]] = {
    Role.CLERK: frozenset({Need.LOOK, Need.FILL, Need.COMMENT}),
    Role.HEADMASTER: frozenset({Need.LOOK, Need.COMMENT, Need.SIGN}),
    Role.COUNTY: frozenset({Need.LOOK, Need.COMMENT, Need.BOARD, Need.REVIEW}),
    Role.CITY_EDITOR: frozenset({Need.LOOK, Need.COMMENT, Need.BOARD, Need.PREPARE}),
    Role.CITY_APPROVER: frozenset(
        {Need.LOOK, Need.COMMENT, Need.BOARD, Need.REVIEW, Need.FREEZE, Need.PREPARE, Need.RELEASE}
    ),
    Role.PROVINCE: frozenset({Need.LOOK, Need.BOARD}),
    # 管理员管账号，不看各校的数。
    Role.ADMINISTRATOR: frozenset(),
}


def may(role: str, need: Need) -> bool:
    """Say whether a role may do something anywhere; what nobody was given is denied."""
    return need in (Need.ANYONE, Need.SIGNED_IN, Need.DESK) or need in _MAY[Role(role)]
