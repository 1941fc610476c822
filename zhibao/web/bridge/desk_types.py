"""核验台收什么: which files the readers take, told by name and by the first bytes, before anything is parsed."""

from pathlib import PurePath

from django.utils.translation import gettext, gettext_lazy

from zhibao.document.readers.read import SUFFIXES

TAKEN = gettext_lazy("Word（docx）、PDF、文本（txt、md）、网页（html）、工作簿（xlsx）")
ACCEPT = ",".join(SUFFIXES)
_ZIPPED = (".docx", ".docm", ".dotx", ".xlsx", ".xlsm")


def fault_of(name: str, head: bytes) -> str:
    """Return in Chinese why a file is not taken; '' for one that may be read."""
    suffix = PurePath(name).suffix.lower()
    if suffix in (".doc", ".wps", ".rtf", ".odt"):
        return gettext("“{name}”是旧格式的文档。请在 Word 或 WPS 里另存为 docx 再放。").format(name=name)
    if suffix in (".xls", ".et", ".ods"):
        return gettext("“{name}”是旧格式的工作簿。请另存为 xlsx 再放。").format(name=name)
    if suffix not in SUFFIXES:
        return gettext("不收“{name}”这种文件。收的是{taken}。").format(name=name, taken=TAKEN)
    if not head.strip():
        return gettext("“{name}”是空的。请换有内容的文件。").format(name=name)
    if suffix in _ZIPPED:
        # An encrypted document is another container; its reader says what to do.
        is_it = head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))
    elif suffix == ".pdf":
        is_it = b"%PDF-" in head[:1024]
    else:
        is_it = not head.startswith((b"PK\x03\x04", b"%PDF-", b"\x7fELF", b"MZ", b"\x89PNG", b"\xff\xd8\xff"))
    return (
        ""
        if is_it
        else gettext("“{name}”的内容不是它的扩展名所说的那种文件。请用原来的程序打开，另存后再放。").format(name=name)
    )
