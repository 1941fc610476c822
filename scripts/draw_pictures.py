"""Draw the README's pictures: a report of the demonstration, and the audit of a self-made one with a few errors in it.

zhibao demo --output DIR --no-serve
uv run scripts/draw_pictures.py DIR      writes report.png and audit.png in docs/pictures; needs Chromium
uv run scripts/draw_pictures.py          writes audit.png alone
"""

import io
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFilter

from zhibao.audit.proof.genres.write import Variant
from zhibao.audit.proof.seeding import seed

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
SEED, ERRORS = 4, ("digit", "word", "digit", "part", "caption")
FINDING = "#f2"
"""The finding that the audit's page is opened at."""
CITY, PAGE_WITH = "qingyuan", "表1-4"
SIZE, MARGIN, GAP = (1400, 860), 40, 32
WASH, LINE = "#e9edef", "#d8dee2"
WINDOW = (1180, 1290)
"""The web page is photographed in a window of this width, so that its contents stand beside the text."""


def main(arguments: list[str]) -> int:
    """Write the pictures and say how large they are."""
    if len(arguments) > 1:
        raise SystemExit("usage: draw_pictures.py [DIR], where DIR is what zhibao demo --output DIR wrote")
    PICTURES.mkdir(parents=True, exist_ok=True)
    for folder in arguments:
        _save(_report(Path(folder) / CITY / "release"), "report.png")
    _save(_audit(), "audit.png")
    return 0


def _report(release: Path) -> Image.Image:
    """Return a page of a report beside the web page."""
    height = SIZE[1] - 2 * MARGIN
    page = _pdf_page(release / "report.pdf", height)
    wide = SIZE[0] - 2 * MARGIN - GAP - page.width
    screen = _web_page(release / "report.html", (wide, height))
    canvas = Image.new("RGB", SIZE, WASH)
    _place(canvas, page, (MARGIN, MARGIN))
    _place(canvas, screen, (MARGIN + page.width + GAP, MARGIN))
    return canvas


def _audit() -> Image.Image:
    """Return the page that an audit makes of a self-made report with errors."""
    with tempfile.TemporaryDirectory() as folder:
        report, page = Path(folder) / "质量年度报告.txt", Path(folder) / "audit.html"
        report.write_text(_with_errors(), encoding="utf-8")
        zhibao = str(Path(sys.executable).parent / "zhibao")
        command = [zhibao, "audit", str(report), "--format", "html", "--output", str(page)]
        if subprocess.run(command, check=False, capture_output=True).returncode != 1:
            raise SystemExit("the audit found no error, or could not read the report")
        inner = (SIZE[0] - 2 * MARGIN, SIZE[1] - 2 * MARGIN)
        canvas = Image.new("RGB", SIZE, WASH)
        _place(canvas, _web_page(page, inner, inner, FINDING), (MARGIN, MARGIN))
        return canvas


def _with_errors() -> str:
    """Return a self-made report with several errors, each on a line of its own."""
    report = Variant("school", "open").write(3)
    lines, rng = list(report.lines), random.Random(SEED)
    for error in ERRORS:
        made = seed(report, error, rng)
        if made is not None:
            lines[made.line - 1] = made.text.split("\n")[made.line - 1]
    return "\n".join(lines) + "\n"


def _save(canvas: Image.Image, name: str) -> None:
    content = io.BytesIO()
    # This method keeps the few pixels of cinnabar and azure, which others average away.
    few = canvas.quantize(colors=256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(content, "PNG", optimize=True)
    (PICTURES / name).write_bytes(content.getvalue())
    sys.stdout.write(f"docs/pictures/{name}: {SIZE[0]} × {SIZE[1]}, {len(content.getvalue()) // 1024} KiB\n")


def _pdf_page(path: Path, height: int) -> Image.Image:
    """Return the page of a PDF whose body has the words looked for, so many pixels high."""
    opened = pypdfium2.PdfDocument(path)
    found = [place for place, leaf in enumerate(opened) if PAGE_WITH in _bare(leaf.get_textpage().get_text_range())]
    if not found:
        raise SystemExit(f"{path} has no page with {PAGE_WITH}")
    leaf = opened[found[-1]]
    drawn: Image.Image = leaf.render(scale=3 * height / leaf.get_height()).to_pil()
    return drawn.convert("RGB").resize((round(drawn.width * height / drawn.height), height), Image.Resampling.LANCZOS)


def _bare(text: str) -> str:
    return "".join(text.split())


def _web_page(path: Path, size: tuple[int, int], window: tuple[int, int] = WINDOW, at: str = "") -> Image.Image:
    """Return a web page as Chromium shows it in a window, from its top or at a place, in the size given."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        raise SystemExit("Chromium is not installed")
    with tempfile.TemporaryDirectory() as folder:
        shot = Path(folder) / "page.png"
        options = (
            *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
            *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars"),
            *("--force-device-scale-factor=2", f"--window-size={window[0]},{window[1]}"),
            *(f"--user-data-dir={folder}/profile", f"--screenshot={shot}", path.resolve().as_uri() + at),
        )
        subprocess.run([chromium, *options], check=True, capture_output=True, timeout=120)
        drawn = Image.open(shot).convert("RGB")
    whole = drawn.resize((size[0], round(drawn.height * size[0] / drawn.width)), Image.Resampling.LANCZOS)
    page = Image.new("RGB", size, "#ffffff")
    page.paste(whole, (0, 0))
    return page


def _place(canvas: Image.Image, picture: Image.Image, at: tuple[int, int]) -> None:
    """Put a picture on the canvas with a hairline and a soft shadow."""
    box = (at[0], at[1], at[0] + picture.width, at[1] + picture.height)
    shade = Image.new("L", canvas.size, 0)
    ImageDraw.Draw(shade).rectangle((box[0], box[1] + 4, box[2], box[3] + 6), fill=70)
    canvas.paste("#16202a", mask=shade.filter(ImageFilter.GaussianBlur(9)))
    canvas.paste(picture, at)
    ImageDraw.Draw(canvas).rectangle((box[0] - 1, box[1] - 1, box[2], box[3]), outline=LINE)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
