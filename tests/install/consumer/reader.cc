// SPDX-License-Identifier: MIT OR Apache-2.0
// The same program in C++.
#include "reader.c"
