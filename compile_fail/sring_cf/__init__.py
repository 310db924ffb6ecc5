# SPDX-License-Identifier: MIT OR Apache-2.0
"""Compile-fail suite: what must not compile, does not; what is right, does."""
