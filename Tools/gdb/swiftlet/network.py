"""What the kernel's network keeps, from the values that it is: ports, connections, neighbours, ways.

The lines are those of `monitor`: Sources/Kernel/Image/Debug/Monitor, MonitorCommand+Network.
"""

# A card's stack has room for 64 sockets and 64 neighbours; a service may ask for more connections than
# the 65,536 that a host has at once.
_MOST_SOCKETS, _MOST_NEIGHBORS, _MOST_PORTS, _MOST_CONNECTIONS = 64, 64, 65536, 1 << 20
_MOST_ROUTES = 1024
# RFC 9293, section 3.3.2.
_STATES = {
    "synSent": "SYN-SENT", "synReceived": "SYN-RECEIVED", "established": "ESTABLISHED",
    "finWait1": "FIN-WAIT-1", "finWait2": "FIN-WAIT-2", "closeWait": "CLOSE-WAIT",
    "closing": "CLOSING", "lastAck": "LAST-ACK", "timeWait": "TIME-WAIT", "closed": "CLOSED"}


def address(value):
    """An address of the Internet Protocol as people write it."""
    return ".".join(str(byte) for byte in value.number().to_bytes(4, "big"))


def card(value):
    """An address of a card."""
    return ":".join(f"{byte:02x}" for byte in (value.number() & (1 << 48) - 1).to_bytes(6, "big"))


def seconds(nanoseconds):
    """A time as `monitor` shows it."""
    return f"{nanoseconds // 10 ** 9}.{nanoseconds // 1000 % 10 ** 6:06}"


def sockets(interface):
    """The bound ports of an interface."""
    table = interface.part("stack.sockets")
    ports = [port.number() for port in table.part("ports").elements(_MOST_SOCKETS)]
    generations = [word.number() for word in table.part("generations").elements(_MOST_SOCKETS)]
    for entry in interface.part("sockets").elements(_MOST_SOCKETS):
        socket = entry.some()
        if socket is None:
            continue
        index = socket.part("handle.index").number(signed=True)
        known = 0 <= index < min(len(ports), len(generations)) and ports[index]
        if known and generations[index] == socket.part("handle.generation").number():
            yield f"udp {ports[index]:5}  {socket.part('count').number()} datagrams wait"


def connections(endpoints):
    """The ports on which connections are taken, and then the connections."""
    for entry in endpoints.part("ports").elements(_MOST_PORTS):
        if (port := entry.some()) is not None:
            waiting, most = port.part("waiting").count(_MOST_CONNECTIONS), port.part("backlog").number()
            yield f"tcp {port.part('port').number():5}  listens, {waiting} of at most {most} wait"
    for entry in endpoints.part("blocks").elements(_MOST_CONNECTIONS):
        if (block := entry.some()) is not None:
            yield _connection(block)


def _connection(block):
    remote, state = block.part("remote"), block.part("state").case()
    room = block.part("sendQueue.limit").number(True) - block.part("sendQueue.count").number(True)
    return (
        f"tcp {block.part('local.port').number():5}  {address(remote.part('address'))}:"
        f"{remote.part('port').number()}  {_STATES.get(state, state)}, "
        f"{block.part('reassembly.ring.count').number()} bytes to read, room for {room} to send")


def neighbors(interface):
    """The cards of the hosts on the link."""
    for entry in interface.part("stack.neighbors.entries").elements(_MOST_NEIGHBORS):
        state = entry.part("state").case()
        if state == "free":
            continue
        line = f"{address(entry.part('address'))}  "
        if state == "incomplete":
            yield line + "asked for"
        else:
            yield line + f"{card(entry.part('hardware'))}  at {seconds(entry.part('confirmed').number())}"


def routes(interface):
    """Which way packets go: the own network first."""
    configuration = interface.part("stack.configuration")
    yield _route(configuration.part("network"), None)
    for route in interface.part("stack.routes").elements(_MOST_ROUTES):
        yield _route(route.part("network"), route.part("gateway").some())
    if (gateway := configuration.part("gateway").some()) is not None:
        yield f"0.0.0.0/0  through {address(gateway)}"


def _route(network, gateway):
    way = "on the link" if gateway is None else f"through {address(gateway)}"
    return f"{address(network.part('address'))}/{network.part('prefixBitCount').number()}  {way}"
