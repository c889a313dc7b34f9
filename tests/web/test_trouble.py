"""A locked database or a full disk is told in one sentence, with 503."""

import errno

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError
from django.http import HttpResponse
from django.test import RequestFactory

from huiyin.web.trouble import Trouble

TROUBLE = Trouble(lambda request: HttpResponse("ok"))


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OperationalError("database is locked"), "系统正忙"),
        (OperationalError("database or disk is full"), "存储空间已满"),
        (DatabaseError("database disk image is malformed"), "需要修复"),
        (OSError(errno.ENOSPC, "No space left on device"), "存储空间已满"),
    ],
)
def test_the_reader_is_told_that_the_machine_cannot_go_on(
    rf: RequestFactory, error: Exception, sentence: str
) -> None:
    answer = TROUBLE.process_exception(rf.post("/pingshan/report"), error)
    assert answer is not None
    assert answer.status_code == 503
    assert sentence in answer.content.decode()


def test_a_fault_of_ours_is_not_called_trouble_of_the_machine(rf: RequestFactory) -> None:
    assert TROUBLE.process_exception(rf.get("/"), KeyError("x")) is None
    assert TROUBLE.process_exception(rf.get("/"), IntegrityError("UNIQUE")) is None
    assert TROUBLE.process_exception(rf.get("/"), OSError(errno.ENOENT, "absent")) is None
