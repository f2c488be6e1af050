//! A copy of a store while it serves, a store made of a copy, and whether a file is whole.
//!
//! Nothing here ever takes the place of a file that is there.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, SqliteConnection};
use tempfile::NamedTempFile;

use crate::server::error::ServerError;

use super::desk::draw_name;
use super::open::{FILE, PATIENCE, check_format, file_error, make_private_directory};

/// How closely a file is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Check {
    /// Every page, and how they hang together: what a start can afford.
    Quick,
    /// The indexes against their tables too.
    Full,
}

/// Copies the store of a directory as it is at one instant, also while a server writes to it. The copy says that it is
/// one: wherever it is opened, by [`restore`] or by hand, it begins a new life.
///
/// # Errors
/// A file that is there already stays as it is.
pub async fn back_up(directory: &Path, to: &Path) -> Result<(), ServerError> {
    must_be_free(to)?;
    let home = to.parent().filter(|home| !home.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let copy = copied(&directory.join(FILE), home).await?;
    let mut connection = SqliteConnectOptions::new().filename(copy.path()).connect().await?;
    let can_say_so: bool =
        sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM pragma_table_info('meta') WHERE name = 'copied')")
            .fetch_one(&mut connection)
            .await?;
    if can_say_so {
        sqlx::query("UPDATE meta SET copied = 1").execute(&mut connection).await?;
    }
    connection.close().await?;
    keep(copy, to, home)
}

/// Makes a store of a copy, in a directory where there is none.
///
/// Consoles have heard of changes that the copy does not hold, so the store begins a new epoch: they synchronise anew.
///
/// # Errors
/// A copy that is not whole is told, and a store that is there already stays as it is.
pub async fn restore(from: &Path, directory: &Path) -> Result<(), ServerError> {
    let file = directory.join(FILE);
    for taken in [file.clone(), beside(&file, "-wal"), beside(&file, "-shm")] {
        must_be_free(&taken)?;
    }
    make_private_directory(directory).map_err(|source| file_error(directory, source))?;
    let copy = copied(from, directory).await?;
    let mut connection = SqliteConnectOptions::new().filename(copy.path()).connect().await?;
    sqlx::query("UPDATE meta SET epoch = ?").bind(draw_name()).execute(&mut connection).await?;
    connection.close().await?;
    keep(copy, &file, directory)
}

/// Looks at a file before anything is written to it: is it a store of ours, and whole?
pub(super) async fn look(file: &Path, check: Check) -> Result<(), ServerError> {
    let looked = async {
        let mut connection = read_only(file).await?;
        check_format(&mut connection).await?;
        let pragma = match check {
            Check::Quick => "PRAGMA quick_check(5)",
            Check::Full => "PRAGMA integrity_check(5)",
        };
        let found: Vec<String> = sqlx::query_scalar(pragma).fetch_all(&mut connection).await?;
        connection.close().await?;
        if found == ["ok"] { Ok(()) } else { Err(ServerError::damaged(found.join("; "))) }
    };
    looked.await.map_err(|why| why.of_file(file))
}

/// Everything in a file, written into a new one of a directory and looked at.
async fn copied(from: &Path, home: &Path) -> Result<NamedTempFile, ServerError> {
    fs::metadata(from).map_err(|source| file_error(from, source))?;
    // For the owner only, as all temporary files.
    let copy = NamedTempFile::new_in(home).map_err(|source| file_error(home, source))?;
    let name = copy.path().to_str().ok_or_else(|| file_error(home, io::ErrorKind::InvalidFilename.into()))?;
    let mut store = read_only(from).await?;
    let done = async {
        check_format(&mut store).await?;
        sqlx::query("VACUUM INTO ?").bind(name).execute(&mut store).await?;
        Ok(())
    };
    done.await.map_err(|why: ServerError| why.of_file(from))?;
    store.close().await?;
    look(copy.path(), Check::Full).await?;
    Ok(copy)
}

/// Gives a whole file its name, unless another one has it.
fn keep(copy: NamedTempFile, to: &Path, home: &Path) -> Result<(), ServerError> {
    let failed = |source| file_error(to, source);
    copy.as_file().sync_all().map_err(failed)?;
    copy.persist_noclobber(to).map_err(|why| failed(why.error))?;
    // The name has to be on the disk too.
    File::open(home).and_then(|home| home.sync_all()).map_err(failed)
}

async fn read_only(file: &Path) -> Result<SqliteConnection, sqlx::Error> {
    SqliteConnectOptions::new().filename(file).read_only(true).busy_timeout(PATIENCE).connect().await
}

fn must_be_free(path: &Path) -> Result<(), ServerError> {
    match fs::symlink_metadata(path) {
        Ok(_) => Err(ServerError::InTheWay { path: path.display().to_string() }),
        Err(_absent) => Ok(()),
    }
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}
