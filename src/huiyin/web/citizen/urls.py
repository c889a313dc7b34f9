"""The addresses of the citizen pages. A query code is in none of them."""

from django.urls import path

from huiyin.web.citizen import grids, petition, report, views

app_name = "citizen"
urlpatterns = [
    path("", views.places, name="places"),
    path("elder", views.elder, name="elder"),
    path("<slug:place>/", views.front, name="front"),
    path("<slug:place>/map.geojson", views.drawn_map, name="map"),
    path("<slug:place>/report", report.report, name="report"),
    path("<slug:place>/whistle", report.whistle, name="whistle"),
    path("<slug:place>/grids", grids.grids, name="grids"),
    path("<slug:place>/grids/<str:area>", grids.board, name="grid"),
    path("<slug:place>/grids/<str:area>/notice", grids.notice, name="grid-notice"),
    path("<slug:place>/grids/<str:area>/notices", grids.sheet, name="grid-sheet"),
    path("<slug:place>/grids/<str:area>/photo/<slug:kind>", grids.photo, name="grid-photo"),
    path("<slug:place>/receipt", report.receipt, name="receipt"),
    path("<slug:place>/look-up", views.look_up, name="look-up"),
    path("<slug:place>/look-up/end", views.end, name="end"),
    path("<slug:place>/co-sign/<str:token>", petition.co_sign, name="co-sign"),
    path("<slug:place>/cases/<str:number>", petition.case, name="case"),
    path("<slug:place>/cases/<str:number>/<slug:name>", petition.deed, name="deed"),
]
