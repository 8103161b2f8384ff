# make demo    builds, reads the sample articles, and answers three questions
# make test    runs the tests
# make fuzz    gives every parser anything, a minute each; make soak watches sources in trouble and kills the watch
# make demo-watch   watches a small agency on this machine; make test-wire measures the reading of agencies' formats
# make check   builds, vets and tests, as CI does
# make tck     runs openCypher's scenarios, where they are present
# make test-neo4j   starts a real Neo4j (Java 17, Maven), runs the tests that need one, stops it
# make bench-neo4j  measures how fast the store on Neo4j writes, beside the bare driver
# make test-export  reads what is exported and drawn with the tools it is for (networkx,
#              igraph, Graphviz, Chromium, …), which it fetches once
# make bench   measures whole runs with each kernel of this machine, and each question's latency

GO ?= go
DEMO_STORE := sqlite:bin/demo.db
DEMO_QUERY := bin/query run
export CGO_ENABLED = 0

.PHONY: all build demo test soak fuzz units check tck neo4j-test test-neo4j bench-neo4j bench test-export vendor-cytoscape quality train train-check clean demo-watch test-wire

all: build

build:
	$(GO) build -o bin/ ./cmd/ingest ./cmd/query

demo: build
	@rm -f bin/demo.db bin/demo.db-wal bin/demo.db-shm
	bin/ingest add --store $(DEMO_STORE) cmd/ingest/samples
	@echo; echo '$$ query run accusations --target Russia --limit 6'
	@$(DEMO_QUERY) accusations --store $(DEMO_STORE) --target Russia --limit 6
	@echo; echo '$$ query run exchanges --a "United States" --b Iran'
	@$(DEMO_QUERY) exchanges --store $(DEMO_STORE) --a "United States" --b Iran
	@echo; echo '$$ query run most-accused --limit 5'
	@$(DEMO_QUERY) most-accused --store $(DEMO_STORE) --limit 5

test:
	$(GO) test ./...

check: build
	test -z "$$(gofmt -l $$(git ls-files '*.go'))"
	$(GO) vet ./...
	$(GO) tool staticcheck ./...
	$(MAKE) test

tck:
	@mkdir -p bin
	@$(GO) test ./graph/sqlite -run TestTCK -count 1 -v > bin/tck || { cat bin/tck; exit 1; }
	@grep -E '^tck|no openCypher' bin/tck
	@if [ -n "$$NEO4J_URI" ]; then \
	  $(GO) test ./graph/neo4j -run TestNeo4jTCK -count 1 -timeout 60m -v > bin/tck || { cat bin/tck; exit 1; }; \
	  grep -E '^tck|no openCypher' bin/tck; \
	fi

# soak watches 200 sources with faults of fourteen kinds, kills the watch ten times, and holds
# the graph against that of an undisturbed round: four minutes on two cores.
soak:
	ROSTRUM_SOAK=1 $(GO) test ./cmd/ingest -run TestSoak -count 1 -timeout 20m -v

# fuzz gives every parser that strangers' bytes reach anything for a minute each, two at a time.
# The fuzzer may take its own end of time for a failure where the cores are busy; that is none.
FUZZ := feed:FuzzParse feed:FuzzPage feed/wire:FuzzXML feed/wire:FuzzFeed feed/wire:FuzzText feed/sources:FuzzParse feed/polite:FuzzAnswer watch:FuzzSitemap
FUZZ_TIME := 60s
fuzz:
	@printf '%s\n' $(FUZZ) | tr : ' ' | xargs -L 1 -P 2 sh -c 'log=$$($(GO) test ./cmd/ingest/internal/$$0 -run "^$$" -fuzz "^$$1$$" -fuzztime $(FUZZ_TIME) -fuzzminimizetime 10x -parallel 1 2>&1) && echo "$$0 $$1: $$(echo "$$log" | grep elapsed | tail -1)" || { echo "$$log"; case $$log in *"Failing input"*) false ;; *"context deadline exceeded"*) ;; *) false ;; esac; }'

# units checks the units for systemd with its own tool, as if ingest was installed.
units: build
	@rm -rf bin/units; mkdir -p bin/units
	@for unit in contrib/rostrum-*; do sed 's#/usr/local/bin/#$(CURDIR)/bin/#' $$unit > bin/units/$${unit##*/}; done
	systemd-analyze verify bin/units/*

# test-neo4j starts a Neo4j server on a free port for the tests that need one, one package
# after another, and stops it. A test that finds no server then fails, it is not skipped.
NEO4J := $(GO) run ./graph/neo4j/neo4jtest/run
test-neo4j neo4j-test:
	$(NEO4J) $(GO) test -p 1 -count 1 -timeout 90m -v -run 'Neo4j' ./graph/neo4j ./graph/export ./graph/queries ./cmd/ingest ./cmd/query

bench-neo4j:
	$(NEO4J) $(GO) test ./graph/neo4j -run '^$$' -bench Neo4j -benchtime 1x -timeout 30m

# quality measures the extraction against hand-made gold, where that is present, and
# keeps the figures, so that a lost point of recall shows in review.
quality: build
	extract/quality.sh bin/ingest > bin/quality
	cp bin/quality extract/testdata/quality.golden
	cat bin/quality

bench: build
	$(GO) run ./cmd/ingest/internal/bench bin/ingest
	cd graph/export && $(GO) test -run - -bench Formats -benchtime 1x -cpu 1

test-export:
	graph/export/readers/run.sh

# vendor-cytoscape fetches the library of the pictures anew.
vendor-cytoscape:
	cd graph/picture/page && npm pack --silent cytoscape@3.35.0 && tar -xzf cytoscape-3.35.0.tgz --strip-components=2 package/dist/cytoscape.min.js && rm cytoscape-3.35.0.tgz
	$(GO) test ./graph/picture -run TestLibrary

# train makes the reader's weights anew (Python, PyTorch; hours on two cores, minutes on a GPU);
# train-check measures them, and compares the Go encoder with PyTorch. Both need the shared data.
train:
	extract/nlp/train/train.sh train

train-check:
	extract/nlp/train/train.sh check

clean:
	rm -rf bin

# test-wire reads what agencies send, and the official suites of their formats, where
# the shared data is present; its last line has the figures, which are kept as golden files.
test-wire:
	$(GO) test $(addprefix ./cmd/ingest/internal/,feed feed/wire copies) -run 'TestExpectations|TestSuites|TestPages|TestCopies' -count=1 -v
	@cd cmd/ingest/internal; echo "$$(grep '^expectations met' feed/wire/testdata/expectations.golden); $$(cat feed/testdata/pages.golden); $$(tail -1 copies/testdata/copies.golden)"

# demo-watch serves a small agency from this machine, watches it for a minute of speeded-up
# time, and prints the accusations before and after a correction and a kill.
demo-watch: build
	$(GO) run ./cmd/ingest/internal/demowatch bin/ingest bin/query
