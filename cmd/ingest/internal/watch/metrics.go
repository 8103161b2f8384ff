package watch

import (
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"rostrum/cmd/ingest/internal/feed/sources"
)

// Metrics are what a watcher tells Prometheus.
type Metrics struct {
	registry *prometheus.Registry
	articles *prometheus.CounterVec
	visits   *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	last     *prometheus.GaugeVec
	next     *prometheus.GaugeVec
	lag      *prometheus.GaugeVec
}

// NewMetrics makes metrics that count from nothing.
func NewMetrics() *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		articles: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "rostrum_entries_total", Help: "Entries of a source by what became of them."}, []string{"source", "outcome"}),
		visits:   prometheus.NewCounterVec(prometheus.CounterOpts{Name: "rostrum_visits_total", Help: "Visits of a source, ok or failed."}, []string{"source", "outcome"}),
		seconds:  prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "rostrum_visit_seconds", Help: "How long visits took.", Buckets: prometheus.ExponentialBuckets(.05, 3, 9)}, []string{"source"}),
		last:     prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "rostrum_last_success_timestamp_seconds", Help: "When a source was last read without an error."}, []string{"source"}),
		next:     prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "rostrum_next_visit_timestamp_seconds", Help: "When a source is due."}, []string{"source"}),
		lag:      prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "rostrum_lag_seconds", Help: "From the publication of a source's last new article to its keeping."}, []string{"source"}),
	}
	m.registry.MustRegister(m.articles, m.visits, m.seconds, m.last, m.next, m.lag,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Handler answers with the metrics.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{Registry: m.registry})
}

func (m *Metrics) visited(s *sources.Source, v *visit, took time.Duration) {
	for outcome, n := range map[string]int{"new": v.count.New, "changed": v.count.Changed, "unchanged": v.count.Unchanged, "copy": v.count.Copies,
		"withdrawn": v.count.Withdrawn, "held": v.count.Held, "skipped": v.count.Skipped, "failed": v.count.Failed} {
		m.articles.WithLabelValues(s.Name, outcome).Add(float64(n))
	}
	outcome := "ok"
	if v.state.Fails > 0 {
		outcome = "failed"
	}
	m.visits.WithLabelValues(s.Name, outcome).Inc()
	m.seconds.WithLabelValues(s.Name).Observe(took.Seconds())
	if !v.state.LastOK.IsZero() {
		m.last.WithLabelValues(s.Name).Set(float64(v.state.LastOK.Unix()))
	}
	m.next.WithLabelValues(s.Name).Set(float64(v.state.Next.Unix()))
	m.lag.WithLabelValues(s.Name).Set(float64(v.state.Lag))
}
