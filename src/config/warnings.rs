//! How a person on call is warned: by which ways, how often again, and when not.

use std::time::Duration;

use chrono::{NaiveTime, Weekday};
use toml::Spanned;

use crate::app::model::alarms::quiet::Quiet;
use crate::app::model::settings::Warnings;
use crate::app::protocol::sequence::Sequence;
use crate::desk::ticket::names::CustomerId;
use crate::desk::ticket::severity::Severity;

use super::problem::Problem;
use super::resolve::{Resolver, Said};
use super::written::{QuietRow, WarningsSection};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WarningsConfig {
    pub terminal: Terminal,
    pub desktop: bool,
    /// A program and its arguments; no shell reads them.
    pub hook: Vec<String>,
    pub nag: Duration,
    pub snooze: Duration,
    pub quiet: Vec<Quiet>,
}

/// Whether the terminal is asked to show notifications, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Terminal {
    /// If it is one that is known to.
    Auto,
    Off,
    By(Sequence),
}

const TERMINALS: [(Terminal, &str); 5] = [
    (Terminal::Auto, "auto"),
    (Terminal::Off, "off"),
    (Terminal::By(Sequence::Osc9), "osc9"),
    (Terminal::By(Sequence::Osc777), "osc777"),
    (Terminal::By(Sequence::Osc99), "osc99"),
];

const DAYS: [(Weekday, &str); 7] = [
    (Weekday::Mon, "mon"),
    (Weekday::Tue, "tue"),
    (Weekday::Wed, "wed"),
    (Weekday::Thu, "thu"),
    (Weekday::Fri, "fri"),
    (Weekday::Sat, "sat"),
    (Weekday::Sun, "sun"),
];

impl Default for WarningsConfig {
    fn default() -> Self {
        let Warnings { nag, snooze, quiet, .. } = Warnings::default();
        Self { terminal: Terminal::Auto, desktop: false, hook: Vec::new(), nag, snooze, quiet }
    }
}

impl Resolver<'_> {
    pub(super) fn warnings(&mut self, section: WarningsSection, default: WarningsConfig) -> WarningsConfig {
        let WarningsSection { terminal, desktop, hook, nag, snooze, quiet } = section;
        let terminal = terminal.map(|terminal| self.spanned(terminal));
        let rows = quiet.into_iter().enumerate();
        WarningsConfig {
            terminal: self.word("warnings.terminal", terminal, &TERMINALS).unwrap_or(default.terminal),
            desktop: desktop.unwrap_or(default.desktop),
            hook: hook.and_then(|hook| self.command("warnings.hook", hook)).unwrap_or(default.hook),
            nag: self.seconds("warnings.nag", nag, 0, 3600, default.nag),
            snooze: self.seconds("warnings.snooze", snooze, 60, 4 * 3600, default.snooze),
            quiet: rows
                .filter_map(|(at, row)| self.quiet(&format!("warnings.quiet[{}]", at + 1), row))
                .collect(),
        }
    }

    fn command(&mut self, key: &str, written: Spanned<String>) -> Option<Vec<String>> {
        let said = self.spanned(written);
        self.words_of_command(key, said)
    }

    /// Takes a command apart. What only a shell would do is refused: it would go to the program as it is written.
    pub(super) fn words_of_command(&mut self, key: &str, said: Said) -> Option<Vec<String>> {
        let words = shell_words::split(&said.value).ok();
        match &words {
            None => self.add(said.line, key, Problem::BadCommand { value: said.value }),
            Some(words) => {
                if let Some(word) = words.iter().find(|word| is_for_a_shell(word)) {
                    self.add(said.line, key, Problem::ForAShell { word: word.clone() });
                }
            }
        }
        words
    }

    fn filled(&mut self, key: String, line: usize, is_empty: bool) {
        if is_empty {
            self.add(Some(line), key, Problem::Empty);
        }
    }

    fn quiet(&mut self, key: &str, row: Spanned<QuietRow>) -> Option<Quiet> {
        let line = self.line(row.span().start);
        let QuietRow { from, until, days, severities, customers } = row.into_inner();
        self.filled(format!("{key}.days"), line, days.as_ref().is_some_and(Vec::is_empty));
        self.filled(format!("{key}.severities"), line, severities.as_ref().is_some_and(Vec::is_empty));
        self.filled(format!("{key}.customers"), line, customers.as_ref().is_some_and(Vec::is_empty));
        let from = self.time(key, "from", line, from);
        let until = self.time(key, "until", line, until);
        let days: Option<Vec<Weekday>> = days
            .into_iter()
            .flatten()
            .map(|day| {
                let said = self.spanned(day);
                self.word(&format!("{key}.days"), Some(said), &DAYS)
            })
            .collect();
        // Severity 1 is quiet only where somebody writes that it is.
        let default = [Severity::High, Severity::Medium, Severity::Low];
        let severities: Option<Vec<Severity>> = match severities {
            None => Some(default.to_vec()),
            Some(written) => written.into_iter().map(|it| self.quiet_severity(key, it)).collect(),
        };
        let customers: Option<Vec<CustomerId>> =
            customers.into_iter().flatten().map(|it| self.quiet_customer(key, it)).collect();
        Some(Quiet {
            from: from?,
            until: until?,
            days: days?,
            severities: severities?,
            customers: customers?,
        })
    }

    fn time(
        &mut self,
        key: &str,
        name: &str,
        line: usize,
        written: Option<Spanned<String>>,
    ) -> Option<NaiveTime> {
        let said = self.needed(key, name, line, written)?;
        let time = NaiveTime::parse_from_str(&said.value, "%H:%M").ok();
        if time.is_none() {
            self.add(
                said.line,
                format!("{key}.{name}"),
                Problem::BadTime { value: said.value, form: "22:30" },
            );
        }
        time
    }

    fn quiet_severity(&mut self, key: &str, written: Spanned<u64>) -> Option<Severity> {
        let line = self.line(written.span().start);
        let severity = u8::try_from(written.into_inner()).ok().and_then(|it| Severity::try_from(it).ok());
        if severity.is_none() {
            self.add(Some(line), format!("{key}.severities"), Problem::OutOfRange { least: 1, most: 4 });
        }
        severity
    }

    fn quiet_customer(&mut self, key: &str, written: Spanned<String>) -> Option<CustomerId> {
        let said = self.spanned(written);
        let id = said.value.parse().ok();
        if id.is_none() {
            self.add(said.line, format!("{key}.customers"), Problem::BadName { value: said.value });
        }
        id
    }
}

/// Pipes, redirections, variables and other people's homes. `~/` is understood where the command is run.
fn is_for_a_shell(word: &str) -> bool {
    let operators = ["|", "||", "&", "&&", ";", ">", ">>", "<", "2>", "2>&1", "&>"];
    let variable = word.strip_prefix('$').and_then(|rest| rest.chars().next());
    operators.contains(&word)
        || variable.is_some_and(|first| first.is_ascii_alphabetic() || matches!(first, '{' | '(' | '_'))
        || word.strip_prefix('~').is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
}
