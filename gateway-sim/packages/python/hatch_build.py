"""Puts the compiled program into the wheel, and its platform into the wheel's tag."""

import os
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ProgramHook(BuildHookInterface):  # type: ignore[type-arg]
    """Takes the program from GATEWAY_SIM_PROGRAM and its tag from GATEWAY_SIM_WHEEL_PLATFORM; `../build` sets both.

    Without a program the wheel is for every platform that has no other: its user names a program.
    """

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        program = os.environ.get("GATEWAY_SIM_PROGRAM")
        if version == "editable" or not program:
            return
        platform = os.environ["GATEWAY_SIM_WHEEL_PLATFORM"]
        suffix = ".exe" if platform.startswith("win") else ""
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform}"
        build_data["force_include"][program] = f"gateway_sim/bin/gateway-sim{suffix}"
