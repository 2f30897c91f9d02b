//! Documents that are made from the program itself: the API's description, completions, manual pages.

use std::path::Path;

use clap::CommandFactory;
use clap_complete::Shell;
use samfin_core::say;

use super::args::Args;
use super::failure::{Exit, Failure};
use super::print;

pub(super) fn openapi() -> Result<(), Failure> {
    print(&crate::http::openapi_json())
}

pub(super) fn completions(shell: Shell) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "samfin", &mut script);
    print(&String::from_utf8_lossy(&script))
}

/// One page for the program and one for each verb, as `git` has them: `samfin-split(1)`.
pub(super) fn man(dir: Option<&Path>) -> Result<(), Failure> {
    let mut command = Args::command();
    command.build();
    let Some(dir) = dir else { return print(&page(command)?) };
    let written = std::fs::create_dir_all(dir).and_then(|()| clap_mangen::generate_to(command, dir));
    written.map_err(|error| {
        let dir = dir.display();
        Failure::new(
            Exit::Input,
            say!("Det går inte att skriva till {dir}: {error}.", "Cannot write to {dir}: {error}."),
        )
    })
}

fn page(command: clap::Command) -> Result<String, Failure> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page).map_err(|error| Failure::output(&error))?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}
