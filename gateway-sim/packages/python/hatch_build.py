"""Adds the compiled program to the wheel, and its platform to the wheel's tag."""

import os
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ProgramHook(BuildHookInterface):  # type: ignore[type-arg]
    """Reads the program from GATEWAY_SIM_PROGRAM and its tag from GATEWAY_SIM_WHEEL_PLATFORM, which `../build` sets.

    Without a program, the wheel is for platforms that have no other. Its users must install the program themselves.
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
