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
    COMPARE_CITIES = "compare_cities", "各市比较"
    REVIEW = "review", "审核"
    SIGN = "sign", "签署"
    FREEZE = "freeze", "封存"
    DELEGATE = "delegate", "委托"
    CORRECT = "correct", "申请更正"
    EXTEND = "extend", "延期"
    REMIND = "remind", "催办"
    PREPARE = "prepare", "提请发布"
    RELEASE = "release", "发布"
    IMPROVE = "improve", "诊改（学校）"
    RECHECK = "recheck", "诊改复核"
    IMPROVE_CITY = "improve_city", "诊改（全市）"
    RECHECK_CITY = "recheck_city", "诊改复核（全市）"
    KEEP_ACCOUNTS = "keep_accounts", "管账号"
    OPEN_YEAR = "open_year", "开始采集"
    DRAFT = "draft", "看报告稿"
    WRITE = "write", "编制"
    ASSIGN = "assign", "分工"
    CASES = "cases", "看案例"
    TELL = "tell", "报案例"
    RECOMMEND = "recommend", "推荐案例"
    CHOOSE = "choose", "选用案例"


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
        }
    ),
    Role.CITY_APPROVER: frozenset(
        {
            Need.LOOK,
            Need.COMMENT,
            Need.BOARD,
            Need.COMPARE_CITIES,
            Need.EXTEND,
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
        }
    ),
    Role.PROVINCE: frozenset({Need.LOOK, Need.BOARD, Need.COMPARE_CITIES}),
    # 管理员管账号，不看各校的数。
    Role.ADMINISTRATOR: frozenset({Need.KEEP_ACCOUNTS, Need.OPEN_YEAR}),
}


def may(role: str, need: Need) -> bool:
    """Say whether a role may do something anywhere; what nobody was given is denied."""
    return need in (Need.ANYONE, Need.SIGNED_IN, Need.DESK) or need in _MAY[Role(role)]
