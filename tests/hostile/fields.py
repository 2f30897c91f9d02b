"""Which fields of the API take text, by its own description: a new one cannot be forgotten.

A field is text when its schema lets `PROBE` through. It is named by its path from the body's root: `[]` is any element of a
list, `*` any value of a map and `{}` a map's key.
"""

import re

PROBE = 'å <b title="x">'


def text_fields(description):
    """The text fields of each operation with a JSON body: `{operationId: {path: schema}}`."""
    schemas = description["components"]["schemas"]
    found = {}
    for methods in description["paths"].values():
        for operation in methods.values():
            content = operation.get("requestBody", {}).get("content", {})
            if "application/json" in content:
                fields = found.setdefault(operation["operationId"], {})
                _walk(content["application/json"]["schema"], (), frozenset(), schemas, fields)
    return found


def text_parameters(description):
    """The parameters that take text: `[(method, address, operationId, in, name)]`."""
    found = []
    for address, methods in description["paths"].items():
        for method, operation in methods.items():
            for parameter in operation.get("parameters", []):
                if _is_text(_resolved(parameter["schema"], description["components"]["schemas"])):
                    found.append((method.upper(), address, operation["operationId"], parameter["in"], parameter["name"]))
    return found


def _walk(schema, path, seen, schemas, fields):
    name = schema.get("$ref")
    if name in seen:
        return
    if name:
        seen = seen | {name}
    schema = _resolved(schema, schemas)
    for kind in ("oneOf", "anyOf", "allOf"):
        for one in schema.get(kind, []):
            _walk(one, path, seen, schemas, fields)
    if _is_text(schema):
        fields[path] = schema
    for key, value in schema.get("properties", {}).items():
        _walk(value, (*path, key), seen, schemas, fields)
    if "items" in schema:
        _walk(schema["items"], (*path, "[]"), seen, schemas, fields)
    if isinstance(schema.get("additionalProperties"), dict):
        fields[(*path, "{}")] = schema.get("propertyNames", {})
        _walk(schema["additionalProperties"], (*path, "*"), seen, schemas, fields)


def _resolved(schema, schemas):
    while "$ref" in schema:
        schema = schemas[schema["$ref"].rsplit("/", 1)[1]]
    return schema


def _is_text(schema):
    if not {"type", "oneOf", "anyOf", "allOf", "enum", "const"} & schema.keys():
        return True  # any value at all
    kinds = schema.get("type")
    if "string" not in (kinds if isinstance(kinds, list) else [kinds]):
        return False
    if {"enum", "const", "format"} & schema.keys():
        return False
    return re.search(schema.get("pattern", ""), PROBE) is not None


def places(body, fields):
    """Where in a request its text fields are, one place for each: `{path: place}`, a place being keys and positions."""
    found = {}

    def visit(value, path, place):
        if isinstance(value, str):
            found.setdefault(path, place)
        if isinstance(value, list):
            for position, one in enumerate(value):
                visit(one, (*path, "[]"), (*place, position))
        elif isinstance(value, dict):
            for key, one in value.items():
                if (*path, "{}") in fields:
                    found.setdefault((*path, "{}"), (*place, "{}"))
                known = any(field[: len(path) + 1] == (*path, key) for field in fields)
                visit(one, (*path, key if known else "*"), (*place, key))

    visit(body, (), ())
    return {path: place for path, place in found.items() if path in fields}


def put(body, place, text):
    """Writes a text at a place, in place. A map gets one more key, with a value that is there already."""
    *way, last = place
    for step in way:
        body = body[step]
    if last == "{}":
        body[text] = next(iter(body.values()))
    else:
        body[last] = text


def strings(value, place=()):
    """Every text in an answer with its place, of a map's keys too. Lists are in an order of their own: an element is `[]`."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, list):
        for one in value:
            yield from strings(one, (*place, "[]"))
    elif isinstance(value, dict):
        for key, one in value.items():
            yield (*place, "{}"), key
            yield from strings(one, (*place, key))
