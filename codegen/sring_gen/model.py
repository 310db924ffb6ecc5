# SPDX-License-Identifier: MIT OR Apache-2.0
"""From the plain data of the spec to what the templates place: names, signatures, attributes,
expressions. The data has been checked (schema, lint) before it gets here."""

from dataclasses import dataclass, field

from . import sqe

@dataclass
class Function:
    """A function of a generated header: its declaration, attributes and comment."""

    verb: str
    name: str
    returns: str
    parameters: list
    attributes: list
    doc: list
    fallible: bool = False
    item: object = None  # the option or output it is for


@dataclass
class State:
    name: str
    title: str  # "Building"
    struct: str
    variable: str
    doc: str
    gone: str
    error: str  # the function whose call is the proof's error
    live: str  # the member that is non-zero while the handle is live

    @property
    def bare(self):
        return self.struct.removeprefix("struct ")

    @property
    def handle_functions(self):
        """move, stash and claim, which every handle has."""
        pointer = f"{self.struct} *"
        yield Function("move", f"{self.bare}_move", "void", [f"{pointer}to", f"{pointer}from"],
                       ["SRING_CONSUMES(*from)", "SRING_PRODUCES(*to)"], [])
        for verb, macro in (("stash", "CONSUMES"), ("claim", "PRODUCES")):
            yield Function(verb, f"{self.bare}_{verb}", "void", [pointer + self.variable],
                           [f"SRING_{macro}(*{self.variable})"], [])


@dataclass
class Argument:
    """An argument, option or output of an operation."""

    name: str
    type: sqe.Type
    type_name: str
    fields: list
    doc: str
    unit: str
    default: object = None
    in_await: bool = False
    scratch_offset: int = 0

    @property
    def parameters(self):
        c = self.type.ctype
        declaration = f"{c}{self.name}" if c.endswith("*") else f"{c} {self.name}"
        if self.type_name == "sockaddr":
            return [declaration, f"socklen_t {self.name}_length"]
        return [declaration]

    @property
    def names(self):
        return [self.name, f"{self.name}_length"] if self.type_name == "sockaddr" else [self.name]

    @property
    def described(self):
        unit = f" ({self.unit})" if self.unit else ""
        return f"`{self.name}`{unit}: {self.doc}"


@dataclass
class Operation:
    name: str
    brief: str
    opcode: int
    opcode_name: str
    since: str
    lifecycle: str
    states: list
    source: str
    has_file: bool
    direct: bool
    consumes_file: bool
    buffer: dict
    arguments: list
    options: list
    outputs: list
    constants: dict
    result: dict
    errors: list
    see_also: list
    liburing: str
    functions: list = field(default_factory=list)
    words: dict = field(default_factory=dict)

    # --- what follows from the data -----------------------------------------------------------

    @property
    def state(self):
        return {state.name: state for state in self.states}

    @property
    def prefix(self):
        return f"sring_{self.name}"

    @property
    def guard(self):
        return f"SRING_OPS_{self.name.upper()}_H"

    @property
    def a_op(self):
        return ("an " if self.name[0] in "aeiou" else "a ") + self.name

    @property
    def makes_fd(self):
        return self.result["kind"] == "file"

    @property
    def registered(self):
        return bool(self.buffer) and self.buffer["kind"] == "registered"

    @property
    def reads(self):
        return bool(self.buffer) and self.buffer["direction"] == "in"

    @property
    def buffer_struct(self):
        return "struct sring_registered_buf" if self.registered else "struct sring_buf"

    @property
    def strings(self):
        return [a for a in self.arguments if a.type_name == "path"]

    @property
    def fixed_scratch(self):
        return sum(item.type.size for item in self.arguments + self.outputs)

    def strings_before(self, item):
        return self.strings[:self.strings.index(item)]

    @property
    def head_fd(self):
        """C expression of the SQE's fd; -1 where a file's word is combined with it."""
        if self.has_file or self.consumes_file:
            return "-1"
        for item in self.arguments + self.options:
            if item.fields == ["fd"]:
                return item.name if item.default is None else str(item.default)
        return str(self.constants.get("fd", 0))

    @property
    def uses_scratch(self):
        """Also an operation that makes a file, as the ticket that shows a copied Completed."""
        return self.makes_fd or any(a.type.pointer for a in self.arguments + self.outputs)

    @property
    def uses_words(self):
        return any(f"{word}_" in self.words for word in ("index", "addr3", "pad2"))

    @property
    def uses(self):
        flags = [name for name, used in (("BLOCK", self.buffer), ("SCRATCH", self.uses_scratch),
                                         ("WORDS", self.uses_words)) if used]
        return " | ".join(f"SRING_USES_{name}_" for name in flags) or "0"

    @property
    def includes(self):
        names = [a.type_name for a in self.arguments + self.outputs]
        return ["<sys/socket.h>"] if "sockaddr" in names else []

    @property
    def loan(self):
        """(parameter, variable) of what submit takes away, or None."""
        if self.buffer:
            return f"{self.buffer_struct} *{self.buffer['name']}", self.buffer["name"]
        if self.consumes_file:
            return "struct sring_fd *fd", "fd"
        return None


def build(document_of_op, document_of_lifecycle, display):
    """The Operation of two checked documents."""
    data, lifecycle = document_of_op.data, document_of_lifecycle.data
    name = data["op"]
    states = [
        State(key, key.capitalize(), f"struct sring_{name}_{key}", value["as"], value["doc"],
              value["gone"], f"sring_error_{name}_{key}_gone_",
              "live_" if value.get("kernel", True) is False else "number_")
        for key, value in lifecycle["states"].items()
    ]
    file = data.get("file")
    buffer = dict(data["buffer"], kind=data["buffer"].get("kind", "owned")) \
        if "buffer" in data else None
    operation = Operation(
        name=name,
        brief=data["brief"],
        opcode=data["opcode"]["value"],
        opcode_name=data["opcode"]["name"],
        since=data["opcode"]["since"],
        lifecycle=lifecycle["lifecycle"],
        states=states,
        source=display,
        has_file=bool(file) and not file.get("consumed", False),
        direct=bool(file) and "direct" in file["any"],
        consumes_file=bool(file) and file.get("consumed", False),
        buffer=buffer,
        arguments=[_argument(a, sqe.ARGUMENT_TYPES) for a in data.get("arguments", [])],
        options=[_argument(a, sqe.OPTION_TYPES) for a in data.get("options", [])],
        outputs=[_argument(a, sqe.OUTPUT_TYPES) for a in data.get("outputs", [])],
        constants=data.get("constants", {}),
        result=data["result"],
        errors=data.get("errors", []),
        see_also=data.get("see_also", []),
        liburing=data.get("liburing", ""),
    )
    _place_scratch(operation)
    operation.words = _words(operation)
    operation.functions = list(_functions(operation, lifecycle["transitions"]))
    return operation


def _argument(data, types):
    fields = data["sqe"] if isinstance(data["sqe"], list) else [data["sqe"]]
    return Argument(data["name"], types[data["type"]], data["type"], fields, data["doc"],
                    data.get("unit", ""), data.get("default"), data.get("in_await", False))


def _place_scratch(operation):
    offset = 0
    for item in operation.arguments + operation.outputs:
        if item.type.pointer and item.type.size:
            item.scratch_offset = offset
            offset += item.type.size


# --- the SQE -----------------------------------------------------------------------------------

def _values(operation):
    """SQE field -> C expression, from the Building `op` and the block `block`."""
    values = {key: f"{value}" for key, value in operation.constants.items()}
    for item in operation.options:
        if item.type_name != "file":
            values[item.fields[0]] = _value(item)
    for item in operation.arguments:
        values[item.fields[0]] = _value(item)
        if item.type_name == "sockaddr":
            values[item.fields[1]] = f"op->{item.name}_length_"
    for item in operation.outputs:
        address = "(uint64_t)(uintptr_t)op->scratch_->data_"
        if item.scratch_offset:
            address += f" + {item.scratch_offset}"
        if item.type_name == "sockaddr":
            values[item.fields[0]] = f"{address} + 8"
            values[item.fields[1]] = address
        else:
            values[item.fields[0]] = address
    if operation.buffer:
        address, length = operation.buffer["sqe"]
        values[address] = "(uint64_t)(uintptr_t)(block->data_ + op->start_)"
        values[length] = "length"
        if operation.registered:
            values[operation.buffer["index"]] = "block->index_"
    return values


def _value(item):
    if item.type_name == "poll":
        return f"SRING_POLL_MASK_(op->{item.name}_)"
    if item.type.pointer:
        if item.type_name == "path":
            return f"op->{item.name}_"
        offset = f" + {item.scratch_offset}" if item.scratch_offset else ""
        return f"(uint64_t)(uintptr_t)op->scratch_->data_{offset}"
    return f"op->{item.name}_"


def _words(operation):
    """Word of the SQE -> C expression; words that stay zero are left out, but for the first four,
    which are always written. `head_` is handled apart: file and constants meet there."""
    by_word = {}
    for name, value in _values(operation).items():
        place = sqe.FIELDS[name]
        by_word.setdefault(sqe.WORDS[place.offset // 8], {})[place.offset % 8] = (place.size, value)
    words = {}
    for word in ("off_", "addr_", "len_flags_", "index_", "addr3_", "pad2_"):
        parts = by_word.get(word)
        if not parts:
            if word in ("off_", "addr_", "len_flags_"):
                words[word] = "0"
        elif word == "index_":
            low = parts.get(0, (2, "0"))[1]
            high = parts.get(4, (4, "0"))[1]
            words[word] = f"SRING_INDEX_({low}, {high})"
        elif parts.get(0, (0,))[0] == 8:
            value = parts[0][1]
            words[word] = value if value.startswith("(uint64_t)") else f"(uint64_t){value}"
        else:
            words[word] = f"SRING_PAIR_({parts.get(0, (4, '0'))[1]}, {parts.get(4, (4, '0'))[1]})"
    return words


# --- functions ---------------------------------------------------------------------------------

def _doc_values(operation):
    result = operation.result
    errors = ""
    if operation.uses_scratch:
        errors += ", -ENOMEM"
    if operation.strings:
        errors += ", -EFAULT (a path is NULL)"
    if any(a.type_name == "sockaddr" for a in operation.arguments):
        errors += ", -EINVAL (an address longer than struct sockaddr_storage)"
    what = f": {result['doc']}" if "doc" in result else ""
    if result["kind"] == "count":
        result_doc = f"{result['unit']}{what}"
    elif result["kind"] == "file":
        result_doc = "the descriptor, which finish hands over"
    else:
        result_doc = f"0{what}" if what else "0"
    if operation.buffer:
        loan_doc = "The buffer belongs to the kernel from here on, whatever happens, until the " \
                   "operation is finished."
        finish = "The buffer comes back."
        if operation.reads:
            finish += " Its length says how many bytes hold data."
        detach = "the ring frees the buffer when the kernel is done with it."
    elif operation.consumes_file:
        loan_doc = "The file is gone from here on."
        finish, detach = "", "its result is lost."
    else:
        loan_doc, finish, detach = "", "", "its result is lost."
    returns = "the result >= 0 or -errno, as result."
    if operation.makes_fd:
        finish = "On success the caller owns the new file."
        detach = "the ring closes the file it makes."
        returns = "0 or -errno. There is a file only on 0: test with `if (rc)`."
    range_doc = "A read sets the buffer's length to `start` plus what arrived." if operation.reads \
        else "By default a write sends the buffer's length."
    return {
        "op": operation.name, "a_op": operation.a_op, "init_errors": errors, "loan_doc": loan_doc,
        "finish_doc": finish, "detach_doc": detach, "result_doc": result_doc,
        "finish_returns": returns, "range_doc": range_doc,
    }


def _applies(transition, operation):
    condition = transition.get("when")
    return {
        None: True,
        "direct": operation.direct and not operation.consumes_file,
        "range": bool(operation.buffer),
    }[condition]


def _functions(operation, transitions):
    values = _doc_values(operation)
    for transition in transitions:
        if not _applies(transition, operation):
            continue
        items = {"option": operation.options, "output": operation.outputs}.get(
            transition.get("per"), [None])
        for item in items:
            yield _function(operation, transition, item, values)


def _function(operation, transition, item, values):
    verb = transition["verb"]
    if verb == "set":
        name, doc = f"{operation.prefix}_set_{item.name}", f"Sets {item.described}"
        if item.default is None:
            doc += " Default: 0."
    elif verb == "output":
        name = f"{operation.prefix}_{item.name}"
        doc = item.doc
        if item.type_name == "sockaddr":
            doc += f" As accept(2) has it: *{item.name}_length is the room and becomes the " \
                   "address's length."
        else:
            doc += f" Copied to *{item.name}."
    else:
        name, doc = f"{operation.prefix}_{verb}", transition["doc"].format(**values)
    returns = {"ready": "bool"}.get(verb, "int" if "returns" in transition else "void")
    paragraphs = [doc]
    if verb == "init" and (operation.arguments or operation.consumes_file):
        paragraphs += [a.described for a in operation.arguments]
    if "returns" in transition:
        paragraphs.append("Returns " + transition["returns"].format(**values))
    parameters, attributes = [], []
    for token in transition["signature"]:
        for parameter, attribute in _token(token, operation, transition, item):
            parameters.append(parameter)
            attributes += attribute
    fallible = transition.get("fallible", False) or \
        (verb in ("finish", "await") and operation.makes_fd) or verb == "await"
    return Function(verb, name, returns, parameters, attributes, paragraphs, fallible, item)


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
        const = "const " if transition["verb"] in ("result", "ready", "output") else ""
        return [(f"{const}{here.struct} *{here.variable}", [f"SRING_REQUIRES(*{here.variable})"])]
    if token == "file":
        if not operation.has_file:
            return []
        return [("const struct sring_fd *fd", ["SRING_REQUIRES_SHARED(*fd)"])]
    if token == "direct":
        return [("const struct sring_direct_fd *fd", ["SRING_REQUIRES_SHARED(*fd)"])]
    if token == "arguments":
        return [(p, []) for a in operation.arguments for p in a.parameters]
    if token == "value":
        shared = [f"SRING_REQUIRES_SHARED(*{item.name})"] if item.type_name == "file" else []
        return [(item.parameters[0], shared)]
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
    if token == "batch":
        return [("struct sring_batch_building *batch", ["SRING_REQUIRES(*batch)"])]
    if token == "batch_completed":
        return [("struct sring_batch_completed *batch", ["SRING_REQUIRES(*batch)"])]
    if token == "index":
        return [("uint32_t index", [])]
    if token == "output":
        return [(f"{item.type.ctype}{item.name}", [])] + \
            ([(f"socklen_t *{item.name}_length", [])] if item.type_name == "sockaddr" else [])
    if token == "await_outputs":
        return [(f"{o.type.ctype}{o.name}", []) for o in operation.outputs if o.in_await]
    if token in ("produced", "produced_file"):
        if operation.makes_fd:
            name = "produced"
            return [(f"struct sring_fd *{name}", [f"SRING_PRODUCES_ON_SUCCESS(*{name})"])]
        if operation.buffer and token == "produced":
            variable = operation.buffer["name"]
            return [(f"{operation.buffer_struct} *{variable}", [f"SRING_PRODUCES(*{variable})"])]
        return []
    raise KeyError(token)
