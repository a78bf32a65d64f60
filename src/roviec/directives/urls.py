"""Addresses of documents."""

from django.urls import path

from roviec.directives.views import arrivals, carrying, documents, effect, known, review, search

app_name = "directives"

urlpatterns = [
    path("van-ban-den/", arrivals.index, name="arrivals"),
    path("van-ban-den/moi/", arrivals.new, name="arrival_new"),
    path("van-ban-den/mau.xlsx", arrivals.template, name="arrival_template"),
    path("van-ban-den/<uuid:pk>/but-phe/", arrivals.instruct, name="arrival_instruct"),
    path("van-ban-den/<uuid:pk>/tra-loi/", arrivals.answered, name="arrival_answered"),
    path("van-ban-den/<uuid:pk>/<slug:verb>/", arrivals.decide, name="arrival_decide"),
    path("van-ban/", documents.index, name="index"),
    path("van-ban/moi/", documents.upload, name="upload"),
    path("hieu-luc/", effect.coming, name="effects"),
    path("van-ban/tim/", search.found, name="search"),
    path("van-ban/<uuid:pk>/dieu-khoan/<uuid:provision_pk>/viec/", carrying.carrying, name="carrying"),
    path("van-ban/<uuid:pk>/hieu-luc/", effect.effect, name="effect"),
    path("van-ban/<uuid:pk>/hieu-luc/xac-nhan/", effect.confirm, name="effect_confirm"),
    path("van-ban/<uuid:pk>/hieu-luc/giao/", effect.give, name="effect_give"),
    path("van-ban/<uuid:pk>/hieu-luc/cho/<uuid:provision_pk>/", effect.await_more, name="effect_await"),
    path("van-ban/<uuid:pk>/hieu-luc/da-co/<uuid:guidance_pk>/", effect.fulfil, name="effect_fulfil"),
    path("van-ban/don-vi/", review.units, name="units"),
    path("van-ban/<uuid:pk>/", documents.directive, name="directive"),
    path("van-ban/<uuid:pk>/tep/", documents.original, name="original"),
    path("van-ban/<uuid:pk>/thong-tin/", documents.header, name="header"),
    path("van-ban/<uuid:pk>/de-biet/", documents.set_aside, name="set_aside"),
    path("van-ban/<uuid:pk>/ra-soat/", review.review, name="review"),
    path("van-ban/<uuid:pk>/ra-soat/da-co/", known.known, name="known"),
    path("van-ban/<uuid:pk>/ra-soat/gan/", known.link, name="link"),
    path("van-ban/<uuid:pk>/ra-soat/<uuid:proposal_pk>/go/", known.unlink, name="unlink"),
    path("van-ban/<uuid:pk>/ra-soat/ten/", review.name_units, name="name_units"),
    path("van-ban/<uuid:pk>/ra-soat/giao/", review.confirm, name="confirm"),
    path("van-ban/<uuid:pk>/ra-soat/<uuid:proposal_pk>/", review.proposal, name="proposal"),
    path("van-ban/<uuid:pk>/ra-soat/<uuid:proposal_pk>/tach/", review.split, name="split"),
    path("van-ban/<uuid:pk>/ra-soat/<uuid:proposal_pk>/bo/", review.drop, name="drop"),
]
