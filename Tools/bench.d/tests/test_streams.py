"""The client that echoes on many connections at once."""

import pathlib
import socket
import sys
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import streams  # noqa: E402


class EchoTests(unittest.TestCase):
    def test_goes_on_without_connections_that_end(self):
        pairs = [socket.socketpair() for _ in range(2)]
        ours, theirs = zip(*pairs)

        def answer(link, times):
            for _ in range(times):
                link.sendall(link.recv(100))
            link.close()
        for link, times in zip(theirs, (5, 2)):
            threading.Thread(target=answer, args=(link, times), daemon=True).start()
        found = []
        asking = threading.Thread(
            target=lambda: found.append(streams.echo(ours, 5, b"request", 7)), daemon=True)
        asking.start()
        asking.join(5)
        self.assertEqual(found, [7])
        for link in ours:
            link.close()


if __name__ == "__main__":
    unittest.main()
