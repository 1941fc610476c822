"""Whether an answer is what the description of the interface says."""


def assert_fits(given: object, schema: dict[str, object], schemas: dict[str, dict[str, object]]) -> None:
    """Fail where a value has another type, or other members, than its schema."""
    if "$ref" in schema:
        schema = schemas[str(schema["$ref"]).rpartition("/")[2]]
    kinds = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}
    assert isinstance(given, kinds[str(schema["type"])]), (given, schema)
    if isinstance(given, dict):
        properties = schema["properties"]
        assert isinstance(properties, dict)
        assert set(given) == set(properties)
        for name, value in given.items():
            assert_fits(value, properties[name], schemas)
    if isinstance(given, list):
        items = schema["items"]
        assert isinstance(items, dict)
        for one in given[:50]:
            assert_fits(one, items, schemas)
