"""Where results come from."""

import pathlib
import sys
import tempfile
import unittest
from unittest import mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import origin  # noqa: E402


class MomentTests(unittest.TestCase):
    def test_a_time_counts_before_a_day_and_a_day_before_none(self):
        made = {"old": "2026-01-01T10:00:00Z", "new": "2026-01-01T12:00:00Z"}
        with mock.patch.object(origin, "committed", lambda commit: made.get(commit, "")):
            old = {"commit": "old", "date": "2026-01-01"}
            self.assertTrue(origin.is_later(old, None))
            self.assertFalse(origin.is_later(old, old))
            self.assertTrue(origin.is_later(old | {"commit": "new"}, old))
            self.assertFalse(origin.is_later(old, old | {"commit": "new"}))
            self.assertTrue(origin.is_later(old | {"time": "2026-01-01T13:00:00Z"}, old | {"commit": "new"}))
            self.assertTrue(origin.is_later({"commit": "unheard of", "date": "2026-01-02"}, old))
            self.assertEqual(origin.moment({}), "")

    def test_what_git_knows_is_kept(self):
        day, file = "2026-01-01", "2026-01-01T20:00:00Z"
        with mock.patch.object(origin, "committed", lambda commit: f"{day}T10:00:00Z" if commit == "a" else ""):
            self.assertEqual(origin.dated({"time": "x"}, file), {"time": "x"})
            known = origin.dated({"commit": "a", "date": day}, file)
            unknown = origin.dated({"commit": "b", "date": day}, file)
            copied = origin.dated({"commit": "b", "date": "2025-12-31"}, file)
        # Whatever git knows now.
        self.assertEqual([origin.moment(x) for x in (known, unknown, copied)],
                         [f"{day}T10:00:00Z", file, "2025-12-31"])

    def test_git_knows_when_a_commit_was_made_and_no_other(self):
        self.assertEqual(origin.committed("no-such-commit"), "")
        self.assertEqual(origin.committed(None), "")

    def test_a_machine_is_the_same_whatever_was_measured_on_it(self):
        one = {"kernel": "6.1", "commit": "a", "date": "2026-01-01"}
        self.assertEqual(origin.name(one), origin.name({"kernel": "6.1", "commit": "b"}))
        self.assertNotEqual(origin.name(one), origin.name({"kernel": "6.2", "commit": "a"}))


class PeerTests(unittest.TestCase):
    WORDS = 'PC = ["-M", "pc"]\n\n\ndef linux(job):\n    # Why.\n    return f"job={job}"\n\n\ndef other():\n    pass\n'

    def digest(self, config="CONFIG_SMP=n\n", server="int main;\n", words=WORDS):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / origin.PEERS).mkdir(parents=True)
            (root / origin.WORDS).parent.mkdir(parents=True)
            (root / origin.PEERS / "kernel.config").write_text(config)
            (root / origin.PEERS / "server.c").write_text(server)
            (root / origin.WORDS).write_text(words)
            with mock.patch.object(origin, "ROOT", root):
                return origin.peer.__wrapped__()

    def test_is_another_with_another_file_or_word(self):
        found = {self.digest(), self.digest("CONFIG_SMP=y\n"), self.digest(server="int other;\n"),
                 self.digest(words=self.WORDS.replace("job=", "work=")),
                 self.digest(words=self.WORDS.replace('"pc"', '"q35"'))}
        self.assertEqual(len(found), 5)

    def test_is_the_same_with_another_comment(self):
        self.assertEqual(
            self.digest(), self.digest(
                "# No more than one.\n\nCONFIG_SMP=n\n", "/* What\n   it does. */\nint main;\n",
                self.WORDS.replace("Why", "Because").replace("pass", "return 1")))

    def test_is_of_the_packages_that_are_installed(self):
        def packages(printed, stamp="6.1"):
            run = mock.Mock(return_value=mock.Mock(stdout=printed))
            with tempfile.TemporaryDirectory() as folder, mock.patch.object(origin.subprocess, "run", run), \
                    mock.patch.object(origin, "ROOT", pathlib.Path(folder)):
                path = pathlib.Path(folder) / ".build/peers/cloud/stamp"
                path.parent.mkdir(parents=True)
                path.write_text(stamp)
                return origin.packages.__wrapped__()
        found = {packages("libc6 2.36-9\nnginx-light 1.22\n"), packages("libc6 2.36-10\nnginx-light 1.22\n"),
                 packages("libc6 2.36-9\n"), packages("libc6 2.36-9\n", "6.12"), packages("")}
        self.assertEqual(len(found), 5)
        self.assertIn(None, found)
        with mock.patch.object(origin.subprocess, "run", mock.Mock(side_effect=FileNotFoundError)):
            self.assertIsNone(origin.packages.__wrapped__())

    def test_nobody_knows_that_of_an_unknown_commit(self):
        self.assertIsNone(origin.peer_of({"commit": "no-such-commit"}))
        self.assertIsNone(origin.peer_of({}))
        self.assertEqual(origin.peer_of({"commit": "no-such-commit", "peer": "x"}), "x")


if __name__ == "__main__":
    unittest.main()
