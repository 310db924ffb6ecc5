# SPDX-License-Identifier: MIT OR Apache-2.0
"""Checks a document against its JSON Schema, with error messages in the terms of the spec."""

import difflib
import re
from functools import lru_cache
from pathlib import Path

import jsonschema
import yaml

from . import text

# The folder with the schemas, the lifecycles and the library's operations. It is beside codegen/,
# in the repository and in an installation.
SHIPPED = Path(__file__).resolve().parents[2] / "spec"

_WORDS = {"object": "a mapping", "array": "a list", "string": "text", "integer": "a whole number",
          "boolean": "true or false", "number": "a number", "null": "nothing"}

# Keyword of JSON Schema -> (id, message). _problems handles the other keywords.
_LIMITS = {
    "minimum": ("out-of-range", "{got} is less than {limit}, the smallest value"),
    "maximum": ("out-of-range", "{got} is more than {limit}, the largest value"),
    "minItems": ("wrong-length", "it needs {limit} or more entries"),
    "maxItems": ("wrong-length", "it can have at most {limit} entries"),
    "minProperties": ("wrong-length", "it needs {limit} or more entries"),
    "minLength": ("wrong-length", "the text is empty"),
    "maxLength": ("wrong-length", "it must not be longer than {limit} characters"),
    "uniqueItems": ("duplicate-item", "an entry is there twice"),
}
IDS = {"unknown-key", "missing-key", "wrong-type", "unknown-value", "not-a-name", "malformed",
       "malformed-since", "malformed-text"} | {id for id, _ in _LIMITS.values()}


def suggestion(word, known):
    """`; did you mean 'x'?`, or nothing."""
    close = difflib.get_close_matches(str(word), [str(k) for k in known], 1)
    return f"; did you mean '{close[0]}'?" if close else ""


@lru_cache(maxsize=None)
def schema(kind):
    """The schema of `operation`, `lifecycle` or `handle`, as plain data."""
    with open(SHIPPED / "schema" / f"{kind}.yaml", encoding="utf-8") as file:
        return yaml.safe_load(file)


@lru_cache(maxsize=None)
def _validator(kind):
    # A whole number has no point: 22, not 22.0.
    checker = jsonschema.Draft202012Validator.TYPE_CHECKER.redefine(
        "integer", lambda _, value: isinstance(value, int) and not isinstance(value, bool))
    return jsonschema.validators.extend(
        jsonschema.Draft202012Validator, {"pattern": _pattern}, type_checker=checker)(schema(kind))


def _pattern(_, pattern, value, __):
    """`pattern` as JSON Schema defines it: `$` is the end of the text, not a newline before it."""
    if isinstance(value, str) and not re.search(re.sub(r"\$$", r"\\Z", pattern), value):
        yield jsonschema.ValidationError("it does not match")


def check(document, kind):
    """Returns (problems, the data without its wrong parts, fit for the lints)."""
    problems, wrong = [], set()
    for error in _validator(kind).iter_errors(document.data):
        for where, at_key, message, id in _problems(error, tuple(error.absolute_path)):
            problems.append(document.problem(where, message, id, key=at_key))
            if id != "missing-key":
                wrong.add(where)
    for where, value in _texts(document.data):
        found = text.problem(value)
        if found and not any(where[:length] in wrong for length in range(len(where) + 1)):
            problems.append(document.problem(where, found[1], found[0]))
    return problems, None if () in wrong else _without(document.data, wrong)


def _texts(data, where=()):
    """(path, value) of every text."""
    if isinstance(data, str):
        yield where, data
    elif isinstance(data, (dict, list)):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _texts(value, where + (key,))


def _problems(error, where):
    """(path, whether at the key, message, id) of one jsonschema error."""
    keyword, limit, got = error.validator, error.validator_value, error.instance
    if keyword == "additionalProperties":
        known = list(error.schema.get("properties", {}))
        for key in got:
            if key not in known:
                yield (where + (key,), True,
                       f"unknown key '{key}'{suggestion(key, known) or _one_of(known)}",
                       "unknown-key")
    elif keyword == "required":
        # jsonschema reports each missing key apart, and names it only in its message.
        key = error.message.split("'")[1]
        yield where, False, f"the key '{key}' is missing", "missing-key"
    elif keyword == "type":
        types = limit if isinstance(limit, list) else [limit]
        wanted = " or ".join(_WORDS[t] for t in types)
        yield where, False, f"{_called(where)} must be {wanted}, not {_kind(got)}", "wrong-type"
    elif keyword in ("enum", "const"):
        known = limit if keyword == "enum" else [str(limit).lower()]
        yield (where, False, f"'{_shown(got)}' is not known here"
               f"{suggestion(got, known) or _one_of(known)}", "unknown-value")
    elif "x-error" in error.schema and keyword == "pattern":
        our = error.schema["x-error"]
        key = "propertyNames" in error.absolute_schema_path
        yield where + (got,) if key else where, key, f"'{_shown(got)}': {our['says']}", our["id"]
    else:
        id, says = _LIMITS[keyword]
        key = "propertyNames" in error.absolute_schema_path
        yield (where + (got,) if key else where, key,
               f"{_called(where)}: " + says.format(got=_shown(got), limit=limit), id)


def _called(where):
    names = [str(part) for part in where if not isinstance(part, int)]
    return f"'{names[-1]}'" if names else "the file"


def _one_of(known):
    return f"; it can be {', '.join(str(k) for k in known)}"


def _shown(value):
    shown = "true" if value is True else "false" if value is False else str(value)
    shown = " ".join(shown.split())
    return shown if len(shown) <= 60 else shown[:57] + "..."


def _kind(value):
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true or false"
    names = {dict: "a mapping", list: "a list", str: "text", int: "a number", float: "a number"}
    return names.get(type(value), f"a {type(value).__name__}")


def _without(data, wrong, where=()):
    """A copy of the data without the nodes in `wrong`. In a list they become None, so that the
    other positions stay right."""
    if isinstance(data, dict):
        return {key: _without(value, wrong, where + (key,)) for key, value in data.items()
                if where + (key,) not in wrong}
    if isinstance(data, list):
        return [None if where + (index,) in wrong else _without(value, wrong, where + (index,))
                for index, value in enumerate(data)]
    return data
