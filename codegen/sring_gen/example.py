# SPDX-License-Identifier: MIT OR Apache-2.0
"""The example of an operation's man page: a function that submits, waits and finishes, or takes all
items. codegen/tests checks that it compiles without a warning, also with clang's -Wthread-safety.
"""

from . import layout


def text(operation):
    op = operation.name
    parameters, requires = ["struct sring *ring"], ["SRING_REQUIRES(*ring)"]
    names = []
    if operation.has_file:
        parameters.append("const struct sring_fd *fd")
        requires.append("SRING_REQUIRES_SHARED(*fd)")
        names.append("fd")
    if operation.group:
        parameters.append(f"const struct sring_buf_ring *{operation.group['name']}")
        requires.append(f"SRING_REQUIRES_SHARED(*{operation.group['name']})")
        names.append(operation.group["name"])
    if operation.loan:
        parameters.append(operation.loan[0])
        macro = "REQUIRES" if operation.buffer else "CONSUMES"
        requires.append(f"SRING_{macro}(*{operation.loan[1]})")
    for item in operation.arguments:
        parameters += item.parameters
        requires += item.type.attributes(item)
        names += item.names
    if operation.completions == "many":
        return layout.fold("\n".join(_stream(operation, parameters, requires, names)))
    finish = ""
    if operation.produced_struct:
        parameters.append(f"{operation.produced_struct} *produced")
        requires.append("SRING_PRODUCES_ON_SUCCESS(*produced)")
        finish = ", produced"
    elif operation.buffer:
        finish = f", {operation.buffer['name']}"
    head = layout.declaration(f"int {op}_example", parameters)
    loan = f"{operation.loan[1]}, " if operation.loan else ""
    ring = "ring, " if operation.last_takes_ring else ""
    drop = "direct_fd_unregister" if operation.consumes_direct else "fd_close"
    failed = [f"        sring_{drop}(ring, fd);"] if operation.consumes_file else []
    lines = [
        f"#include <sring/ops/{op}.h>", "",
        head, "    " + "\n    ".join(requires) + ";", "",
        head, "{",
        f"    {operation.before.struct} op;",
        f"    {operation.in_flight.struct} inflight;",
        f"    {operation.after.struct} done;",
        f"    int rc = sring_{op}_init({', '.join(['ring', '&op'] + names)});", "",
        "    if (rc) {", *failed, "        return rc;", "    }",
        f"    sring_{op}_submit(ring, &op, {loan}&inflight);",
        "    /* other work */",
        f"    sring_{op}_wait(ring, &inflight, &done);",
        f"    return sring_{op}_{operation.last}({ring}&done{finish});", "}",
    ]
    return layout.fold("\n".join(lines))


def _stream(operation, parameters, requires, names):
    op, kind = operation.name, "lent" if operation.group else operation.result["kind"]
    head = layout.declaration(f"int {op}_example", parameters)
    item = {"file": ["    struct sring_fd item;"], "status": [],
            "lent": ["    struct sring_lent_buf item;"]}.get(kind, ["    uint32_t item;"])
    use = {"file": ["        sring_fd_close(ring, &item); /* after it was used */"],
           "lent": ["        sring_lent_buf_return(&item); /* after it was used */"]}.get(kind, [])
    return [
        f"#include <sring/ops/{op}.h>", "",
        head, "    " + "\n    ".join(requires) + ";", "",
        head, "{",
        f"    {operation.before.struct} op;",
        f"    {operation.in_flight.struct} stream;", *item,
        f"    int rc = sring_{op}_init({', '.join(['ring', '&op'] + names)});", "",
        "    if (rc) {", "        return rc;", "    }",
        f"    sring_{op}_submit(ring, &op, &stream);",
        "    for (;;) {",
        f"        rc = sring_{op}_next(ring, &stream{', &item' if item else ''});",
        "        if (rc) {", "            break;", "        }", *use,
        "    }",
        f"    sring_{op}_end(ring, &stream);",
        "    return rc;", "}",
    ]
