# SPDX-License-Identifier: MIT OR Apache-2.0
"""sring-gen: the command line."""

import argparse
import hashlib
import sys
from pathlib import Path

from . import lint, load, matrix, model, render

MANIFEST = "MANIFEST"


def main(argv=None):
    parser = argparse.ArgumentParser(
        prog="sring-gen", description="Generate typed io_uring operations from YAML specs.")
    parser.add_argument("--spec", type=Path, required=True, metavar="DIR",
                        help="folder with ops/*.yaml and lifecycles/*.yaml")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR",
                        help="folder that the output is written to")
    parser.add_argument("--check", action="store_true",
                        help="write nothing; fail if a file is stale, missing or surplus")
    arguments = parser.parse_args(argv)
    try:
        operations = read_spec(arguments.spec)
    except load.SpecError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        return 1
    files = generate(operations, arguments.spec.name)
    return check(files, arguments.out) if arguments.check else write(files, arguments.out)


def read_spec(folder):
    """The operations of a spec folder, sorted by name; raises SpecError."""
    problems, lifecycles, operations = [], {}, []
    for kind in ("lifecycles", "ops"):
        for path in sorted((folder / kind).glob("*.yaml")):
            document, found = load.load(path, f"{folder.name}/{kind}/{path.name}")
            problems += found
            if not found:
                problems += lint.check(document, kind, lifecycles)
            if kind == "lifecycles":
                lifecycles[path.stem] = document
            else:
                operations.append(document)
    if problems:
        raise load.SpecError(problems)
    return [model.build(d, lifecycles[d.data["lifecycle"]], d.path) for d in operations]


def generate(operations, spec_name):
    """{path below the output folder: text} of everything."""
    env = render.environment()
    files = {"include/sring/ops.h": env.get_template("ops.h.j2").render(
        operations=operations, source=f"{spec_name}/ops")}
    for operation in operations:
        files[f"include/sring/ops/{operation.name}.h"] = \
            env.get_template("op.h.j2").render(op=operation)
    files.update(matrix.render(env, operations))
    files[MANIFEST] = "".join(
        f"{hashlib.sha256(text.encode()).hexdigest()}  {path}\n" for path, text in sorted(files.items()))
    return files


def write(files, folder):
    """Writes what has changed and removes what is not generated any more."""
    for path in existing(folder) - set(files):
        (folder / path).unlink()
    for path, text in files.items():
        target = folder / path
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
    return 0


def check(files, folder):
    present = existing(folder)
    complaints = [f"{path}: missing" for path in set(files) - present]
    complaints += [f"{path}: surplus, not generated from any spec" for path in present - set(files)]
    complaints += [f"{path}: stale, differs from what the spec generates"
                   for path in present & set(files)
                   if (folder / path).read_text(encoding="utf-8") != files[path]]
    for complaint in sorted(complaints):
        print(f"{folder.name}/{complaint}; run script/generate", file=sys.stderr)
    return 1 if complaints else 0


def existing(folder):
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
