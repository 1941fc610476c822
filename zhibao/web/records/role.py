"""角色与权限: what each role may do at all; where it may do it is said by the account's place."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Need(TextChoices):
    """权限: what a page asks of whoever opens it."""

    ANYONE = "anyone", pgettext_lazy("need", "任何人")
    SIGNED_IN = "signed_in", pgettext_lazy("need", "已登录")
    DESK = "desk", pgettext_lazy("need", "核验")
    LOOK = "look", pgettext_lazy("need", "看表")
    FILL = "fill", pgettext_lazy("need", "填报")
    COMMENT = "comment", pgettext_lazy("need", "批注")
    BOARD = "board", pgettext_lazy("need", "看进度")
    COMPARE_CITIES = "compare_cities", pgettext_lazy("need", "各市比较")
    REVIEW = "review", pgettext_lazy("need", "审核")
    SIGN = "sign", pgettext_lazy("need", "签署")
    FREEZE = "freeze", pgettext_lazy("need", "封存")
    DELEGATE = "delegate", pgettext_lazy("need", "委托")
    CORRECT = "correct", pgettext_lazy("need", "申请更正")
    EXTEND = "extend", pgettext_lazy("need", "延期")
    EXTEND_OFFICE = "extend_office", pgettext_lazy("need", "延长审核")
    REMIND = "remind", pgettext_lazy("need", "催办")
    PREPARE = "prepare", pgettext_lazy("need", "提请发布")
    RELEASE = "release", pgettext_lazy("need", "发布")
    IMPROVE = "improve", pgettext_lazy("need", "诊改（学校）")
    RECHECK = "recheck", pgettext_lazy("need", "诊改复核")
    IMPROVE_CITY = "improve_city", pgettext_lazy("need", "诊改（全市）")
    RECHECK_CITY = "recheck_city", pgettext_lazy("need", "诊改复核（全市）")
    KEEP_ACCOUNTS = "keep_accounts", pgettext_lazy("need", "管账号")
    OPEN_YEAR = "open_year", pgettext_lazy("need", "开始采集")
    DRAFT = "draft", pgettext_lazy("need", "看报告稿")
    WRITE = "write", pgettext_lazy("need", "编制")
    ASSIGN = "assign", pgettext_lazy("need", "分工")
    CASES = "cases", pgettext_lazy("need", "看案例")
    TELL = "tell", pgettext_lazy("need", "报案例")
    RECOMMEND = "recommend", pgettext_lazy("need", "推荐案例")
    CHOOSE = "choose", pgettext_lazy("need", "选用案例")
    ORDER = "order", pgettext_lazy("need", "成批")
    ORDER_CITIES = "order_cities", pgettext_lazy("need", "各市成批")
    TAKE_CITIES = "take_cities", pgettext_lazy("need", "取各市成批的报告")


OF_ALL_CITIES = frozenset({Need.ORDER_CITIES, Need.TAKE_CITIES})
"""What an account of one city never may, whatever its role."""


class Role(TextChoices):
    """角色."""

    CLERK = "clerk", pgettext_lazy("role", "填报员")
    HEADMASTER = "headmaster", pgettext_lazy("role", "校长")
    COUNTY = "county", pgettext_lazy("role", "县级审核员")
    CITY_EDITOR = "city_editor", pgettext_lazy("role", "市级编辑")
    CITY_APPROVER = "city_approver", pgettext_lazy("role", "市级审批")
    PROVINCE = "province", pgettext_lazy("role", "省级查看")
    ADMINISTRATOR = "administrator", pgettext_lazy("role", "管理员")


_MAY: dict[Role, frozenset[Need]] = {
    Role.CLERK: frozenset(
        {
            Need.LOOK,
            Need.FILL,
            Need.COMMENT,
            Need.DELEGATE,
            Need.CORRECT,
            Need.IMPROVE,
            Need.CASES,
            Need.TELL,
        }
    ),
    Role.HEADMASTER: frozenset({Need.LOOK, Need.COMMENT, Need.SIGN, Need.CORRECT, Need.IMPROVE, Need.CASES}),
    Role.COUNTY: frozenset(
        {
            Need.LOOK,
            Need.COMMENT,
            Need.BOARD,
            Need.REVIEW,
            Need.EXTEND,
            Need.REMIND,
            Need.RECHECK,
            Need.CASES,
            Need.RECOMMEND,
        }
    ),
    Role.CITY_EDITOR: frozenset(
        {
            Need.LOOK,
            Need.COMMENT,
            Need.BOARD,
            Need.COMPARE_CITIES,
            Need.REMIND,
            Need.PREPARE,
            Need.DRAFT,
            Need.WRITE,
            Need.ASSIGN,
            Need.CASES,
            Need.CHOOSE,
            Need.IMPROVE_CITY,
            Need.ORDER,
        }
    ),
    Role.CITY_APPROVER: frozenset(
        {
            Need.LOOK,
            Need.COMMENT,
            Need.BOARD,
            Need.COMPARE_CITIES,
            Need.EXTEND,
            Need.EXTEND_OFFICE,
            Need.REMIND,
            Need.REVIEW,
            Need.FREEZE,
            Need.PREPARE,
            Need.RELEASE,
            Need.RECHECK,
            Need.DRAFT,
            Need.ASSIGN,
            Need.CASES,
            Need.IMPROVE_CITY,
            Need.RECHECK_CITY,
            Need.ORDER,
        }
    ),
    Role.PROVINCE: frozenset({Need.LOOK, Need.BOARD, Need.COMPARE_CITIES, Need.ORDER_CITIES, Need.TAKE_CITIES}),
    # 管理员管账号，可以替省里开一批，不看各校的数和报告。
    Role.ADMINISTRATOR: frozenset({Need.KEEP_ACCOUNTS, Need.OPEN_YEAR, Need.ORDER_CITIES}),
}


def may(role: str, need: Need) -> bool:
    """Say whether a role may do something anywhere; what nobody was given is denied."""
    return need in (Need.ANYONE, Need.SIGNED_IN, Need.DESK) or need in _MAY[Role(role)]
