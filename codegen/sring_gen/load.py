# SPDX-License-Identifier: MIT OR Apache-2.0
"""YAML with the position of every key and value, and errors in the form of a compiler."""

import re
from dataclasses import dataclass, field
from pathlib import Path

import yaml


class _Loader(yaml.SafeLoader):
    """YAML 1.2's booleans: only true and false. `off` is a field of the SQE."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in a spec, printed as `file:line:col: error: message [id]`."""

    path: str
    line: int
    column: int
    message: str
    id: str

    def __str__(self):
        return f"{self.path}:{self.line}:{self.column}: error: {self.message} [{self.id}]"


IDS = {"unreadable", "yaml-syntax", "empty-file", "alias", "key-not-a-word", "duplicate-key"}


class SpecError(Exception):
    """All problems found, sorted."""

    def __init__(self, problems):
        super().__init__(f"{len(problems)} problem(s) in the spec")
        self.problems = sorted(set(problems))


@dataclass
class Document:
    """One YAML file: plain data, and where each of its nodes stands.

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
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        return document, [document.problem((), f"cannot read the file: {reason}", "unreadable")]
    loader = None
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        if node is not None:
            document.data = _convert(loader, node, (), document, problems, set())
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        message = getattr(error, "problem", None) or str(error).splitlines()[0]
        problems.append(Problem(document.path, line, column, f"not YAML: {message}", "yaml-syntax"))
    except RecursionError:
        problems.append(document.problem((), "not YAML: nested too deeply", "yaml-syntax"))
    finally:
        if loader:
            loader.dispose()
    if document.data is None and not problems:
        problems.append(document.problem((), "the file is empty", "empty-file"))
    return document, problems


def _convert(loader, node, where, document, problems, seen):
    mark = (node.start_mark.line + 1, node.start_mark.column + 1)
    document.marks[where] = mark
    if id(node) in seen:
        # It would also be a way to write a file of a few lines that takes all memory.
        problems.append(Problem(document.path, *mark, "an alias; a spec spells everything out",
                                "alias"))
        return None
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        return _convert_mapping(loader, node, where, document, problems, seen)
    if isinstance(node, yaml.SequenceNode):
        return [_convert(loader, item, where + (index,), document, problems, seen)
                for index, item in enumerate(node.value)]
    try:
        return loader.construct_object(node, deep=True)
    except ValueError as error:  # such as the date 2026-99-99
        problems.append(Problem(document.path, *mark, f"not YAML: {error}", "yaml-syntax"))
        return None


def _convert_mapping(loader, node, where, document, problems, seen):
    result = {}
    for key_node, value_node in node.value:
        mark = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
        key = key_node.value if key_node.tag == "tag:yaml.org,2002:str" else None
        if not isinstance(key, str):
            problems.append(Problem(document.path, *mark, "a key must be a word", "key-not-a-word"))
            continue
        if key in result:
            first = document.key_marks[where + (key,)]
            problems.append(Problem(document.path, *mark,
                                    f"duplicate key '{key}'; it stands first in line {first[0]}",
                                    "duplicate-key"))
            continue
        document.key_marks[where + (key,)] = mark
        result[key] = _convert(loader, value_node, where + (key,), document, problems, seen)
    return result
