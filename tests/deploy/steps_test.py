"""deploy/steps.sh: what a build shows of itself, with a program in the place of cmake."""

import os
import pathlib
import pty
import re
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).parents[2]
PRESET = "steps-test"

NINJA = """\
[0/2] Re-checking globbed directories...
[1/4] Building CXX object a.o
a.cc:1: note: a line without a count
[2/4] Building CXX object b.o
[4/4] Linking CXX executable c
"""


def bash(script, **options):
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", f"source deploy/steps.sh\n{script}"],
        cwd=ROOT, text=True, capture_output=True, **options)


class Progress(unittest.TestCase):
    def test_a_log_has_a_line_every_so_often(self):
        self.assertEqual(bash("show_progress 0", input=NINJA).stdout,
                         "  25% (1 of 4)\n  50% (2 of 4)\n  100% (4 of 4)\n")
        self.assertEqual(bash("show_progress 3600", input=NINJA).stdout, "")

    def test_the_pace_so_far_tells_the_time_left(self):
        shown = bash("{ sleep 6; echo '[1/4] a'; } | show_progress 0").stdout
        left = re.fullmatch(r"  25% \(1 of 4\), about (\d+) s left\n", shown)
        self.assertIsNotNone(left, shown)
        self.assertGreaterEqual(int(left[1]), 15)
        self.assertEqual(int(left[1]) % 3, 0)

    def test_a_terminal_has_one_line_that_is_gone_in_the_end(self):
        master, slave = pty.openpty()
        subprocess.run(["bash", "-c", "source deploy/steps.sh; show_progress 3600"], cwd=ROOT, text=True,
                       input=NINJA, stdout=slave, env={**os.environ, "TERM": "xterm"}, check=True)
        os.close(slave)
        shown = os.read(master, 4096).decode()
        os.close(master)
        self.assertNotIn("\n", shown)
        self.assertEqual(re.split(r"\r\x1b\[K", shown),
                         ["", "  25% (1 of 4)", "  50% (2 of 4)", "  100% (4 of 4)", ""])


class Build(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.log = ROOT / "build" / f"{PRESET}.log"
        self.addCleanup(self.log.unlink, missing_ok=True)
        self.program = pathlib.Path(folder.name) / "cmake"
        self.path = f"{folder.name}:{os.environ['PATH']}"

    def build(self, script):
        self.program.write_text(f"#!/bin/sh\n[ \"$1\" = --build ] || exit 0\n{script}\n")
        self.program.chmod(0o755)
        return bash(f"build {PRESET} one two", env={**os.environ, "PATH": self.path})

    def test_the_whole_log_is_kept(self):
        run = self.build('printf "%s\\n" "$NINJA_STATUS" "$*" "[1/1] it"')
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertRegex(self.log.read_text(),
                         rf"^\[%f/%t\] \n--build --preset {PRESET} --parallel \d+ --target one two\n\[1/1\] it\n$")
        self.assertRegex(run.stdout, r"\nbuilt in \d+ s\n$")

    def test_what_broke_is_shown(self):
        run = self.build('echo "[1/2] a"; echo "a.cc:1: error: no such thing" >&2; exit 1')
        self.assertEqual(run.returncode, 1)
        self.assertIn("a.cc:1: error: no such thing", run.stderr)
        self.assertIn(f"the build of the preset {PRESET} broke", run.stderr)

    def test_without_an_error_the_end_of_the_log_is_shown(self):
        run = self.build('seq 100; exit 1')
        self.assertEqual(run.returncode, 1)
        self.assertIn("\n61\n62\n", "\n" + run.stderr)
        self.assertNotIn("\n60\n", run.stderr)


if __name__ == "__main__":
    unittest.main()
