# touchline in a container: built with the toolchain of Cargo.toml, run without it, by a user who owns nothing but its data.
FROM rust:1.95-slim-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY Cargo.toml Cargo.lock config.example.toml ./
COPY src src
COPY assets assets
COPY benches benches
RUN cargo build --release --locked

FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/* \
    && useradd --system --create-home --home-dir /var/lib/touchline touchline
COPY --from=build /src/target/release/touchline /usr/local/bin/touchline
USER touchline
WORKDIR /var/lib/touchline
ENTRYPOINT ["touchline"]
