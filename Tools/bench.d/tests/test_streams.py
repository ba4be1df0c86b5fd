"""The client that echoes on many connections at once."""

import contextlib
import pathlib
import socket
import sys
import threading
import time
import types
import unittest
from unittest import mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import streams  # noqa: E402
from building import Failure  # noqa: E402
from parts import peers  # noqa: E402


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


class FirstPageTests(unittest.TestCase):
    def test_tries_anew_however_many_tries_wait(self):
        """A guest that answers none of the first connections, and each of the later ones."""
        with socket.create_server(("127.0.0.1", 0)) as server, \
                mock.patch.object(streams, "GUEST", "127.0.0.1"), \
                mock.patch.object(streams, "HTTP", server.getsockname()[1]), \
                mock.patch.object(streams, "TRIES", 4):
            taken = []

            def serve():
                with contextlib.suppress(OSError):
                    while True:
                        taken.append(server.accept()[0])
                        if len(taken) > 12:
                            taken[-1].sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            serving = threading.Thread(target=serve, daemon=True)
            serving.start()
            guest = types.SimpleNamespace(started=time.monotonic(), is_running=lambda: True)
            self.assertIsNotNone(streams.first_page(guest, b"GET / HTTP/1.1\r\n\r\n", 2))
            server.shutdown(socket.SHUT_RDWR)
            serving.join(5)
            for link in taken:
                link.close()


class BulkTests(unittest.TestCase):
    def test_an_end_is_no_rate(self):
        self.assertEqual(streams.received(5), 5)
        with self.assertRaisesRegex(Failure, "ended the connection"):
            streams.received(0)

    def test_only_the_whole_file_is_bulk(self):
        head = b"HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 67108864\r\n\r\n"
        self.assertEqual(peers.body_bytes(head), 64 << 20)
        for wrong in (head.replace(b"200 OK", b"404 Not Found"), head[:-2], b"",
                      head.replace(b"67108864", b"153")):
            with self.assertRaises(Failure):
                peers.body_bytes(wrong)


if __name__ == "__main__":
    unittest.main()
