"""The routers that the modules beside this one fill."""

from ninja import Router

router = Router(tags=["Jobs"])
# Mounted under the categories, whose own router lies in the app below.
category_jobs_router = Router(tags=["Categories"])
