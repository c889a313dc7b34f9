"""What a browser may do with our pages: only what came from this server."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "media-src 'self' blob:",  # what was just recorded, to be heard before it is sent
        "object-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    )
)

SENSES = "camera=(), microphone=(self), payment=()"
"""Of a device our pages use the microphone, when somebody presses to speak."""

Answer = Callable[[HttpRequest], HttpResponse]


def content_policy(answer: Answer) -> Answer:
    """Middleware: no script, style or frame from elsewhere, and none written into the page."""

    def with_policy(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", SENSES)
        return response

    return with_policy
