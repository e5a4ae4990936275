"""A site with a data directory of its own, driven through its commands as a person drives it."""

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
#: What a developer may have set, and no test should see.
OWN_VARIABLES = [
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "DEBUG",
    "DEFAULT_SOURCE_TIME_ZONE",
    "DEMO",
    "DIGITS",
    "FETCH_ALLOWED_HOSTS",
    "FETCH_CONTACT",
    "GUEST_ACCESS",
    "HTTPS",
    "MONTH_NAMES",
    "PORT",
    "SECRET_KEY",
]


@dataclass(frozen=True)
class Site:
    """Runs `manage.py` on one data directory, with the variables given and no others of ours."""

    directory: Path
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        # The browser tests set the last one for their own process.
        foreign = {*OWN_VARIABLES, "DJANGO_ALLOW_ASYNC_UNSAFE"}
        rest = {name: value for name, value in os.environ.items() if name not in foreign}
        own = {
            "NEWSARCHIVE_DATA_DIR": str(self.directory),
            "PYTHONUTF8": "1",
            # Each command is a new process: it finds the compiled modules of the one before.
            "PYTHONDONTWRITEBYTECODE": "",
        }
        return rest | own | self.variables

    def command(self, *words: str) -> list[str]:
        return [sys.executable, str(ROOT / "manage.py"), *words]

    def run(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            self.command(*words),
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert not check or done.returncode == 0, done.stderr
        return done

    def python(self, code: str) -> str:
        """What the code prints, run inside this site."""
        return self.run("shell", "--no-imports", "--command", code).stdout
