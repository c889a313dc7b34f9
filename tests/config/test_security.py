"""Every answer tells the browser what it may load: only what is ours."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from huiyin.config.security import content_policy


@pytest.mark.django_db
def test_nothing_from_elsewhere_and_nothing_written_into_the_page(client: Client) -> None:
    answer = client.get("/no-such-page/")
    policy = dict(part.split(" ", 1) for part in answer["Content-Security-Policy"].split("; "))
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["img-src"] == "'self' data:"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"


def test_a_page_may_have_a_policy_of_its_own(rf: RequestFactory) -> None:
    def answer(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Content-Security-Policy": "default-src 'none'"})

    given = content_policy(answer)(rf.get("/"))
    assert given["Content-Security-Policy"] == "default-src 'none'"


@pytest.mark.django_db
def test_the_language_is_switched_by_a_post(client: Client) -> None:
    client.post("/i18n/setlang/", {"language": "en", "next": "/"})
    assert client.cookies["django_language"].value == "en"
