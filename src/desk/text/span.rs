//! Spans of time as people type them: `45m`, `2h`, `1h30m`, `1d` (in French, `1j`).

use chrono::TimeDelta;

/// Reads a span; `None` if it is none.
pub fn read(text: &str) -> Option<TimeDelta> {
    let mut sum = TimeDelta::zero();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|character: char| !character.is_ascii_digit())?;
        let number: i64 = rest[..end].parse().ok()?;
        let mut unit = rest[end..].chars();
        let length = match unit.next()? {
            'd' | 'j' => TimeDelta::try_days(number)?,
            'h' => TimeDelta::try_hours(number)?,
            'm' => TimeDelta::try_minutes(number)?,
            _ => return None,
        };
        sum = sum.checked_add(&length)?;
        rest = unit.as_str();
    }
    (!text.is_empty()).then_some(sum)
}
