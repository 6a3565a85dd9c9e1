"""The project's addresses and those of the floor."""

from django.urls import path

from nexus import urls
from nexus.bench.floor import floor_api

handler404 = urls.handler404
handler500 = urls.handler500

urlpatterns = [path("bench/", floor_api.urls), *urls.urlpatterns]
