//! What the contract promises per severity: targets, and when the desk is warned.

use std::sync::LazyLock;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use utoipa::openapi::{RefOr, schema::Schema};

use crate::desk::sla::{Counted, Target};
use crate::desk::ticket::severity::Severity;
use crate::desk::ticket::signature::Step;

/// The longest target that makes sense, in minutes: a hundred years.
const LONGEST: u32 = 100 * 366 * 24 * 60;

/// A version of the programme's promises. Every severity has exactly one row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Programme {
    /// Rises with every change, so that a verdict can name what it was judged by.
    pub version: u32,
    /// In the order of [`Severity::ALL`].
    promises: [Promise; 4],
    /// How long a signature request should stand at each step, in the order of [`Step::ALL`].
    steps: [Option<TimeDelta>; 6],
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Promise {
    target: Target,
    /// Remaining running time at each warning, the largest first.
    warnings: Vec<TimeDelta>,
    /// Objectives of the desk's own, counted like the target.
    answer: Option<TimeDelta>,
    update: Option<TimeDelta>,
}

/// The programme as written in TOML and JSON.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Written {
    version: u32,
    severities: Vec<WrittenPromise>,
    /// Objectives of signature requests; a step that is left out has none. Left out as a whole, the usual ones hold.
    #[serde(default = "usual_steps")]
    signature_steps: Vec<WrittenStep>,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct WrittenStep {
    step: Step,
    /// How long a request should stand there: an objective, counted like the target of its severity.
    minutes: u32,
}

/// What a programme has that was written before there were objectives of steps.
fn usual_steps() -> Vec<WrittenStep> {
    Written::from(Programme::default_programme()).signature_steps
}

#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct WrittenPromise {
    severity: Severity,
    target_minutes: u32,
    counted: Counted,
    #[serde(default)]
    warn_at_minutes: Vec<u32>,
    /// Within what time a later message of the customer is answered: an objective, no promise of the contract.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    answer_minutes: Option<u32>,
    /// How long we may be silent after a word of our own, while it is our move: an objective too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    update_minutes: Option<u32>,
}

/// Why a programme was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProgrammeError {
    #[error("severities: severity {0} must be given exactly once")]
    NotOnce(Severity),
    #[error("severities: target_minutes of severity {0} must be from 1 to {LONGEST}, not {1}")]
    Length(Severity, u32),
    #[error("severities: severity {0} warns at {1} minutes left, which is not within its target")]
    WarnsOutside(Severity, u32),
    #[error(
        "severities: answer_minutes and update_minutes of severity {0} must be from 1 to {LONGEST}, not {1}"
    )]
    Objective(Severity, u32),
    #[error("signature_steps: minutes of step {0:?} must be from 1 to {LONGEST}, not {1}")]
    Step(Step, u32),
    #[error("signature_steps: step {0:?} may be given only once")]
    StepTwice(Step),
}

impl Programme {
    /// Returns the programme that holds where nothing else is said.
    pub fn default_programme() -> Programme {
        static DEFAULT: LazyLock<Programme> = LazyLock::new(|| {
            toml::from_str(include_str!("../../../assets/programme.toml"))
                .expect("the built-in programme is well-formed")
        });
        DEFAULT.clone()
    }

    /// Returns how long a response may take.
    pub fn target(&self, severity: Severity) -> Target {
        self.promise(severity).target
    }

    /// Returns the remaining running times at which the desk is warned, the earliest warning (most time left) first.
    ///
    /// They are counted like the target: in business time for a target in business hours.
    pub fn warnings(&self, severity: Severity) -> &[TimeDelta] {
        &self.promise(severity).warnings
    }

    /// Returns the remaining running time from which a ticket is at risk: that of the first timed warning.
    pub fn at_risk(&self, severity: Severity) -> TimeDelta {
        self.warnings(severity).first().copied().unwrap_or_default()
    }

    /// Returns within what time a message of the customer after the first response is to be answered.
    pub fn answer_within(&self, severity: Severity) -> Option<TimeDelta> {
        self.promise(severity).answer
    }

    /// Returns how often the customer is to hear of us while it is our move, asked or not.
    pub fn update_every(&self, severity: Severity) -> Option<TimeDelta> {
        self.promise(severity).update
    }

    /// Returns how long a signature request should stand at a step, counted like the target of its severity.
    pub fn step_within(&self, step: Step) -> Option<TimeDelta> {
        Step::ALL.iter().position(|one| *one == step).and_then(|at| self.steps[at])
    }

    fn promise(&self, severity: Severity) -> &Promise {
        &self.promises[usize::from(severity.number() - 1)]
    }
}

impl utoipa::PartialSchema for Programme {
    fn schema() -> RefOr<Schema> {
        Written::schema()
    }
}

impl utoipa::ToSchema for Programme {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        Written::schemas(schemas);
    }
}

impl TryFrom<Written> for Programme {
    type Error = ProgrammeError;

    fn try_from(written: Written) -> Result<Programme, ProgrammeError> {
        let [critical, high, medium, low] = Severity::ALL.map(|severity| {
            let mut rows = written.severities.iter().filter(|row| row.severity == severity);
            match (rows.next(), rows.next()) {
                (Some(row), None) => Promise::try_from(row),
                _ => Err(ProgrammeError::NotOnce(severity)),
            }
        });
        let steps = steps(&written.signature_steps)?;
        Ok(Programme { version: written.version, promises: [critical?, high?, medium?, low?], steps })
    }
}

fn steps(written: &[WrittenStep]) -> Result<[Option<TimeDelta>; 6], ProgrammeError> {
    if let Some(row) = written.iter().find(|row| !(1..=LONGEST).contains(&row.minutes)) {
        return Err(ProgrammeError::Step(row.step, row.minutes));
    }
    let of = |step: Step| written.iter().filter(move |row| row.step == step);
    if let Some(step) = Step::ALL.into_iter().find(|step| of(*step).count() > 1) {
        return Err(ProgrammeError::StepTwice(step));
    }
    Ok(Step::ALL.map(|step| of(step).next().map(|row| TimeDelta::minutes(i64::from(row.minutes)))))
}

impl TryFrom<&WrittenPromise> for Promise {
    type Error = ProgrammeError;

    fn try_from(row: &WrittenPromise) -> Result<Promise, ProgrammeError> {
        if !(1..=LONGEST).contains(&row.target_minutes) {
            return Err(ProgrammeError::Length(row.severity, row.target_minutes));
        }
        let outside = row.warn_at_minutes.iter().find(|&&left| left == 0 || left >= row.target_minutes);
        if let Some(&left) = outside {
            return Err(ProgrammeError::WarnsOutside(row.severity, left));
        }
        let minutes = |minutes: u32| TimeDelta::minutes(i64::from(minutes));
        let mut warnings: Vec<TimeDelta> = row.warn_at_minutes.iter().copied().map(minutes).collect();
        warnings.sort_unstable_by(|a, b| b.cmp(a));
        warnings.dedup();
        for length in [row.answer_minutes, row.update_minutes].into_iter().flatten() {
            if !(1..=LONGEST).contains(&length) {
                return Err(ProgrammeError::Objective(row.severity, length));
            }
        }
        Ok(Promise {
            target: Target { length: minutes(row.target_minutes), counted: row.counted },
            warnings,
            answer: row.answer_minutes.map(minutes),
            update: row.update_minutes.map(minutes),
        })
    }
}

impl From<Programme> for Written {
    fn from(programme: Programme) -> Written {
        let minutes = |length: TimeDelta| u32::try_from(length.num_minutes()).unwrap_or(LONGEST);
        let rows =
            Severity::ALL.into_iter().zip(&programme.promises).map(|(severity, promise)| WrittenPromise {
                severity,
                target_minutes: minutes(promise.target.length),
                counted: promise.target.counted,
                warn_at_minutes: promise.warnings.iter().copied().map(minutes).collect(),
                answer_minutes: promise.answer.map(minutes),
                update_minutes: promise.update.map(minutes),
            });
        let steps = Step::ALL
            .into_iter()
            .filter_map(|step| Some(WrittenStep { step, minutes: minutes(programme.step_within(step)?) }));
        Written { version: programme.version, severities: rows.collect(), signature_steps: steps.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::Counted::AroundTheClock;
    use super::Counted::BusinessHours;
    use super::*;

    #[test]
    fn the_default_programme_promises_what_the_contract_says() {
        let programme = Programme::default_programme();
        let promised = Severity::ALL.map(|severity| {
            let target = programme.target(severity);
            (target.length.num_minutes(), target.counted, programme.at_risk(severity).num_minutes())
        });
        let expected = [
            (30, AroundTheClock, 15),
            (240, AroundTheClock, 60),
            (360, BusinessHours, 60),
            (480, BusinessHours, 60),
        ];
        assert_eq!(promised, expected);
        assert_eq!(programme.warnings(Severity::Critical), [TimeDelta::minutes(15), TimeDelta::minutes(5)]);
    }

    #[test]
    fn a_programme_survives_the_wire() {
        let programme = Programme::default_programme();
        let text = serde_json::to_string(&programme).unwrap();
        assert_eq!(serde_json::from_str::<Programme>(&text).unwrap(), programme);
    }

    #[test]
    fn a_programme_without_a_severity_or_with_one_twice_is_refused() {
        let mut written = Written::from(Programme::default_programme());
        let low = written.severities.pop().unwrap();
        assert_eq!(Programme::try_from(written.clone()), Err(ProgrammeError::NotOnce(Severity::Low)));
        written.severities.extend([low.clone(), low]);
        assert_eq!(Programme::try_from(written), Err(ProgrammeError::NotOnce(Severity::Low)));
    }

    #[test]
    fn warnings_are_kept_from_the_earliest_to_the_last() {
        let mut written = Written::from(Programme::default_programme());
        written.severities[0].warn_at_minutes = vec![5, 20, 15];
        let programme = Programme::try_from(written.clone()).unwrap();
        assert_eq!(programme.warnings(Severity::Critical), [20, 15, 5].map(TimeDelta::minutes));
        written.severities[0].warn_at_minutes = vec![30];
        assert_eq!(Programme::try_from(written), Err(ProgrammeError::WarnsOutside(Severity::Critical, 30)));
    }
}
