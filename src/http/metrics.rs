//! `/metrics`: what the service does, for Prometheus.

use std::time::Duration;

use actix_web::{HttpResponse, get, web};
use prometheus::{Encoder as _, Histogram, HistogramOpts, HistogramVec, IntCounterVec, Opts, Registry, TextEncoder};

use super::problem::Problem;

/// The figures that are kept, shared by all workers.
#[derive(Debug, Clone)]
pub struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    seconds: HistogramVec,
    calculation_seconds: Histogram,
}

impl Metrics {
    /// Figures that all start at zero.
    pub fn new() -> Result<Self, prometheus::Error> {
        let requests = IntCounterVec::new(
            Opts::new("samfin_http_requests_total", "Requests answered"),
            &["method", "route", "status"],
        )?;
        let buckets = vec![0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];
        let seconds = HistogramVec::new(
            HistogramOpts::new("samfin_http_request_seconds", "Time to answer a request").buckets(buckets.clone()),
            &["route"],
        )?;
        let fine = [vec![0.000_01, 0.000_025, 0.000_05, 0.000_1, 0.000_25], buckets].concat();
        let calculation_seconds = Histogram::with_opts(
            HistogramOpts::new("samfin_calculation_seconds", "Time to calculate one split, parsing included")
                .buckets(fine),
        )?;
        let registry = Registry::new();
        registry.register(Box::new(requests.clone()))?;
        registry.register(Box::new(seconds.clone()))?;
        registry.register(Box::new(calculation_seconds.clone()))?;
        Ok(Self { registry, requests, seconds, calculation_seconds })
    }

    /// One request was answered. `route` is a template, so that ids do not multiply the series.
    pub fn answered(&self, method: &str, route: &str, status: &str, took: Duration) {
        self.requests.with_label_values(&[method, route, status]).inc();
        self.seconds.with_label_values(&[route]).observe(took.as_secs_f64());
    }

    /// One split was calculated.
    pub fn calculated(&self, took: Duration) {
        self.calculation_seconds.observe(took.as_secs_f64());
    }
}

/// The figures in Prometheus' text format.
#[get("/metrics")]
pub(crate) async fn metrics(metrics: web::Data<Metrics>) -> Result<HttpResponse, Problem> {
    let mut text = Vec::new();
    let encoder = TextEncoder::new();
    encoder.encode(&metrics.registry.gather(), &mut text).map_err(|error| Problem::internal(error.to_string()))?;
    Ok(HttpResponse::Ok().content_type(encoder.format_type()).body(text))
}
