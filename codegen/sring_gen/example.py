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
    loan, result = operation.loan, operation.result
    for parameter, attributes in loan.init_parameters:
        parameters.append(parameter)
        requires += attributes
    names += loan.init_names
    if loan.struct:
        parameters.append(loan.parameter)
        requires.append(f"SRING_{'REQUIRES' if loan.lent else 'CONSUMES'}(*{loan.name})")
    for item in operation.arguments:
        parameters += item.parameters
        requires += item.type.attributes(item)
        names += item.names
    if operation.completions == "many":
        return layout.fold("\n".join(_stream(operation, parameters, requires, names)))
    finish = ""
    if result.produced:
        for parameter, attributes in result.produced_parameters("produced"):
            parameters.append(parameter)
            requires += attributes
        finish = ", produced"
    elif loan.lent:
        finish = f", {loan.name}"
    head = layout.declaration(f"int {op}_example", parameters)
    ring = "ring, " if operation.last_takes_ring else ""
    failed = [f"        {loan.drop}"] if loan.drop else []
    before, during, after = (state.variable for state in (
        operation.before, operation.in_flight, operation.after))
    lines = [
        f"#include <sring/ops/{op}.h>", "",
        head, "    " + "\n    ".join(requires) + ";", "",
        head, "{",
        *(f"    {state.struct} {state.variable};"
          for state in (operation.before, operation.in_flight, operation.after)),
        _begin(operation, names), "",
        "    if (rc) {", *failed, "        return rc;", "    }",
        f"    sring_{op}_{operation.submits}(ring, &{before}, {loan.argument}&{during});",
        "    /* other work */",
        f"    sring_{op}_{operation.waits}(ring, &{during}, &{after});",
        f"    return sring_{op}_{operation.last}({ring}&{after}{finish});", "}",
    ]
    return layout.fold("\n".join(lines))


def _begin(operation, names):
    arguments = ", ".join(["ring", f"&{operation.before.variable}", *names])
    return f"    int rc = sring_{operation.name}_{operation.first}({arguments});"


def _stream(operation, parameters, requires, names):
    op, result = operation.name, operation.result
    before, during = operation.before.variable, operation.in_flight.variable
    head = layout.declaration(f"int {op}_example", parameters)
    return [
        f"#include <sring/ops/{op}.h>", "",
        head, "    " + "\n    ".join(requires) + ";", "",
        head, "{",
        f"    {operation.before.struct} {before};",
        f"    {operation.in_flight.struct} {during};",
        *(f"    {line}" for line in result.example_item),
        _begin(operation, names), "",
        "    if (rc) {", "        return rc;", "    }",
        f"    sring_{op}_{operation.submits}(ring, &{before}, &{during});",
        "    for (;;) {",
        f"        rc = sring_{op}_{operation.last}(ring, &{during}"
        f"{', &item' if result.example_item else ''});",
        "        if (rc) {", "            break;", "        }",
        *(f"        {line}" for line in result.example_use),
        "    }",
        f"    sring_{op}_{operation.loser}(ring, &{during});",
        "    return rc;", "}",
    ]
