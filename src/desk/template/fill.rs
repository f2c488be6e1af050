//! Variables in a text: where they are, and what stands there once they are filled in.

use crate::desk::template::values::Values;

/// Finds the variables of a text, such as `{{ name }}`: the bytes that each takes, and its name.
pub fn variables(text: &str) -> impl Iterator<Item = (std::ops::Range<usize>, &str)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let at = from + text[from..].find("{{")?;
            // Of three braces the last two begin it.
            from = at + 1;
            if let Some((inside, _)) = text[at + 2..].split_once("}}") {
                let name = inside.trim();
                if is_name(name) {
                    from = at + 2 + inside.len() + 2;
                    return Some((at..from, name));
                }
            }
        }
    })
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|letter| letter.is_alphanumeric() || "_-.".contains(letter))
}

/// Decides what stands between `[[` and `]]`: it goes if one of its variables is not known, else only its marks do.
///
/// So a letter promises a time where there is one, and says nothing of it where nobody has promised any.
pub fn settle(text: &str, values: &Values) -> String {
    let mut settled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("[[") {
        settled.push_str(before);
        let part = after.split_once("]]").filter(|(inside, _)| variables(inside).next().is_some());
        rest = if let Some((inside, behind)) = part {
            let is_known = variables(inside).all(|(_, name)| values.get(name).is_some());
            settled.push_str(if is_known { inside } else { "" });
            behind
        } else {
            // Brackets around nothing that could be missing are what they look like.
            settled.push_str("[[");
            after
        };
    }
    settled + rest
}

/// Puts values in the place of variables, once: what a value holds is never taken for a variable.
pub fn fill(text: &str, values: &Values) -> String {
    let text = &settle(text, values);
    let mut filled = String::with_capacity(text.len());
    let mut from = 0;
    for (place, name) in variables(text) {
        let Some(value) = values.get(name) else { continue };
        filled.push_str(&text[from..place.start]);
        filled.push_str(value);
        from = place.end;
    }
    filled + &text[from..]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_known_is_filled_in_and_what_is_not_stays() {
        let values = Values::default().with("contact", "Claire {{ticket}}").with("ticket", "INC-1");
        for (text, filled) in [
            ("Dear {{contact}},", "Dear Claire {{ticket}},"),
            ("{{ ticket }}: {{cause}}", "INC-1: {{cause}}"),
            ("{{{ticket}} {{}} {{ a b }} {{open", "{INC-1 {{}} {{ a b }} {{open"),
            ("é{{ticket}}é", "éINC-1é"),
            ("", ""),
        ] {
            assert_eq!(fill(text, &values), filled);
        }
    }

    #[test]
    fn what_stands_between_brackets_goes_if_something_in_it_is_not_known() {
        let values = Values::default().with("due", "Monday [[{{x}}]]");
        for (text, filled) in [
            ("We write[[, by {{due}} at the latest]].", "We write, by Monday [[{{x}}]] at the latest."),
            ("We write[[, by {{next_update}} at the latest]].", "We write."),
            ("[[{{due}} {{x}}]][[{{due}}]]", "Monday [[{{x}}]]"),
            ("a [[link]] [[{{x}} and [[{{due}}]]", "a [[link]] "),
            ("[[{{x}}", "[[{{x}}"),
            ("[{{due}}]]", "[Monday [[{{x}}]]]]"),
        ] {
            assert_eq!(fill(text, &values), filled, "{text}");
        }
    }

    proptest! {
        #[test]
        fn brackets_break_nothing(text in "(\\[|\\]|\\{\\{a\\}\\}|é| ){0,20}") {
            let known = fill(&text, &Values::default().with("a", "b"));
            let unknown = settle(&text, &Values::default());
            prop_assert!(known.len() <= text.len() && unknown.len() <= text.len());
        }

        #[test]
        fn no_text_breaks_it_and_without_values_nothing_changes(text in "[{}a é]{0,40}") {
            prop_assert_eq!(fill(&text, &Values::default()), text.clone());
            for (place, name) in variables(&text) {
                prop_assert!(text[place].contains(name));
            }
        }
    }
}
