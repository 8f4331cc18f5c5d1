"""Runs the program: `gateway-sim` or `python -m gateway_sim`, with the flags that `--help` lists."""

from __future__ import annotations

import os
import subprocess
import sys

from ._errors import StartError
from ._program import program


def main() -> None:
    """Replaces this process by the program, with the same arguments."""
    try:
        command = [program(), *sys.argv[1:]]
    except StartError as error:
        sys.exit(f"gateway-sim: {error}")
    if os.name == "posix":
        os.execv(command[0], command)
    sys.exit(subprocess.call(command))


if __name__ == "__main__":
    main()
