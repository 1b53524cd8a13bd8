# raster-gateway: the commands that people and machines build it with.
#
#   make serve [ARGS="--listen 0.0.0.0:8080 …"]   installs what is missing, builds, serves
#   make test                                     installs what is missing, builds, runs every test
#   make lint      make check      make soak

.PHONY: serve build test lint check soak packages test-packages
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

# What takes too long for every commit: the parsers under the address sanitizer, and all of Tests/Soak.
SOAK_COUNT ?= 1000000
soak: build
	swift run --sanitize address --scratch-path .build-address ParserFuzz --parser all \
		--count $(SOAK_COUNT) --corpus Tests/HTTPCoreTests/Corpus
	@for script in Tests/Soak/*.py; do echo "== $$script"; python3 "$$script" "$(program)" || exit 1; done

packages:
	@Config/install-packages

test-packages:
	@Config/install-packages curl
