//! `vigie alert test`: one warning through every way that is configured, and how to see whether it came.

use std::io::{IsTerminal, Write, stdout};
use std::process::{Command, ExitCode, Stdio};
use std::sync::Arc;

use crate::desk::sla::Tz;

use crate::app::protocol::sequence::Sequence;
use crate::app::protocol::signal::{Channel, Signal};
use crate::cli::ConsoleArgs;
use crate::config::{Config, Terminal, WarningsConfig};
use crate::io::terminal::{Screen, tmux};
use crate::io::warn::{Channels, Message, WarnError, terminal};
use crate::io::{clock, places};
use crate::words::Words;

use super::settings;
use super::store::{complain, say};

/// What the command ends with, beside 0.
const FAILED: u8 = 1;
const WRONG_CONFIGURATION: u8 = 2;

/// The ways of a configuration, and those that lead somewhere.
pub fn channels(config: &Config, words: &Arc<Words>) -> (Channels, Vec<Channel>) {
    let WarningsConfig { terminal, desktop, hook, .. } = &config.warnings;
    let sequence = match terminal {
        Terminal::Auto => terminal::detected(),
        Terminal::Off => None,
        Terminal::By(sequence) => Some(*sequence),
    };
    let zone = config.zone.or_else(places::zone).unwrap_or(Tz::UTC);
    let words = Arc::clone(words);
    let voice = move |signal: &Signal| {
        let told = words.signal(signal, zone);
        Message { title: told.title, body: told.body }
    };
    let there = [
        sequence.map(|_| Channel::Terminal),
        desktop.then_some(Channel::Desktop),
        (!hook.is_empty()).then_some(Channel::Hook),
    ];
    let channels = Channels { sequence, hook: hook.clone(), voice: Arc::new(voice) };
    (channels, there.into_iter().flatten().collect())
}

/// Runs the command.
pub fn test(args: &ConsoleArgs) -> ExitCode {
    let words = settings::first_words(args);
    let settings = match settings::load(args, settings::source(args).as_ref()) {
        Ok(settings) => settings,
        Err(mistakes) => {
            settings::complain(&words, &mistakes);
            return ExitCode::from(WRONG_CONFIGURATION);
        }
    };
    let config = settings.config;
    let words = Arc::new(settings::words(&config, words));
    let (channels, there) = channels(&config, &words);
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(why) => {
            complain(&why.to_string());
            return ExitCode::from(FAILED);
        }
    };
    let test = Test { words: &words, channels: &channels, hook: config.warnings.hook.first() };
    let mut outcomes = Vec::new();
    if config.bell {
        outcomes.push(test.bell());
    }
    if config.warnings.terminal == Terminal::Auto && channels.sequence.is_none() {
        // Nothing failed: it was found out that there is nothing to ask for.
        test.done(words.say("channel-terminal"), words.say("alert-unknown-terminal"));
    }
    for channel in there {
        outcomes.push(match channel {
            Channel::Terminal => test.terminal(),
            Channel::Desktop | Channel::Hook => runtime.block_on(test.beside(channel)),
        });
    }
    if outcomes.is_empty() {
        complain(words.say("alert-test-none"));
        return ExitCode::from(FAILED);
    }
    if outcomes.contains(&Outcome::Failed) { ExitCode::from(FAILED) } else { ExitCode::SUCCESS }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Done,
    Failed,
}

struct Test<'a> {
    words: &'a Words,
    channels: &'a Channels,
    hook: Option<&'a String>,
}

impl Test<'_> {
    fn bell(&self) -> Outcome {
        let in_tmux = if tmux::is_there() { "yes" } else { "no" };
        let see = self.words.say_with("alert-test-bell-see", &[("tmux", in_tmux.into())]);
        let channel = self.words.say("channel-bell");
        self.written(channel, "\x07", self.words.say("alert-test-bell"), &see)
    }

    fn terminal(&self) -> Outcome {
        let channel = self.words.say("channel-terminal");
        let Some(sequence) = self.channels.sequence else { return Outcome::Done };
        let message = (self.channels.voice)(&Signal::test(clock::wall()));
        let bytes = terminal::notification(sequence, &message);
        let name = match sequence {
            Sequence::Osc9 => "OSC 9",
            Sequence::Osc777 => "OSC 777",
            Sequence::Osc99 => "OSC 99",
        };
        let what = self.words.say_with("alert-test-terminal", &[("sequence", name.into())]);
        let outcome = self.written(channel, &bytes, &what, self.words.say("alert-test-terminal-see"));
        if tmux::is_there() {
            say(&format!("  {}", self.passthrough()));
        }
        outcome
    }

    /// Asks tmux, which is the only one that knows.
    fn passthrough(&self) -> String {
        let asked = ["show-options", "-A", "-p", "-v", "allow-passthrough"];
        let answer = Command::new("tmux").args(asked).stdin(Stdio::null()).stderr(Stdio::null()).output();
        let value = answer.ok().filter(|answer| answer.status.success());
        let value = value.map(|answer| String::from_utf8_lossy(&answer.stdout).trim().to_owned());
        match value.as_deref() {
            Some(value @ ("on" | "all")) => {
                self.words.say_with("alert-test-passthrough-on", &[("value", value.into())])
            }
            Some("off") => self.words.say("alert-test-passthrough-off").to_owned(),
            _ => self.words.say("alert-test-passthrough-unknown").to_owned(),
        }
    }

    async fn beside(&self, channel: Channel) -> Outcome {
        let name = self.words.channel_of_warnings(channel);
        let signal = Signal::test(clock::wall());
        match self.channels.warn(channel, &signal, &Screen::nowhere()).await {
            Ok(()) => {
                let program = self.hook.map(String::as_str).unwrap_or_default();
                let hook = self.words.say_with("alert-test-hook", &[("program", program.into())]);
                let (what, see) = match channel {
                    Channel::Hook => (hook.as_str(), "alert-test-hook-see"),
                    Channel::Desktop | Channel::Terminal => {
                        (self.words.say("alert-test-desktop"), "alert-test-desktop-see")
                    }
                };
                self.done(name, what);
                say(&format!("  {}", self.words.say(see)));
                Outcome::Done
            }
            Err(why) => self.failed(name, &self.reason(&why)),
        }
    }

    fn reason(&self, why: &WarnError) -> String {
        match why {
            WarnError::TookTooLong(limit) => {
                self.words.say_with("alert-took-too-long", &[("seconds", limit.as_secs().into())])
            }
            why => why.to_string(),
        }
    }

    /// Writes to the terminal, if there is one to write to.
    fn written(&self, channel: &str, bytes: &str, what: &str, see: &str) -> Outcome {
        let mut out = stdout();
        if !out.is_terminal() {
            return self.failed(channel, self.words.say("alert-not-a-terminal"));
        }
        if let Err(why) = out.write_all(bytes.as_bytes()).and_then(|()| out.flush()) {
            return self.failed(channel, &why.to_string());
        }
        self.done(channel, what);
        say(&format!("  {see}"));
        Outcome::Done
    }

    fn done(&self, channel: &str, what: &str) {
        say(&self.words.say_with("alert-test-done", &[("channel", channel.into()), ("what", what.into())]));
    }

    fn failed(&self, channel: &str, why: &str) -> Outcome {
        let data = [("channel", channel.into()), ("why", why.into())];
        say(&self.words.say_with("alert-test-failed", &data));
        Outcome::Failed
    }
}
