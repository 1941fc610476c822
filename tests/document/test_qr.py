"""The QR code of a report: every square as the standard draws it, and nowhere without an address."""

from io import BytesIO

import pytest
import segno
from PIL import Image

from zhibao.compile.provable import place_of_proof, provable
from zhibao.document import qr
from zhibao.document.nodes import Cover, Document, Heading, Text
from zhibao.document.qr import NoCodeError, qr_picture

ADDRESS = "://".join(("https", "report.example.cn"))
DIGEST = "0123456789abcdef" * 4
REPORT = Document(Cover(("示例",), "示例", "二〇二一年"), (Heading(1, "1", (Text("学生"),), "a"),))


def test_every_square_of_the_code_is_drawn_with_white_around_it() -> None:
    place = place_of_proof(f"{ADDRESS}/", DIGEST)
    assert place == f"{ADDRESS}/verify/?sha256={DIGEST}"
    made = qr_picture(place)
    with Image.open(BytesIO(made.png)) as image:
        assert image.size == (made.width, made.height)
        drawn = image.convert("1")
    due = [[bool(one) for one in row] for row in segno.make(place, error="m", micro=False).matrix]
    left, step = (made.width - len(due) * qr._PIXELS) // 2, qr._PIXELS
    found = [
        [not drawn.getpixel((left + x * step + 1, (y + 4) * step + 1)) for x in range(len(due))]
        for y in range(len(due))
    ]
    assert found == due
    ink = drawn.point(lambda pixel: 255 - pixel).getbbox()
    assert ink == (left, 4 * step, left + len(due) * step, (4 + len(due)) * step)


def test_only_a_report_that_knows_where_it_will_be_public_tells_it() -> None:
    assert provable(REPORT, "", DIGEST) is REPORT
    told = provable(REPORT, ADDRESS, DIGEST)
    assert told.blocks[:1] == REPORT.blocks
    assert DIGEST in str(told.blocks[1])
    assert f"{ADDRESS}/verify/?sha256={DIGEST}" in str(told.blocks[2:])


def test_where_nothing_draws_codes_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "segno", None)
    with pytest.raises(NoCodeError, match=r"zhibao\[web\]"):
        qr_picture(ADDRESS)
