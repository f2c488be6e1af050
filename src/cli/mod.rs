//! The command line: clap structs and help texts, nothing else.

mod doctor;
mod due;
mod export;
mod read;
mod token;

use core::net::SocketAddr;
use std::path::PathBuf;
use std::sync::LazyLock;

use crate::desk::sla::{ZoneSet, ZonesFrom};
use chrono::TimeDelta;
use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

use crate::words::Language;

pub use doctor::DoctorArgs;
pub use due::DueArgs;
pub use export::{ExportArgs, ExportFormat, JournalExportArgs};
use read::{span, speed};
pub use token::{Expiry, LoginArgs, LogoutArgs, TokenCommand, TokenCreateArgs, TokenRevokeArgs};

/// The version, and the zone data that instants are computed with.
fn long_version() -> &'static str {
    static TOLD: LazyLock<String> = LazyLock::new(|| {
        let zones = ZoneSet::in_force();
        let from = match zones.from() {
            ZonesFrom::Program => "built in",
            ZonesFrom::Machine(directory) => directory,
        };
        format!("{}\ntzdata {}, {from}", env!("CARGO_PKG_VERSION"), zones.release())
    });
    &TOLD
}

/// The lookout of a premium support desk.
#[derive(Debug, Parser)]
#[command(name = "vigie", version, long_version = long_version(), about, max_term_width = 100, disable_help_subcommand = true)]
pub struct Cli {
    #[command(flatten)]
    pub console: ConsoleArgs,

    /// Print the keys in force and end
    #[arg(long)]
    pub print_keys: bool,

    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Say when a response is due
    Due(DueArgs),
    /// Run the bundled backend alone
    Serve(ServeArgs),
    /// Check a token with its backend and put it into the keyring of this machine
    Login(LoginArgs),
    /// Take it out of the keyring again
    Logout(LogoutArgs),
    /// Make, list and revoke tokens of the bundled backend
    #[command(subcommand)]
    Token(TokenCommand),
    /// Set up the desk of the bundled backend
    #[command(subcommand)]
    Desk(DeskCommand),
    /// Copy the store of the bundled backend into a new file, also while it serves
    Backup(BackupArgs),
    /// Make a store of a backup, where there is none
    Restore(RestoreArgs),
    /// Show the console on a demonstration, or on a load of any size
    Demo(DemoArgs),
    /// Look at every configured backend: can it be reached, does it know you, does the mapping fit
    Doctor(DoctorArgs),
    /// Say what a support calendar counts: its hours, holidays, exceptions and clock changes
    #[command(subcommand)]
    Calendar(CalendarCommand),
    /// Say what is at risk or breached; for cron and status lines
    Check(CheckArgs),
    /// Print one ticket whole: what was asked, each step, and what the customer was told when
    Export(ExportArgs),
    /// Try how warnings reach you
    #[command(subcommand)]
    Alert(AlertCommand),
    /// Check and export the record of what was done from this machine
    #[command(subcommand)]
    Journal(JournalCommand),
    /// Find and check the configuration
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Read a page of the documentation, or the help of a command
    Help(HelpArgs),
    /// Write the manual pages into a directory
    Man(ManArgs),
    /// Print what makes a shell complete the command line
    Completions(CompletionsArgs),
}

#[derive(Clone, Debug, Args)]
pub struct HelpArgs {
    /// A page, or a command [default: what there is]
    pub topic: Option<String>,
}

#[derive(Clone, Debug, Args)]
pub struct ManArgs {
    /// Where they go, e.g. ~/.local/share/man/man1; made if it is not there
    #[arg(value_name = "DIRECTORY")]
    pub directory: PathBuf,
}

#[derive(Clone, Copy, Debug, Args)]
pub struct CompletionsArgs {
    pub shell: Shell,
}

/// What the console is told beside its configuration file; it wins over the file.
#[derive(Clone, Debug, Default, Args)]
pub struct ConsoleArgs {
    /// Configuration file [default: in your configuration directory; see vigie config path]
    #[arg(long, value_name = "FILE", env = "VIGIE_CONFIG", hide_env_values = true)]
    pub config: Option<PathBuf>,

    /// Language, en or fr [default: the configuration's, else the locale's]
    #[arg(long, value_name = "LANGUAGE", env = "VIGIE_LANGUAGE", hide_env_values = true)]
    pub language: Option<String>,

    /// Zone in which you read instants, e.g. Europe/Paris [default: the configuration's, else the machine's]
    #[arg(long, value_name = "IANA", env = "VIGIE_ZONE", hide_env_values = true)]
    pub zone: Option<String>,

    /// Theme: dark, light, high-contrast, colour-blind, plain, or a theme file
    #[arg(long, value_name = "NAME|FILE", env = "VIGIE_THEME", hide_env_values = true)]
    pub theme: Option<String>,

    /// What goes to the log file: off, error, warn, info, debug or trace
    #[arg(long, value_name = "LEVEL", env = "VIGIE_LOG", hide_env_values = true)]
    pub log: Option<String>,
}

#[derive(Clone, Copy, Debug, Subcommand)]
pub enum AlertCommand {
    /// Send one warning by every way that is configured, and say how to see that it came
    #[command(after_help = "Exit codes:
  0  every way took it
  1  one did not, or none is configured
  2  the configuration is wrong
  64 the command line is wrong")]
    Test,
}

#[derive(Clone, Copy, Debug, Args)]
#[command(after_help = "Exit codes, as monitoring plug-ins have them:
  0  nothing presses
  1  something is at risk
  2  something is breached
  3  nothing is known: a backend or the configuration stood in the way
  64 the command line is wrong
  74 what was found could not be written

Examples:
  vigie check || notify-send vigie \"$(vigie check)\"
  vigie check --at-risk 30m --json")]
pub struct CheckArgs {
    /// What counts as at risk: due within this span [default: the programme's first warning]
    #[arg(long, value_name = "SPAN", value_parser = span)]
    pub at_risk: Option<TimeDelta>,

    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Clone, Copy, Debug, Subcommand)]
pub enum ConfigCommand {
    /// Print where the configuration is looked for
    Path,
    /// Say whether configuration, key map and theme are good
    Check,
}

#[derive(Debug, Subcommand)]
pub enum CalendarCommand {
    /// Name the calendars that vigie comes with
    List(CalendarListArgs),
    /// Print one year of a calendar as the clock will count it
    Show(CalendarShowArgs),
    /// Turn the whole days of a calendar file (ICS, RFC 5545) into the closings of a calendar, as TOML
    Import(CalendarImportArgs),

    /// Print what a calendar file (iCalendar) says, as a rota reads it: every occurrence, times in UTC
    Events(CalendarEventsArgs),
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  vigie calendar import holidays.ics --from 2026 --to 2030 >> our-desk.toml
  vigie calendar show our-desk.toml --year 2026")]
pub struct CalendarImportArgs {
    /// The calendar file
    pub file: PathBuf,

    /// First year [default: the current one]
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1970..=2200))]
    pub from: Option<i32>,

    /// Last year [default: four years later]
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1970..=2200))]
    pub to: Option<i32>,

    /// Language, en or fr [default: the locale's]
    #[arg(long, value_name = "LANGUAGE")]
    pub language: Option<Language>,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:
  vigie calendar events duty.ics --zone Europe/Paris --from 2026 --to 2026")]
pub struct CalendarEventsArgs {
    /// The calendar file
    pub file: PathBuf,

    /// The zone of times that have none
    #[arg(long, value_name = "IANA", default_value = "UTC")]
    pub zone: crate::desk::sla::Tz,

    /// First year [default: the current one]
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1583..=9999))]
    pub from: Option<i32>,

    /// Last year [default: four years later]
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1583..=9999))]
    pub to: Option<i32>,

    /// Print JSON
    #[arg(long)]
    pub json: bool,

    /// Language, en or fr [default: the locale's]
    #[arg(long, value_name = "LANGUAGE")]
    pub language: Option<Language>,
}

#[derive(Debug, Args)]
pub struct CalendarListArgs {
    /// Print JSON
    #[arg(long)]
    pub json: bool,

    /// Language, en or fr [default: the locale's]
    #[arg(long, value_name = "LANGUAGE")]
    pub language: Option<Language>,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  vigie calendar show france --year 2027
  vigie calendar show de-by --year 2026 --json
  vigie calendar show our-desk.toml")]
pub struct CalendarShowArgs {
    /// A name of vigie calendar list, or the path of a TOML or JSON file
    #[arg(value_name = "NAME|FILE")]
    pub name: String,

    /// The year [default: the current one in the calendar's zone]
    #[arg(long, value_parser = clap::value_parser!(i32).range(1..=9999))]
    pub year: Option<i32>,

    /// Print JSON
    #[arg(long)]
    pub json: bool,

    /// Language, en or fr [default: the locale's]
    #[arg(long, value_name = "LANGUAGE")]
    pub language: Option<Language>,
}

#[derive(Debug, Subcommand)]
pub enum JournalCommand {
    /// Say whether any line was altered, taken out, moved or cut off
    #[command(
        after_help = "Ends with 0 if every journal is whole and its desk confirms it, 1 if one is not, 2 if it
cannot be read, 3 if it is whole by itself but no desk could be asked, 4 if its desk has lost acts that it had
accepted: it was restored since."
    )]
    Verify,
    /// Print the lines: when, on which ticket, what, and what became of it
    Export(JournalExportArgs),
}

/// Where the bundled backend keeps its store.
#[derive(Debug, Args)]
pub struct StoreArgs {
    /// Directory of the backend's store [default: in your data directory]
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,

    /// Language of messages, en or fr [default: the locale's]
    #[arg(long, value_name = "LANGUAGE")]
    pub language: Option<Language>,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  vigie serve
  vigie serve --listen 127.0.0.1:7373 --data /var/lib/vigie
  vigie serve --listen 0.0.0.0:7373 --tls-cert chain.pem --tls-key key.pem
  vigie serve --listen 10.0.0.5:7373 --behind-tls-proxy")]
pub struct ServeArgs {
    /// Address and port to listen on
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7373")]
    pub listen: SocketAddr,

    /// Speak TLS with this certificate chain (PEM)
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,

    /// The key of the certificate (PEM); only its owner may read the file
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,

    /// A proxy in front speaks TLS and says in X-Forwarded-For for whom it asks
    #[arg(long, conflicts_with = "tls_cert")]
    pub behind_tls_proxy: bool,

    /// Requests a minute of one token; of one address four times as many; 0 counts nothing
    #[arg(long, value_name = "N", default_value_t = 3_000, value_parser = clap::value_parser!(u32).range(..=1_000_000))]
    pub requests_per_minute: u32,

    /// Connections at once; the one that is idle for the longest time gives way to a newcomer
    #[arg(long, value_name = "N", default_value_t = 2_048, value_parser = clap::value_parser!(u16).range(1..))]
    pub max_connections: u16,

    #[command(flatten)]
    pub store: StoreArgs,
}

#[derive(Debug, Subcommand)]
pub enum DeskCommand {
    /// Put customers, contacts, contracts, calendars and managers in from a file
    Import(DeskImportArgs),
    /// Read everything in the store as the server does, and name what cannot be read as it stands
    Check(DeskCheckArgs),
}

#[derive(Debug, Args)]
#[command(after_help = "The copy is one instant, looked at as a whole, and readable by you alone.

Example:
  vigie backup /mnt/backups/vigie-2026-11-24.sqlite --data /var/lib/vigie")]
pub struct BackupArgs {
    /// The new file; one that is there is never overwritten
    pub file: PathBuf,

    #[command(flatten)]
    pub store: StoreArgs,
}

#[derive(Debug, Args)]
#[command(
    after_help = "A store that is there is never overwritten: name a new directory, or move the old one away.

Example:
  vigie restore /mnt/backups/vigie-2026-11-24.sqlite --data /var/lib/vigie-restored"
)]
pub struct RestoreArgs {
    /// What vigie backup wrote
    pub file: PathBuf,

    #[command(flatten)]
    pub store: StoreArgs,
}

#[derive(Debug, Args)]
#[command(after_help = "The same file twice changes nothing. What the file leaves out stays as it is.

Examples:
  vigie desk import desk.toml --dry-run
  vigie desk import desk.toml")]
pub struct DeskImportArgs {
    /// The desk file, TOML
    pub file: PathBuf,

    /// Only say what would change
    #[arg(long)]
    pub dry_run: bool,

    #[command(flatten)]
    pub store: StoreArgs,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Ends with 0 if all is well, 1 if something is not. What is said of a ticket or of the audit
is never rewritten: it is read otherwise, and told.

Examples:
  vigie desk check
  vigie desk check --mend"
)]
pub struct DeskCheckArgs {
    /// Write what is only read otherwise as it is read, and reckon every ticket anew
    #[arg(long)]
    pub mend: bool,

    #[command(flatten)]
    pub store: StoreArgs,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  vigie demo
  vigie demo --tickets 100000 --seed 1
  vigie demo --tickets 100000 --seed 1 --data DIR --fill-only")]
pub struct DemoArgs {
    /// A load of that many tickets instead of the written scenario
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub tickets: Option<u32>,

    /// The same seed makes the same load
    #[arg(long, default_value_t = 1)]
    pub seed: u64,

    /// Let time run that much faster
    #[arg(long, value_name = "FACTOR", default_value_t = 1.0, value_parser = speed)]
    pub speed: f64,

    /// Fill the store in --data, print a token, and end
    #[arg(long, requires = "data")]
    pub fill_only: bool,

    #[command(flatten)]
    pub store: StoreArgs,
}
