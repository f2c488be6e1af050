//! `vigie backup` and `vigie restore`: the store of the bundled backend, kept and put back.

use std::process::ExitCode;

use crate::cli::{BackupArgs, RestoreArgs};
use crate::server::error::ServerError;
use crate::server::store::{back_up, restore};

use super::store::{Place, block_on, complain};

/// Copies the store into a new file, also while a server runs on it.
pub fn run(args: &BackupArgs) -> ExitCode {
    let place = match Place::of(&args.store) {
        Ok(place) => place,
        Err(code) => return code,
    };
    block_on(async { told(&place, "backup-done", &args.file, back_up(&place.directory, &args.file).await) })
}

/// Makes a store of a backup.
pub fn put_back(args: &RestoreArgs) -> ExitCode {
    let place = match Place::of(&args.store) {
        Ok(place) => place,
        Err(code) => return code,
    };
    block_on(async { told(&place, "restore-done", &args.file, restore(&args.file, &place.directory).await) })
}

fn told(
    place: &Place,
    id: &str,
    file: &std::path::Path,
    done: Result<(), ServerError>,
) -> Result<(), ExitCode> {
    done.map_err(|why| place.failed(&why))?;
    let data = [("file", file.display().to_string().into()), ("directory", place.shown().into())];
    complain(&place.words.say_with(id, &data));
    Ok(())
}
