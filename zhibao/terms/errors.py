"""错误: what stops a command; the message is Chinese and says where, what and what to do.

    ZhibaoError
    ├── CatalogError (catalog/files.py, 3): a definition or settings file cannot be used
    │   └── FormulaError (catalog/expression.py): a formula names or uses what is not allowed
    ├── SnapshotError (snapshot/errors.py, 4): stored data are damaged, or there are none
    ├── CaseError (compile/case.py, 3): a case cannot be used
    └── PublishError (publish/release.py, 5): a release cannot be written or is none

Exit codes of commands: 0 all is well; 1 there are open errors in the data, said one by one; 2 the command was
written wrongly; 3 to 5 as above.
"""


class ZhibaoError(Exception):
    """Something that stops a command; `exit_code` is what the command ends with."""

    exit_code = 1
