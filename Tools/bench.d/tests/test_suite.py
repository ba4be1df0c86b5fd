"""The suite by which the runner is timed: as many services as are asked for, each found by itself."""

import pathlib
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import building  # noqa: E402
import suite  # noqa: E402


class SuiteTests(unittest.TestCase):
    RUNNER = building.ROOT / ".build/debug/testrunner"

    def setUp(self):
        folder = tempfile.TemporaryDirectory(dir=building.ROOT / ".build")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.image = self.folder / "hello"
        self.image.write_bytes(b"an image")

    def test_names_paths_as_the_runner_does(self):
        # Known answers of FNV-1a, 64 bits.
        self.assertEqual(suite.path_hash(""), "cbf29ce484222325")
        self.assertEqual(suite.path_hash("a"), "af63dc4c8601ec8c")
        self.assertEqual(suite.path_hash("foobar"), "85944171f73967e8")

    def test_has_a_manifest_and_an_image_for_each_and_leaves_nothing(self):
        with mock.patch.object(building, "SCRATCH", self.folder):
            with suite.made(3, self.image) as folder:
                services = sorted(folder.iterdir())
                self.assertEqual([x.name for x in services], ["hello-00", "hello-01", "hello-02"])
                self.assertEqual(len({(x / "test.yaml").read_text() for x in services}), 3)
                images = [building.ROOT / ".swiftlet/images" / f"{x.name}-{suite.path_hash(x)}.release.elf"
                          for x in services]
                self.assertTrue(all(x.samefile(self.image) for x in images))
            self.assertFalse(folder.exists())
            self.assertFalse(any(x.exists() for x in images))

    @unittest.skipUnless(RUNNER.exists(), "the runner is not built")
    def test_the_runner_finds_each(self):
        with mock.patch.object(building, "SCRATCH", self.folder):
            with suite.made(50, self.image) as folder:
                said = subprocess.run([self.RUNNER, "list", folder], capture_output=True, text=True,
                                      cwd=building.ROOT)
        self.assertEqual(said.returncode, 0, said.stderr)
        self.assertEqual(sum("hello-" in line for line in said.stdout.splitlines()), 50)


if __name__ == "__main__":
    unittest.main()
