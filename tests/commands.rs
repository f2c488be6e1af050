//! The table of commands: each can be named, pressed and explained, and no key means two things in one place.

use std::collections::BTreeSet;
use std::fs;

use vigie::app::protocol::command::Command;
use vigie::app::protocol::focus::Focus;
use vigie::app::protocol::keymap::{Keymap, KeymapError, read};

/// Those without a key of their own in the default map, on purpose.
const UNBOUND: [Command; 0] = [];

#[test]
fn every_command_has_a_name_that_is_read_back() {
    for command in Command::ALL {
        assert_eq!(Command::named(&command.name()), Some(*command));
        let written = serde_json::to_string(command).unwrap();
        assert_eq!(written, format!("{:?}", command.name()));
    }
    for focus in Focus::ALL {
        assert_eq!(serde_json::to_string(&focus).unwrap(), format!("{:?}", focus.name()));
    }
}

#[test]
fn every_command_has_a_key_or_is_listed_without_one() {
    let keymap = Keymap::default();
    for command in Command::ALL {
        let bound = keymap.rows().iter().any(|row| row.run == *command);
        assert_eq!(bound, !UNBOUND.contains(command), "{command:?}");
    }
}

#[test]
fn no_default_key_needs_alt_gr_on_a_french_keyboard() {
    for row in Keymap::default().rows() {
        for key in &row.on {
            let hard = key.text().is_some_and(|it| "[]{}`~@#|\\^".contains(it));
            assert!(!hard, "{} in {:?}", row.written(), row.focus);
        }
    }
}

#[test]
fn every_command_is_explained_in_every_language() {
    for language in ["en", "fr"] {
        let ending = format!("{language}.ftl");
        let files = fs::read_dir("assets/words").unwrap().map(|entry| entry.unwrap().path());
        let ours = files.filter(|path| path.to_string_lossy().ends_with(&ending));
        let words: String = ours.map(|path| fs::read_to_string(path).unwrap()).collect();
        let ids: BTreeSet<&str> = words.lines().filter_map(|line| line.split(" =").next()).collect();
        for command in Command::ALL {
            let id = format!("help-{}", command.name());
            assert!(ids.contains(id.as_str()), "{id} is missing in {language}");
        }
    }
}

fn with(rows: &str) -> Result<Keymap, Vec<KeymapError>> {
    Keymap::default().merge(&read(&format!("keys = [\n{rows}\n]")).map_err(|error| vec![error])?)
}

#[test]
fn a_persons_rows_take_the_place_of_the_default_ones() {
    let keymap = with(r#"{ on = "e", run = "acknowledge", focus = "queue" }, { on = "a", run = "nothing", focus = "queue" }"#)
        .unwrap();
    assert_eq!(keymap.key_for(Command::Acknowledge, Focus::Queue).as_deref(), Some("e"));
    assert_eq!(keymap.key_for(Command::Acknowledge, Focus::Detail).as_deref(), Some("a"));
    let everywhere = with(r#"{ on = "a", run = "refresh", focus = "anywhere" }"#).unwrap();
    assert_eq!(everywhere.key_for(Command::Acknowledge, Focus::Queue), None);
    let shorter = with(r#"{ on = "g", run = "first", focus = "queue" }"#).unwrap();
    assert_eq!(shorter.key_for(Command::First, Focus::Queue).as_deref(), Some("g"));
}

#[test]
fn what_is_wrong_is_named_with_its_line_and_all_at_once() {
    let rows = [
        r#"{ on = "e", run = "acknowlege", focus = "queue" },"#,
        r#"{ on = "hyper-x", run = "take", focus = "queue" },"#,
        r#"{ on = "e", run = "take", focus = "quue" },"#,
        r#"{ on = "v", run = "take", focus = "queue" },"#,
        r#"{ on = "v", run = "note", focus = "anywhere" },"#,
        r#"{ on = "v w", run = "note", focus = "queue" },"#,
    ];
    let errors = with(&rows.join("\n")).unwrap_err();
    assert_eq!(errors.iter().map(KeymapError::line).collect::<Vec<_>>(), [2, 3, 4, 6, 7].map(Some));
    assert!(
        matches!(&errors[0], KeymapError::UnknownCommand { nearest: Some(name), .. } if name == "acknowledge")
    );
    assert!(matches!(&errors[1], KeymapError::UnknownKey { key, .. } if key == "hyper-x"));
    assert!(matches!(&errors[2], KeymapError::UnknownFocus { nearest: Some(name), .. } if name == "queue"));
    assert!(
        matches!(&errors[3], KeymapError::Conflict { other, other_line: Some(5), .. } if other == "take")
    );
    let in_vain = with(
        &[
            r#"{ on = "ctrl-i", run = "take", focus = "queue" },"#,
            r#"{ on = "g shift-1", run = "take", focus = "queue" },"#,
            r#"{ on = "ctrl-1", run = "take", focus = "queue" },"#,
            r#"{ on = "f12", run = "take" },"#,
        ]
        .join("\n"),
    )
    .unwrap_err();
    let told: Vec<_> = in_vain.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            r#"line Some(2): no terminal sends "ctrl-i", but As("tab")"#,
            r#"line Some(3): no terminal sends "shift-1", but As("1")"#,
            r#"line Some(4): no terminal sends "ctrl-1", but Nothing"#,
            "line Some(5): focus is missing",
        ]
    );
    let freed = with(r#"{ on = "f12", run = "nothing", focus = "queue" }"#).unwrap_err();
    assert!(matches!(&freed[0], KeymapError::FreesNothing { line: Some(2), key, .. } if key == "f12"));
    let syntax = Keymap::parse("keys = [\n{ on = 3 }\n]").unwrap_err();
    assert_eq!(syntax[0].line(), Some(2));
    assert!(Keymap::parse("keys = [{ on = \"a\", run = \"take\", focus = \"queue\", colour = 1 }]").is_err());
}
