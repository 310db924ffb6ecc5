# SPDX-License-Identifier: MIT OR Apache-2.0
"""The frame of the benchmarks; bench/README.md says how to use and extend it."""
