"""The client that keeps requests on the way, beside an echo that loses some of them."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

FOLDER = pathlib.Path(__file__).resolve().parents[1]

# Runs in a network of its own, where the guest's address is this machine's: an echo that loses every
# so-manieth datagram, and the client, whose line it prints.
PROGRAM = """
import socket, subprocess, sys, threading
sys.path.insert(0, sys.argv[1])
import network
network.enter_namespace()
network._ip("addr", "add", network.GUEST + "/32", "dev", "lo")
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
    server.bind((network.GUEST, 7))
    def echo():
        number = 0
        while True:
            bytes_, peer = server.recvfrom(2048)
            number += 1
            if number % int(sys.argv[3]):
                server.sendto(bytes_, peer)
    threading.Thread(target=echo, daemon=True).start()
    print(subprocess.run([sys.argv[2], "udp", "7", "100", "64"], input="1\\n", text=True,
                         capture_output=True).stdout.splitlines()[-1])
"""


@unittest.skipUnless(shutil.which("cc") and os.path.exists("/sbin/ip"), "no compiler, or no ip")
class AskerTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.program = pathlib.Path(folder.name) / "asker"
        subprocess.run(["cc", "-O2", "-o", cls.program, FOLDER / "asker.c"], check=True)

    def asked(self, lost_of):
        """Answers and losses within a second, where one of so many is lost."""
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, FOLDER, self.program, str(lost_of)], text=True,
            capture_output=True)
        if "network namespace" in done.stderr:
            self.skipTest("no network of our own")
        self.assertEqual(done.returncode, 0, done.stderr)
        answers, _, lost, *_ = done.stdout.split()
        return int(answers), int(lost)

    def test_loses_nothing_of_what_comes_back(self):
        answers, lost = self.asked(10 ** 9)
        self.assertGreater(answers, 1000)
        self.assertEqual(lost, 0)

    def test_counts_each_loss_after_a_time_of_its_own(self):
        # Fewer are lost within a second than are on the way: it never falls silent.
        answers, lost = self.asked(1000)
        self.assertAlmostEqual(lost / (answers + lost), 1 / 1000, delta=0.0007)

    def test_goes_on_where_all_that_are_on_the_way_were_lost(self):
        answers, lost = self.asked(20)
        self.assertGreater(lost, 64)
        self.assertAlmostEqual(lost / (answers + lost), 1 / 20, delta=0.02)


if __name__ == "__main__":
    unittest.main()
