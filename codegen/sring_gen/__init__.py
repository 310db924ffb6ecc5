# SPDX-License-Identifier: MIT OR Apache-2.0
"""Generates typed io_uring operations for C from YAML specs.

load (YAML with positions) -> schema, lint, lint_lifecycle (checks) -> model (with parts, encoding,
transitions) -> producers (render, layout) -> output.
"""

VERSION = "0.1.0"  # as in include/sring/version.h
DATE = "2026-11-20"  # of this version, for the man pages
