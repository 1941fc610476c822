"""封存的错误: one class for what is wrong with stored data."""

from zhibao.terms.errors import ZhibaoError


class SnapshotError(ZhibaoError):
    """封存有误: a stored snapshot is not what its manifest says, or cannot be written."""

    exit_code = 4


def damaged_file(path: object) -> SnapshotError:
    """Return the error for a table file that cannot be read."""
    return SnapshotError(f"{path}：封存的数据文件已损坏，不能使用。请从备份恢复，或重新读入这一份工作簿。")


def damaged_head(path: object) -> SnapshotError:
    """Return the error for a file that should name the snapshot in force and does not."""
    return SnapshotError(f"{path}：读不出哪一份封存数据有效。请从备份恢复，或删去这个文件后重新读入这一份工作簿。")
