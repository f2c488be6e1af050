//! Signature requests on the screen: the picture of their way, what may be done next, the forms of their steps and the
//! letters that go out. Both languages, three sizes.

use vigie::desk::rules::bases::Release;
use vigie::desk::ticket::change::Change;
use vigie::desk::ticket::conversation::Who;
use vigie::desk::ticket::fact::What;
use vigie::desk::ticket::names::ManagerId;
use vigie::desk::ticket::signature::{
    Act, AdviceKind, Advised, DetectionVerdict, Notice, SignatureRequest, Step, Weight,
};
use vigie::desk::ticket::status::Kind;
use vigie::words::Language;

use crate::console::Console;
use crate::shift;
use crate::tickets::{Case, Filing, at};

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

/// The payroll program again, as somebody else's customer asks for it.
fn asked(console: &Console, verdict: DetectionVerdict, weight: Weight) -> SignatureRequest {
    let payroll = shift::payroll(&console.rules);
    let What::Filed(filed) = &payroll.facts[0].what else { panic!("a ticket begins with its filing") };
    let asked = filed.signature.clone().unwrap();
    SignatureRequest { verdict, weight, step: Step::Received, ..asked }
}

fn filed(console: &Console, (id, customer): (&str, &str), verdict: DetectionVerdict, weight: Weight) -> Case {
    Filing {
        id,
        customer,
        severity: 2,
        at: "2026-11-22T09:10:00Z",
        subject: "payroll.exe is deleted at start on 40 workstations since this morning",
        body: "Please correct the databases.",
        kind: Kind::SignatureRequest,
        signature: Some(asked(console, verdict, weight)),
        ..Filing::default()
    }
    .file(&console.rules)
}

fn untold() -> Notice {
    Notice::Skipped { reason: "Hélène is on the phone".into() }
}

fn step(act: Act) -> Change {
    Change::Advance { act, notice: untold() }
}

/// A request that is with the specialists.
pub fn with_specialists(console: &Console, id: &str, customer: &str) -> Case {
    let gate = Act::PassGate { bases: "2026.11.22.10".into(), rescan: None };
    filed(console, (id, customer), DetectionVerdict::FalsePositive, Weight::Usual)
        .taken("cmartin", "2026-11-22T09:15:00Z")
        .does("cmartin", "2026-11-22T09:20:00Z", step(gate))
        .does("cmartin", "2026-11-22T09:30:00Z", step(Act::HandToSpecialists))
}

/// A desk that knows the databases of the hour and lists the requests, the first of them marked.
pub fn requests(language: Language, cases: impl Fn(&Console) -> Vec<Case>) -> Console {
    let mut console = Console::connected(language);
    console.latest =
        Some(Release { version: "2026.11.22.14".into(), released_at: at("2026-11-22T13:00:00Z") });
    let cases = cases(&console);
    console.polled(cases.iter().map(|case| case.ticket.clone()).collect());
    for case in &cases {
        console.reads(case);
    }
    console.press("/");
    console.types(cases[0].ticket.id.as_str());
    console.press("enter");
    console
}

pub fn received(console: &Console) -> Vec<Case> {
    vec![filed(console, ("SIG-0321", "banque-alpine"), DetectionVerdict::FalsePositive, Weight::Critical)]
}

fn same_object_twice(console: &Console) -> Vec<Case> {
    vec![
        with_specialists(console, "SIG-0321", "banque-alpine"),
        with_specialists(console, "SIG-0322", "thornbury"),
    ]
}

#[test]
fn a_request_that_was_sent_back_with_an_exclusion_that_runs() {
    everywhere("pipeline_returned", |language| {
        let mut console = requests(language, |console| {
            let advice = Advised {
                kind: AdviceKind::Exclusion,
                what: "payroll.exe by its SHA-256, on the 40 workstations of accounting only".into(),
                until: at("2026-11-24T17:00:00Z"),
            };
            let given = Change::Advise { advice: Box::new(advice), notice: untold() };
            let back = Act::Return { reason: "The library that is loaded beside it is missing.".into() };
            let back = Change::Advance { act: back, notice: Notice::LeftToDesk };
            let lab = Who::Specialist(ManagerId::new("okone"));
            let case = with_specialists(console, "SIG-0321", "banque-alpine");
            let case = case.does("cmartin", "2026-11-22T09:40:00Z", given);
            vec![case.does_as(&lab, "2026-11-22T12:30:00Z", back)]
        });
        console.press("enter tab");
        console
    });
}

#[test]
fn a_request_that_was_rejected() {
    everywhere("pipeline_rejected", |language| {
        let mut console = requests(language, |console| {
            let why = Act::Reject { reason: "It encrypts what it finds.".into() };
            let case = with_specialists(console, "SIG-0321", "banque-alpine");
            vec![case.does("cmartin", "2026-11-22T12:30:00Z", step(why))]
        });
        console.press("enter tab tab");
        console
    });
}

#[test]
fn what_may_be_done_next_with_a_request_that_came_in() {
    everywhere("step_menu", |language| {
        let mut console = requests(language, received);
        console.press("b");
        console
    });
}

#[test]
fn old_databases_at_the_gate() {
    everywhere("step_gate_refused", |language| {
        let mut console = requests(language, received);
        console.press("b g enter");
        console
    });
}

#[test]
fn checking_the_databases() {
    everywhere("step_gate", |language| {
        let mut console = requests(language, received);
        console.press("b g");
        console
    });
}

#[test]
fn sending_back_with_a_letter() {
    everywhere("step_return", |language| {
        let mut console =
            requests(language, |console| vec![with_specialists(console, "SIG-0321", "banque-alpine")]);
        console.press("b b");
        console.types("bibliotheque manquante");
        console.press("tab");
        console
    });
}

#[test]
fn a_reason_instead_of_the_letter() {
    everywhere("step_untold", |language| {
        let mut console =
            requests(language, |console| vec![with_specialists(console, "SIG-0321", "banque-alpine")]);
        console.press("b x");
        console.types("malveillant");
        console.press("backtab");
        console.types("dit au telephone");
        console
    });
}

#[test]
fn advising_until_the_fix() {
    everywhere("step_advise", |language| {
        let mut console = requests(language, received);
        console.press("b a tab");
        console.types("payroll.exe, SHA-256");
        console.press("tab");
        console.types("17:00");
        console
    });
}

#[test]
fn publishing_for_two_customers() {
    everywhere("step_publish", |language| {
        let mut console = requests(language, same_object_twice);
        console.press("b p tab");
        console
    });
}

#[test]
fn what_two_customers_will_read_of_a_publication() {
    everywhere("publication_preview", |language| {
        let mut console = requests(language, same_object_twice);
        console.press("b p enter");
        console
    });
}

/// What is cut at the right of a menu is not read: every step stands there whole where the screen is small, too.
#[test]
fn no_step_of_a_menu_is_cut_on_a_small_screen() {
    for language in [Language::En, Language::Fr] {
        for build in [received, same_object_twice] {
            let mut console = requests(language, build);
            console.press("b");
            let screen = console.screen(80, 24);
            let menu: Vec<&str> = screen
                .lines()
                .skip_while(|line| !line.contains("┌─ SIG-0321:") && !line.contains("┌─ SIG-0321 :"))
                .take_while(|line| !line.contains('└'))
                .collect();
            assert!(menu.len() > 3 && menu.iter().all(|line| !line.contains('…')), "{screen}");
        }
    }
}
