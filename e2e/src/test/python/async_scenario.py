"""python3 async_scenario.py <polling|websocket|upgrade> <server url>: the client of python3-socketio, with asyncio."""
import asyncio
import sys

import socketio
from harness import SECONDS, equal, run

transport, url = sys.argv[1:]
transports = ["polling", "websocket"] if transport == "upgrade" else [transport]
opened = []


def client(**options):
    opened.append(socketio.AsyncClient(**{"reconnection": False, **options}))
    return opened[-1]


async def connect(sio, **options):
    await sio.connect(url, transports=transports, wait_timeout=SECONDS, **{"namespaces": ["/"], **options})
    equal(sio.transport(), transports[-1])
    return sio


async def connects_and_exchanges_events():
    sio = client()
    echoed = asyncio.Queue()
    welcomed = asyncio.Queue()
    sio.on("echoed", lambda *args: echoed.put_nowait(list(args)))
    sio.on("welcome", welcomed.put_nowait)
    await connect(sio, auth={"token": "🔑"})
    welcome = await asyncio.wait_for(welcomed.get(), SECONDS)
    equal((welcome["id"], welcome["auth"]), (sio.get_sid(), {"token": "🔑"}))
    args = ["ü 😀 \u2028", {"deep": [b"\x00\xff", None]}, bytes(300_000)]
    await sio.emit("echo", tuple(args))
    equal(await asyncio.wait_for(echoed.get(), SECONDS), args)
    equal(await sio.call("echo-ack", tuple(args), timeout=SECONDS), tuple(args))


async def answers_the_server():
    sio = client()

    async def question(data):
        await asyncio.sleep(0)
        return [data, b"\x01"]

    sio.on("question", question)
    await connect(sio)
    equal(await sio.call("ask-me", "?", timeout=SECONDS), ["?", b"\x01"])


async def receives_200_events_in_order():
    sio = client()
    counted = asyncio.Queue()
    sio.on("counted", counted.put_nowait)
    await connect(sio)
    await sio.emit("count", 200)
    equal([await asyncio.wait_for(counted.get(), SECONDS) for _ in range(200)], list(range(200)))


async def joins_several_namespaces():
    sio = await connect(client(), namespaces=["/", "/second"])
    equal(await sio.call("whoami", namespace="/second", timeout=SECONDS), ("/second", sio.get_sid("/second")))
    equal(await sio.call("sibling", namespace="/second", timeout=SECONDS), sio.get_sid("/"))


async def connects_again_after_it_was_dropped():
    if transports[-1] == "polling":
        return  # It takes the answer to its poll for the end that it asked for.
    sio = client(reconnection=True, reconnection_delay=0.05, reconnection_delay_max=0.2)
    connected = asyncio.Queue()
    sio.on("connect", lambda: connected.put_nowait(True), namespace="/guarded")
    await connect(sio, namespaces=["/guarded"])
    await asyncio.wait_for(connected.get(), SECONDS)
    before = sio.get_sid("/guarded")
    await sio.emit("drop-me", namespace="/guarded")
    await asyncio.wait_for(connected.get(), SECONDS)
    assert sio.get_sid("/guarded") != before
    equal(await sio.call("echo-ack", "again", namespace="/guarded", timeout=SECONDS), "again")


def run_step(step):
    async def whole():
        try:
            await step()
        finally:
            while opened:
                await opened.pop().disconnect()

    asyncio.run(whole())


run(
    [
        connects_and_exchanges_events,
        answers_the_server,
        receives_200_events_in_order,
        joins_several_namespaces,
        connects_again_after_it_was_dropped,
    ],
    run_step,
)
