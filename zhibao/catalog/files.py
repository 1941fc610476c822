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
        raise CatalogError(f"{path}:{line}:{column}：{name}：{_in_chinese(first['type'], first['msg'])}") from error


def locate(path: Path, keys: tuple[str, ...]) -> tuple[int, int]:
    """Return line and column, from 1, of the deepest key of the path that the file has."""
    node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    line, column = 1, 1
    for key in keys:
        children: list[tuple[str, yaml.Node, yaml.Node]] = []
        if isinstance(node, yaml.MappingNode):
            children = [(str(k.value), k, v) for k, v in node.value]
        elif isinstance(node, yaml.SequenceNode):
            children = [(str(i), v, v) for i, v in enumerate(node.value)]
        for name, key_node, value_node in children:
            if name == key:
                line, column = key_node.start_mark.line + 1, key_node.start_mark.column + 1
                node = value_node
                break
        else:
            break
    return line, column


def _in_chinese(kind: str, message: str) -> str:
    return {
        "missing": "缺少这一项，请补上。",
        "extra_forbidden": "没有这一项，请检查拼写或删去。",
        "too_short": "不能为空。",
        "string_too_short": "不能为空。",
    }.get(kind, f"内容不合要求（{message.removeprefix('Value error, ')}）。")
