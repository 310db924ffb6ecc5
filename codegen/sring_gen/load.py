# SPDX-License-Identifier: MIT OR Apache-2.0
"""YAML with the position of every key and value, and errors in the form of a compiler."""

import re
from dataclasses import dataclass, field
from pathlib import Path

import yaml


class _Loader(yaml.SafeLoader):
    """Only YAML 1.2's core types, so that `off` and 2026-01-01 are text. Remembers the tags,
    which a spec must not have."""

    yaml_implicit_resolvers = {}

    def __init__(self, text):
        super().__init__(text)
        self.tagged = []

    def compose_node(self, parent, index):
        event = self.peek_event()
        if getattr(event, "tag", None) is not None:
            self.tagged.append(event.start_mark)
        return super().compose_node(parent, index)


_NUMBER = re.compile(r"[-+]?[0-9]+|0x[0-9a-fA-F]+|0o[0-7]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_WORDS = {"true": True, "false": False, "": None, "~": None, "null": None}
for _tag, _pattern in (("bool", "true|false"), ("null", "null|~|"), ("int", _NUMBER.pattern),
                       ("float", _FLOAT.pattern)):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"(?:{_pattern})\\Z"), None)

DEPTH = 20  # of nested lists and mappings; a spec needs six


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in a spec, printed as `file:line:col: error: message [id]`."""

    path: str
    line: int
    column: int
    message: str
    id: str

    def __str__(self):
        message = printable(self.message)
        return f"{printable(self.path)}:{self.line}:{self.column}: error: {message} [{self.id}]"


def printable(text):
    """The text on one line, with other characters escaped."""
    return "".join(c if c.isprintable() else " " if c.isspace() else f"\\x{ord(c):02x}"
                   for c in text)


IDS = {"unreadable", "yaml-syntax", "empty-file", "alias", "key-not-a-word", "duplicate-key", "tag",
       "number-out-of-range"}


class SpecError(Exception):
    """All problems found, sorted."""

    def __init__(self, problems):
        super().__init__(f"{len(problems)} problem(s) in the spec")
        self.problems = sorted(set(problems))


@dataclass
class Document:
    """One YAML file: plain data, and the position of each node.

    `marks` maps the path of a node (a tuple of keys and indices) to its (line, column), counting
    from 1; `key_marks` does the same for the key of a mapping's entry.
    """

    path: str
    data: object = None
    marks: dict = field(default_factory=dict)
    key_marks: dict = field(default_factory=dict)

    def problem(self, where, message, id, key=False):
        """A Problem at the node `where`, or at the nearest enclosing one that has a position."""
        where = tuple(where)
        if key and where in self.key_marks:
            line, column = self.key_marks[where]
        else:
            while where not in self.marks and where:
                where = where[:-1]
            line, column = self.marks.get(where, (1, 1))
        return Problem(self.path, line, column, message, id)


def load(path, display=None):
    """Reads one YAML file. Returns (Document, problems); the document's data may be None."""
    document = Document(display or str(path))
    problems = []
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        return document, [document.problem((), f"cannot read the file: {error.strerror}",
                                           "unreadable")]
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[:error.start].decode("utf-8").split("\n")
        return document, [Problem(document.path, len(before), len(before[-1]) + 1,
                                  "cannot read the file: it is not UTF-8 text", "unreadable")]
    _parse(text, document, problems)
    if document.data is None and not problems:
        problems.append(document.problem((), "the file is empty", "empty-file"))
    return document, problems


def _parse(text, document, problems):
    loader, mark = None, None
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        if node is not None:
            document.data = _convert(node, (), document, problems, set())
        problems += [_at(document, mark, "a tag is not allowed: write the value itself, in quotes if "
                         "it is text", "tag") for mark in loader.tagged]
        return
    except yaml.reader.ReaderError as error:
        before = text[:error.position].split("\n")
        problems.append(Problem(document.path, len(before), len(before[-1]) + 1,
                                f"not YAML: the character U+{error.character:04X}", "yaml-syntax"))
        return
    except yaml.MarkedYAMLError as error:
        mark, reason = error.problem_mark or error.context_mark, error.problem
    except RecursionError:
        reason = "nested too deeply"
    except (ValueError, OverflowError):  # from an escape such as "\UFFFFFFFF"
        mark, reason = loader.get_mark(), "an escape is not a character"
    problems.append(_at(document, mark, f"not YAML: {reason}", "yaml-syntax"))


def _at(document, mark, message, id):
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return Problem(document.path, line, column, message, id)


def _convert(node, where, document, problems, seen):
    document.marks[where] = (node.start_mark.line + 1, node.start_mark.column + 1)

    def problem(message, id):
        problems.append(_at(document, node.start_mark, message, id))

    if id(node) in seen:
        # With aliases a file of a few lines could use up all memory.
        return problem("an alias is not allowed: write the value itself", "alias")
    if len(where) > DEPTH:
        return problem("not YAML: nested too deeply", "yaml-syntax")
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        return _convert_mapping(node, where, document, problems, seen)
    if isinstance(node, yaml.SequenceNode):
        return [_convert(item, where + (index,), document, problems, seen)
                for index, item in enumerate(node.value)]
    return _scalar(node, problem)


def _scalar(node, problem):
    kind, text = node.tag.rpartition(":")[2], node.value
    if kind in ("bool", "null"):
        return _WORDS.get(text)
    if kind == "float" and _FLOAT.fullmatch(text):
        return float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))
    if kind == "int" and _NUMBER.fullmatch(text):
        base = {"0x": 16, "0o": 8}.get(text[:2], 10)
        number = int(text, base) if len(text) <= 40 else 1 << 64
        if -(1 << 63) <= number < 1 << 64:
            return number
        return problem("the number has more than 64 bits", "number-out-of-range")
    return text


def _convert_mapping(node, where, document, problems, seen):
    result = {}
    for key_node, value_node in node.value:
        mark = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
        key = key_node.value if key_node.tag == "tag:yaml.org,2002:str" else None
        if not isinstance(key, str):
            problems.append(Problem(document.path, *mark, "a key must be text", "key-not-a-word"))
            continue
        if key in result:
            first = document.key_marks[where + (key,)]
            problems.append(Problem(document.path, *mark,
                                    f"duplicate key '{key}'; the first one is in line {first[0]}",
                                    "duplicate-key"))
            continue
        document.key_marks[where + (key,)] = mark
        result[key] = _convert(value_node, where + (key,), document, problems, seen)
    return result
