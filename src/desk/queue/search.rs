//! Finding tickets by what one types: case and accents do not matter, every word must be there.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What is looked for, folded once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needle {
    words: Vec<String>,
}

impl Needle {
    pub fn new(query: &str) -> Self {
        Self { words: query.split_whitespace().map(fold).filter(|word| !word.is_empty()).collect() }
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Tells whether each word stands in one of the texts.
    pub fn matches(&self, texts: &[&str]) -> bool {
        self.words.iter().all(|word| texts.iter().any(|text| contains(text, word)))
    }

    /// Tells whether whatever matches `self` also matches `wider`: then only those need another look.
    pub fn narrows(&self, wider: &Self) -> bool {
        wider.words.iter().all(|old| self.words.iter().any(|new| new.contains(old.as_str())))
    }
}

/// Lower case, without accents; ligatures and wide forms opened (NFKD).
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfkd().filter(|character| !is_combining_mark(*character)).flat_map(char::to_lowercase).collect()
}

/// Looks without folding the text first where it is ASCII, as most is: a first key searches a whole queue.
fn contains(text: &str, folded: &str) -> bool {
    if !text.is_ascii() {
        return fold(text).contains(folded);
    }
    let (text, folded) = (text.as_bytes(), folded.as_bytes());
    folded.is_empty() || text.windows(folded.len()).any(|window| window.eq_ignore_ascii_case(folded))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_case_are_ignored_both_ways() {
        for (query, text, found) in [
            ("aero", "Aéroports du Sud", true),
            ("AÉRO sud", "Aéroports du Sud", true),
            ("sud nord", "Aéroports du Sud", false),
            ("inc-10", "INC-1042", true),
            ("ﬁ", "profile", true),
            ("日本", "日本語の件名", true),
            ("", "anything", true),
        ] {
            assert_eq!(Needle::new(query).matches(&[text]), found, "{query} in {text}");
        }
    }

    #[test]
    fn a_longer_query_narrows_a_shorter_one() {
        assert!(Needle::new("agent fail").narrows(&Needle::new("age")));
        assert!(!Needle::new("agent").narrows(&Needle::new("agent fail")));
    }
}
