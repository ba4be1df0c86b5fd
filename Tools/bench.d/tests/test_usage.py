"""What others use of the machine."""

import os
import pathlib
import subprocess
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import usage  # noqa: E402


class ThreadTests(unittest.TestCase):
    def test_each_thread_is_told_by_itself(self):
        ended = threading.Event()
        idle = threading.Thread(target=ended.wait)
        idle.start()
        try:
            begin = usage.thread_seconds(os.getpid())
            while sum(range(1000)) and usage.thread_seconds(os.getpid())[os.getpid()] < begin[os.getpid()] + 0.05:
                pass
            seconds = usage.thread_seconds(os.getpid())
            used = {thread: seconds[thread] - begin[thread] for thread in (os.getpid(), idle.native_id)}
        finally:
            ended.set()
            idle.join()
        self.assertGreater(used[os.getpid()], 0.04)
        self.assertLess(used[idle.native_id], 0.02)


class WindowTests(unittest.TestCase):
    def test_clients_that_run_on_are_no_others(self):
        with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as client:
            try:
                time.sleep(0.2)
                naming, blind = usage.Window(clients=[client.pid]), usage.Window()
                begin = usage.process_seconds(client.pid)
                time.sleep(1)
                used = usage.process_seconds(client.pid) - begin
                naming.end(), blind.end()
            finally:
                client.kill()
        share = 100 * used / blind.seconds / usage.PROCESSORS
        self.assertGreater(share, 2)
        # Others are never less than nothing, and are known in ticks of 10 ms.
        self.assertGreater(blind.others - naming.others, min(share, blind.others) - 5)


if __name__ == "__main__":
    unittest.main()
