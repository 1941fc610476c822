"""Charts: what is drawn, at both widths, and that long names and missing values do not break them."""

import json
from fractions import Fraction

import pytest

from zhibao.document.charts import chart_png, chart_svg
from zhibao.document.specs import Series, composition, parts_pie, ranked_bars, resized, year_bars
from zhibao.document.specs.frame import spread, wrap

_YEARS = (
    Series("2020年", (Fraction(3), None), ("3.00", "缺")),
    Series("2021年", (Fraction(5), Fraction(-1)), ("5.00", "\u22121.00")),
)


def test_bars_show_the_printed_texts() -> None:
    """Vega never formats a number; a missing value shows its sign."""
    svg = chart_svg(year_bars(("甲", "乙"), _YEARS))
    assert all(f">{text}<" in svg for text in ("3.00", "缺", "5.00", "\u22121.00", "2020年"))


def test_a_chart_is_laid_out_anew_for_another_width() -> None:
    """The narrow drawing is a drawing of its own, not a small one; back again it is the same."""
    wide = year_bars([f"第{n}产业的从业人员" for n in range(6)], [Series("2021年", (Fraction(1),) * 6, ("1",) * 6)])
    narrow = resized(wide, 340)
    assert json.loads(narrow)["width"] == 340
    assert resized(narrow, json.loads(wide)["width"]) == wide


def test_ranked_bars_begin_with_the_largest() -> None:
    """Missing values stand last."""
    spec = ranked_bars(("小", "缺", "大"), Series("", (Fraction(1), None, Fraction(9)), ("1", "—", "9")))
    memo = json.loads(spec)["usermeta"]["zhibao"]
    assert memo["categories"] == ["大", "小", "缺"]


def test_small_parts_of_a_composition_keep_their_labels() -> None:
    """A part too small for its share has it below, and names that do not fit become a key."""
    names = ("2000元及以下", "2001—3000元", "3001元以上", "无法评估", "拒绝回答的毕业生")
    texts = ("10.00%", "60.00%", "25.00%", "3.00%", "2.00%")
    values = tuple(Fraction(text.rstrip("%")) for text in texts)
    svg = chart_svg(composition(names, [Series("2021年", values, texts)], width=340))
    assert all(f">{text}<" in svg for text in (*names, *texts))


def test_a_part_of_zero_is_told_and_has_no_length() -> None:
    """A share of 0.00% is printed like any other: below the bar, or beside the pie."""
    names, texts = ("本地就业", "异地就业", "境外就业"), ("75.00%", "25.00%", "0.00%")
    year = Series("2021年", tuple(Fraction(text.rstrip("%")) for text in texts), texts)
    bar, pie = composition(names, [year]), parts_pie(names, year)
    assert all(f">{text}<" in chart_svg(bar) for text in (*names, *texts))
    assert all(f">{name} {text}<" in chart_svg(pie) for name, text in zip(names, texts, strict=True))
    for spec, filled in ((bar, "x2"), (pie, "to")):
        drawn = [row for layer in json.loads(spec)["layer"] for row in layer["data"]["values"] if "category" in row]
        assert [row["category"] for row in drawn if filled in row] == ["本地就业", "异地就业"]


def test_drawings_are_equal_bytes() -> None:
    """Two drawings of one chart do not differ."""
    spec = year_bars(("甲", "乙"), _YEARS)
    first = chart_png(spec)
    chart_png.cache_clear()
    chart_svg.cache_clear()
    assert chart_png(spec) == first
    assert first.startswith(b"\x89PNG")


def test_lines_of_names_are_even_and_keep_punctuation() -> None:
    """No line begins with a closing mark."""
    lines = wrap("信息传输、软件和信息技术服务业（含互联网）", 100)
    assert len(lines) > 1
    assert not any(line.startswith(("、", "）")) for line in lines)
    assert "".join(lines) == "信息传输、软件和信息技术服务业（含互联网）"


def test_labels_are_moved_apart_or_given_up() -> None:
    """Labels never touch; where there is no room for all, the answer is None."""
    moved = spread([50, 52], [40, 40], 0, 200)
    assert moved is not None
    assert moved[1] - moved[0] >= 40
    assert spread([50, 52], [40, 40], 0, 60) is None


def test_series_of_wrong_length_are_refused() -> None:
    """A chart never shows values under the wrong names."""
    with pytest.raises(ValueError, match="2 values for 1 categories"):
        year_bars(("甲",), _YEARS)
