//! The cursor, the panes, the filter.

use proptest::prelude::*;
use vigie::app::model::customers::CustomerLine;
use vigie::app::model::detail::{Loading, Tab};
use vigie::app::model::notice::Notice;
use vigie::app::model::overlay::Overlay;
use vigie::app::protocol::effect::Effect;
use vigie::app::protocol::event::{Drawn, Event, Failure};
use vigie::app::protocol::focus::Focus;

use crate::shift::{Shift, id, shift, ticket};

fn three() -> Shift {
    shift("10:00", [ticket("T1").due_in(10), ticket("T2").due_in(20), ticket("T3").due_in(25)])
}

#[test]
fn the_queue_is_in_the_order_of_the_dues_and_the_cursor_on_the_first() {
    assert_eq!(three().listed(), "[T1] T2 T3");
}

#[test]
fn vim_keys_and_arrows_move_alike_and_stop_at_the_ends() {
    for (keys, at) in [
        ("j", "T2"),
        ("<down><down>", "T3"),
        ("jjjj", "T3"),
        ("Gk", "T2"),
        ("Ggg", "T1"),
        ("<end><home>", "T1"),
    ] {
        assert_eq!(three().press(keys).selected(), at, "{keys}");
    }
}

#[test]
fn a_poll_that_reorders_the_queue_keeps_the_cursor_on_its_ticket() {
    let mut desk = three();
    desk.press("j").arrives(ticket("T0").due_in(5));
    assert_eq!(desk.listed(), "T0 T1 [T2] T3");
}

#[test]
fn an_untouched_console_holds_its_ticket_too_once_the_first_queue_is_there() {
    let mut desk = three();
    desk.arrives(ticket("T0").due_in(5));
    assert_eq!(desk.listed(), "T0 [T1] T2 T3");
}

#[test]
fn the_nearest_neighbour_takes_the_cursor_of_a_ticket_that_leaves() {
    let mut desk = three();
    desk.press("j");
    desk.answer(changes_without("T2"));
    assert_eq!(desk.listed(), "T1 [T3]");
    desk.answer(changes_without("T3"));
    assert_eq!(desk.listed(), "[T1]");
    desk.answer(changes_without("T1"));
    assert_eq!((desk.listed().as_str(), desk.selected().as_str()), ("", ""));
}

fn changes_without(local: &str) -> vigie::app::protocol::event::Changes {
    vigie::app::protocol::event::Changes {
        cursor: format!("without {local}"),
        more: false,
        server_now: "2026-11-23T10:00:00Z".parse().unwrap(),
        rules_version: 1,
        tickets: Vec::new(),
        gone: vec![id(local).local],
        whole: None,
        present: Vec::new(),
        latest_bases: None,
    }
}

#[test]
fn the_window_scrolls_only_as_far_as_the_cursor_needs() {
    let names = ["T0", "T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9"];
    let mut due = 0;
    let mut desk = shift(
        "10:00",
        names.map(|name| {
            due += 1;
            ticket(name).due_in(due)
        }),
    );
    desk.hear(Event::Drawn(Drawn { queue_rows: 4, ..Drawn::default() }));
    let shown = |desk: &Shift| {
        desk.app.window(4).rows.iter().map(|row| row.id.local.to_string()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(shown(&desk), "T0 T1 T2 T3");
    assert_eq!(shown(desk.press("jjjj")), "T1 T2 T3 T4");
    assert_eq!(shown(desk.press("kkk")), "T1 T2 T3 T4");
    assert_eq!(shown(desk.press("k")), "T0 T1 T2 T3");
    assert_eq!(shown(desk.press("<pagedown>")), "T0 T1 T2 T3");
    assert_eq!(shown(desk.press("<pagedown>")), "T3 T4 T5 T6");
    assert_eq!(shown(desk.press("G")), "T6 T7 T8 T9");
    desk.hear(Event::Drawn(Drawn { queue_rows: 8, ..Drawn::default() }));
    assert_eq!(desk.app.window(8).rows.len(), 8, "no room is left over");
    assert_eq!(desk.app.window(0).rows.len(), 0);
}

#[test]
fn the_filter_holds_while_it_is_typed_and_escape_ends_it() {
    let mut desk = shift("10:00", [ticket("T1").about("Élan bloqué"), ticket("T2").about("Other")]);
    assert_eq!(desk.press("/elan").listed(), "[T1]");
    assert_eq!(desk.app.focus(), Focus::Filter);
    assert_eq!(desk.press("<backspace><enter>").app.focus(), Focus::Queue);
    assert_eq!(desk.listed(), "[T1]");
    assert_eq!(desk.press("<esc>").listed(), "[T1] T2");
    assert_eq!(desk.press("/nothing").listed(), "");
    assert_eq!(desk.press("<esc>").listed(), "[T1] T2");
    assert_eq!(desk.app.focus(), Focus::Queue);
}

#[test]
fn the_filter_finds_the_names_of_customers_without_their_accents() {
    let mut desk = shift("10:00", [ticket("T1"), ticket("T2").of("borealis")]);
    assert_eq!(desk.press("/energies bor").listed(), "[T2]");
}

#[test]
fn the_customers_pane_shows_one_customers_queue_and_mine_only_ours() {
    let mut desk = shift("10:00", [ticket("T1"), ticket("T2").of("borealis")]);
    desk.press("<backtab>j");
    assert_eq!(desk.app.focus(), Focus::Customers);
    assert_eq!(desk.listed(), "[T1]");
    assert_eq!(desk.press("j").listed(), "[T2]");
    assert_eq!(desk.press("k<enter>J").listed(), "[T2]");
    assert_eq!(desk.press("KJ").listed(), "[T2]", "there and back");
    desk.press("m");
    assert_eq!(desk.app.queues.customers.selected(), &CustomerLine::All, "not one of ours");
    assert_eq!(desk.listed(), "[T1]");
    assert_eq!(desk.press("m").listed(), "[T1] T2");
}

#[test]
fn each_pane_is_reached_by_its_keys_and_the_open_ticket_is_one_of_them() {
    for (keys, pane) in [
        ("<tab>", Focus::Customers),
        ("<tab><tab>", Focus::Queue),
        ("<backtab>", Focus::Customers),
        ("<backtab><backtab>", Focus::Queue),
        ("gc", Focus::Customers),
        ("h", Focus::Customers),
        ("gcgq", Focus::Queue),
        ("gcl", Focus::Queue),
        ("<enter>gc", Focus::Customers),
        ("<enter>gq", Focus::Queue),
        ("<enter>gq<tab>", Focus::Detail),
        ("<enter>gq<tab><backtab>", Focus::Queue),
        ("<enter>gc<tab>", Focus::Queue),
        ("<enter>gc<backtab>", Focus::Detail),
    ] {
        assert_eq!(three().press(keys).app.focus(), pane, "{keys}");
    }
}

#[test]
fn the_line_of_all_customers_counts_what_all_that_are_listed_have_together() {
    let mut desk = shift(
        "10:00",
        [
            ticket("T1").due_in(-10),
            ticket("T2").due_in(2),
            ticket("T3").due_in(20),
            ticket("T4").of("borealis").due_in(-20),
        ],
    );
    let counted = |desk: &Shift| {
        let counts = desk.app.queues.customers.total(&desk.app.queues.queue);
        (counts.open, counts.breached, counts.at_risk)
    };
    assert_eq!(counted(&desk), (4, 2, 1));
    assert_eq!(counted(desk.press("m")), (3, 1, 1), "of those that are ours");
}

#[test]
fn opening_shows_the_summary_at_once_and_asks_for_the_rest() {
    let mut desk = three();
    desk.press("j<enter>");
    assert_eq!(desk.effects, [Effect::LoadDetail { ticket: id("T2"), tag: None }]);
    assert_eq!(desk.app.focus(), Focus::Detail);
    assert_eq!(desk.app.details.loading(&id("T2")), Loading::Asked);
    assert!(desk.app.opened().is_none());
    desk.detail("T2");
    assert!(desk.app.opened().is_some());
    desk.press("<tab>");
    assert_eq!(desk.app.detail.as_ref().map(|detail| detail.tab), Some(Tab::Facts));
    assert_eq!(desk.press("<backtab>").app.focus(), Focus::Queue);
    assert_eq!(desk.press("q").app.focus(), Focus::Queue);
}

#[test]
fn the_tabs_are_gone_through_in_their_order_and_around_both_ways() {
    let mut desk = three();
    desk.press("<enter>");
    let mut gone_through = |key: &str| -> Vec<Tab> {
        (0..4).map(|_| desk.press(key).app.detail.as_ref().unwrap().tab).collect()
    };
    assert_eq!(gone_through("l"), [Tab::Facts, Tab::Timeline, Tab::Customer, Tab::Conversation]);
    assert_eq!(gone_through("h"), [Tab::Customer, Tab::Timeline, Tab::Facts, Tab::Conversation]);
}

#[test]
fn opening_again_shows_the_kept_copy_and_asks_with_its_tag() {
    let mut desk = three();
    desk.press("<enter>").detail("T1").press("<esc><enter>");
    assert!(desk.app.opened().is_some());
    assert_eq!(desk.effects, [Effect::LoadDetail { ticket: id("T1"), tag: Some("\"1\"".to_owned()) }]);
}

#[test]
fn an_open_ticket_is_read_again_when_a_poll_shows_that_it_moved() {
    let mut desk = three();
    desk.press("<enter>").detail("T1").customer_writes("T1");
    assert!(desk.effects.contains(&Effect::LoadDetail { ticket: id("T1"), tag: Some("\"1\"".to_owned()) }));
}

#[test]
fn a_ticket_on_which_the_cursor_rests_is_read_ahead_and_one_that_it_passes_is_not() {
    let mut desk = three();
    desk.press("jj").wait(1);
    let loads: Vec<_> =
        desk.effects.iter().filter(|effect| matches!(effect, Effect::LoadDetail { .. })).collect();
    assert_eq!(loads, [&Effect::LoadDetail { ticket: id("T3"), tag: None }]);
}

#[test]
fn a_detail_that_cannot_be_read_is_told_and_asked_for_again_later() {
    let mut desk = three();
    desk.press("<enter>").hear(Event::DetailFailed { ticket: id("T1"), why: Failure::AnswerLost });
    assert_eq!(desk.notice(), Some(&Notice::DetailFailed { ticket: id("T1"), why: Failure::AnswerLost }));
    let asks = |desk: &Shift| desk.effects.iter().any(|effect| matches!(effect, Effect::LoadDetail { .. }));
    assert!(!asks(desk.wait(3)));
    assert!(asks(desk.wait(3)));
}

#[test]
fn a_conversation_opens_at_its_end_and_stays_there() {
    let mut desk = three();
    desk.press("<enter>").hear(Event::Drawn(Drawn {
        detail_rows: 10,
        detail_end: Some(40),
        ..Drawn::default()
    }));
    let scroll = |desk: &Shift| desk.app.detail.as_ref().and_then(|detail| detail.scroll);
    assert_eq!(scroll(&desk), None);
    assert_eq!(scroll(desk.press("kk")), Some(38));
    assert_eq!(scroll(desk.press("jj")), None);
    assert_eq!(scroll(desk.press("<pageup>")), Some(31));
    assert_eq!(scroll(desk.press("<pageup><pagedown>")), Some(31));
    assert_eq!(scroll(desk.press("gg")), Some(0));
    assert_eq!(scroll(desk.press("k")), Some(0));
    assert_eq!(scroll(desk.press("G")), None);
}

#[test]
fn whatever_is_longer_than_its_pane_is_scrolled_by_lines_by_pages_and_to_its_ends() {
    let scroll = |desk: &Shift| match &desk.app.overlay {
        Some(Overlay::Help { scroll } | Overlay::Watch { scroll }) => *scroll,
        Some(Overlay::Customer(page)) => page.scroll,
        Some(Overlay::Bulk) => desk.app.bulk.as_ref().unwrap().scroll,
        other => panic!("{other:?}"),
    };
    for opened in ["?", "W", "i", "*a"] {
        let mut desk = three();
        desk.press(opened).hear(Event::Drawn(Drawn {
            overlay_rows: 6,
            overlay_end: Some(20),
            ..Drawn::default()
        }));
        let mut after = |keys: &str| scroll(desk.press(keys));
        assert_eq!(after("jjk"), 1, "{opened}");
        assert_eq!(after("<pagedown>"), 6, "{opened}: a line of the last page is seen again");
        assert_eq!((after("<pageup>"), after("<pageup>")), (1, 0), "{opened}");
        assert_eq!((after("G"), after("j"), after("k")), (20, 20, 19), "{opened}");
        assert_eq!(after("gg"), 0, "{opened}");
    }
}

#[test]
fn a_long_list_of_customers_is_gone_through_by_pages_and_to_its_ends() {
    let customers = ["c1", "c2", "c3", "c4", "c5", "c6"];
    let mut desk = shift("10:00", customers.map(|customer| ticket(customer).of(customer)));
    desk.hear(Event::Drawn(Drawn { customer_rows: 4, queue_rows: 10, ..Drawn::default() }));
    let lines: Vec<CustomerLine> = {
        let queues = &desk.app.queues;
        queues.customers.window_of_all(&queues.queue).map(|row| row.line).collect()
    };
    let mut at = |keys: &str| {
        let selected = desk.press(keys).app.queues.customers.selected().clone();
        lines.iter().position(|line| *line == selected).unwrap()
    };
    assert_eq!((at("gc"), at("<pagedown>"), at("<pagedown>"), at("<pageup>")), (0, 3, 6, 3));
    assert_eq!((at("G"), at("k"), at("gg"), at("j")), (lines.len() - 1, lines.len() - 2, 0, 1));
}

#[test]
fn the_next_ticket_opens_in_the_place_of_this_one() {
    let mut desk = three();
    desk.press("<enter><tab>J");
    let open = desk.app.detail.as_ref().map(|detail| (detail.id.clone(), detail.tab));
    assert_eq!(open, Some((id("T2"), Tab::Facts)));
    assert_eq!(desk.selected(), "T2");
    let open = desk.press("JK").app.detail.as_ref().map(|detail| (detail.id.clone(), detail.tab));
    assert_eq!(open, Some((id("T2"), Tab::Facts)), "there and back");
}

#[test]
fn a_sequence_shows_how_it_goes_on_and_a_key_that_does_not_fit_counts_alone() {
    let mut desk = three();
    desk.press("g");
    let next: Vec<String> =
        desk.app.continuations().map(vigie::app::protocol::keymap::Row::written).collect();
    assert_eq!(next, ["g g", "g c", "g q"]);
    assert_eq!(desk.press("j").selected(), "T2");
    assert_eq!(desk.app.continuations().count(), 0);
}

#[test]
fn the_next_urgent_ticket_is_found_from_anywhere_and_around() {
    let mut desk = shift(
        "10:00",
        [ticket("T1").due_in(-10), ticket("T2").due_in(10), ticket("T3").due_in(25), ticket("T4").due_in(29)],
    );
    assert_eq!(desk.press("u").selected(), "T2");
    assert_eq!(desk.press("u").selected(), "T1");
    let mut calm = shift("10:00", [ticket("T1").due_in(25)]);
    assert_eq!(calm.press("u").notice(), Some(&Notice::NothingUrgent));
}

#[test]
fn the_palette_finds_a_command_by_a_few_of_its_letters() {
    let mut desk = three();
    desk.press(":refr<enter>");
    assert_eq!(desk.app.focus(), Focus::Queue);
    assert_eq!(desk.notice(), Some(&Notice::Asked { backends: 1 }));
    let found = |desk: &Shift| match &desk.app.overlay {
        Some(Overlay::Palette(palette)) => (palette.found.clone(), palette.command()),
        other => panic!("{other:?}"),
    };
    let (commands, _) = found(desk.press(":"));
    assert_eq!(found(desk.press("<down><down><up>")).1, Some(commands[1]));
    assert_eq!(found(desk.press("<up><up>")).1, Some(commands[0]), "it stops at the ends");
}

#[test]
fn help_opens_over_everything_and_closes() {
    let mut desk = three();
    assert_eq!(desk.press("?").app.focus(), Focus::Help);
    assert_eq!(desk.press("q").app.focus(), Focus::Queue);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn the_cursor_is_always_in_sight_and_no_room_is_left_over(
        steps in prop::collection::vec((0u8..9, 0usize..12), 1..60), height in 1usize..8
    ) {
        const NAMES: [&str; 12] = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L"];
        let mut desk = shift("10:00", [ticket("A"), ticket("B")]);
        desk.hear(Event::Drawn(Drawn { queue_rows: height, ..Drawn::default() }));
        for (step, which) in steps {
            let before = desk.selected();
            match step {
                0 | 1 => {
                    let due = i64::try_from(which).unwrap() * 2 + i64::from(step);
                    desk.arrives(ticket(NAMES[which]).due_in(due));
                    prop_assert!(before.is_empty() || desk.selected() == before);
                }
                2 => { desk.answer(changes_without(NAMES[which])); }
                _ => { desk.press(["j", "k", "G", "gg", "<pagedown>", "<pageup>"][usize::from(step) - 3]); }
            }
            let window = desk.app.window(height);
            prop_assert_eq!(window.rows.len(), height.min(window.listed));
            prop_assert_eq!(window.rows.iter().filter(|row| row.selected).count(), 1.min(window.listed));
        }
    }
}
