# What a person types. Everything else is cargo.

CARGO ?= cargo

.PHONY: demo test lint bench screenshots services install

demo: ## the monitor on the bundled real seasons, in a throw-away database
	$(CARGO) run --release --quiet -- demo

test: ## everything that CI runs
	tests/setup
	$(CARGO) fmt --check
	$(CARGO) clippy --all-targets --quiet -- -D warnings
	$(CARGO) test --quiet
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --no-deps --quiet

lint: ## the fast half of test
	$(CARGO) fmt --check
	$(CARGO) clippy --all-targets --quiet -- -D warnings

bench: ## measurements against the budgets, and beside other programs; figures are in benches/README.md
	$(CARGO) bench --bench fit --bench health --bench snapshot
	$(CARGO) test --release --quiet --bin touchline cost -- --ignored --nocapture --test-threads=1
	benches/peers/run

screenshots: ## the pictures of the README, from the demo
	$(CARGO) test --quiet --test program pictures -- --ignored

services: ## PostgreSQL, Redis and MLflow on this machine, without a container, until Ctrl-C
	tests/services

install: ## into ~/.cargo/bin
	$(CARGO) install --path . --locked
