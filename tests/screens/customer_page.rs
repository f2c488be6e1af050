//! The page of a customer: both languages, three sizes.

use vigie::app::protocol::event::{Event, Failure};
use vigie::desk::queue::CustomerKey;
use vigie::desk::queue::overview::{Overview, ResponseFigures, SignatureFigures, SignatureSeen};
use vigie::desk::ticket::names::{CustomerId, LocalId};
use vigie::desk::ticket::signature::DetectionVerdict;
use vigie::desk::ticket::status::Status;
use vigie::words::Language;

use crate::console::{Console, backend};
use crate::shift;
use crate::tickets::at;

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 60)];

fn everywhere(name: &str, build: impl Fn(Language) -> Console) {
    for (language, short) in [(Language::En, "en"), (Language::Fr, "fr")] {
        let mut console = build(language);
        for (width, height) in SIZES {
            insta::assert_snapshot!(
                format!("{name}_{short}_{width}x{height}"),
                console.screen(width, height)
            );
        }
    }
}

/// The page of the customer whose ticket is late.
fn opened(language: Language) -> Console {
    let mut console = Console::on_sunday(language);
    console.reads(&shift::blocked(&console.rules));
    console.press("j i");
    console
}

fn airports() -> CustomerKey {
    CustomerKey { backend: backend(), customer: CustomerId::new("aeroports-du-sud") }
}

fn overview() -> Overview {
    let seen = |id: &str, verdict, name: &str, when, status| SignatureSeen {
        ticket: LocalId::new(id),
        verdict,
        name: name.into(),
        filed_at: at(when),
        status,
    };
    Overview {
        as_of: at(shift::SUNDAY),
        open: [2, 1, 0, 4],
        response: ResponseFigures { met: 41, missed: 1, void: 2 },
        signatures: SignatureFigures {
            false_positives: 3,
            false_negatives: 1,
            outbreaks: 0,
            last: vec![
                seen(
                    "SIG-0298",
                    DetectionVerdict::FalsePositive,
                    "borne-enregistrement.exe",
                    "2026-11-19T08:00:00Z",
                    Status::WaitingForLab,
                ),
                seen(
                    "SIG-0270",
                    DetectionVerdict::FalseNegative,
                    "facture.js\u{1b}[2J",
                    "2026-10-02T08:00:00Z",
                    Status::Closed,
                ),
            ],
        },
    }
}

#[test]
fn the_page_of_a_customer() {
    everywhere("customer_page", |language| {
        let mut console = opened(language);
        console.hears(Event::OverviewAnswered { customer: airports(), answer: Ok(Box::new(overview())) });
        console
    });
}

#[test]
fn the_page_without_its_figures() {
    everywhere("customer_page_failed", |language| {
        let mut console = opened(language);
        let answer = Err(Failure::Unreachable);
        console.hears(Event::OverviewAnswered { customer: airports(), answer });
        console
    });
}
