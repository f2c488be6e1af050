//! Where the machine keeps a person's configuration and a program's state.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use directories::{BaseDirs, ProjectDirs};

/// Longer than any configuration, key map or theme.
const LONGEST_FILE: u64 = 1024 * 1024;

/// Where the configuration is looked for.
pub fn config_file() -> Option<PathBuf> {
    ours().map(|ours| ours.config_dir().join("config.toml"))
}

/// Where the outbox, the last queues, the log and reports are.
pub fn state_dir() -> Option<PathBuf> {
    ours().map(|ours| ours.state_dir().unwrap_or_else(|| ours.data_local_dir()).to_owned())
}

fn ours() -> Option<ProjectDirs> {
    ProjectDirs::from("", "", "vigie")
}

/// Finds a file that a configuration names: `~/` is the home, else it is beside the configuration.
pub fn beside(configuration: Option<&Path>, named: &Path) -> PathBuf {
    if let (Ok(rest), Some(home)) = (named.strip_prefix("~"), BaseDirs::new()) {
        return home.home_dir().join(rest);
    }
    configuration.and_then(Path::parent).map_or_else(|| named.to_owned(), |directory| directory.join(named))
}

/// Reads a small text file.
pub fn read(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    std::fs::File::open(path)?.take(LONGEST_FILE).read_to_string(&mut text)?;
    Ok(text)
}

/// The zone of whoever sits here: `TZ` if it names one, else the machine's.
pub fn zone() -> Option<chrono_tz::Tz> {
    let from_environment = std::env::var("TZ").ok();
    let named = from_environment.as_deref().map(|zone| zone.trim_start_matches(':'));
    named
        .and_then(|zone| zone.parse().ok())
        .or_else(|| iana_time_zone::get_timezone().ok().and_then(|zone| zone.parse().ok()))
}

/// The locale, in the order that POSIX gives its variables.
pub fn locale() -> Option<String> {
    let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set)
}

/// Tells whether the person wants no colours (<https://no-color.org>).
pub fn without_colours() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}
