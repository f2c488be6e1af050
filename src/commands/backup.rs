//! `vigie backup` and `vigie restore`: the store of the bundled backend, kept and put back.

use std::error::Error;
use std::io::ErrorKind::NotFound;
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
    block_on(async {
        let done = back_up(&place.directory, &args.file).await.map_err(|why| match &why {
            ServerError::File { path, source } if source.kind() == NotFound && is_in(path, &place) => {
                place.failed(&ServerError::NoStore { path: place.shown() })
            }
            // The store was only read: what failed so is the new file.
            ServerError::Full(_) | ServerError::File { .. } => {
                not_done(&place, "backup-failed", &args.file, &why)
            }
            why => place.failed(why),
        });
        told(&place, "backup-done", &args.file, done)
    })
}

/// Makes a store of a backup.
pub fn put_back(args: &RestoreArgs) -> ExitCode {
    let place = match Place::of(&args.store) {
        Ok(place) => place,
        Err(code) => return code,
    };
    block_on(async {
        let done = restore(&args.file, &place.directory).await.map_err(|why| match &why {
            // These name what they are about, or are about where it should go.
            ServerError::Full(_) | ServerError::Damaged { .. } | ServerError::InTheWay { .. } => {
                place.failed(&why)
            }
            why => not_put_back(&place, &args.file, why),
        });
        told(&place, "restore-done", &args.file, done)
    })
}

/// What is wrong is wrong with the copy, and not with the directory that it should go to.
fn not_put_back(place: &Place, file: &std::path::Path, why: &ServerError) -> ExitCode {
    let shown = || ("file", file.display().to_string().into());
    match why {
        ServerError::NotAStore => complain(&place.words.say_with("restore-not-a-store", &[shown()])),
        ServerError::UnknownFormat { found, known } => complain(&place.words.say_with(
            "restore-newer",
            &[shown(), ("found", found.to_string().into()), ("known", known.to_string().into())],
        )),
        why => return not_done(place, "restore-failed", file, why),
    }
    ExitCode::FAILURE
}

fn not_done(place: &Place, id: &str, file: &std::path::Path, why: &ServerError) -> ExitCode {
    let cause = why.source().map(|cause| format!(": {cause}")).unwrap_or_default();
    let why = format!("{why}{cause}");
    complain(&place.words.say_with(id, &[("file", file.display().to_string().into()), ("why", why.into())]));
    ExitCode::FAILURE
}

fn is_in(path: &str, place: &Place) -> bool {
    std::path::Path::new(path).starts_with(&place.directory)
}

fn told(place: &Place, id: &str, file: &std::path::Path, done: Result<(), ExitCode>) -> Result<(), ExitCode> {
    done?;
    let data = [("file", file.display().to_string().into()), ("directory", place.shown().into())];
    complain(&place.words.say_with(id, &data));
    Ok(())
}
