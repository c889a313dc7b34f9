"""Files on their way in: on disk, and no more of them than anybody may send."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from huiyin.intake.attachments import MOST_AT_ONCE
from huiyin.intake.media import LIMITS

_LONGEST = max(LIMITS.values())


class Bounded(TemporaryFileUploadHandler):
    """Writes to disk; what is beyond the limits is counted and thrown away.

    The file then says its true `size`, by which it is refused in a sentence; it is never read.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.written = 0
        self.length = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """The next file begins."""
        super().new_file(*args, **kwargs)
        self.length = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """A piece of it."""
        self.length += len(raw_data)
        if self.length <= _LONGEST and self.written <= MOST_AT_ONCE:
            super().receive_data_chunk(raw_data, start)
            self.written += len(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        """All of it has come."""
        return super().file_complete(self.length)
