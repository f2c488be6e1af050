//! A ticket in Markdown. Whatever somebody wrote stands for itself in it: no sign of a foreign text is a sign of ours.

use std::fmt::Write;

use crate::desk::sla::Tz;

use crate::app::protocol::event::Rules;
use crate::desk::text::{SafeLine, SafeText};
use crate::desk::ticket::Response;
use crate::desk::ticket::conversation::{Visibility, Who};
use crate::desk::ticket::fact::{Fact, What};
use crate::desk::ticket::names::ContactId;
use crate::desk::ticket::signature::{SignatureRequest, Step, Unreadable};
use crate::words::{Named, Words};

use super::Exported;

/// Writes one ticket; `words` spell instants out.
pub struct Markdown<'a> {
    pub words: &'a Words,
    pub zone: Tz,
    pub rules: &'a Rules,
}

impl Markdown<'_> {
    pub fn of(&self, exported: &Exported) -> String {
        let mut text = String::new();
        let ticket = &exported.ticket;
        line(&mut text, &format!("# {}: {}", plain(ticket.id.as_str()), plain(ticket.subject.shown())));
        line(&mut text, "");
        for (label, value) in self.facts(exported) {
            line(&mut text, &format!("- {}: {}", self.words.say(label), plain(&value)));
        }
        for Unreadable { part, text: written } in &exported.unreadable {
            let told = self.words.say_with("fact-unreadable", &[("text", written.shown().into())]);
            line(&mut text, &format!("- {}: {}", self.words.part(*part), plain(&told)));
        }
        line(&mut text, &format!("\n## {}\n", self.words.say("export-steps")));
        for step in &exported.steps {
            let told = self.words.say(if step.customer_told { "told-sent" } else { "export-not-told" });
            let bases = step.bases.as_ref().map(|version| format!(", {}", plain(version.shown())));
            let to = self.words.way(step.way).unwrap_or_else(|| self.words.step(step.to));
            let (head, bases) = (self.head(exported, step.at, &step.by), bases.unwrap_or_default());
            line(&mut text, &format!("- {head}: {to}{bases} ({told})"));
        }
        line(&mut text, &format!("\n## {}", self.words.say("export-told")));
        for said in &exported.told {
            let kind = said.response.map(|kind| format!(", {}", self.words.response_kind(kind)));
            let head = self.head(exported, said.at, &said.by);
            line(&mut text, &format!("\n### {head}{}\n", kind.unwrap_or_default()));
            quote(&mut text, "", &said.body);
        }
        line(&mut text, &format!("\n## {}\n", self.words.say("tab-timeline")));
        for fact in &exported.facts {
            let what = self.words.fact(fact, self.zone, |named| self.called(exported, named));
            line(&mut text, &format!("- {}: {}", self.head(exported, fact.at, &fact.by), plain(&what)));
            if let Some(body) = words_of(fact) {
                line(&mut text, "");
                quote(&mut text, "  ", body);
                line(&mut text, "");
            }
        }
        text
    }

    fn head(&self, exported: &Exported, at: chrono::DateTime<chrono::Utc>, by: &Who) -> String {
        format!("{}, {}", self.words.instant_in_full(at, self.zone), plain(&self.who(exported, by)))
    }

    fn manager<'s>(&'s self, id: &'s str) -> &'s str {
        let known = self.rules.managers.iter().find(|manager| manager.id.as_str() == id);
        known.map_or(id, |manager| manager.name.shown())
    }

    fn contact<'s>(&'s self, exported: &Exported, id: &'s ContactId) -> &'s str {
        self.rules.contact_name(&exported.ticket.customer, id).map_or(id.as_str(), SafeLine::shown)
    }

    fn called<'s>(&'s self, exported: &Exported, named: Named<'s>) -> &'s str {
        match named {
            Named::Manager(id) => self.manager(id.as_str()),
            Named::Contact(id) => self.contact(exported, id),
        }
    }

    fn who(&self, exported: &Exported, who: &Who) -> String {
        match who {
            Who::Manager(id) | Who::Specialist(id) => self.manager(id.as_str()).to_owned(),
            Who::Contact(id) => self.contact(exported, id).to_owned(),
            Who::Stranger(name) => name.shown().to_owned(),
            Who::Desk => self.words.say("someone-desk").to_owned(),
        }
    }

    fn facts(&self, exported: &Exported) -> Vec<(&'static str, String)> {
        let (words, ticket) = (self.words, &exported.ticket);
        let owner = ticket.owner.as_ref();
        let mut facts = vec![
            ("export-customer", exported.customer.shown().to_owned()),
            ("fact-severity", words.severity(ticket.severity).to_owned()),
            ("fact-status", words.status(ticket.status).to_owned()),
            (
                "fact-owner",
                owner.map_or(words.say("someone-nobody"), |id| self.manager(id.as_str())).to_owned(),
            ),
            ("fact-filed", words.instant_in_full(ticket.filed_at, self.zone)),
        ];
        match &ticket.response {
            Response::NotGuaranteed => {
                facts.push(("fact-response", words.say("ticket-no-guarantee").to_owned()));
            }
            Response::NoContract => facts.push(("fact-response", words.say("ticket-no-contract").to_owned())),
            Response::Owed(dues) => {
                let due = |at| words.instant_in_full(at, self.zone);
                facts.extend(dues.target.map(|at| ("fact-target", due(at))));
                facts.extend(dues.commitment.map(|at| ("fact-commitment", due(at))));
            }
            Response::Given(verdict) => {
                facts.push(("fact-response", words.instant_in_full(verdict.at, self.zone)));
                let judged = words.verdict(verdict, verdict.at, self.zone);
                facts.extend(judged.into_iter().map(|judged| ("export-verdict", judged)));
            }
        }
        facts.extend(ticket.step.map(|step: Step| ("fact-step", words.step(step).to_owned())));
        if let Some(request) = &exported.request {
            facts.extend(asked(words, self.zone, request));
        }
        facts
    }
}

/// What stands below a line of the timeline: what was asked, what the customer wrote, and what is said among the desk
/// itself. What the desk told the customer has its own part.
fn words_of(fact: &Fact) -> Option<&SafeText> {
    match &fact.what {
        What::Filed(filed) => Some(&filed.body),
        What::Said(message) => {
            let is_told = message.visibility == Visibility::Public && message.by.is_of_the_desk();
            (!is_told).then_some(&message.body)
        }
        _ => None,
    }
}

/// What the customer asked for, by the labels of the console.
fn asked(words: &Words, zone: Tz, request: &SignatureRequest) -> Vec<(&'static str, String)> {
    let text = |line: &Option<SafeLine>| line.as_ref().map(|line| line.shown().to_owned());
    let bases =
        [text(&request.bases_version), request.bases_released.map(|at| words.instant_in_full(at, zone))];
    let bases = bases.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let rescan = [
        request.rescanned_at.map(|at| words.instant_in_full(at, zone)),
        request.rescan.as_ref().map(|text| text.shown().to_owned()),
    ];
    let rescan = rescan.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let known = |text: String| Some(text).filter(|text| !text.is_empty());
    let product = [text(&request.product), text(&request.version)];
    let product = product.into_iter().flatten().collect::<Vec<_>>().join(" ");
    [
        ("fact-verdict", Some(words.detection_verdict(request.verdict).to_owned())),
        ("fact-object", Some(words.object(request.object).to_owned())),
        ("fact-name", Some(request.name.shown().to_owned())),
        ("fact-sha256", request.sha256.as_ref().map(|digest| digest.as_str().to_owned())),
        ("fact-md5", request.md5.as_ref().map(|digest| digest.as_str().to_owned())),
        (
            "fact-size",
            request.size.map(|size| words.say_with("fact-bytes", &[("count", words.number(size).into())])),
        ),
        ("fact-detection", text(&request.detection)),
        ("fact-product", known(product)),
        ("fact-component", text(&request.component)),
        ("fact-bases", known(bases)),
        ("fact-rescan", known(rescan)),
        ("export-application", text(&request.application)),
        ("export-weight", Some(words.weight(request.weight).to_owned())),
        ("export-machines", request.machines.map(|count| count.to_string())),
        ("fact-impact", request.impact.as_ref().map(|text| text.shown().to_owned())),
        ("fact-origin", text(&request.origin)),
        ("fact-purpose", text(&request.purpose)),
        ("fact-container", text(&request.container)),
    ]
    .into_iter()
    .filter_map(|(label, value)| Some((label, value?)))
    .collect()
}

fn line(text: &mut String, line: &str) {
    if writeln!(text, "{line}").is_err() {
        tracing::debug!("a text in memory takes every line");
    }
}

/// A text of several lines, each of them marked as quoted.
fn quote(text: &mut String, indent: &str, body: &SafeText) {
    for written in body.shown().trim_end().lines() {
        let quoted = format!("{indent}> {}", quoted(written));
        line(text, quoted.trim_end());
    }
}

/// A text on one line of Markdown: its signs stand for themselves.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => out.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '&' | '~' => {
                out.extend(['\\', character]);
            }
            other => out.push(other),
        }
    }
    out
}

/// A line that begins one: nothing in it is a list, a heading, a rule, or code.
fn quoted(written: &str) -> String {
    let rest = written.trim_start();
    let blanks = written.chars().count() - rest.chars().count();
    // Four blanks would begin code.
    let mut out = "\u{a0}".repeat(if rest.is_empty() { 0 } else { blanks });
    let digits = rest.find(|character: char| !character.is_ascii_digit()).unwrap_or(rest.len());
    let (number, after) = rest.split_at(digits);
    let is_mark = match after.chars().next() {
        Some('.' | ')') => digits > 0,
        Some('-' | '+' | '=') => digits == 0,
        _ => false,
    };
    out.push_str(number);
    out.push_str(if is_mark { "\\" } else { "" });
    out.push_str(&plain(after));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_of_a_foreign_text_is_markdown() {
        for (written, shown) in [
            ("# Verified", "\\# Verified"),
            ("> told", "\\> told"),
            ("===", "\\==="),
            ("---", "\\---"),
            ("- a", "\\- a"),
            ("+ a", "\\+ a"),
            ("1. a", "1\\. a"),
            ("12) a", "12\\) a"),
            ("12 a. b", "12 a. b"),
            ("```", "\\`\\`\\`"),
            ("~~~", "\\~\\~\\~"),
            ("    code", "\u{a0}\u{a0}\u{a0}\u{a0}code"),
            ("<script>&amp;", "\\<script\\>\\&amp;"),
            ("[a](b) *c* |d|", "\\[a\\](b) \\*c\\* \\|d\\|"),
            ("   ", ""),
            ("", ""),
        ] {
            assert_eq!(quoted(written), shown, "{written:?}");
        }
    }

    #[test]
    fn every_line_of_a_quotation_is_marked_as_one() {
        let mut text = String::new();
        quote(&mut text, "  ", &"a\r\n\n# b\u{2028}c\u{85}d\u{b}e\n".into());
        assert!(text.lines().all(|line| line.starts_with("  >")), "{text:?}");
        assert!(text.contains("  > a\n  >\n  > \\# b"), "{text:?}");
    }
}
