"""Asks the guest to resolve names and compares what it says."""

import os
import socket
import sys

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.settimeout(20)
TYPES = {"A": 1, "AAAA": 28, "MX": 15, "TXT": 16, "PTR": 12}
OUTCOMES = ["", "no name", "no data", "timed out", "failed", "bad", "error"]


def ask(name, kind="A"):
    client.sendto(bytes([TYPES[kind]]) + name.encode(), (os.environ["SWIFTLET_ADDRESS"], 7))
    answer = client.recv(2048)
    if answer[0]:
        return OUTCOMES[answer[0]]
    count, data = int.from_bytes(answer[1:3], "big"), answer[3:]
    if kind == "A" and count <= 8:
        parts = [data[i : i + 4] for i in range(0, len(data), 4)]
        return sorted(".".join(map(str, part)) for part in parts)
    return count, data


def check(found, expected):
    if found != expected:
        sys.exit(f"expected {expected}, found {found}")


servers = [int(word) for word in sys.argv[1:]]
client.sendto(bytes([0] + servers), (os.environ["SWIFTLET_ADDRESS"], 7))
check(ask("one.test.example"), ["192.0.2.1"])
check(ask("ONE.Test.example"), ["192.0.2.1"])
check(ask("three.test.example"), ["192.0.2.1", "192.0.2.2", "192.0.2.3"])
check(ask("chain.test.example"), ["192.0.2.1"])
check(ask("one.test.example", "AAAA"), (1, socket.inet_pton(socket.AF_INET6, "2001:db8::1")))
check(ask("test.example", "MX"), (1, b"\0\x0a\x03one\x04test\x07example\0"))
check(ask(f"missing-{servers[0]}.test.example"), "no name")
check(ask("one.test.example", "TXT"), "no data")
# More than fits a datagram: it comes over a connection.
found = ask("many.test.example")
check(found[0], 200)
# Twice, and many at once: the second time from memory.
for _ in range(3):
    for number in range(40):
        client.sendto(b"\1" + f"n{number}-{servers[0]}.many-names.test.example".encode(), (os.environ["SWIFTLET_ADDRESS"], 7))
    answers = [client.recv(2048) for _ in range(40)]
    right = sum(answer[:3] == b"\0\0\1" for answer in answers)
    # Beyond 32 questions on their way the guest refuses.
    if right < 32:
        sys.exit(f"only {right} of 40")
check(ask("localhost"), ["127.0.0.1"])
print("all as expected")
