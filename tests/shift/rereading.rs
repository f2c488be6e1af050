//! What tickets are read by changes without them: they are read again, and what cannot be seen is told.

use std::collections::BTreeSet;

use vigie::app::model::notice::Notice;
use vigie::app::protocol::effect::Effect;
use vigie::app::protocol::event::{Changes, Event, Rules};
use vigie::app::protocol::unseen::Unseen;
use vigie::desk::ticket::Ticket;
use vigie::desk::ticket::names::LocalId;
use vigie::desk::ticket::severity::Severity;

use crate::shift::{Shift, backend, rules, shift, ticket};

fn again(desk: &Shift, read: Ticket) -> Event {
    let again: BTreeSet<LocalId> = [read.id.clone()].into();
    let changes = Changes {
        cursor: "again".to_owned(),
        more: false,
        server_now: desk.now.wall,
        rules_version: 1,
        tickets: vec![read],
        gone: Vec::new(),
        whole: None,
        present: Vec::new(),
        latest_bases: None,
    };
    Event::PolledAgain { backend: backend(), changes, again }
}

#[test]
fn a_ticket_that_is_read_again_counts_although_less_of_its_history_is_seen() {
    let mut desk = shift("10:00", [ticket("T1")]);
    let old = desk.ticket("T1");
    desk.customer_writes("T1");
    assert_eq!(desk.ticket("T1").version.0, 2);
    let read = Ticket { severity: Severity::Low, ..old.clone() };
    let event = again(&desk, read.clone());
    desk.hear(event);
    assert_eq!(desk.ticket("T1"), read);
    // What comes late is older all the same.
    desk.customer_writes("T1").poll(vec![old]);
    assert_eq!(desk.ticket("T1").version.0, 2);
}

#[test]
fn a_person_who_asks_for_everything_asks_for_the_rules_too() {
    let mut desk = shift("10:00", []);
    desk.press("<f5>");
    assert!(desk.effects.contains(&Effect::LoadRules { backend: backend() }));
    desk.press("<f5>");
    assert!(!desk.effects.contains(&Effect::LoadRules { backend: backend() }), "one at a time");
}

#[test]
fn what_cannot_be_seen_is_told_when_it_changes() {
    let mut desk = shift("10:00", []);
    let loaded = |unseen: &[Unseen]| Event::RulesLoaded {
        backend: backend(),
        rules: Box::new(Rules { unseen: unseen.to_vec(), ..rules() }),
    };
    let unseen = [Unseen::Group("Night desk".into()), Unseen::Field("Severity".into())];
    desk.hear(loaded(&unseen));
    let told = Notice::NotSeen { backend: backend(), unseen: unseen.to_vec() };
    assert_eq!(desk.notice(), Some(&told));
    desk.app.notices.dismiss(desk.now);
    desk.hear(loaded(&unseen));
    assert_eq!(desk.notice(), None, "it was told before");
    desk.hear(loaded(&[]));
    assert_eq!(desk.notice(), None, "all of it can be seen");
    desk.hear(loaded(&unseen));
    assert_eq!(desk.notice(), Some(&told));
}
