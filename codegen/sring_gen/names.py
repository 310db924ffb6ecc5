# SPDX-License-Identifier: MIT OR Apache-2.0
"""Names that a spec cannot use, because C or the generated code uses them."""

import itertools
import re
from functools import lru_cache
from pathlib import Path

TEMPLATES = Path(__file__).parent / "templates"

# Keywords of C and C++, and lower-case macros of their headers and compilers.
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

# Types and variables of the headers of C and POSIX. They also own all names that end in _t.
HEADERS = set("""
fd_mask fd_set memory_order once_flag u_char u_int u_long u_short uint ulong ushort va_list
atomic_bool atomic_char atomic_flag atomic_int atomic_llong atomic_long atomic_schar atomic_short
atomic_uchar atomic_uint atomic_ullong atomic_ulong atomic_ushort
daylight environ getdate_err in6addr_any in6addr_loopback main optarg opterr optind optopt
program_invocation_name program_invocation_short_name signgam timezone tzname
""".split())

# Parameters, variables and members in the generated functions and in their tests.
GENERATED = set("""
ring op inflight stream item done fd buf batch index arg callback produced start count number rc sqe record
block token room entries taken function slot timespec live head scratch scratch_token received
items n size timeout nanoseconds destination place result lent queued most first lent_token
delivery part raw slot_of_fd in_one_go
anything any_file foreign_ring give_up perhaps wrong
bundles data got state table want
options ticket on_item on_end started timeout_ns async
""".split())
# More names of functions that only a buffer is passed to.
GENERATED_FOR_BUFFERS = {"flags"}

# The library's functions and types begin with sring_ and one of these words; the second list has
# the exceptions.
LIBRARY = ("audit", "auto", "batch", "block", "buf", "direct_fd", "error", "event", "fd", "lent", "mailbox", "message", "misuse",
           "fiber", "latency", "mutex", "op", "pool", "pooled_buf", "queue", "record", "registered_buf", "registered_pool", "ring", "scope", "sender",
           "shared_buf", "stream", "vec", "waker")
LIBRARY_FUNCTIONS = ("assert_owner", "backend", "backend_reason", "cancel_all", "deadline_rearm", "dump", "end_callback", "fdopen", "fdopen_p", "flush_and_wait", "fopen", "fopen_p", "free_fn", "get_stats", "huge_pages",
                     "offload_callback", "offload_launch", "poll_rearm", "pollable_fd", "resolve", "run_for",
                     "run_once", "set_misuse_handler", "shared_copy", "shared_data", "shared_free", "shared_length",
                     "shared_static", "supports", "wait_any")

# Endings after sring_OP_ of functions that are written by hand. No operation generates them.
BY_HAND = {"rearm", "to"}


@lru_cache(maxsize=None)
def _needs(template):
    """The comments at the top of a template: word -> words."""
    lines = (TEMPLATES / template).read_text().splitlines()
    heads = itertools.takewhile(bool, (re.fullmatch(r"{# (\w+): (.*) #}", line) for line in lines))
    return {head[1]: head[2].split() for head in heads}


# The states that templates/states.j2 has structs for: the name of a handle in the templates; where
# the operation is; for a state in the kernel, the kind of its outcome.
STATES = {state: words[0] for state, words in _needs("states.j2").items()}
KERNEL = {state: words[1] for state, words in _needs("states.j2").items()}
# The requirements of each verb's template: the signature (a word with `?` is optional); the kinds
# of states; other states that it `uses`; and `flags`: `when`, `per`, `fallible`, `returns` (an int
# or, if named, a `bool` or a `ticket`), `looks` (it only reads the handle), `stops` (it ends an
# operation at once).
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
    """Its function does not change the handle."""
    return "looks" in _VERBS[verb].get("flags", ())


def stops(verb):
    """Its function ends an operation at once, even if it waits for something."""
    return "stops" in _VERBS[verb].get("flags", ())


def used(verbs):
    """For each kind of state that the templates of these verbs need, the states of that kind."""
    words = {"before"}.union(*(_VERBS.get(verb, {}).get("uses", ()) for verb in verbs))
    return [states_like(word) for word in sorted(words, key=("before", "after", "result").index)]


def needed():
    """Four lists of verbs; a lifecycle needs one of each. They begin an operation, submit it,
    give out its result, and end it in flight."""
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
    """(key, what the template of the verb needs there) for each key that does not fit the
    template."""
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
    for key, words in (("when", ("direct", "range", "each", "files", "stoppable", "keeps", "items",
                                "rearm", "worker")),
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
    """Whether sring_OP_... is, or may become, a name of the library."""
    return op.startswith(tuple(f"{word}_" for word in LIBRARY)) or \
        any(f"{name}_".startswith(f"{op}_") for name in LIBRARY + LIBRARY_FUNCTIONS)


def taken(word, group):
    """The reason why an item of this group (`buffer`, `arguments`, `options`, `outputs`) cannot
    have this name, or None."""
    if word in KEYWORDS:
        return f"'{word}' is a keyword or macro of C or C++; use another name"
    if word in HEADERS or word.endswith("_t"):
        return f"'{word}' is a name of the C or POSIX headers; use another name"
    if word.startswith("sring_"):
        return "names that begin with 'sring_' are the library's; use another name"
    if word.startswith("anything_") or word in GENERATED and \
            (group, word) not in (("buffer", "buf"), ("buffer", "data")) or \
            group == "buffer" and word in GENERATED_FOR_BUFFERS:
        return f"the generated functions use the name '{word}'; use another one"
    if group == "outputs" and word == "length":
        return "the accessor has a variable 'length'; use another name"
    return None


def verbs():
    """The verbs that have templates."""
    return set(_VERBS)


@lru_cache(maxsize=None)
def common():
    """The endings after sring_OP_ of the names that every operation has."""
    handles = {f"{state}{ending}" for state in STATES
               for ending in ("", "_move", "_move_stash", "_stash", "_claim")}
    return frozenset({verb for verb, needs in _VERBS.items()
                      if not {"option", "output"} & set(needs.get("flags", ()))} | handles | BY_HAND |
                     {"item", "callback", "options"})


def functions(data):
    """The further endings that one operation's options and outputs add, with their place in the
    spec."""
    for group, prefix in (("options", "set_"), ("outputs", "")):
        for index, item in enumerate(data.get(group) or []):
            if isinstance(item, dict) and "name" in item:
                yield (group, index, "name"), f"{prefix}{item['name']}"


def clash(short, behind, long):
    """A function of operation `short` that could also belong to operation `long`, or None. `behind`
    has the endings after sring_SHORT_."""
    if not long.startswith(f"{short}_"):
        return None
    rest = long[len(short) + 1:]
    return next((f"sring_{short}_{name}" for name in sorted(behind)
                 if name == rest or name.startswith(f"{rest}_")), None)
