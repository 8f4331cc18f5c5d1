"""Finds out the platform of a program from the file itself, so that no package can have a wrong tag."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from pathlib import Path

# The machine for each value of ELF's `e_machine`, Mach-O's `cputype` and PE's `Machine`.
ELF_MACHINES = {62: "x64", 183: "arm64"}
MACH_MACHINES = {0x01000007: "x64", 0x0100000C: "arm64"}
PE_MACHINES = {0x8664: "x64", 0xAA64: "arm64"}
# The names of the machines in the tags of wheels.
WHEEL_MACHINES = {
    "linux": {"x64": "x86_64", "arm64": "aarch64"},
    "darwin": {"x64": "x86_64", "arm64": "arm64"},
    "win32": {"x64": "amd64", "arm64": "arm64"},
}
# The libraries that Rust programs link to and that PEP 600 (manylinux) guarantees on every Linux.
EXPECTED_LIBRARIES = re.compile(r"(lib(c|m|dl|rt|pthread|gcc_s)|ld-linux-(x86-64|aarch64))\.so\.\d+")

SHT_DYNAMIC = 6
DT_NULL, DT_NEEDED = 0, 1
LC_VERSION_MIN_MACOSX, LC_BUILD_VERSION = 0x24, 0x32


@dataclass
class Platform:
    """A platform, as npm (`process.platform`, `process.arch`, `libc`) and wheels name it."""

    os: str
    cpu: str
    wheel: str
    libc: str | None = None

    @property
    def npm(self) -> str:
        """The suffix of the npm package's name."""
        return f"{self.os}-{self.cpu}"

    @property
    def suffix(self) -> str:
        """The suffix of the program's file name."""
        return ".exe" if self.os == "win32" else ""


class UnknownProgram(Exception):
    """The file is not a program, or a program for a platform that has no package."""


def platform_of(path: Path) -> Platform:
    """Returns the platform of a program."""
    data = path.read_bytes()
    try:
        if data[:6] == b"\x7fELF\x02\x01":
            return _elf(data)
        if data[:4] == b"\xcf\xfa\xed\xfe":
            return _mach_o(data)
        if data[:2] == b"MZ":
            return _pe(data)
    except (struct.error, KeyError) as error:
        raise UnknownProgram(f"{path}: its header says {error!r}") from error
    raise UnknownProgram(f"{path} is no ELF, Mach-O or PE program of 64 bits")


def _elf(data: bytes) -> Platform:
    machine = ELF_MACHINES[struct.unpack_from("<H", data, 18)[0]]
    needed, names = _elf_libraries(data)
    wheel_machine = WHEEL_MACHINES["linux"][machine]
    if not needed:
        # A statically linked program runs with every libc.
        return Platform("linux", machine, f"manylinux_2_17_{wheel_machine}.musllinux_1_1_{wheel_machine}")
    unexpected = [name for name in needed if not EXPECTED_LIBRARIES.fullmatch(name)]
    if unexpected:
        raise UnknownProgram(f"not every Linux with glibc has {', '.join(unexpected)}")
    versions = [int(minor) for minor in re.findall(rb"\0GLIBC_2\.(\d+)(?=[.\0])", names)]
    wheel = f"manylinux_2_{max(versions)}_{wheel_machine}"
    return Platform("linux", machine, wheel, libc="glibc")


def _elf_libraries(data: bytes) -> tuple[list[str], bytes]:
    """Returns the libraries that an ELF program needs, and its string table, which contains the versions of symbols."""
    (sections,) = struct.unpack_from("<Q", data, 40)
    size, count = struct.unpack_from("<HH", data, 58)
    headers = [struct.unpack_from("<IIQQQQIIQQ", data, sections + size * index) for index in range(count)]
    for _, kind, _, _, offset, length, link, _, _, _ in headers:
        if kind != SHT_DYNAMIC:
            continue
        names_at, names_length = headers[link][4:6]
        names = data[names_at : names_at + names_length]
        needed = []
        for at in range(offset, offset + length, 16):
            tag, value = struct.unpack_from("<qQ", data, at)
            if tag == DT_NULL:
                break
            if tag == DT_NEEDED:
                needed.append(names[value : names.index(b"\0", value)].decode())
        return needed, names
    return [], b""


def _mach_o(data: bytes) -> Platform:
    (cpu,) = struct.unpack_from("<I", data, 4)
    machine = MACH_MACHINES[cpu]
    (commands,) = struct.unpack_from("<I", data, 16)
    at, version = 32, None
    for _ in range(commands):
        command, length, first, second = struct.unpack_from("<IIII", data, at)
        if command == LC_BUILD_VERSION:
            version = second
        elif command == LC_VERSION_MIN_MACOSX:
            version = first
        at += length
    if version is None:
        raise UnknownProgram("it does not say which macOS it needs")
    major, minor = version >> 16, version >> 8 & 0xFF
    # From macOS 11 on, the tags of wheels use only the major version.
    minor = 0 if major >= 11 else minor
    return Platform("darwin", machine, f"macosx_{major}_{minor}_{WHEEL_MACHINES['darwin'][machine]}")


def _pe(data: bytes) -> Platform:
    (header,) = struct.unpack_from("<I", data, 60)
    machine = PE_MACHINES[struct.unpack_from("<H", data, header + 4)[0]]
    return Platform("win32", machine, f"win_{WHEEL_MACHINES['win32'][machine]}")
