//! `vigie help`: the pages of the documentation, in the terminal.

use std::process::ExitCode;

use clap::CommandFactory;

use crate::cli::{Cli, ConsoleArgs};
use crate::words::Words;

use super::output::{complain, say, say_raw};
use super::settings;

/// The pages by name, with what is said of them, in the order of the README.
const PAGES: [(&str, &str, &str); 9] = [
    ("console", "help-page-console", include_str!("../../assets/docs/console.md")),
    ("keys", "help-page-keys", include_str!("../../assets/docs/keys.md")),
    ("configuration", "help-page-configuration", include_str!("../../assets/docs/configuration.md")),
    ("request-tracker", "help-page-request-tracker", include_str!("../../assets/docs/request-tracker.md")),
    ("server", "help-page-server", include_str!("../../assets/docs/server.md")),
    ("on-call", "help-page-on-call", include_str!("../../assets/docs/on-call.md")),
    ("security", "help-page-security", include_str!("../../assets/docs/security.md")),
    ("domain", "help-page-domain", include_str!("../../assets/docs/domain.md")),
    ("changelog", "help-page-changelog", include_str!("../../assets/docs/changelog.md")),
];

/// Shows one page, or the help of one command; without a topic, what there is. Ends with 2 if there is no such topic.
pub fn run(args: &ConsoleArgs, topic: Option<&str>) -> ExitCode {
    let words = settings::first_words(args);
    let Some(topic) = topic else {
        list(&words);
        return ExitCode::SUCCESS;
    };
    if let Some((_, _, page)) = PAGES.iter().find(|(name, ..)| *name == topic) {
        // Our own, and it names what a terminal would obey.
        say_raw(page.trim_end());
        return ExitCode::SUCCESS;
    }
    let mut command = Cli::command();
    command.build();
    if let Some(command) = command.find_subcommand_mut(topic) {
        say_raw(command.render_long_help().to_string().trim_end());
        return ExitCode::SUCCESS;
    }
    let pages = PAGES.iter().map(|(name, ..)| (*name).to_owned());
    let commands = command.get_subcommands().map(|command| command.get_name().to_owned());
    let topics: Vec<String> = pages.chain(commands).collect();
    let told = [("topic", topic.into()), ("topics", topics.join(", ").into())];
    complain(&words.say_with("help-no-topic", &told));
    ExitCode::from(2)
}

fn list(words: &Words) {
    say(words.say("help-pages"));
    for (name, told, _) in PAGES {
        say(&format!("  {name:<16} {}", words.say(told)));
    }
    say_raw("");
    say(words.say("help-commands"));
    for command in Cli::command().get_subcommands() {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        say(&format!("  {:<16} {about}", command.get_name()));
    }
}
