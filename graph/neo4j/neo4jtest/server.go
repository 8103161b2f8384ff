// Package neo4jtest is a real Neo4j for tests: it starts a server of its own from the
// artifacts on Maven Central, or finds the one that NEO4J_URI names.
//
// It is no part of the programs. What it needs is Java 17, and Maven for the first
// time, when it downloads the server into a cache folder.
//
// The main path: the program in run starts a server, runs a command that finds it in
// NEO4J_URI, and stops it; a test asks for it with [URI]. A test that stops and starts
// the server, or needs one with other settings, starts its own with [Start].
package neo4jtest

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// Version is that of the server.
const Version = "5.26.0"

//go:embed pom.xml
var pom []byte

// patience is how long a server may take to answer: some seconds on an idle machine,
// minutes on one that has much else to do.
const patience = 15 * time.Minute

// Server is a Neo4j server of the test's own, without a password unless the settings
// ask for one. Its user is neo4j, its database neo4j.
type Server struct {
	Home string // with conf, data and logs
	Bolt int    // its port on 127.0.0.1

	// Brief tells that the server will not run long: it compiles itself less well, and
	// so is ready earlier, with less work.
	Brief bool

	jars string
	cmd  *exec.Cmd
}

// URI is where the server is, for a driver.
func (s *Server) URI() string { return fmt.Sprintf("bolt://127.0.0.1:%d", s.Bolt) }

// Start starts a server in an empty folder, with lines of settings beside the usual.
func Start(ctx context.Context, home string, settings ...string) (*Server, error) {
	s, err := New(ctx, home, settings...)
	if err != nil {
		return nil, err
	}
	return s, s.Start(ctx)
}

// New lays out a server in an empty folder and does not start it.
func New(ctx context.Context, home string, settings ...string) (*Server, error) {
	s := &Server{Home: home}
	var err error
	if s.jars, err = download(ctx); err != nil {
		return nil, err
	}
	if s.Bolt, err = freePort(); err != nil {
		return nil, err
	}
	return s, s.Configure(settings...)
}

// Configure writes the server's configuration; it holds from the next start on.
func (s *Server) Configure(settings ...string) error {
	var conf bytes.Buffer
	fmt.Fprintf(&conf, `server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:%d
server.bolt.advertised_address=127.0.0.1:%d
server.http.enabled=false
server.memory.heap.max_size=1g
server.memory.pagecache.size=256m
dbms.usage_report.enabled=false
`, s.Bolt, s.Bolt)
	if len(settings) == 0 {
		settings = []string{"dbms.security.auth_enabled=false"}
	}
	for _, line := range settings {
		fmt.Fprintln(&conf, line)
	}
	if err := os.MkdirAll(filepath.Join(s.Home, "conf"), 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(s.Home, "conf", "neo4j.conf"), conf.Bytes(), 0o644)
}

// opens are the parts of Java that the server asks to see into.
var opens = []string{
	"--add-opens=java.base/java.nio=ALL-UNNAMED", "--add-opens=java.base/java.io=ALL-UNNAMED",
	"--add-opens=java.base/sun.nio.ch=ALL-UNNAMED", "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
}

func (s *Server) java(ctx context.Context, args ...string) *exec.Cmd {
	all := []string{"-Xmx1g", "-XX:+UseSerialGC"}
	if s.Brief {
		all = append(all, "-XX:TieredStopAtLevel=1")
	}
	all = append(append(append(all, "-cp", filepath.Join(s.jars, "*")), opens...), args...)
	cmd := exec.CommandContext(ctx, "java", all...)
	cmd.Dir = s.Home
	return cmd
}

// Start starts the server, again after Stop or Kill, and waits until it answers.
func (s *Server) Start(ctx context.Context) error {
	log, err := os.OpenFile(filepath.Join(s.Home, "server.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer log.Close()
	s.cmd = s.java(context.WithoutCancel(ctx), "org.neo4j.server.CommunityEntryPoint", "--home-dir="+s.Home, "--config-dir="+filepath.Join(s.Home, "conf"))
	s.cmd.Stdout, s.cmd.Stderr = log, log
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // Ctrl-C is for whoever started us, who stops it
	said := s.started()
	if err := s.cmd.Start(); err != nil {
		return fmt.Errorf("start Neo4j: %w", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- s.cmd.Wait() }()
	deadline := time.After(patience)
	for {
		if s.started() > said {
			return nil
		}
		select {
		case err := <-ended:
			text, _ := os.ReadFile(log.Name())
			return fmt.Errorf("Neo4j ended instead of starting: %v\n%s", err, text)
		case <-deadline:
			s.Kill()
			return errors.New("Neo4j does not answer, long after its start")
		case <-ctx.Done():
			s.Kill()
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// started counts how often the server has said in its log that it has started.
func (s *Server) started() int {
	log, err := os.ReadFile(filepath.Join(s.Home, "logs", "neo4j.log"))
	if err != nil {
		return 0 // it has never run
	}
	return bytes.Count(log, []byte(" Started.\n"))
}

// Kill ends the server as a loss of power would, and waits until it is gone.
func (s *Server) Kill() { s.end(syscall.SIGKILL) }

// Stop ends the server in order.
func (s *Server) Stop() { s.end(syscall.SIGTERM) }

func (s *Server) end(signal syscall.Signal) {
	if s.cmd == nil || s.cmd.Process == nil {
		return
	}
	_ = s.cmd.Process.Signal(signal) // fails where it has ended already
	for range 600 {
		if s.cmd.Process.Signal(syscall.Signal(0)) != nil {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	_ = s.cmd.Process.Kill()
}

// AdminEnvironment lets import.sh and its like find neo4j-admin for this server, while it
// is stopped.
func (s *Server) AdminEnvironment() []string {
	command := s.java(context.Background(), "org.neo4j.cli.AdminTool").Args
	return []string{"NEO4J_HOME=" + s.Home, "NEO4J_CONF=" + filepath.Join(s.Home, "conf"), "NEO4J_ADMIN=" + strings.Join(command, " ")}
}

// Admin runs neo4j-admin with the arguments, while the server is stopped.
func (s *Server) Admin(ctx context.Context, args ...string) error {
	cmd := s.java(ctx, append([]string{"org.neo4j.cli.AdminTool"}, args...)...)
	cmd.Env = append(os.Environ(), s.AdminEnvironment()...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("neo4j-admin %v: %w\n%s", args, err, out)
	}
	return nil
}

// download brings the server's files into a cache folder, ROSTRUM_NEO4J_CACHE or one
// of the user's, unless they are there.
func download(ctx context.Context) (string, error) {
	cache := os.Getenv("ROSTRUM_NEO4J_CACHE")
	if cache == "" {
		user, err := os.UserCacheDir()
		if err != nil {
			return "", err
		}
		cache = filepath.Join(user, "rostrum")
	}
	jars := filepath.Join(cache, "neo4j-"+Version)
	if _, err := os.Stat(jars); err == nil {
		return jars, nil
	}
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return "", err
	}
	work, err := os.MkdirTemp(cache, "download")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(work)
	if err := os.WriteFile(filepath.Join(work, "pom.xml"), pom, 0o644); err != nil {
		return "", err
	}
	cmd := exec.CommandContext(ctx, "mvn", "-q", "-B", "dependency:copy-dependencies", "-DoutputDirectory=lib", "-DincludeScope=runtime")
	cmd.Dir = work
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("download Neo4j %s with Maven: %w\n%s", Version, err, out)
	}
	return jars, os.Rename(filepath.Join(work, "lib"), jars)
}

// freePort is a port that nobody listens at, below those that systems give to whoever
// does not ask for one: it must still be free when the server is started again.
func freePort() (int, error) {
	for range 100 {
		port := 20000 + rand.IntN(12000)
		if listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port)); err == nil {
			return port, listener.Close()
		}
	}
	return 0, errors.New("no free port between 20000 and 32000")
}
