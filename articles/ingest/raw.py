"""Raw input, kept so that extraction can be run again: gzip files named by SHA-256."""

import gzip
import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings


def raw_path(sha256: str) -> Path:
    return Path(settings.RAW_DIR) / sha256[:2] / f"{sha256}.gz"


def sha256_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def keep_raw(data: bytes) -> str:
    """Store the bytes, unless they are there already, and return their SHA-256."""
    name = sha256_of(data)
    path = raw_path(name)
    if path.exists():
        return name
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(gzip.compress(data, mtime=0))
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return name


def read_raw(sha256: str) -> bytes:
    """The bytes as they came in. Raises FileNotFoundError."""
    return gzip.decompress(raw_path(sha256).read_bytes())


def forget_raw(sha256: str) -> None:
    raw_path(sha256).unlink(missing_ok=True)
