"""Sends datagrams to the echo service, each again until it comes back unchanged."""

import os
import socket
import sys

count = int(sys.argv[1])
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.connect((os.environ["SWIFTLET_ADDRESS"], 7))
client.settimeout(0.05)
sent = 0


def comes_back(payload):
    """Whether the payload itself comes back; what is late or came twice is passed over."""
    global sent
    for _ in range(20):
        client.send(payload)
        sent += 1
        try:
            while client.recv(2000) != payload:
                pass
            return True
        except TimeoutError:
            pass
    return False


done = sum(comes_back(number.to_bytes(4, "big") * (1 + number % 300)) for number in range(count))
print(f"{done} of {count} came back, {sent} were sent")
sys.exit(done != count)
