# raster-gateway: the commands that people and machines build it with.
#
#   make serve [ARGS="--listen 0.0.0.0:8080 …"]   installs what is missing, builds, serves
#   make test                                     installs what is missing, builds, runs every test
#   make catalog [ASSETS=1000000] [DATA=DIR]      makes a catalog of that size, to be served or measured
#   make example                                  builds and tests the package that adapter authors copy
#   make lint      make check      make soak      make sanitize      make bench

.PHONY: serve build test example catalog lint check soak sanitize bench packages test-packages soak-packages bench-packages config-files
.DEFAULT_GOAL := build

program = $(shell swift build --configuration release --show-bin-path)/raster-gateway

# The program replaces the shell, so that Ctrl-C and signals reach it alone.
serve: build
	@exec "$(program)" serve $(ARGS)

build: packages
	swift build --configuration release --product raster-gateway

test: test-packages
	swift build --build-tests
	swift test --skip-build

# The package of an adapter author: it shares nothing with the build above, and builds only what it uses.
example: packages
	swift test --package-path Adapters/Example --scratch-path .build-example

# A data directory with made-up assets, and a key for it: raster-gateway serve --data DIR. To see what it costs:
# .build/release/CatalogGenerator measure --data DIR [--json]
ASSETS ?= 1000000
DATA ?= raster-data/catalog-$(ASSETS)
catalog: packages
	swift build --configuration release --product CatalogGenerator
	"$(dir $(program))CatalogGenerator" make --assets $(ASSETS) --data "$(DATA)"

lint:
	swift format lint --strict --recursive Sources Adapters Tests Package.swift

# The arrows between targets, and warnings. The build says "complete" where an arrow is wrong, so that only its
# exit code counts; and what was compiled before shows no warnings, so that it begins afresh.
check: packages
	rm -rf .build-check
	swift build --build-tests --scratch-path .build-check \
		--explicit-target-dependency-import-check error -Xswiftc -warnings-as-errors
	rm -rf .build-check

# What takes too long for every commit: the parsers under the address sanitizer, a gateway that is killed again and
# again under load, a collection of real files taken through one with curl, a tree that is adopted and changed, a vault
# whose connections are cut, and assets that are moved between three stores meanwhile.
SOAK_COUNT ?= 1000000
SOAK_KILLS ?= 200
SOAK_FILES ?= /usr/share/backgrounds /usr/share/doc
SOAK_ADOPTED ?= 50000
SOAK_DOWNLOADS ?= 2000
SOAK_VAULT ?= 10000
SOAK_TRANSFERS ?= 40
soak: build soak-packages
	swift build --configuration release --sanitize address --scratch-path .build-address --product ParserFuzz
	.build-address/release/ParserFuzz --parser all --count $(SOAK_COUNT) --corpus Tests/HTTPCoreTests/Corpus
	python3 Tests/Soak/kill_loop.py "$(program)" --kills $(SOAK_KILLS)
	python3 Tests/Soak/collection.py "$(program)" $(SOAK_FILES)
	python3 Tests/Soak/adoption.py "$(program)" $(SOAK_FILES) \
		--count $(SOAK_ADOPTED) --downloads $(SOAK_DOWNLOADS)
	python3 Tests/Soak/vault.py "$(program)" --uploads $(SOAK_VAULT)
	python3 Tests/Soak/transfers.py "$(program)" --kills $(SOAK_TRANSFERS)
	/usr/bin/python3 Tests/Soak/claim_page.py "$(program)"

# The gateway beside nginx, dd and the disk itself, against the budgets; `make bench BENCH=--help` has the options.
bench: build bench-packages
	@exec python3 Tests/Bench/bench.py "$(program)" $(BENCH)

# Every test under the thread sanitizer and the address sanitizer. Leaks are left out: the test runner has its own.
sanitize: test-packages
	TSAN_OPTIONS="suppressions=$(CURDIR)/Tests/tsan.suppressions" \
		swift test --disable-xctest --sanitize thread --scratch-path .build-thread
	ASAN_OPTIONS="detect_leaks=0" swift test --disable-xctest --sanitize address --scratch-path .build-address

# What follows from the table of keys: the example, its schema, and the table in Config/README.md; and what follows from
# the adapters: the tables of their limits. It runs the tests' build, which is there while one works on the keys.
config-files: packages
	swift build --product raster-gateway
	@program="$$(swift build --show-bin-path)/raster-gateway" && set -e && \
	"$$program" config print --example >Config/example.new && mv Config/example.new Config/gateway.example.json && \
	"$$program" config print --schema >Config/schema.new && mv Config/schema.new Config/gateway.schema.json && \
	"$$program" config print --table | sed -i -e '/<!-- keys/,/<!-- end/{/<!-- keys/{p' -e 'r /dev/stdin' \
		-e '};/<!-- end/p;d}' Config/README.md && \
	for type in LocalDisk Folder Imgbt MediaPocket; do \
		"$$program" limits "$$type" | sed -i -e '/<!-- limits/,/<!-- \/limits/{/<!-- limits/{p' -e 'r /dev/stdin' \
			-e '};/<!-- \/limits/p;d}' "Adapters/$$type/README.md"; \
	done

packages:
	@Config/install-packages

test-packages:
	@Config/install-packages curl openssl python3-aiosmtpd

soak-packages:
	@Config/install-packages curl python3 python3-selenium chromium chromium-driver mate-backgrounds gnome-backgrounds

# Debian starts the nginx that it installs; the bench runs one of its own and needs no service.
bench-packages:
	@Config/install-packages curl python3 wrk nginx
