"""网页样式: what a look changes of the page: its faces, and its colours where the page is light or printed."""

from zhibao.catalog.look import DEFAULT, Face, Look, Role

_GENERIC: dict[Face, str] = {
    "text": "serif", "song": "serif", "title": "serif", "kai": "serif", "hei": "sans-serif",
}  # fmt: skip
_HEADINGS: tuple[Role, ...] = ("heading_1", "heading_2", "heading_3", "heading_4")
_SERIF = '"Source Han Serif SC", "Noto Serif CJK SC", "Noto Serif SC", "Songti SC", "STSong", "SimSun"'


def look_css(look: Look | None) -> str:
    """Return the rules that follow the page's own; none for the look that it is written in.

    Names of faces and colours were checked when the look was loaded: none can end a rule.
    """
    if look is None or look.name == DEFAULT:
        return ""
    rules = [f":root {{ --serif: {_families(look, 'text')}; }}", _rule(".mast h1", look, "title")]
    rules += [_rule(f".body h{level}", look, look.styles[role].face) for level, role in enumerate(_HEADINGS, 2)]
    colours = f":root {{ --seal: #{look.colours.cover}; --ink: #{look.colours.ink}; }}"
    number = f".body h2 > b, .issuer {{ color: #{look.colours.mark}; }}"
    shades = [f"@media {media} {{ {colours} {number} }}" for media in ("(prefers-color-scheme: light)", "print")]
    return "".join(f"{rule}\n" for rule in (*rules, *shades))


def _rule(selector: str, look: Look, face: Face) -> str:
    return f"{selector} {{ font-family: {_families(look, face)}; }}"


def _families(look: Look, face: Face) -> str:
    """Return the faces that a reader's machine may have, then those of the page."""
    named = look.faces[face]
    families = dict.fromkeys((named.word, *named.alternates, *named.system))
    generic = _GENERIC[face]
    own = f"{_SERIF}, " if generic == "serif" else '"Source Han Sans SC", "Noto Sans SC", '
    return ", ".join(f'"{family}"' for family in families) + f", {own}{generic}"
