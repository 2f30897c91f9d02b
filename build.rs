//! The migrations are built into the program: a new file means a new build.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
