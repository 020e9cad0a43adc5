"""The checks beside the pages: one thread that works off the rows that wait, and ends when none is left.

It begins when a file comes in, and again whenever somebody looks at one that waits, so that a check which was cut
short by the end of the process is taken up again.
"""

from __future__ import annotations

import threading

from django.conf import settings
from django.db import connection
from django.utils import timezone

from energy_synergy.web.db import uploads
from energy_synergy.web.db.models import Upload
from energy_synergy.web.imports.checks import check_one

_guard = threading.Lock()
_workers: list[threading.Thread] = []


def check_soon(upload: Upload) -> None:
    """Check a small file at once; leave a large one to the thread."""
    if upload.size_bytes <= settings.CHECKED_AT_ONCE_BYTES:
        check_one(upload)
    else:
        wake()


def wake() -> None:
    """Let the thread work, if it does not already."""
    with _guard:
        _workers[:] = [worker for worker in _workers if worker.is_alive()]
        if not _workers:
            worker = threading.Thread(target=_work, name="upload checks", daemon=True)
            _workers.append(worker)
            worker.start()


def _work() -> None:
    try:
        while work_once():
            pass
    finally:
        connection.close()


def work_once() -> bool:
    """Check one upload that waits; False when none does."""
    upload = uploads.next_waiting(timezone.now())
    if upload is None:
        return False
    check_one(upload)
    return True
