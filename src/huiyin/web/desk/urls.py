"""Addresses of the staff pages, under /desk/."""

from django.conf import settings
from django.urls import path
from django.views.generic import TemplateView

from huiyin.web.desk import (
    bulk,
    calling,
    catalogue,
    catalogue_deciding,
    catalogue_proposing,
    catalogue_rulings,
    following,
    giving,
    knowing,
    lists,
    mediating,
    noting,
    phrasing,
    presence,
    printing,
    registering,
    rounds,
    saved,
    views,
    window,
)
from huiyin.web.desk.account import Login, Logout

app_name = "desk"

urlpatterns = [
    path("", lists.inbox, name="inbox"),
    path("login", Login.as_view(), name="login"),
    path("logout", Logout.as_view(), name="logout"),
    path("cases", lists.everything, name="cases"),
    path("cases/<str:number>", views.case, name="case"),
    path("cases/<str:number>/petitioner", views.petitioner, name="petitioner"),
    path("cases/<str:number>/files/<int:pk>", giving.file, name="file"),
    path(
        "cases/<str:number>/files/<int:pk>/small", giving.file, {"thumb": True}, name="file-thumb"
    ),
    path("cases/<str:number>/follow", following.follow, name="follow"),
    path("cases/<str:number>/unfollow", following.unfollow, name="unfollow"),
    path("cases/<str:number>/looking", presence.looking, name="looking"),
    path("cases/<str:number>/colleagues", noting.colleagues, name="colleagues"),
    path("cases/<str:number>/print/<slug:form>.<slug:end>", printing.paper, name="paper"),
    path("cases/<str:number>/<slug:deed>", views.do, name="do"),
    path("bulk", bulk.choose, name="bulk"),
    path("bulk/preview", bulk.preview, name="bulk-preview"),
    path("bulk/done", bulk.do, name="bulk-done"),
    path("views", saved.views, name="views"),
    path("views/<int:pk>", saved.change, name="view-change"),
    path("views/<int:pk>/remove", saved.remove, name="view-remove"),
    path("register", registering.register, name="register"),
    path("register/receipt", registering.registered, name="registered"),
    path("grid", rounds.rounds, name="grid"),
    path("grid/cases", rounds.cases_near, name="grid-cases"),
    path("grid/token", rounds.token, name="grid-token"),
    path("grid/worker.js", rounds.worker, name="grid-worker"),
    path("grid/claim/<str:number>", rounds.claim, name="grid-claim"),
    path("call", calling.call, name="call"),
    path("call/draft", calling.keep, name="call-draft"),
    path("call/ringing", calling.ringing, name="call-ringing"),
    path("callbacks", calling.callbacks, name="callbacks"),
    path("window", window.take, name="window"),
    path("window/slip", window.slip, name="window-slip"),
    path("answers", knowing.articles, name="articles"),
    path("answers/new", knowing.write, name="article-new"),
    path("answers/<int:pk>", knowing.article, name="article"),
    path("catalogue", catalogue.tree, name="catalogue"),
    path("catalogue/lines/<path:code>", catalogue.line, name="catalogue-line"),
    path("catalogue/versions", catalogue.versions, name="catalogue-versions"),
    path("catalogue/download", catalogue.download, name="catalogue-download"),
    path("catalogue/proposals", catalogue_proposing.proposals, name="catalogue-proposals"),
    path("catalogue/propose", catalogue_proposing.propose, name="catalogue-propose"),
    path("catalogue/bring", catalogue_proposing.bring, name="catalogue-bring"),
    path("catalogue/proposals/<int:pk>", catalogue_deciding.proposal, name="catalogue-proposal"),
    path("catalogue/proposals/<int:pk>/<slug:deed>", catalogue_deciding.do, name="catalogue-do"),
    path("catalogue/returns", catalogue_rulings.returns, name="catalogue-returns"),
    path("catalogue/returns/<path:code>", catalogue_rulings.returned, name="catalogue-returned"),
    path("catalogue/rulings", catalogue_rulings.rulings, name="catalogue-rulings"),
    path("phrases", phrasing.listing, name="phrases"),
    path("phrases/new", phrasing.write, name="phrase-new"),
    path("phrases/<int:pk>/retire", phrasing.retire, name="phrase-retire"),
    path("mediations", mediating.mediations, name="mediations"),
    path("mediations/<int:pk>", mediating.agreement, name="agreement"),
    path("notices", views.notices, name="notices"),
    path("unit", views.unit, name="unit"),
]
if settings.DEBUG:
    urlpatterns.append(
        path(
            "styleguide",
            TemplateView.as_view(template_name="huiyin/styleguide.html"),
            name="styleguide",
        )
    )
