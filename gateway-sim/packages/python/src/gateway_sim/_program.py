"""The path of the program."""

from __future__ import annotations

import os
import sys
import sysconfig
from pathlib import Path

from ._errors import StartError


def program() -> str:
    """Returns the path of the program: the environment variable GATEWAY_SIM_PROGRAM, else the program in this package."""
    chosen = os.environ.get("GATEWAY_SIM_PROGRAM")
    if chosen:
        return chosen
    name = "gateway-sim.exe" if sys.platform == "win32" else "gateway-sim"
    path = Path(__file__).parent / "bin" / name
    if not path.exists():
        raise StartError(
            f"gateway-sim has no wheel with a program for this platform ({sysconfig.get_platform()}): "
            "run `cargo install gateway-sim`, and set GATEWAY_SIM_PROGRAM to the program's path"
        )
    return str(path)
