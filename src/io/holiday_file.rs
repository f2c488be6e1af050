//! A person's own file of public holidays: it wins where it was checked for longer than the rules of the program.

use crate::desk::sla::put_holidays_in_force;

use super::places;

/// Beside the configuration.
const NAME: &str = "public-holidays.toml";

/// A file that is there and cannot be used.
#[derive(Debug)]
pub struct LeftAside {
    pub path: String,
    pub why: String,
}

/// Puts the newest public holidays in force. Called once, before anything asks for a calendar.
///
/// # Errors
/// The file is there and is no such file; the program's own rules hold then.
pub fn use_newest() -> Result<(), LeftAside> {
    let Some(path) = places::config_file().map(|file| file.with_file_name(NAME)) else { return Ok(()) };
    let left_aside = |why: String| LeftAside { path: path.display().to_string(), why };
    let text = match places::read(&path) {
        Ok(text) => text,
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(why) => return Err(left_aside(why.to_string())),
    };
    put_holidays_in_force(&text).map(|_holds| ()).map_err(left_aside)
}
