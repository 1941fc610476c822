"""画图: draws Vega-Lite specifications and drawn pictures; equal input gives equal bytes."""

import json
from functools import cache, lru_cache

import vl_convert

from zhibao.document.fonts import bundled_directory

_VEGA_LITE = "6.4"


@cache
def _register_fonts() -> None:
    vl_convert.register_font_directory(str(bundled_directory()))


@lru_cache(maxsize=512)
def chart_svg(spec: str) -> str:
    """Return the drawing of a specification as SVG; drawn once per run."""
    _register_fonts()
    return vl_convert.vegalite_to_svg(json.loads(spec), vl_version=_VEGA_LITE)


@lru_cache(maxsize=512)
def chart_png(spec: str, scale: float = 2.0) -> bytes:
    """Return the drawing of a specification as PNG, `scale` dots per pixel."""
    return svg_png(chart_svg(spec), scale)


def svg_png(svg_text: str, scale: float = 2.0) -> bytes:
    """Return an SVG drawing as PNG; its texts should name a bundled face."""
    _register_fonts()
    return vl_convert.svg_to_png(svg_text, scale=scale)
