package encoder

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"flag"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite golden files")

// readings are windows of several lengths and kinds, the last as long as the model takes.
func readings(t *testing.T, r *Runner) [][]Word {
	t.Helper()
	most := r.model.header.Config.Positions - 2
	var windows [][]Word
	for _, n := range []int{0, 1, 7, 13, len(sample)} {
		words := fields(sample)
		words = words[:min(n, len(words))]
		pieces, err := r.Pieces(sample, words)
		if err != nil {
			t.Fatal(err)
		}
		if len(pieces) > most {
			words = words[:pieces[most].Word]
		}
		windows = append(windows, words)
	}
	return windows
}

var sample = strings.Repeat("“Naïve” UK's Minister said that she would NOT answer questions about the Café treaty, unanswered in 1987. ", 9)

// digest is of every number that the model gives for the windows.
func digest(t *testing.T, m *Model) string {
	t.Helper()
	r, sum := m.Runner(), sha256.New()
	add := func(x []float32) {
		for _, v := range x {
			if v != v {
				t.Fatal("a number is none")
			}
			sum.Write(binary.LittleEndian.AppendUint32(nil, math.Float32bits(v)))
		}
	}
	for _, words := range readings(t, r) {
		g, err := r.Read(sample, words)
		if err != nil {
			t.Fatal(err)
		}
		for w := range g.Words() {
			add(g.Vector(w))
			add(g.Names(w))
			for _, h := range []string{"attribution", "accusation"} {
				add([]float32{g.Cue(h, w)})
				for _, roles := range g.Roles(h, w) {
					add(roles)
				}
				if look := g.Look(h, w); look != nil {
					add([]float32{look.Cue})
					add(look.Stance)
					add(look.Type)
					for _, roles := range look.Roles {
						add(roles)
					}
				}
			}
		}
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// TestBytes runs whole passes on all kernels. Their bits, on any machine, are those of the
// golden file.
func TestBytes(t *testing.T) {
	const golden = "testdata/digests.golden"
	digests := func(t *testing.T, k kernel) string {
		var found strings.Builder
		for i, c := range []Config{small, wide} {
			fmt.Fprintf(&found, "%d layers, width %d: %s\n", c.Layers, c.Hidden, digest(t, open(t, k, made(c, uint64(i)))))
		}
		return found.String()
	}
	if *update {
		if err := os.WriteFile(golden, []byte(digests(t, portable{})), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range tested() {
		t.Run(string(k.name()), func(t *testing.T) {
			if found := digests(t, k); found != string(want) {
				t.Errorf("it gives\n%sthe golden file has\n%s", found, want)
			}
		})
	}
}

// TestRunners: a model may be shared.
func TestRunners(t *testing.T) {
	m := open(t, kernels()[0], made(small, 0))
	want := digest(t, m)
	for range 3 {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			if digest(t, m) != want {
				t.Error("beside others a runner gives other numbers")
			}
		})
	}
}

// TestHelper: a Runner who is helped gives the same numbers, and those who are as many as the
// processors are not helped.
func TestHelper(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	m := open(t, kernels()[0], made(small, 0))
	r := m.Runner()
	release := r.Help()
	if r.helper == nil {
		t.Fatal("beside an idle processor nobody helps")
	}
	if release(); r.helper != nil {
		t.Fatal("the helper stays")
	}
	r.Release()
	helped := digest(t, m) // keeps a Runner
	r = m.Runner()
	if r.Help(); r.helper != nil {
		t.Fatal("two Runners on two processors, and one is helped")
	}
	runtime.GOMAXPROCS(1)
	if alone := digest(t, m); alone != helped {
		t.Errorf("helped %s, alone %s", helped, alone)
	}
}

// TestSwitches takes kernels away by GODEBUG, as a user would.
func TestSwitches(t *testing.T) {
	if os.Getenv("ENCODER_KERNELS") != "" {
		fmt.Println("kernels:", Kernels())
		return
	}
	have := Kernels()
	without := ""
	for _, k := range have[:len(have)-1] {
		without += map[Kernel]string{VNNI: ",cpu.avx512vnni=off", AVX2: ",cpu.avx2=off", Dot: ",cpu.asimddp=off"}[k]
		have = have[1:]
		child := exec.Command(os.Args[0], "-test.run=^TestSwitches$")
		child.Env = append(os.Environ(), "GODEBUG="+without[1:], "ENCODER_KERNELS=1")
		out, err := child.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		if want := fmt.Sprintln("kernels:", have); !strings.Contains(string(out), want) {
			t.Errorf("GODEBUG=%s: %swant %s", without[1:], out, want)
		}
	}
}

// TestARM64 runs the tests of the kernels on an arm64 processor that qemu plays.
func TestARM64(t *testing.T) {
	if testing.Short() {
		t.Skip("short: not building for arm64")
	}
	qemu, err := exec.LookPath("qemu-aarch64-static")
	if err != nil {
		const missing = "NOT TESTED on arm64: qemu-aarch64-static is not installed (Debian: apt-get install qemu-user-static)"
		if os.Getenv("CI") == "true" {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
	binary := filepath.Join(t.TempDir(), "encoder.test")
	build := exec.Command("go", "test", "-c", "-o", binary, ".")
	build.Env = append(os.Environ(), "GOARCH=arm64", "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build for arm64: %v\n%s", err, out)
	}
	out, err := exec.Command(qemu, binary, "-test.v", "-test.run=^(TestBytes|TestLinear|TestProduct|TestFloatRoutines|TestMatrix)$").CombinedOutput()
	if err != nil {
		t.Fatalf("on arm64: %v\n%s", err, out)
	}
	for _, test := range []string{"TestBytes", "TestLinear"} {
		if !strings.Contains(string(out), "--- PASS: "+test+"/"+string(Dot)) {
			t.Fatalf("the arm64 of qemu has not run %s with the dot product:\n%s", test, out)
		}
	}
}

// TestGenerated: the assembly is what the generator prints.
func TestGenerated(t *testing.T) {
	dir := t.TempDir()
	gen := filepath.Join(dir, "gen")
	if out, err := exec.Command("go", "build", "-o", gen, "./internal/gen").CombinedOutput(); err != nil {
		t.Fatalf("build the generator: %v\n%s", err, out)
	}
	print := exec.Command(gen)
	print.Dir = dir
	if out, err := print.CombinedOutput(); err != nil {
		t.Fatalf("generate: %v\n%s", err, out)
	}
	for _, name := range []string{"kernel_amd64.s", "kernel_arm64.s"} {
		want, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		have, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(have, want) {
			t.Errorf("%s is not what the generator prints: run go generate", name)
		}
	}
}
