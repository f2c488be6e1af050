//! Why a desk is shut.

/// Why no window is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shut {
    /// Between the windows of working days.
    Overnight,
    /// The weekday has no windows.
    Weekend,
    /// A public holiday.
    Public { name: &'static str, substitute: bool },
    /// A date that the calendar closes by itself.
    Closing,
}
