"""接口说明: the OpenAPI document of the public interface, written by hand; a test holds it against what is answered."""

Schema = dict[str, object]
_TEXT: Schema = {"type": "string"}
_COUNT: Schema = {"type": "integer"}
_RELEASE_PROPERTIES: Schema = {
    "title": _TEXT, "city": _TEXT, "place": _TEXT, "year": _COUNT, "release": _TEXT, "number": _COUNT,
    "public_at": {"type": "string", "format": "date-time"}, "note": _TEXT, "sha256": _TEXT, "page": _TEXT,
    "is_in_force": {"type": "boolean"},
}  # fmt: skip
_VALUE_PROPERTIES: Schema = {
    "indicator": _TEXT, "label": _TEXT, "unit": _TEXT, "place": _TEXT, "name": _TEXT, "year": _COUNT,
    "printed": _TEXT, "exact": _TEXT, "numerator": _TEXT, "denominator": _TEXT,
}  # fmt: skip
_CITY: list[Schema] = [
    {"name": "city", "in": "path", "required": True, "schema": _TEXT},
    {"name": "year", "in": "path", "required": True, "schema": _COUNT},
    {"name": "release", "in": "path", "required": True, "schema": _TEXT, "description": "如 r1；永不改变"},
]


def _object(properties: dict[str, object]) -> dict[str, object]:
    return {"type": "object", "required": list(properties), "properties": properties, "additionalProperties": False}


def _list(name: str) -> dict[str, object]:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}


def _get(summary: str, schema: Schema, parameters: list[Schema]) -> Schema:
    responses: Schema = {"200": {"description": "成功", "content": {"application/json": {"schema": schema}}}}
    if parameters:
        responses["404"] = {"description": "没有这一版或这一项"}
    return {"get": {"summary": summary, "parameters": parameters, "responses": responses}}


def described() -> dict[str, object]:
    """Return the document."""
    release: dict[str, object] = {"$ref": "#/components/schemas/Release"}
    below = "/api/{city}/{year}/{release}"
    asked = {"name": "exhibit", "in": "path", "required": True, "schema": _TEXT, "description": "如 t-1-1、f-1-1"}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "质报公开数据接口",
            "version": "1",
            "description": "只读，不用账号。数的写法与报告相同；＊ 表示不足 5 人，不予公布。",
        },
        "paths": {
            "/api/releases.json": _get("各版年报", _list("Release"), []),
            f"{below}/release.json": _get("一版年报", release, [*_CITY]),
            f"{below}/values.json": _get("一版的全部指标值", _list("Value"), [*_CITY]),
            f"{below}/exhibits/{{exhibit}}.json": _get(
                "一张表或图的数", {"$ref": "#/components/schemas/Exhibit"}, [*_CITY, asked]
            ),
        },
        "components": {
            "schemas": {
                "Release": _object({**_RELEASE_PROPERTIES}),
                "Value": _object({**_VALUE_PROPERTIES}),
                "Exhibit": _object(
                    {
                        "name": _TEXT,
                        "caption": _TEXT,
                        "columns": {"type": "array", "items": _TEXT},
                        "rows": {"type": "array", "items": {"type": "array", "items": _TEXT}},
                    }
                ),
            }
        },
    }
