"""The worker and rebuild_index are killed while the archive is changed and searched."""

import subprocess
import sys

from tests.site_process import ROOT, Site


def test_kills_of_the_worker_lose_nothing_and_disturb_no_reader(tmp_path):
    command = [sys.executable, str(ROOT / "tests/quality/kill_drill.py"), "--kills", "5", "--seed", "6"]
    done = subprocess.run(
        [*command, "--readers", "1", "--saves", "0"],
        env=Site(tmp_path).environment | {"TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "problems: 0" in done.stdout
