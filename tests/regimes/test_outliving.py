"""A published law stays readable when the vocabulary has moved on; a draft must keep to it."""

import pytest
from django.utils import timezone

from huiyin.regimes import actions, files, queries
from huiyin.regimes.files import RegimeErrors
from huiyin.regimes.models import RegimeVersion


def with_forgotten_words() -> dict[str, str]:
    texts = files.texts(files.folder("starter"))
    plain = texts[files.MAIN].replace("[gates.sign_off]\n", "[gates.sign_off]\nseal = 1\n")
    return texts | {files.MAIN: plain + "\n[horoscope]\nstars = 5\n"}


@pytest.mark.django_db
def test_a_published_law_outlives_words_that_have_gone() -> None:
    queries.forget()
    row = actions.publish(files.folder("starter"), now=timezone.now())
    RegimeVersion.objects.filter(pk=row.pk).update(files=with_forgotten_words())
    assert queries.law("starter", row.version).regime.id == "starter"
    queries.forget()


def test_a_draft_is_told_each_word_that_is_not_there() -> None:
    with pytest.raises(RegimeErrors) as found:
        files.parse(with_forgotten_words(), files.calendar_of(files.calendar_text()))
    assert {error.path for error in found.value.errors} == {"gates.sign_off.seal", "horoscope"}
    assert all(error.line for error in found.value.errors)
