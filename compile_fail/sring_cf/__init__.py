# SPDX-License-Identifier: MIT OR Apache-2.0
"""Compile-fail suite: checks that misuse does not compile, and that correct code does."""
