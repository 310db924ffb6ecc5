# SPDX-License-Identifier: MIT OR Apache-2.0
"""A file that an operation consumes: a descriptor that it closes, or a slot of the table of files."""

from .loan import Loan

FD, TABLE_SLOT = 12345, 1  # in the test of the encoding; see encoding_direct


class Closed(Loan):
    struct = "struct sring_fd"
    is_file = True
    in_numbers = False
    _drop = "fd_close"

    def __init__(self, operation=None, data=None):
        super().__init__(operation, data)
        self.name = "fd"

    @property
    def sentence(self):
        return f"`{self.name}` is consumed by {self.op.taken_by}; it does not come back."

    @property
    def words(self):
        return {
            "loan_doc": f"`{self.name}` is gone too, and does not come back.",
            "await_doc": f"`{self.name}` is gone, whatever the result.",
            "await_returns": f"the same as {self.op.last}; 0 if the file had to be closed without "
                             "the ring.",
        }

    @property
    def drop(self):
        return f"sring_{self._drop}(ring, {self.name});"

    head = " ^ sring_fd_live_word_(fd, function)"
    lend = ("if (!destination) {",
            "    sring_file_closes_(ring, SRING_HEAD_FD_(head), 0, function);", "}")
    gone = ("SRING_FD_FORGET_(SRING_FD_RAW_(fd->word_));", "fd->word_ = 0;")

    def checks(self, options):
        return ["sring_file_closes_(ring, SRING_FD_RAW_(sring_fd_live_word_(fd, __func__)), 0, __func__);"]

    @property
    def test_variables(self):
        return [f"{self.struct} fd;"]

    test_prepare = (f"sring_fd_adopt(&fd, {FD});",)
    test_submit = ", &fd"

    def expect(self, test, variant):
        variant.pack("fd", FD)


class ClosedDirect(Closed):
    struct = "struct sring_direct_fd"
    direct = has_slot = True
    _drop = "direct_fd_unregister"
    head = ""
    reserve = "sring_direct_supported_(ring, __func__)"
    queue_variables = ("uint32_t slot_of_fd;",)
    lend = ("slot_of_fd = (uint32_t)SRING_FD_RAW_(sring_direct_fd_live_word_(fd, function));",
            "if (!destination) {",
            "    sring_file_closes_(ring, (int)slot_of_fd, SRING_FIXED_FILE_, function);",
            "}",
            "sring_direct_lend_(ring, slot_of_fd, fd->token_, op->scratch_, function);")
    gone = ("fd->word_ = 0;",)

    def checks(self, options):
        slot = "SRING_FD_RAW_(sring_direct_fd_live_word_(fd, __func__))"
        return [f"sring_direct_check_(ring, (uint32_t){slot}, fd->token_, __func__);",
                f"sring_file_closes_(ring, {slot}, SRING_FIXED_FILE_, __func__);"]

    test_prepare = ("encoding_direct(ring, &fd);",)

    def expect(self, test, variant):
        variant.pack("file_index", TABLE_SLOT + 1)
