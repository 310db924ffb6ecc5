# SPDX-License-Identifier: MIT OR Apache-2.0
"""A buffer that is registered with the kernel (struct sring_registered_buf); the SQE has its index."""

from .owned import Owned


class Registered(Owned):
    kind = "registered"
    struct = "struct sring_registered_buf"
    header = "registered_buf"
    own_keys = {"index": ("only a registered buffer has an index; remove the key", "needless-index")}

    @classmethod
    def lint(cls, lint, buffer):
        super().lint(lint, buffer)
        if "index" not in buffer:
            lint.report(("buffer",), "a registered buffer needs `index`, the field for its index",
                        "missing-index")

    _check = ["if (SRING_UNLIKELY_(!sring_registered_here_(ring, block))) {",
              "    sring_not_registered_(ring, function);", "}"]

    def faults(self, options):
        dead, *within = super().faults(options)
        return [dead, (f"!sring_registered_here_(ring, {self._lent})",
                       "sring_not_registered_(ring, __func__);"), *within]

    @property
    def values(self):
        return {**super().values, self.data["index"]: "block->index_"}

    @property
    def test_variables(self):
        return super().test_variables + ["uint64_t index;"]

    test_prepare = ("data = encoding_registered(ring, &buf, &index);",)

    def expect(self, test, variant):
        super().expect(test, variant)
        variant.put(self.data["index"], "index")


BUFFERS = [Registered]
