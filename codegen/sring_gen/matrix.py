# SPDX-License-Identifier: MIT OR Apache-2.0
"""The compile-fail cases of an operation, or of a handle's own functions: calls that the signatures do
not allow.

This module does not know verbs or lifecycles. A signature says whether each handle is required,
consumed or produced. The mistakes follow from that, and so do the calls that make and end the
handles of a case."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from . import names

_ROLES = {
    "SRING_REQUIRES": "requires",
    "SRING_REQUIRES_SHARED": "reads",
    "SRING_CONSUMES": "consumes",
    "SRING_CONSUMES_ON_SUCCESS": "consumes",
    "SRING_PRODUCES": "produces",
    "SRING_PRODUCES_ON_SUCCESS": "produces",
}
_ATTRIBUTE = re.compile(r"(?P<macro>\w+)\(\*(?P<name>\w+)\)")
_PARAMETER = re.compile(r"(?P<type>.*?[ *])(?P<name>\w+)$")


# Values for parameters of functions of every operation.
_VALUES = {"ticket": "&any_ticket"}

# The ring: a parameter of each case, and not in spec/handles.
_RING = {"struct sring": ("struct sring *ring", "SRING_REQUIRES(*ring)")}


@dataclass(frozen=True)
class Parameter:
    type: str  # without const and *
    declaration: str
    name: str
    role: str  # "" for a plain value

    @property
    def pointer(self):
        return "*" in self.declaration


def parameters(function):
    """The parameters of a function with the role of each."""
    return _parameters(tuple(function.parameters), tuple(function.attributes))


@lru_cache(maxsize=None)
def _parameters(declarations, attributes):
    roles, result = {}, []
    for attribute in attributes:
        found = _ATTRIBUTE.match(attribute)
        if found and found["macro"] in _ROLES:
            roles.setdefault(found["name"], _ROLES[found["macro"]])
    for declaration in declarations:
        found = _PARAMETER.match(declaration)
        bare = found["type"].replace("const ", "").replace("*", "").strip()
        result.append(Parameter(bare, declaration, found["name"], roles.get(found["name"], "")))
    return result


def _with(function, role):
    return [p for p in parameters(function) if p.role == role]


def _ring(function):
    """The ring, which the caller must hold, or None."""
    return next((p for p in _with(function, "requires") if p.type == "struct sring"), None)


def _produces_if(function):
    return any("PRODUCES_ON_SUCCESS" in a for a in function.attributes)


def _consumes_if(function, parameter):
    return f"SRING_CONSUMES_ON_SUCCESS(*{parameter.name})" in function.attributes


@dataclass
class OfHandle:
    """A handle in place of an operation: its functions are those that are written by hand."""

    handle: object

    regenerate = "script/generate"
    states = arguments = options = outputs = ()

    @property
    def name(self):
        return self.handle.name

    @property
    def source(self):
        return self.handle.source

    @property
    def functions(self):
        return self.handle.calls


@dataclass
class Matrix:
    """The cases of one operation, for the template."""

    op: object
    other: object  # another operation, for handles of the wrong type; None: the subject is a handle
    handles: list  # the handles that operations share
    functions: list = field(default_factory=list)
    anything: dict = field(default_factory=dict)  # pointer type: a variable of that type

    def __post_init__(self):
        self.functions = [call for handle in self.handles for call in handle.calls]
        self.functions += [f for f in self.op.functions if f not in self.functions]
        self.shared = {handle.struct: handle for handle in self.handles}
        self.capability = {h.struct: (h.capability, h.error) for h in self.handles}
        self.values = {**_VALUES, **{name: value for h in self.handles for name, value in h.values.items()}}
        self.given = dict(_RING)
        self.given.update((h.struct, (f"const {h.struct} *{h.given}",
                                      f"SRING_REQUIRES_SHARED(*{h.given})"))
                          for h in self.handles if h.given)
        for state in self.op.states:
            self.capability[state.struct] = (f"{self.op.name} in state {state.title}", state.error)
        self.types = list(self._types())
        self.unchecked = [_Unchecked(self, f) for f in self.op.functions if f.fallible]
        self.consumed = self._possible(_Consumed, self._consumed())
        self.forgotten = self._possible(_Forgotten, self._forgotten())
        self.kept = self._possible(_Kept, ((f, p) for f in self.op.functions
                                           for p in _with(f, "consumes")
                                           if _consumes_if(f, p) and not _with(f, "produces")))
        callbacks = {c.macro: c for f in self.op.functions for c in f.callbacks}.values()
        self.callbacks = [_Callback(self, c) for c in callbacks if c.struct]
        self.plain_callbacks = [(c.macro, c.name) for c in callbacks if not c.struct]
        self.foreign = self._possible(_Foreign, ((f,) for f in self.op.functions if _ring(f)))
        self.legal = list(self._legal())
        _share_twins(self.types)
        _share_twins(self.consumed)

    def _possible(self, case, arguments):
        """The cases with these arguments. Of a handle only those whose handles can be made: a message
        comes to a callback, for example."""
        cases = []
        for those in arguments:
            try:
                cases.append(case(self, *those))
            except LookupError:
                if self.other:
                    raise
        return cases

    @property
    def headers(self):
        return [f"ops/{o.name}" for o in (self.op, self.other)] if self.other else ["sring"]

    # --- functions and values -----------------------------------------------------------------

    def producer(self, handle):
        for function in self.functions:
            if any(p.type == handle for p in _with(function, "produces")):
                return function
        raise LookupError(f"{self.op.name}: no function produces {handle}; add one to `calls` in "
                          "spec/handles")

    def consumers(self, handle):
        return [f for f in self.functions if any(p.type == handle for p in _with(f, "consumes"))]

    def consumer(self, handle):
        """The consumer that takes and leaves the fewest other values."""
        if not self.consumers(handle):
            raise LookupError(f"{self.op.name}: no function consumes {handle}; add one to `calls` in "
                              "spec/handles")
        return min(self.consumers(handle), key=lambda f: len(_with(f, "produces")) +
                   sum(p.role in ("consumes", "") for p in parameters(f)))

    def users(self, handle):
        return [f for f in self.functions
                if any(p.type == handle and p.role in ("consumes", "requires", "reads")
                       for p in parameters(f))]

    def name_of(self, handle):
        """The capability's name, as clang prints it."""
        return self.capability[handle][0]

    def value(self, parameter):
        """A value for an argument that is not a handle."""
        own = {item.name for item in self.op.arguments + self.op.options + self.op.outputs}
        if parameter.name in self.values and parameter.name not in own:
            return self.values[parameter.name]
        if parameter.declaration.startswith("const char *"):
            return '""'
        if not parameter.pointer:
            return next((a.least for a in self.op.arguments if a.name == parameter.name), "0")
        kind = _PARAMETER.match(parameter.declaration)["type"].strip()
        return self.anything.setdefault(kind, f"anything_{len(self.anything)}")

    # --- mistakes -----------------------------------------------------------------------------

    def _types(self):
        """A wrong handle for each parameter: of another state, another operation, another kind of
        buffer or file, or no handle at all."""
        own = [state.struct for state in self.op.states]
        for function in self.op.functions:
            for parameter in parameters(function):
                if parameter.type in own:
                    state = self.op.states[own.index(parameter.type)].name
                    wrong = [s for s in own if s != parameter.type]
                    wrong += [s.struct for s in self.other.states if s.name == state]
                elif parameter.type in self.shared:
                    wrong = self.shared[parameter.type].confused_with
                else:
                    continue
                for handle in wrong:
                    if handle != parameter.type:
                        yield _Type(self, function, parameter, handle)

    def _consumed(self):
        """Every use of a handle after every function that consumes it."""
        own = {p.type for f in self.op.functions for p in _with(f, "consumes")}
        for handle in self.capability:
            if handle not in own:
                continue
            for first in self.op.functions:
                if any(p.type == handle for p in _with(first, "consumes")):
                    for second in self.users(handle):
                        if self.other and second in self.op.functions and handle in self.shared and \
                                not any(p.type == handle for p in _with(second, "consumes")):
                            continue  # an operation on the file: there are hand-written cases for it
                        yield handle, first, second

    def _forgotten(self):
        for function in self.op.functions:
            for parameter in _with(function, "produces"):
                yield function, parameter

    def _legal(self):
        """Right code, run on a real ring with /dev/null and zero arguments: an operation that is
        abandoned, one that is cancelled or ended after submit, and one with a callback."""
        for function in self.op.functions if self.other else ():
            if names.stops(function.verb):
                yield _Legal(self, function)
            elif function.callbacks:
                yield _Legal(self, function)


def _share_twins(cases):
    """Cases whose twins differ only in the name share the twin of the first case."""
    first = {}
    for case in cases:
        case.twin_of = first.setdefault(case.mended, case.name)


class _Code:
    """The body of a generated function, with the handles that it has declared and holds."""

    def __init__(self, matrix, automatic=""):
        self.matrix = matrix
        self.automatic = automatic  # type of the handle that is declared with SRING_AUTO
        self.declared = {}
        self.held = {}
        self.given = {}
        self.reserved = [_given_name(given) for given in matrix.given.values()]

    def fresh(self, name, handle):
        unique, number = name, 2
        while unique in self.declared or unique in self.reserved:
            unique, number = f"{name}{number}", number + 1
        self.declared[unique] = handle
        return unique

    def give(self, handle):
        self.given[handle] = self.matrix.given[handle]
        return _given_name(self.given[handle])

    def prepare(self, function, using=None):
        """Makes what the function needs; returns (lines, arguments). `using` maps a type to a
        variable, of the first parameter with that type; `*name` there means that `name` is a
        pointer."""
        lines, arguments, using = [], [], dict(using or {})
        for parameter in parameters(function):
            looked_at = parameter.role == "" and parameter.type in self.matrix.capability
            if (parameter.role in ("requires", "reads") or looked_at) and \
                    parameter.type in self.matrix.given and parameter.type not in using:
                arguments.append(self.give(parameter.type))
            elif parameter.role in ("consumes", "requires", "reads") or looked_at:
                name = using.pop(parameter.type, None)
                if name is None:
                    name, made = self.make(parameter)
                    lines += made
                arguments.append(f"&{name}".removeprefix("&*"))
            elif parameter.role == "produces":
                arguments.append(f"&{self.fresh(parameter.name, parameter.type)}")
            else:
                arguments.append(self.matrix.value(parameter))
        return lines, arguments

    def make(self, parameter):
        """(variable, lines that make it)."""
        function = self.matrix.producer(parameter.type)
        lines, arguments = self.prepare(function)
        lines += self.call(function, arguments)
        made = next(a[1:] for p, a in zip(parameters(function), arguments)
                    if p.type == parameter.type and p.role == "produces")
        return made, lines

    def call(self, function, arguments):
        """Lines of a call that succeeds or ends the program. Updates the held handles."""
        text = f"{function.name}({', '.join(arguments)})"
        self._change(function, arguments)
        if function.fallible:
            return [f"if ({text}) {{", "    give_up();", "}"]
        return [f"{'' if function.returns == 'void' else '(void)'}{text};"]

    def _change(self, function, arguments):
        for parameter, argument in zip(parameters(function), arguments):
            if parameter.role == "consumes":
                self.held.pop(argument[1:], None)
            elif parameter.role == "produces":
                self.held[argument[1:]] = parameter.type

    def drop(self, name, handle):
        """Lines that consume a handle, and the handles that this produces."""
        function = self.matrix.consumer(handle)
        lines, arguments = self.prepare(function, {handle: name})
        text = f"{function.name}({', '.join(arguments)})"
        before = set(self.held)
        self._change(function, arguments)
        rest = []
        for left in [n for n in self.held if n not in before]:
            rest += self.drop(left, self.held[left])
        if _produces_if(function):
            return lines + [f"if (!{text}) {{"] + [f"    {line}" for line in rest] + ["}"]
        if function.fallible:
            return lines + [f"if ({text}) {{", "    give_up();", "}"] + rest
        return lines + [f"{'' if function.returns == 'void' else '(void)'}{text};"] + rest

    def drop_all(self, but=()):
        lines = []
        for name in [n for n in self.held if n not in but]:
            lines += self.drop(name, self.held[name])
        return lines

    def declarations(self, lines, but=()):
        """Declarations of the variables that `lines` use and `but` does not."""
        return [f"{handle} {name};" for name, handle in self.declared.items()
                if name != self.automatic and _uses(lines, name) and not _uses(but, name)]

    @property
    def given_names(self):
        return [_given_name(given) for given in self.given.values()]

    @property
    def signature(self):
        """(parameters, attributes) of the function."""
        given = [self.given[h] for h in self.matrix.given if h in self.given]
        return (", ".join(g[0] for g in given) or "void", " ".join(g[1] for g in given))


def _given_name(given):
    return _PARAMETER.match(given[0])["name"]


def _uses(lines, name):
    return any(re.search(rf"\b{name}\b", line) for line in lines)


class _Type:
    """A handle of the wrong type: an error of layer 1."""

    def __init__(self, matrix, function, parameter, wrong):
        self.name = f"types_{function.name}_{parameter.name}_" + \
            wrong.removeprefix("struct ").replace(" ", "_")
        right = [p.declaration for p in parameters(function) if p.role]
        self.parameters = ", ".join(right + [f"{wrong} wrong" if wrong == "int" else f"{wrong} *wrong"])
        arguments = [p.name if p.role else matrix.value(p) for p in parameters(function)]
        self.call = _statement(function, [f"EITHER(wrong, {a})" if p == parameter else a for p, a in
                                          zip(parameters(function), arguments)])
        self.mended = tuple(_statement(function, arguments))
        self.mark = "L1 int-conversion" if wrong == "int" else "L1 incompatible-pointer-types"
        self.mark += f' "{parameter.type} *" "{wrong}{"" if wrong == "int" else " *"}"'


class _Unchecked:
    """A call that can fail and is not checked: an error of layer 1."""

    def __init__(self, matrix, function):
        self.name = f"unchecked_{function.name}"
        self.parameters = ", ".join(p.declaration for p in parameters(function) if p.role)
        arguments = [p.name if p.role else matrix.value(p) for p in parameters(function)]
        self.call = f"{function.name}({', '.join(arguments)})"
        self.right = _statement(function, arguments)


class _Consumed:
    """A handle used after it was consumed: an error of layers 2 and 3."""

    def __init__(self, matrix, handle, first, second):
        self.name = f"consumed_{handle.removeprefix('struct sring_')}_{first.verb}_" + \
            second.name.removeprefix("sring_").removeprefix(f"{matrix.op.name}_")
        capability, self.error = matrix.capability[handle]
        code = _Code(matrix)
        lines, arguments = code.prepare(first)
        self.before = lines
        gone = next(a[1:] for p, a in zip(parameters(first), arguments)
                    if p.type == handle and p.role == "consumes")
        lines, again = code.prepare(second, {handle: gone})
        self.before += lines
        self.before += code.call(first, arguments)
        held = dict(code.held)
        self.wrong = code.call(second, again)
        taken = [name for name in held if name not in code.held]
        made = [name for name in code.held if name not in held]
        for name in made:
            self.wrong += code.drop(name, code.held[name])
        code.held = {name: held[name] for name in taken}
        self.twin = code.drop_all()
        code.held = {name: kind for name, kind in held.items() if name not in taken}
        self.after = code.drop_all()
        role = next(p.role for p in parameters(second) if p.type == handle)
        self.reason = f"releasing {{{capability}}} '{gone}' that was not held" \
            if role == "consumes" else \
            f"calling function '{second.name}' requires holding {{{capability}}} '{gone}'"
        always = self.before + self.after
        self.twin = [f"(void){name};" for name in code.given_names
                     if not _uses(always + self.twin, name)] + self.twin
        self.declarations = code.declarations(always)
        self.wrong = code.declarations(self.wrong, always), self.wrong
        self.twin = code.declarations(self.twin, always) + self.twin
        self.parameters, self.attributes = code.signature
        self.mended = tuple([self.parameters, self.attributes, *self.declarations, *self.before,
                             *self.twin, *self.after])


class _Forgotten:
    """A handle that is never consumed - at the end of the scope, on one of two paths, in each turn
    of a loop: an error of layer 3, and of layer 2 with SRING_AUTO if it is live on every exit."""

    def __init__(self, matrix, function, parameter):
        self.name = f"{function.name.removeprefix('sring_')}_{parameter.name}"
        code = _Code(matrix)
        self.before, arguments = code.prepare(function)
        self.before += code.call(function, arguments)
        self.variable = next(a[1:] for p, a in zip(parameters(function), arguments)
                             if p == parameter)
        self.plain = f"{parameter.type} {self.variable};"
        code.automatic = self.variable
        self.automatic = f"SRING_AUTO {parameter.type} {self.variable} = SRING_NONE;"
        held = dict(code.held)
        self.after = code.drop_all(but=[self.variable])
        code.held = {self.variable: held[self.variable]}
        self.twin = code.drop_all()
        handle = f"{{{matrix.name_of(parameter.type)}}} '{self.variable}'"
        self.reason = f"{handle} is still held at the end of function"
        self.path_reason = f"{handle} is not held on every path through here"
        self.loop_reason = f"expecting {handle} to be held at start of each loop"
        self.all_declarations = code.declarations(self.before + self.after + self.twin)
        self.declarations = code.declarations(self.before + self.after)
        self.twin_declarations = code.declarations(self.twin, self.before + self.after)
        self.parameters, self.attributes = code.signature


class _Kept:
    """A handle that a failed call has left to the caller, who forgets it: an error of layer 3."""

    def __init__(self, matrix, function, parameter):
        self.name = f"kept_{function.verb}_{parameter.name}"
        code = _Code(matrix)
        self.before, arguments = code.prepare(function)
        kept = next(a[1:] for p, a in zip(parameters(function), arguments) if p == parameter)
        handle = code.held.pop(kept)
        self.call = f"{function.name}({', '.join(arguments)})"
        self.after = code.drop_all()
        code.held = {kept: handle}
        self.twin = code.drop_all()
        self.reason = f"{{{matrix.name_of(handle)}}} '{kept}' is not held on every path through here"
        always = self.before + self.after
        self.declarations = code.declarations(always)
        self.twin = code.declarations(self.twin, always) + self.twin
        self.parameters, self.attributes = code.signature


class _Callback:
    """A callback that does not consume its handle: an error of layer 3."""

    def __init__(self, matrix, callback):
        self.name = callback.name
        self.macro = callback.macro
        variable = callback.variable
        code = _Code(matrix)
        code.declared = dict.fromkeys(("ring", variable, "arg"), "")
        self.twin = code.drop(f"*{variable}", callback.struct)
        code.declared = {name: kind for name, kind in code.declared.items() if kind}
        self.twin = code.declarations(self.twin) + self.twin
        self.reason = f"{{{matrix.name_of(callback.struct)}}} '{variable}' is still held" \
            " at the end of function"


class _Foreign:
    """A call with a ring that the caller does not hold: an error of layer 3."""

    def __init__(self, matrix, function):
        self.name = f"foreign_{function.name.removeprefix('sring_')}"
        code = _Code(matrix)
        self.before, arguments = code.prepare(function)
        at = list(parameters(function)).index(_ring(function))
        wrong = arguments[:at] + ["&foreign_ring"] + arguments[at + 1:]
        self.wrong = _statement(function, wrong)
        self.right = code.call(function, arguments)
        self.after = code.drop_all()
        self.declarations = code.declarations(self.before + self.right + self.after)
        self.reason = f"calling function '{function.name}' requires holding {{ring}} 'foreign_ring'"
        self.parameters, self.attributes = code.signature


class _Legal:
    """A sequence that is run."""

    def __init__(self, matrix, function):
        self.name = f"legal_{function.verb}"
        code = _Code(matrix)
        self.lines, arguments = code.prepare(function)
        names_of = [p.name for p in parameters(function)]
        for callback in function.callbacks:
            arguments[names_of.index(callback.parameter)] = callback.name
        self.lines += code.call(function, arguments) + code.drop_all()
        self.declarations = code.declarations(self.lines)
        self.parameters, self.attributes = code.signature
        self.arguments = ", ".join(f"&{_PARAMETER.match(p)['name']}"
                                   for p in self.parameters.split(", "))


def _statement(function, arguments):
    text = f"{function.name}({', '.join(arguments)})"
    if function.fallible:
        return [f"if ({text}) {{", "    give_up();", "}"]
    return [f"{'' if function.returns == 'void' else '(void)'}{text};"]


def of(operation, operations, handles):
    """The matrix of one operation; another one gives the handles of the wrong type."""
    return Matrix(operation, _other(operation, operations), handles)


def of_handle(handle, handles):
    """The matrix of the functions of a handle."""
    return Matrix(OfHandle(handle), None, handles)


def _other(op, operations):
    """The next operation with the same states; itself if there is no other."""
    states = [state.name for state in op.states]
    same = [o for o in operations if [state.name for state in o.states] == states]
    return same[(same.index(op) + 1) % len(same)]
