//! The same work in Python, timed by itself: see `benches/peers/`.

use std::process::Command;
use std::time::Duration;

use serde_json::Value;

fn python(arguments: &[&str]) -> Option<Vec<(String, Duration)>> {
    let program = std::env::var("SAMFIN_TEST_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let output = Command::new(program).args(arguments).arg("--json").output().ok()?;
    let lines = String::from_utf8(output.stdout).ok()?;
    output.status.success().then_some(())?;
    let timed = |line: &str| -> Option<(String, Duration)> {
        let value: Value = serde_json::from_str(line).ok()?;
        Some((value["name"].as_str()?.to_owned(), Duration::from_nanos(value["median_ns"].as_u64()?)))
    };
    lines.lines().map(timed).collect()
}

/// One calculation of the request in `file` in exact Python fractions.
pub(crate) fn split(file: &str) -> Duration {
    let timed = python(&["benches/peers/bench_split.py", file]);
    timed.expect("python3 runs benches/peers/bench_split.py")[0].1
}

/// Every subset of the parties of the request in `file` under six rules, once; none when the peer is not there.
pub(crate) fn stress(file: &str) -> Option<Duration> {
    Some(python(&["benches/peers/bench_stress.py", file, "--runs", "1"])?.first()?.1)
}

/// Rounding alone, by PyPI `apportionment` and by our Python peer; empty when it is not installed.
pub(crate) fn rounding() -> Vec<(String, Duration)> {
    python(&["benches/peers/bench_apportionment.py"]).unwrap_or_default()
}

/// An invoice as PDF by PyPI `weasyprint`; none when it is not installed.
pub(crate) fn paper() -> Option<Duration> {
    Some(python(&["benches/peers/bench_paper.py"])?.first()?.1)
}
