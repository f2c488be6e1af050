//! `vigie due`.

use chrono::{DateTime, NaiveDate, Utc};
use clap::Args;

use crate::desk::sla::Tz;
use crate::words::Language;

use super::read::{date, instant, zone};

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  vigie due --severity 3 --filed 2026-04-02T16:00:00+02:00
  vigie due --severity 3 --filed 2026-04-02T16:00:00+02:00 --calendar france-alsace-moselle
  vigie due --batch < cases.jsonl")]
pub struct DueArgs {
    /// Severity of the request: 1 critical, 2 high, 3 medium, 4 low
    #[arg(long, value_parser = clap::value_parser!(u8).range(1..=4), required_unless_present = "batch")]
    pub severity: Option<u8>,

    /// When it was filed, as RFC 3339 with an offset, e.g. 2026-04-02T16:00:00+02:00
    #[arg(long, value_name = "INSTANT", value_parser = instant, required_unless_present = "batch")]
    pub filed: Option<DateTime<Utc>>,

    /// Support calendar: a name of vigie calendar list, or the path of a TOML or JSON file
    #[arg(long, value_name = "NAME|FILE", default_value = "france")]
    pub calendar: String,

    /// A date on which the desk is closed, YYYY-MM-DD; may be repeated
    #[arg(long = "holiday", value_name = "DATE", value_parser = date)]
    pub holidays: Vec<NaiveDate>,

    /// Your own time zone, e.g. Europe/Paris [default: TZ, or the machine's]
    #[arg(long, value_name = "IANA", value_parser = zone)]
    pub zone: Option<Tz>,

    /// The instant to count what is left from, as RFC 3339 [default: the current time]
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub now: Option<DateTime<Utc>>,

    /// Read cases as JSON lines on standard input, and write one answer per line
    #[arg(long, conflicts_with_all = ["severity", "filed", "calendar", "holidays", "zone", "now"])]
    pub batch: bool,

    /// Language of the answer, en or fr [default: the locale's]
    #[arg(long, value_name = "LANGUAGE")]
    pub language: Option<Language>,
}
