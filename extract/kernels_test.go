package extract

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"rostrum/schema"
)

// TestKernels extracts one article with every kernel of this machine, and on an arm64
// processor that qemu plays: the output has the same bytes.
func TestKernels(t *testing.T) {
	text, err := os.ReadFile("../cmd/ingest/samples/04-nixon-orlando.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := schema.WriteJSON(&out, extraction(t, newExtractor(t), document(string(text))), true); err != nil {
		t.Fatal(err)
	}
	digest := fmt.Sprintf("extracted: %x\n", sha256.Sum256(out.Bytes()))
	if os.Getenv("EXTRACT_KERNELS") != "" {
		fmt.Print(digest)
		return
	}
	same := func(name string, child *exec.Cmd) {
		child.Args = append(child.Args, "-test.run=^TestKernels$")
		child.Env = append(child.Env, "EXTRACT_KERNELS=1")
		if out, err := child.CombinedOutput(); err != nil || !strings.Contains(string(out), digest) {
			t.Errorf("%s: %v\n%swant %s", name, err, out, digest)
		}
	}
	if runtime.GOARCH == "amd64" {
		for _, without := range []string{"cpu.avx512vnni=off", "cpu.avx512vnni=off,cpu.avx2=off"} {
			child := exec.Command(os.Args[0])
			child.Env = append(os.Environ(), "GODEBUG="+without)
			same(without, child)
		}
	}
	qemu, err := exec.LookPath("qemu-aarch64-static")
	switch {
	case testing.Short() || runtime.GOARCH == "arm64":
		return
	case err != nil && os.Getenv("CI") == "true":
		t.Fatal("qemu-aarch64-static is not installed")
	case err != nil:
		t.Skip("NOT TESTED on arm64: qemu-aarch64-static is not installed (Debian: apt-get install qemu-user-static)")
	}
	binary := filepath.Join(t.TempDir(), "extract.test")
	build := exec.Command("go", "test", "-c", "-o", binary, ".")
	build.Env = append(os.Environ(), "GOARCH=arm64", "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build for arm64: %v\n%s", err, out)
	}
	child := exec.Command(qemu, binary)
	child.Env = os.Environ()
	same("arm64", child)
}
