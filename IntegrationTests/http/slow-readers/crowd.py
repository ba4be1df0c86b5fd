"""900 clients ask for a large file and read nothing; others must be served all the while."""

import os
import resource
import socket
import time

ADDRESS = (os.environ["SWIFTLET_ADDRESS"], 80)
resource.setrlimit(resource.RLIMIT_NOFILE, (2000, 2000))
crowd, times = [], []


def join():
    """One more that never reads."""
    link = socket.socket()
    link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    link.settimeout(20)
    try:
        link.connect(ADDRESS)
        link.sendall(b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
    except OSError:
        # It was broken off already for others.
        pass
    crowd.append(link)


def ask():
    """How long a client waits for its page."""
    begin = time.monotonic()
    with socket.create_connection(ADDRESS, timeout=30) as link:
        link.settimeout(30)
        link.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        answer = b""
        while more := link.recv(4096):
            answer += more
    assert answer.endswith(b"served"), answer
    times.append(time.monotonic() - begin)


while len(crowd) < 900:
    join()
    if len(crowd) % 30 == 0:
        ask()
for _ in range(10):
    ask()
times.sort()
print(f"median {times[len(times) // 2]:.2f} s, slowest {times[-1]:.2f} s")
# A SYN that is dropped is sent again after one second and after three.
assert times[len(times) // 2] < 2 and times[-1] < 8, "they had to wait"
print("all were served")
