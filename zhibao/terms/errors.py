"""错误: what stops a command; the message is Chinese and says where, what and what to do.

    ZhibaoError
    ├── CatalogError (catalog/files.py, 3): a definition or settings file cannot be used
    │   └── FormulaError (catalog/expression.py): a formula names or uses what is not allowed
    ├── SnapshotError (snapshot/errors.py, 4): stored data are damaged, or there are none
    │   └── EngineError (snapshot/engine.py): another engine is not there or does not answer
    ├── TemplateError (document/template/package.py, 3): a user's own Word file cannot be used
    ├── CaseError (compile/case.py, 3): a case cannot be used
    ├── ReadError (document/readers/errors.py, 2): a report cannot be read
    ├── BaselineError (audit/report/baseline.py, 2): a former audit cannot be compared with
    ├── SelfAuditError (audit/ties/written.py, 1): a report that was written says otherwise than its data
    ├── CollectError (collect/errors.py, 5): a workbook cannot be written
    ├── ManualError (manual/write.py, 5): the pages of the definitions cannot be written
    ├── PreviewError (preview/server.py, 5): the port of the preview cannot be had
    └── PublishError (publish/release.py, 5): a release cannot be written or is none

Exit codes of commands: 0 all is well; 1 there are open errors in the data or the written report, said one by one;
2 the command was written wrongly, or a report could not be read; 3 to 5 as above; 70 the program met what nobody
thought of.
"""

import errno

_REASONS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘只读",
    errno.ENOSPC: "磁盘已满",
    errno.EFBIG: "文件超过大小限制",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EISDIR: "是文件夹，不是文件",
    errno.EEXIST: "已有同名的文件",
    errno.ENOTEMPTY: "文件夹不是空的",
    errno.ENAMETOOLONG: "名称过长",
    errno.EBUSY: "正被其他程序占用",
    errno.EMFILE: "打开的文件过多",
    errno.ECONNREFUSED: "那里没有服务",
    errno.EHOSTUNREACH: "到不了那台主机",
    errno.ENETUNREACH: "网络不通",
    errno.ETIMEDOUT: "没有回应",
}


class ZhibaoError(Exception):
    """Something that stops a command; `exit_code` is what the command ends with."""

    exit_code = 1


def reason_of(error: OSError) -> str:
    """Return in Chinese why the system refused a file; its own words for what is rare."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)
