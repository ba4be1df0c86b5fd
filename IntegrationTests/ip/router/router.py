"""Makes the host a router to a narrow link with another host, and has the guest speak to that."""

import os
import socket
import subprocess
import threading

GUEST = (os.environ["SWIFTLET_ADDRESS"], 7)
FAR, ROUTER = "192.0.2.2", "10.0.0.1"


def run(*command):
    subprocess.run(command, check=True)


# The host behind the router: a network namespace with a shell in it.
far = subprocess.Popen(
    ["unshare", "--net", "sh"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def there(command):
    far.stdin.write(command + " && echo done || echo failed\n")
    far.stdin.flush()
    assert far.stdout.readline() == "done\n", command


there("true")
run("ip", "link", "add", "wide", "type", "veth", "peer", "name", "narrow")
run("ip", "link", "set", "narrow", "netns", str(far.pid))
run("ip", "address", "add", "192.0.2.1/30", "dev", "wide")
run("ip", "link", "set", "wide", "mtu", "700", "up")
there(f"ip address add {FAR}/30 dev narrow")
there("ip link set narrow mtu 700 up")
# It does not say how narrow its link is: who connects to it has to heed the router.
there("ip route add default via 192.0.2.1 advmss 1460")
there("python3 echo.py")
with open("/proc/sys/net/ipv4/ip_forward", "w") as file:
    file.write("1")

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.settimeout(10)


def order(letter, target, number=0):
    client.sendto(letter + socket.inet_aton(target) + number.to_bytes(2, "big"), GUEST)
    return client.recv(1000)


def expect(answer, *wanted):
    assert answer in wanted, (answer, wanted)


router, host = socket.inet_aton(ROUTER), socket.inet_aton(FAR)
expect(order(b"t", FAR), router + host)
expect(order(b"t", ROUTER), router)
expect(order(b"p", FAR, 56), bytes([63, 63, 63]))
# Nobody has that address on the narrow link: the router says so after a while, or keeps silent.
answer = order(b"t", "198.51.100.1")
expect(answer[:4], router)
# Port 9 is not bound there.
expect(order(b"u", FAR, 100), b"\1\3" + host)
# The first one is too large for the narrow link, and must not be cut: the router says so. The next
# one comes in pieces that pass.
expect(order(b"u", FAR, 1400), b"\1\4" + router)
expect(order(b"u", FAR, 1400), b"\1\3" + host)
expect(order(b"p", FAR, 3000), bytes([63, 63, 63]))
# Connections heed it from their first segment on, and none of those comes in pieces.
pieces = "$(awk '/^Ip: [0-9]/ {print $15}' /proc/net/snmp)"
there(f"before={pieces}")
for count in 600, 30_000:
    expect(order(b"c", FAR, count), b"\1")
there(f"test {pieces} = $before")
# What goes to others is as large as before.
expect(order(b"u", ROUTER, 1400), b"\1\3" + router)
print("all as expected")
