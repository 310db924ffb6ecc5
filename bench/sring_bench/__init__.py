# SPDX-License-Identifier: MIT OR Apache-2.0
"""The code that runs the benchmarks; see bench/README.md."""
