//! A form: a few fields that make one action. Moved through with tab, sent with enter, left without a loss.

use crate::app::model::field::{Field, Lines, TooLong};
use crate::app::protocol::command::Command;
use crate::app::protocol::form::About;
use crate::app::protocol::form::Label;
use crate::app::protocol::form::Offer;
use crate::app::protocol::form::Settlement;
use crate::app::protocol::origin::Origin;
use crate::desk::ticket::change::Change;
use crate::desk::ticket::customer::Contact;
use crate::desk::ticket::names::{ActionId, ContactId, CustomerId, TicketId};
use crate::desk::ticket::severity::Severity;
use crate::desk::ticket::status::Version;
use chrono::{DateTime, Utc};
use std::time::Duration;

#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// The name of the action that it will be. If the outbox has one of that name, it is made anew.
    pub id: ActionId,
    pub about: About,
    /// Bound when the key went down, whatever the queue does.
    pub ticket: TicketId,
    /// The tickets to which the same is done: all that a publication moves.
    pub also: Vec<TicketId>,
    pub customer: CustomerId,
    pub entries: Vec<Entry>,
    /// What it said before, if it is made anew: what is not touched says it still.
    pub said: Option<Box<Change>>,
    /// As they were when it was opened: what stood there already is nobody's work.
    pub opened: Vec<Entry>,
    /// Index of the entry that has the keys.
    pub marked: usize,
    /// When it was opened, by the backend's clock (UTC) and on `mono`: a call runs since then.
    pub began_at: DateTime<Utc>,
    pub began: Duration,
    /// The version its author saw.
    pub seen: Version,
    /// What stands in the way of sending it, and at which entry.
    pub flaw: Option<(usize, Flaw)>,
    /// What the author had before the eyes when it was opened.
    pub origin: Origin,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub label: Label,
    pub input: Input,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    Line(Field),
    Pick(Pick),
}

/// One of a few.
#[derive(Clone, Debug, PartialEq)]
pub struct Pick {
    pub options: Vec<Offer>,
    pub marked: usize,
}

/// What a person has to put right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// A text is needed here.
    Empty,
    NoTime,
    NoDate,
    /// There is no place for a text with what was chosen.
    NotAsked,
    /// A name between braces was not filled in.
    Unresolved,
    /// A reason for telling nothing, and a letter of one's own.
    LetterToo,
}

impl Pick {
    pub fn of(options: impl IntoIterator<Item = Offer>) -> Self {
        Self { options: options.into_iter().collect(), marked: 0 }
    }

    pub fn chosen(&self) -> Option<&Offer> {
        self.options.get(self.marked)
    }

    /// Goes to the one above or below; tells whether there is one.
    fn go(&mut self, by: isize) -> bool {
        let there = self.marked.checked_add_signed(by).filter(|at| *at < self.options.len());
        self.marked = there.unwrap_or(self.marked);
        there.is_some()
    }

    /// Goes on to the next one, and from the last to the first.
    pub(in crate::app) fn step(&mut self, by: isize) {
        let count = self.options.len().max(1);
        self.marked = (self.marked + count).saturating_add_signed(by) % count;
    }

    pub(in crate::app) fn mark(&mut self, wanted: impl Fn(&Offer) -> bool) {
        self.marked = self.options.iter().position(wanted).unwrap_or(self.marked);
    }

    /// The digit of an option; the tenth has none.
    fn digit(&mut self, digit: char) {
        let at = digit.to_digit(10).and_then(|digit| usize::try_from(digit).ok()?.checked_sub(1));
        if let Some(at) = at.filter(|at| *at < self.options.len()) {
            self.marked = at;
        }
    }
}

impl Entry {
    pub fn pick(label: Label, options: impl IntoIterator<Item = Offer>) -> Self {
        Self { label, input: Input::Pick(Pick::of(options)) }
    }

    pub fn line(label: Label) -> Self {
        let lines = match label {
            Label::Note
            | Label::Reason
            | Label::Wish
            | Label::Answer
            | Label::Body
            | Label::Told(_)
            | Label::Rescan
            | Label::Advice => Lines::Many,
            _ => Lines::One,
        };
        Self { label, input: Input::Line(Field::of(lines)) }
    }

    /// A line in which something stands already; a letter is read before it is changed.
    pub(in crate::app) fn line_with(label: Label, text: &str) -> Self {
        let mut entry = Self::line(label);
        if let Input::Line(field) = &mut entry.input {
            *field = match field.lines() {
                Lines::One => Field::with(Lines::One, text),
                Lines::Many => Field::from_start(Lines::Many, text),
            };
        }
        entry
    }

    pub(in crate::app) fn is_line(&self) -> bool {
        matches!(self.input, Input::Line(_))
    }

    pub(in crate::app) fn is_line_of(&self, text: &str) -> bool {
        matches!(&self.input, Input::Line(field) if field.text() == text)
    }

    /// What was typed, without blanks at its ends; `None` if that is nothing.
    pub(in crate::app) fn written(&self) -> Option<&str> {
        match &self.input {
            Input::Line(field) => Some(field.text().trim()).filter(|text| !text.is_empty()),
            Input::Pick(_) => None,
        }
    }

    /// Whether a text stands here that did not stand there.
    pub(in crate::app) fn says_more_than(&self, opened: &Self) -> bool {
        match (&self.input, &opened.input) {
            (Input::Line(field), Input::Line(before)) => {
                !field.text().trim().is_empty() && field.text() != before.text()
            }
            _ => false,
        }
    }
}

impl Form {
    pub fn entry(&self, label: Label) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.label == label)
    }

    fn entry_mut(&mut self, label: Label) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|entry| entry.label == label)
    }

    /// Where an entry stands; the first one if it is not there.
    pub fn place(&self, label: Label) -> usize {
        self.entries.iter().position(|entry| entry.label == label).unwrap_or_default()
    }

    pub fn chosen(&self, label: Label) -> Option<&Offer> {
        match &self.entry(label)?.input {
            Input::Pick(pick) => pick.chosen(),
            Input::Line(_) => None,
        }
    }

    pub fn severity(&self) -> Option<Severity> {
        match self.chosen(Label::Severity)? {
            Offer::Severity(severity) => Some(*severity),
            _ => None,
        }
    }

    pub fn settlement(&self) -> Option<Settlement> {
        match self.chosen(Label::Settlement)? {
            Offer::Settlement(settlement) => Some(*settlement),
            _ => None,
        }
    }

    /// What was typed, without blanks at its ends; `None` if that is nothing.
    pub fn text(&self, label: Label) -> Option<&str> {
        self.entry(label)?.written()
    }

    /// Whether somebody typed something that must not be lost.
    pub fn holds_text(&self) -> bool {
        self.entries.iter().zip(&self.opened).any(|(entry, opened)| entry.says_more_than(opened))
    }

    pub(in crate::app) fn mark(&mut self, label: Label, wanted: impl Fn(&Offer) -> bool) {
        if let Some(Entry { input: Input::Pick(pick), .. }) = self.entry_mut(label) {
            pick.mark(wanted);
        }
    }

    pub(in crate::app) fn write(&mut self, label: Label, text: &str) {
        if let Some(Entry { input: Input::Line(field), .. }) = self.entry_mut(label) {
            *field = Field::with(field.lines(), text);
        }
    }

    /// Goes up or down as the form is seen: through an open list or the lines of a text, then to the next entry.
    pub(in crate::app) fn go(&mut self, by: isize) {
        let stays = match self.entries.get_mut(self.marked) {
            Some(Entry { label, input: Input::Pick(pick) }) => label.stands_open() && pick.go(by),
            Some(Entry { input: Input::Line(field), .. }) => field.step(by),
            None => false,
        };
        if !stays {
            self.step(by);
        }
    }

    /// Goes to the next entry, and from the last to the first.
    pub(in crate::app) fn step(&mut self, by: isize) {
        let count = self.entries.len().max(1);
        self.marked = (self.marked + count).saturating_add_signed(by) % count;
    }

    /// Takes a typed character: text in a line, the number of an option, or a blank for the next one.
    ///
    /// # Errors
    ///
    /// If there is no room for it.
    pub(in crate::app) fn insert(&mut self, text: &str) -> Result<(), TooLong> {
        self.flaw = None;
        match self.entries.get_mut(self.marked).map(|entry| &mut entry.input) {
            Some(Input::Line(field)) => return field.insert(text),
            Some(Input::Pick(pick)) => match text.chars().next() {
                Some(' ') => pick.step(1),
                Some(digit) => pick.digit(digit),
                None => {}
            },
            None => {}
        }
        Ok(())
    }

    /// Runs a command of the marked entry.
    pub(in crate::app) fn edit(&mut self, command: Command) -> Result<(), TooLong> {
        if !matches!(command, Command::NextField | Command::PreviousField) {
            self.flaw = None;
        }
        match (self.entries.get_mut(self.marked).map(|entry| &mut entry.input), command) {
            (_, Command::NextField) => self.step(1),
            (_, Command::PreviousField) => self.step(-1),
            (Some(Input::Line(field)), command) => return field.run(command),
            (Some(Input::Pick(pick)), Command::Left) => pick.step(-1),
            (Some(Input::Pick(pick)), Command::Right) => pick.step(1),
            _ => {}
        }
        Ok(())
    }
}

/// Of whose request a form speaks, for choosing who called.
pub(in crate::app) fn callers<'a>(
    contacts: impl Iterator<Item = &'a Contact>,
    filed_by: Option<&ContactId>,
) -> Entry {
    let mut entry = Entry::pick(
        Label::Caller,
        contacts.map(|contact| Offer::Contact(Box::new(contact.clone()))).chain([Offer::NotNamed]),
    );
    if let Input::Pick(pick) = &mut entry.input {
        pick.mark(|choice| filed_by.is_some() && choice.contact().map(|contact| &contact.id) == filed_by);
    }
    entry
}
