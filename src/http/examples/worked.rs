//! The worked examples of `docs/examples/`: a request and its whole answer, held to each other by a test.

use serde_json::Value;

macro_rules! worked {
    ($($request:ident, $answer:ident = $file:literal;)*) => {$(
        pub(in crate::http) fn $request() -> Value {
            part(include_str!(concat!("../../../docs/examples/", $file)), "request")
        }

        pub(in crate::http) fn $answer() -> Value {
            part(include_str!(concat!("../../../docs/examples/", $file)), "answer")
        }
    )*};
}

worked! {
    comparison_request, comparison_answer = "comparison.json";
    stress_test_request, stress_test_answer = "stress-test.json";
    sensitivity_request, sensitivity_answer = "sensitivity.json";
    goal_seek_request, goal_seek_answer = "goal-seek.json";
    exit_request, exit_answer = "exit.json";
}

fn part(file: &str, name: &str) -> Value {
    serde_json::from_str::<Value>(file).map(|mut file| file[name].take()).unwrap_or_default()
}
