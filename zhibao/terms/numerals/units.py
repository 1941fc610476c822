"""量词与单位: what may stand behind a number, and what each says that it measures."""

from dataclasses import dataclass
from fractions import Fraction

from zhibao.terms.numerals.noun import Sort


@dataclass(frozen=True, slots=True)
class PrintedUnit:
    """印出的单位: the unit it stands for, its sort and the factor to that unit."""

    name: str
    sort: Sort
    factor: Fraction = Fraction(1)


def _every(sort: Sort, words: str, factor: Fraction = Fraction(1), name: str = "") -> dict[str, PrintedUnit]:
    return {word: PrintedUnit(name or word, sort, factor) for word in words.split()}


COUNTING = (
    "个 大 项 家 所 门 本 册 台 套 件 场 次 期 节 份 批 批次 篇 部 支 组 队 间 座 栋 幢 辆 艘 架 条 张 枚 块 棵 株 头 只 处 "
    "类 种 轮 人次 人天 户 户次 宗 起 例 笔 单 床 盏 口 眼 羽 匹 尾 桌 席 张次 人日 课 讲 幅 首 集 卷 盘 尊 道 具 颗 粒 "
    "标准箱 班次 架次 车次 台次 家次 场次 件次 课次 项次 户数 学时 课时 学分 个月 年 天 周 小时 分钟 秒 岁 周岁 分 级 层 步 环 "
    "个班 班 对 校 村 企 院 店 站 厂 股 票 岗 席位 床位 工位 学位 专业 学期 页 字 行 词 位数 点次 个百 例次 站次 届 代 日 款 "
    "个学期 点 版 段 号 名次 夜 晚 亿次 篇次 米次 双 副 扇 支队 棟 口井 所次 门次 册次 本次 台套 台件 台（套） 个（次） 项（次）"
)
_PEOPLE = "人 名 位 员 人员 名次人"
_MEASURES = (
    "平方公里 公里 千米 米 厘米 毫米 微米 海里 公顷 吨 千克 公斤 克 毫克 升 毫升 立方米 亿立方米 立方 千瓦时 千瓦 兆瓦 吉瓦 瓦 度 "
    "Mbps Gbps GB TB MB KB PB ℃ 摄氏度 km kg mm cm kW kWh MW GW t 吨公里 人公里 标准煤 吨标准煤 TEU 英尺 英寸 箱 桶 袋 瓶 "
    "兆 G M 赫兹 伏 安 kV kVA 千伏安 千伏 微克 dB 分贝 担 斤 里 尺 寸 mg ml L g m 海里"
)

UNITS: dict[str, PrintedUnit] = {
    **_every(Sort.COUNT, COUNTING),
    **_every(Sort.COUNT, _PEOPLE, name="人"),
    **_every(Sort.MEASURE, _MEASURES),
    **_every(Sort.MEASURE, "平方米 平米 ㎡ m² m2 平方", name="平方米"),
    **_every(Sort.MEASURE, "亩", Fraction(2000, 3), "平方米"),
    **_every(Sort.MEASURE, "公顷", Fraction(10_000), "平方米"),
    **_every(Sort.MEASURE, "平方公里 平方千米", Fraction(1_000_000), "平方米"),
    **_every(Sort.MEASURE, "千米 公里 km", Fraction(1000), "米"),
    **_every(Sort.MONEY, "元 元人民币 块钱", name="元"),
    **_every(Sort.MONEY, "美元 港元 欧元 日元 英镑 澳元 卢布 韩元 加元 港币"),
    **_every(Sort.MONEY, "角", Fraction(1, 10), "元"),
    **_every(Sort.RATE, "%", name="%"),
    **_every(Sort.RATE, "‰", Fraction(1, 10), "%"),
    **_every(Sort.POINTS, "个百分点 百分点 个pct pct pcts", name="百分点"),
    **_every(Sort.POINTS, "个千分点 千分点", Fraction(1, 10), "百分点"),
    **_every(Sort.POINTS, "个基点 基点", Fraction(1, 100), "百分点"),
    **_every(Sort.FACTOR, "倍", name="倍"),
    **_every(Sort.DOUBLING, "番", name="番"),
}
SCALES: dict[str, int] = {
    "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8, "十亿": 10**9,
    "百亿": 10**10, "千亿": 10**11, "万亿": 10**12,
}  # fmt: skip
_PER = ("人", "生", "名", "户", "册", "平方米", "年", "月", "天", "日", "股", "吨", "亩", "班", "次", "台", "万人", "元", "千瓦时",
        "平方公里", "公里", "公顷", "学时", "课时", "百人", "千人", "度", "小时", "学期", "学年", "位", "辆", "米", "只", "份",
        "万元", "生·年", "人·年", "生均", "立方米", "人次", "间", "所", "校", "师", "百生", "立方", "100人", "分钟", "秒", "周")  # fmt: skip
PER = frozenset(_PER)
_STARTS: dict[str, tuple[str, ...]] = {}
for _word in sorted(UNITS, key=len, reverse=True):
    _STARTS[_word[0]] = (*_STARTS.get(_word[0], ()), _word)
_SCALE_STARTS: dict[str, tuple[str, ...]] = {}
for _word in sorted(SCALES, key=len, reverse=True):
    _SCALE_STARTS[_word[0]] = (*_SCALE_STARTS.get(_word[0], ()), _word)
_AFTER_SCALE = {
    "千": ("米", "克", "瓦", "伏", "卡", "帕", "赫"),
    "百": ("分", "年", "日", "姓"),
    "万": ("元户", "达", "科"),
}
_NOT_BEFORE = {
    "起": "薪来点始草步至于到",
    "点": "名击线对燃亮缀",
    "道": "路德理",
    "度": "假",
    "例": "如外",
    "具": "有备体",
    "份": "额内",
    "场": "地馆均所",
    "层": "次面",
    "本": "科校市省地级次届年土报专院区县着届",
    "部": "分门署长委",
    "支": "持出付部撑柱教援",
    "只": "有要是能",
    "对": "于应口外比接标",
    "首": "次先个批届家位",
    "门": "类户",
    "股": "东权票份",
    "企": "业",
    "院": "校系士",
    "店": "铺",
    "校": "长内外企园区",
    "村": "民庄",
    "班": "级主子",
    "专业": "",
    "周": "期边",
    "分": "别为成布类析校院支",
    "课": "程题堂",
    "组": "织建成",
    "套": "",
    "批": "准复",
    "期": "间末初望",
    "次": "年日月于",
    "户": "籍外",
    "条": "件例款",
    "件": "",
    "节": "能约日",
    "头": "部",
    "口": "岸径",
    "间": "",
    "级": "别",
    "处": "理于置长级",
    "类": "别型",
    "段": "",
    "环": "境比保节",
    "天": "津然",
    "秒": "",
    "岁": "",
    "届": "时",
    "代": "表",
    "日": "均益常前",
    "版": "本",
    "站": "点",
    "盘": "活",
    "卷": "",
    "讲": "座话解",
    "集": "团中体成",
    "字": "",
    "行": "业政动为",
    "词": "",
    "步": "伐",
    "号": "召称",
    "夜": "间",
    "晚": "间",
    "双": "师高精创一减",
    "副": "高教校",
    "席": "位",
    "名": "称单誉师校优牌列",
    "人": "均才口民工力社",
    "位": "于居列",
    "员": "工",
    "元": "件素旦月",
    "角": "度色",
    "斤": "",
    "里": "程面",
    "担": "任当保",
    "箱": "",
    "袋": "",
    "瓶": "",
    "项": "目",
    "个": "人体性别",
    "家": "长庭具电政",
    "所": "有在以得需",
    "台": "账山湾州阶",
}
_NOUN_TOO = frozenset("项人名个家所本台")
_NOT_LATIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")


def unit_at(text: str, place: int) -> tuple[str, PrintedUnit] | None:
    """Return the longest unit that stands at a place, with what it means, a divisor such as /人 taken in."""
    if place >= len(text):
        return None
    for word in _STARTS.get(text[place], ()):
        if text.startswith(word, place):
            end = place + len(word)
            if word[-1] in _NOT_LATIN and end < len(text) and text[end] in _NOT_LATIN:
                continue
            if _is_other_word(text, word, end):
                continue
            unit = UNITS[word]
            per = _divisor(text, end)
            if per:
                sort = unit.sort if unit.sort is Sort.MONEY else Sort.MEASURE
                return word + per, PrintedUnit(unit.name + per, sort, unit.factor)
            return word, unit
    return None


def _is_other_word(text: str, word: str, end: int) -> bool:
    """Say whether the sign begins another word (起薪, 点击, 支持); 46 项目 keeps 项 only where 项目 is no noun of its own."""
    after = text[end : end + 1]
    if not after or after not in _NOT_BEFORE.get(word, ""):
        return False
    return word not in _NOUN_TOO or text[end - len(word) - 1 : end - len(word)].isdigit() is False


def _divisor(text: str, place: int) -> str:
    if place < len(text) and text[place] in "/每":
        for size in (4, 3, 2, 1):
            if text[place + 1 : place + 1 + size] in PER:
                return text[place : place + 1 + size]
    return ""


def scale_at(text: str, place: int) -> str:
    """Return the scale word (百 千 万 亿 …) at a place, empty where the sign belongs to a unit or a name."""
    if place >= len(text):
        return ""
    for word in _SCALE_STARTS.get(text[place], ()):
        if text.startswith(word, place):
            after = text[place + len(word) : place + len(word) + 2]
            if any(after.startswith(stop) for stop in _AFTER_SCALE.get(word[-1], ())):
                continue
            return word
    return ""
