//! The SLA clock. Pure.
//!
//! [`Calendar`] says when the desk is open and measures open time; [`Running`] is the clock of one ticket: its
//! deadline and its running time. The rules are one statement about the wall clock (see [`calendar`]); everything
//! follows from it, and no other code of the program knows of zones, clock changes or holidays.
//!
//! Instants are `DateTime<Utc>`, exact to the microsecond; a finer fraction is cut off.

pub mod calendar;
mod day;
mod days_off;
mod error;
mod exceptions;
mod holiday_set;
mod holidays;
mod no_effect;
mod object;
mod pattern;
mod shut;
mod spec;
mod stretches;
mod timeline;
mod tz;
mod tzif;
mod wall;
mod why_shut;
mod year;
mod zone;
mod zones;

pub use calendar::Calendar;
pub use days_off::DaysOff;
pub use error::CalendarError;
pub use holiday_set::{
    checked_until as holidays_checked_until, digest as holidays_digest, put_in_force as put_holidays_in_force,
};
pub use holidays::{HolidayRule, PublicHoliday};
pub use no_effect::NoEffect;
pub use object::{Object, objects};
pub use shut::Shut;
pub use spec::{CalendarSpec, Closing, TimeOfDay, Weekly, Window};
pub use timeline::{Counted, Pauses, Running, Target};
pub use tz::{Tz, UnknownZone, ZoneOffset};
pub use wall::WallTime;
pub use year::{ClockChange, DayOff, WhyOff, Year};
pub use zones::{ZoneSet, ZonesFrom, ZonesRelease};
