# SPDX-License-Identifier: MIT OR Apache-2.0
"""What is generated. Each producer takes the operations and yields (path, text)."""

from . import encoding_test, example, matrix, output, render


def headers(operations):
    for operation in operations:
        yield (f"include/sring/ops/{operation.name}.h", render.code("op.h.j2", op=operation))


def umbrella(operations):
    yield "include/sring/ops.h", render.text("ops.h.j2", operations=operations)


def man_pages(operations):
    for operation in operations:
        yield (f"man/man3/sring_{operation.name}.3",
               render.text("op.3.j2", op=operation, example=example.text(operation)))


def compile_fail_cases(operations):
    for operation in operations:
        yield (f"compile_fail/{operation.name}.c",
               render.text("compile_fail.c.j2", matrix=matrix.of(operation, operations)))


def diagrams(operations):
    by_lifecycle = {operation.lifecycle: operation for operation in operations}
    for name, operation in sorted(by_lifecycle.items()):
        yield f"diagrams/{name}.md", render.text("diagram.md.j2", op=operation)


def encoding_tests(operations):
    for operation in operations:
        test = encoding_test.EncodingTest(operation)
        yield (f"tests/encoding_{operation.name}.c",
               render.code("encoding_test.c.j2", op=operation, test=test))
    yield "tests/encoding_main.c", render.text("encoding_main.c.j2", operations=operations)


# What an operation of a project that uses the library gets.
OWN = [headers, man_pages, compile_fail_cases]
# What the library is built from, and its users read: it is committed.
LIBRARY = [headers, umbrella, man_pages, diagrams]
# What only its tests read: it is made where they are built.
TESTS = [compile_fail_cases, encoding_tests]


def generate(operations, producers):
    """{path below the output folder: text}."""
    return {path: text for producer in producers for path, text in producer(operations)}


def folder(operations, producers):
    """The same, with the MANIFEST."""
    files = generate(operations, producers)
    files[output.MANIFEST] = output.manifest(files)
    return files
