"""PostgreSQL's own programs: dump a database, bring a dump back."""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction
from psycopg.conninfo import make_conninfo

#: Where the tables that a restore replaced are kept, and never dumped again.
ASIDE_PREFIX = "before_restore_"


class PostgresError(Exception):
    """What pg_dump or pg_restore said, or that it is missing."""


def dump(target: Path) -> None:
    """Write the database as it is at one moment, in PostgreSQL's custom format."""
    _run("pg_dump", "--format=custom", f"--exclude-schema={ASIDE_PREFIX}*", f"--file={target}")


def load(source: Path) -> None:
    """Bring a dump back into a database without tables, as a whole or not at all."""
    _run("pg_restore", "--single-transaction", "--exit-on-error", str(source))


def _run(program: str, *arguments: str) -> None:
    """Run the program on the site's database."""
    with _password_file() as passfile:
        command = [
            program,
            f"--dbname={_conninfo(passfile)}",
            "--no-password",
            "--no-owner",
            "--no-privileges",
        ]
        try:
            subprocess.run([*command, *arguments], check=True, capture_output=True, text=True)  # noqa: S603
        except FileNotFoundError as error:
            raise PostgresError(
                f"{program}: not found (Debian: sudo apt install postgresql-client)"
            ) from error
        except subprocess.CalledProcessError as error:
            raise PostgresError(f"{program}: {error.stderr.strip()}") from error


@contextmanager
def _password_file() -> Iterator[str]:
    """A file with the password, that only its owner may read: others see the words of a command."""
    password = connection.settings_dict["PASSWORD"]
    with tempfile.NamedTemporaryFile("w", prefix="newsarchive-pgpass-") as file:
        file.write("*:*:*:*:" + password.replace("\\", "\\\\").replace(":", "\\:") + "\n")
        file.flush()
        # An empty name leaves libpq to ~/.pgpass.
        yield file.name if password else ""


def _conninfo(passfile: str) -> str:
    """How Django connects, as PostgreSQL's programs read it, without the password."""
    parameters = connection.get_connection_params()
    for name in ("password", "context", "cursor_factory", "prepare_threshold"):
        parameters.pop(name, None)
    if passfile:
        parameters["passfile"] = passfile
    return make_conninfo(**parameters)


def tables() -> list[str]:
    """The names of the tables that the site sees."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1")
        return [name for (name,) in cursor.fetchall()]


def other_clients() -> int:
    """How many other programs are connected to the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone()[0]


def move_tables(*, out_of: str | None, into: str | None) -> None:
    """Move all tables from one schema to another, with their indexes and sequences.

    None stands for the schema that the site sees. The schema `into` is made if it is missing.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        (own,) = cursor.fetchone()
        source, target = out_of or own, into or own
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [source])
        names = [name for (name,) in cursor.fetchall()]
        quote = connection.ops.quote_name
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {quote(target)}")
        for name in names:
            cursor.execute(f"ALTER TABLE {quote(source)}.{quote(name)} SET SCHEMA {quote(target)}")


def put_back(schema: str) -> None:
    """Drop the tables that the site sees, and move those of the schema back in their place."""
    connection.close()
    quote = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        for name in tables():
            cursor.execute(f"DROP TABLE {quote(name)} CASCADE")
        move_tables(out_of=schema, into=None)
        cursor.execute(f"DROP SCHEMA {quote(schema)}")
