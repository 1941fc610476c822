"""The reports that audits are measured on, and reading and auditing them in one process, the rules at hand."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import cycle
from pathlib import Path

from measure import Task, Watch, main

from zhibao.audit.proof.genres.write import reports
from zhibao.audit.run import audit
from zhibao.catalog.rulebook import load_rulebook
from zhibao.document.nodes import Document, Figure
from zhibao.document.readers.read import read_document, read_text
from zhibao.document.writers.docx import write_docx

PAGES = (10, 30, 100, 200, 300, 1000)
PAGE = 500
"""Characters on a page; with 15 numerals, what the design counts for a page."""
PDF_PAGES = 30
THINNED = 0.58
"""How much of a report is prose without any number."""
# Invented, without any number: what stands between the numbers of a long report.
PROSE = (
    "各部门围绕中心工作，细化措施，压实责任，推动各项任务落到实处。",
    "学校坚持以学生为本，完善导师制度，加强心理健康教育，营造良好的成长环境。",
    "在深化产教融合方面，有关单位与行业企业共同制定人才培养方案，把新技术、新规范写入课程。",
    "教师队伍建设以培养为主、引进为辅，青年教师到企业实践，骨干教师牵头开展教学研究。",
    "实训场所实行开放管理，学生在课余时间可以预约使用设备，由值班教师指导。",
    "针对部分专业布局分散的问题，下一步将按照产业需求调整专业结构，避免重复设置。",
    "经费使用坚持勤俭办事，优先保障教学和实训，严格执行预算和采购制度。",
    "社区居民可以参加学校举办的各类培训，内容包括烹饪、护理、电商和园艺。",
    "质量评价由学校自评、同行互评和社会评价组成，结果向社会公开，接受监督。",
    "存在的不足主要是数字化资源更新不够及时，校企合作的深度有待加强。",
)


def prepare(folder: Path, watch: Watch) -> None:
    """Write reports of every length as text and Word, and a short one as PDF where LibreOffice is."""
    with watch("prepare"):
        for pages in PAGES:
            text = report_of(pages)
            (folder / f"{pages}.txt").write_text(text, encoding="utf-8")
            (folder / f"{pages}.docx").write_bytes(as_word(text))
    if shutil.which("soffice"):
        profile = f"-env:UserInstallation=file://{folder.resolve()}/profile"
        options = ("--headless", "--convert-to", "pdf", "--outdir", str(folder), str(folder / f"{PDF_PAGES}.docx"))
        subprocess.run(["soffice", profile, *options], check=True, capture_output=True, timeout=300)


def as_word(text: str) -> bytes:
    """Return a report as a Word file."""
    return write_docx(_without_figures(read_text(text).document), {})


def _without_figures(document: Document) -> Document:
    """Return the tree without its figures: the captions have nothing to draw."""
    return replace(document, blocks=tuple(one for one in document.blocks if not isinstance(one, Figure)))


def report_of(pages: int, first: int = 1) -> str:
    """Return a report of so many pages: self-made ones one after another, with prose between their paragraphs.

    `first` is the seed of the first of them; another one gives another report.
    """
    lines: list[str] = []
    prose = cycle(PROSE)
    size = told = 0
    for line in _lines(pages, first):
        lines.append(line)
        size += len(line) + 1
        if len(line) > 60 and told < THINNED * size:
            paragraph = "".join(next(prose) for _ in range(7))
            lines += ["", paragraph]
            size, told = size + len(paragraph) + 2, told + len(paragraph)
        if size >= pages * PAGE:
            break
    return "\n".join(lines) + "\n"


def _lines(pages: int, first: int) -> Iterator[str]:
    """Yield the lines of reports of all genres."""
    for number, one in enumerate(reports(pages // 8 + 1, "open", first), 1):
        yield from (f"第{number}部分", "", *one.lines, "")


def engine(path: Path, folder: Path, watch: Watch) -> None:
    """Read and audit one file in this process, the rules at hand."""
    book = load_rulebook()
    with watch("read"):
        reading = read_document(path)
    with watch("audit"):
        audit(reading, book)


def _tasks(folder: Path) -> dict[str, Task]:
    """Return the tasks for the files that lie in a folder."""
    found: dict[str, Task] = {"prepare": prepare}
    for path in sorted(one for one in folder.iterdir() if one.suffix in (".txt", ".docx", ".pdf")):
        found[f"engine:{path.name}"] = partial(engine, path)
    return found


if __name__ == "__main__":
    main(_tasks(Path(sys.argv[2])))
