"""ZIP: its members one by one, unpacked while they are read. Nothing is written under a member's name."""

import io
import re
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any, cast

from articles.ingest.documents import UnreadableInput
from articles.ingest.readers.limits import Unpacked

MAX_MEMBERS = 100_000
#: An archive inside an archive is copied before it can be read.
MAX_INNER_BYTES = 512 * 1024 * 1024
_ENCRYPTED = 0x1
_DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(frozen=True)
class Member:
    """A file of an archive, not opened yet."""

    archive: zipfile.ZipFile
    info: zipfile.ZipInfo

    @property
    def name(self) -> str:
        return self.info.filename

    def open(self) -> io.BufferedReader:
        """The file to read from. Raises UnreadableInput."""
        path = PurePosixPath(self.name.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or _DRIVE.match(self.name):
            raise UnreadableInput(
                "The name of this file leads out of the archive.", "اسم هذا الملف يقود إلى خارج ملف ZIP."
            )
        if self.info.flag_bits & _ENCRYPTED:
            raise UnreadableInput("The file is encrypted.", "الملف مشفّر بكلمة سر.")
        try:
            packed = cast(zipfile.ZipExtFile, self.archive.open(self.info))
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
            raise UnreadableInput(
                "The file is damaged, or packed in a way that cannot be read.",
                "الملف تالف، أو مضغوط بطريقة لا تُقرأ.",
            ) from error
        return io.BufferedReader(Unpacked(packed, self.info.compress_size))


def members(file: IO[Any]) -> Iterator[Member]:
    """The files of an archive, in its order.

    Raises UnreadableInput for what is no ZIP, or an office document.
    """
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise UnreadableInput("The ZIP file is damaged.", "ملف ZIP تالف.") from error
    with archive:
        infos = archive.infolist()
        if any(info.filename == "[Content_Types].xml" for info in infos):
            raise UnreadableInput(
                "This is an office document; save its table as CSV.",
                "هذا مستند مكتبي؛ احفظ جدوله بصيغة CSV.",
            )
        if len(infos) > MAX_MEMBERS:
            raise UnreadableInput(
                f"The ZIP file has more than {MAX_MEMBERS} files.",
                f"في ملف ZIP أكثر من {MAX_MEMBERS} ملف.",
            )
        for info in infos:
            if not info.is_dir():
                yield Member(archive, info)


def copied(file: io.BufferedIOBase) -> IO[bytes]:
    """An archive that lies in an archive, where one can seek in it. Raises UnreadableInput."""
    copy = tempfile.SpooledTemporaryFile(max_size=1 << 20)  # noqa: SIM115 - closed by who asked
    size = 0
    while data := file.read(1 << 16):
        size += len(data)
        if size > MAX_INNER_BYTES:
            copy.close()
            megabytes = MAX_INNER_BYTES // 1024**2
            raise UnreadableInput(
                f"The inner archive is larger than {megabytes} MB.",
                f"حجم ملف ZIP الداخلي أكبر من {megabytes} ميغابايت.",
            )
        copy.write(data)
    copy.seek(0)
    return copy
