//! The last line: the keys that matter where the keys go now, as they are bound.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::model::lack::Lack;
use crate::app::model::outbox::State;
use crate::app::protocol::command::Command;
use crate::app::protocol::focus::Focus;

use super::outbox::seconds_left;
use super::pen::Pen;
use super::screen::Screen;
use super::text::width;
use super::theme::Meaning;

pub fn draw(screen: &Screen<'_>, buffer: &mut Buffer, area: Rect) {
    let mut pen = Pen::new(buffer, area, 0);
    pen.paint(screen.style(Meaning::Bar));
    pen.keep_free(1).gap(1);
    if !screen.app.begun.is_empty() {
        begun(screen, &mut pen);
        return;
    }
    let focus = screen.app.focus();
    let help = item(screen, Command::Help, focus);
    // Help leads to all the others, so it is the last to be left out.
    let reserved = help.as_ref().map_or(0, |help| width(&help.0) + width(help.1) + 3);
    undo(screen, &mut pen, focus);
    alarms(screen, &mut pen, focus);
    let (first, others) = offered(focus).split_at(1);
    for command in first.iter().chain(next_step(screen)).chain(others) {
        let Some((key, word)) = item(screen, *command, focus) else { continue };
        if width(&key) + width(word) + 3 + reserved > pen.left() {
            break;
        }
        write(screen, &mut pen, &key, word, screen.app.lack(*command));
    }
    if let Some((key, word)) = help {
        write(screen, &mut pen, &key, word, None);
    }
}

/// On a signature request its next step is what matters most.
fn next_step(screen: &Screen<'_>) -> Option<&'static Command> {
    let is_request = |id| screen.app.ticket(&id).is_some_and(|ticket| ticket.step.is_some());
    screen.app.target().is_some_and(is_request).then_some(&Command::NextStep)
}

/// What can still be taken back, and for how long, as long as it can.
fn undo(screen: &Screen<'_>, pen: &mut Pen<'_>, focus: Focus) {
    let entry = screen.app.outbox.youngest_delayed();
    let Some((key, word)) = item(screen, Command::TakeBack, focus) else { return };
    if let Some(State::Delayed { until }) = entry.map(|entry| &entry.state) {
        let seconds = seconds_left(screen, *until);
        // Its time may be over while nobody answers; it can be taken back all the same.
        let word = match seconds {
            0 => word.to_owned(),
            _ => screen.words.pair(word, &screen.words.say_with("undo-left", &[("seconds", seconds.into())])),
        };
        pen.text(&key, screen.style(Meaning::Key)).gap(1);
        pen.text(&word, screen.style(Meaning::Unsent)).gap(2);
    }
}

/// How to silence what sounds.
fn alarms(screen: &Screen<'_>, pen: &mut Pen<'_>, focus: Focus) {
    if screen.app.alarms.open() == 0 || screen.app.alarms.snoozed_until().is_some() {
        return;
    }
    for command in [Command::AcknowledgeAlarms, Command::SnoozeAlarms] {
        if let Some((key, word)) = item(screen, command, focus) {
            pen.text(&key, screen.style(Meaning::Key)).gap(1);
            pen.text(word, screen.style(Meaning::Warning)).gap(2);
        }
    }
}

/// Writes a key and its word; what this backend cannot do stands back.
fn write(screen: &Screen<'_>, pen: &mut Pen<'_>, key: &str, word: &str, lack: Option<Lack>) {
    let look = |meaning| screen.style(if lack.is_some() { Meaning::Muted } else { meaning });
    pen.text(key, look(Meaning::Key)).gap(1).text(word, look(Meaning::Text)).gap(2);
}

/// A sequence that was begun shows what it may go on with.
fn begun(screen: &Screen<'_>, pen: &mut Pen<'_>) {
    let keys: Vec<String> = screen.app.begun.iter().map(|key| pretty(&key.to_string())).collect();
    pen.text(&keys.join(" "), screen.style(Meaning::Key)).gap(3);
    for row in screen.app.continuations() {
        let next = row.on[screen.app.begun.len()..].iter().map(|key| pretty(&key.to_string()));
        let (next, word) = (next.collect::<Vec<_>>().join(" "), screen.words.short(row.run));
        if width(&next) + width(word) + 3 > pen.left() {
            break;
        }
        write(screen, pen, &next, word, screen.app.lack(row.run));
    }
}

fn item<'a>(screen: &Screen<'a>, command: Command, focus: Focus) -> Option<(String, &'a str)> {
    let key = screen.app.settings.keymap.key_for(command, focus)?;
    let begun = screen.app.bulk.as_ref().is_some_and(|bulk| bulk.begun);
    let word = match (command, focus) {
        (Command::Choose, Focus::Bulk) if begun => return None,
        (Command::RetryFailed, Focus::Bulk) if !begun => return None,
        (Command::Choose, Focus::Bulk) => screen.say("do-agree"),
        // The same keys, after what is new was read.
        (Command::SendNow, Focus::News) => screen.say("do-send-all-the-same"),
        (Command::Discard, Focus::News) => screen.say("do-to-draft"),
        _ => screen.words.short(command),
    };
    Some((pretty(&key), word))
}

/// The key of a command in a pane, as it is shown; empty if there is none.
pub fn key(screen: &Screen<'_>, command: Command, focus: Focus) -> String {
    screen.app.settings.keymap.key_for(command, focus).map(|key| pretty(&key)).unwrap_or_default()
}

/// Keys with a sign of their own are shown by it.
pub fn pretty(written: &str) -> String {
    let one = |key: &str| match key {
        "enter" => "↵".to_owned(),
        "up" => "↑".to_owned(),
        "down" => "↓".to_owned(),
        "left" => "←".to_owned(),
        "right" => "→".to_owned(),
        "backtab" => "shift-tab".to_owned(),
        _ => key.to_owned(),
    };
    written.split(' ').map(one).collect::<Vec<_>>().join(" ")
}

/// What the footer offers, the most needed first.
fn offered(focus: Focus) -> &'static [Command] {
    match focus {
        Focus::Anywhere | Focus::Queue => &[
            Command::Open,
            Command::Acknowledge,
            Command::Respond,
            Command::Note,
            Command::LogCall,
            Command::Filter,
            Command::Take,
            Command::Palette,
            Command::Quit,
            Command::ToCustomers,
            Command::ShowCustomer,
            Command::ToggleMine,
            Command::Assign,
            Command::WaitForCustomer,
            Command::Resolve,
            Command::ToggleResolved,
            Command::ShowOutbox,
            Command::ToggleMark,
        ],
        Focus::Customers => &[
            Command::ToQueue,
            Command::ShowCustomer,
            Command::ToggleMine,
            Command::Filter,
            Command::Palette,
            Command::ShowOutbox,
        ],
        Focus::Detail => &[
            Command::Close,
            Command::NextTab,
            Command::Acknowledge,
            Command::Respond,
            Command::Note,
            Command::LogCall,
            Command::Take,
            Command::ChangeSeverity,
            Command::Promise,
            Command::NextTicket,
            Command::Assign,
            Command::WaitForCustomer,
            Command::Resolve,
            Command::RespondAndResolve,
            Command::CopyId,
            Command::Palette,
            Command::SaveFile,
        ],
        Focus::Compose => &[
            Command::Send,
            Command::Leave,
            Command::PickTemplate,
            Command::OpenEditor,
            Command::Discard,
            Command::Undo,
            Command::ShowNews,
            Command::ShowReaders,
            Command::Quote,
            Command::Sign,
            Command::NextVariable,
        ],
        Focus::News => &[Command::SendNow, Command::EditAgain, Command::Discard, Command::Close],
        Focus::Bulk => &[Command::Choose, Command::RetryFailed, Command::Close],
        Focus::Filter | Focus::Palette => &[Command::Choose, Command::Cancel, Command::Up, Command::Down],
        Focus::Templates => {
            &[Command::Choose, Command::SwitchLanguage, Command::Cancel, Command::Down, Command::PageDown]
        }
        Focus::Form => &[
            Command::Send,
            Command::NextField,
            Command::Cancel,
            Command::Left,
            Command::Right,
            Command::NewLine,
        ],
        Focus::Choice | Focus::Confirm => &[Command::Choose, Command::Cancel],
        Focus::Customer | Focus::Help => &[Command::Close, Command::Down, Command::Up, Command::PageDown],
        Focus::Outbox => {
            &[Command::EditAgain, Command::SendNow, Command::ShowNews, Command::Discard, Command::Close]
        }
    }
}
