# SPDX-License-Identifier: MIT OR Apache-2.0
"""Writes and compares the output folder.

The MANIFEST there lists the generated files; no other file is ever removed.
"""

import hashlib
import re

MANIFEST = "MANIFEST"


def manifest(files):
    return "".join(f"{hashlib.sha256(text.encode()).hexdigest()}  {path}\n"
                   for path, text in sorted(files.items()))


def write(files, folder):
    """Writes changed files and removes those that are no longer generated. Returns the paths of
    both."""
    changed = []
    for path in _listed(folder) - set(files):
        target = folder / path
        if target.is_file():
            target.unlink()
            changed.append(path)
    for path, text in sorted(files.items()):
        if _text(folder / path) != text:
            put(folder / path, text)
            changed.append(path)
    return changed


def put(target, text):
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def compare(files, folder):
    """Messages about stale, missing and surplus files."""
    present = {str(path.relative_to(folder)) for path in folder.rglob("*")
               if path.is_file() and not path.name.startswith(".")}
    complaints = [f"{path}: missing" for path in set(files) - present]
    complaints += [f"{path}: surplus, not generated from any spec" for path in present - set(files)]
    complaints += [f"{path}: stale, differs from what the spec generates"
                   for path in present & set(files) if _text(folder / path) != files[path]]
    return sorted(complaints)


def _listed(folder):
    """The files in the folder's MANIFEST, without paths that lead out of the folder."""
    lines = (_text(folder / MANIFEST) or "").splitlines()
    entry = re.compile(r"[0-9a-f]{64}  (\S.*)")
    paths = [match[1] for match in map(entry.fullmatch, lines) if match]
    return {path for path in paths if not path.startswith("/") and ".." not in path.split("/")}


def _text(path):
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
