"""Write the code list of the secondary programmes from a file that holds the catalogue of 2021 and its additions.

uv run python scripts/list_majors.py MAJORS.json

Every programme keeps its category (two digits), its class (four digits) and the year in which it came in; 2022-2024
stands where the supplement of these years that added it was not found.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from zhibao.catalog.load import packaged

HEAD = """\
label: 中等职业教育专业
why: 专业代码与名称以国家目录为准；since 是列入目录的年份，2022-2024 表示何年增补未查到。
source:
  - {title: 职业教育专业目录（2021年）, number: 教职成〔2021〕2号, clause: 中等职业教育专业{first}种}
  - {title: 2022年至2024年增补的专业, clause: 共{middle}种，见于公开转录，未见原件, mark: U}
  - {title: 2025年增补专业清单, number: 教职成厅函〔2025〕27号, clause: 中等职业教育专业{last}种}
items:
"""
LAST = "2025-12"


def main(arguments: list[str]) -> int:
    """Write the list; returns the exit code."""
    if len(arguments) != 1:
        print(__doc__)
        return 2
    read = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    majors = sorted(read["majors"], key=lambda one: str(one["code"]))
    faults = list(map(str, faults_of(majors, read["counts"])))
    if faults:
        print("\n".join(faults))
        return 1
    (packaged() / "lists" / "majors.yaml").write_text(listed(majors), encoding="utf-8")
    print(f"{len(majors)} programmes")
    return 0


def faults_of(majors: list[Mapping[str, Any]], counts: Mapping[str, Any]) -> list[str]:
    """Return what does not fit: the ministry's counts, codes that stand twice or under another class or category."""
    codes = [one["code"] for one in majors]
    found = [] if len(codes) == counts["programmes_now"] == len(set(codes)) else [f"{len(codes)} programmes"]
    first = sum(one["since"] == "2021" for one in majors)
    found += [] if first == counts["programmes_2021"] else [f"{first} programmes of 2021"]
    wrong = [
        one["code"] for one in majors if (one["code"][:4], one["code"][:2]) != (one["class_code"], one["category_code"])
    ]
    return [*found, *wrong]


def listed(majors: list[Mapping[str, Any]]) -> str:
    """Return the text of the list."""
    since = [str(one["since"]) for one in majors]
    first, last = since.count("2021"), since.count(LAST)
    lines = [
        f'  "{one["code"]}": {{label: {one["name"]}, attributes: '
        f"{{category: '{one['category_code']}', class: '{one['class_code']}', since: '{one['since']}'}}}}"
        for one in majors
    ]
    head = HEAD.replace("{first}", str(first)).replace("{last}", str(last))
    return head.replace("{middle}", str(len(majors) - first - last)) + "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
