"""Handles a bot's events in order and sends a command: docs/stream.md is the contract.

    consumer.py URL GROUP BUCKET FILE

A line of FILE is an event that was handled: that is what makes it exactly once. One process of a GROUP at a time.
"""

import asyncio
import json
import sys

import nats
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

STREAM, PREFIX, PARTITIONS, VERSION = "DISCORD", "discord", 4, 1


async def take_up(js, group, partition):
    """A consumer that begins where the last one was acknowledged: what was not handled comes before what follows."""
    base = f"{group}-{PARTITIONS}-{partition}-"
    known = [it for it in await js.consumers_info(STREAM) if it.name.startswith(base)]
    starts = [max(it.ack_floor.stream_seq, (it.config.opt_start_seq or 1) - 1) for it in known]
    epochs = [int(it.name.removeprefix(base).split("-")[0]) for it in known]
    config = ConsumerConfig(
        durable_name=f"{base}{max(epochs, default=0) + 1}-0",
        deliver_policy=DeliverPolicy.BY_START_SEQUENCE,
        opt_start_seq=max(starts, default=0) + 1,
        filter_subject=f"{PREFIX}.{PARTITIONS}.{partition}.>",
        ack_policy=AckPolicy.ALL,
        ack_wait=3600,
        max_ack_pending=256,
    )
    await js.add_consumer(STREAM, config)
    for old in known:
        await js.delete_consumer(STREAM, old.name)
    return await js.pull_subscribe_bind(config.durable_name, STREAM)


async def handle(nc, bucket, event):
    if event["type"] == "MESSAGE_CREATE" and event["data"]["content"] == "!idle":
        presence = {"since": None, "activities": [], "status": "idle", "afk": False}
        command = json.dumps({"v": 1, "command": {"update_presence": presence}}).encode()
        answer = await nc.request(f"gateway-fleet.{bucket}.command", command, timeout=10)
        print("command:", json.loads(answer.data).get("done"), flush=True)


async def consume(nc, group, bucket, partition, file, handled):
    consumer = await take_up(nc.jetstream(), group, partition)
    while True:
        try:
            messages = await consumer.fetch(64, timeout=1)
        except asyncio.TimeoutError:
            continue
        for message in messages:
            if int(message.headers["Gateway-Version"]) > VERSION:
                sys.exit("the stream is of a later version than this program reads")
            key, event = message.headers["Nats-Msg-Id"], json.loads(message.data)["event"]
            if key not in handled:
                await handle(nc, bucket, event)
                handled.add(key)
                guild = message.subject.rsplit(".", 1)[1]
                print(guild, key, event["type"], event["data"].get("content", ""), file=file, flush=True)
        if messages:
            await messages[-1].ack()


async def main(url, group, bucket, path):
    nc = await nats.connect(url, max_reconnect_attempts=-1, reconnect_time_wait=0.2)
    with open(path, "a+", encoding="utf-8") as file:
        file.seek(0)
        handled = {line.split(" ")[1] for line in file}
        partitions = (consume(nc, group, bucket, it, file, handled) for it in range(PARTITIONS))
        await asyncio.gather(*partitions)


asyncio.run(main(*sys.argv[1:]))
