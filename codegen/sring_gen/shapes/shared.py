# SPDX-License-Identifier: MIT OR Apache-2.0
"""A buffer that many operations read at a time (struct sring_shared_buf). init makes a block that
holds the memory until the operation has ended; the caller keeps its handle."""

from .loan import Prepared
from .owned import Owned


class Shared(Prepared, Owned):
    kind = "shared"
    struct = None
    lent = False
    launch_holds = True
    fills_length = False
    header = "shared_buf"
    place = ("a shared buffer", "loan")

    @classmethod
    def lint(cls, lint, buffer):
        super().lint(lint, buffer)
        if buffer.get("direction") == "in":
            lint.report(("buffer", "direction"), "nobody may write a shared buffer: use "
                        "`direction: out`", "wrong-direction")
        if "sets_length_of" in (lint.data.get("result") or {}):
            lint.report(("result", "sets_length_of"), "the length of a shared buffer does not change; "
                        "remove the key", "wrong-direction")

    @property
    def init_parameters(self):
        return [(f"const struct sring_shared_buf *{self.name}",
                 [f"SRING_REQUIRES_SHARED(*{self.name})"])]

    @property
    def init_names(self):
        return [self.name]

    init_errors = ", -ENOMEM"

    @property
    def sentence(self):
        last, loser = self.op.last, self.op.loser
        return f"The operation reads `{self.name}` until {last} or {loser} ends it. Other operations " \
               "and threads may read it at the same time, and its handle may be freed."

    @property
    def words(self):
        name = f"`{self.name}`"
        ended = f"The operation no longer reads {name}."
        return {
            "init_more": f" The operation reads {name} from now on; the caller may free its handle at "
                         "any time.",
            "finish_doc": ended, "detach_doc": f"The ring stops reading {name} by itself.",
            "await_doc": f"The caller keeps {name}.",
            "range_doc": f"Default: from byte 0 to the {self._room}.",
        }

    _block_is = "holds the shared buffer"

    @property
    def launch_checks(self):
        return [f"(void){self._shared}__func__);"]

    @property
    def _shared(self):
        return f"sring_shared_buf_block_({self.name}, "

    @property
    def begin(self):
        return f"sring_shared_hold_({self._shared}__func__), &lent)"

    @property
    def init_proof(self):
        return f"SRING_PROVE_({self.name}->block_, sring_error_shared_buf_gone_);"

    @property
    def init_faults(self):
        return [(f"!SRING_BUF_LIVE_({self.name})",
                 f"(void)sring_shared_buf_checked_({self.name}, __func__);")]

    proof, _lent = None, "op.lent_"

    def faults(self, options):
        return self._range_faults(options)

    abandoned = ("sring_block_free_(op->lent_);",)

    @property
    def take(self):
        return [*self._take, *self._within]

    gone = ()
    keep_staged, keep = Prepared.keep_staged, Prepared.keep
    finish_variables = ("struct sring_block_ *block = done->block_;",)
    # Freeing may call the program. Behind the call the handle is marked as dead once more, or gcc
    # could not prove it.
    finish = ("sring_check_lent_(block, done->number_, __func__);", "done->number_ = 0;",
              "sring_block_free_(block);")

    @property
    def test_variables(self):
        return ["struct sring_shared_buf buf;", "unsigned char *data;"]

    test_prepare = ("data = encoding_shared(&buf);",)
    test_init = ", &buf"
    test_submit = ""
    test_clean = ("sring_shared_free(&buf);",)


BUFFERS = [Shared]
