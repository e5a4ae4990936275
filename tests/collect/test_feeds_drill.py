"""Feeds that misbehave in every way, while the collector is killed: the drill, in small."""

import subprocess
import sys

from tests.site_process import ROOT, Site


def test_all_good_articles_arrive_once_and_every_fault_is_told(tmp_path):
    command = [sys.executable, str(ROOT / "tests/quality/feeds_drill.py"), "--kills", "2", "--seed", "8"]
    done = subprocess.run(
        [*command, "--many", "30"],
        env=Site(tmp_path).environment | {"TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "problems: 0" in done.stdout
