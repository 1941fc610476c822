"""Write docs/pictures/web and docs/manual/pages.md: every page of the demonstration, wide and narrow.

uv run --group dev python scripts/write_screenshots.py               serves an example city and takes all pictures
uv run --group dev python scripts/write_screenshots.py clerk         only those whose name begins so

The mockups of the visual language are shown beside their pages when ../shared/design/visual is there, or where
ZHIBAO_MOCKUPS points. A page that cannot be opened is named and makes the script fail; the others are written.
"""

import io
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser import Browser, browser
from tests.way.released import release
from tests.way.served import Person, site
from zhibao.web.bridge.sections import key_by_title

PICTURES = ROOT / "docs" / "pictures" / "web"
PAGE = ROOT / "docs" / "manual" / "pages.md"
MOCKUPS = Path(os.environ.get("ZHIBAO_MOCKUPS", ROOT.parent / "shared" / "design" / "visual"))
SIZES = {"wide": (1440, 900), "narrow": (390, 844)}
COLOURS, PATIENCE = 96, 45.0
SCHOOL, CAMPAIGN = "qy01", "qingyuan-2021"
_CITY = f"/{CAMPAIGN}"
_PUBLIC = "/p/qingyuan/2021/r1"
_SCHOOL = f"{_CITY}/schools/{SCHOOL}"
_GRADUATES = f"{_SCHOOL}/registers/graduates"
_SECTION = key_by_title("规模和结构")


@dataclass(frozen=True)
class Shot:
    """一张: who opens which address, what the manual calls it, and the mockup that it follows."""

    name: str
    title: str
    who: str
    path: str
    mockup: str = ""


SHOTS = (
    Shot("public-sign-in", "登录", "", "/sign-in/"),
    Shot("public-index", "已发布的报告", "", "/p/"),
    Shot("public-verify", "核对下载的文件", "", "/verify/"),
    Shot("clerk-tasks", "填报员：任务", "clerk", "/"),
    Shot("clerk-grid", "填报员：填报一张表", "clerk", f"{_GRADUATES}/", "grid"),
    Shot("clerk-upload", "填报员：上传工作簿", "clerk", f"{_SCHOOL}/upload/"),
    Shot("clerk-cases", "填报员：案例与照片", "clerk", f"{_SCHOOL}/cases/"),
    Shot("clerk-delegation", "填报员：委托", "clerk", f"{_SCHOOL}/delegation/"),
    Shot("clerk-correction", "填报员：申请更正", "clerk", f"{_GRADUATES}/correction/"),
    Shot("clerk-me", "我的账号", "clerk", "/me/"),
    Shot("clerk-password", "改密码", "clerk", "/me/password/"),
    Shot("clerk-codes", "第二步验证", "clerk", "/me/second-step/"),
    Shot("headmaster-tasks", "校长：任务", "headmaster", "/"),
    Shot("headmaster-sign", "校长：签署", "headmaster", f"{_SCHOOL}/sign/", "sign"),
    Shot("headmaster-figures", "校长：本校指标", "headmaster", f"{_SCHOOL}/figures/"),
    Shot("headmaster-improve", "校长：诊改", "headmaster", f"{_SCHOOL}/improve/", "improve"),
    Shot("headmaster-report", "校长：自诊报告", "headmaster", f"{_SCHOOL}/improve-report/"),
    Shot("officer-board", "市级审批：采集进度", "approver", f"{_CITY}/board/", "progress"),
    Shot("officer-school", "市级审批：一校各表", "approver", f"{_SCHOOL}/"),
    Shot("officer-offices", "市级审批：审核时间", "approver", f"{_CITY}/offices/"),
    Shot("officer-orders", "市级审批：成批", "approver", f"{_CITY}/orders/"),
    Shot("officer-cities", "市级审批：各市比较", "approver", "/compare/cities/"),
    Shot("officer-review", "县级审核员：审核", "county", f"{_GRADUATES}/review/", "review"),
    Shot("officer-figures", "市级审批：全市指标", "approver", f"{_CITY}/figures/", "dashboard"),
    Shot("officer-compare", "市级审批：各校比较", "approver", f"{_CITY}/compare/"),
    Shot("officer-improve", "市级审批：全市诊改", "approver", f"{_CITY}/improve/"),
    Shot("officer-improve-city", "市级审批：市本级诊改", "approver", f"{_CITY}/improve/city/"),
    Shot("officer-report", "市级审批：全市自诊报告", "approver", f"{_CITY}/improve-report/"),
    Shot("province-orders", "省级查看：各市成批", "province", "/orders/cities/"),
    Shot("editor-tasks", "编辑：任务", "editor", "/"),
    Shot("editor-writing", "编辑：编制", "editor", f"{_CITY}/writing/", "editor"),
    Shot("editor-section", "编辑：写一节", "editor", f"{_CITY}/writing/text/01_basics/{_SECTION}/"),
    Shot("editor-history", "编辑：一节的历史", "editor", f"{_CITY}/writing/text/01_basics/{_SECTION}/history/"),
    Shot("editor-writers", "编辑：分工", "editor", f"{_CITY}/writing/writers/"),
    Shot("editor-sections", "编辑：节的编排", "editor", f"{_CITY}/writing/sections/09_challenges/"),
    Shot("editor-cases", "编辑：选用案例", "editor", f"{_CITY}/cases/"),
    Shot("editor-release", "编辑：发布", "editor", f"{_CITY}/release/"),
    Shot("editor-reports", "编辑：已公布的报告登记", "editor", f"{_CITY}/release/reports/"),
    Shot("editor-desk", "编辑：核验台", "editor", "/audit/", "audit"),
    Shot("administrator-accounts", "管理员：账号", "admin", "/accounts/"),
    Shot("administrator-account-new", "管理员：加一个账号", "admin", "/accounts/new/"),
    Shot("administrator-roll", "管理员：整批加账号", "admin", "/accounts/roll/"),
    Shot("administrator-years", "管理员：采集年度", "admin", "/years/"),
)

RELEASED = (
    Shot("public-release", "公开的报告", "", f"{_PUBLIC}/", "public"),
    Shot("public-schools", "公开的各校", "", f"{_PUBLIC}/schools/"),
    Shot("public-school", "公开的一校", "", f"{_PUBLIC}/s/{SCHOOL}/"),
    Shot("public-table", "公开的一张表", "", f"{_PUBLIC}/t/1-1/"),
    Shot("public-figure", "公开的一幅图", "", f"{_PUBLIC}/f/1-1/"),
    Shot("public-definitions", "公开的口径说明", "", f"{_PUBLIC}/k/"),
    Shot("public-definition", "公开的一个口径", "", f"{_PUBLIC}/k/student_teacher_ratio/"),
    Shot("public-changes", "公开的更正记录", "", f"{_PUBLIC}/changes/"),
    Shot("public-find", "在公开的报告里找", "", f"{_PUBLIC}/find/"),
    Shot("public-city", "一市的年报", "", "/p/qingyuan/"),
    Shot("public-data", "公开的数据与接口", "", f"{_PUBLIC}/data/"),
)
"""What there is once the report is out."""


def main(wanted: Sequence[str]) -> int:
    """Take the pictures, write the page of them, and name those that could not be taken."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    before, after = (
        [one for one in all_ if not wanted or one.name.startswith(tuple(wanted))] for all_ in (SHOTS, RELEASED)
    )
    with tempfile.TemporaryDirectory(prefix="zhibao-shots-") as home, site(Path(home)) as opened, browser() as page:
        person = Person(page, opened)
        missed = list(_taken(page, person, before))
        if after:
            page.resize(*SIZES["wide"])
            release(person, CAMPAIGN)
            missed += _taken(page, person, after)
    PAGE.write_text("".join(_page()), encoding="utf-8")
    for name, why in missed:
        print(f"{name}: {why}", file=sys.stderr)
    size = sum(one.stat().st_size for one in PICTURES.glob("*.png"))
    print(f"{len(list(PICTURES.glob('*.png')))} pictures, {size / 1_000_000:.1f} MB")
    return 1 if missed else 0


def _taken(page: Browser, person: Person, shots: Sequence[Shot]) -> Iterator[tuple[str, str]]:
    """Take all pictures and yield the pages that are not there."""
    who: str | None = None
    for shot in shots:
        if shot.who != who:
            who = shot.who
            page.resize(*SIZES["wide"])
            if who:
                person.sign_in(who)
            else:
                page.call("Network.clearBrowserCookies")
        for size, (width, height) in SIZES.items():
            page.resize(width, height)
            page.call("Page.navigate", url=person.site.address + shot.path)
            person.until(f"location.pathname === {json.dumps(shot.path)} && document.readyState === 'complete'")
            _wait(page)
            status = page.run("performance.getEntriesByType('navigation')[0].responseStatus")
            if status != 200:
                yield f"{shot.name}-{size}", f"{shot.path} answers {status}"
                continue
            _keep(f"{shot.name}-{size}", page.picture())
        mockup = MOCKUPS / f"{shot.mockup}.html"
        if shot.mockup and mockup.is_file():
            page.open(mockup, *SIZES["wide"])
            _keep(f"mockup-{shot.mockup}", page.picture())


def _wait(page: Browser) -> None:
    """Wait while the page says that it is being worked on, though not for ever: that is a state to be shown, too."""
    until = time.monotonic() + PATIENCE
    while page.run("/正在(算|编)/.test(document.body.innerText)") and time.monotonic() < until:
        time.sleep(0.5)
    page.settle()


def _keep(name: str, content: bytes) -> None:
    """Write a picture with few colours: pages have few, and the repository keeps every version."""
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(PICTURES / f"{name}.png", optimize=True)


def _page() -> Iterator[str]:
    yield "<!-- written by scripts/write_screenshots.py -->\n\n# 附录：每一页的宽屏与窄屏\n\n"
    yield "演示网站上拍下，宽屏 1440 点，窄屏 390 点。有设计稿的页，设计稿在右。\n"
    for shot in (*SHOTS, *RELEASED):
        wide, narrow, mockup = (f"{shot.name}-wide", f"{shot.name}-narrow", f"mockup-{shot.mockup}")
        names = [one for one in (wide, narrow) if (PICTURES / f"{one}.png").is_file()]
        if shot.mockup and (PICTURES / f"{mockup}.png").is_file():
            names.insert(1, mockup)
        if names:
            heads = {wide: "宽屏", narrow: "窄屏", mockup: "设计稿"}
            yield f"\n## {shot.title}\n\n| {' | '.join(heads[one] for one in names)} |\n|{'---|' * len(names)}\n"
            yield f"| {' | '.join(f'![{shot.title}，{heads[one]}](../pictures/web/{one}.png)' for one in names)} |\n"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
