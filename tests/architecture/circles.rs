//! Circles among the files of one layer, by what they import: whoever reads one file of a circle has to read all.

use std::collections::{BTreeMap, BTreeSet};

use super::{code, sources};

/// Layers in which no file may stand in a circle; the others have some left.
const WITHOUT: &[&str] = &["api", "app", "cli", "config", "console", "desk", "ui", "words"];

/// A module by its path below `src`.
type Module = Vec<String>;

/// What each file of a layer imports of the same layer. Of its own folder's `mod.rs` a file is a part.
fn imports(layer: &str) -> BTreeMap<Module, BTreeSet<Module>> {
    let files: BTreeMap<Module, String> = sources()
        .into_iter()
        .filter(|(of, ..)| of.name == layer)
        .map(|(_, file, text)| {
            let path = file.with_extension("");
            let mut module: Module =
                path.iter().skip(1).map(|part| part.to_str().unwrap().to_owned()).collect();
            module.pop_if(|last| last == "mod");
            (module, code(&text).flat_map(|(_, line)| [line, "\n"]).collect())
        })
        .collect();
    let of = |module: &Module, text: &str| {
        let target = |path: Module| {
            let file = (1..=path.len()).rev().map(|depth| path[..depth].to_vec());
            let file = file.into_iter().find(|prefix| files.contains_key(prefix))?;
            (!module.starts_with(&file)).then_some(file)
        };
        let named = paths(text).into_iter().filter_map(|path| absolute(module, &path));
        named.filter_map(target).collect::<BTreeSet<_>>()
    };
    files.iter().map(|(module, text)| (module.clone(), of(module, text))).collect()
}

/// Every path of a text that begins with `crate`, `self` or `super`, those of a `use` with braces one by one.
fn paths(text: &str) -> Vec<Module> {
    let mut found = Vec::new();
    for statement in text.split(';') {
        let imported = statement.rsplit_once("use ").map(|(_, tree)| tree).filter(|tree| {
            ["crate::", "self::", "super::"].iter().any(|root| tree.trim_start().starts_with(root))
        });
        if let Some(tree) = imported {
            expand(&[], tree, &mut found);
        }
        for (at, _) in statement.match_indices("crate::") {
            let path = statement[at..].split(|it: char| !(it.is_alphanumeric() || it == '_' || it == ':'));
            let path = path.into_iter().next().unwrap_or_default();
            found.push(path.split("::").map(str::to_owned).collect());
        }
    }
    found
}

fn expand(before: &[String], tree: &str, found: &mut Vec<Module>) {
    let mut depth = 0_usize;
    let branches = tree.split(|it: char| {
        depth = if it == '{' { depth + 1 } else { depth.saturating_sub(usize::from(it == '}')) };
        it == ',' && depth == 0
    });
    for branch in branches {
        let (head, inner) =
            branch.split_once('{').map_or((branch, None), |(head, inner)| (head, Some(inner)));
        let names = head.split("::").map(|name| name.split(" as ").next().unwrap_or_default().trim());
        let path: Vec<String> =
            before.iter().cloned().chain(names.filter(|name| !name.is_empty()).map(str::to_owned)).collect();
        match inner.and_then(|inner| inner.rsplit_once('}')) {
            Some((inner, _)) => expand(&path, inner, found),
            None => found.push(path),
        }
    }
}

fn absolute(module: &Module, path: &[String]) -> Option<Module> {
    let ups = path.iter().take_while(|name| *name == "super").count();
    match path.first().map(String::as_str)? {
        "crate" => Some(path[1..].to_vec()),
        "self" => Some(module.iter().chain(&path[1..]).cloned().collect()),
        "super" => Some(
            module.iter().take(module.len() - ups.min(module.len())).chain(&path[ups..]).cloned().collect(),
        ),
        _ => None,
    }
}

/// All that can be reached from a file.
fn reached<'a>(imports: &'a BTreeMap<Module, BTreeSet<Module>>, from: &'a Module) -> BTreeSet<&'a Module> {
    let mut seen = BTreeSet::new();
    let mut next: Vec<&Module> = imports[from].iter().collect();
    while let Some(module) = next.pop() {
        if seen.insert(module) {
            next.extend(&imports[module]);
        }
    }
    seen
}

fn circles(imports: &BTreeMap<Module, BTreeSet<Module>>) -> Vec<String> {
    let in_one = imports.keys().filter(|module| reached(imports, module).contains(module));
    in_one.map(|module| module.join("::")).collect()
}

#[test]
fn no_file_of_a_layer_is_in_a_circle_with_another() {
    for layer in WITHOUT {
        let imports = imports(layer);
        assert!(!imports.is_empty(), "{layer}");
        assert_eq!(circles(&imports), Vec::<String>::new(), "{layer}");
    }
}

#[test]
fn a_circle_is_found_through_braces_and_super() {
    let module = |path: &str| path.split("::").map(str::to_owned).collect::<Module>();
    let text =
        "use crate::app::{one::One, model::{two::{Two, Zwei}, three as third}};\nuse super::four::Four;\n";
    let named: Vec<String> = paths(text)
        .iter()
        .filter_map(|path| absolute(&module("app::model::here"), path))
        .map(|path| path.join("::"))
        .collect();
    for path in ["app::one::One", "app::model::two::Zwei", "app::model::three", "app::model::four::Four"] {
        assert!(named.iter().any(|named| named == path), "{path}: {named:?}");
    }
    let planted = BTreeMap::from([
        (module("a"), BTreeSet::from([module("b")])),
        (module("b"), BTreeSet::from([module("c")])),
        (module("c"), BTreeSet::from([module("a")])),
        (module("d"), BTreeSet::from([module("a")])),
    ]);
    assert_eq!(circles(&planted), ["a", "b", "c"]);
}

/// What stands outside of the core knows what crosses the border, and not what the core is made of.
#[test]
fn adapters_know_only_the_protocol_of_the_console() {
    let mut wrong = Vec::new();
    for (layer, file, text) in sources() {
        if layer.name == "io" {
            wrong.extend(
                code(&text)
                    .filter(|(_, line)| line.contains("app::model") || line.contains("app::update"))
                    .map(|(number, line)| format!("{}:{number}: {}", file.display(), line.trim())),
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
