"""Every text of a module or script of the site is in the catalog of the English, or is known to stay Chinese."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import override

from tests.conftest import ROOT
from zhibao.web.records.in_chinese import in_chinese, kept_in_chinese
from zhibao.web.records.state import State

WEB = ROOT / "zhibao/web"
SCRIPTS = sorted((WEB / "static").rglob("*.js"))
HAN = re.compile(r"[\u3400-\u9fff]")

# Whose texts are content, or are kept, or are for whoever runs the site: they are Chinese in every language.
KEPT_FILES = """
backup database.py demo_year.py first_steps.py hand.py refusals.py serving.py settings.py static_site.py worker.py work
actions/link_answer.py bridge/auditing.py bridge/compiling.py bridge/corpus.py bridge/figures_made.py
bridge/improvement_list.py bridge/photos.py bridge/problems.py bridge/releasing.py bridge/roll.py
bridge/school_reports.py bridge/self_reports.py bridge/text_faults.py bridge/treated_here.py
pages/audit/desk_file.py pages/orders/city_order_list.py pages/orders/order_list.py
pages/orders/order_zip.py parts/openapi.py parts/paper.py records/trail.py
""".split()
KEPT_ARGUMENTS = {"leave", "enter", "rearranged", "_tell", "came_in", "download", "_right", "_wrong"}
TRANSLATED = {"gettext", "gettext_lazy", "ngettext", "pgettext", "pgettext_lazy"}
# What else is kept, by where it stands.
KEPT_TEXTS = {
    "actions/audit_desk.py": {"报告"},
    "actions/bring_reports.py": {"报告"},
    "actions/correct.py": {"准予更正："},
    "actions/evidence_files.py": {"材料"},
    "actions/improvement_note.py": {"措施", "第 ", " 项措施的佐证", "佐证"},
    "actions/listed_reports.py": {"文件齐全，指纹相符", " 个文件缺失或被改："},
    "actions/measures.py": {"措施", "谁", "到期", "做到什么", "进展", "结果"},
    "actions/move_improvement.py": {"环节", "完成时限"},
    "actions/open_campaign.py": {"报告"},
    "actions/order_files.py": {"（批注）", "（核验）"},
    "actions/plan_improvement.py": {"原因类别", "原因", "牵头", "完成时限", "目标", "主题"},
    "actions/prepare_release.py": {"没有校长签署的学校"},
    "actions/set_target.py": {"各校"},
    "actions/sign_in.py": {"登录", "再核本人", "失败", "动态码", "备用码", "没有的账号 "},
    "bridge/case_folder.py": {r"第 \1 行："},
    "bridge/cells_behind.py": {"缺"},
    "bridge/drafting.py": {r"第 (\d+) 行"},
    "bridge/improvement_rows.py": {"是", "否", "的问题解决", "不高于", "不低于"},
    "bridge/typed.py": {"网上填报"},
    "bridge/workbooks.py": {"上传.xlsx"},
    "pages/account/account_template.py": {"现有账号.xlsx", "账号名单.xlsx"},
    "pages/improve/_report.py": {"年度自诊报告."},
    "pages/look/figures.py": {"指标 "},
    "pages/look/school_figures.py": {"指标 "},
    "pages/write/build_file.py": {" 第 ", " 稿."},
    "parts/improvement_case.py": {"措施"},
    "parts/language_tags.py": {"中文"},
    "parts/looking.py": {"未采集", "少于 5 人，不予显示"},
    "parts/public_tags.py": {'<small class="fn">（注：{}）</small>'},
    "records/job.py": {"处理这件事的进程几次中途停下，不再重试。请稍后再来一次；还不行，请告诉管理员。"},
    "records/measure.py": {"未开始", "推进中", "已完成", "延期", "取消"},
    "records/second_factor.py": {"质报"},
    "records/sitting.py": {"微信", "钉钉", "鸿蒙", "安卓", "，", "不认识的设备"},
}


def modules() -> list[Path]:
    return [one for one in sorted(WEB.rglob("*.py")) if "migrations" not in one.parts and not is_kept(one)]


def is_kept(path: Path) -> bool:
    name = path.relative_to(WEB).as_posix()
    return any(name == one or name.startswith(f"{one}/") for one in KEPT_FILES)


def untranslated(path: Path) -> Iterator[str]:
    """Give the Chinese texts of a module that are neither translated nor known to be kept."""
    kept = KEPT_TEXTS.get(path.relative_to(WEB).as_posix(), set())
    waiting: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while waiting:
        one = waiting.pop()
        match one:
            case ast.Expr(value=ast.Constant()) | ast.FunctionDef(name="__str__" | "_listed" | "_listed_schools"):
                continue
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if (
                name in KEPT_ARGUMENTS | TRANSLATED or name.endswith("Field")
            ):
                waiting += [each for each in one.args if name in KEPT_ARGUMENTS and isinstance(each, ast.Call)]
                continue
            case ast.Constant(value=str(text)) if HAN.search(text) and text not in kept:
                yield f"{path.name}: {text}"
        waiting += ast.iter_child_nodes(one)


def test_every_text_of_a_module_is_translated_or_known_to_be_kept() -> None:
    assert [text for path in modules() for text in untranslated(path)] == []


def test_every_text_of_a_script_is_asked_of_the_catalog() -> None:
    left = {}
    for path in SCRIPTS:
        said = re.sub(r"^\s*//.*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        said = re.sub(r"\bn?gettext\([^()]*\)", "", said)
        left[path.name] = [line.strip() for line in said.splitlines() if HAN.search(line)]
    # It takes the number of the line away again, in either language.
    assert {name: lines for name, lines in left.items() if lines}.keys() <= {"editor.js"}
    assert all("行：|: " in line for line in left["editor.js"])


def test_what_a_style_sheet_says_in_chinese_it_says_in_english_too() -> None:
    for path in sorted((WEB / "static").rglob("*.css")):
        text = path.read_text(encoding="utf-8")
        assert not re.findall(r"\[[\w-]+=[\"'][^\"']*[\u3400-\u9fff]", text), path.name
        said = [one for one in re.findall(r"([^{}]*)\{[^{}]*content: \"([^\"]*)\"", text) if HAN.search(one[1])]
        in_english = text.count(':root[lang="en"]')
        # 退 is the seal of the state, which stands beside its word.
        assert sum(word != "退" for _, word in said) <= in_english, path.name


def test_what_is_made_to_be_kept_leaves_the_language_as_it_was() -> None:
    @kept_in_chinese
    def made() -> str:
        return str(State.FROZEN.label)

    with override("en"):
        assert (made(), in_chinese(State.FROZEN.label), str(State.FROZEN.label)) == ("已封存", "已封存", "Frozen")
