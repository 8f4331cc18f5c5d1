#!/usr/bin/env python3
"""Checks that both packages document all flags of a program: check_options.py PROGRAM."""

import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
# Flags that the launchers set themselves, and flags with which the program only prints something.
NOT_OPTIONS = {"json", "exit_with_stdin", "help", "version"}
# Options of the npm launcher that are not flags. In Python, they are separate parameters.
NPM_ONLY = {"program"}


def flags(program: str) -> set[str]:
    """Returns the flags of the program, with `_` for `-`."""
    text = subprocess.run([program, "--help"], stdout=subprocess.PIPE, text=True, check=True).stdout
    found = re.findall(r"^ +(?:-\w, )?--([\w-]+)", text, re.MULTILINE)
    return {flag.replace("-", "_") for flag in found} - NOT_OPTIONS


def python_options() -> set[str]:
    """Returns the keys of Python's `Options`."""
    text = (HERE / "python/src/gateway_sim/_options.py").read_text()
    body = text.split("class Options(")[1].split("\n\n\n")[0]
    return set(re.findall(r"^    (\w+): ", body, re.MULTILINE))


def npm_options() -> set[str]:
    """Returns the properties of npm's `Options`, as they are called in Python."""
    text = (HERE / "npm/index.d.cts").read_text()
    body = text.split("export interface Options {")[1].split("\n}")[0]
    names = re.findall(r"^  (\w+)\?: ", body, re.MULTILINE)
    return {re.sub("[A-Z]", lambda letter: "_" + letter[0].lower(), name) for name in names} - NPM_ONLY


def main() -> None:
    """Compares the options of both packages with the flags."""
    of_program = flags(sys.argv[1])
    if len(of_program) < 20:
        sys.exit(f"check_options: only these flags were found: {sorted(of_program)}")
    for name, options in [("python", python_options()), ("npm", npm_options())]:
        if options != of_program:
            missing, unknown = sorted(of_program - options), sorted(options - of_program)
            sys.exit(f"check_options: the options of {name} lack {missing}, and the program lacks {unknown}")


if __name__ == "__main__":
    main()
