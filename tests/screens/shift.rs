//! A Sunday afternoon on call, as the screen tests show it.

use vigie::app::protocol::event::Rules;
use vigie::desk::ticket::Response;
use vigie::desk::ticket::change::{Change, Then};
use vigie::desk::ticket::conversation::{Channel, ResponseKind, Who};
use vigie::desk::ticket::escalation::Level;
use vigie::desk::ticket::names::{ContactId, ManagerId};
use vigie::desk::ticket::phone::{CallOutcome, Direction, PhoneCall};
use vigie::desk::ticket::promise::Given;
use vigie::desk::ticket::regrade::{Consent, Party};
use vigie::desk::ticket::severity::Severity;
use vigie::desk::ticket::signature::{DetectionVerdict, ObjectKind, SignatureRequest, Step, Weight};
use vigie::desk::ticket::status::Kind;

use crate::tickets::{Case, Filing, at};

/// Sun 22 Nov 2026, 14:03:27 in Paris.
pub const SUNDAY: &str = "2026-11-22T13:03:27Z";

pub fn cases(rules: &Rules) -> Vec<Case> {
    vec![
        blocked(rules),
        payroll(rules),
        agent(rules),
        policy(rules),
        phishing(rules),
        scan(rules),
        report(rules),
        licence(rules),
        mail(rules),
        update(rules),
        standard(rules),
        solved(rules),
        exclusions(rules),
    ]
}

/// A promise that runs, one that has passed, an update owed, a call noted later and a severity that was raised.
pub fn obligations(rules: &Rules) -> Vec<Case> {
    let promise = |what: &str, due: &str| Change::Promise {
        promise: Box::new(Given { what: what.into(), due: at(due) }),
    };
    let kept = report(rules).does(
        "cmartin",
        "2026-11-22T12:10:00Z",
        promise("Send the figures of October", "2026-11-22T16:00:00Z"),
    );
    let called = Change::Call {
        call: Box::new(PhoneCall {
            occurred_at: at("2026-11-22T10:05:00Z"),
            contact: Some(ContactId::new("claire-fabre")),
            number: Some("+33 1 99 00 42 10".into()),
            direction: Direction::FromCustomer,
            outcome: CallOutcome::Spoke,
            lasted_seconds: None,
            note: Some("Seven branch offices are without updates.".into()),
        }),
        promise: Some(Box::new(Given {
            what: "Call back with a plan".into(),
            due: at("2026-11-22T12:30:00Z"),
        })),
    };
    let raised = Change::ChangeSeverity {
        to: Severity::Critical,
        reason: "All branch offices now.".into(),
        asked_by: Party::Customer,
        consent: Consent::Agreed,
    };
    let overdue = update(rules)
        .does("cmartin", "2026-11-22T11:00:00Z", called)
        .does("cmartin", "2026-11-22T11:02:00Z", raised)
        .responds(
            "cmartin",
            "2026-11-22T11:20:00Z",
            ResponseKind::PreliminaryAnalysis,
            Then::Stay,
            "The mirror has no room left.",
        );
    vec![kept, overdue]
}

/// What stands on a row besides its clock.
pub fn affairs(rules: &Rules) -> Vec<Case> {
    let mut stranger = Filing {
        id: "INC-1047",
        customer: "aeroports-du-sud",
        severity: 2,
        at: "2026-11-22T12:10:00Z",
        subject: "Postes de la zone cargo sans mise à jour",
        channel: Channel::Email,
        ..Filing::default()
    }
    .file(rules);
    stranger.ticket.contact = None;
    stranger.ticket = stranger.ticket.filed_by(&Who::Stranger("astreinte@cargo.example".into()));
    let mut lapsed = Filing {
        id: "INC-1048",
        customer: "clinique-horizon",
        severity: 2,
        at: "2026-11-22T12:00:00Z",
        subject: "Agents absents après le changement de domaine",
        ..Filing::default()
    }
    .file(rules);
    lapsed.ticket.response = Response::NoContract;
    let escalate = Change::Escalate {
        level: Level::Management,
        reason: "Troisième panne en un mois.".into(),
        wish: "Un plan d'action avant demain midi".into(),
    };
    let hand_over = Change::HandOver { to: ManagerId::new("okone"), note: Some("Je pars à midi.".into()) };
    let handed = Filing {
        id: "INC-1049",
        customer: "banque-alpine",
        severity: 2,
        at: "2026-11-22T10:30:00Z",
        subject: "Le serveur d'administration ne répond plus",
        ..Filing::default()
    }
    .file(rules)
    .does("cmartin", "2026-11-22T10:50:00Z", escalate)
    .does("cmartin", "2026-11-22T11:00:00Z", hand_over);
    vec![stranger, lapsed, handed]
}

/// Severity 1, late, and no call logged.
pub fn blocked(rules: &Rules) -> Case {
    let case = Filing {
        id: "INC-1042",
        customer: "aeroports-du-sud",
        severity: 1,
        at: "2026-11-22T12:21:23Z",
        subject: "Console bloquée après mise à jour",
        body: "Bonjour,\n\nDepuis 13:05 aucun poste ne répond dans la console d'administration. Les bornes \
               d'enregistrement du terminal 2 affichent « agent non joignable » et nous ne pouvons plus \
               pousser de stratégie.\n\nNous avons redémarré le service deux fois, sans effet.\n\nClaire Fabre",
        ..Filing::default()
    };
    let case = case.file(rules).does("okone", "2026-11-22T12:26:02Z", Change::Acknowledge);
    let note = "Même symptôme que la semaine dernière chez un autre client : base de la console pleine ?";
    let case = case.does("okone", "2026-11-22T12:31:40Z", Change::Note { body: note.into() });
    let text = "Bonjour Claire,\n\nNous avons bien reçu votre demande et regardons tout de suite.";
    case.responds("okone", "2026-11-22T12:34:10Z", ResponseKind::Interim, Then::Stay, text)
        .hears("2026-11-22T12:48:55Z", "Merci. Le PC exploitation nous appelle toutes les cinq minutes…")
}

/// The same, after a colleague took it and the customer wrote again.
pub fn blocked_and_moved(rules: &Rules) -> Case {
    let text = "Bonjour,\n\nLe terminal 1 est touché aussi maintenant : 14 bornes sur 20. Le directeur demande un point \
                toutes les quinze minutes.";
    blocked(rules).taken("okone", "2026-11-22T13:02:10Z").hears("2026-11-22T13:03:01Z", text)
}

/// A false positive, filed by phone, with the minutes running.
pub fn payroll(rules: &Rules) -> Case {
    let request = SignatureRequest {
        verdict: DetectionVerdict::FalsePositive,
        object: ObjectKind::File,
        name: "payroll.exe".into(),
        sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".parse().ok(),
        md5: "098f6bcd4621d373cade4e832627b4f6".parse().ok(),
        size: Some(2_418_176),
        detection: Some("Trojan.Generic.77142".into()),
        product: Some("Endpoint Security for Business".into()),
        version: Some("12.3.0.493".into()),
        component: Some("File protection".into()),
        bases_version: Some("2026-11-22 11:40".into()),
        bases_released: Some(at("2026-11-22T10:40:00Z")),
        origin: Some("our own, built yesterday".into()),
        purpose: Some("salaries and transfers".into()),
        container: None,
        rescan: Some("Still detected with the databases of 11:40.".into()),
        rescanned_at: Some(at("2026-11-22T12:20:00Z")),
        application: Some("Payroll".into()),
        weight: Weight::Critical,
        machines: Some(40),
        impact: Some("Salaries are paid on Monday; the program is quarantined on 40 workstations.".into()),
        step: Step::Gate,
    };
    Filing {
        id: "SIG-0311",
        customer: "banque-alpine",
        severity: 1,
        at: "2026-11-22T12:40:58Z",
        subject: "FP on payroll.exe",
        body: "Our payroll program is detected since this morning's update. Please correct the databases.",
        kind: Kind::SignatureRequest,
        channel: Channel::Phone,
        signature: Some(request),
    }
    .file(rules)
    .taken("cmartin", "2026-11-22T12:44:00Z")
}

fn agent(rules: &Rules) -> Case {
    Filing {
        id: "INC-1040",
        customer: "clinique-horizon",
        severity: 2,
        at: "2026-11-22T10:45:37Z",
        subject: "Agent fails to start on 12 servers after the reboot of the weekend",
        ..Filing::default()
    }
    .file(rules)
    .taken("okone", "2026-11-22T11:02:00Z")
}

fn policy(rules: &Rules) -> Case {
    Filing {
        id: "INC-1038",
        customer: "mairie-de-vaucreuse",
        at: "2026-11-20T15:12:00Z",
        subject: "Stratégie non appliquée sur les postes de l'état civil",
        ..Filing::default()
    }
    .file(rules)
}

fn phishing(rules: &Rules) -> Case {
    Filing {
        id: "SIG-0309",
        customer: "thornbury",
        severity: 4,
        at: "2026-11-20T14:05:00Z",
        subject: "Phishing page not blocked: parcel-fees.example",
        kind: Kind::SignatureRequest,
        ..Filing::default()
    }
    .file(rules)
}

fn scan(rules: &Rules) -> Case {
    Filing {
        id: "INC-1035",
        customer: "tsukikagemori",
        at: "2026-11-20T08:30:00Z",
        subject: "フルスキャンが終わらない",
        ..Filing::default()
    }
    .file(rules)
}

fn report(rules: &Rules) -> Case {
    Filing {
        id: "SR-0207",
        customer: "banque-alpine",
        severity: 4,
        at: "2026-11-20T09:00:00Z",
        subject: "Monthly report for the audit committee",
        kind: Kind::ServiceRequest,
        ..Filing::default()
    }
    .file(rules)
    .responds(
        "cmartin",
        "2026-11-20T11:00:00Z",
        ResponseKind::PreliminaryAnalysis,
        Then::Stay,
        "The figures come from two consoles; we merge them on Tuesday.",
    )
    .hears("2026-11-20T13:00:00Z", "Thank you, Tuesday is fine.")
}

fn licence(rules: &Rules) -> Case {
    Filing {
        id: "SR-0205",
        customer: "clinique-horizon",
        severity: 3,
        at: "2026-11-18T09:00:00Z",
        subject: "Licence : 40 postes de plus avant la fin du mois",
        kind: Kind::ServiceRequest,
        ..Filing::default()
    }
    .file(rules)
    .taken("okone", "2026-11-18T09:30:00Z")
    .responds(
        "okone",
        "2026-11-18T10:00:00Z",
        ResponseKind::InformationRequest,
        Then::WaitForCustomer,
        "Bonjour, merci de nous indiquer le numéro du contrat.",
    )
}

fn mail(rules: &Rules) -> Case {
    Filing {
        id: "INC-1029",
        customer: "thornbury",
        severity: 2,
        at: "2026-11-21T06:00:00Z",
        subject: "Mail gateway queues grow every morning",
        channel: Channel::Email,
        ..Filing::default()
    }
    .file(rules)
    .taken("smueller", "2026-11-21T06:20:00Z")
}

fn update(rules: &Rules) -> Case {
    Filing {
        id: "INC-1041",
        customer: "banque-alpine",
        severity: 2,
        at: "2026-11-22T09:36:00Z",
        subject: "Updates from the internal mirror stop at 80 %",
        ..Filing::default()
    }
    .file(rules)
}

fn standard(rules: &Rules) -> Case {
    Filing {
        id: "INC-1033",
        customer: "zurq",
        severity: 3,
        at: "2026-11-19T10:00:00Z",
        subject: "How do we exclude a folder?",
        ..Filing::default()
    }
    .file(rules)
}

fn solved(rules: &Rules) -> Case {
    Filing {
        id: "INC-1021",
        customer: "aeroports-du-sud",
        severity: 2,
        at: "2026-11-16T10:00:00Z",
        subject: "Lecteurs de badges ralentis par l'analyse",
        ..Filing::default()
    }
    .file(rules)
    .responds(
        "cmartin",
        "2026-11-16T12:00:00Z",
        ResponseKind::Solution,
        Then::Resolve,
        "Exclusion ajoutée.",
    )
}

fn exclusions(rules: &Rules) -> Case {
    Filing {
        id: "INC-1039",
        customer: "aeroports-du-sud",
        severity: 4,
        at: "2026-11-20T15:30:00Z",
        subject: "Exclusions perdues après migration",
        ..Filing::default()
    }
    .file(rules)
}
