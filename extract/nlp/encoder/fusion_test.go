// The list is of this machine's files only, and go/types would be long to build for arm64.
//go:build !arm64

package encoder

import (
	"bytes"
	"go/ast"
	"go/build"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// TestNoFusion: on some machines Go computes x·y+z with one rounding, also where x·y went
// through a variable or a function, unless it is converted at once: float32(x*y). So every
// product of floats in the package must be, or be only multiplied, divided or compared.
func TestNoFusion(t *testing.T) {
	pkg, err := build.ImportDir(".", 0)
	if err != nil {
		t.Fatal(err)
	}
	fset, files := token.NewFileSet(), []*ast.File{}
	for _, name := range pkg.GoFiles {
		f, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
	c := types.Config{Importer: importer.ForCompiler(fset, "gc", compiled(t))}
	if _, err := c.Check("encoder", fset, files, info); err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		for _, at := range loose(f, info) {
			t.Errorf("%s: put this product in float32(…)", fset.Position(at))
		}
	}
}

// TestLoose: the search finds what it should.
func TestLoose(t *testing.T) {
	const source = `package p
func f(x, y float32, n int) float32 {
	x *= y // loose
	z := x * y // loose
	z = float32(x*y) + float32((x*y)*z) - x*y/z
	z -= -(x * y) // loose
	n = n*n + int(x+float32(n*n))
	if x*y > 2 { return x*y } // loose
	return z + x*y*2 // loose
}`
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", source, 0)
	if err != nil {
		t.Fatal(err)
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
	if _, err := new(types.Config).Check("p", fset, []*ast.File{f}, info); err != nil {
		t.Fatal(err)
	}
	found := map[int]bool{}
	for _, at := range loose(f, info) {
		found[fset.Position(at).Line] = true
	}
	for i, line := range strings.Split(source, "\n") {
		if want := strings.HasSuffix(line, "// loose"); found[i+1] != want {
			t.Errorf("loose is %v, want %v: %s", found[i+1], want, line)
		}
	}
}

// loose returns the places of products of floats that a sum might take in.
func loose(f *ast.File, info *types.Info) []token.Pos {
	float := func(e ast.Expr) bool {
		b, ok := info.Types[e].Type.Underlying().(*types.Basic)
		return ok && b.Info()&types.IsFloat != 0 && info.Types[e].Value == nil
	}
	var places []token.Pos
	var above []ast.Node
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case nil:
			above = above[:len(above)-1]
			return true
		case *ast.AssignStmt:
			if n.Tok == token.MUL_ASSIGN && float(n.Lhs[0]) {
				places = append(places, n.Pos())
			}
		case *ast.BinaryExpr:
			if n.Op == token.MUL && float(n) && !settled(above, info) {
				places = append(places, n.Pos())
			}
		}
		above = append(above, n)
		return true
	})
	return places
}

// settled says whether what stands around a product keeps it from being fused.
func settled(above []ast.Node, info *types.Info) bool {
	for i := len(above) - 1; ; i-- {
		switch n := above[i].(type) {
		case *ast.ParenExpr:
			continue
		case *ast.CallExpr:
			return info.Types[n.Fun].IsType()
		case *ast.BinaryExpr:
			return n.Op != token.ADD && n.Op != token.SUB
		}
		return false
	}
}

// compiled finds what the package imports in the build cache.
func compiled(t *testing.T) importer.Lookup {
	list := exec.Command("go", "list", "-export", "-deps", "-f", "{{.ImportPath}} {{.Export}}", ".")
	list.Stderr = os.Stderr
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	return func(path string) (io.ReadCloser, error) {
		line := regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(path) + ` (.*)$`).FindSubmatch(out)
		return os.Open(string(bytes.TrimSpace(line[1])))
	}
}

// TestNoFusedAssembly: nor does the assembly have such instructions.
func TestNoFusedAssembly(t *testing.T) {
	for _, name := range []string{"kernel_amd64.s", "kernel_arm64.s"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if op := regexp.MustCompile(`(?i)\b(vfn?m(add|sub)|fn?m(add|sub)|fml[as])\w*`).Find(text); op != nil {
			t.Errorf("%s has %s", name, op)
		}
	}
}
