//! The pipeline of a signature request as a table: every step from every state by everybody.

use chrono::TimeDelta;
use vigie::desk::rules::bases::{Release, admits};
use vigie::desk::rules::obligation::Owing;
use vigie::desk::rules::refusal::Refusal;
use vigie::desk::ticket::Ticket;
use vigie::desk::ticket::change::{Change, Then};
use vigie::desk::ticket::conversation::{ResponseKind, Who};
use vigie::desk::ticket::fact::{Fact, Filed, What};
use vigie::desk::ticket::names::ManagerId;
use vigie::desk::ticket::severity::Severity;
use vigie::desk::ticket::signature::{
    Act, AdviceKind, Advised, DetectionVerdict, Gap, Move, Notice, ObjectKind, SignatureRequest, Step, Told,
    Way, Weight,
};
use vigie::desk::ticket::status::{Kind, Status};

use crate::build::{act, action, at, hears, me, recounted, wanted};

const FILED: &str = "2026-11-23T09:00:00Z";
const LATER: &str = "2026-11-23T09:10:00Z";

fn request() -> SignatureRequest {
    serde_json::from_value(serde_json::json!({
        "verdict": "false-positive", "object": "file", "name": "payroll.exe",
        "sha256": "9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08",
    }))
    .unwrap()
}

fn filed(request: SignatureRequest, severity: u8) -> Ticket {
    let wanted = wanted("SIG-1", severity, FILED);
    let filing = Filed { kind: Kind::SignatureRequest, signature: Some(request), ..wanted.filing() };
    let response = wanted.clone().ticket().response;
    recounted(Ticket::filed("SIG-1".parse().unwrap(), &filing, at(FILED), response))
}

/// A request that stands somewhere, however it came there.
fn standing(step: Step, way: Way) -> Ticket {
    let mut ticket = filed(request(), 2);
    ticket.step = Some(step);
    ticket.progress.as_mut().unwrap().way = way;
    ticket
}

fn specialist() -> Who {
    Who::Specialist(ManagerId::new("evarga"))
}

fn make(made: Move) -> Act {
    match made {
        Move::PassGate => Act::PassGate { bases: "2026.11.23.09".into(), rescan: None },
        Move::HandToSpecialists => Act::HandToSpecialists,
        Move::Return => Act::Return { reason: "The library is missing.".into() },
        Move::Reject => Act::Reject { reason: "It steals passwords.".into() },
        Move::Publish => Act::Publish { bases: "2026.11.23.10".into() },
        Move::Inform => Act::Inform,
        Move::Verify => Act::Verify,
    }
}

fn told() -> Notice {
    Notice::Sent { body: "We are on it.".into() }
}

fn skipped() -> Notice {
    Notice::Skipped { reason: "Told on the phone.".into() }
}

fn advance(made: Move, notice: Notice) -> Change {
    Change::Advance { act: make(made), notice }
}

fn decide(ticket: &Ticket, change: Change, by: &Who) -> Result<Vec<Fact>, Refusal> {
    action(ticket, change).decide(ticket, by, at(LATER))
}

fn code(refusal: &Refusal) -> String {
    serde_json::to_value(refusal).unwrap()["code"].as_str().unwrap().to_owned()
}

/// Where a request stands after a change, or the code of the refusal.
fn after(ticket: &Ticket, change: Change, by: &Who) -> Result<(Step, Way), String> {
    let facts = decide(ticket, change, by).map_err(|why| code(&why))?;
    let ticket = facts.iter().fold(ticket.clone(), Ticket::with);
    Ok((ticket.step.unwrap(), ticket.progress.unwrap().way))
}

#[test]
fn every_step_from_every_state_by_everybody() {
    use Step::{Gate, Informed, Publication, Received, Specialists, Verified};
    let goes = |step: Step, made: Move| match (step, made) {
        (Received, Move::PassGate) => Some((Gate, Way::Underway)),
        (Gate, Move::HandToSpecialists) => Some((Specialists, Way::Underway)),
        (Specialists, Move::Return) => Some((Gate, Way::Returned)),
        (Specialists, Move::Publish) => Some((Publication, Way::Underway)),
        (Publication, Move::Inform) => Some((Informed, Way::Underway)),
        (Publication | Informed, Move::Return) => Some((Specialists, Way::Returned)),
        (Informed, Move::Verify) => Some((Verified, Way::Underway)),
        (Received | Gate | Specialists, Move::Reject) => Some((step, Way::Rejected)),
        _ => None,
    };
    let mut looked = 0;
    for (by, notice) in [(me(), skipped()), (Who::Desk, skipped()), (specialist(), Notice::LeftToDesk)] {
        for step in Step::ALL {
            for way in [Way::Underway, Way::Returned, Way::Rejected] {
                for made in Move::ALL {
                    let is_theirs = matches!(made, Move::Return | Move::Reject | Move::Publish);
                    let expected = match (goes(step, made), way) {
                        _ if matches!(by, Who::Specialist(_)) && !is_theirs => {
                            Err("not-for-specialists".to_owned())
                        }
                        (_, Way::Rejected) => Err("request-rejected".to_owned()),
                        (Some(goes), _) => Ok(goes),
                        (None, _) => Err("wrong-step".to_owned()),
                    };
                    let change = advance(made, notice.clone());
                    let found = after(&standing(step, way), change, &by);
                    assert_eq!(found, expected, "{made:?} at {step:?}, {way:?}, by {by:?}");
                    looked += 1;
                }
            }
        }
    }
    assert_eq!(looked, 3 * 6 * 3 * 7);
}

#[test]
fn what_the_customer_hears_is_never_left_out_by_oversight() {
    let gate = |notice: Notice, by: &Who| {
        after(&standing(Step::Received, Way::Underway), advance(Move::PassGate, notice), by)
    };
    let blank = Notice::Skipped { reason: " \n".into() };
    assert_eq!(gate(blank, &me()), Err("no-reason".to_owned()));
    assert_eq!(gate(Notice::LeftToDesk, &me()), Err("no-reason".to_owned()));
    assert_eq!(gate(Notice::Sent { body: "".into() }, &me()), Err("empty-text".to_owned()));
    let publish = |notice: Notice| {
        after(&standing(Step::Specialists, Way::Underway), advance(Move::Publish, notice), &specialist())
    };
    assert_eq!(publish(told()), Err("not-for-specialists".to_owned()), "they write to no customer");
    assert_eq!(publish(skipped()), Err("not-for-specialists".to_owned()));
    let reject = Change::Advance { act: Act::Reject { reason: " ".into() }, notice: skipped() };
    let ticket = standing(Step::Gate, Way::Underway);
    assert_eq!(after(&ticket, reject, &me()), Err("empty-text".to_owned()));
}

#[test]
fn specialists_do_their_steps_and_notes_on_signature_requests_and_nothing_else() {
    let ticket = standing(Step::Specialists, Way::Underway);
    let refused = |ticket: &Ticket, change: Change| {
        decide(ticket, change, &specialist()).map_err(|why| code(&why)).map(|_| ())
    };
    assert_eq!(refused(&ticket, Change::Note { body: "Packed with a known tool.".into() }), Ok(()));
    for change in [
        Change::Acknowledge,
        Change::Resolve,
        Change::Respond { kind: ResponseKind::Solution, body: "Fixed.".into(), then: Then::default() },
        Change::Assign { to: ManagerId::new("evarga") },
        advise("2026-11-24T09:00:00Z"),
    ] {
        assert_eq!(refused(&ticket, change), Err("not-for-specialists".to_owned()));
    }
    let incident = wanted("T1", 2, FILED).ticket();
    let note = Change::Note { body: "?".into() };
    assert_eq!(refused(&incident, note), Err("no-signature-request".to_owned()));
    let step = decide(&incident, advance(Move::PassGate, skipped()), &me()).unwrap_err();
    assert_eq!(code(&step), "no-signature-request");
}

#[test]
fn a_publication_that_is_told_informs_and_judges_the_response() {
    let ticket = standing(Step::Specialists, Way::Underway);
    let facts = decide(&ticket, advance(Move::Publish, told()), &me()).unwrap();
    let whats: Vec<&What> = facts.iter().map(|fact| &fact.what).collect();
    let [
        What::Became(Status::Open),
        What::Stepped(stepped),
        What::Said(said),
        What::Responded(_),
        What::Became(Status::WaitingForCustomer),
    ] = whats[..]
    else {
        panic!("{whats:?}")
    };
    assert_eq!((stepped.to, &stepped.told), (Step::Informed, &Told::Sent));
    assert_eq!(said.response, Some(ResponseKind::Solution));
    let after = facts.iter().fold(ticket, Ticket::with);
    let progress = after.progress.as_deref().unwrap();
    assert_eq!(progress.fixed_by.as_ref().unwrap().raw(), "2026.11.23.10");
    assert_eq!((progress.since, after.step), (at(LATER), Some(Step::Informed)));
}

#[test]
fn the_gate_lets_only_the_latest_databases_through() {
    let latest = Release { version: "2026.11.23.09".into(), released_at: at(FILED) };
    assert_eq!(admits(&advance(Move::PassGate, skipped()), &latest), Ok(()));
    let newer = Release { version: "2026.11.23.10".into(), ..latest };
    let why = admits(&advance(Move::PassGate, skipped()), &newer).unwrap_err();
    let known = serde_json::json!({ "code": "old-databases",
        "params": { "in_use": "2026.11.23.09", "latest": "2026.11.23.10" } });
    assert_eq!(serde_json::to_value(why).unwrap(), known);
    assert_eq!(admits(&advance(Move::Publish, skipped()), &newer), Ok(()), "only the gate asks");
}

fn advise(until: &str) -> Change {
    let what = "Exclude the hash on the pay office's machines.".into();
    let advice = Box::new(Advised { kind: AdviceKind::Exclusion, what, until: at(until) });
    Change::Advise { advice, notice: told() }
}

fn lift() -> Change {
    Change::LiftAdvice { kind: AdviceKind::Exclusion, notice: skipped() }
}

#[test]
fn an_advice_is_owed_back_and_a_ticket_with_one_is_not_resolved() {
    let ticket = filed(request(), 2);
    let past = act(&ticket, advise(FILED), LATER).unwrap_err();
    assert_eq!(code(&past), "advice-in-the-past");
    assert_eq!(code(&act(&ticket, lift(), LATER).unwrap_err()), "no-such-advice");
    let solution =
        Change::Respond { kind: ResponseKind::Solution, body: "…".into(), then: Then::default() };
    let answered = act(&ticket, solution.clone(), LATER).unwrap();
    let advised = act(&answered, advise("2026-11-23T09:20:00Z"), LATER).unwrap();
    assert!(
        matches!(Owing::of(&advised), Some(Owing::Advice(advice)) if advice.until == at("2026-11-23T09:20:00Z"))
    );
    assert_eq!(code(&act(&advised, Change::Resolve, LATER).unwrap_err()), "advice-open");
    assert!(act(&advised, solution, LATER).is_ok(), "it is answered as before");
    let last = Change::Respond { kind: ResponseKind::Solution, body: "…".into(), then: Then::Resolve };
    assert_eq!(code(&act(&advised, last, LATER).unwrap_err()), "advice-open");
    let again = act(&advised, advise("2026-11-25T09:00:00Z"), LATER).unwrap();
    assert_eq!(again.progress.as_ref().unwrap().advice.len(), 1, "one of a kind");
    let mut informed = again.clone();
    informed.step = Some(Step::Informed);
    let verified = act(&informed, advance(Move::Verify, skipped()), "2026-11-23T11:00:00Z").unwrap();
    let due = Owing::of(&verified).and_then(Owing::due);
    assert_eq!(due, Some(at("2026-11-23T11:00:00Z")), "with the fix there, it is to be taken back now");
    let lifted = act(&verified, lift(), "2026-11-23T11:05:00Z").unwrap();
    assert_eq!(act(&lifted, Change::Resolve, "2026-11-23T11:06:00Z").unwrap().status, Status::Resolved);
}

#[test]
fn each_step_has_its_own_age_and_objective_in_the_time_of_its_severity() {
    let mut ticket = filed(request(), 2);
    let due = |ticket: &Ticket| ticket.progress.as_ref().unwrap().due;
    assert_eq!(due(&ticket), Some(at(FILED) + TimeDelta::minutes(60)));
    for (made, when, minutes) in [
        (Move::PassGate, "2026-11-23T09:20:00Z", Some(30)),
        (Move::HandToSpecialists, "2026-11-23T09:40:00Z", Some(240)),
        (Move::Publish, "2026-11-23T12:00:00Z", Some(60)),
        (Move::Inform, "2026-11-23T12:30:00Z", Some(1440)),
        (Move::Verify, "2026-11-23T15:00:00Z", None),
    ] {
        ticket = act(&ticket, advance(made, skipped()), when).unwrap();
        assert_eq!(ticket.progress.as_ref().unwrap().since, at(when), "{made:?}");
        assert_eq!(due(&ticket), minutes.map(|minutes| at(when) + TimeDelta::minutes(minutes)), "{made:?}");
    }
    // Business hours for the lower severities: an hour at 17:30 in Paris ends at 09:30.
    assert_eq!(due(&filed_late()), Some(at("2026-11-24T08:30:00Z")));
}

/// A request of severity 3 that comes in half an hour before the desk closes.
fn filed_late() -> Ticket {
    let wanted = wanted("SIG-2", 3, "2026-11-23T16:30:00Z");
    let filing = Filed { kind: Kind::SignatureRequest, signature: Some(request()), ..wanted.filing() };
    let response = wanted.clone().ticket().response;
    recounted(Ticket::filed("SIG-2".parse().unwrap(), &filing, wanted.filed, response))
}

#[test]
fn who_sent_back_waits_for_the_customer_and_what_a_specialist_decides_is_owed_to_the_customer() {
    let ticket = standing(Step::Specialists, Way::Underway);
    let asked = act(&ticket, advance(Move::Return, told()), LATER).unwrap();
    assert_eq!((asked.status, asked.progress.as_ref().unwrap().due), (Status::WaitingForCustomer, None));
    let answered = hears(&asked, "2026-11-23T10:00:00Z").unwrap();
    assert_eq!(answered.status, Status::Open);
    assert!(answered.progress.as_ref().unwrap().due.is_some(), "the step's time runs again");

    let facts = decide(&ticket, advance(Move::Reject, Notice::LeftToDesk), &specialist()).unwrap();
    let rejected = recounted(facts.iter().fold(ticket, Ticket::with));
    let progress = rejected.progress.as_ref().unwrap();
    assert_eq!(progress.due, Some(at(LATER) + TimeDelta::minutes(60)), "the customer is to be told");
    let solution =
        Change::Respond { kind: ResponseKind::Solution, body: "…".into(), then: Then::default() };
    let told = act(&rejected, solution, "2026-11-23T09:30:00Z").unwrap();
    assert_eq!(told.progress.as_ref().unwrap().due, None);
}

#[test]
fn what_is_at_stake_proposes_the_first_severity_until_somebody_decided() {
    let of = |verdict, weight, severity| {
        filed(SignatureRequest { verdict, weight, ..request() }, severity).progress.unwrap().proposes
    };
    let first = Some(Severity::Critical);
    assert_eq!(of(DetectionVerdict::Outbreak, Weight::Usual, 2), first);
    assert_eq!(of(DetectionVerdict::FalsePositive, Weight::Critical, 3), first);
    assert_eq!(of(DetectionVerdict::FalsePositive, Weight::Usual, 2), None);
    assert_eq!(of(DetectionVerdict::FalseNegative, Weight::Critical, 2), None);
    assert_eq!(of(DetectionVerdict::Outbreak, Weight::Usual, 1), None, "it is one already");
    let outbreak = filed(SignatureRequest { verdict: DetectionVerdict::Outbreak, ..request() }, 3);
    let raised = act(&outbreak, crate::build::regrade(1), LATER).unwrap();
    assert_eq!((raised.severity, raised.progress.unwrap().proposes), (Severity::Critical, None));
}

#[test]
fn all_that_is_missing_is_asked_for_at_once() {
    let gaps: Vec<Gap> = request().gaps().collect();
    assert!(!gaps.contains(&Gap::Sha256) && gaps.contains(&Gap::Detection) && gaps.contains(&Gap::Bases));
    let address = SignatureRequest {
        object: ObjectKind::Url,
        verdict: DetectionVerdict::FalseNegative,
        sha256: None,
        ..request()
    };
    let gaps: Vec<Gap> = address.gaps().collect();
    assert!(!gaps.iter().any(|gap| matches!(gap, Gap::Sha256 | Gap::Detection | Gap::Container)), "{gaps:?}");
}
