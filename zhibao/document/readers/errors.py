"""读不了的文件: every reason why a file cannot be read, in one exception with a Chinese message."""

from zhibao.terms.errors import ZhibaoError

MEBIBYTE = 1 << 20


class ReadError(ZhibaoError):
    """A file cannot be read as a report; the message names the file, the reason and what to do."""

    exit_code = 2


def cannot_read(name: str, reason: str) -> ReadError:
    """Return the error for a file that the system refuses."""
    return ReadError(f"“{name}”读不了：{reason}。请检查路径和权限后再试。")


def unsupported(name: str) -> ReadError:
    """Return the error for a type of file that has no reader."""
    return ReadError(f"“{name}”的类型不能读。可以读 txt、md、docx、html、pdf、xlsx；其他格式请先另存为 docx。")


def old_word(name: str) -> ReadError:
    """Return the error for .doc and .wps."""
    return ReadError(f"“{name}”是旧版 Word 或 WPS 文件，不能直接读。请在 Word 或 WPS 中另存为 docx 后再试。")


def old_workbook(name: str) -> ReadError:
    """Return the error for .xls and .et."""
    return ReadError(f"“{name}”是旧版工作簿，不能直接读。请在 Excel 或 WPS 中另存为 xlsx 后再试。")


def encrypted(name: str) -> ReadError:
    """Return the error for a file with a password."""
    return ReadError(f"“{name}”有密码保护，读不了。请取消密码后再试。")


def damaged(name: str, kind: str) -> ReadError:
    """Return the error for bytes that are not what their name says."""
    return ReadError(f"“{name}”已损坏，或者不是 {kind} 文件。请用原来的程序打开并重新保存后再试。")


def empty(name: str) -> ReadError:
    """Return the error for a file without any text."""
    return ReadError(f"“{name}”里没有文字。请检查是否选对了文件。")


def scanned(name: str, pages: int) -> ReadError:
    """Return the error for a PDF of pictures."""
    return ReadError(
        f"“{name}”共 {pages} 页，没有文字层，应是扫描件，读不了。请提供 Word 原件，或先做文字识别（OCR）后再试。"
    )


def too_large(name: str, size: str, limit: str) -> ReadError:
    """Return the error for a file beyond the limits."""
    return ReadError(f"“{name}”过大：{size}，上限为 {limit}。请删去不需要的内容（如图片）或分成几个文件后再试。")


def too_deep(name: str) -> ReadError:
    """Return the error for tables or elements nested beyond what any report has."""
    return ReadError(f"“{name}”的表格或段落层层嵌套过深，不是正常的报告，没有读。请用 Word 打开，整理后重新保存。")


def wrong_encoding(name: str) -> ReadError:
    """Return the error for a text that is neither UTF-8 nor GB 18030."""
    return ReadError(f"“{name}”的文字编码认不出来。请另存为 UTF-8 编码的文本后再试。")
