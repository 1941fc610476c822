"""Word 图片的替代文字: what a picture says to those who cannot see it, such as the numbers behind a chart."""

from zhibao.document.readers.word_package import open_word

_PROPERTIES = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


def descriptions(content: bytes, name: str) -> tuple[str, ...]:
    """Return the alternative text of every picture of a Word file, in reading order.

    Raises: ReadError, for a file that is no Word file.
    """
    return tuple(one.get("descr") or "" for one in open_word(content, name).body.iter(_PROPERTIES))
