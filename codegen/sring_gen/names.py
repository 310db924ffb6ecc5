# SPDX-License-Identifier: MIT OR Apache-2.0
"""Names that a spec cannot use, because C or the generated code does."""

import itertools
import re
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
items n size timeout nanoseconds destination place result lent queued most first lent_token
deliver part raw slot_of_fd in_one_go
anything any_file foreign_ring give_up perhaps wrong
bundles data got state table want
""".split())
# A buffer is handed to more functions: these use as well
GENERATED_FOR_BUFFERS = {"flags"}

# Words behind sring_ with which the library's own functions and types begin, and what of them
# begins otherwise.
LIBRARY = ("auto", "batch", "block", "buf", "direct_fd", "error", "fd", "lent", "message", "misuse",
           "op", "pool", "pooled_buf", "record", "registered_buf", "registered_pool", "ring", "vec")
LIBRARY_FUNCTIONS = ("cancel_all", "flush_and_wait", "free_fn", "get_stats", "huge_pages",
                     "pollable_fd", "set_misuse_handler")


@lru_cache(maxsize=None)
def _needs(template):
    """What stands in the comments at the top of a template: word -> words."""
    lines = (TEMPLATES / template).read_text().splitlines()
    heads = itertools.takewhile(bool, (re.fullmatch(r"{# (\w+): (.*) #}", line) for line in lines))
    return {head[1]: head[2].split() for head in heads}


# The states that templates/states.j2 has structs for: how the templates call a handle; where the
# operation is; while the kernel has it, what comes of it.
STATES = {state: words[0] for state, words in _needs("states.j2").items()}
KERNEL = {state: words[1] for state, words in _needs("states.j2").items()}
# What the template of a verb is written for: the signature, where each word may be left out that has
# a `?`; the kinds of states; the states that it `uses` beside its own; and `flags`: `when`, `per`,
# whether it is fallible and returns something (a `bool` or a `ticket`, if it is no int), whether it only `looks`
# at the handle, and whether it `stops` an operation at once.
_VERBS = {path.stem: _needs(f"verbs/{path.name}")
          for path in sorted((TEMPLATES / "verbs").glob("*.j2"))}


def states_like(word):
    """The states of this kind."""
    return [state for state, words in _needs("states.j2").items() if word in words[1:]]


def returns(verb):
    """What its function returns, if it returns something."""
    flags = _VERBS[verb].get("flags", ())
    return "bool" if "bool" in flags else "struct sring_ticket" if "ticket" in flags else "int"


def only_looks(verb):
    """Its function changes nothing in the handle that it is `in`."""
    return "looks" in _VERBS[verb].get("flags", ())


def stops(verb):
    """Its function ends an operation at once, whatever it waits for."""
    return "stops" in _VERBS[verb].get("flags", ())


def used(verbs):
    """For each kind of states that the templates of these verbs rely on, the states of it."""
    words = {"before"}.union(*(_VERBS.get(verb, {}).get("uses", ()) for verb in verbs))
    return [states_like(word) for word in sorted(words, key=("before", "after", "result").index)]


def needed():
    """Verbs of which a lifecycle must have one: that begin an operation, hand it to the kernel, give
    out its result, and get rid of it in flight."""
    states = {verb: needs.get("states", []) for verb, needs in _VERBS.items()}
    plain = [verb for verb, needs in _VERBS.items()
             if not {"direct", "files"} & set(needs.get("flags", ()))]
    in_flight = {"result", "items", "during"}
    return [[verb for verb in plain if states[verb] == ["to", "before"]],
            [verb for verb in plain if states[verb] == ["from", "before", "to", "during"]],
            [verb for verb in plain if states[verb] and
             {"produced", "item"} & {word.rstrip("?") for word in _VERBS[verb]["signature"]}],
            [verb for verb in plain if states[verb][:1] == ["from"] and len(states[verb]) == 2 and
             states[verb][1] in in_flight]]


def misfits(transition):
    """(key, what the template of the verb needs there) of all that a transition has otherwise."""
    words, states, flags = (_VERBS[transition["verb"]].get(key, [])
                            for key in ("signature", "states", "flags"))
    given = transition.get("signature", [])
    needed = [word.rstrip("?") for word in words if not word.endswith("?") or word[:-1] in given]
    if None not in given and given != needed:
        yield "signature", f"the signature [{', '.join(word.rstrip('?') for word in words)}]"
    wanted = dict(zip(states[::2], states[1::2]))
    for key in ("from", "to", "in"):
        allowed = states_like(wanted[key]) if key in wanted else [""]
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
    if "doc" not in transition and not {"option", "output"} & set(flags):
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
    if word.startswith("anything_") or word in GENERATED and \
            (group, word) not in (("buffer", "buf"), ("buffer", "data")) or \
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
    handles = {f"{state}{ending}" for state in STATES for ending in ("", "_move", "_move_stash", "_stash", "_claim")}
    return frozenset({verb for verb, needs in _VERBS.items()
                      if not {"option", "output"} & set(needs.get("flags", ()))} | handles | {"item", "callback"})


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
