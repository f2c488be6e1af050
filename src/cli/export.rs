//! What `vigie export` and `vigie journal export` take.

use clap::Args;

use crate::desk::ticket::names::{BackendId, LocalId};

#[derive(Clone, Debug, Args)]
#[command(after_help = "What the desk says among itself is left out unless it is asked for.

Examples:
  vigie export SIG-0311
  vigie export SIG-0311 --format json --internal")]
pub struct ExportArgs {
    /// The ticket
    #[arg(value_name = "TICKET")]
    pub ticket: LocalId,

    /// The backend that has it, if several have a ticket of that name
    #[arg(long, value_name = "NAME")]
    pub backend: Option<BackendId>,

    /// Markdown for people, JSON for programs
    #[arg(long, value_enum, default_value_t = ExportFormat::Md)]
    pub format: ExportFormat,

    /// With internal notes, reasons, and what is known of other requests
    #[arg(long)]
    pub internal: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum ExportFormat {
    Md,
    Json,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  vigie journal export --ticket INC-1042
  vigie journal export --json")]
pub struct JournalExportArgs {
    /// Only the lines about this ticket
    #[arg(long, value_name = "ID")]
    pub ticket: Option<LocalId>,

    /// One JSON object a line, with the digests
    #[arg(long)]
    pub json: bool,
}
