# SPDX-License-Identifier: MIT OR Apache-2.0
"""The functions of an operation: the transitions of its lifecycle, in its own words."""

import re

from . import names
from .parts import Callback, Function


def words(operation):
    """What stands in the lifecycle's texts for the words in braces."""
    name = f"`{operation.loan[1]}`" if operation.loan else ""
    values = {
        "op": operation.name, "a_op": operation.a_op, "since": operation.since,
        "older": "an older kernel completes the operation with -EINVAL",
        "init_doc": "The caller keeps everything that it passes." if operation.has_file else "",
        "init_errors": _init_errors(operation), "result_returns": _result_returns(operation),
        "await_returns": f"what {operation.last} returns, or an error of init.",
        "loan_doc": "", "finish_doc": "", "detach_doc": "The result is lost.", "await_doc": "",
        "each_doc": "", "each_errors": "",
        "range_doc": f"By default all of it is used, from the first byte to the {_room(operation)}.",
    }
    values["finish_returns"] = values["result_returns"]
    if operation.has_slot and operation.since == "5.15":
        values["older"] = "on an older kernel init returns -EOPNOTSUPP"
    values["item_doc"] = {
        "file": "On success the caller owns `item`, a file.", "direct": "",
        "mask": f"`*item` becomes {operation.result.get('unit')}, as bits.",
        "count": f"`*item` becomes the number of {operation.result.get('unit')}.",
        "status": "",
    }[operation.result["kind"]]
    passed = ["ring", *(re.search(r"\w+$", p)[0] for p, _ in operation.item_parameters), "arg"]
    values["item_call"] = f"`on_item({', '.join(passed)})`" + (
        ", which owns `item` and must consume it," if operation.produced_struct else "")
    if operation.completions == "many":
        values["finish_returns"] = "0, or why there are no more items."
    if any(a.type.copies for a in operation.arguments):
        values["init_doc"] += " What an argument points at is copied, and may change at once."
    if operation.buffer:
        values["loan_doc"] = f"{name} is the kernel's, whatever happens, until " \
                             f"{operation.last} gives it back."
        values["finish_doc"] = f"The caller owns {name} again, whatever the result."
        values["detach_doc"] = f"The ring frees {name} when the kernel is done with it" + (
            ", and closes the descriptors that have come." if operation.receives_files else ".")
        values["await_doc"] = f"The caller owns {name} before and after."
        room = "capacity" if operation.reads else "length"
        values["each_doc"] = "They are in no order. " \
                             f"The first uses the first `size` bytes of {name}, the second the " \
                             "next, and so on. The buffer's length stays what it was."
        values["each_errors"] = f"; or -EINVAL (`n` times `size` is more than the buffer's {room})"
        if operation.reads:
            values["range_doc"] += " What lies before `start` counts as data, too." if \
                operation.vector else " The buffer's length becomes `start` plus what arrived."
            values["finish_doc"] += " The lengths of its buffers say how many bytes hold data: what " \
                "arrived fills one after the other." if operation.vector else \
                " Its length says how many bytes hold data."
    elif operation.consumes_file:
        values["loan_doc"] = f"{name} is gone, too, and does not come back."
        values["await_doc"] = f"{name} is gone, whatever is returned."
        values["await_returns"] = f"what {operation.last} returns; 0 if the file had to be closed without " \
                                  "the ring."
    if operation.group:
        values["init_doc"] += f" The buffer is taken out of `{operation.group['name']}`, of this " \
                              "ring, when there is something to put into it."
        values["item_doc"] = "On success the caller owns `item`, which is to be returned: a part " \
                             f"of the group. A length of {operation.result['doc']}. -ENOMEM says " \
                             "that there is no memory for its handle: it stays for the next " \
                             "call. -ENOBUFS says that all buffers were out: return some, and " \
                             "begin another stream."
        values["finish_doc"] = values["await_doc"] = \
            "On success the caller owns `produced`, which is to be returned: a part of the " \
            f"group. A length of {operation.result['doc']}."
        values["detach_doc"] = "What it brings goes back to the group."
        if operation.completions != "many":
            values["finish_returns"] = "0, or -errno and there is no buffer: -ENOBUFS if all of " \
                                       "the group were out. Test it with `if (rc)`."
    elif operation.produced_struct:
        values["finish_doc"] = values["await_doc"] = "On success the caller owns `produced`."
        if operation.completions != "many":
            values["finish_returns"] = "0, or -errno and there is no file. Test it with `if (rc)`."
        values["detach_doc"] = "The ring closes the file that it makes."
    return values


def order(operation):
    """What order means to several in flight, or ""."""
    if operation.offset:
        return "What has no offsets - a pipe, a socket, a terminal" + \
            ("" if operation.reads or operation.group else ", a file opened with O_APPEND") + \
            f" - ignores `{operation.offset.name}`: several in flight there are in no order."
    if not operation.shares:
        return ""
    first = f"The {operation.shares} is shared by all that is in flight on the file, and who comes " \
        "first is not known: "
    if operation.completions == "many":
        return first + "begin nothing else that reads from it before the stream has ended."
    reads = operation.reads or operation.group
    what = {("position", True): "two may read the same bytes",
            ("position", False): "two may write to the same place",
            ("stream", True): "two may take each other's bytes",
            ("stream", False): "one may be sent before another, or behind a part of another"}
    how = "wait for one before the next, or link them in a batch"
    how += {"position": ", or use an operation with an offset",
            "stream": "" if reads else ", with MSG_WAITALL"}[operation.shares]
    return f"{first}{what[operation.shares, bool(reads)]}. So {how}."


def failure(operation):
    """What breaks a chain behind the operation."""
    return "What is linked behind it is cancelled if the result is below 0" + {
        "error": ".",
        "short": ", or fewer bytes than were asked for.",
        "short_with_waitall": ", and with MSG_WAITALL also if it is fewer bytes than were asked for.",
        "error_but_expiry": ": also by -ETIME, unless 32 (IORING_TIMEOUT_ETIME_SUCCESS) is in the "
                            "flags.",
    }[operation.failure]


def _room(operation):
    """What limits an operation that uses all of its buffer."""
    what = "capacity" if operation.reads else "length"
    return f"end of the last buffer's {what}" if operation.vector else f"buffer's {what}"


def _init_errors(operation):
    errors = ""
    if operation.uses_scratch:
        errors += ", -ENOMEM"
    if operation.makes_direct:
        errors += ", -ENFILE (the ring's table of files is full, see sring_options.direct_fds)" \
            ", -EMFILE (direct_fds is more than RLIMIT_NOFILE)"
    if operation.has_slot:
        errors += ", -EOPNOTSUPP (Linux before 5.15)"
    if operation.group:
        errors += ", -ENOMEM"
        if not operation.group.get("incremental", True):
            errors += f", -EINVAL (`{operation.group['name']}` is incremental)"
    for a in operation.arguments:
        if a.minimum:
            errors += f", -EINVAL (`{a.name}` is below {a.minimum})"
    return errors + "".join(dict.fromkeys(
        error for a in operation.arguments for error in a.type.init_errors(a)))


def _result_returns(operation):
    result = operation.result
    what = {
        "count": f"the number of {result.get('unit')} or -errno",
        "mask": f"{result.get('unit')}, as bits, or -errno",
        "status": "0 or -errno",
        "file": "the descriptor, which finish hands over, or -errno",
        "direct": "0 if there is a direct descriptor, which finish hands over, or -errno",
    }[result["kind"]]
    return f"{what}{'; ' + result['doc'] if 'doc' in result else ''}."


def _applies(transition, operation):
    condition = transition.get("when")
    return {
        None: True,
        "direct": operation.direct and not operation.consumes_file,
        "range": bool(operation.buffer),
        "each": operation.comes_in_numbers,
        "files": operation.receives_files,
        "stoppable": not operation.closes,
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
        ("produced" in transition["signature"] and operation.produced_struct is not None) or \
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
        yield Callback("on_item", f"{macro}_ITEM_CALLBACK", operation.produced_struct or "", "item")
        yield Callback("on_end", f"{macro}_END_CALLBACK")


def _token(token, operation, transition, item):
    """The parameters that one word of a transition's signature stands for, with the attributes
    that say what becomes of them."""
    state = operation.state
    fallible = transition.get("fallible", False)
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
        if not operation.group:
            return []
        name = operation.group["name"]
        return [(f"const struct sring_buf_ring *{name}", [f"SRING_REQUIRES_SHARED(*{name})"])]
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
        if not operation.loan:
            return []
        parameter, variable = operation.loan
        if token == "await_loan" and operation.buffer:
            return [(parameter, [f"SRING_REQUIRES(*{variable})"])]
        return [(parameter, [f"SRING_CONSUMES(*{variable})"])]
    if token == "callback":
        return [(f"{operation.prefix}_callback *callback", []), ("void *arg", [])]
    if token == "stream_callbacks":
        return [(f"{operation.prefix}_item_callback *on_item", []),
                ("sring_end_callback *on_end", []), ("void *arg", [])]
    if token == "batch":
        return [("struct sring_batch_building *batch", ["SRING_REQUIRES(*batch)"])]
    if token == "batch_completed":
        return [("struct sring_batch_completed *batch", ["SRING_REQUIRES(*batch)"])]
    if token == "items":
        size = [("size_t size", [])] if operation.buffer else []
        return [*size, (f"{operation.item_struct} *items", []), ("uint32_t n", [])]
    if token == "index":
        return [("uint32_t index", [])]
    if token == "output":
        return [(parameter, []) for parameter in item.type.output_parameters(item)]
    if token == "await_outputs":
        return [(parameter, []) for o in operation.outputs if o.in_await
                for parameter in o.type.output_parameters(o)]
    if token == "item":
        if operation.produced_struct:
            return [(f"{operation.produced_struct} *item", ["SRING_PRODUCES_ON_SUCCESS(*item)"])]
        return [("uint32_t *item", [])] if operation.result["kind"] != "status" else []
    if token == "received":
        return [("struct sring_fd *received", ["SRING_PRODUCES_ON_SUCCESS(*received)"])]
    if token in ("produced", "produced_file"):
        if operation.produced_struct:
            name = "produced"
            return [(f"{operation.produced_struct} *{name}",
                     [f"SRING_PRODUCES_ON_SUCCESS(*{name})"])]
        if operation.buffer and token == "produced":
            variable = operation.buffer["name"]
            return [(f"{operation.buffer_struct} *{variable}", [f"SRING_PRODUCES(*{variable})"])]
        return []
    raise KeyError(token)
