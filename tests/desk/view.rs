//! What a queue pane lists follows each change, and equals what choosing it anew would list.

use std::collections::BTreeSet;
use std::ops::Bound;

use proptest::prelude::*;
use vigie::desk::queue::view::{CustomerNames, Scope, View};
use vigie::desk::queue::{CustomerKey, Queue};
use vigie::desk::ticket::change::Then;
use vigie::desk::ticket::conversation::ResponseKind;
use vigie::desk::ticket::names::{CustomerId, LocalId, TicketId};

use crate::build::{Wanted, act, at, backend, respond, wanted};

const IDS: [&str; 6] = ["T1", "T2", "T3", "T4", "T5", "T6"];
const CUSTOMERS: [&str; 2] = ["acme", "borealis"];
const NOW: &str = "2026-11-23T12:00:00Z";

fn listed(view: &View, queue: &Queue) -> Vec<String> {
    view.from(queue, &Bound::Unbounded).map(|key| key.id().local.to_string()).collect()
}

fn only(customer: &str) -> Scope {
    Scope::Customers(BTreeSet::from([CustomerKey {
        backend: backend(),
        customer: CustomerId::new(customer),
    }]))
}

proptest! {
    #[test]
    fn a_view_that_followed_equals_one_chosen_anew(
        steps in prop::collection::vec((0usize..6, 0usize..2, 0u8..4, 1u8..=4), 1..50),
        scope in 0usize..3, resolved: bool, filter in prop::sample::select(vec!["", "t1", "agent", "borea", "nothing"])
    ) {
        let names = CustomerNames::from([
            (CustomerKey { backend: backend(), customer: CustomerId::new("borealis") }, "Énergies Boréales".into()),
        ]);
        let mut queue = Queue::default();
        let mut view = View::default();
        let scope = if scope == 2 { Scope::All } else { only(CUSTOMERS[scope]) };
        view.set_scope(scope.clone(), &queue, &names);
        view.set_filter(filter, &queue, &names);
        view.show_resolved(resolved, &queue, &names);
        for (which, customer, what, severity) in steps {
            let id = TicketId { backend: backend(), local: LocalId::new(IDS[which]) };
            let before = queue.key(&id);
            match (what, queue.get(&id).cloned()) {
                (0, _) => { queue.remove(&id); }
                (1, Some(ticket)) => {
                    if let Ok(after) = act(&ticket, respond(ResponseKind::Solution, Then::Resolve), NOW) {
                        queue.put(&backend(), after, at(NOW));
                    }
                }
                (_, None) => {
                    let filed = wanted(IDS[which], severity, "2026-11-23T10:00:00Z");
                    queue.put(&backend(), Wanted { customer: CUSTOMERS[customer], ..filed }.ticket(), at(NOW));
                }
                _ => {}
            }
            view.follow(before.as_ref(), &id, &queue, &names);
            let mut anew = view.clone();
            anew.choose(&queue, &names);
            prop_assert_eq!(listed(&view, &queue), listed(&anew, &queue));
            prop_assert_eq!(view.len(&queue), listed(&view, &queue).len());
        }
    }
}

#[test]
fn stepping_stops_at_the_ends_and_a_cursor_that_lost_its_ticket_takes_the_next() {
    let mut queue = Queue::default();
    for (name, filed) in [("T1", "10:00"), ("T2", "10:10"), ("T3", "10:20")] {
        queue.put(&backend(), wanted(name, 2, &format!("2026-11-23T{filed}:00Z")).ticket(), at(NOW));
    }
    let view = View::default();
    let name = |key: Option<vigie::desk::rules::obligation::Key>| key.map(|key| key.id().local.to_string());
    let first = view.first(&queue).unwrap();
    assert_eq!(name(view.step(&queue, &first, 10)), Some("T3".into()));
    assert_eq!(name(view.step(&queue, &first, -1)), None);
    queue.remove(first.id());
    assert_eq!(name(view.nearest(&queue, &first)), Some("T2".into()));
    let last = view.last(&queue).unwrap();
    queue.remove(last.id());
    assert_eq!(name(view.nearest(&queue, &last)), Some("T2".into()));
}

#[test]
fn typing_on_and_taking_back_a_filter_lists_what_it_should_and_says_whether_it_filters() {
    let mut queue = Queue::default();
    let names = CustomerNames::default();
    for (name, subject) in [("T1", "Agent mis à jour"), ("T2", "Agent bloqué"), ("T3", "Console lente")] {
        queue.put(
            &backend(),
            Wanted { subject, ..wanted(name, 2, "2026-11-23T10:00:00Z") }.ticket(),
            at(NOW),
        );
    }
    let mut view = View::default();
    for (query, expected) in [("g", 2), ("ag", 2), ("agent bloque", 1), ("agent", 2), ("", 3)] {
        view.set_filter(query, &queue, &names);
        assert_eq!(view.len(&queue), expected, "{query:?}");
        assert_eq!(view.is_filtered(), !query.is_empty(), "{query:?}");
    }
}
