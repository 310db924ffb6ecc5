# SPDX-License-Identifier: MIT OR Apache-2.0
"""Makes the generated files. Each producer takes the Spec and yields (path, text)."""

import re
from pathlib import Path

from . import declared, encoding_test, example, matrix, opcodes, output, render


def headers(spec):
    for operation in spec.operations:
        yield (f"include/sring/ops/{operation.name}.h", render.code("op.h.j2", op=operation))


def umbrella(spec):
    yield "include/sring/ops.h", render.text("ops.h.j2", operations=spec.operations)


def private_headers(spec):
    """Tables that the library's own sources and sring-probe include."""
    yield "src/opcode_names.h", render.text("opcode_names.h.j2", names=opcodes.NAMES)
    yield "src/opcode_versions.h", render.text("opcode_versions.h.j2",
                                               markers=opcodes.markers(spec.operations))
    yield "src/operation_list.h", render.text("operation_list.h.j2", operations=spec.operations)


def man_pages(spec):
    for operation in spec.operations:
        yield (f"man/man3/sring_{operation.name}.3",
               render.text("op.3.j2", op=operation, example=example.text(operation)))


def handles(spec):
    for handle in spec.handles if spec.own_handles else ():
        yield f"include/sring/handles/{handle.name}.h", render.code("handle.h.j2", handle=handle)


def library_pages(spec):
    """The pages of operations, handles and hand-written headers. A handle and a header of the same
    name share one. The name of a function leads to its page."""
    pages = dict(man_pages(spec))
    headers = {f"sring_{header.stem}": header for header in declared.headers()} \
        if spec.own_handles else {}
    for handle in spec.handles if spec.own_handles else ():
        of_header = {f"sring_{Path(handle.header).stem}"} | {
            other.bare for other in spec.handles if other.header == handle.header}
        pages[f"man/man3/{handle.bare}.3"] = render.text(
            "handle.3.j2", handle=handle, declares=headers.get(handle.bare),
            see_also=sorted(of_header - {handle.bare}))
    for name, header in headers.items():
        others = sorted({*headers, *(handle.bare for handle in spec.handles)} - {name})
        pages.setdefault(f"man/man3/{name}.3",
                         render.text("header.3.j2", header=header, see_also=others))
    for name, header in headers.items():
        for function in header.functions:
            path = f"man/man3/{function.name}.3"
            if path in pages:
                pages[path] += f".SH NOTES\n.BR {function.name} ()\nalone is described in\n.BR {name} (3).\n"
            else:
                pages[path] = f".so man3/{name}.3\n"
    for path, page in pages.items():
        yield path, _with_documents(page)


def others(spec):
    """The pages of the library as a whole and of its commands."""
    if spec.own_handles:
        pages = {f"sring_{header.stem}" for header in declared.headers()}
        pages |= {handle.bare for handle in spec.handles}
        yield "man/man7/sring.7", _with_documents(render.text(
            "sring.7.j2", operations=spec.operations, pages=sorted(pages)))
        yield "man/man1/sring-probe.1", _with_documents(render.text("sring-probe.1.j2"))


def _with_documents(page):
    """A page that names documents says at its end where they are."""
    named = re.search(r"\bdocs/\w+\.md", page)
    return page + render.text("documents.3.j2") if named else page


def compile_fail_cases(spec):
    for operation in spec.operations:
        yield (f"compile_fail/{operation.name}.c",
               render.text("compile_fail.c.j2", matrix=matrix.of(operation, spec.operations,
                                                              spec.handles)))


def compile_fail_cases_of_handles(spec):
    for handle in spec.handles if spec.own_handles else ():
        if handle.calls:
            yield (f"compile_fail/handle_{handle.name}.c",
                   render.text("compile_fail.c.j2", matrix=matrix.of_handle(handle, spec.handles)))


def diagrams(spec):
    by_lifecycle = {operation.lifecycle: operation for operation in spec.operations}
    for name, operation in sorted(by_lifecycle.items()):
        yield f"diagrams/{name}.md", render.text("diagram.md.j2", op=operation)


def encoding_tests(spec):
    for operation in spec.operations:
        test = encoding_test.EncodingTest(operation)
        yield (f"tests/encoding_{operation.name}.c",
               render.code("encoding_test.c.j2", op=operation, test=test))
    yield "tests/encoding_main.c", render.text("encoding_main.c.j2", operations=spec.operations)


# For an operation of a project that uses the library.
OWN = [headers, man_pages, compile_fail_cases]
# The library is built from these files, and users read them: they are committed.
LIBRARY = [handles, headers, umbrella, private_headers, library_pages, others, diagrams]
# Only the tests read these: they are made in the build folder.
TESTS = [compile_fail_cases, compile_fail_cases_of_handles, encoding_tests]


def generate(spec, producers):
    """{path below the output folder: text}."""
    return {path: text for producer in producers for path, text in producer(spec)}


def folder(spec, producers):
    """The same, with the MANIFEST."""
    files = generate(spec, producers)
    files[output.MANIFEST] = output.manifest(files)
    return files
