//! The command line: clap structs and help texts, nothing else.
