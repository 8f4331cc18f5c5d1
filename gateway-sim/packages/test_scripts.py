"""Tests of the scripts in this folder: `python3 -m unittest discover gateway-sim/packages`."""

import struct
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import action_types
import snippets
from platform_of import Platform, UnknownProgram, platform_of


def of_bytes(data: bytes) -> Platform:
    """Returns the platform of a program with these bytes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "program")
        path.write_bytes(data)
        return platform_of(path)


def elf(machine: int, names: bytes, needed: list[int]) -> bytes:
    """Returns an ELF header, a dynamic section, its string table, and the headers of both."""
    dynamic = b"".join(struct.pack("<qQ", 1, at) for at in needed) + struct.pack("<qQ", 0, 0)
    dynamic_at, names_at = 64, 64 + len(dynamic)
    header = struct.pack("<6sxxxxxxxxxxHHIQQQIHHHHHH", b"\x7fELF\x02\x01", 3, machine, 1, 0, 0, names_at + len(names), 0, 64, 0, 0, 64, 2, 0)
    sections = struct.pack("<IIQQQQIIQQ", 0, 6, 0, 0, dynamic_at, len(dynamic), 1, 0, 0, 0)
    sections += struct.pack("<IIQQQQIIQQ", 0, 3, 0, 0, names_at, len(names), 0, 0, 0, 0)
    return header + dynamic + names + sections


def mach_o(cpu: int, command: bytes) -> bytes:
    """Returns a Mach-O header with one command."""
    return struct.pack("<IIIIIIII", 0xFEEDFACF, cpu, 0, 2, 1, len(command), 0, 0) + command


class PlatformTests(unittest.TestCase):
    def test_linux_with_glibc(self) -> None:
        names = b"\0libc.so.6\0libgcc_s.so.1\0GLIBC_2.2.5\0GLIBC_2.34\0GLIBC_2.9\0"
        for machine, npm, wheel in [(62, "linux-x64", "x86_64"), (183, "linux-arm64", "aarch64")]:
            found = of_bytes(elf(machine, names, [1, 11]))
            self.assertEqual((found.npm, found.wheel, found.libc), (npm, f"manylinux_2_34_{wheel}", "glibc"))

    def test_a_static_program_runs_with_every_libc(self) -> None:
        found = of_bytes(elf(62, b"\0", []))
        self.assertEqual((found.wheel, found.libc), ("manylinux_2_17_x86_64.musllinux_1_1_x86_64", None))

    def test_a_library_that_not_every_linux_has_is_refused(self) -> None:
        with self.assertRaisesRegex(UnknownProgram, "libssl.so.3"):
            of_bytes(elf(62, b"\0libc.so.6\0libssl.so.3\0GLIBC_2.34\0", [1, 11]))

    def test_macos(self) -> None:
        build_version = struct.pack("<IIIIII", 0x32, 24, 1, 11 << 16, 15 << 16, 0)
        self.assertEqual(of_bytes(mach_o(0x0100000C, build_version)).wheel, "macosx_11_0_arm64")
        version_min = struct.pack("<IIII", 0x24, 16, 10 << 16 | 12 << 8, 0)
        found = of_bytes(mach_o(0x01000007, version_min))
        self.assertEqual((found.npm, found.wheel), ("darwin-x64", "macosx_10_12_x86_64"))

    def test_windows(self) -> None:
        found = of_bytes(b"MZ".ljust(60, b"\0") + struct.pack("<I", 64) + b"PE\0\0" + struct.pack("<H", 0x8664))
        self.assertEqual((found.npm, found.wheel, found.suffix), ("win32-x64", "win_amd64", ".exe"))

    def test_what_is_no_program_is_refused(self) -> None:
        for data in [b"", b"#!/bin/sh\n", b"MZ", elf(3, b"\0", [])]:
            with self.assertRaises(UnknownProgram):
                of_bytes(data)


class SnippetsTests(unittest.TestCase):
    PAGE = "# A\n```sh\n# B\n```\n## B\ntext\n```js\n// a.js\n1\n```\n### C\n```sh\nnpm install a b\necho a\n```\n## D\n```sh\nfalse\n```\n"

    def test_a_section_ends_at_the_next_heading_of_its_level(self) -> None:
        found = snippets.blocks(snippets.section(self.PAGE, "B"))
        self.assertEqual(found, [("js", "// a.js\n1\n"), ("sh", "npm install a b\necho a\n")])
        self.assertEqual(len(snippets.blocks(snippets.section(self.PAGE, ""))), 4)
        with self.assertRaises(SystemExit):
            snippets.section(self.PAGE, "E")

    def test_only_what_is_installed_is_replaced(self) -> None:
        self.assertEqual(snippets.install("npm install a b\necho a", {"a": "c"}), "npm install c b\necho a")

    def test_a_command_that_fails_fails_the_run(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder, "page.md")
            page.write_text(self.PAGE)
            command = [sys.executable, snippets.__file__, page, "D", folder]
            self.assertEqual(subprocess.run(command, capture_output=True).returncode, 1)


class ActionTypesTests(unittest.TestCase):
    def test_types(self) -> None:
        for holds, expected in [
            ("text", "string"),
            ("list: text", "Array<string>"),
            ('`"fixed"`, `{"rate": ..}`', "'fixed' | { rate: number }"),
            ("list: `event`, `data`", "Array<{ event: unknown; data: unknown }>"),
        ]:
            self.assertEqual(action_types.type_of(holds), expected)
        with self.assertRaises(SystemExit):
            action_types.type_of("a colour")


if __name__ == "__main__":
    unittest.main()
