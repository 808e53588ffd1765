"""python3 scenario.py <polling|websocket|upgrade> <server url>: the client of python3-socketio, with threads."""
import queue
import sys
from urllib.parse import urlsplit

import engineio
import socketio
from harness import Events, Proxy, SECONDS, equal, fails, run

transport, url = sys.argv[1:]
transports = ["polling", "websocket"] if transport == "upgrade" else [transport]
opened = []


def client(**options):
    opened.append(socketio.Client(**{"reconnection": False, **options}))
    return opened[-1]


def connect(sio=None, base=url, **options):
    sio = sio or client()
    sio.connect(base, transports=transports, wait_timeout=SECONDS, **{"namespaces": ["/"], **options})
    equal(sio.transport(), transports[-1])
    return sio


def watch_packets(sio, see):
    """Sees packets in the order of their arrival."""
    receive = sio.eio._receive_packet

    def watch(packet):
        see(packet)
        receive(packet)

    sio.eio._receive_packet = watch


def ask(sio, event, *args, namespace="/"):
    return sio.call(event, args, namespace=namespace, timeout=SECONDS)


SHAPES = {
    "null": None,
    "booleans": [True, False],
    "integers": [0, 1, -1, 255, 65536, -2147483649, 2**53],
    "fractions": [0.1, -1.5, 1e-7, 1e21, 1.7976931348623157e308, 5e-324],
    "empty values": ["", [], {}, [[]], {"": {}}, [None], {"a": None}],
    "nested": {"a": [1, {"b": [[2], {"c": "d"}]}]},
    "text": ["äöü ß é", "Привет, мир", "你好，世界", "😀 👩‍👩‍👧‍👦", "a\u2028b", "\u0000\u001e\u007f", "a\u001eb4c"],
    "text like packets": ["42[1]", "2probe", "b4AAEC", "51-", {"_placeholder": True, "num": 0}],
    "long text": ["x" * 100_000, "ü" * 30_000, "😀" * 10_000],
    "bytes": [bytes([0, 1, 254, 255]), {"deep": [b"", {"two": bytes(range(256)) * 300}], "text": "ü"}],
}


def connects_with_auth_and_a_query():
    sio = client()
    events = Events(sio, "welcome")
    connect(sio, url + "?tag=a%20b%26%C3%BC", auth={"token": "geheim 🔑", "level": 3})
    [welcome] = events.next("welcome")
    equal(welcome["id"], sio.get_sid())
    equal(welcome["auth"], {"token": "geheim 🔑", "level": 3})
    equal(welcome["tag"], "a b&ü")
    equal(ask(sio, "transport"), transports[-1])


def asks_a_function_for_the_auth():
    sio = client()
    events = Events(sio, "welcome")
    connect(sio, auth=lambda: {"token": "later"})
    equal(events.next("welcome")[0]["auth"], {"token": "later"})


def gets_its_arguments_echoed():
    sio = client()
    events = Events(sio, "echoed")
    connect(sio)
    for shape, value in SHAPES.items():
        sio.emit("echo", (value, "and more"))
        equal(events.next("echoed"), [value, "and more"], shape)
    sio.emit("echo")
    equal(events.next("echoed"), [])


def gets_its_arguments_as_acks():
    sio = connect()
    for shape, value in SHAPES.items():
        equal(ask(sio, "echo-ack", value, shape), (value, shape), shape)
    equal(ask(sio, "echo-ack", "one"), "one")
    equal(ask(sio, "echo-ack"), None)
    fails(socketio.exceptions.TimeoutError, lambda: sio.call("no-answer", timeout=0.1))


def answers_the_server():
    sio = client()
    sio.on("question", lambda question: {"question": question, "bytes": b"\x01\x02"})
    connect(sio)
    for question in {"of": "life"}, b"\x09":
        equal(ask(sio, "ask-me", question), {"question": question, "bytes": b"\x01\x02"})


def fills_a_record_with_binary_data():
    parts = [b"one", b"\xff\xfe", bytes(70_000)]
    receipt = ask(connect(), "upload", {"name": "größe.bin", "parts": parts})
    equal(receipt["name"], "größe.bin")
    equal(receipt["sizes"], [3, 2, 70_000])
    equal(receipt["parts"], parts[::-1])
    equal(receipt["note"], {"whole": b"".join(parts)})


def receives_200_events_in_order():
    """More than the 16 packets that this client takes in the answer to one poll. It has a thread for each event."""
    sio = client()
    events = Events(sio, "counted")
    arrived = []
    watch_packets(sio, lambda packet: arrived.append(packet.data))
    connect(sio)
    sio.emit("count", 200)
    counted = [events.next("counted") for _ in range(200)]
    equal(sorted(counted), [[number] for number in range(200)])
    equal([data for data in arrived if "counted" in str(data)], [f'2["counted",{number}]' for number in range(200)])


def sends_200_events_in_order():
    sio = connect()
    for number in range(200):
        sio.emit("number", number)
    equal(ask(sio, "numbers"), list(range(200)))


def meets_others_in_rooms():
    clients = [client() for _ in range(3)]
    events = [Events(sio, "room-message") for sio in clients]
    a, b, c = [connect(sio) for sio in clients]
    room = f"room {a.get_sid()}"
    equal(ask(a, "join", room), sorted([a.get_sid(), room]))
    ask(b, "join", room)
    for sender, event, args, receivers in [
        (a, "to-others", (room, "others"), [1]),
        (c, "to-room", (room, "all"), [0, 1]),
        (c, "to-room-except", (room, b.get_sid(), "not b"), [0]),
        (a, "to-everyone-else", ("broadcast",), [1, 2]),
        (a, "to-room", (c.get_sid(), "private"), [2]),
    ]:
        ask(sender, event, *args)
        for receiver in receivers:
            equal(events[receiver].next("room-message"), [args[-1]], event)
    equal(ask(b, "leave", room), [b.get_sid()])
    ask(a, "to-room", room, "last")
    equal(events[0].next("room-message"), ["last"])
    # Whatever else had come would have come before this.
    for sio, received in zip(clients, events):
        ask(sio, "to-room", sio.get_sid(), "end")
        equal(received.next("room-message"), ["end"])


def joins_several_namespaces():
    sio = client()
    connect(sio, namespaces=["/", "/second", "/tenant-7"])
    for namespace in "/second", "/tenant-7":
        equal(ask(sio, "whoami", namespace=namespace), (namespace, sio.get_sid(namespace)))
    assert len({sio.get_sid(name) for name in ("/", "/second", "/tenant-7")}) == 3
    equal(ask(sio, "sibling", namespace="/second"), sio.get_sid("/"))
    equal(ask(sio, "echo-ack", "root"), "root")


def uses_a_namespace_class():
    class Second(socketio.ClientNamespace):
        def on_connect(self):
            self.emit("echo", ("ü", b"\x07"))

        def on_echoed(self, *args):
            received.put(list(args))

    received = queue.Queue()
    sio = client()
    sio.register_namespace(Second("/second"))
    connect(sio, namespaces=["/second"])
    equal(received.get(timeout=SECONDS), ["ü", b"\x07"])


def learns_why_a_namespace_refuses_it():
    for namespace, message, data in [
        ("/refusing", "not welcome", {"code": 42, "because": ["auth", {"who": "me"}]}),
        ("/nowhere", "Invalid namespace", None),
    ]:
        sio = client()
        events = Events(sio, "connect_error", namespace=namespace)
        fails(
            socketio.exceptions.ConnectionError,
            lambda: sio.connect(url, transports=transports, namespaces=[namespace], auth={"who": "me"}, wait_timeout=1),
        )
        [error] = events.next("connect_error")
        equal(error["message"], message)
        equal(error.get("data"), data)


def keeps_the_heartbeat():
    sio = client()
    pings = queue.Queue()
    watch_packets(sio, lambda packet: packet.packet_type == engineio.packet.PING and pings.put(packet))
    connect(sio)
    for _ in range(3):
        pings.get(timeout=SECONDS)
    equal(ask(sio, "echo-ack", "alive"), "alive")


def observe():
    sio = client()
    events = Events(sio, "gone", namespace="/observer")
    connect(sio, namespaces=["/observer"])

    def reason_of(sid):
        while True:
            [gone] = events.next("gone")
            if gone["id"] == sid:
                return gone["reason"]

    return reason_of


def disconnects():
    reason_of = observe()
    sio = connect()
    sid = sio.get_sid()
    sio.disconnect()
    # It may close a WebSocket, or stop polling, before it has sent its packet.
    assert reason_of(sid) in ("client namespace disconnect", "transport close", "ping timeout")


def is_disconnected_by_the_server():
    for close in False, True:
        reason_of = observe()
        sio = client()
        events = Events(sio, "disconnect")
        connect(sio)
        sid = sio.get_sid()
        sio.emit("disconnect-me", close)
        events.next("disconnect")
        equal(reason_of(sid), "server namespace disconnect")


def connects_again_after_it_was_dropped():
    if transports[-1] == "polling":
        return  # It takes the answer to its poll for the end that it asked for.
    sio = client(reconnection=True, reconnection_delay=0.05, reconnection_delay_max=0.2)
    events = Events(sio, "connect", "disconnect", namespace="/guarded")
    connect(sio, namespaces=["/guarded"])
    events.next("connect")
    before = sio.get_sid("/guarded")
    sio.emit("drop-me", namespace="/guarded")
    events.next("disconnect")
    events.next("connect")
    assert sio.get_sid("/guarded") != before
    equal(ask(sio, "echo-ack", "again", namespace="/guarded"), "again")


def connects_again_after_the_network_failed():
    proxy = Proxy(urlsplit(url).port)
    sio = client(reconnection=True, reconnection_delay=0.05, reconnection_delay_max=0.2)
    events = Events(sio, "connect", "disconnect", "welcome")
    connect(sio, f"http://127.0.0.1:{proxy.port}", auth={"token": "kept"})
    events.next("connect")
    before = events.next("welcome")[0]["id"]
    proxy.cut()
    events.next("disconnect")
    proxy.restore()
    events.next("connect")
    [welcome] = events.next("welcome")
    assert welcome["id"] != before
    equal(welcome["auth"], {"token": "kept"})
    equal(ask(sio, "echo-ack", "again"), "again")


def is_alone_in_suffering_from_its_too_large_payload():
    reason_of = observe()
    modest, greedy = connect(), connect()
    sid = greedy.get_sid()
    equal(len(ask(greedy, "echo-ack", "x" * 900_000)), 900_000)
    greedy.emit("echo", "x" * 1_100_000)
    # By polling it stops without a word, and the server finds out.
    assert reason_of(sid) in ("transport close", "transport error", "ping timeout")
    equal(ask(modest, "echo-ack", "fine"), "fine")


def run_step(step):
    try:
        step()
    finally:
        while opened:
            opened.pop().disconnect()


run(
    [
        connects_with_auth_and_a_query,
        asks_a_function_for_the_auth,
        gets_its_arguments_echoed,
        gets_its_arguments_as_acks,
        answers_the_server,
        fills_a_record_with_binary_data,
        receives_200_events_in_order,
        sends_200_events_in_order,
        meets_others_in_rooms,
        joins_several_namespaces,
        uses_a_namespace_class,
        learns_why_a_namespace_refuses_it,
        keeps_the_heartbeat,
        disconnects,
        is_disconnected_by_the_server,
        connects_again_after_it_was_dropped,
        connects_again_after_the_network_failed,
        is_alone_in_suffering_from_its_too_large_payload,
    ],
    run_step,
)
