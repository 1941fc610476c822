"""场景: placeholder pictures for cases, drawn from simple shapes, that say what a photograph would show."""

from collections.abc import Callable, Iterable, Mapping
from xml.sax.saxutils import escape

from zhibao.document.fonts import SANS

WIDTH, HEIGHT = 1200, 800
FLOOR = 560
INK = "#3d4f5c"
SKIN, WOOD, PAPER, METAL, LEAF = "#e3c2a5", "#b89878", "#fbfaf6", "#9aa8b2", "#86a97c"
CLOTHES = ("#5f86a3", "#c08a6e", "#7f9f86", "#a38aa8", "#c7a95f", "#6f8fae")


def scene_svg(kind: str, name: str) -> str:
    """Return a placeholder picture of a kind of scene as SVG, with 示意图 and the scene's name on it.

    Raises: KeyError, for a kind that is not drawn.
    """
    wall, floor, draw = _SCENES[kind]
    ribbon = _rect(0, 690, WIDTH, 110, "#ffffff", opacity=0.86)
    label = (
        f'<text x="600" y="742" text-anchor="middle" font-family="{SANS}" font-size="38" fill="{INK}">'
        f"{escape(name)}</text>"
        f'<text x="600" y="780" text-anchor="middle" font-family="{SANS}" font-size="24" fill="#6d7d88">'
        "示意图，非真实照片</text>"
    )
    shapes = "".join((_rect(0, 0, WIDTH, FLOOR, wall), _rect(0, FLOOR, WIDTH, HEIGHT - FLOOR, floor), *draw(), ribbon))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f"{shapes}{label}</svg>"
    )


def kinds() -> tuple[str, ...]:
    """Return the kinds of scenes that can be drawn."""
    return tuple(_SCENES)


def _rect(x: int, y: int, width: int, height: int, fill: str, *, radius: int = 0, opacity: float = 1) -> str:
    veil = f' fill-opacity="{opacity}"' if opacity < 1 else ""
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="{radius}" fill="{fill}"{veil}/>'


def _disc(x: int, y: int, radius: int, fill: str) -> str:
    return f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{fill}"/>'


def _shape(fill: str, *points: tuple[int, int]) -> str:
    path = " ".join(f"{x},{y}" for x, y in points)
    return f'<polygon points="{path}" fill="{fill}"/>'


def _line(points: Iterable[tuple[int, int]], width: int = 6, colour: str = INK) -> str:
    path = " ".join(f"{x},{y}" for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-linecap="round"/>'


def _person(x: int, foot: int, colour: int, *, size: int = 100) -> str:
    """Draw a person whose feet are at a point; 100 is two hundred and sixty high."""
    head, wide, high = 34 * size // 100, 96 * size // 100, 180 * size // 100
    body = _rect(x - wide // 2, foot - high, wide, high, CLOTHES[colour % len(CLOTHES)], radius=wide // 2)
    return body + _disc(x, foot - high - head + 4, head, SKIN)


def _row(places: Iterable[int], foot: int, *, size: int = 100, first: int = 0) -> str:
    return "".join(_person(x, foot, first + number, size=size) for number, x in enumerate(places))


def _desk(x: int, y: int, width: int = 200) -> str:
    legs = "".join(_rect(x + at, y + 20, 12, 90, WOOD) for at in (14, width - 26))
    return _rect(x, y, width, 22, WOOD, radius=6) + legs


def _screen(x: int, y: int, width: int = 120) -> str:
    height = width * 2 // 3
    inner = _rect(x + 8, y + 8, width - 16, height - 16, "#dcebf2", radius=4)
    return _rect(x, y, width, height, INK, radius=8) + inner + _rect(x + width // 2 - 8, y + height, 16, 18, INK)


def _board(x: int, y: int, width: int, height: int, fill: str = "#4f6f64") -> str:
    lines = "".join(
        _line([(x + 50, y + 60 + 46 * row), (x + width - 80 - 60 * row, y + 60 + 46 * row)], 5, "#dfe8e2")
        for row in range(3)
    )
    return _rect(x - 12, y - 12, width + 24, height + 24, WOOD, radius=6) + _rect(x, y, width, height, fill) + lines


def _window(x: int, y: int) -> str:
    panes = "".join(
        _rect(x + 10 + 75 * column, y + 10 + 85 * row, 65, 75, "#e4f0f5") for column in (0, 1) for row in (0, 1)
    )
    return _rect(x, y, 160, 180, PAPER, radius=4) + panes


def _classroom() -> tuple[str, ...]:
    desks = (_desk(x, 540) for x in (90, 360, 630, 900))
    return (
        _board(330, 110, 540, 220),
        _person(1040, 440, 4, size=85),
        _row((190, 460, 730, 1000), 560, size=70),
        *desks,
    )


def _workshop() -> tuple[str, ...]:
    machines = (
        _rect(x, 330, 220, 240, METAL, radius=10)
        + _rect(x + 30, 360, 110, 90, "#dcebf2", radius=6)
        + _disc(x + 180, 400, 14, "#c7a95f")
        for x in (80, 880)
    )
    beam = (
        _rect(0, 70, WIDTH, 26, "#b9c2c8")
        + _rect(560, 96, 16, 120, METAL)
        + _shape("#c08a6e", (540, 216), (596, 216), (568, 262))
    )
    gear = _disc(600, 470, 70, METAL) + _disc(600, 470, 28, "#eef1f3")
    return (beam, *machines, _rect(440, 530, 320, 40, WOOD, radius=6), gear, _person(380, 610, 0), _person(820, 610, 2))


def _field() -> tuple[str, ...]:
    hills = _shape("#b9cfae", (0, 560), (260, 330), (560, 560)) + _shape("#a7c39c", (380, 560), (760, 290), (1200, 560))
    rows = tuple(_line([(40 + 60 * n, 690), (300 + 34 * n, 575)], 10, LEAF) for n in range(19))
    trees = (_rect(x, 430, 18, 130, WOOD) + _disc(x + 9, 400, 70, LEAF) for x in (140, 1010))
    return (_disc(980, 130, 60, "#f2d9a0"), hills, *rows, *trees, _row((520, 640, 760), 640, size=90))


def _meeting() -> tuple[str, ...]:
    table = _rect(170, 500, 860, 46, WOOD, radius=20) + _rect(230, 546, 740, 90, "#a68765", radius=10)
    papers = (_rect(x, 484, 70, 18, PAPER, radius=3) for x in (260, 420, 580, 740, 900))
    curve = _line([(430, 250), (530, 190), (630, 215), (760, 140)], 8, CLOTHES[0])
    return (_rect(370, 100, 460, 200, PAPER, radius=10), curve, _row((290, 450, 610, 770, 930), 520), table, *papers)


def _contest() -> tuple[str, ...]:
    steps = (
        _rect(480, 450, 240, 200, "#cfd8dd")
        + _rect(260, 510, 220, 140, "#dde3e7")
        + _rect(720, 540, 220, 110, "#dde3e7")
    )
    cup = _shape("#c7a95f", (980, 170), (1080, 170), (1058, 270), (1002, 270)) + _rect(1020, 270, 20, 50, "#c7a95f")
    foot = _rect(985, 318, 90, 18, "#a98d48")
    flags = tuple(
        _shape(CLOTHES[n % 6], (60 + 110 * n, 40), (140 + 110 * n, 40), (100 + 110 * n, 100)) for n in range(10)
    )
    return (*flags, cup, foot, steps, _person(600, 455, 0), _person(370, 515, 1), _person(830, 545, 2))


def _clinic() -> tuple[str, ...]:
    cross = _rect(575, 110, 50, 150, "#c98282", radius=6) + _rect(525, 160, 150, 50, "#c98282", radius=6)
    bed = (
        _rect(160, 480, 420, 60, PAPER, radius=14)
        + _rect(160, 540, 420, 24, METAL)
        + _rect(180, 560, 14, 70, METAL)
        + _rect(546, 560, 14, 70, METAL)
    )
    coat = _rect(772, 400, 96, 190, "#f7f9fa", radius=48) + _disc(820, 372, 34, SKIN)
    return (
        cross,
        _window(120, 150),
        _window(930, 150),
        bed,
        _disc(230, 456, 32, SKIN),
        _rect(260, 446, 260, 40, CLOTHES[0], radius=20),
        coat,
        _person(960, 590, 2),
    )


def _kitchen() -> tuple[str, ...]:
    hood = _shape(METAL, (380, 90), (820, 90), (900, 210), (300, 210))
    counter = _rect(120, 480, 960, 40, PAPER, radius=6) + _rect(120, 520, 960, 130, METAL, radius=6)
    pans = (
        _rect(x, 452, 130, 30, INK, radius=12) + _line([(x + 130, 462), (x + 190, 448)], 10) for x in (260, 520, 780)
    )
    steam = (_line([(x, 420), (x + 16, 390), (x, 360), (x + 16, 330)], 6, "#ffffff") for x in (320, 580, 840))
    cooks = (_person(x, 480, n) + _rect(x - 34, 196, 68, 46, PAPER, radius=20) for n, x in enumerate((230, 500, 990)))
    return (hood, *cooks, counter, *pans, *steam)


def _signing() -> tuple[str, ...]:
    banner = _rect(200, 80, 800, 130, "#b87979", radius=8) + _line([(280, 145), (920, 145)], 8, "#f3e3d0")
    table = _rect(240, 470, 720, 180, "#8fa7b5", radius=10)
    papers = (
        _rect(400, 452, 110, 22, PAPER)
        + _rect(690, 452, 110, 22, PAPER)
        + _line([(470, 450), (500, 416)], 6)
        + _line([(760, 450), (790, 416)], 6)
    )
    return (
        banner,
        _row((180, 330, 870, 1020), 440, size=80, first=2),
        _person(450, 500, 0),
        _person(750, 500, 1),
        table,
        papers,
    )


def _stage() -> tuple[str, ...]:
    curtain = _shape("#a97f86", (0, 0), (230, 0), (120, 560), (0, 560)) + _shape(
        "#a97f86", (1200, 0), (970, 0), (1080, 560), (1200, 560)
    )
    notes = (
        _disc(x, y, 16, INK) + _line([(x + 14, y), (x + 14, y - 70)], 5)
        for x, y in ((430, 170), (600, 130), (770, 180))
    )
    risers = _rect(220, 520, 760, 60, WOOD, radius=6)
    return (
        curtain,
        *notes,
        _row(range(300, 940, 100), 470, size=72),
        risers,
        _row(range(250, 1000, 125), 580, size=82, first=3),
    )


def _sports() -> tuple[str, ...]:
    sky = _disc(180, 120, 54, "#f2d9a0") + _rect(0, 470, WIDTH, 90, "#bcd1b5")
    lanes = tuple(_line([(0, 590 + 34 * n), (WIDTH, 590 + 34 * n)], 4, "#f3e3d0") for n in range(4))
    net = (
        _rect(170, 330, 12, 260, INK)
        + _rect(1020, 330, 12, 260, INK)
        + "".join(_line([(182, 350 + 30 * n), (1020, 350 + 30 * n)], 2, METAL) for n in range(5))
    )
    return (sky, net, *lanes, _disc(600, 260, 38, "#c7a95f"), _row((360, 500), 620), _row((720, 860), 620, first=3))


def _computer() -> tuple[str, ...]:
    desks = (_desk(x, 500, 240) + _screen(x + 60, 400) for x in (80, 360, 640, 920))
    chart = _rect(380, 90, 440, 200, PAPER, radius=10) + "".join(
        _rect(430 + 76 * n, 260 - 32 * n, 44, 20 + 32 * n, CLOTHES[n]) for n in range(5)
    )
    return (chart, *desks, _row((200, 480, 760, 1040), 660, size=85))


def _community() -> tuple[str, ...]:
    houses = (
        _rect(x, 300, 180, 260, fill, radius=4)
        + _shape("#a97f6e", (x - 20, 300), (x + 200, 300), (x + 90, 210))
        + _rect(x + 70, 440, 50, 120, WOOD)
        for x, fill in ((70, "#e5dccb"), (930, "#dde3e7"))
    )
    tent = (
        _shape("#6f8fae", (380, 290), (820, 290), (760, 200), (440, 200))
        + _rect(400, 290, 12, 280, METAL)
        + _rect(788, 290, 12, 280, METAL)
    )
    return (*houses, tent, _row((480, 600, 720), 520, size=88), _desk(440, 470, 320), _row((330, 870), 640, first=4))


def _exhibition() -> tuple[str, ...]:
    frames = (
        _rect(x, 130, 200, 170, WOOD, radius=4)
        + _rect(x + 14, 144, 172, 142, PAPER)
        + _disc(x + 70, 200, 30, CLOTHES[n])
        + _shape(LEAF, (x + 80, 276), (x + 130, 190), (x + 180, 276))
        for n, x in enumerate((90, 360, 640, 910))
    )
    stands = (
        _rect(x, 430, 150, 150, "#e8e2d6", radius=4) + _shape(CLOTHES[n], (x + 35, 430), (x + 115, 430), (x + 75, 360))
        for n, x in enumerate((170, 530, 880))
    )
    return (*frames, *stands, _row((380, 480, 790), 650, first=1))


def _training() -> tuple[str, ...]:
    chairs = (_person(x, 660, n, size=78) for n, x in enumerate(range(90, 800, 140)))
    podium = _person(1000, 560, 0) + _rect(920, 470, 160, 130, WOOD, radius=6)
    return (_screen(300, 90, 440), _rect(480, 380, 80, 40, INK), podium, *chairs)


_SCENES: Mapping[str, tuple[str, str, Callable[[], Iterable[str]]]] = {
    "classroom": ("#eef1ea", "#d9cfc0", _classroom),
    "clinic": ("#eaf2f3", "#d3dfe2", _clinic),
    "community": ("#e2edf3", "#cfd8cc", _community),
    "computer": ("#eceff3", "#d5d9df", _computer),
    "contest": ("#f1eee6", "#d8d2c4", _contest),
    "exhibition": ("#f4f1ea", "#dcd3c4", _exhibition),
    "field": ("#e0eef4", "#c5d6ba", _field),
    "kitchen": ("#f3efe7", "#d9d3c8", _kitchen),
    "meeting": ("#edf0f2", "#d6d0c6", _meeting),
    "signing": ("#f2eeea", "#d9cfc8", _signing),
    "sports": ("#dfeef5", "#cfa58c", _sports),
    "stage": ("#f0e9e6", "#cdb9a4", _stage),
    "training": ("#eaeef1", "#d5d2ca", _training),
    "workshop": ("#eceff0", "#cfd2d2", _workshop),
}
