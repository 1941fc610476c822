"""定义文件的读取: YAML and its shape, with errors that name file, line and column."""

from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from zhibao.terms.errors import ZhibaoError

Model = TypeVar("Model", bound=BaseModel)


class CatalogError(ZhibaoError):
    """定义有误: a definition or settings file cannot be used; the message says where and what to do."""

    exit_code = 3


def read_yaml(path: Path) -> object:
    """Return the content of a YAML file; raises CatalogError with file:line:column when it is not YAML."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except UnicodeDecodeError as error:
        raise CatalogError(f"{path}：不是 UTF-8 文本。请用 UTF-8 编码另存。") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else str(path)
        raise CatalogError(f"{where}：YAML 写法有误（{error.problem}）。请检查缩进、冒号后的空格和引号。") from error


def validate(model: type[Model], content: object, path: Path, **extra: object) -> Model:
    """Return the content as the model; raises CatalogError naming the first faulty key by line."""
    if not isinstance(content, dict):
        raise CatalogError(f"{path}:1:1：应为“键: 值”的形式，实际是{type(content).__name__}。")
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
    node = yaml.compose(text, Loader=yaml.CSafeLoader)
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


def fault_in_chinese(kind: str, message: str) -> str:
    """Return what a fault of pydantic means for the author of a definition."""
    return {
        "missing": "缺少这一项，请补上。",
        "extra_forbidden": "没有这一项，请检查拼写或删去。",
        "too_short": "不能为空。",
        "string_too_short": "不能为空。",
    }.get(kind, f"内容不合要求（{message.removeprefix('Value error, ')}）。")
