# SPDX-License-Identifier: MIT OR Apache-2.0
"""Reads a spec: files -> documents -> checked documents -> handles and operations."""

from dataclasses import dataclass
from pathlib import Path

from . import handle, lint, lint_lifecycle, lint_opcode, lint_sqe, load, model, schema

IDS = load.IDS | schema.IDS | lint.IDS | lint_sqe.IDS | lint_opcode.IDS | lint_lifecycle.IDS | \
    handle.IDS | \
    {"no-such-folder", "no-operations"}


@dataclass
class Spec:
    operations: list
    handles: list  # the types that the operations take
    own_handles: bool = False  # the handles are from the same folder; generate them too


def read(folder):
    """The Spec of a folder, sorted by name; raises SpecError. A folder without handles refers to
    those of the library."""
    folder = Path(folder)
    problems = []
    own = (folder / "handles").is_dir()
    handles = _handles(folder if own else schema.SHIPPED, problems)
    lifecycles, operations = (_files(folder / kind, f"{_called(folder)}/{kind}", problems)
                              for kind in ("lifecycles", "ops"))
    return Spec(_read(lifecycles, operations, problems), _built(handles), own)


def read_own(files, folder):
    """The operations of single files, with the lifecycles of a spec folder; raises SpecError.
    They may refer to the folder's operations and handles, which are not generated."""
    folder = Path(folder)
    problems = []
    handles = _handles(folder if (folder / "handles").is_dir() else schema.SHIPPED, problems)
    lifecycles = _files(folder / "lifecycles", f"{_called(folder)}/lifecycles", problems)
    known = [load.load(path, display)[0]
             for path, display in _files(folder / "ops", f"{_called(folder)}/ops", problems)]
    operations = _read(lifecycles, [(Path(file), str(file)) for file in files], problems, known)
    for operation in operations:
        operation.source = Path(operation.source).name
        operation.regenerate = f"sring-gen --op {operation.source}"
    return Spec(operations, _built(handles))


def _handles(folder, problems):
    """The documents of the folder's handles."""
    documents = []
    for path, display in _files(folder / "handles", f"{_called(folder)}/handles", problems):
        document, data = _load(path, display, "handle", problems)
        documents.append(document)
        if data is not None:
            problems += handle.check(document, data, path.stem)
    return documents


def _built(documents):
    return [handle.build(document) for document in documents]


def _called(folder):
    return folder.name or folder.resolve().name


def _files(folder, display, problems):
    """(path, name for messages) of every YAML file in a folder."""
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix == ".yaml")
    except OSError as error:
        problems.append(load.Problem(display, 1, 1,
                                     f"cannot read the folder: {error.strerror}", "no-such-folder"))
        return []
    if not paths:
        problems.append(load.Problem(display, 1, 1, "there is no .yaml file in this folder",
                                     "no-operations"))
    return [(path, f"{display}/{path.name}") for path in paths]


def _read(lifecycle_files, operation_files, problems, known=()):
    lifecycles, checked = {}, {}
    for path, display in lifecycle_files:
        document, data = _load(path, display, "lifecycle", problems)
        if data is not None:
            problems += lint_lifecycle.check(document, data, path.stem)
        lifecycles[path.stem], checked[path.stem] = document, data
    context = lint.Context(checked, {path.stem for path, _ in operation_files})
    documents, seen = [], {}
    for document in known:  # only their valid parts count
        data = schema.check(document, "operation")[1] or {}
        context.knows(document, data)
        if "op" in data:
            seen[data["op"]] = document.path
    for path, display in operation_files:
        document, data = _load(path, display, "operation", problems)
        documents.append(document)
        if data is not None:
            problems += lint.check(document, data, path.stem, context)
            name = data.get("op")
            if name in seen:
                problems.append(document.problem(("op",), f"'{name}' is already in {seen[name]}",
                                                 "duplicate-operation"))
            seen.setdefault(name, display)
    if problems:
        raise load.SpecError(problems)
    operations = [model.build(d, lifecycles[d.data["lifecycle"]], d.path) for d in documents]
    return sorted(operations, key=lambda operation: operation.name)


def _load(path, display, kind, problems):
    document, found = load.load(path, display)
    problems += found
    if found:
        return document, None
    found, data = schema.check(document, kind)
    problems += found
    return document, data
