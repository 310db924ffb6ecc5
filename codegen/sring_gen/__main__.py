# SPDX-License-Identifier: MIT OR Apache-2.0
from .cli import main

raise SystemExit(main())
