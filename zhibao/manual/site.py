"""手册的页: what a page and an entry of the index are, in which order the kinds stand, and how pages link."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from zhibao.manual.markup import NONE, Html, bullets, tag, words

KINDS = {
    "registers": "数据表",
    "indicators": "指标",
    "checks": "校验规则",
    "rules": "核验规则",
    "inventory": "规则清单",
    "lists": "代码表",
    "standards": "标准",
    "grids": "诊断表",
    "editions": "年报版本",
    "annexes": "附表",
    "drafts": "待核定指标",
    "breaks": "口径变化",
    "benchmarks": "比较值",
    "sizes": "变化用词",
    "outlines": "提纲",
    "looks": "样式",
    "systems": "来源系统",
    "mappings": "列对应",
    "names": "规范名称",
    "words": "词表",
    "features": "需求条目",
}
"""The kinds of pages in the order of the manual; a page of a definition lies in the folder of its kind."""

TOLD = {
    "registers": "学校和市里填什么：每张表的栏目、单位、口径、阶段和表样。",
    "indicators": "系统算什么：每个指标的口径、公式和算例。",
    "checks": "报数时查什么：填写的校验，和由数据表定义派生的校验。",
    "rules": "报告里查什么：每条规则读哪里、报什么、不报什么。",
    "inventory": "每个年报版本适用的全部规则，各有一个通过和一个不通过的例子。",
    "lists": "单选栏目的代码和名称，含全部专业。",
    "standards": "指标的达标线：谁要达到、按什么规则、依据哪份文件。",
    "grids": "教学诊断与改进的项目、要素和诊断点，各用哪些指标和数据表。",
    "editions": "历次年报的章目、通知和附表。",
    "annexes": "年报附表的每一行和所对的指标。",
    "drafts": "附表里还没有官方口径的行，只有名称，不参与计算。",
    "breaks": "哪一年起口径变了，前后能不能比。",
    "benchmarks": "报告拿来比较的全省、全国公布数，按年列出并注明来源。",
    "sizes": "略有、有所、明显、基本持平各指多大的变化。",
    "outlines": "报告的章节、图表和所印的指标。",
    "looks": "报告排成什么样：纸张、字体、字号、行距、表格线和页码。",
    "systems": "数据取自哪些系统。",
    "mappings": "系统导出的列对到哪个栏目。",
    "names": "机关、文件、赛事和证书的规范名称。",
    "words": "核验报告时用的词。",
    "features": "需求文件的每一条由哪些定义满足。",
}
"""What a reader finds under each kind."""

PARTS = {"chapters": "第一份需求：各章", "general": "第一份需求：通用", "second": "第二份需求", "others": "其他"}
"""The parts of the requirement papers, each a page."""


@dataclass(frozen=True, slots=True)
class Entry:
    """索引项: what can be searched for; `also` are other words, names and codes it is found by."""

    kind: str
    path: str
    label: str
    under: str
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """一页: of one definition; `group` is the heading it stands under in the list of its kind, `told` its one line."""

    kind: str
    name: str
    label: str
    body: Html
    group: str = ""
    told: str = ""
    mark: str = ""
    folded: bool = False
    entries: tuple[Entry, ...] = ()

    @property
    def path(self) -> str:
        """Return the file of the page."""
        return path_of(self.kind, self.name)


def path_of(kind: str, name: str, anchor: str = "") -> str:
    """Return the address of a definition from the root of the manual, or of a place on its page."""
    return f"{kind}/{quote(name, safe='')}.html{f'#{quote(anchor)}' if anchor else ''}"


def part_of(feature: str) -> str:
    """Return the part of the requirement papers that a feature stands in."""
    begins = {"F": "chapters", "G": "general", "Q": "second"}
    return begins.get(feature[:1], "others") if feature[1:2].isdigit() or feature[1:2] == ":" else "others"


def link(kind: str, name: str, label: str, anchor: str = "") -> Html:
    """Return a link from the page of one definition to that of another."""
    return tag("a", words(label), href=f"../{path_of(kind, name, anchor)}")


def links(kind: str, named: Iterable[tuple[str, str]]) -> Html:
    """Return a list of links to definitions of one kind, given as (name, label)."""
    return bullets((link(kind, name, label) for name, label in named), kind="links")


def mark(text: str) -> Html:
    """Return a word that stands out beside a name, such as 个人信息 or 待核定."""
    return tag("span", words(text), kind="mark") if text else NONE
