//! The shape of the code, enforced: who may import whom, and what a pure layer must never contain.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod circles;

use std::fs;
use std::path::{Path, PathBuf};

/// A layer, the layers it may use, and whether it is pure.
struct Layer {
    name: &'static str,
    may_use: &'static [&'static str],
    pure: Pure,
}

#[derive(Clone, Copy, PartialEq)]
enum Pure {
    Yes,
    No,
}

const ALL: &[&str] =
    &["api", "app", "cli", "commands", "config", "console", "desk", "io", "run", "server", "ui", "words"];

/// The import table. `lib.rs` says why.
const LAYERS: &[Layer] = &[
    Layer { name: "desk", may_use: &["desk"], pure: Pure::Yes },
    Layer { name: "app", may_use: &["app", "desk"], pure: Pure::Yes },
    Layer { name: "words", may_use: &["words", "app", "desk"], pure: Pure::Yes },
    Layer { name: "ui", may_use: &["ui", "app", "desk", "words"], pure: Pure::Yes },
    Layer { name: "api", may_use: &["api", "desk"], pure: Pure::Yes },
    Layer { name: "io", may_use: &["io", "app", "desk", "api"], pure: Pure::No },
    Layer { name: "server", may_use: &["server", "desk", "api"], pure: Pure::No },
    Layer { name: "config", may_use: &["config", "app", "ui", "desk", "words"], pure: Pure::Yes },
    Layer { name: "cli", may_use: &["cli", "desk", "words"], pure: Pure::Yes },
    Layer {
        name: "commands",
        may_use: &[
            "api", "app", "cli", "commands", "config", "console", "desk", "io", "run", "server", "words",
        ],
        pure: Pure::No,
    },
    Layer {
        name: "run",
        may_use: &["api", "app", "config", "desk", "io", "run", "ui", "words"],
        pure: Pure::No,
    },
    Layer { name: "console", may_use: ALL, pure: Pure::No },
    Layer { name: "main", may_use: ALL, pure: Pure::No },
];

/// What asks the world, or gives another answer each time.
const IMPURE: &[&str] = &[
    "Utc::now",
    "Local::now",
    "Instant::now",
    "SystemTime::now",
    "tokio::",
    "reqwest",
    "sqlx",
    "axum",
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "std::thread",
    "rand::",
    "fastrand::",
    "Uuid::new_v",
    "Uuid::now_v",
    "println!",
    "eprintln!",
    "async fn",
    ".await",
];

/// What a layer must not know of, beyond the table.
const FOREIGN: &[(&str, &[&str])] = &[
    ("desk", &["ratatui", "crossterm", "fluent_bundle", "axum"]),
    ("api", &["axum", "reqwest"]),
    ("server", &["ratatui", "crossterm", "reqwest"]),
    ("ui", &["crossterm"]),
];

#[test]
fn every_layer_uses_only_what_stands_below_it() {
    let mut wrong = Vec::new();
    for (layer, file, text) in sources() {
        for (number, line) in code(&text) {
            for used in layers_named_in(line) {
                if !layer.may_use.contains(&used) {
                    wrong.push(format!("{}:{number}: {} must not use {used}", file.display(), layer.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pure_layers_ask_the_world_nothing() {
    let mut wrong = Vec::new();
    for (layer, file, text) in sources().into_iter().filter(|(layer, ..)| layer.pure == Pure::Yes) {
        for (number, line) in code(&text) {
            wrong.extend(
                IMPURE.iter().filter(|word| line.contains(**word)).map(|word| {
                    format!("{}:{number}: {} is pure, {word} is not", file.display(), layer.name)
                }),
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn layers_do_not_know_the_tools_of_others() {
    let mut wrong = Vec::new();
    for (layer, file, text) in sources() {
        let foreign = FOREIGN.iter().filter(|(name, _)| *name == layer.name).flat_map(|(_, words)| *words);
        for word in foreign {
            wrong.extend(code(&text).filter(|(_, line)| line.contains(word)).map(|(number, _)| {
                format!("{}:{number}: {} must not know {word}", file.display(), layer.name)
            }));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Keys are data: in the core, the terminal library stands only where keys and their names are read.
#[test]
fn only_the_key_map_knows_the_terminals_key_types() {
    let wrong: Vec<String> = sources()
        .into_iter()
        .filter(|(layer, file, _)| {
            layer.name == "app" && !file.display().to_string().starts_with("src/app/protocol/keymap")
        })
        .flat_map(|(_, file, text)| {
            let hits: Vec<String> = code(&text)
                .filter(|(_, line)| line.contains("crossterm"))
                .map(|(number, _)| format!("{}:{number}", file.display()))
                .collect();
            hits
        })
        .collect();
    assert!(wrong.is_empty(), "crossterm outside src/app/protocol/keymap: {wrong:?}");
}

/// The order of a `HashMap` differs from run to run, so a pure layer only looks things up in one.
#[test]
fn no_pure_layer_iterates_over_a_hash_map() {
    let mut wrong = Vec::new();
    for (layer, file, text) in sources().into_iter().filter(|(layer, ..)| layer.pure == Pure::Yes) {
        for name in hash_maps_in(&text) {
            for step in [
                ".iter()",
                ".keys()",
                ".values()",
                ".into_iter()",
                ".drain()",
                ".retain(",
                ".iter_mut()",
                ".values_mut()",
            ] {
                let word = format!("{name}{step}");
                wrong.extend(code(&text).filter(|(_, line)| line.contains(&word)).map(|(number, _)| {
                    format!("{}:{number}: {} iterates over the hash map {name}", file.display(), layer.name)
                }));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// An instant or a date that comes from outside is bounded by the function that reads it (`desk::bounds`), in every type
/// that is read at all. Those below are no border: a file of ours whose reader checks the same, and the clock's own
/// calendars, whose dates are plain days of any year.
const NO_BORDER: &[&str] =
    &["src/desk/journal.rs", "src/desk/sla/", "src/io/snapshot/", "src/commands/due/batch.rs"];

#[test]
fn every_instant_and_date_that_is_read_is_bounded() {
    let mut wrong = Vec::new();
    for (_, file, text) in sources() {
        let shown = file.display().to_string();
        if NO_BORDER.iter().any(|place| shown.starts_with(place)) {
            continue;
        }
        let (mut derived, mut inside, mut attributes) = (String::new(), false, String::new());
        for (number, line) in code(&text) {
            let trimmed = line.trim();
            let is_item = trimmed.contains("struct ") || trimmed.contains("enum ");
            if line.starts_with('}') {
                inside = false;
            }
            if trimmed.starts_with("#[") || (!derived.is_empty() && !derived.ends_with(")]")) {
                if !inside {
                    derived += trimmed;
                }
                attributes += trimmed;
                continue;
            }
            if !inside && is_item && !line.starts_with(' ') {
                inside = derived.contains("Deserialize");
                derived.clear();
            }
            let is_time = ["DateTime<Utc>", "NaiveDate", "NaiveTime"].iter().any(|it| trimmed.contains(it));
            if inside && is_time && !attributes.contains("deserialize_with") {
                wrong.push(format!("{shown}:{number}: {trimmed} is read without bounds"));
            }
            attributes.clear();
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A local time is made of a bounded instant only: at the ends of chrono's years there is none, and asking panics.
#[test]
fn local_times_are_made_in_one_place() {
    let mut wrong = Vec::new();
    for (_, file, text) in sources().into_iter().filter(|(_, file, _)| !file.ends_with("desk/bounds.rs")) {
        wrong.extend(
            code(&text)
                .filter(|(_, line)| line.contains(".with_timezone(&") && !line.contains("RuleZone"))
                .map(|(number, line)| format!("{}:{number}: {}", file.display(), line.trim())),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What a command answers is written in one place, which tells what could not be.
#[test]
fn commands_write_their_answers_in_one_place() {
    let mut wrong = Vec::new();
    for (layer, file, text) in sources() {
        if !["commands", "cli", "main"].contains(&layer.name) || file.ends_with("commands/output.rs") {
            continue;
        }
        let own = ["io::stdout", "io::stderr", "println!", "print!"];
        // A batch streams and a bell rings, and both tell what was not taken; a server's log is no answer.
        let streams =
            ["due/mod.rs", "commands/alert.rs", "commands/serve.rs"].iter().any(|it| file.ends_with(it));
        wrong.extend(
            code(&text)
                .filter(|(_, line)| !streams && own.iter().any(|word| line.contains(word)))
                .map(|(number, line)| format!("{}:{number}: {}", file.display(), line.trim())),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_folder_and_file_of_the_source_belongs_to_a_layer() {
    let mut strangers = Vec::new();
    for entry in fs::read_dir("src").unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let layer = name.trim_end_matches(".rs");
        if layer != "lib" && !LAYERS.iter().any(|known| known.name == layer) {
            strangers.push(name);
        }
    }
    assert!(strangers.is_empty(), "no layer for {strangers:?}: add it to the table and to lib.rs");
}

/// The names of fields and variables that are declared as hash maps.
fn hash_maps_in(text: &str) -> Vec<String> {
    code(text)
        .filter_map(|(_, line)| line.split_once(": HashMap<").or_else(|| line.split_once(" = HashMap::")))
        .filter_map(|(before, _)| before.split_whitespace().next_back())
        .map(|name| name.trim_start_matches('&').to_owned())
        .collect()
}

fn layers_named_in(line: &str) -> Vec<&'static str> {
    ALL.iter()
        .copied()
        .filter(|layer| {
            [format!("crate::{layer}::"), format!("crate::{layer};"), format!("vigie::{layer}::")]
                .iter()
                .any(|path| line.contains(path.as_str()))
        })
        .collect()
}

/// The lines that are code: comments are left out, and so is everything from the unit tests on.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .take_while(|(_, line)| line.trim() != "#[cfg(test)]")
        .map(|(index, line)| (index + 1, line.split("//").next().unwrap_or_default()))
}

fn sources() -> Vec<(&'static Layer, PathBuf, String)> {
    let mut files = Vec::new();
    walk(Path::new("src"), &mut files);
    files.sort();
    files
        .into_iter()
        .filter_map(|file| {
            let first = file.components().nth(1)?.as_os_str().to_str()?.trim_end_matches(".rs").to_owned();
            let layer = LAYERS.iter().find(|layer| layer.name == first)?;
            let text = fs::read_to_string(&file).unwrap();
            Some((layer, file, text))
        })
        .collect()
}

/// Unit tests that have a file of their own may do what tests do.
fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
            files.push(path);
        }
    }
}

/// A newcomer builds all of it.
#[test]
fn every_dependency_is_used() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest: toml::Table = fs::read_to_string(root.join("Cargo.toml")).unwrap().parse().unwrap();
    let used = |name: &str, folders: &[&str]| {
        let path = format!("{}::", name.trim_end_matches("-rs").replace('-', "_"));
        let mut files = Vec::new();
        for folder in folders {
            walk(&root.join(folder), &mut files);
        }
        files.into_iter().any(|file| {
            let text = fs::read_to_string(file).unwrap();
            code(&text).any(|(_, line)| {
                line.split(&path).count() > 1
                    && !line.split(&path).next().unwrap().ends_with(|before: char| before.is_alphanumeric())
            })
        })
    };
    let names = |table: &str| manifest[table].as_table().unwrap().keys().cloned().collect::<Vec<_>>();
    let unused = names("dependencies").into_iter().filter(|name| !used(name, &["src"]));
    let unused_in_tests =
        names("dev-dependencies").into_iter().filter(|name| !used(name, &["src", "tests", "benches"]));
    assert_eq!(unused.chain(unused_in_tests).collect::<Vec<_>>(), Vec::<String>::new());
}
