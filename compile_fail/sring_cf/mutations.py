# SPDX-License-Identifier: MIT OR Apache-2.0
"""The mutants: each removes one protection from a copy of the headers."""

import re
from dataclasses import dataclass


class MutantError(Exception):
    """A mutant does not fit the headers any more."""


@dataclass(frozen=True)
class Mutant:
    name: str
    what: str
    edits: tuple  # (header, regular expression, replacement)
    cases: tuple  # CASE@COLUMN or OPERATION:BATCH@COLUMN; each must notice

    def apply(self, folder):
        """Edits the copy of the headers in `folder`."""
        for header, pattern, replacement in self.edits:
            path = folder / header
            text, count = re.subn(pattern, replacement, path.read_text(encoding="utf-8"),
                                  flags=re.MULTILINE | re.DOTALL)
            if not count:
                raise MutantError(f"{self.name} needs an update: nothing in {header} matches {pattern}")
            path.write_text(text, encoding="utf-8")


def _macro(name, parameters, header="sring/annotations.h", becomes=""):
    """An edit that makes a one-line or continued macro expand to something else."""
    head = rf"^#define {name}{re.escape(parameters)}(?=[ \\])"
    return (header, head + r"(?:[^\n]*\\\n)*[^\n]*$", f"#define {name}{parameters} {becomes}")


def _op(name):
    return f"sring/ops/{name}.h"


_PROOF = "sring/detail/proof.h"

MUTANTS = [
    Mutant("two_states_one_type", "a Submitted read_at and a Completed one are the same type",
           ((_op("read_at"), r"^struct SRING_CAPABILITY\([^)]*Submitted\"\)[^{]*\{[^}]*\};", ""),
            (_op("read_at"), r"^/\* --- states",
             "#define sring_read_at_submitted sring_read_at_completed\n/* --- states")),
           ("operation_extract_before_complete@gcc-O2",
            "operation_extract_before_complete@clang-19")),
    Mutant("verb_in_one_state_more", "ready takes any pointer",
           ((_op("nop"), r"const struct sring_nop_submitted \*inflight\)",
             "const void *any)"),
            (_op("nop"), r"(sring_nop_ready\([^{;]*\)\n\{)",
             r"\1\n    const struct sring_nop_submitted *inflight = any;")),
           ("nop:types@gcc-O2", "nop:types@clang-19")),
    Mutant("no_error_attribute", "the sring_error_ functions have no error attribute",
           ((_PROOF, r"(SRING_PROOF_ERROR_\(sentence\)) __attribute__\(\(error\(sentence\), noreturn, cold\)\)",
             r"\1"),
            (_PROOF, r"(SRING_PROOF_ERROR_\(sentence\)) __attribute__\(\(error\(sentence\), noreturn, cold, "
                     r"nomerge\)\)", r"\1")),
           ("operation_double_submit@gcc-O2", "operation_double_submit@clang-19",
            "read_at:consumed@gcc-O2")),
    Mutant("no_proof", "the check for a provably dead handle is gone",
           ((_PROOF, r"__builtin_constant_p\(!\(live\)\) && !\(live\)", "0 && !(live)"),
            (_PROOF, r"__builtin_constant_p\(\(live\) \? unknown_ : 0\)", "0 && (live)")),
           ("ring_drop_with_operations@gcc-O2", "ring_drop_with_operations@clang-14")),
    Mutant("no_produced", "the compiler is not told that a produced handle is live",
           (_macro("SRING_PRODUCED_", "(live)", _PROOF, "((void)(live))"),),
           ("operation_submission_lifetime@gcc-O2", "read_at:forgotten@gcc-O2")),
    Mutant("no_auto", "SRING_AUTO does nothing", (_macro("SRING_AUTO", ""),),
           ("buffer_scope_ends_before_operation@gcc-O2", "forgotten_buffer@gcc-O0",
            "read_at:forgotten_in_loop@gcc-O2", "read_at:forgotten_in_loop@clang-19")),
    Mutant("no_launder", "the compiler assumes that a claimed handle is the stashed one",
           (_macro("SRING_LAUNDER_", "(word)", _PROOF, "((void)(word))"),),
           ("known_gap_claimed_twice@gcc-O2",)),
    Mutant("no_capability", "handle types are not capabilities",
           (_macro("SRING_CAPABILITY", "(name)"),), ("double_free_buffer@clang-19-tsa",)),
    Mutant("no_consumes", "nothing is consumed", (_macro("SRING_CONSUMES", "(x)"),),
           ("double_free_buffer@clang-19-tsa", "double_free_buffer@clang-14-tsa")),
    Mutant("no_consumes_on_success", "registering a buffer does not consume it",
           (_macro("SRING_CONSUMES_ON_SUCCESS", "(x)"),),
           ("registry_buffer_use_after_unregister@clang-19-tsa",)),
    Mutant("no_produces", "nothing is produced", (_macro("SRING_PRODUCES", "(x)"),),
           ("operation_submission_lifetime@clang-19-tsa", "read_at:forgotten_on_path@clang-19-tsa",
            "read_at:forgotten_in_loop@clang-14-tsa")),
    Mutant("no_produces_on_success", "no fallible call produces anything",
           (_macro("SRING_PRODUCES_ON_SUCCESS", "(x)"),), ("forgotten_buffer@clang-19-tsa",)),
    Mutant("no_requires", "nothing is required", (_macro("SRING_REQUIRES", "(x)"),),
           ("ring_in_static@clang-19-tsa", "operation_use_after_complete@clang-14-tsa",
            "read_at:foreign_ring@clang-19-tsa")),
    Mutant("no_requires_shared", "no file is required", (_macro("SRING_REQUIRES_SHARED", "(x)"),),
           ("fixed_file_use_after_unregister@clang-19-tsa",)),
    Mutant("no_excludes", "a handle may be stashed over a live one",
           (_macro("SRING_EXCLUDES", "(x)"),),
           ("handle_stashed_over_live@clang-14-tsa", "handle_stashed_over_live@clang-19-tsa")),
    Mutant("no_callback", "a callback is not required to consume its handle",
           (_macro("SRING_CALLBACK", "(ring, done)"),), ("callback_drops_result@clang-19-tsa", "read_at:callback@clang-19-tsa",
            "read_at:callback@clang-14-tsa")),
    Mutant("attribute_dropped", "wait of one operation does not consume its Submitted handle",
           ((_op("timeout"), r"(sring_timeout_wait\([^;]*?)SRING_CONSUMES\(\*inflight\)", r"\1"),),
           ("timeout:consumed@clang-19-tsa",)),
    Mutant("no_pointer_pragma", "a wrong handle type is a warning",
           (("sring/annotations.h", r'^#pragma GCC diagnostic error "-Wincompatible[^\n]*', ""),),
           ("operation_invalid_state_transition@gcc-O2",
            "operation_invalid_state_transition@clang-14")),
    Mutant("no_int_pragma", "a number for a file is a warning",
           (("sring/annotations.h", r'^#pragma GCC diagnostic error "-Wint-conv[^\n]*', ""),),
           ("raw_fd_where_file_belongs@gcc-O2",)),
    Mutant("no_result_pragma", "an unchecked result is a warning",
           (("sring/annotations.h", r'^#pragma GCC diagnostic error "-Wunused-result"', ""),),
           ("unchecked_init@gcc-O2", "unchecked_init@clang-19")),
    Mutant("no_fallible", "no result must be checked", (_macro("SRING_FALLIBLE", ""),),
           ("unchecked_init@gcc-O2", "nop:unchecked@clang-19")),
    Mutant("building_stays_live", "submit does not mark its Building dead",
           ((_op("read_at"), r"    op->live_ = 0;\n(    buf->block_ = NULL;\n)", r"\1"),),
           ("operation_double_submit@gcc-O2", "operation_double_submit@clang-19")),
    Mutant("buffer_stays_live", "submit does not mark its buffer dead",
           ((_op("read_at"), r"    buf->block_ = NULL;\n", ""),),
           ("buffer_outlives_operation@gcc-O2", "read_at:consumed@gcc-O2")),
    Mutant("completed_stays_live", "finish does not mark its Completed dead",
           ((_op("read_at"), r"(sring_read_at_finish\([^;{]*\)\n\{.*?)    done->number_ = 0;\n",
             r"\1"),),
           ("finish_twice@gcc-O2",)),
    Mutant("ring_stays_live", "close does not mark its ring dead",
           (("sring/ring.h", r"(    sring_close_\(ring\);\n)    ring->live_ = 0;", r"\1"),),
           ("use_after_ring_close@gcc-O2",)),
    Mutant("no_buffer_check", "a buffer is not checked at run time",
           (("sring/handles/buf.h", r"if \(__builtin_expect\(!SRING_BUF_LIVE_\(buf\), 0\)\)", "if (0)"),),
           ("buffer_reused_in_loop_without_return@gcc-O2",)),
    Mutant("no_building_check", "a Building is not checked at run time",
           ((_op("read_at"), r"if \(SRING_UNLIKELY_\(!op->live_\)\)", "if (0)"),),
           ("operation_double_submit@gcc-O0",)),
    Mutant("no_copy_check", "wait does not check for a copied ring before it enters the kernel",
           (("sring/ring.h", r"owner != \(sring_thread_\(\) \^ \(uintptr_t\)ring\)",
             "!ring->live_"),),
           ("known_gap_copied_ring@gcc-O0", "known_gap_copied_ring@gcc-O2")),
    Mutant("wrong_sentence", "the wrong function is called for a dead buffer",
           (("sring/handles/buf.h", r"SRING_PROVE_\(buf->block_, sring_error_buf_gone_\)",
             "SRING_PROVE_(buf->block_, sring_error_handle_left_live_)"),),
           ("double_free_buffer@gcc-O2",)),
    Mutant("vector_stays_live", "submit does not mark its vector dead",
           ((_op("readv_at"), r"    vec->block_ = NULL;\n", ""),),
           ("vector_used_while_lent@gcc-O2", "readv_at:consumed@gcc-O2")),
    Mutant("pushed_stays_live", "push does not mark its buffer dead",
           (("sring/vec.h", r"    buf->block_ = NULL;\n", ""),),
           ("vector_buffer_used_after_push@gcc-O2", "vector_buffer_pushed_twice@clang-19")),
    Mutant("pool_stays_live", "close does not mark the handle of a pool dead",
           (("sring/pool.h", r"(sring_pool_block_\(pool, __func__\);\n\n)    pool->block_ = NULL;\n",
             r"\1"),),
           ("pooled_buffer_outlive_pool@gcc-O2", "pooled_buffer_outlive_shared_pool@clang-19")),
    Mutant("put_skips_the_proof", "put does not check for a provably closed pool",
           (("sring/pool.h", r"    SRING_PROVE_\(pool->block_, sring_error_pool_gone_\);\n    if",
             "    if"),),
           ("pooled_buffer_outlive_pool@gcc-O2", "pooled_buffer_outlive_pool@clang-14")),
    Mutant("put_skips_the_home", "put does not compare the pool with the buffer's home",
           (("sring/pool.h", r"!pool->block_ \|\| \(void \*\)pool->block_->data_ != home", "0"),),
           ("pooled_buffer_outlive_pool@gcc-O0",)),
    Mutant("pooled_stays_live", "put does not mark the pooled buffer dead",
           (("sring/pool.h", r"(home->out_--;\n    \}\n)    pooled->block_ = NULL;\n", r"\1"),),
           ("forgotten_pooled_buffer@gcc-O2",)),
    Mutant("two_ways_of_get", "the optimiser sees two values for the buffer that get produces",
           (("sring/pool.h", r'    __asm__\("" : "\+r"\(block\)\);[^\n]*\n', ""),),
           ("forgotten_pooled_buffer@gcc-O1", "forgotten_pooled_buffer@clang-14")),
    Mutant("registered_pool_stays_live", "unregister does not mark the registered pool dead",
           (("sring/registered_pool.h",
             r"(sring_pool_unregister_\(ring, block\);\n)    registered->block_ = NULL;\n", r"\1"),),
           ("registered_pool_use_after_unregister@gcc-O2",)),
]
