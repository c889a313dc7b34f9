"""The addresses of the citizen pages. A query code is in none of them."""

from django.urls import path

from huiyin.web import attaching
from huiyin.web.citizen import by_phone, grids, handed, hints, known, petition, report, views

app_name = "citizen"
urlpatterns = [
    path("", views.places, name="places"),
    path("elder", views.elder, name="elder"),
    path("<slug:place>/", views.front, name="front"),
    path("<slug:place>/portrait", views.portrait, name="portrait"),
    path("<slug:place>/manifest.webmanifest", views.manifest, name="manifest"),
    path("<slug:place>/map.geojson", views.drawn_map, name="map"),
    path("<slug:place>/report", report.report, name="report"),
    path("<slug:place>/report/hints", hints.hints, name="hints"),
    path("<slug:place>/answers", known.answers, name="answers"),
    path("<slug:place>/answers/<int:pk>", known.answer, name="answer"),
    path("<slug:place>/answers/<int:pk>/helped", known.helped, name="answer-helped"),
    path("<slug:place>/whistle", report.whistle, name="whistle"),
    path("<slug:place>/grids", grids.grids, name="grids"),
    path("<slug:place>/grids/<str:area>", grids.board, name="grid"),
    path("<slug:place>/grids/<str:area>/notice", grids.notice, name="grid-notice"),
    path("<slug:place>/grids/<str:area>/notices", grids.sheet, name="grid-sheet"),
    path("<slug:place>/grids/<str:area>/photo/<slug:kind>", grids.photo, name="grid-photo"),
    path("<slug:place>/receipt", report.receipt, name="receipt"),
    path("<slug:place>/look-up", views.look_up, name="look-up"),
    path("<slug:place>/look-up/end", views.end, name="end"),
    path("<slug:place>/look-up/phone", by_phone.ask, name="phone"),
    path("<slug:place>/look-up/phone/code", by_phone.code, name="phone-code"),
    path("<slug:place>/look-up/phone/cases", by_phone.listed, name="phone-cases"),
    path("<slug:place>/mine", handed.mine, name="mine"),
    path("<slug:place>/from-wechat/<slug:to>/<str:token>", handed.handed, name="handed"),
    path("<slug:place>/co-sign/<str:token>", petition.co_sign, name="co-sign"),
    path("<slug:place>/cases/<str:number>", petition.case, name="case"),
    path("<slug:place>/drafts/<str:token>", attaching.draft, name="draft"),
    path("<slug:place>/cases/<str:number>/files/<int:pk>", petition.file, name="file"),
    path(
        "<slug:place>/cases/<str:number>/files/<int:pk>/small",
        petition.file,
        {"thumb": True},
        name="file-thumb",
    ),
    path("<slug:place>/cases/<str:number>/told-in", petition.told_in, name="told-in"),
    path("<slug:place>/cases/<str:number>/<slug:name>", petition.deed, name="deed"),
]
