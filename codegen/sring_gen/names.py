# SPDX-License-Identifier: MIT OR Apache-2.0
"""Names that a spec cannot use, because C or the generated code does."""

from pathlib import Path

TEMPLATES = Path(__file__).parent / "templates"

KEYWORDS = set("""
auto break case char const continue default do double else enum extern float for goto if inline int
long register restrict return short signed sizeof static struct switch typedef union unsigned void
volatile while asm typeof alignas alignof bool true false noreturn thread_local static_assert
complex imaginary
and and_eq bitand bitor catch class compl concept const_cast constexpr consteval constinit co_await
co_return co_yield decltype delete dynamic_cast explicit export friend mutable namespace new
noexcept not not_eq nullptr operator or or_eq private protected public reinterpret_cast requires
static_cast template this throw try typeid typename using virtual wchar_t xor xor_eq
errno stdin stdout stderr linux unix
""".split())

# Parameters, variables and members of the generated functions.
GENERATED = set("""
ring op inflight stream item done fd buf batch index arg callback produced start count number rc sqe record
block token room entries taken function slot timespec live head scratch scratch_token received
items n size timeout nanoseconds apart place result lent queued most first lent_token
""".split())

# Words behind sring_ with which the library's own functions begin.
LIBRARY = {"batch", "block", "buf", "buf_ring", "direct_fd", "error", "fd", "lent_buf", "message",
           "misuse", "op", "pool", "record", "registered_buf", "ring", "vec"}

# The states that templates/states.j2 has structs for, and how the other templates call them.
STATES = {"building": "op", "submitted": "inflight", "streaming": "stream", "completed": "done"}

# The states that the template of a verb relies on, beside `building`.
USED = {
    **dict.fromkeys(("wait", "cancel", "await"), ("submitted", "completed")),
    **dict.fromkeys(("start", "take", "result", "output", "next_file", "finish", "release",
                     "forget"), ("completed",)),
    "detach": ("submitted",),
    **dict.fromkeys(("next", "end"), ("streaming",)),
}


def derived(name, type_name):
    """The C names that an argument, option or output of this type brings along."""
    return [name] + {"sockaddr": [f"{name}_length"], "control": [f"{name}_length"],
                     "path": [f"{name}_size"]}.get(type_name, [])


def verbs():
    """The verbs that there are templates for."""
    return {path.stem for path in (TEMPLATES / "verbs").glob("*.j2")}
