//! Rows whose ticket turns out to be gone when it is opened, and a clock that is off.

use chrono::TimeDelta;
use vigie::app::model::notice::Notice;
use vigie::app::protocol::effect::Effect;
use vigie::app::protocol::event::{Departed, Event};
use vigie::desk::ticket::names::LocalId;

use crate::shift::{backend, id, shift, ticket, welcome};

fn gone(local: &str, why: Departed) -> Event {
    Event::DetailGone { ticket: id(local), why }
}

#[test]
fn a_row_whose_ticket_was_merged_leaves_when_it_is_opened_and_the_other_one_is_shown() {
    let mut desk = shift("09:00", [ticket("T1").due_in(20), ticket("T2").due_in(40)]);
    desk.press("<enter>").hear(gone("T1", Departed::MergedInto(LocalId::new("T2"))));
    assert!(!desk.listed().contains("T1"), "{}", desk.listed());
    assert_eq!((desk.selected(), desk.app.detail.as_ref().unwrap().id.clone()), ("T2".to_owned(), id("T2")));
    let why = Departed::MergedInto(LocalId::new("T2"));
    assert_eq!(desk.notice(), Some(&Notice::Departed { ticket: id("T1"), why }));
    desk.wait(30);
    let asks = |effect: &Effect| matches!(effect, Effect::LoadDetail { ticket, .. } if *ticket == id("T1"));
    assert!(!desk.effects.iter().any(asks), "nothing asks for it again");
}

#[test]
fn a_row_whose_ticket_was_deleted_leaves_when_it_is_opened() {
    let mut desk = shift("09:00", [ticket("T1").due_in(20), ticket("T2").due_in(40)]);
    desk.press("<enter>").hear(gone("T1", Departed::Deleted));
    assert!(!desk.listed().contains("T1") && desk.app.detail.is_none());
    assert_eq!(desk.notice(), Some(&Notice::Departed { ticket: id("T1"), why: Departed::Deleted }));
}

#[test]
fn words_for_a_ticket_that_was_merged_meanwhile_stay_in_the_editor() {
    let mut desk = shift("09:00", [ticket("T1").due_in(20), ticket("T2").due_in(40)]);
    desk.press("<enter>").detail("T1").press("rs").press("We look.");
    desk.hear(gone("T1", Departed::MergedInto(LocalId::new("T2"))));
    let compose = desk.app.compose.as_ref().unwrap();
    assert_eq!(compose.ticket, id("T1"));
    assert!(!desk.listed().contains("T1"));
}

#[test]
fn a_clock_that_is_twelve_hours_off_is_told_once_and_shown_as_long_as_it_lasts() {
    for (behind, seconds) in [(true, 12 * 3600), (false, 180)] {
        let mut desk = shift("09:00", [ticket("T1").due_in(20_000)]);
        let skew = TimeDelta::seconds(if behind { seconds } else { -seconds });
        let mut theirs = welcome(desk.now);
        theirs.server_now += skew;
        desk.hear(Event::Connected { backend: backend(), welcome: theirs });
        let told = Notice::ClockOff { backend: backend(), ahead: -skew };
        assert_eq!(desk.notice(), Some(&told));
        assert_eq!(desk.app.links[0].clock_off(), Some(-skew));
        let mut right = welcome(desk.now);
        right.server_now += TimeDelta::seconds(90);
        desk.hear(Event::Connected { backend: backend(), welcome: right });
        assert_eq!(
            desk.app.links[0].clock_off(),
            None,
            "a minute and a half is nothing to bother anybody with"
        );
    }
}
