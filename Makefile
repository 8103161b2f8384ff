# make demo    builds, reads the sample articles, and answers three questions
# make test    runs the tests
# make check   builds, vets and tests, as CI does
# make bench   measures whole runs with each kernel of this machine, and each question's latency

GO ?= go
DEMO_STORE := sqlite:bin/demo.db
DEMO_QUERY := bin/query run
export CGO_ENABLED = 0

.PHONY: all build demo test check bench quality train train-check clean

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

# quality measures the extraction against hand-made gold, where that is present, and
# keeps the figures, so that a lost point of recall shows in review.
quality: build
	extract/quality.sh bin/ingest > bin/quality
	cp bin/quality extract/testdata/quality.golden
	cat bin/quality

bench: build
	$(GO) run ./cmd/ingest/internal/bench bin/ingest

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
	$(GO) test ./cmd/ingest/internal/feed/... -run 'TestExpectations|TestSuites|TestPages|TestCopies' -count=1 -v | grep -v '^=== ' 
