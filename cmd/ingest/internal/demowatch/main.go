// Command demowatch shows a watch at work: it serves a small agency from this machine,
// runs "ingest watch" against it for a minute of speeded-up time, and prints the
// accusations that the graph holds before and after a correction and a kill.
//
// It is for the eye, not for the tests: package watch has those. Everything that it
// serves was written for this program.
//
//	demowatch INGEST QUERY
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "demowatch: name the programs ingest and query")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "demowatch:", err)
		os.Exit(1)
	}
}

const accusations = "MATCH (who:Person|Country|Organization)-[a:ACCUSED]->(whom:Country) RETURN who.name AS accuser, whom.name AS target, a.charge AS charge ORDER BY target, accuser"

// act is how far the agency's day has come.
var act atomic.Int32

const entry = `<item><guid isPermaLink="false">%s</guid><link>%s</link><title>%s</title><pubDate>%s</pubDate><content:encoded><![CDATA[%s]]></content:encoded></item>`

func serve(w http.ResponseWriter, r *http.Request) {
	now := act.Load()
	day := "Tue, 05 Mar 2024 09:00:00 GMT"
	atlas := func(guid, title, body string) string {
		return fmt.Sprintf(entry, guid, "/atlas/"+guid, title, day, body)
	}
	talks := `<p>GENEVA, March 5, 2024 (Atlas) - Russia accused Ukraine on Tuesday of shelling a nuclear power plant.</p>
<p>"Ukraine has violated the cease-fire," Russian Foreign Minister Sergei Lavrov told reporters in Geneva, where envoys of both sides have met for a week without result.</p>
<p>Ukraine denied the accusation. The talks will go on Wednesday, diplomats said, and both delegations have asked the United Nations to send observers to the plant.</p>`
	items := ""
	switch {
	case r.URL.Path == "/atlas":
		title := "Russia accuses Ukraine of shelling plant"
		if now >= 2 { // a correction
			title, talks = "CORRECTED: Ukraine accuses Russia of shelling plant", `<p>GENEVA, March 5, 2024 (Atlas) - Ukraine accused Russia on Tuesday of shelling a nuclear power plant.</p>
<p>"Russia has violated the cease-fire," Ukrainian Foreign Minister Dmytro Kuleba told reporters in Geneva, where envoys of both sides have met for a week without result.</p>
<p>Russia denied the accusation. The talks will go on Wednesday, diplomats said, and both delegations have asked the United Nations to send observers to the plant.</p>
<p>(Corrects who accused whom.)</p>`
		}
		items = atlas("talks", title, talks) + atlas("iran", "U.S. accuses Iran of arming rebels", `<p>WASHINGTON, March 5, 2024 (Atlas) - The United States accused Iran on Tuesday of supplying missiles to rebels in Yemen.</p><p>"Iran is violating the arms embargo," U.S. Secretary of State Antony Blinken said at the State Department.</p>`)
	case r.URL.Path == "/bugle" && now < 1: // it has nothing of its own
	case r.URL.Path == "/bugle": // the same story under another name, cut short
		items = fmt.Sprintf(entry, "b1", "/bugle/1", "Washington blames Tehran over missiles", day, `<p>The United States accused Iran on Tuesday of supplying missiles to rebels in Yemen.</p><p>"Iran is violating the arms embargo," U.S. Secretary of State Antony Blinken said at the State Department.</p>`)
	case r.URL.Path == "/wire":
		status, version, body := "usable", "1", `<p>LONDON (Wire) - Britain accused China on Tuesday of hacking its parliament's computers.</p><p>"China is responsible for this attack," Foreign Secretary David Cameron told lawmakers.</p>`
		if now >= 2 { // a kill
			status, version, body = "canceled", "2", ""
		}
		w.Header().Set("Content-Type", "application/xml")
		fmt.Fprintf(w, `<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:wire.example:20240305:hack" version="%s" xml:lang="en"><itemMeta><itemClass qcode="ninat:text"/><provider literal="Wire"/><versionCreated>2024-03-05T1%s:00:00Z</versionCreated><pubStatus qcode="stat:%s"/></itemMeta><contentMeta><headline>Britain accuses China of hacking</headline></contentMeta><contentSet><inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><body>%s</body></html></inlineXML></contentSet></newsItem>`, version, version, status, body)
		return
	default:
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "application/rss+xml")
	fmt.Fprintf(w, `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>%s</title><language>en</language>%s</channel></rss>`, r.URL.Path[1:], items)
}

func run(ingest, query string) error {
	folder, err := os.MkdirTemp("", "rostrum-demo-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	go func() { _ = http.Serve(listener, http.HandlerFunc(serve)) }() // ends with the program
	file := ""
	for _, name := range []string{"atlas", "bugle", "wire"} {
		file += fmt.Sprintf("[[source]]\nname = %q\nfeed = \"http://%s/%s\"\noutlet = %q\nlanguage = \"en\"\nevery = \"2s\" # an hour of the demo's time\ndelay = \"0s\"\nprivate = true # the demo's server is on this machine\n\n",
			name, listener.Addr(), name, map[string]string{"atlas": "Atlas News Service", "bugle": "The Daily Bugle", "wire": "Wire"}[name])
	}
	path := filepath.Join(folder, "sources.toml")
	if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
		return err
	}
	store := "sqlite:" + filepath.Join(folder, "demo.db")
	show := func(title string, program string, args ...string) error {
		fmt.Printf("\n$ %s\n", title)
		c := exec.Command(program, append(args, "--store", store)...)
		c.Stdout, c.Stderr = os.Stdout, os.Stderr
		return c.Run()
	}
	table := func() error {
		return show("query cypher '"+accusations+"'", query, "cypher", accusations, "--format", "table")
	}
	fmt.Println("$ ingest watch --sources sources.toml &")
	watching := exec.Command(ingest, "watch", "--sources", path, "--store", store)
	log, err := watching.StderrPipe()
	if err != nil {
		return err
	}
	if err := watching.Start(); err != nil {
		return err
	}
	defer watching.Process.Kill() // where something below fails
	seen := make(chan string)
	go follow(log, seen)
	if err := await(seen, "source=atlas new=2", "source=wire new=1"); err != nil {
		return err
	}
	fmt.Println("\nAnother outlet prints one of the stories under its own name.")
	act.Store(1)
	if err := await(seen, "source=bugle new=0 changed=0 copies=1"); err != nil {
		return err
	}
	if err := table(); err != nil {
		return err
	}
	fmt.Println("\nThe agency corrects who accused whom, and kills the story of the hacking.")
	act.Store(2)
	if err := await(seen, "source=atlas new=0 changed=1", "withdrawn=1"); err != nil {
		return err
	}
	if err := table(); err != nil {
		return err
	}
	if err := watching.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	if err := await(seen, "msg=stopped"); err != nil {
		return err
	}
	if err := watching.Wait(); err != nil {
		return fmt.Errorf("ingest watch: %w", err)
	}
	for _, ask := range [][]string{{"copies"}, {"versions", fmt.Sprintf("http://%s/atlas/talks", listener.Addr())}, {"status"}} {
		title := "ingest " + ask[0]
		if err := show(title, ingest, ask...); err != nil {
			return err
		}
	}
	return nil
}

// follow prints the log of the watch, without its times, and tells of each line.
func follow(log io.Reader, seen chan<- string) {
	lines := bufio.NewScanner(log)
	for lines.Scan() {
		_, line, _ := strings.Cut(lines.Text(), " ")
		fmt.Println(line)
		seen <- line
	}
	close(seen)
}

// await waits until each of the words has stood in a line of the log.
func await(seen <-chan string, words ...string) error {
	limit := time.After(5 * time.Minute)
	for len(words) > 0 {
		select {
		case line, open := <-seen:
			if !open {
				return errors.New("the watch has ended")
			}
			words = slices.DeleteFunc(words, func(w string) bool { return strings.Contains(line, w) })
		case <-limit:
			return fmt.Errorf("the watch has not logged %q in five minutes", words)
		}
	}
	return nil
}
