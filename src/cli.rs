//! The command line: clap structs and help texts, nothing else.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use clap::{Args, Parser, Subcommand};

use crate::words::Language;

/// The lookout of a premium support desk.
#[derive(Debug, Parser)]
#[command(name = "vigie", version, about, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Say when a response is due
    Due(DueArgs),
}

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

    /// Support calendar: france, france-alsace-moselle, or the path of a TOML or JSON file
    #[arg(long, value_name = "NAME|FILE", default_value = "france")]
    pub calendar: String,

    /// A date on which the desk is closed, YYYY-MM-DD; may be repeated
    #[arg(long = "holiday", value_name = "DATE")]
    pub holidays: Vec<NaiveDate>,

    /// Your own time zone, e.g. Europe/Paris [default: the machine's]
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

fn instant(text: &str) -> Result<DateTime<Utc>, String> {
    let read = DateTime::parse_from_rfc3339(text);
    read.map(|at| at.to_utc()).map_err(|why| format!("{why}; write it like 2026-04-02T16:00:00+02:00"))
}

fn zone(text: &str) -> Result<Tz, String> {
    text.parse()
        .map_err(|_error: chrono_tz::ParseError| "no IANA time zone; write it like Europe/Paris".to_owned())
}
