# raster-gateway: the commands that people and machines build it with.
#
#   make serve [ARGS="--listen 0.0.0.0:8080 …"]   installs what is missing, builds, serves
#   make test                                     installs what is missing, builds, runs every test
#   make lint      make check      make soak      make sanitize

.PHONY: serve build test lint check soak sanitize packages test-packages soak-packages
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
# again under load, and a collection of real files taken through one with curl.
SOAK_COUNT ?= 1000000
SOAK_KILLS ?= 200
SOAK_FILES ?= /usr/share/backgrounds /usr/share/doc
soak: build soak-packages
	swift build --configuration release --sanitize address --scratch-path .build-address --product ParserFuzz
	.build-address/release/ParserFuzz --parser all --count $(SOAK_COUNT) --corpus Tests/HTTPCoreTests/Corpus
	python3 Tests/Soak/kill_loop.py "$(program)" --kills $(SOAK_KILLS)
	python3 Tests/Soak/collection.py "$(program)" $(SOAK_FILES)
	/usr/bin/python3 Tests/Soak/claim_page.py "$(program)"

# Every test under the thread sanitizer and the address sanitizer. Leaks are left out: the test runner has its own.
sanitize: test-packages
	TSAN_OPTIONS="suppressions=$(CURDIR)/Tests/tsan.suppressions" \
		swift test --disable-xctest --sanitize thread --scratch-path .build-thread
	ASAN_OPTIONS="detect_leaks=0" swift test --disable-xctest --sanitize address --scratch-path .build-address

packages:
	@Config/install-packages

test-packages:
	@Config/install-packages curl openssl python3-aiosmtpd

soak-packages:
	@Config/install-packages curl python3 python3-selenium chromium chromium-driver mate-backgrounds gnome-backgrounds
