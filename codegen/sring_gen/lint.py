# SPDX-License-Identifier: MIT OR Apache-2.0
"""What a JSON Schema cannot say about a spec."""


def check(document, kind, lifecycles):
    """Problems of one document; `lifecycles` are the lifecycles read before, by name."""
    return []
