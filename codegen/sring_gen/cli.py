# SPDX-License-Identifier: MIT OR Apache-2.0
"""sring-gen: the command line."""

import argparse
import sys
from pathlib import Path

from . import VERSION, load, output, producers, schema, spec

DESCRIPTION = """\
Generates typed io_uring operations for C from YAML specs.

With --op: one operation of your own, next to those of the library.
    sring-gen --op my_op.yaml --out build
writes build/include/sring/ops/my_op.h and its man page; compile with -Ibuild/include.

Without --op: everything that a spec folder describes. This is how the library is generated:
    sring-gen --spec spec --out generated
and the sources of its tests:
    sring-gen --spec spec --tests --out build/generated
"""
EPILOG = """\
exit status: 0 done; 1 the spec has errors, --check found a difference, or a file cannot be written;
2 wrong usage.
All errors of a spec are printed at once, as FILE:LINE:COLUMN: error: MESSAGE [ID].
"""


def _parser():
    parser = argparse.ArgumentParser(prog="sring-gen", description=DESCRIPTION, epilog=EPILOG,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--spec", type=Path, metavar="DIR",
                        help="folder with ops/, lifecycles/ and handles/ (default: the library's)")
    parser.add_argument("--op", type=Path, metavar="FILE", action="append", default=[],
                        help="spec of an operation of your own; may be repeated")
    parser.add_argument("--out", type=Path, metavar="DIR", help="folder to write to")
    parser.add_argument("--tests", action="store_true",
                        help="with --spec: make the compile-fail cases and encoding tests instead "
                             "of headers, tables, man pages and diagrams")
    parser.add_argument("--check", action="store_true",
                        help="write nothing; fail if a file is stale, missing or surplus")
    parser.add_argument("--list", action="store_true",
                        help="list the operations and their spec files; write nothing")
    parser.add_argument("--version", action="version", version=f"sring-gen {VERSION}")
    return parser


def main(argv=None):
    parser = _parser()
    arguments = parser.parse_args(argv)
    if not arguments.list and not arguments.out:
        parser.error("--out is missing: name the folder to write to, such as --out generated")
    if arguments.out and arguments.out.exists() and not arguments.out.is_dir():
        parser.error(f"--out {arguments.out} is a file; name a folder")
    if not arguments.spec and not arguments.op and not arguments.list:
        parser.error("nothing to generate: name a spec of your own with --op FILE, or a whole spec "
                     "folder with --spec DIR")
    try:
        return _run(arguments)
    except load.SpecError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        return 1
    except OSError as error:
        where = error.filename or arguments.out or "output"
        print(f"sring-gen: {where}: {error.strerror}", file=sys.stderr)
        return 1


def _run(arguments):
    folder = arguments.spec or schema.SHIPPED
    if arguments.op:
        described = spec.read_own(arguments.op, folder)
    else:
        described = spec.read(folder)
    if arguments.list:
        for operation in described.operations:
            print(f"{operation.name:16} {operation.opcode_name:24} Linux {operation.since:6} "
                  f"{operation.source}")
        return 0
    if arguments.op:
        return _own(producers.generate(described, producers.OWN), arguments)
    files = producers.folder(described,
                             producers.TESTS if arguments.tests else producers.LIBRARY)
    if not arguments.check:
        output.write(files, arguments.out)
        return 0
    return _complain(output.compare(files, arguments.out), arguments.out, "run script/generate")


def _own(files, arguments):
    if arguments.check:
        wrong = [line for line in output.compare(files, arguments.out) if "surplus" not in line]
        return _complain(wrong, arguments.out, "run sring-gen again without --check")
    for path, text in files.items():
        # Write it even if nothing has changed: a build compares the file times.
        output.put(arguments.out / path, text)
    return 0


def _complain(complaints, folder, remedy):
    for complaint in complaints:
        print(f"{folder.name}/{complaint}; {remedy}", file=sys.stderr)
    return 1 if complaints else 0
