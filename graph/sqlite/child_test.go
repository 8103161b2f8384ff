package sqlite

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"testing"

	"rostrum/graph"
	"rostrum/graph/graphtest"
	"rostrum/schema"
)

// Some tests need other processes: the test binary again, with what it has to do in
// the environment.
const childTask, childPath, childNumber = "ROSTRUM_TEST_CHILD", "ROSTRUM_TEST_PATH", "ROSTRUM_TEST_NUMBER"

func TestMain(m *testing.M) {
	task := os.Getenv(childTask)
	if task == "" {
		os.Exit(m.Run())
	}
	number, _ := strconv.Atoi(os.Getenv(childNumber))
	tasks := map[string]func(path string, number int) error{
		"rounds": childRounds, "own documents": childOwnDocuments, "read": childRead,
	}
	if err := tasks[task](os.Getenv(childPath), number); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func child(task, path string, number int) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childTask+"="+task, childPath+"="+path, childNumber+"="+strconv.Itoa(number))
	return cmd
}

// childRounds applies the rounds of the crash test from the first one on.
func childRounds(path string, _ int) error {
	ctx := context.Background()
	store, err := Open(ctx, path, schema.Model())
	if err != nil {
		return err
	}
	for round := range rounds {
		for group := range groups {
			if _, err := store.Apply(ctx, groupOf(group, round)...); err != nil {
				return err
			}
		}
	}
	return store.Close()
}

// childOwnDocuments applies documents that no other child does.
func childOwnDocuments(path string, number int) error {
	ctx := context.Background()
	store, err := Open(ctx, path, schema.Model())
	if err != nil {
		return err
	}
	for _, b := range ownDocuments(number) {
		if _, err := store.Apply(ctx, b); err != nil {
			return err
		}
	}
	return store.Close()
}

func ownDocuments(number int) (batches []graph.Batch) {
	world := graphtest.World{Model: schema.Model()}
	for i := range 30 {
		batches = append(batches, world.Batch(100*number+i, 0))
	}
	return batches
}

// childRead checks that a reader finds a number of documents.
func childRead(path string, number int) error {
	reader, err := OpenReader(context.Background(), path, schema.Model())
	if err != nil {
		return err
	}
	defer reader.Close()
	status, err := reader.Status(context.Background())
	if err != nil {
		return err
	}
	if status.Documents != int64(number) {
		return fmt.Errorf("%d documents, want %d", status.Documents, number)
	}
	return nil
}
