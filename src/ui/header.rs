//! The head of a ticket: what it is, who has it, when an answer is due, and how much of the time is gone.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::desk::queue::reading::{Left, Reading};
use crate::desk::rules::obligation::{Owing, Standing};
use crate::desk::ticket::dues::{Call, Dues};
use crate::desk::ticket::names::TicketId;
use crate::desk::ticket::status::{Side, Status};
use crate::desk::ticket::{Response, Ticket};

use super::pen::Pen;
use super::present;
use super::screen::Screen;
use super::signature;
use super::state::{Shown, severity_meaning};
use super::theirs;
use super::theme::Meaning;

/// From here on two things stand on each line, one at each end.
const TWO_SIDES: u16 = 84;
const BAR: usize = 24;

/// A ticket and what is read of its clock.
pub struct Head<'a> {
    pub id: &'a TicketId,
    pub ticket: &'a Ticket,
    reading: Reading,
    shown: Shown,
}

impl<'a> Head<'a> {
    pub fn of(screen: &Screen<'_>, id: &'a TicketId, ticket: &'a Ticket) -> Self {
        let reading = screen.app.reading(ticket, &id.backend, screen.now);
        Self { id, ticket, reading, shown: Shown::of(ticket, &reading) }
    }

    /// Lines that it takes at a width.
    pub fn height(&self, screen: &Screen<'_>, columns: u16) -> u16 {
        let pending = u16::from(screen.app.outbox.pending(self.id).is_some())
            + u16::from(self.ticket.step.is_some())
            + u16::from(!screen.app.presence.on(self.id).is_empty())
            + u16::from(theirs::line(screen, self.id).is_some());
        if columns >= TWO_SIDES {
            return 3 + pending;
        }
        let bar = u16::from(self.reading.used.is_some());
        4 + bar + u16::from(self.call(screen).is_some()) + pending
    }

    pub fn draw(&self, screen: &Screen<'_>, buffer: &mut Buffer, area: Rect) {
        let mut row = 0;
        let mut pen = |buffer: &mut Buffer, draw: &mut dyn FnMut(Pen<'_>)| {
            draw(Pen::new(buffer, area, row));
            row += 1;
        };
        if area.width >= TWO_SIDES {
            pen(buffer, &mut |mut pen| {
                self.standing(screen, &mut pen, true);
                self.subject(screen, pen.keep_free(2));
            });
            pen(buffer, &mut |mut pen| {
                self.due(screen, &mut pen, true);
                self.origin(screen, pen.keep_free(2));
            });
            pen(buffer, &mut |mut pen| {
                if self.bar(screen, &mut pen) {
                    pen.gap(2);
                }
                self.call_line(screen, &mut pen);
                self.ball(screen, pen.gap(2));
            });
        } else {
            pen(buffer, &mut |mut pen| self.subject(screen, &mut pen));
            pen(buffer, &mut |mut pen| self.standing(screen, &mut pen, false));
            pen(buffer, &mut |mut pen| self.origin(screen, &mut pen));
            pen(buffer, &mut |mut pen| self.due(screen, &mut pen, false));
            if self.reading.used.is_some() {
                pen(buffer, &mut |mut pen| {
                    self.bar(screen, &mut pen);
                });
            }
            if self.call(screen).is_some() {
                pen(buffer, &mut |mut pen| self.call_line(screen, &mut pen));
            }
        }
        if let Some(told) = theirs::line(screen, self.id) {
            pen(buffer, &mut |mut pen| {
                pen.text(&told, screen.style(Meaning::Muted));
            });
        }
        if self.ticket.step.is_some() {
            pen(buffer, &mut |mut pen| signature::head(screen, &mut pen, self.id, self.ticket));
        }
        if let Some((told, meaning)) = present::told(screen, self.id) {
            pen(buffer, &mut |mut pen| {
                pen.text(&told, screen.style(meaning));
            });
        }
        if screen.app.outbox.pending(self.id).is_some() {
            pen(buffer, &mut |mut pen| self.pending(screen, &mut pen));
        }
    }

    fn subject(&self, screen: &Screen<'_>, pen: &mut Pen<'_>) {
        pen.text(self.ticket.subject.shown(), screen.style(Meaning::Title));
    }

    /// Severity, status, and who is on it.
    fn standing(&self, screen: &Screen<'_>, pen: &mut Pen<'_>, right: bool) {
        let severity = screen.words.severity_loud(self.ticket.severity);
        let owner = match &self.ticket.owner {
            None => screen.say("ticket-nobody").to_owned(),
            Some(owner) => {
                let name = screen.manager(&self.id.backend, owner);
                screen.words.say_with("ticket-with", &[("name", name.into())])
            }
        };
        let rest = format!("{}, {owner}", screen.words.status(self.ticket.status));
        let meaning = severity_meaning(self.ticket.severity);
        let open = if self.ticket.status == Status::New { Meaning::Title } else { Meaning::Text };
        if right {
            pen.at_right(&rest, screen.style(open));
            pen.keep_free(2);
            pen.at_right(severity, screen.style(meaning));
        } else {
            pen.text(severity, screen.style(meaning)).gap(2).text(&rest, screen.style(open));
        }
    }

    /// Who filed it, how to reach them, through what and when.
    fn origin(&self, screen: &Screen<'_>, pen: &mut Pen<'_>) {
        let ticket = self.ticket;
        let contact = screen.contact_of(ticket, &self.id.backend);
        let customer = screen.customer_of(ticket, &self.id.backend);
        let name = ticket.contact.as_ref().map(|id| screen.contact(customer, id, &self.id.backend));
        let name = name.unwrap_or("?");
        match &ticket.course().stranger {
            // Never dropped, never taken for somebody who may ask: a manager says who it is.
            Some(stranger) => {
                let text = screen.words.say_with("ticket-stranger", &[("name", stranger.shown().into())]);
                pen.text(&format!("? {text}"), screen.style(Meaning::Warning));
            }
            None => {
                pen.text(name, screen.style(Meaning::Text));
            }
        }
        let phone = contact.and_then(|contact| contact.phone.as_ref()).map(|phone| phone.shown().to_owned());
        let filed = screen.instant(ticket.filed_at, &self.id.backend);
        let filed = format!("{} {filed}", screen.words.channel(ticket.channel));
        let kind = screen.words.kind(ticket.kind).to_owned();
        let quiet = screen.style(Meaning::Muted);
        for part in phone.into_iter().chain([filed, kind]) {
            // Half a telephone number helps nobody: each part is there whole, or not at all.
            pen.whole(&format!("  {part}"), quiet);
        }
    }

    /// When the response is due and what is left, or how it went.
    fn due(&self, screen: &Screen<'_>, pen: &mut Pen<'_>, right: bool) {
        let (first, second) = self.response(screen);
        let style = screen.style(self.shown.meaning());
        let quiet = screen.style(Meaning::Text);
        let second = second.map(|second| format!(", {second}")).unwrap_or_default();
        if right {
            pen.at_right(&second, style);
            pen.at_right(&first, quiet);
            pen.keep_free(1);
            pen.at_right(self.shown.sign(), style);
        } else {
            pen.text(self.shown.sign(), style).gap(1).text(&first, quiet).text(&second, style);
        }
    }

    fn response(&self, screen: &Screen<'_>) -> (String, Option<String>) {
        let backend = &self.id.backend;
        if let Some(objective) = self.objective(screen) {
            return objective;
        }
        match &self.ticket.response {
            Response::NotGuaranteed => (screen.say("ticket-no-guarantee").to_owned(), None),
            Response::NoContract => (screen.say("ticket-no-contract").to_owned(), None),
            Response::Given(verdict) => {
                let at = screen.instant(verdict.at, backend);
                let answered = screen.words.say_with("ticket-answered", &[("at", at.into())]);
                (answered, verdict.target.map(|judged| screen.words.judged(judged)))
            }
            Response::Owed(_) => match self.reading.due {
                None => (screen.say("ticket-never-due").to_owned(), None),
                Some(due) => {
                    let due = screen.instant(due, backend);
                    (
                        screen.words.say_with("ticket-response-due", &[("due", due.into())]),
                        Some(self.left(screen)),
                    )
                }
            },
        }
    }

    /// What we owe by our own word, named as that.
    fn objective(&self, screen: &Screen<'_>) -> Option<(String, Option<String>)> {
        let (id, at, what) = match Owing::of(self.ticket)? {
            Owing::Response(_) => return None,
            Owing::Update(at) => ("ticket-update-due", at, ""),
            Owing::Promise(promise) => ("ticket-promise-due", promise.due, promise.what.shown()),
            // Which step it is, the picture says.
            Owing::Step(at) => ("ticket-step-due", at, ""),
            Owing::Advice(advice) => {
                ("ticket-advice-due", advice.until, screen.words.advice_kind(advice.kind))
            }
        };
        let what = what.lines().next().unwrap_or_default();
        let due = screen.instant(at, &self.id.backend);
        let variables = [("due", due.into()), ("what", what.into())];
        Some((screen.words.say_with(id, &variables), Some(self.left(screen))))
    }

    fn left(&self, screen: &Screen<'_>) -> String {
        match (self.reading.standing, self.reading.left) {
            (Standing::Overdue, Left::Clock(left)) => {
                screen.words.say_with("ticket-overdue", &[("late", screen.words.span(left).into())])
            }
            (Standing::Breached, Left::Clock(left)) => {
                screen.words.say_with("ticket-late", &[("late", screen.words.span(left).into())])
            }
            (_, Left::Business { running: false, resumes: Some(resumes), .. }) => {
                let until = screen.instant(resumes, &self.id.backend);
                screen.words.say_with("ticket-resting", &[("until", until.into())])
            }
            (_, left) => {
                let mut shown = String::new();
                screen.words.push_left(&mut shown, left);
                screen.words.say_with("ticket-time-left", &[("left", shown.into())])
            }
        }
    }

    /// The part of the time that is gone; tells whether there is one to draw.
    fn bar(&self, screen: &Screen<'_>, pen: &mut Pen<'_>) -> bool {
        let Some(used) = self.reading.used else { return false };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share, clamped before"
        )]
        let percent = (used.clamp(0.0, 99.99) * 100.0) as usize;
        let filled = (percent * BAR).div_ceil(100).min(BAR);
        let style = screen.style(self.shown.meaning());
        pen.fill("█", filled, style).fill("░", BAR - filled, screen.style(Meaning::Muted)).gap(1);
        pen.text(&screen.words.say_with("ticket-used", &[("percent", percent.into())]), style);
        true
    }

    /// The call that the customer owes out of hours, and what it commits us to.
    fn call(&self, screen: &Screen<'_>) -> Option<String> {
        let dues: &Dues = self.ticket.owed()?;
        let commitment = dues.commitment.map(|at| screen.instant(at, &self.id.backend)).unwrap_or_default();
        match dues.call {
            Call::NotNeeded => None,
            Call::Missing => Some(format!(
                "☎? {}",
                screen.words.say_with("ticket-call-missing", &[("at", commitment.into())])
            )),
            Call::Logged { at } => {
                let at = screen.instant(at, &self.id.backend);
                let variables = [("at", at.into()), ("due", commitment.into())];
                Some(format!("☎ {}", screen.words.say_with("ticket-call-logged", &variables)))
            }
        }
    }

    fn call_line(&self, screen: &Screen<'_>, pen: &mut Pen<'_>) {
        if let Some(call) = self.call(screen) {
            pen.text(&call, screen.style(Meaning::Call));
        }
    }

    fn ball(&self, screen: &Screen<'_>, pen: &mut Pen<'_>) {
        let ball = self.ticket.ball();
        let id = match ball.side {
            Side::Us => "ticket-ball-us",
            Side::Customer => "ticket-ball-customer",
            Side::Lab => "ticket-ball-lab",
        };
        let ago = screen.age(ball.since, &self.id.backend);
        pen.at_right(&screen.words.say_with(id, &[("ago", ago.into())]), screen.style(Meaning::Muted));
    }

    fn pending(&self, screen: &Screen<'_>, pen: &mut Pen<'_>) {
        let Some(pending) = screen.app.outbox.pending(self.id) else { return };
        let sign = super::outbox::sign(pending.state);
        let state = super::outbox::state(screen, pending.state);
        let text = Screen::signed(sign, &screen.words.pair(screen.words.deed(pending.deed), &state));
        pen.text(&text, screen.style(Meaning::Unsent));
    }
}
