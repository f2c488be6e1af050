//! A sequence that is meant for the terminal behind tmux, not for tmux.

/// Tells whether a tmux stands between us and the terminal.
pub fn is_there() -> bool {
    std::env::var_os("TMUX").is_some_and(|socket| !socket.is_empty())
}

/// Wraps a sequence so that tmux hands it on, if its `allow-passthrough` is on.
pub fn passed_through(sequence: &str) -> String {
    format!("\x1bPtmux;{}\x1b\\", sequence.replace('\x1b', "\x1b\x1b"))
}
