# SPDX-License-Identifier: MIT OR Apache-2.0
"""The functions of an operation, one for each transition of its lifecycle, with their texts."""

import re

from . import names
from .parts import Callback, Function


def words(operation):
    """The replacements for the words in braces in the lifecycle's texts."""
    loan = operation.loan.words
    values = {
        "op": operation.name, "a_op": operation.a_op, "since": operation.since,
        "older": "an older kernel completes the operation with -EINVAL",
        "init_doc": _init_doc(operation) + loan.pop("init_more", ""),
        "init_errors": _init_errors(operation),
        "await_returns": f"the same as {operation.last}, or an error of {operation.first}.",
        "loan_doc": "", "finish_doc": "", "detach_doc": "The result is dropped.", "await_doc": "",
        "each_doc": "", "each_errors": "", "range_doc": "", "launch_doc": _launch_doc(operation),
        "rearm_doc": "",
        "launch_kept": f", and the caller still owns `{operation.loan.name}`" if operation.loan.struct else "",
    }
    if operation.has_slot and operation.since == "5.15":
        values["older"] = f"on an older kernel {operation.first} returns -EOPNOTSUPP"
    passed = ["ring", *(re.search(r"\w+$", p)[0] for p, _ in operation.result.called_item), "arg"]
    values["item_call"] = f"`on_item({', '.join(passed)})`" + (
        ", which owns `item` and must consume it," if operation.result.produced else "")
    return {**values, **operation.result.words, **loan}


def _init_doc(operation):
    kept = operation.kept_files
    doc = f"The caller keeps {_listed(kept)}." if kept else ""
    if any(a.type.copies for a in operation.arguments):
        doc += " Memory that an argument points at is copied and may be reused at once."
    return doc


def _launch_doc(operation):
    looked_at = operation.kept_files + list(operation.loan.init_names) * (not operation.loan.launch_holds)
    if not looked_at:
        return ""
    return f" {_listed(looked_at)} may be stashed, borrowed or owned; a dead handle is a misuse."


def _listed(words):
    return " and ".join(f"`{word}`" for word in words)


def order(operation):
    """A warning about the order of several operations in flight, or ""."""
    if operation.offset:
        append = "" if operation.loan.reads else ", and files opened with O_APPEND,"
        return f"Pipes, sockets and terminals{append} ignore `{operation.offset.name}`: " \
            "operations in flight on them run in no fixed order."
    if not operation.shares:
        return ""
    first = f"Operations in flight on a file share its {operation.shares} and run in no fixed order: "
    if operation.completions == "many":
        return first + "begin no other read from the file before this one has ended."
    reads = operation.loan.reads
    what = {("position", True): "two may read the same bytes",
            ("position", False): "two may write to the same place",
            ("stream", True): "two may take each other's bytes",
            ("stream", False): "the bytes of one may be sent before or between those of another"}
    how = "wait for one before the next, or link them in a batch"
    how += {"position": ", or use an operation with an offset",
            "stream": "" if reads else ", with MSG_WAITALL"}[operation.shares]
    return f"{first}{what[operation.shares, reads]}. So {how}."


def failure(operation):
    """The results that cancel the operations linked behind this one."""
    return "Operations linked behind it are cancelled if the result is negative" + {
        "error": ".",
        "short": " or fewer bytes than requested.",
        "short_with_waitall": "; with MSG_WAITALL also if it is fewer bytes than requested.",
        "error_but_expiry": ". This includes -ETIME, unless 32 (IORING_TIMEOUT_ETIME_SUCCESS) is "
                            "in the flags.",
    }[operation.failure]


def _init_errors(operation):
    errors = ""
    if operation.uses_scratch:
        errors += ", -ENOMEM"
    errors += operation.result.init_errors
    if operation.has_slot:
        errors += ", -EOPNOTSUPP (Linux before 5.15)"
    errors += operation.loan.init_errors
    for a in operation.arguments:
        if a.minimum:
            errors += f", -EINVAL (`{a.name}` is below {a.minimum})"
    return errors + "".join(dict.fromkeys(
        error for a in operation.arguments for error in a.type.init_errors(a)))


def _applies(transition, operation):
    condition = transition.get("when")
    return {
        None: True,
        "direct": operation.direct and operation.has_file,
        "range": operation.loan.ranged,
        "each": operation.comes_in_numbers,
        "files": operation.receives_files,
        "stoppable": not operation.closes,
        "keeps": not operation.loan.is_file,
        "worker": operation.worker,
        "items": operation.result.handle is not None,
        "rearm": operation.rearms,
    }[condition]


def functions(operation, transitions):
    values = words(operation)
    for transition in transitions:
        if not _applies(transition, operation):
            continue
        items = {"option": operation.options, "output": operation.outputs}.get(
            transition.get("per"), [None])
        for item in items:
            yield _function(operation, transition, item, values)


def _function(operation, transition, item, values):
    verb = transition["verb"]
    if transition.get("per") == "option":
        name, doc = f"{operation.prefix}_set_{item.name}", f"Sets {item.described}"
        if item.default is None:
            doc += " Default: 0."
    elif item:
        name = f"{operation.prefix}_{item.name}"
        doc = item.doc + item.type.output_doc(item)
    else:
        name, doc = f"{operation.prefix}_{verb}", transition["doc"].format(**values)
    returns = names.returns(verb) if "returns" in transition else "void"
    paragraphs = [doc]
    if transition.get("to") == operation.before.name and "when" not in transition:
        paragraphs += [a.described for a in operation.arguments]
    if "returns" in transition:
        paragraphs.append("Returns " + transition["returns"].format(**values))
    parameters, attributes = [], []
    for token in transition["signature"]:
        for parameter, attribute in _token(token, operation, transition, item):
            parameters.append(parameter)
            attributes += attribute
    fallible = transition.get("fallible", False) or \
        ("produced" in transition["signature"] and operation.result.produced is not None) or \
        {"await_loan", "arguments"} <= set(transition["signature"])
    callbacks = [c for token in transition["signature"] for c in _callbacks(token, operation)]
    source, target = (operation.state.get(transition.get(key)) for key in (
        "from" if "from" in transition else "in", "to"))
    return Function(verb, name, returns, parameters, attributes, paragraphs, fallible, item,
                    source, target, callbacks)


def _callbacks(token, operation):
    """The callbacks that a word of a signature stands for."""
    macro = f"SRING_{operation.name.upper()}"
    if token == "callback":
        yield Callback("callback", f"{macro}_CALLBACK", operation.after.struct, "done")
    elif token == "stream_callbacks":
        yield Callback("on_item", f"{macro}_ITEM_CALLBACK", operation.result.produced or "", "item")
        yield Callback("on_end", f"{macro}_END_CALLBACK")


def _token(token, operation, transition, item):
    """The parameters for one word of a transition's signature, with their attributes."""
    state = operation.state
    fallible = transition.get("fallible", False)
    if token.startswith("unheld_"):
        held = _token(token.removeprefix("unheld_"), operation, transition, item)
        if token == "unheld_group" and operation.loan.launch_holds:
            return held
        return [(parameter, []) for parameter, _ in held]
    if token == "ring":
        return [("struct sring *ring", ["SRING_REQUIRES(*ring)"])]
    if token == "from":
        source = state[transition["from"]]
        return [(f"{source.struct} *{source.variable}", [f"SRING_CONSUMES(*{source.variable})"])]
    if token == "to":
        target = state[transition["to"]]
        macro = "SRING_PRODUCES_ON_SUCCESS" if fallible else "SRING_PRODUCES"
        return [(f"{target.struct} *{target.variable}", [f"{macro}(*{target.variable})"])]
    if token == "in":
        here = state[transition["in"]]
        const = "const " if names.only_looks(transition["verb"]) else ""
        return [(f"{const}{here.struct} *{here.variable}", [f"SRING_REQUIRES(*{here.variable})"])]
    if token == "file":
        if not operation.has_file:
            return []
        return [("const struct sring_fd *fd", ["SRING_REQUIRES_SHARED(*fd)"])]
    if token == "direct":
        return [("const struct sring_direct_fd *fd", ["SRING_REQUIRES_SHARED(*fd)"])]
    if token == "group":
        return operation.loan.init_parameters
    if token == "arguments":
        return [(parameter, a.type.attributes(a) if parameter == a.parameters[0] else [])
                for a in operation.arguments for parameter in a.parameters]
    if token == "value":
        return [(item.parameters[0], item.type.attributes(item))]
    if token == "nanoseconds":
        return [("uint64_t nanoseconds", [])]
    if token == "range":
        return [("size_t start", []), ("size_t count", [])]
    if token in ("loan", "await_loan"):
        loan = operation.loan
        if not loan.struct:
            return []
        role = "REQUIRES" if token == "await_loan" and loan.lent else \
            "CONSUMES_ON_SUCCESS" if token == "loan" and fallible else "CONSUMES"
        return [(loan.parameter, [f"SRING_{role}(*{loan.name})"])]
    if token == "callback":
        return [(f"{operation.prefix}_callback *callback", []), ("void *arg", [])]
    if token == "stream_callbacks":
        return [(f"{operation.prefix}_item_callback *on_item", []),
                ("sring_end_callback *on_end", []), ("void *arg", [])]
    if token == "called":
        return [(f"{operation.prefix}_item_callback *on_item" if operation.streams_back else
                 f"{operation.prefix}_callback *callback", [])]
    if token == "arg":
        return [("void *arg", [])]
    if token == "options":
        return [(f"const {operation.options_struct} *options", [])]
    if token == "ticket":
        return [("struct sring_ticket *ticket", [])]
    if token == "batch":
        return [("struct sring_batch_building *batch", ["SRING_REQUIRES(*batch)"])]
    if token == "batch_completed":
        return [("struct sring_batch_completed *batch", ["SRING_REQUIRES(*batch)"])]
    if token == "items":
        size = [("size_t size", [])] if operation.loan.lent else []
        return [*size, (f"{operation.item_struct} *items", []), ("uint32_t n", [])]
    if token == "index":
        return [("uint32_t index", [])]
    if token == "output":
        return [(parameter, []) for parameter in item.type.output_parameters(item)]
    if token == "await_outputs":
        return [(parameter, []) for o in operation.outputs if o.in_await
                for parameter in o.type.output_parameters(o)]
    if token == "item":
        return operation.result.item_parameters
    if token == "item_given":
        return [(f"{operation.result.produced} *item", ["SRING_CONSUMES(*item)"])]
    if token == "received":
        return [("struct sring_fd *received", ["SRING_PRODUCES_ON_SUCCESS(*received)"])]
    if token in ("produced", "produced_file"):
        if operation.result.produced:
            return operation.result.produced_parameters("produced")
        loan = operation.loan
        return [(loan.parameter, [f"SRING_PRODUCES(*{loan.name})"])] \
            if loan.lent and token == "produced" else []
    raise KeyError(token)
