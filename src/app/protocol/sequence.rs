//! The sequence by which a terminal is asked to notify.

/// The sequence that a terminal makes a notification of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sequence {
    /// `OSC 9`, of iTerm2.
    Osc9,
    /// `OSC 777`, of rxvt.
    Osc777,
    /// `OSC 99`, of kitty.
    Osc99,
}
