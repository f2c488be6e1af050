//! The only place where state changes: facts in, effects out. Two matches, one line per arm.

mod act;
mod bulk;
mod customer_page;
mod decide;
mod deliver;
mod departed;
pub(in crate::app) mod editing;
mod files;
mod forms;
mod hear;
mod lack;
mod letters;
mod marks;
mod navigate;
mod news;
mod origin;
mod others;
mod over;
mod presence;
mod pressed;
mod rows;
mod steps;
mod templates;
mod warnings;
mod write;

use std::collections::BTreeSet;

use crate::app::model::drafts::Open;
use crate::app::model::links::Link;
use crate::app::model::overlay::Overlay;
use crate::app::model::sendable::Sendable;
use crate::app::model::state::{App, Stage};
use crate::app::protocol::command::Command;
use crate::app::protocol::effect::Effect;
use crate::app::protocol::event::Event;
use crate::app::protocol::form::About;
use crate::app::protocol::now::Now;
use crate::desk::ticket::author::Author;
use crate::desk::ticket::change::{Change, Then};
use crate::desk::ticket::names::{ActionId, BackendId};
use chrono::{TimeDelta, Timelike};
use std::time::Duration;

/// The wall clock going this much further than the other one means that the machine has slept; this much less, that
/// it was set back.
const SLEPT: TimeDelta = TimeDelta::seconds(10);

impl App {
    /// Takes one fact and returns what the outside should do about it.
    #[must_use = "effects that are not performed are lost work"]
    pub fn update(&mut self, event: Event, now: Now) -> Vec<Effect> {
        let mut effects = self.start();
        self.notice_time(now);
        self.frame += u64::from(is_visible(&event));
        effects.extend(self.take_in(event, now));
        effects.extend(self.go_on(now));
        effects
    }

    fn take_in(&mut self, event: Event, now: Now) -> Vec<Effect> {
        match event {
            Event::Woke
            | Event::Resized
            | Event::SnapshotKept { .. }
            | Event::Forgotten(_)
            | Event::DraftForgotten(_)
            | Event::PersonRemembered { .. }
            | Event::Signed(_)
            | Event::PresenceFailed { .. }
            | Event::Rang => Vec::new(),
            Event::Warned(through) => self.warned(through),
            Event::WarnFailed { through, why } => self.warn_failed(through, why, now),
            Event::Pressed { key, fresh } => self.pressed(key, fresh, now),
            Event::Pasted(text) => self.pasted(&text, now),
            Event::Drawn(drawn) => self.drawn(drawn),
            Event::Continued => self.came_back(now),
            Event::ToldToQuit => self.told_to_leave(now),

            Event::OutboxLoaded(left) => self.outbox_loaded(left, now),
            Event::StoreFailed(why) => self.store_failed(why, now),
            Event::SnapshotLoaded { backend, snapshot } => self.snapshot_loaded(&backend, snapshot, now),
            Event::SnapshotMissing { backend } => self.snapshot_missing(&backend),

            Event::Connected { backend, welcome } => self.connected(&backend, welcome, now),
            Event::ConnectFailed { backend, why } => self.not_greeted(&backend, why, now),
            Event::PollFailed { backend, why } => self.not_polled(&backend, why, now),
            Event::RulesLoaded { backend, rules } => self.rules_loaded(&backend, rules, now),
            Event::RulesFailed { backend, .. } => self.rules_failed(&backend),
            Event::Polled { backend, changes } => self.polled(&backend, changes, &BTreeSet::new(), now),
            Event::PolledAgain { backend, changes, again } => self.polled(&backend, changes, &again, now),
            Event::PolledInPart { backend, changes, unreadable } => {
                self.tell_of_unreadable(&backend, &unreadable, now);
                self.polled(&backend, changes, &BTreeSet::new(), now)
            }
            Event::DetailLoaded { ticket, detail } => self.detail_loaded(&ticket, *detail, now),
            Event::DetailUnchanged { ticket } => self.detail_unchanged(&ticket, now),
            Event::DetailFailed { ticket, why } => self.detail_failed(ticket, why, now),
            Event::DetailGone { ticket, why } => self.detail_gone(&ticket, why, now),

            Event::OverviewAnswered { customer, answer } => self.overview_answered(&customer, answer),
            Event::PresenceHeard { backend, present } => self.presence_heard(&backend, present),
            Event::PresenceWithdrawn { backend: _ } => self.presence_withdrawn(),
            Event::Recorded(id) => self.recorded(id, now),
            Event::RecordFailed { id, why } => self.record_failed(id, why, now),
            Event::AllRecorded(ids) => ids.into_iter().flat_map(|id| self.recorded(id, now)).collect(),
            Event::NoneRecorded { ids, why } => {
                ids.into_iter().flat_map(|id| self.record_failed(id, why.clone(), now)).collect()
            }
            Event::Delivered { id, at, ticket, aside } => self.delivered(id, at, *ticket, aside, now),
            Event::NotTaken(id) => self.not_taken(id, now),
            Event::LookFailed { id, why } => self.look_failed(id, &why, now),
            Event::Refused { id, why, ticket } => self.refused(id, why, ticket, now),
            Event::DeliveryFailed { id, why } => self.delivery_failed(id, &why, now),
            Event::NotItsTurn(id) => self.not_its_turn(id, now),
            Event::TakenOver(id) => self.taken_over(id, now),
            Event::WrittenBy { id, author } => self.written_by(id, author, now),
            Event::Unsigned(id) => self.unsigned(id),
            Event::Released(ids) => self.released(&ids, now),
            Event::OtherForgotten(id) => self.other_forgotten(id, now),

            Event::DraftKept(id) => self.draft_kept(id, now),
            Event::DraftNotKept { id, why } => self.draft_not_kept(id, why, now),

            Event::Edited(text) => self.edited(&text, now),
            Event::EditFailed(why) => self.edit_failed(why, now),
            Event::EditedBut { text, but } => self.edited_but(&text, but, now),
            Event::EditInFile { path, why } => self.edit_in_file(path, why, now),
            Event::Copied => self.copied(now),
            Event::CopyFailed(why) => self.copy_failed(why, now),
            Event::FileSaved(path) => self.file_saved(path, now),
            Event::FileNotSaved { name, why } => self.file_not_saved(name, why, now),
            Event::LinkOpened(link) => self.link_opened(&link, now),
            Event::FilesRead(read) => self.files_read(*read, now),
            Event::FilesUnchanged => self.files_unchanged(),
            Event::FilesRefused { why, more } => self.files_refused(why, more, now),
            Event::LinkNotOpened { link, why } => self.link_not_opened(&link, why, now),
        }
    }

    /// Does what a key or the palette asked for.
    pub(in crate::app) fn run(&mut self, command: Command, fresh: ActionId, now: Now) -> Vec<Effect> {
        if let Some(lack) = self.lack(command) {
            return self.lacking(lack, now);
        }
        match command {
            Command::Down => self.step(1),
            Command::Up => self.step(-1),
            Command::PageDown => self.page(1),
            Command::PageUp => self.page(-1),
            Command::First => self.go_first(),
            Command::Last => self.go_last(),
            Command::NextPane => self.next_pane(),
            Command::PreviousPane => self.previous_pane(),
            Command::ToCustomers => self.focus_customers(),
            Command::ToQueue => self.focus_queue(),
            Command::Open => self.open(now),
            Command::Close => self.close(),
            Command::ToggleMine => self.toggle_mine(now),
            Command::ToggleResolved => self.toggle_resolved(),
            Command::NextCustomer => self.step_customer(1),
            Command::PreviousCustomer => self.step_customer(-1),
            Command::NextUrgent => self.next_urgent(now),
            Command::Filter => self.filter(),
            Command::ClearFilter => self.clear_filter(),
            Command::ToggleMark => self.toggle_mark(now),
            Command::MarkRange => self.mark_range(now),
            Command::MarkAll => self.mark_all(),
            Command::ClearMarks => self.clear_marks(),
            Command::ShowBulk => self.show_bulk(now),
            Command::RetryFailed => self.retry_failed(fresh, now),
            Command::Acknowledge => self.acknowledge(fresh, now),
            Command::Take => self.take(fresh, now),
            Command::Assign => self.choose_manager(now),
            Command::Respond => self.choose_response(Then::Stay, now),
            Command::RespondAndResolve => self.choose_response(Then::Resolve, now),
            Command::Note => self.note(fresh, now),
            Command::SaveFile => self.choose_file(now),
            Command::OpenLink => self.choose_link(now),
            Command::WaitForCustomer => self.act(Change::WaitForCustomer, fresh, now),
            Command::Resolve => self.act(Change::Resolve, fresh, now),
            Command::Reopen => self.act(Change::Reopen, fresh, now),
            Command::LogCall => self.open_form(About::Call, fresh, now),
            Command::Escalate => self.escalate(fresh, now),
            Command::HandOver => self.open_form(About::HandOver, fresh, now),
            Command::Merge => self.open_form(About::Merge, fresh, now),
            Command::Void => self.open_form(About::Void, fresh, now),
            Command::ExplainBreach => self.open_form(About::Breach, fresh, now),
            Command::NameSender => self.open_form(About::Sender, fresh, now),
            Command::CorrectContract => self.open_contract(fresh, now),
            Command::ToggleForgotten => self.toggle_forgotten(now),
            Command::ToggleSignatures => self.toggle_signatures(),
            Command::NextStep => self.next_step(now),
            Command::FileTicket => self.open_filing(fresh, now),
            Command::ChangeSeverity => self.open_form(About::Severity, fresh, now),
            Command::Promise => self.open_form(About::Promise, fresh, now),
            Command::SettlePromise => self.open_form(About::SettlePromise, fresh, now),
            Command::NextTab => self.step_tab(1),
            Command::PreviousTab => self.step_tab(-1),
            Command::NextTicket => self.step_ticket(1),
            Command::PreviousTicket => self.step_ticket(-1),
            Command::Send => self.send_what_is_open(now),
            Command::OpenEditor => self.open_editor(),
            Command::Discard => self.discard(fresh, now),
            Command::PickTemplate => self.pick_template(now),
            Command::Quote => self.quote(now),
            Command::Sign => self.sign(now),
            Command::NextVariable => self.next_variable(now),
            Command::SwitchLanguage => self.switch_language(),
            Command::Leave => self.leave_text(now),
            Command::ShowWatch => self.show_watch(),
            Command::ShowCustomer => self.show_customer(now),
            Command::ShowOutbox => self.show_outbox(),
            Command::TakeBack => self.take_back(now),
            Command::ShowNews => self.show_news(now),
            Command::ShowReaders => self.show_readers(),
            Command::SendNow => self.send_now(now),
            Command::EditAgain => self.edit_again(fresh, now),
            Command::CopyId => self.copy_id(now),
            Command::CopyHash => self.copy_hash(now),
            Command::CopyText => self.copy_text(now),
            Command::Refresh => self.refresh(now),
            Command::Palette => self.show_palette(),
            Command::Help => self.show_help(),
            Command::DismissNotice => self.dismiss_notice(now),
            Command::AcknowledgeAlarms => self.acknowledge_alarms(now),
            Command::SnoozeAlarms => self.snooze_alarms(now),
            Command::Suspend => self.lend_terminal(Effect::Suspend),
            Command::Redraw => self.take_terminal_back(),
            Command::Quit => self.quit(now),
            Command::Choose => self.choose(fresh, now),
            Command::Cancel => self.cancel(now),
            // What is left moves in a text or changes it.
            _ => self.edit_text(command, now),
        }
    }

    /// Asks for the store, once.
    fn start(&mut self) -> Vec<Effect> {
        if self.stage != Stage::New {
            return Vec::new();
        }
        self.stage = Stage::Running;
        vec![Effect::OpenStore]
    }

    /// Compares the clocks with those of the last turn: a second that passed is seen, a sleep is made up for, and a
    /// clock that was set back moves no countdown.
    fn notice_time(&mut self, now: Now) {
        let Some(last) = self.last.replace(now) else { return };
        self.frame += u64::from(now.wall.timestamp() != last.wall.timestamp());
        let mono = TimeDelta::from_std(now.mono.saturating_sub(last.mono)).unwrap_or_default();
        let ahead = (now.wall - last.wall) - mono;
        if ahead.abs() <= SLEPT {
            return;
        }
        // Time does not go back: it was the clock that was set, and the backends' instants stay what they were.
        let set_back = (-ahead).max(TimeDelta::zero());
        for link in &mut self.links {
            link.clock_was_set_back(set_back);
            link.polling.clock_jumped(now);
        }
    }

    /// Starts what is due, whatever the fact was.
    fn go_on(&mut self, now: Now) -> Vec<Effect> {
        let mut effects = self.pass_time(now);
        effects.extend(self.files.due(now));
        for link in &mut self.links {
            effects.extend(link.polling.due(&link.id, now));
        }
        effects.extend(self.read_details(now));
        effects.extend(self.release_others());
        effects.extend(self.look_for_left(now));
        let form = match &self.overlay {
            Some(Overlay::Form(form)) => Some(&**form),
            _ => None,
        };
        let open = Open { text: self.compose.as_ref(), form };
        let saves = self.drafts.due(open, &self.outbox, now);
        effects.extend(saves.into_iter().flat_map(|save| self.saved_as_theirs(save)));
        self.hold_earlier_lives(now);
        let links = &self.links;
        let others_go = self.leftovers.let_others_go();
        let may_send = |backend: &_| if others_go { sendable(links, backend) } else { Sendable::NotYet };
        let due = self.outbox.due(may_send, |backend| person(links, backend), now);
        self.frame += u64::from(!due.is_empty());
        effects.extend(due);
        effects.extend(self.be_present(now));
        let leaves = matches!(self.stage, Stage::Leaving | Stage::ToldToLeave);
        let on_disk = !self.outbox.is_recording() && self.drafts.is_saved();
        self.done |= leaves && on_disk && self.presence.parting(now).is_none();
        effects
    }

    /// Returns when the program must wake even if nothing happens: the clock on the screen shows seconds, and
    /// everything else that waits does so in whole ones.
    pub fn next_wake(&self, now: Now) -> Duration {
        let into_second = u64::from(now.wall.nanosecond().min(999_999_999));
        let second = Duration::from_nanos(1_000_000_000 - into_second);
        let save = self.drafts.next_save().map(|due| due.saturating_sub(now.mono));
        let others =
            [self.details.next_rest(now), save, self.outbox.next_due(now), self.presence.parting(now)];
        others.into_iter().flatten().fold(second, Duration::min)
    }
}

fn person<'a>(links: &'a [Link], backend: &BackendId) -> Option<&'a Author> {
    links.iter().find(|link| link.id == *backend)?.person()
}

fn sendable(links: &[Link], backend: &BackendId) -> Sendable {
    match links.iter().find(|link| link.id == *backend) {
        Some(link) if link.polling.is_vouched() => {
            Sendable::Yes { idempotent: link.capabilities().idempotent }
        }
        _ => Sendable::NotYet,
    }
}

/// Facts that change nothing on the screen wait for the next second to be drawn.
fn is_visible(event: &Event) -> bool {
    match event {
        Event::Woke
        | Event::Drawn(_)
        | Event::SnapshotKept { .. }
        | Event::SnapshotMissing { .. }
        | Event::Forgotten(_)
        | Event::DraftKept(_)
        | Event::DraftForgotten(_)
        | Event::PersonRemembered { .. }
        | Event::Signed(_)
        | Event::PresenceHeard { .. }
        | Event::PresenceFailed { .. }
        | Event::PresenceWithdrawn { .. }
        | Event::Rang
        | Event::Warned(_)
        | Event::FilesUnchanged
        | Event::DetailUnchanged { .. } => false,
        Event::Polled { changes, .. } => !changes.tickets.is_empty() || !changes.gone.is_empty(),
        _ => true,
    }
}
