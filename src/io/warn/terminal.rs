//! A notification that the terminal shows: the one way that works over SSH.

use std::env;

use crate::app::protocol::sequence::Sequence;
use crate::io::terminal::tmux;

use super::Message;

/// Longer is cut: no notification shows more, and a terminal may drop it.
const LONGEST: usize = 400;

/// Returns the bytes of a notification, wrapped where tmux stands between.
pub fn notification(sequence: Sequence, message: &Message) -> String {
    let plain = plain(sequence, message);
    if tmux::is_there() { tmux::passed_through(&plain) } else { plain }
}

fn plain(sequence: Sequence, message: &Message) -> String {
    let (title, body) = (harmless(&message.title), harmless(&message.body));
    match sequence {
        Sequence::Osc9 => format!("\x1b]9;{title}: {body}\x1b\\"),
        // Its fields end with a semicolon.
        Sequence::Osc777 => {
            format!("\x1b]777;notify;{};{}\x1b\\", title.replace(';', ","), body.replace(';', ","))
        }
        Sequence::Osc99 => {
            format!("\x1b]99;i=vigie:d=0;{title}\x1b\\\x1b]99;i=vigie:d=1:p=body;{body}\x1b\\")
        }
    }
}

/// Cleaned before, and once more: nothing that ends a sequence or begins one goes into it.
fn harmless(text: &str) -> String {
    text.chars().map(|it| if it.is_control() { ' ' } else { it }).take(LONGEST).collect()
}

/// Finds out which notification the terminal is known to show.
pub fn detected() -> Option<Sequence> {
    let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    let value = |name: &str| env::var(name).unwrap_or_default();
    detect(is_set("KITTY_WINDOW_ID"), &value("TERM_PROGRAM"), &value("LC_TERMINAL"), &value("TERM"))
}

fn detect(kitty: bool, program: &str, over_ssh: &str, term: &str) -> Option<Sequence> {
    match (program, over_ssh, term) {
        _ if kitty || term.contains("kitty") => Some(Sequence::Osc99),
        ("iTerm.app" | "WezTerm" | "ghostty" | "WarpTerminal", ..)
        | (_, "iTerm2", _)
        | (.., "xterm-ghostty" | "wezterm") => Some(Sequence::Osc9),
        (.., term) if term.starts_with("rxvt") || term.starts_with("foot") => Some(Sequence::Osc777),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sequence_carries_title_and_body_and_nothing_else_that_a_terminal_obeys() {
        let message =
            Message { title: "vigie: INC-1;2 late".into(), body: "A\u{1b}]0;x\u{7}\u{9b}2J;B".into() };
        let shown = [Sequence::Osc9, Sequence::Osc777, Sequence::Osc99].map(|it| plain(it, &message));
        assert_eq!(
            shown,
            [
                "\x1b]9;vigie: INC-1;2 late: A ]0;x  2J;B\x1b\\",
                "\x1b]777;notify;vigie: INC-1,2 late;A ]0,x  2J,B\x1b\\",
                "\x1b]99;i=vigie:d=0;vigie: INC-1;2 late\x1b\\\x1b]99;i=vigie:d=1:p=body;A ]0;x  2J;B\x1b\\",
            ]
        );
        assert_eq!(tmux::passed_through("\x1b]9;a\x1b\\"), "\x1bPtmux;\x1b\x1b]9;a\x1b\x1b\\\x1b\\");
    }

    #[test]
    fn only_terminals_that_are_known_to_show_it_are_asked_to() {
        for (kitty, program, over_ssh, term, sequence) in [
            (true, "", "", "xterm-256color", Some(Sequence::Osc99)),
            (false, "", "", "xterm-kitty", Some(Sequence::Osc99)),
            (false, "iTerm.app", "", "xterm-256color", Some(Sequence::Osc9)),
            (false, "tmux", "iTerm2", "tmux-256color", Some(Sequence::Osc9)),
            (false, "ghostty", "", "xterm-ghostty", Some(Sequence::Osc9)),
            (false, "", "", "foot", Some(Sequence::Osc777)),
            (false, "", "", "rxvt-unicode-256color", Some(Sequence::Osc777)),
            (false, "tmux", "", "tmux-256color", None),
            (false, "Apple_Terminal", "", "xterm-256color", None),
        ] {
            assert_eq!(detect(kitty, program, over_ssh, term), sequence, "{program} {over_ssh} {term}");
        }
    }
}
