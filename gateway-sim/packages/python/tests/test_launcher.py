"""Tests of the launcher in the installed package: the guarantees of `start`, and programs that fail."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Callable
from urllib.parse import urlsplit

import pytest

import gateway_sim
from gateway_sim import ControlError, SimError, StartError, start_sync

posix_only = pytest.mark.skipif(os.name != "posix", reason="a script is no program on Windows")

NONE: dict[str, list[dict[str, Any]]] = {"edge_bans": [], "token_resets": []}


def fake(folder: Path, code: str) -> str:
    """Creates a program that replaces the simulator."""
    path = folder / "fake"
    path.write_text(f"#!{sys.executable}\nimport json, os, sys\n{code}\n")
    path.chmod(0o755)
    return str(path)


ANNOUNCES = """
line = {"control": "http://127.0.0.1:9/sim", "api": "", "gateway": "", "voice": sys.argv, "token": os.environ.get("SIM_TOKEN")}
print(json.dumps(line), flush=True)
"""


def listens(url: str) -> bool:
    """Returns whether a server listens at a URL."""
    parts = urlsplit(url)
    try:
        socket.create_connection((parts.hostname or "", parts.port or 0)).close()
    except ConnectionRefusedError:
        return False
    return True


def until(condition: Callable[[], bool]) -> None:
    """Waits until a condition holds. A slow machine only makes it wait longer."""
    for _ in range(3000):
        if condition():
            return
        time.sleep(0.02)
    raise AssertionError("the condition did not become true")


def test_a_simulator_says_where_it_is_acts_and_ends() -> None:
    with start_sync(guilds=2, max_concurrency=4) as sim:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", sim.url)
        assert sim.api == f"{sim.url}/api"
        assert sim.control == f"{sim.url}/sim"
        assert sim.gateway.startswith("ws:")
        assert sim.ca_pem is None
        assert sim.token not in repr(sim)

        assert sim.act({"do": "message", "content": "a"})["message"]["content"] == "a"
        assert len(sim.act([{"do": "message", "content": "b"}, {"do": "drop"}])) == 2
        sim.play([{"at_ms": 0, "do": "message", "content": "c"}])

        assert sim.world()["guild_count"] == 2
        assert sim.stats()["gateway"]["identifies"] == 0
        assert sim.punishments() == NONE
        assert [sim.warnings(), sim.closes(), sim.connections(), sim.voice_connections()] == [{}, [], [], []]
        assert len(sim.routes()) > 100

        connection = http.client.HTTPConnection(sim.url[len("http://") :])
        headers = {"authorization": f"Bot {sim.token}", "content-type": "application/json"}

        def call(method: str, path: str, body: dict[str, Any]) -> None:
            connection.request(method, f"/api/v10{path}", json.dumps(body), headers)
            response = connection.getresponse()
            assert response.status < 300, response.read()
            response.read()

        app = sim.world()["bot"]["id"]
        call("POST", f"/applications/{app}/commands", {"name": "greet", "description": "Greets"})
        assert sim.wait_for_command("greet")["name"] == "greet"
        used = sim.act({"do": "use_command", "name": "greet"})["interaction"]
        with pytest.raises(SimError, match="was not answered in 0 ms"):
            sim.wait_for_answer(used["id"], wait_ms=0)
        call("POST", f"/interactions/{used['id']}/{used['token']}/callback", {"type": 5})
        with pytest.raises(SimError, match="was not answered in 0 ms"):
            sim.wait_for_answer(used["id"], wait_ms=0)
        call("PATCH", f"/webhooks/{app}/{used['token']}/messages/@original", {"content": "Hello!"})
        assert sim.wait_for_answer(used["id"])["message"]["content"] == "Hello!"

        connection.request("GET", "/api/v10/gateway/bot", headers={"authorization": f"Bot {sim.token}"})
        assert json.loads(connection.getresponse().read())["session_start_limit"]["max_concurrency"] == 4
        connection.close()
    assert not listens(sim.url)
    sim.stop()
    with pytest.raises(SimError, match=r"has ended \(exit status 0\)"):
        sim.stats()


def test_the_same_in_asyncio() -> None:
    async def main() -> None:
        async with gateway_sim.start(guilds=2) as sim:
            assert (await sim.act({"do": "message", "content": "a"}))["message"]["content"] == "a"
            assert len(await sim.act([{"do": "drop"}])) == 1
            await sim.play("# nothing\n")
            assert (await sim.world())["guild_count"] == 2
            assert (await sim.stats())["gateway"]["identifies"] == 0
            assert await sim.punishments() == NONE
            lists = [await sim.warnings(), await sim.closes(), await sim.connections(), await sim.voice_connections()]
            assert lists == [{}, [], [], []]
            assert len(await sim.routes()) > 100
            with pytest.raises(ControlError):
                await sim.interaction(1)
            with pytest.raises(ControlError):
                await sim.wait_for_command("greet", wait_ms=1)
            with pytest.raises(ControlError):
                await sim.wait_for_answer(1)
        assert not listens(sim.url)
        other = await gateway_sim.start()
        assert listens(other.url)
        await other.stop()
        with pytest.raises(StartError, match="--guild"):
            await gateway_sim.start(guild=1)  # type: ignore[call-arg]

    asyncio.run(main())


def test_a_cancelled_start_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[gateway_sim.SyncSim] = []

    def remembering(**options: object) -> gateway_sim.SyncSim:
        started.append(start_sync(**options))  # type: ignore[arg-type]
        return started[-1]

    monkeypatch.setattr("gateway_sim._asyncio.start_sync", remembering)

    async def main() -> None:
        task = asyncio.ensure_future(gateway_sim.start()._start())
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        while not started or listens(started[0].url):
            await asyncio.sleep(0.02)

    asyncio.run(asyncio.wait_for(main(), 60))


def test_a_wrong_action_is_an_error_with_its_place() -> None:
    with start_sync() as sim:
        with pytest.raises(ControlError, match="^action 1: .*content") as raised:
            sim.act([{"do": "drop"}, {"do": "message"}])
        assert (raised.value.action, raised.value.status) == (1, 400)
        with pytest.raises(ControlError):
            sim.play("nonsense")
        with pytest.raises(ControlError, match="no command greet was registered in 1 ms"):
            sim.wait_for_command("greet", wait_ms=1)


def test_what_the_program_says_at_the_start_is_in_the_error_without_the_token(tmp_path: Path) -> None:
    with pytest.raises(StartError, match="unexpected argument '--guild'") as raised:
        start_sync(guild=1)  # type: ignore[call-arg]
    assert raised.value.status == 2
    assert raised.value.stderr in str(raised.value)
    token = "aaa.bbb.ccc"
    with pytest.raises(StartError, match="cannot read .*<token>") as raised:
        start_sync(token=token, script=tmp_path / token)
    assert token not in f"{raised.value}{raised.value.stderr}"


def test_a_port_that_is_taken_is_an_error() -> None:
    with start_sync() as sim, pytest.raises(StartError):
        start_sync(port=urlsplit(sim.url).port or 0)


@posix_only
def test_a_program_that_is_missing_or_is_none_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StartError):
        start_sync(program=str(tmp_path / "nothing"))
    with pytest.raises(StartError):
        start_sync(program=str(tmp_path))
    with pytest.raises(StartError, match=r"did not start \(exit status 0\)"):
        start_sync(program=fake(tmp_path, ""))
    with pytest.raises(StartError, match="is no gateway-sim: it printed b'hello"):
        start_sync(program=fake(tmp_path, "print('hello', flush=True); sys.stdin.read()"))
    monkeypatch.setenv("GATEWAY_SIM_PROGRAM", str(tmp_path / "chosen"))
    with pytest.raises(StartError, match="chosen"):
        start_sync()


@posix_only
def test_all_output_is_read(tmp_path: Path) -> None:
    done = tmp_path / "done"
    code = f"for out in [sys.stdout, sys.stderr]: print('x' * (1 << 20), file=out, flush=True)\nopen({str(done)!r}, 'w')\nsys.stdin.read()"
    with start_sync(program=fake(tmp_path, ANNOUNCES + code)):
        until(done.exists)


@posix_only
def test_the_token_is_no_argument(tmp_path: Path) -> None:
    program = fake(tmp_path, ANNOUNCES + "sys.stdin.read()")
    with start_sync(program=program, token="a.b.c", without_intent=["members", "presences"], strict=True, tls=False) as sim:
        assert sim.token == "a.b.c"
        assert list(sim.voice[-4:]) == ["--without-intent=members", "--without-intent=presences", "--strict", "--port=0"]
        assert "a.b.c" not in str(sim.voice)


@posix_only
def test_a_simulator_that_was_killed_is_an_error(tmp_path: Path) -> None:
    code = "sys.stderr.write('what happened'); sys.stderr.flush(); os.kill(os.getpid(), 9)"
    with start_sync(program=fake(tmp_path, ANNOUNCES + code)) as sim:

        def tells() -> bool:
            with pytest.raises(SimError) as raised:
                sim.stats()
            return str(raised.value) == "gateway-sim has ended (exit status -9): what happened"

        until(tells)


@posix_only
def test_a_program_that_does_not_end_is_killed_also_if_a_child_of_its_own_holds_its_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway_sim._process.STOP_SECONDS", 0.1)
    code = """
import signal, subprocess, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1000)"])
print(json.dumps({"control": "", "api": "", "gateway": "", "voice": child.pid, "token": ""}), flush=True)
time.sleep(1000)
"""
    sim = start_sync(program=fake(tmp_path, code))
    sim.stop()
    os.kill(int(sim.voice), signal.SIGKILL)
    with pytest.raises(SimError, match="-9"):
        sim.stats()


def test_tls() -> None:
    with start_sync(tls=True) as sim:
        assert sim.api.startswith("https:")
        assert "BEGIN CERTIFICATE" in (sim.ca_pem or "")
        assert sim.stats()["gateway"]["identifies"] == 0


def test_it_ends_with_the_process_that_started_it() -> None:
    code = "import gateway_sim, sys; sim = gateway_sim.start_sync(); print(sim.url, flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        url = parent.stdout.readline().strip()
        assert listens(url)
        parent.kill()
    until(lambda: not listens(url))


@posix_only
def test_it_ends_though_a_fork_holds_its_stdin() -> None:
    sim = start_sync()
    fork = os.fork()
    if fork == 0:
        signal.pause()
    sim.stop()
    assert not listens(sim.url)
    os.kill(fork, signal.SIGKILL)
    os.waitpid(fork, 0)


def test_the_program_can_be_run_by_hand() -> None:
    command = [sys.executable, "-m", "gateway_sim", "--version"]
    assert re.match(r"gateway-sim \d", subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)
    assert Path(gateway_sim.program()).exists()
