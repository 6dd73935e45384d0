# Each of these installs what it lacks (scripts/setup) and does nothing twice.
#
#   make run     builds everything, starts the server with the demo municipality, prints addresses and sign-ins
#   make test    everything: unit tests, stories on both databases, journeys in a real browser
#   make soak    many more schedules of phones, a server and what goes wrong between them: N=10000 from SEED=1,
#                and the server killed KILLS=50 times under load on each database
#   make build   one self-contained program, target/release/uppsok
#   make bench   what it costs, beside what others cost: one table, also in target/bench.json
#   make bench-reports   how long a lead's pages take on a generated nation: target/bench-reports.json
#   make check   format, lints, licences, documentation and tests

SHELL := /bin/sh
.DEFAULT_GOAL := build
TARGET := $(or $(CARGO_TARGET_DIR),target)
TOOLS := $(TARGET)/tools

# Always --workspace: the same crates with the same features whichever goal asks, so that nothing is built twice. The site
# comes first, since the server is built anew when it has changed.
.PHONY: debug
debug: setup
	cargo build --workspace --bin bundle
	$(TARGET)/debug/bundle
	cargo build --workspace --bins

.PHONY: setup
setup:
	@scripts/setup

.PHONY: setup-tests
setup-tests:
	@scripts/setup --tests

.PHONY: setup-bench
setup-bench:
	@scripts/setup --bench

.PHONY: build
build: setup
	cargo build --workspace --bin bundle
	$(TARGET)/debug/bundle
	cargo build --release --workspace --bin uppsok
	@ls -lh $(TARGET)/release/uppsok

.PHONY: run
run: debug
	$(TARGET)/debug/uppsok demo

.PHONY: test
test: setup-tests debug
	cargo test --workspace --no-fail-fast
	cargo test --package app --lib --no-default-features --features csr
	cd tests/browser && UPPSOK=$(abspath $(TARGET))/debug/uppsok node --test

# PARTS="size phone …" measures only those.
.PHONY: bench
bench: setup-bench build
	UPPSOK=$(abspath $(TARGET))/release/uppsok node tests/bench/main.mjs $(PARTS)

# A generated nation, or SCALE=0.01 of one.
.PHONY: bench-reports
bench-reports: setup-bench build
	node tests/bench/main.mjs reports

N ?= 10000
SEED ?= 1
KILLS ?= 50
.PHONY: soak
soak: setup-tests debug
	@echo "$(N) schedules from $(SEED); what happens is written to $(TARGET)/soak.log"
	@UPPSOK_SCHEDULES=$(N) UPPSOK_SEED=$(SEED) cargo test --workspace --test simulator -- --nocapture > $(TARGET)/soak.log 2>&1 \
		|| { cat $(TARGET)/soak.log; exit 1; }
	@UPPSOK_KILLS=$(KILLS) cargo test --workspace --test faults_kill -- --nocapture > $(TARGET)/soak-kills.log 2>&1 \
		|| { cat $(TARGET)/soak-kills.log; exit 1; }
	@grep -E '^(Sqlite|Postgres): ' $(TARGET)/soak-kills.log
	@grep -o 'schedules [0-9]*, lost .*' $(TARGET)/soak.log | tail -1

.PHONY: check
check: setup $(TOOLS)/bin/cargo-deny
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings
	cargo clippy --package app --no-default-features --features csr --target wasm32-unknown-unknown -- -D warnings
	scripts/deny $(TOOLS)/bin/cargo-deny
	RUSTDOCFLAGS="-D warnings -A rustdoc::private-intra-doc-links" cargo doc --workspace --no-deps --document-private-items
	$(MAKE) test

$(TOOLS)/bin/cargo-deny:
	cargo install cargo-deny --version 0.20.2 --locked --root $(TOOLS)

.PHONY: clean
clean:
	cargo clean
