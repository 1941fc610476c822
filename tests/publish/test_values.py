"""Published values are text or numbers, and no text is a formula."""

import csv
import io

import pytest

from zhibao.publish.values import COLUMNS, as_csv


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("=5", "'=5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("@1", "'@1"),
        ("+cmd|x", "'+cmd|x"),
        ("-2+3", "'-2+3"),
        ("\t=1", "'\t=1"),
        ("-2.5", "-2.5"),
        ("+31", "+31"),
        ("-4700/283", "-4700/283"),
        ("示例一校", "示例一校"),
    ],
)
def test_text_stays_text_and_numbers_stay_numbers(text: str, written: str) -> None:
    content = as_csv([dict.fromkeys(COLUMNS, text)]).decode("utf-8-sig")
    _, row = csv.reader(io.StringIO(content, newline=""))
    assert row == [written] * len(COLUMNS)
