//! What lies over the panes and takes the keys: one at a time.

use crate::app::model::customer_page::CustomerPage;
use crate::app::model::field::{Field, TooLong};
use crate::app::model::form::Form;
use crate::app::model::fuzzy::Fuzzy;
use crate::app::model::lack::Lack;
use crate::app::model::news::News;
use crate::app::model::origin::Wish;
use crate::app::model::steps::Next;
use crate::app::model::templates::Picker;
use crate::app::protocol::command::Command;
use crate::app::protocol::event::File;
use crate::desk::text::SafeLine;
use crate::desk::text::hyperlink::Hyperlink;
use crate::desk::ticket::change::Then;
use crate::desk::ticket::conversation::ResponseKind;
use crate::desk::ticket::customer::Manager;
use crate::desk::ticket::names::{ActionId, ManagerId, TicketId};

#[derive(Clone, Debug, PartialEq)]
pub enum Overlay {
    Help {
        scroll: usize,
    },
    /// What matters on weekends and holidays.
    Watch {
        scroll: usize,
    },
    /// Who gets what is written on a ticket.
    Readers {
        ticket: TicketId,
        scroll: usize,
    },
    Palette(Palette),
    Choice(Choice),
    Outbox {
        selected: Option<ActionId>,
    },
    Form(Box<Form>),
    News(News),
    /// What is done to several tickets; it goes on while the pane is closed.
    Bulk,
    Confirm(Confirm),
    Templates(Box<Picker>),
    Customer(Box<CustomerPage>),
}

/// A question that is answered by typing the name of the ticket, so that no hurried key does it.
#[derive(Clone, Debug, PartialEq)]
pub struct Confirm {
    pub ticket: TicketId,
    pub field: Field,
}

impl Confirm {
    pub fn is_right(&self) -> bool {
        self.field.text().trim().eq_ignore_ascii_case(self.ticket.local.as_str())
    }
}

/// A question with a few answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    pub question: Question,
    pub answers: Vec<Answer>,
    /// Answers that this backend cannot take; shown with the reason.
    pub barred: Vec<(Answer, Lack)>,
    /// Index of the marked one.
    pub marked: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// Which of the files?
    SaveFile {
        ticket: TicketId,
    },
    /// Which of the links?
    OpenLink {
        ticket: TicketId,
    },
    /// What is the response that is about to be written?
    ResponseKind {
        ticket: TicketId,
        then: Then,
    },
    AssignTo {
        ticket: TicketId,
    },
    /// What is done next to a signature request?
    NextStep {
        ticket: TicketId,
    },
    /// Shall the written text go?
    DiscardText {
        ticket: TicketId,
    },
    /// Shall a text go that was left for another time?
    DiscardDraft {
        ticket: TicketId,
        draft: ActionId,
    },
    /// Shall something go that somebody else wrote?
    DiscardOther {
        ticket: TicketId,
        other: ActionId,
        /// How they are called; empty if they have no name.
        author: SafeLine,
    },
    /// Shall an action of the outbox go?
    DiscardAction {
        action: ActionId,
    },
    /// Send a text with signs in it that turn its words around?
    SendTurned {
        /// As they are shown.
        signs: SafeLine,
    },
    /// Its ticket may be another one since the desk was restored: shall it be meant for this one?
    EarlierLife {
        id: ActionId,
        wish: Wish,
    },
    /// Leave, although this is not sent?
    Quit {
        unsent: usize,
        drafts: usize,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Kind(ResponseKind),
    Manager { id: ManagerId, name: SafeLine },
    File { id: SafeLine, name: SafeLine, size: Option<u64> },
    Next(Next),
    Link(Hyperlink),
    Yes,
    No,
}

impl Answer {
    /// The key that gives it at once, in every language the same.
    pub fn shortcut(&self) -> Option<char> {
        match self {
            Self::Kind(ResponseKind::Interim) => Some('i'),
            Self::Kind(ResponseKind::PreliminaryAnalysis) => Some('p'),
            Self::Kind(ResponseKind::InformationRequest) => Some('m'),
            Self::Kind(ResponseKind::Solution) => Some('s'),
            Self::Yes => Some('y'),
            Self::No => Some('n'),
            Self::Next(next) => Some(next.shortcut()),
            Self::Manager { .. } | Self::File { .. } | Self::Link(_) => None,
        }
    }
}

impl Choice {
    pub fn response_kind(ticket: TicketId, then: Then, interim: bool, lack: Option<Lack>) -> Self {
        let answers = [
            ResponseKind::Interim,
            ResponseKind::PreliminaryAnalysis,
            ResponseKind::InformationRequest,
            ResponseKind::Solution,
        ]
        .into_iter()
        .filter(|kind| kind.is_qualified() || interim)
        .map(Answer::Kind)
        .collect::<Vec<_>>();
        // What ends the matter is answered by a solution, most of the time.
        let marked = if then == Then::Resolve { answers.len() - 1 } else { 0 };
        let barred = lack.map(|lack| (Answer::Kind(ResponseKind::Interim), lack)).into_iter().collect();
        Self { question: Question::ResponseKind { ticket, then }, answers, barred, marked }
    }

    pub fn assign_to(ticket: TicketId, managers: &[Manager]) -> Self {
        let answer = |it: &Manager| Answer::Manager { id: it.id.clone(), name: it.called_among(managers) };
        let answers = managers.iter().map(answer).collect();
        Self { question: Question::AssignTo { ticket }, answers, barred: Vec::new(), marked: 0 }
    }

    pub fn file(ticket: TicketId, files: &[File]) -> Self {
        let answer =
            |file: &File| Answer::File { id: file.id.clone(), name: file.name.clone(), size: file.size };
        let answers = files.iter().map(answer).collect();
        Self { question: Question::SaveFile { ticket }, answers, barred: Vec::new(), marked: 0 }
    }

    /// What may come next, with the recommended or the wanted one marked; what the backend cannot keep is barred.
    pub fn next_step(
        ticket: TicketId,
        possible: &[Next],
        barred: impl Iterator<Item = Next>,
        wanted: Option<Next>,
    ) -> Self {
        let marked = wanted.and_then(|wanted| possible.iter().position(|next| *next == wanted));
        let answers = possible.iter().copied().map(Answer::Next).collect();
        let marked = marked.unwrap_or_default();
        let barred = barred.map(|next| (Answer::Next(next), Lack::Place)).collect();
        Self { question: Question::NextStep { ticket }, answers, barred, marked }
    }

    pub fn link(ticket: TicketId, links: Vec<Hyperlink>) -> Self {
        let answers = links.into_iter().map(Answer::Link).collect();
        Self { question: Question::OpenLink { ticket }, answers, barred: Vec::new(), marked: 0 }
    }

    /// A question whose harmless answer is marked.
    pub fn confirm(question: Question) -> Self {
        Self { question, answers: vec![Answer::Yes, Answer::No], barred: Vec::new(), marked: 1 }
    }

    pub fn answer(&self) -> Option<&Answer> {
        self.answers.get(self.marked)
    }

    pub fn step(&mut self, by: isize) {
        let last = self.answers.len().saturating_sub(1);
        self.marked = self.marked.saturating_add_signed(by).min(last);
    }

    /// Marks the answer that a key gives at once; tells whether there is one.
    pub fn mark(&mut self, key: char) -> bool {
        let found = self.answers.iter().position(|answer| answer.shortcut() == Some(key));
        self.marked = found.unwrap_or(self.marked);
        found.is_some()
    }
}

/// The commands that fit what was typed, best first.
#[derive(Clone, Debug, PartialEq)]
pub struct Palette {
    pub field: Field,
    pub found: Vec<Command>,
    pub marked: usize,
}

impl Palette {
    pub fn new(labels: &[(Command, String)]) -> Self {
        let mut palette = Self { field: Field::default(), found: Vec::new(), marked: 0 };
        palette.search(labels);
        palette
    }

    /// Finds anew what fits; a command is found by its configuration name and by its label.
    pub fn search(&mut self, labels: &[(Command, String)]) {
        let mut fuzzy = Fuzzy::new(self.field.text());
        let mut found: Vec<(u32, Command)> = Command::ALL
            .iter()
            .filter(|command| command.is_of_the_palette())
            .filter_map(|command| {
                let label =
                    labels.iter().find(|(known, _)| known == command).map(|(_, label)| label.as_str());
                let named = fuzzy.score(&command.name());
                let best = named.max(label.and_then(|label| fuzzy.score(label)))?;
                Some((best, *command))
            })
            .collect();
        // Stable: among equals the order of the help.
        found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        self.found = found.into_iter().map(|(_, command)| command).collect();
        self.marked = 0;
    }

    /// Runs a command of the text field.
    pub(in crate::app) fn edit(
        &mut self,
        command: Command,
        labels: &[(Command, String)],
    ) -> Result<(), TooLong> {
        let fitted = self.field.run(command);
        self.search(labels);
        fitted
    }

    pub fn command(&self) -> Option<Command> {
        self.found.get(self.marked).copied()
    }

    pub fn step(&mut self, by: isize) {
        let last = self.found.len().saturating_sub(1);
        self.marked = self.marked.saturating_add_signed(by).min(last);
    }
}
