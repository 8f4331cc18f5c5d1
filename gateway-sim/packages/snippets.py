#!/usr/bin/env python3
"""Runs the code blocks of a section of a page in their order, as a reader would.

    snippets.py PAGE HEADING FOLDER NAME=REPLACEMENT..

Each `sh` block is run in the folder. Each other block is written to the file that its first line names. A block that names
no file is an error, so that no block is skipped. In lines that install packages, each NAME is replaced.
"""

import re
import subprocess
import sys
from pathlib import Path

# The time limit for the commands of a block. It stops a test that never ends.
LIMIT = "300s"


def section(page: str, heading: str) -> str:
    """Returns the text below a heading, or the whole page if the heading is empty."""
    if not heading:
        return page
    # In a code block, a line that starts with `#` is a comment.
    lines, level, in_block = [], 0, False
    for line in page.splitlines():
        in_block ^= line.startswith("```")
        found = None if in_block else re.match(r"(#+) (.*)", line)
        if found and level and len(found[1]) <= level:
            break
        if level:
            lines.append(line)
        elif found and found[2] == heading:
            level = len(found[1])
    if not level:
        sys.exit(f"snippets: there is no heading {heading!r}")
    return "\n".join(lines)


def blocks(text: str) -> list[tuple[str, str]]:
    """Returns language and text of each code block."""
    return re.findall(r"^```(\w+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def install(command: str, replacements: dict[str, str]) -> str:
    """Returns the commands, with the replaced packages in lines that install."""

    def of_line(line: str) -> str:
        if not re.match(r"(npm|pip) install ", line):
            return line
        return " ".join(replacements.get(word, word) for word in line.split())

    return "\n".join(map(of_line, command.splitlines()))


def main() -> None:
    """Runs the section that the arguments name."""
    page, heading, folder, *pairs = sys.argv[1:]
    replacements = dict(pair.split("=", 1) for pair in pairs)
    found = blocks(section(Path(page).read_text(), heading))
    if not found:
        sys.exit(f"snippets: {page} has no blocks below {heading!r}")
    for language, text in found:
        if language == "sh":
            commands = install(text, replacements)
            print(f"$ {commands.strip()}", flush=True)
            subprocess.run(["timeout", LIMIT, "bash", "-euo", "pipefail", "-c", commands], cwd=folder, check=True)
        else:
            name = re.match(r"(?://|#) ([\w.]+)\n", text)
            if not name:
                sys.exit(f"snippets: a block of {page} does not begin with the name of its file:\n{text}")
            Path(folder, name[1]).write_text(text)


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(f"snippets: {' '.join(sys.argv[1:3])}: exit status {error.returncode}")
