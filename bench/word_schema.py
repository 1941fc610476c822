"""Word files against the schema of Office Open XML, by a validator that is not ours.

    uv run --with openxml-audit==0.8.0 python -m bench.word_schema FILE.docx …      without files: the stress report

openxml-audit carries the schemas and the rules of Microsoft's Open XML SDK as data (MIT) and checks every part: order
and number of elements, types and ranges of attributes, relationships, and what Word is known to repair. It is no Word:
that Word itself opens a file without a question stays to be seen on a machine that has it.
"""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.document.stress import stress_report
from zhibao.document.writers.docx import write_docx
from zhibao.document.writers.typst import write_pdf

COMMAND = ("openxml-audit", "--format", "office2019", "--policy", "strict", "--max-errors", "0")


def main() -> int:
    """Print what the validator says of each file; return how many it refuses."""
    with TemporaryDirectory() as folder:
        files = [Path(name) for name in sys.argv[1:]] or [stress(Path(folder))]
        return sum(subprocess.run([*COMMAND, str(file)], check=False).returncode != 0 for file in files)


def stress(folder: Path) -> Path:
    """Write the stress report and return its file."""
    document = stress_report()
    file = folder / "stress.docx"
    file.write_bytes(write_docx(document, write_pdf(document).pages))
    return file


if __name__ == "__main__":
    raise SystemExit(main())
