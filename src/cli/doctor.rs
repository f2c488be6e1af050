//! The arguments of `vigie doctor`.

use std::path::PathBuf;

use clap::Args;

#[derive(Debug, Args)]
#[command(after_help = "Exit codes:
  0  all is well
  1  a mapping and the server do not fit
  2  the configuration is wrong
  3  a backend cannot be reached, or does not answer as one
  4  a backend refuses the token

Examples:
  vigie doctor
  vigie doctor --discover --to mapping.toml")]
pub struct DoctorArgs {
    /// Write a first mapping from what the server has; a backend section with kind, url and token is enough for it
    #[arg(long)]
    pub discover: bool,

    /// Where to write it, instead of printing it; a file that is there is never overwritten
    #[arg(long, value_name = "FILE", requires = "discover")]
    pub to: Option<PathBuf>,
}
