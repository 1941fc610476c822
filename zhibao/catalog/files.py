"""定义文件的读取: YAML and its shape, with errors that name file, line and column."""

import re
from collections.abc import Hashable
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from zhibao.terms.errors import ZhibaoError

Model = TypeVar("Model", bound=BaseModel)
_CHOICES = re.compile(r"'([^']*)'")


class CatalogError(ZhibaoError):
    """定义有误: a definition or settings file cannot be used; the message says where and what to do."""

    exit_code = 3


def read_yaml(path: Path) -> object:
    """Return the content of a YAML file; raises CatalogError with file:line:column when it is not YAML."""
    try:
        return parse_yaml(path.read_text(encoding="utf-8"), path)
    except UnicodeDecodeError as error:
        raise CatalogError(f"{path}：不是 UTF-8 文本。请用 UTF-8 编码另存。") from error


def parse_yaml(text: str, path: Path, line: int = 1) -> object:
    """Return the content of a YAML text that begins at a line of a file.

    Raises: CatalogError with file:line:column, when it is not YAML or says one thing twice.
    """
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506  a safe loader with two rules more
    except yaml.MarkedYAMLError as error:
        where, fault = _where(path, line, error.problem_mark), str(error.problem)
    except yaml.reader.ReaderError as error:
        before = text.encode()[: error.position].decode(errors="ignore")
        where = f"{path}:{line + before.count(chr(10))}:{len(before) - before.rfind(chr(10))}"
        fault = f"有看不见的控制字符 U+{ord(text[len(before)]):04X}"
    except RecursionError:
        where, fault = f"{path}:{line}:1", "嵌套过深"
    raise CatalogError(f"{where}：YAML 写法有误（{fault}）。请检查缩进、冒号后的空格和引号。")


class _Loader(yaml.CSafeLoader):
    """YAML as it is meant: a key said twice is a slip, and what looks like a date must be one."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, object]:
        """Return a mapping; raises ConstructorError when a key stands twice."""
        seen: set[object] = set()
        for key in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode)):
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"“{key.value}”写了两次", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)

    def construct_object(self, node: yaml.Node, deep: bool = False) -> object:
        """Return what a node stands for; raises ConstructorError for a date or number that is none."""
        try:
            return super().construct_object(node, deep)
        except ValueError as error:
            fault = f"“{str(node.value)[:40]}”不是日期，也不是数"
            raise yaml.constructor.ConstructorError(None, None, fault, node.start_mark) from error


def _where(path: Path, line: int, mark: yaml.Mark | None) -> str:
    return f"{path}:{line + mark.line}:{mark.column + 1}" if mark else f"{path}:{line}:1"


def validate(model: type[Model], content: object, path: Path, **extra: object) -> Model:
    """Return the content as the model; raises CatalogError naming the first faulty key by line."""
    if not isinstance(content, dict):
        raise CatalogError(f"{path}:1:1：应为“键: 值”的形式，实际{_shape(content)}。")
    try:
        return model.model_validate({**content, **extra})
    except ValidationError as error:
        first = error.errors()[0]
        keys = tuple(str(part) for part in first["loc"])
        line, column = locate(path, keys)
        name = ".".join(keys) or "（整个文件）"
        raise CatalogError(
            f"{path}:{line}:{column}：{name}：{fault_in_chinese(first['type'], first['msg'])}"
        ) from error


def locate(path: Path, keys: tuple[str, ...]) -> tuple[int, int]:
    """Return line and column, from 1, of the deepest key of the path that the file has."""
    return locate_in(path.read_text(encoding="utf-8"), keys)


def locate_in(text: str, keys: tuple[str, ...]) -> tuple[int, int]:
    """Return line and column, from 1, of the deepest key of the path that a YAML text has."""
    node = _composed(text)
    line, column = 1, 1
    for key in keys:
        children: dict[str, tuple[yaml.Node, yaml.Node]] = {}
        if isinstance(node, yaml.MappingNode):
            children = {str(name.value): (name, value) for name, value in node.value}
        elif isinstance(node, yaml.SequenceNode):
            children = {str(place): (value, value) for place, value in enumerate(node.value)}
        if key not in children:
            break
        at, node = children[key]
        line, column = at.start_mark.line + 1, at.start_mark.column + 1
    return line, column


@lru_cache(maxsize=32)
def _composed(text: str) -> yaml.Node | None:
    """Return the nodes of a YAML text; several of its places are mostly asked for one after the other."""
    return yaml.compose(text, Loader=yaml.CSafeLoader)


def fault_in_chinese(kind: str, message: str) -> str:
    """Return what a fault of pydantic means for the author of a definition."""
    expected = "、".join(_CHOICES.findall(message))
    return {
        "missing": "缺少这一项，请补上。",
        "extra_forbidden": "没有这一项，请检查拼写或删去。",
        "too_short": "不能为空。",
        "string_too_short": "不能为空。",
        "string_type": "应为文字；看起来像数或日期的，请加引号。",
        "string_pattern_mismatch": f"写法不合要求，应合于 {message.partition(chr(39))[2].rstrip(chr(39))}。",
        "int_type": "应为整数。",
        "int_parsing": "应为整数。",
        "int_from_float": "应为整数。",
        "bool_type": "应为 true 或 false。",
        "bool_parsing": "应为 true 或 false。",
        "tuple_type": "应为列表，如 [甲, 乙]。",
        "list_type": "应为列表，如 [甲, 乙]。",
        "dict_type": "应为“键: 值”的形式。",
        "too_long": "列出的项过多。",
        "greater_than_equal": "数太小。",
        "less_than_equal": "数太大。",
        "enum": f"没有这个选择，可选：{expected}。",
        "literal_error": f"没有这个选择，可选：{expected}。",
    }.get(kind, f"内容不合要求（{message.removeprefix('Value error, ')}）。")


def _shape(content: object) -> str:
    if content is None:
        return "是空的"
    return "是列表" if isinstance(content, list) else "只有一个值"
