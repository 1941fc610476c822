"""预览: the report in the browser while it is written, with what was found beside the text; the folder is only read."""

from zhibao.preview.run import Preview
from zhibao.preview.server import PreviewError

__all__ = ["Preview", "PreviewError"]
