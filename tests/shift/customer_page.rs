//! The page of a customer: which one, and what is asked for it.

use vigie::app::model::customer_page::{CustomerPage, Figures};
use vigie::app::model::overlay::Overlay;
use vigie::app::protocol::effect::Effect;
use vigie::app::protocol::event::{Event, Failure};
use vigie::app::protocol::focus::Focus;
use vigie::desk::queue::CustomerKey;
use vigie::desk::queue::overview::{Overview, ResponseFigures, SignatureFigures};
use vigie::desk::ticket::names::CustomerId;

use crate::shift::{Shift, backend, shift, ticket};

fn two() -> Shift {
    shift("10:00", [ticket("T1").due_in(10), ticket("T2").due_in(20).of("borealis")])
}

fn key(customer: &str) -> CustomerKey {
    CustomerKey { backend: backend(), customer: CustomerId::new(customer) }
}

fn page(desk: &Shift) -> &CustomerPage {
    match &desk.app.overlay {
        Some(Overlay::Customer(page)) => page,
        other => panic!("{other:?}"),
    }
}

fn overview(desk: &Shift) -> Overview {
    Overview {
        as_of: desk.now.wall,
        open: [1, 0, 0, 0],
        response: ResponseFigures { met: 3, missed: 1, void: 0 },
        signatures: SignatureFigures::default(),
    }
}

#[test]
fn a_key_opens_the_page_of_the_customer_whose_ticket_is_under_the_cursor() {
    let mut desk = two();
    desk.press("ji");
    assert_eq!(desk.effects, [Effect::LoadOverview { customer: key("borealis") }]);
    assert_eq!((desk.app.focus(), &page(&desk).key), (Focus::Customer, &key("borealis")));
    desk.press("i");
    assert_eq!(desk.app.focus(), Focus::Queue);
    desk.press("k<enter>i");
    assert_eq!(page(&desk).key, key("acme"));
    assert_eq!(desk.press("<esc>").app.focus(), Focus::Detail);
}

#[test]
fn among_the_customers_it_is_the_marked_one() {
    let mut desk = two();
    desk.press("gcjj").press("i");
    assert_eq!(page(&desk).key, key("borealis"));
}

#[test]
fn figures_come_to_the_page_that_asked_for_them_and_to_no_other() {
    let mut desk = two();
    desk.press("i");
    let known = Box::new(overview(&desk));
    desk.hear(Event::OverviewAnswered { customer: key("borealis"), answer: Ok(known.clone()) });
    assert_eq!(page(&desk).figures, Figures::Asked);
    desk.hear(Event::OverviewAnswered { customer: key("acme"), answer: Ok(known.clone()) });
    assert_eq!(page(&desk).figures, Figures::Known(known.clone()));
    desk.press("<esc>").hear(Event::OverviewAnswered { customer: key("acme"), answer: Ok(known) });
    assert_eq!(desk.app.overlay, None, "nobody looks any more");
    desk.press("i")
        .hear(Event::OverviewAnswered { customer: key("acme"), answer: Err(Failure::Unreachable) });
    assert_eq!(page(&desk).figures, Figures::Failed(Failure::Unreachable));
}
