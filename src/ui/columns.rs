//! Which columns the queue has at a width, and how wide each is.
//!
//! Time left, severity and id are whole at every size; the others come in the order of their worth as
//! there is room for them. Widths are those of the longest words of the language, so that nothing moves
//! while time passes.

use crate::words::Language;

/// Columns of the mark of the cursor, the sign of the state and a blank.
const SIGNS: u16 = 3;
const CALL: u16 = 2;
const SHORT_SEVERITY: u16 = 6;
const LONG_SEVERITY: u16 = 10;
/// What a subject needs to say anything.
const LEAST_SUBJECT: u16 = 12;
const FAIR_SUBJECT: u16 = 20;
const LEAST_CUSTOMER: u16 = 10;
const GOOD_CUSTOMER: u16 = 20;
const OWNER: u16 = 14;
/// From here on two blanks stand between columns, and severities are whole words.
const ROOMY: u16 = 112;

/// Widths in columns; 0 is a column that is not there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    pub left: u16,
    pub due: u16,
    pub severity: u16,
    pub call: u16,
    pub id: u16,
    pub customer: u16,
    pub subject: u16,
    pub ball: u16,
    pub owner: u16,
    pub gap: u16,
}

/// The widest cells among the rows that are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Widest {
    pub id: u16,
    pub due: u16,
}

impl Columns {
    /// Lays the columns out in the width that a row has.
    pub fn of(width: u16, language: Language, widest: Widest) -> Self {
        let (left, due, ball) = match language {
            Language::En => (9, 9, 8),
            Language::Fr => (10, 10, 10),
        };
        let roomy = width >= ROOMY;
        let gap = if roomy { 2 } else { 1 };
        let severity = if roomy { LONG_SEVERITY } else { SHORT_SEVERITY };
        let mut columns = Self { left, severity, call: CALL, gap, ..Self::default() };
        let fixed = SIGNS + left + gap + severity + 1 + CALL + gap;
        // An id that fills the line is cut after all: there is no more line.
        columns.id = widest.id.max(8).min(width.saturating_sub(fixed));
        let mut rest = width.saturating_sub(fixed + columns.id);
        let mut take = |least: u16| {
            let whole = least + gap;
            let taken = rest >= whole;
            rest -= if taken { whole } else { 0 };
            if taken { least } else { 0 }
        };
        columns.subject = take(LEAST_SUBJECT);
        columns.customer = take(LEAST_CUSTOMER);
        columns.due = take(due.max(widest.due));
        columns.ball = take(ball);
        columns.owner = if roomy { take(OWNER) } else { 0 };
        columns.share(rest)
    }

    /// Gives what is left over to the texts that are cut most.
    fn share(mut self, mut rest: u16) -> Self {
        let mut grow = |column: &mut u16, good: u16| {
            let more = rest.min(good.saturating_sub(*column));
            *column += more;
            rest -= more;
        };
        if self.subject > 0 {
            grow(&mut self.subject, FAIR_SUBJECT);
        }
        if self.customer > 0 {
            grow(&mut self.customer, GOOD_CUSTOMER);
        }
        if self.subject > 0 {
            grow(&mut self.subject, u16::MAX);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(columns: Columns) -> u16 {
        let Columns { left, due, severity, call, id, customer, subject, ball, owner, gap } = columns;
        let texts = [due, customer, subject, ball, owner];
        let gaps = texts.iter().map(|width| u16::from(*width > 0)).sum::<u16>();
        SIGNS + left + gap + severity + 1 + call + gap + id + texts.iter().sum::<u16>() + gap * gaps
    }

    #[test]
    fn the_columns_never_need_more_than_there_is_and_use_all_of_it() {
        for language in Language::ALL {
            for width in 58..220 {
                for id in [6, 8, 14, 30] {
                    let columns = Columns::of(width, language, Widest { id, due: 14 });
                    assert!(sum(columns) <= width, "{width} {id} {columns:?}");
                    assert!(columns.subject == 0 || sum(columns) == width, "{width} {id} {columns:?}");
                }
            }
        }
    }

    #[test]
    fn what_matters_most_is_there_in_the_smallest_console() {
        for language in Language::ALL {
            let columns = Columns::of(58, language, Widest { id: 9, due: 9 });
            assert!(
                columns.id == 9 && columns.subject >= LEAST_SUBJECT && columns.customer >= LEAST_CUSTOMER
            );
            let columns = Columns::of(78, language, Widest { id: 8, due: 9 });
            assert!(columns.due > 0 && columns.ball > 0 && columns.owner == 0, "{columns:?}");
            let columns = Columns::of(118, language, Widest { id: 8, due: 9 });
            assert!(columns.owner > 0 && columns.severity == LONG_SEVERITY);
        }
    }
}
