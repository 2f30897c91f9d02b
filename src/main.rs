//! samfin: splits what regions and municipalities run together, exactly, and shows why.

use std::process::ExitCode;

fn main() -> ExitCode {
    samfin::cli::main()
}
