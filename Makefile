# Two commands do all: `make demo` and `make test`. Each installs what is missing first.

PACKAGES := libreadline-dev libre2-dev libxlsxwriter-dev less
EXAMPLE  := examples/wuhan-2018
PROGRAM  := .build/release/luodi
SUDO     := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

.PHONY: demo test score test-sql fuzz build bench bench-kernels bench-scaling damage sanitize deps docs install archives format lint clean

demo: build
	@if [ -t 0 ] && [ -t 1 ]; then $(PROGRAM) $(EXAMPLE); else $(PROGRAM) $(EXAMPLE) -f examples/tour.lq --format table; fi

build: deps archives
	swift build -c release --static-swift-stdlib --product luodi

test: deps
	swift test

# Sentences of a first hour through the real program; fails where an outcome is worse than Tests/Sentences/score.txt. MORE=FILE runs a further table.
score: build
	python3 Tests/Sentences/score.py $(PROGRAM) $(if $(MORE),--more $(MORE))

# The table of Benchmarks/README.md: answers compared with other engines' before any time counts, then ratios against the goals.
# SIZE=small compares answers on a real city's size; the large one wants 15 GB of disk and some minutes.
SIZE  ?= large
SEED  ?= 2018
BENCH_VENV := .build-bench/venv

bench: deps archives $(BENCH_VENV)/made
	swift build -c release --static-swift-stdlib
	$(BENCH_VENV)/bin/python Benchmarks/bench.py --size $(SIZE) --seed $(SEED) $(if $(filter large,$(SIZE)),--goals)

$(BENCH_VENV)/made:
	python3 -m venv $(BENCH_VENV)
	$(BENCH_VENV)/bin/pip install -q duckdb polars
	touch $@

# How cost grows: with the versions that a query touches, not with snapshots x rows. No peers.
bench-scaling: deps archives
	swift build -c release --static-swift-stdlib
	python3 Benchmarks/bench.py --scaling --seed $(SEED)

# The C loops beside what memory allows.
bench-kernels: deps archives
	swift build -c release --static-swift-stdlib --product luodi-kernels
	.build/release/luodi-kernels

# Libraries whose checksums hold and whose contents lie: thousands of them, with all kinds of questions on each.
ROUNDS ?= 5000

damage: export DAMAGE_ROUNDS = $(ROUNDS)
damage: export DAMAGE_SEED = $(SEED)
damage: deps
	swift test --filter DamageTests

# The tests of the store, of the engine and of library files under the address and the thread sanitizer. Leaks are not looked for: the sanitizer
# does not see the pointers that Swift keeps in the payloads of enums, and takes constants of the tests for lost. The thread sanitizer keeps its
# shadow in a file that a limit on files cuts short, so that the test with such a limit is left out there; and it hands signals on when a thread
# waits, which is too late for the one that tells of a writer to a leased file.
SANITIZED := StoreTests|EngineTests|LibraryFileTests|ChangedLibraryTests

sanitize: export SWIFT_BACKTRACE = enable=no
sanitize: export ASAN_OPTIONS = detect_leaks=0
sanitize: export TSAN_OPTIONS = suppressions=$(CURDIR)/Tests/thread-sanitizer.txt
sanitize: deps
	swift test --sanitize=address --scratch-path .build-asan --filter '$(SANITIZED)'
	DAMAGE_ROUNDS=4 swift test --sanitize=thread --scratch-path .build-tsan --filter '$(SANITIZED)' --skip 'failedLoadsLeaveTheLibraryAlone|bytesStayWhatTheyWere'

# Asks hundreds of questions of luodi and, as SQL, of DuckDB, and compares every cell; of PostgreSQL too where it is installed, and with
# CLICKHOUSE=1 of ClickHouse (chdb, some 900 MB). SQL_ROUNDS=10 asks ten times as many, SQL_SEED=5 others.
SQL_VENV := .build/sql-venv
test-sql: deps
	@[ -x $(SQL_VENV)/bin/python ] || python3 -m venv $(SQL_VENV)
	@$(SQL_VENV)/bin/python -c 'import duckdb' 2>/dev/null || $(SQL_VENV)/bin/pip install -q duckdb
	@[ -z "$(CLICKHOUSE)" ] || $(SQL_VENV)/bin/python -c 'import chdb' 2>/dev/null || $(SQL_VENV)/bin/pip install -q chdb
	SQL_TALLY=1 Tests/SQLTests/with-postgresql.sh swift test --filter SQLTests

# Damaged statements, each in a process of its own: what crashed, hung or filled memory is printed. ROUNDS=100000 SEED=2 throws more and others.
ROUNDS ?= 2000
fuzz: build
	$(PROGRAM) load .build/fuzz.luodi $(EXAMPLE) --replace -q
	python3 Tests/Fuzz/statements.py $(PROGRAM) .build/fuzz.luodi --rounds $(ROUNDS) --seed $(SEED) --keep .build/fuzz

# Archives that the program takes in, so that a start loads fewer libraries (Package.swift); without them it is linked to the libraries.
archives: deps
	@mkdir -p .build/archives
	@for name in libreadline libtinfo libre2 libstdc++; do file=$$(clang -print-file-name=$$name.a); \
	  if [ -f "$$file" ]; then ln -sf "$$file" .build/archives/; fi; done

# Asks for root only when something is missing.
deps:
	@missing=; for package in $(PACKAGES); do \
	  dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$package"; done; \
	if [ -n "$$missing" ]; then \
	  echo "installing$$missing"; \
	  $(SUDO) apt-get update -qq && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing; fi

# The files that tests make of the grammar, the keyword table and the help pages, the answers that the pages show, and the picture of the rooms.
docs: deps
	RECORD=1 swift test --filter "ReferenceTests|PageTests|RoomPictureTests"

PREFIX := /usr/local

install: build
	install -D $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/luodi
	install -D -m 644 docs/luodi.1 $(DESTDIR)$(PREFIX)/share/man/man1/luodi.1

format:
	swift format -i -r Sources Tests Package.swift

lint:
	swift format lint --strict -r Sources Tests Package.swift

clean:
	rm -rf .build
