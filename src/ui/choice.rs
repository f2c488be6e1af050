//! A question with a few answers, each with the key that gives it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::model::origin::Wish;
use crate::app::model::overlay::{Answer, Choice, Question};
use crate::app::model::settings::Memory;
use crate::desk::ticket::change::Then;
use crate::desk::ticket::names::ActionId;

use super::boxes::{self, Title};
use super::outbox;
use super::pen::CURSOR;
use super::pen::Pen;
use super::screen::Screen;
use super::text::width;
use super::theme::Meaning;

pub fn draw(screen: &Screen<'_>, buffer: &mut Buffer, area: Rect, choice: &Choice) {
    let question = question(screen, &choice.question);
    let hint = hint(screen, &choice.question);
    let answers: Vec<(String, &str)> =
        choice.answers.iter().map(|answer| words(screen, choice, answer)).collect();
    let names = answers.iter().map(|(name, _)| width(name)).max().unwrap_or(0);
    let barred: Vec<(String, &str)> = choice
        .barred
        .iter()
        .map(|(answer, lack)| (words(screen, choice, answer).0, screen.words.lack(*lack)))
        .collect();
    let names = barred.iter().map(|(name, _)| width(name)).fold(names, usize::max);
    let widest = answers.iter().chain(&barred).map(|(_, why)| names + width(why) + 8);
    let widest = widest
        .chain([width(&question) + 6])
        .chain(hint.lines().map(|line| width(line) + 4))
        .max()
        .unwrap_or(0);
    let hint_rows = if hint.is_empty() { 0 } else { u16::try_from(hint.lines().count()).unwrap_or(1) + 1 };
    let height =
        u16::try_from(answers.len() + barred.len()).unwrap_or(u16::MAX).saturating_add(2 + hint_rows);
    let box_area = boxes::middle(area, u16::try_from(widest).unwrap_or(u16::MAX).max(30), height);
    let title = Title { left: vec![(&question, screen.style(Meaning::Title))], right: Vec::new() };
    let inside = boxes::over(screen, buffer, box_area, &title);
    for (line, row) in hint.lines().zip(0..) {
        Pen::new(buffer, inside, row).gap(1).text(line, screen.style(Meaning::Text));
    }
    let list = Rect {
        y: inside.y + hint_rows.min(inside.height),
        height: inside.height.saturating_sub(hint_rows),
        ..inside
    };
    let rows = list.height.saturating_sub(u16::try_from(barred.len()).unwrap_or(u16::MAX));
    for ((name, why), row) in barred.iter().zip(rows.min(u16::try_from(answers.len()).unwrap_or(rows))..) {
        let quiet = screen.style(Meaning::Muted);
        let columns = u16::try_from(names).unwrap_or(0);
        let mut pen = Pen::new(buffer, list, row);
        pen.cell(" –", 4, quiet).cell(name, columns, quiet).gap(2).text(why, quiet);
    }
    let list = Rect { height: rows, ..list };
    // The marked answer stays in sight in a list that is longer than the screen.
    let first = (choice.marked + 1).saturating_sub(list.height.into());
    for ((at, (name, why)), row) in answers.iter().enumerate().skip(first).zip(0..list.height) {
        let marked = at == choice.marked;
        let look = |meaning| screen.style(if marked { Meaning::Selected } else { meaning });
        let mut pen = Pen::new(buffer, list, row);
        if marked {
            pen.paint(look(Meaning::Selected));
        }
        pen.cell(if marked { CURSOR } else { " " }, 1, look(Meaning::Text));
        let key = choice.answers[at].shortcut().map(String::from).unwrap_or_default();
        pen.cell(&key, 3, look(Meaning::Key));
        let columns = u16::try_from(names).unwrap_or(0);
        pen.cell(name, columns, look(Meaning::Text)).gap(2).text(why, look(Meaning::Muted));
    }
}

fn question(screen: &Screen<'_>, question: &Question) -> String {
    match question {
        Question::ResponseKind { then: Then::Resolve, .. } => screen.say("choice-resolve-kind").to_owned(),
        Question::ResponseKind { .. } => screen.say("choice-response-kind").to_owned(),
        Question::AssignTo { ticket } => {
            screen.words.say_with("choice-assign", &[("ticket", ticket.local.as_str().into())])
        }
        Question::NextStep { ticket } => {
            screen.words.say_with("choice-next-step", &[("ticket", ticket.local.as_str().into())])
        }
        Question::SaveFile { ticket } => {
            screen.words.say_with("choice-file", &[("ticket", ticket.local.as_str().into())])
        }
        Question::OpenLink { ticket } => {
            screen.words.say_with("choice-link", &[("ticket", ticket.local.as_str().into())])
        }
        Question::DiscardText { .. } | Question::DiscardDraft { .. } | Question::DiscardAction { .. } => {
            screen.say("choice-discard").to_owned()
        }
        Question::SendTurned { .. } => screen.say("choice-turned").to_owned(),
        Question::DiscardOther { .. } => screen.say("choice-discard").to_owned(),
        Question::EarlierLife { id, wish } => {
            let ticket = screen.app.earlier_origin(*id).map_or("", |(ticket, _)| ticket.local.as_str());
            let question = match wish {
                Wish::Send => "choice-earlier-send",
                Wish::WriteOn => "choice-earlier-write",
            };
            screen.words.say_with(question, &[("ticket", ticket.into())])
        }
        Question::Quit { .. } => screen.say("choice-quit").to_owned(),
    }
}

/// What a person should know before answering.
fn hint(screen: &Screen<'_>, question: &Question) -> String {
    match question {
        Question::Quit { unsent, drafts } => {
            // Said as it will be.
            let id = match (screen.app.settings.memory, &screen.app.disk) {
                (Memory::UntilTheEnd, _) => "choice-quit-kept-nowhere",
                (Memory::ForNextTime, Some(_)) => "choice-quit-disk-fails",
                (Memory::ForNextTime, None) => "choice-quit-hint",
            };
            screen.words.say_with(id, &[("unsent", (*unsent).into()), ("drafts", (*drafts).into())])
        }
        Question::DiscardText { ticket } | Question::DiscardDraft { ticket, .. } => {
            ticket.local.as_str().to_owned()
        }
        Question::SendTurned { signs } => {
            screen.words.say_with("choice-turned-hint", &[("signs", signs.shown().into())])
        }
        Question::DiscardAction { action } => {
            let entry = screen.app.outbox.get(*action);
            entry.map(|entry| entry.action.ticket.local.as_str().to_owned()).unwrap_or_default()
        }
        Question::DiscardOther { ticket, author, .. } => {
            let author = screen.words.person(author);
            let ticket = ticket.local.as_str().into();
            screen
                .words
                .say_with("choice-discard-other-hint", &[("ticket", ticket), ("author", author.into())])
        }
        Question::EarlierLife { id, .. } => then_and_now(screen, *id),
        Question::OpenLink { .. } => screen.say("choice-link-hint").to_owned(),
        Question::ResponseKind { .. }
        | Question::AssignTo { .. }
        | Question::NextStep { .. }
        | Question::SaveFile { .. } => String::new(),
    }
}

/// What a ticket was when something was written about it, and what has its name now.
fn then_and_now(screen: &Screen<'_>, id: ActionId) -> String {
    let Some((ticket, origin)) = screen.app.earlier_origin(id) else { return String::new() };
    let then = outbox::was(screen, ticket, origin);
    let now = match screen.app.ticket(ticket) {
        Some(known) => outbox::named(screen, ticket, &known.customer, known.subject.shown()),
        None => screen.say("earlier-gone").to_owned(),
    };
    let then = screen.words.say_with("choice-earlier-then", &[("was", then.into())]);
    let now = screen.words.say_with("choice-earlier-now", &[("is", now.into())]);
    format!("{then}\n{now}")
}

fn words<'a>(screen: &Screen<'a>, choice: &Choice, answer: &Answer) -> (String, &'a str) {
    let goes = matches!(choice.question, Question::Quit { .. } | Question::SendTurned { .. });
    let means = matches!(choice.question, Question::EarlierLife { .. });
    match answer {
        Answer::Kind(kind) => {
            (screen.words.response_kind(*kind).to_owned(), screen.words.response_kind_why(*kind))
        }
        Answer::Manager { name, .. } => (name.shown().to_owned(), ""),
        Answer::File { name, size, .. } => {
            let size = size.map(|size| format!("  {}", screen.words.size(size))).unwrap_or_default();
            (format!("{}{size}", name.shown()), "")
        }
        Answer::Next(next) => screen.words.next_step(*next),
        // First what decides where one lands: it is in sight however long the rest is.
        Answer::Link(link) => (format!("{}  {}", link.place(), link.target()), ""),
        Answer::Yes if means => (screen.say("choice-earlier-yes").to_owned(), ""),
        Answer::No if means => (screen.say("choice-earlier-no").to_owned(), ""),
        Answer::Yes if goes => (screen.say("choice-yes").to_owned(), ""),
        Answer::No if goes => (screen.say("choice-no").to_owned(), ""),
        Answer::Yes => (screen.say("choice-throw-away").to_owned(), ""),
        Answer::No => (screen.say("choice-keep").to_owned(), ""),
    }
}
