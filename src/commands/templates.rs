//! The desk's own templates, from the folder that the configuration names.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::config::{self, Config, Problem, Wrong};
use crate::desk::template::{Library, Own};
use crate::desk::ticket::names::CustomerId;
use crate::io::places;

use super::mistakes::{Mistakes, unreadable};

/// Reads every `NAME.toml` of the folder, and of the folders in it, which are named as customers are.
pub(super) fn library(config: &Config, path: &Path) -> Result<Library, Mistakes> {
    let folder = places::beside(Some(path), &config.templates);
    let is_default = config.templates == Config::default().templates;
    let mut reader = Reader::default();
    match entries(&folder) {
        Ok(found) => reader.folder(found, None),
        Err(why) if is_default && why.kind() == io::ErrorKind::NotFound => {}
        Err(why) => {
            let wrong = Wrong { key: "templates".to_owned(), ..unreadable(&folder, &why) };
            reader.mistakes.push((path.to_owned(), wrong));
        }
    }
    if reader.mistakes.is_empty() { Ok(Library::new(reader.own)) } else { Err(reader.mistakes) }
}

#[derive(Default)]
struct Reader {
    own: Vec<Own>,
    mistakes: Mistakes,
}

impl Reader {
    fn folder(&mut self, paths: Vec<PathBuf>, customer: Option<&CustomerId>) {
        for path in paths {
            let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
            if path.is_dir() && customer.is_none() {
                self.customer(&path);
            } else if path.extension().is_some_and(|ending| ending == "toml") {
                self.file(&path, &name, customer);
            }
        }
    }

    fn customer(&mut self, folder: &Path) {
        let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        match (name.parse::<CustomerId>(), entries(folder)) {
            (Ok(customer), Ok(found)) => self.folder(found, Some(&customer)),
            (Err(_), _) => {
                let wrong = Wrong::new(None, "", Problem::BadName { value: name.to_owned() });
                self.mistakes.push((folder.to_owned(), wrong));
            }
            (_, Err(why)) => self.mistakes.push((folder.to_owned(), unreadable(folder, &why))),
        }
    }

    fn file(&mut self, path: &Path, name: &str, customer: Option<&CustomerId>) {
        let read = places::read(path).map_err(|why| vec![unreadable(path, &why)]);
        match read.and_then(|text| config::template(name, &text)) {
            Ok(template) => self.own.push(Own { customer: customer.cloned(), template }),
            Err(wrong) => self.mistakes.extend(wrong.into_iter().map(|wrong| (path.to_owned(), wrong))),
        }
    }
}

/// What is in a folder, in the order of its names.
fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    found.sort();
    Ok(found)
}
