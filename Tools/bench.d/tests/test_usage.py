"""What others use of the machine."""

import pathlib
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import usage  # noqa: E402


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
