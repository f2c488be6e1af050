//! The desk's own words: one for each severity, status, kind and so on.

use crate::app::model::detail::Tab;
use crate::app::model::notice::Deed;
use crate::app::protocol::command::Command;
use crate::app::protocol::focus::Focus;
use crate::desk::rules::sweep::Forgotten;
use crate::desk::ticket::cause::Cause;
use crate::desk::ticket::conversation::{Channel, ResponseKind, Visibility};
use crate::desk::ticket::customer;
use crate::desk::ticket::customer::Plan;
use crate::desk::ticket::escalation::Level;
use crate::desk::ticket::phone::{CallOutcome, Direction};
use crate::desk::ticket::presence::Doing;
use crate::desk::ticket::promise::Kept;
use crate::desk::ticket::regrade::{Consent, Party};
use crate::desk::ticket::severity::Severity;
use crate::desk::ticket::signature::{
    AdviceKind, DetectionVerdict, Gap, Move, ObjectKind, Step, Way, Weight,
};
use crate::desk::ticket::status::{Kind, Side, Status};

use super::Words;

impl Words {
    /// The number and a short word, for columns.
    pub fn severity_short(&self, severity: Severity) -> &str {
        self.say(match severity {
            Severity::Critical => "severity-1-short",
            Severity::High => "severity-2-short",
            Severity::Medium => "severity-3-short",
            Severity::Low => "severity-4-short",
        })
    }

    pub fn severity(&self, severity: Severity) -> &str {
        self.say(match severity {
            Severity::Critical => "severity-1",
            Severity::High => "severity-2",
            Severity::Medium => "severity-3",
            Severity::Low => "severity-4",
        })
    }

    /// The number and the word in capitals, for the head of a ticket.
    pub fn severity_loud(&self, severity: Severity) -> &str {
        self.say(match severity {
            Severity::Critical => "severity-1-loud",
            Severity::High => "severity-2-loud",
            Severity::Medium => "severity-3-loud",
            Severity::Low => "severity-4-loud",
        })
    }

    pub fn status(&self, status: Status) -> &str {
        self.say(match status {
            Status::New => "status-new",
            Status::Open => "status-open",
            Status::WaitingForCustomer => "status-waiting-for-customer",
            Status::WaitingForLab => "status-waiting-for-lab",
            Status::Resolved => "status-resolved",
            Status::Closed => "status-closed",
            Status::Void => "status-void",
        })
    }

    pub fn kind(&self, kind: Kind) -> &str {
        self.say(match kind {
            Kind::Incident => "kind-incident",
            Kind::ServiceRequest => "kind-service-request",
            Kind::SignatureRequest => "kind-signature-request",
        })
    }

    pub fn channel(&self, channel: Channel) -> &str {
        self.say(match channel {
            Channel::Portal => "channel-portal",
            Channel::Phone => "channel-phone",
            Channel::Email => "channel-email",
        })
    }

    pub fn plan(&self, plan: Plan) -> &str {
        self.say(match plan {
            Plan::Premium => "plan-premium",
            Plan::Standard => "plan-standard",
        })
    }

    pub fn spoken(&self, language: customer::Language) -> &str {
        self.say(match language {
            customer::Language::En => "language-en",
            customer::Language::Fr => "language-fr",
        })
    }

    pub fn response_kind(&self, kind: ResponseKind) -> &str {
        self.say(match kind {
            ResponseKind::Interim => "response-interim",
            ResponseKind::PreliminaryAnalysis => "response-preliminary-analysis",
            ResponseKind::InformationRequest => "response-information-request",
            ResponseKind::Solution => "response-solution",
        })
    }

    /// What a kind of response does to the clock.
    pub fn response_kind_why(&self, kind: ResponseKind) -> &str {
        self.say(match kind {
            ResponseKind::Interim => "response-interim-why",
            ResponseKind::PreliminaryAnalysis => "response-preliminary-analysis-why",
            ResponseKind::InformationRequest => "response-information-request-why",
            ResponseKind::Solution => "response-solution-why",
        })
    }

    pub fn detection_verdict(&self, verdict: DetectionVerdict) -> &str {
        self.say(match verdict {
            DetectionVerdict::FalsePositive => "verdict-false-positive",
            DetectionVerdict::FalseNegative => "verdict-false-negative",
            DetectionVerdict::Outbreak => "verdict-outbreak",
        })
    }

    pub fn object(&self, object: ObjectKind) -> &str {
        self.say(match object {
            ObjectKind::File => "object-file",
            ObjectKind::Url => "object-url",
            ObjectKind::Domain => "object-domain",
            ObjectKind::Ip => "object-ip",
            ObjectKind::Hash => "object-hash",
            ObjectKind::Email => "object-email",
        })
    }

    pub fn step(&self, step: Step) -> &str {
        self.say(match step {
            Step::Received => "step-received",
            Step::Gate => "step-gate",
            Step::Specialists => "step-specialists",
            Step::Publication => "step-publication",
            Step::Informed => "step-informed",
            Step::Verified => "step-verified",
        })
    }

    /// The same for a line that has all of them.
    pub fn step_short(&self, step: Step) -> &str {
        self.say(match step {
            Step::Received => "step-received-short",
            Step::Gate => "step-gate-short",
            Step::Specialists => "step-specialists-short",
            Step::Publication => "step-publication-short",
            Step::Informed => "step-informed-short",
            Step::Verified => "step-verified-short",
        })
    }

    /// What is done to a signature request.
    pub fn step_move(&self, made: Move) -> &str {
        self.say(match made {
            Move::PassGate => "move-pass-gate",
            Move::HandToSpecialists => "move-hand-to-specialists",
            Move::Return => "move-return",
            Move::Reject => "move-reject",
            Move::Publish => "move-publish",
            Move::Inform => "move-inform",
            Move::Verify => "move-verify",
        })
    }

    /// How a request stands at its step, where that is not just on its way.
    pub fn way(&self, way: Way) -> Option<&str> {
        match way {
            Way::Underway => None,
            Way::Returned => Some(self.say("way-returned")),
            Way::Rejected => Some(self.say("way-rejected")),
        }
    }

    pub fn advice_kind(&self, kind: AdviceKind) -> &str {
        self.say(match kind {
            AdviceKind::Exclusion => "advice-exclusion",
            AdviceKind::Isolation => "advice-isolation",
        })
    }

    pub fn weight(&self, weight: Weight) -> &str {
        self.say(match weight {
            Weight::Usual => "weight-usual",
            Weight::Critical => "weight-critical",
        })
    }

    /// What is missing in a request.
    pub fn gap(&self, gap: Gap) -> &str {
        self.say(match gap {
            Gap::Sha256 => "gap-sha256",
            Gap::Detection => "gap-detection",
            Gap::Product => "gap-product",
            Gap::Component => "gap-component",
            Gap::Bases => "gap-bases",
            Gap::Rescan => "gap-rescan",
            Gap::Origin => "gap-origin",
            Gap::Purpose => "gap-purpose",
            Gap::Impact => "gap-impact",
            Gap::Machines => "gap-machines",
            Gap::Container => "gap-container",
        })
    }

    pub fn deed(&self, deed: Deed) -> &str {
        self.say(match deed {
            Deed::Acknowledge => "deed-acknowledge",
            Deed::Assign => "deed-assign",
            Deed::RespondInterim => "deed-respond-interim",
            Deed::Respond => "deed-respond",
            Deed::RespondAndWait => "deed-respond-and-wait",
            Deed::RespondAndResolve => "deed-respond-and-resolve",
            Deed::Note => "deed-note",
            Deed::WaitForCustomer => "deed-wait-for-customer",
            Deed::Resolve => "deed-resolve",
            Deed::Reopen => "deed-reopen",
            Deed::File => "deed-file",
            Deed::Void => "deed-void",
            Deed::Merge => "deed-merge",
            Deed::Escalate => "deed-escalate",
            Deed::EndEscalation => "deed-end-escalation",
            Deed::HandOver => "deed-hand-over",
            Deed::Accept => "deed-accept",
            Deed::LinkSender => "deed-link-sender",
            Deed::ExplainBreach => "deed-explain-breach",
            Deed::CorrectContract => "deed-correct-contract",
            Deed::Call => "deed-call",
            Deed::ChangeSeverity => "deed-change-severity",
            Deed::Promise => "deed-promise",
            Deed::KeepPromise => "deed-keep-promise",
            Deed::MovePromise => "deed-move-promise",
            Deed::BreakPromise => "deed-break-promise",
            Deed::Step(made) => return self.step_move(made),
            Deed::Advise => "deed-advise",
            Deed::LiftAdvice => "deed-lift-advice",
        })
    }

    pub fn level_of(&self, level: Level) -> &str {
        self.say(match level {
            Level::Specialist => "level-specialist",
            Level::Management => "level-management",
            Level::Lab => "level-lab",
        })
    }

    pub fn forgotten(&self, forgotten: Forgotten) -> &str {
        self.say(match forgotten {
            Forgotten::PromiseOverdue => "forgotten-promise",
            Forgotten::UpdateOverdue => "forgotten-update",
            Forgotten::NotAccepted => "forgotten-not-accepted",
            Forgotten::Silent => "forgotten-silent",
            Forgotten::Waiting => "forgotten-waiting",
        })
    }

    pub fn direction(&self, direction: Direction) -> &str {
        self.say(match direction {
            Direction::FromCustomer => "call-from-customer",
            Direction::ToCustomer => "call-to-customer",
        })
    }

    pub fn call_outcome(&self, outcome: CallOutcome) -> &str {
        self.say(match outcome {
            CallOutcome::Spoke => "call-spoke",
            CallOutcome::CallBack => "call-call-back",
            CallOutcome::Voicemail => "call-voicemail",
            CallOutcome::NoAnswer => "call-no-answer",
        })
    }

    pub fn party(&self, party: Party) -> &str {
        self.say(match party {
            Party::Customer => "party-customer",
            Party::Desk => "party-desk",
        })
    }

    pub fn consent(&self, consent: Consent) -> &str {
        self.say(match consent {
            Consent::Agreed => "consent-agreed",
            Consent::Informed => "consent-informed",
            Consent::NotInformed => "consent-not-informed",
        })
    }

    pub fn cause(&self, cause: Cause) -> &str {
        self.say(match cause {
            Cause::Desk => "cause-desk",
            Cause::Customer => "cause-customer",
            Cause::Specialists => "cause-specialists",
            Cause::Elsewhere => "cause-elsewhere",
            Cause::Contested => "cause-contested",
        })
    }

    pub fn kept(&self, kept: Kept) -> &str {
        self.say(match kept {
            Kept::InTime => "promise-in-time",
            Kept::Late => "promise-late",
            Kept::Broken => "promise-broken",
        })
    }

    /// The short word of whose move it is, for columns.
    pub fn side(&self, side: Side) -> &str {
        self.say(match side {
            Side::Us => "ball-us",
            Side::Customer => "ball-customer",
            Side::Lab => "ball-lab",
        })
    }

    /// Who reads a message, and which way it went.
    pub fn frame_word(&self, visibility: Visibility, of_the_desk: bool) -> &str {
        self.say(match (visibility, of_the_desk) {
            (Visibility::Public, false) => "frame-public-customer",
            (Visibility::Public, true) => "frame-public-desk",
            (Visibility::Internal, _) => "frame-internal",
        })
    }

    pub fn tab(&self, tab: Tab) -> &str {
        self.say(match tab {
            Tab::Conversation => "tab-conversation",
            Tab::Facts => "tab-facts",
            Tab::Timeline => "tab-timeline",
            Tab::Customer => "tab-customer",
        })
    }

    /// Who does what on a ticket right now.
    pub fn present(&self, doing: Doing, name: &str) -> String {
        let id = match doing {
            Doing::Viewing => "present-viewing",
            Doing::Noting => "present-noting",
            Doing::Responding => "present-responding",
        };
        self.say_with(id, &[("name", name.into())])
    }

    /// The heading under which help lists a pane's keys.
    pub fn focus(&self, focus: Focus) -> &str {
        self.say(match focus {
            Focus::Anywhere => "keys-of-anywhere",
            Focus::Customers => "keys-of-customers",
            Focus::Queue => "keys-of-queue",
            Focus::Detail => "keys-of-detail",
            Focus::Compose => "keys-of-compose",
            Focus::Filter => "keys-of-filter",
            Focus::Palette => "keys-of-palette",
            Focus::Help => "keys-of-help",
            Focus::Outbox => "keys-of-outbox",
            Focus::Choice => "keys-of-choice",
            Focus::Form => "keys-of-form",
            Focus::News => "keys-of-news",
            Focus::Bulk => "keys-of-bulk",
            Focus::Confirm => "keys-of-confirm",
            Focus::Templates => "keys-of-templates",
            Focus::Customer => "keys-of-customer",
        })
    }

    /// One or two words for a command, as the footer has them.
    pub fn short(&self, command: Command) -> &str {
        &self.commands[command as usize].short
    }

    /// Returns how large a file is, in its largest unit.
    pub fn size(&self, bytes: u64) -> String {
        let (id, size) = match bytes {
            0..1000 => ("size-bytes", bytes),
            1000..1_000_000 => ("size-kilo", bytes.div_ceil(1000)),
            _ => ("size-mega", bytes.div_ceil(1_000_000)),
        };
        self.say_with(id, &[("size", size.to_string().into())])
    }

    /// One sentence for a command, as help and palette have it.
    pub fn help(&self, command: Command) -> &str {
        &self.commands[command as usize].help
    }

    /// What the palette searches: every command with its sentence.
    pub fn command_labels(&self) -> Vec<(Command, String)> {
        Command::ALL.iter().map(|command| (*command, self.help(*command).to_owned())).collect()
    }
}

/// What a command is called; resolved when the language is loaded.
#[derive(Debug)]
pub(super) struct CommandWords {
    short: String,
    help: String,
}

impl CommandWords {
    /// Finds the words of all commands, in their order.
    pub(super) fn of_all(say: impl Fn(&str) -> String) -> Vec<Self> {
        let of = |command: &Command| {
            let name = command.name();
            Self { short: say(&format!("do-{name}")), help: say(&format!("help-{name}")) }
        };
        Command::ALL.iter().map(of).collect()
    }
}
