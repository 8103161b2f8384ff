// Printmodel writes the graph model as Cypher constraints into the file it is given.
// go generate calls it; a test of package schema fails when the file is stale.
package main

import (
	"bytes"
	"fmt"
	"os"

	"rostrum/schema"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: printmodel FILE")
		os.Exit(2)
	}
	var out bytes.Buffer
	err := schema.Model().WriteConstraints(&out)
	if err == nil {
		err = os.WriteFile(os.Args[1], out.Bytes(), 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "printmodel:", err)
		os.Exit(1)
	}
}
