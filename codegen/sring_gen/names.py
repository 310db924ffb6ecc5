# SPDX-License-Identifier: MIT OR Apache-2.0
"""Names that a spec cannot use, because C or the generated code does."""

from functools import lru_cache
from pathlib import Path

TEMPLATES = Path(__file__).parent / "templates"

# Keywords of C and C++, and the macros in lower case that their headers and compilers have.
KEYWORDS = set("""
auto break case char const continue default do double else enum extern float for goto if inline int
long register restrict return short signed sizeof static struct switch typedef union unsigned void
volatile while asm typeof typeof_unqual alignas alignof bool true false noreturn thread_local
static_assert complex imaginary
and and_eq bitand bitor catch class compl concept const_cast constexpr consteval constinit co_await
co_return co_yield decltype delete dynamic_cast explicit export friend mutable namespace new
noexcept not not_eq nullptr operator or or_eq private protected public reinterpret_cast requires
static_cast template this throw try typeid typename using virtual xor xor_eq
errno h_errno stdin stdout stderr linux unix i386 assert math_errhandling d_fileno h_addr fscrypt_policy
s6_addr s6_addr16 s6_addr32 st_atime st_ctime st_mtime sched_priority sa_handler sa_sigaction
sigev_notify_function sigev_notify_attributes si_addr si_addr_lsb si_arch si_band si_call_addr si_fd
si_int si_lower si_overrun si_pid si_pkey si_ptr si_status si_stime si_syscall si_timerid si_uid
si_upper si_utime si_value
""".split())

# Types and variables of C's and POSIX's headers. All names that end in _t are theirs, too.
HEADERS = set("""
fd_mask fd_set memory_order once_flag u_char u_int u_long u_short uint ulong ushort va_list
atomic_bool atomic_char atomic_flag atomic_int atomic_llong atomic_long atomic_schar atomic_short
atomic_uchar atomic_uint atomic_ullong atomic_ulong atomic_ushort
daylight environ getdate_err in6addr_any in6addr_loopback main optarg opterr optind optopt
program_invocation_name program_invocation_short_name signgam timezone tzname
""".split())

# Parameters, variables and members of the generated functions, and what their tests are made of.
GENERATED = set("""
ring op inflight stream item done fd buf batch index arg callback produced start count number rc sqe record
block token room entries taken function slot timespec live head scratch scratch_token received
items n size timeout nanoseconds apart place result lent queued most first lent_token
deliver part raw slot_of_fd in_one_go
anything any_file foreign_ring give_up perhaps wrong
""".split())
# A buffer is handed to more functions: these use as well
GENERATED_FOR_BUFFERS = {"flags"}

# Words behind sring_ with which the library's own functions and types begin, and what of them
# begins otherwise.
LIBRARY = ("auto", "batch", "block", "buf", "direct_fd", "error", "fd", "lent", "message", "misuse",
           "op", "pool", "pooled_buf", "record", "registered_buf", "registered_pool", "ring", "vec")
LIBRARY_FUNCTIONS = ("cancel_all", "flush_and_wait", "free_fn", "get_stats", "huge_pages",
                     "pollable_fd", "set_misuse_handler")

# The states that templates/states.j2 has structs for: how the other templates call them, and where
# the operation is.
STATES = {"building": "op", "submitted": "inflight", "streaming": "stream", "completed": "done"}
KERNEL = {"building": "before", "submitted": "during", "streaming": "during", "completed": "after"}

# What the template of a verb is written for: the signature, where each word may be left out that has
# a `?`; the states; then `when`, `per`, and whether it is fallible and returns something.
_IN_FLIGHT = "submitted|streaming"
_VERBS = {
    "init": ("ring to file group? arguments", "to building", "fallible returns"),
    "init_direct": ("ring to direct group? arguments", "to building", "direct fallible returns"),
    "set": ("in value", "in building", "option"),
    "set_range": ("in range", "in building", "range"),
    "set_timeout": ("ring in nanoseconds", "in building", "stoppable fallible returns"),
    "abandon": ("ring from", "from building", ""),
    "submit": ("ring from loan? to", f"from building to {_IN_FLIGHT}", ""),
    "start": ("ring from loan callback", "from building", ""),
    "add": ("ring batch from loan", "from building", ""),
    "ready": ("ring in", f"in {_IN_FLIGHT}", "returns"),
    "wait": ("ring from to", "from submitted to completed", ""),
    "cancel": ("ring from to", "from submitted to completed", ""),
    "detach": ("ring from", "from submitted", ""),
    "take": ("ring batch_completed index to", "to completed", ""),
    "result": ("in", "in completed", "returns"),
    "output": ("in output", "in completed", "output"),
    "next_file": ("in received", "in completed", "files fallible returns"),
    "finish": ("from produced", "from completed", "returns"),
    "release": ("ring from produced", "from completed", "returns"),
    "forget": ("ring from", "from completed", ""),
    "next": ("ring in item", "in streaming", "fallible returns"),
    "end": ("ring from", "from streaming", ""),
    "await": ("ring file group? await_loan arguments await_outputs? produced_file?", "", "returns"),
    "await_each": ("ring file await_loan items", "", "each returns"),
}
# Beside these, the states that the templates of a verb and of what it calls rely on.
USED = {"await": ("submitted", "completed"), "start": ("completed",)}


def misfits(transition):
    """(key, what the template of the verb needs there) of all that a transition has otherwise."""
    signature, states, flags = _VERBS[transition["verb"]]
    words, states, flags = signature.split(), states.split(), flags.split()
    given = transition.get("signature", [])
    needed = [word.rstrip("?") for word in words if not word.endswith("?") or word[:-1] in given]
    if None not in given and given != needed:
        yield "signature", f"the signature [{', '.join(word.rstrip('?') for word in words)}]"
    wanted = dict(zip(states[::2], states[1::2]))
    for key in ("from", "to", "in"):
        allowed = wanted.get(key, "").split("|")
        if transition.get(key, "") not in allowed:
            yield key, f"`{key}: {' or '.join(allowed)}`" if allowed != [""] else f"no `{key}`"
    for key, words in (("when", ("direct", "range", "each", "files", "stoppable")),
                       ("per", ("option", "output"))):
        needed = next((word for word in words if word in flags), None)
        if transition.get(key) != needed:
            yield key, f"`{key}: {needed}`" if needed else f"no `{key}`"
    if transition.get("fallible", False) != ("fallible" in flags):
        yield "fallible", f"{'' if 'fallible' in flags else 'no '}`fallible: true`"
    if ("returns" in transition) != ("returns" in flags):
        yield "returns", f"{'' if 'returns' in flags else 'no '}`returns`"
    if "doc" not in transition and transition["verb"] not in ("set", "output"):
        yield "doc", "a `doc`"


def belongs_to_library(op):
    """Whether sring_OP_... is, or may become, a name of the library's own."""
    return op.startswith(tuple(f"{word}_" for word in LIBRARY)) or \
        any(f"{name}_".startswith(f"{op}_") for name in LIBRARY + LIBRARY_FUNCTIONS)


def taken(word, group):
    """Why an item of this group (`buffer`, `arguments`, `options`, `outputs`) cannot be called so,
    or None."""
    if word in KEYWORDS:
        return f"'{word}' is a word of C or C++"
    if word in HEADERS or word.endswith("_t"):
        return f"'{word}' is a name of C's or POSIX's headers"
    if word.startswith("anything_") or word in GENERATED and (group, word) != ("buffer", "buf") or \
            group == "buffer" and word in GENERATED_FOR_BUFFERS:
        return f"the generated functions use '{word}' themselves"
    if group == "outputs" and word == "length":
        return "a variable in the accessor is called 'length'"
    return None


def verbs():
    """The verbs that there are templates for."""
    return set(_VERBS)


@lru_cache(maxsize=None)
def common():
    """What stands behind sring_OP_ in the names of every operation."""
    handles = {f"{state}{ending}" for state in STATES for ending in ("", "_move", "_stash", "_claim")}
    return frozenset((verbs() - {"set", "output"}) | handles | {"item", "callback"})


def functions(data):
    """The same for one operation: what its options and outputs add, by their place in the spec."""
    for group, prefix in (("options", "set_"), ("outputs", "")):
        for index, item in enumerate(data.get(group) or []):
            if isinstance(item, dict) and "name" in item:
                yield (group, index, "name"), f"{prefix}{item['name']}"


def clash(short, behind, long):
    """A function of operation `short` that could be one of operation `long`, or None. `behind` is
    what stands behind sring_SHORT_ in its names."""
    if not long.startswith(f"{short}_"):
        return None
    rest = long[len(short) + 1:]
    return next((f"sring_{short}_{name}" for name in sorted(behind)
                 if name == rest or name.startswith(f"{rest}_")), None)
