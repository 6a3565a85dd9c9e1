# syntax=docker/dockerfile:1
FROM python:3.12-slim AS build
WORKDIR /app
RUN python -m venv /venv
COPY requirements.lock ./
RUN /venv/bin/pip install --no-cache-dir --require-hashes --no-deps -r requirements.lock

FROM python:3.12-slim
ENV PATH="/venv/bin:$PATH" PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA_DIR=/data PORT=8000
RUN useradd --system --uid 10001 nexus && install -d -o nexus /data
COPY --from=build /venv /venv
WORKDIR /app
COPY . .
# Static files need no secret: these values are used for this one command and not kept.
RUN SECRET_KEY=x ENCRYPTION_KEYS=x INDEX_KEY=x JWT_SECRET=x EMAIL_URL=smtp://localhost:25 \
    python manage.py collectstatic --noinput
USER nexus
VOLUME /data
EXPOSE 8000
HEALTHCHECK CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz', timeout=3)"]
CMD ["gunicorn", "-c", "gunicorn.conf.py", "--bind", "0.0.0.0:8000", "nexus.wsgi:application"]
