"""Every address of the house: the staff under /desk/, the public at the root."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("i18n/", include("django.conf.urls.i18n")),
]
if find_spec("huiyin.web.desk.urls"):
    urlpatterns.append(path("desk/", include("huiyin.web.desk.urls")))
if find_spec("huiyin.web.citizen.urls"):
    urlpatterns.append(path("", include("huiyin.web.citizen.urls")))
