//! What the server tells of itself, as Prometheus reads it. No name of a customer, of a token or of an address.

use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

/// The text format of `OpenMetrics`, which Prometheus asks for.
pub(super) const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
/// In seconds; a long poll waits up to 25.
const TIMES: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1.0, 5.0, 30.0];

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Answered {
    method: String,
    route: String,
    status: u32,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Route {
    route: String,
}

/// Why a connection ended before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    /// It gave way to a newer one: nothing had been asked on it yet.
    GaveWay,
    /// No place was left, and none to be made.
    TurnedAway,
    /// No handshake in time, or a bad one.
    Handshake,
}

#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    answers: Family<Answered, Counter>,
    seconds: Family<Route, Histogram, fn() -> Histogram>,
    denied: Counter,
    limited: Counter,
    connections: Gauge,
    cut: Family<Why, Counter>,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Why {
    why: &'static str,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("vigie");
        let (answers, denied, limited, connections) =
            (Family::default(), Counter::default(), Counter::default(), Gauge::default());
        let cut = Family::default();
        let times: fn() -> Histogram = || Histogram::new(TIMES);
        let seconds = Family::new_with_constructor(times);
        registry.register("requests", "Requests answered", answers.clone());
        registry.register("answer_seconds", "Seconds until an answer began", seconds.clone());
        registry.register("denied", "Requests denied for want of a token, a role or scope", denied.clone());
        registry.register("limited", "Requests refused because they came too often", limited.clone());
        registry.register("connections", "Connections open now", connections.clone());
        registry.register("connections_cut", "Connections ended before their time", cut.clone());
        Self { registry, answers, seconds, denied, limited, connections, cut }
    }
}

impl Metrics {
    /// Counts an answer; what matched no route has none.
    pub(super) fn answered(&self, method: &str, route: &str, status: u16, took: Duration) {
        // The list is closed, or a stranger could fill the memory with methods of their own.
        let known = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"];
        let method = if known.contains(&method) { method } else { "other" };
        let (method, route) = (method.to_owned(), route.to_owned());
        self.seconds.get_or_create(&Route { route: route.clone() }).observe(took.as_secs_f64());
        self.answers.get_or_create(&Answered { method, route, status: status.into() }).inc();
    }

    pub(super) fn denied(&self) {
        self.denied.inc();
    }

    pub(super) fn limited(&self) {
        self.limited.inc();
    }

    pub(super) fn open(&self, connections: usize) {
        self.connections.set(i64::try_from(connections).unwrap_or(i64::MAX));
    }

    pub(super) fn cut(&self, cut: Cut) {
        let why = match cut {
            Cut::GaveWay => "gave-way",
            Cut::TurnedAway => "turned-away",
            Cut::Handshake => "handshake",
        };
        self.cut.get_or_create(&Why { why }).inc();
    }

    /// Everything, as text.
    pub(super) fn text(&self) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}
