//! The first start on a database without users: a link at which the first administrator is made. It goes to the terminal
//! and to a file that only its owner can read, never to the log.

use std::fs::{File, OpenOptions, Permissions};
use std::io::Write as _;
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use samfin_core::{Text, say};

use super::failure::Failure;
use crate::app::App;
use crate::app::people::LINK_MINUTES;

/// The file in the data folder.
const FILE: &str = "setup-link";

/// What to say about the link, when there is nobody yet; the file of an earlier start goes when there is.
pub(super) async fn first_run(app: &App, folder: &Path, address: &str) -> Result<Option<Text>, Failure> {
    let path = folder.join(FILE);
    let Some(secret) = app.first_run().await? else {
        // Absent, as a rule.
        let _ = std::fs::remove_file(&path);
        return Ok(None);
    };
    let link = format!("{address}/kom-igang/{secret}");
    write(&path, &link).map_err(|error| Failure::output(&error))?;
    let file = path.display();
    Ok(Some(say!(
        "Här finns ingen användare än. Skapa den första administratören inom {LINK_MINUTES} minuter:\n  {link}\nLänken står också i {file}. Bakom en proxy: byt ut början mot tjänstens adress.\n",
        "There is no user yet. Make the first administrator within {LINK_MINUTES} minutes:\n  {link}\nThe link is also in {file}. Behind a proxy: put the service's address in place of the beginning.\n"
    )))
}

/// Writes a file that only its owner can read, whatever was there before.
fn write(path: &PathBuf, link: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    // One that is there may be anybody's to read; it is made anew, not followed.
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file: File = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.set_permissions(Permissions::from_mode(0o600))?;
    writeln!(file, "{link}")
}
