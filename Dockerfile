# syntax=docker/dockerfile:1
FROM python:3.12-slim-trixie AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends gettext \
 && rm -rf /var/lib/apt/lists/*
RUN python -m venv /venv
ENV PATH="/venv/bin:$PATH" PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes --no-deps -r requirements.lock
COPY . .
# Neither command needs a secret or a database: these values are used here and not kept.
RUN export SECRET_KEY=x ENCRYPTION_KEYS=x INDEX_KEY=x JWT_SECRET=x EMAIL_URL=smtp://localhost:25 DATA_DIR=/tmp/data \
 && python manage.py compilemessages --verbosity 0 \
 && python manage.py collectstatic --noinput --verbosity 0 \
 && python -m compileall -q nexus jobs people hiring taxonomy site

FROM python:3.12-slim-trixie AS final
ARG VERSION=unknown
LABEL org.opencontainers.image.title="Nexus" \
      org.opencontainers.image.licenses="BSD-3-Clause" \
      org.opencontainers.image.version="$VERSION"
ENV PATH="/venv/bin:$PATH" \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DATA_DIR=/data \
    PORT=8000 \
    HEARTBEAT_FILE=/tmp/nexus-worker-heartbeat
# The base image leaves it out, and where nothing can be written each process would compile it anew.
RUN python -m compileall -q /usr/local/lib
RUN useradd --system --uid 10001 --no-create-home nexus && install -d -o nexus -m 0700 /data
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
USER 10001
VOLUME /data
EXPOSE 8000
# Docker only reports this and starts nothing anew for it, so it may ask for the database too.
HEALTHCHECK --interval=15s --timeout=10s --start-period=90s --retries=3 \
  CMD ["python", "-m", "nexus.healthcheck"]
ENTRYPOINT ["sh", "/app/scripts/entrypoint.sh"]
CMD ["web"]
