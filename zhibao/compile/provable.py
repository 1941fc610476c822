"""核对页脚: the end of a released report says where it can be proved: an address as a QR code, and a hash.

A file cannot hold its own hash. What is printed is the hash of the frozen data of the report's year, which the manifest
of the release names, `zhibao verify` works out again, and the public page of the release is found by.
"""

from dataclasses import replace

from zhibao.document.nodes import Block, Caption, Document, Figure, Link, Note, Paragraph, Text
from zhibao.document.qr import qr_picture

ANCHOR = "proof"


def provable(report: Document, address: str, digest: str) -> Document:
    """Return a report with where to prove it at its end; as it is, when it is not known where it will be public."""
    if not address:
        return report
    return replace(report, blocks=(*report.blocks, *_told(place_of_proof(address, digest), digest)))


def place_of_proof(address: str, digest: str) -> str:
    """Return the address that says which release rests on the data of a hash; it stays when releases are corrected."""
    return f"{address.rstrip('/')}/verify/?sha256={digest}"


def _told(place: str, digest: str) -> tuple[Block, ...]:
    lead = (
        Text("核对本报告：扫下面的二维码，或打开"),
        Link((Text("核对页"),), place),
        Text("，可找到发布页和各文件的指纹。"),
    )
    # The hash stands in a line of its own: it has no place to break.
    data = Text(f"本报告所依据的封存数据的指纹（SHA-256）：{digest}")
    own = Text("文件自身的指纹不能印在文件里，以核对页所列为准。")
    caption = Caption("", "", "核对页的二维码")
    code = Figure(ANCHOR, ANCHOR, caption, qr_picture(place), f"二维码：{place}")
    return Note((Paragraph(lead), Paragraph((data,)), Paragraph((own,)))), code
