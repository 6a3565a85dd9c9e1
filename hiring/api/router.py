"""The routers that the modules beside this one fill."""

from ninja import Router

router = Router(tags=["Applications"])
# Mounted under the jobs, whose own router lies in the app below.
job_applications_router = Router(tags=["Jobs"])
