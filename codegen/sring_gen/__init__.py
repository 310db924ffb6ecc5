# SPDX-License-Identifier: MIT OR Apache-2.0
"""Generates typed io_uring operations for C from YAML specs: load -> lint -> model -> render."""
