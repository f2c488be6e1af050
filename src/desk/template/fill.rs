//! Variables in a text: where they are, and what stands there once they are filled in.

use super::values::Values;

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

/// Puts values in the place of variables, once: what a value holds is never taken for a variable.
pub fn fill(text: &str, values: &Values) -> String {
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

    proptest! {
        #[test]
        fn no_text_breaks_it_and_without_values_nothing_changes(text in "[{}a é]{0,40}") {
            prop_assert_eq!(fill(&text, &Values::default()), text.clone());
            for (place, name) in variables(&text) {
                prop_assert!(text[place].contains(name));
            }
        }
    }
}
