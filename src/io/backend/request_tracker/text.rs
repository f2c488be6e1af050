//! What was written, made readable: plain text as it is, HTML through a library; and what came beside it.

use std::collections::HashMap;
use std::panic::catch_unwind;

use crate::app::protocol::event::File;
use crate::desk::text::{SafeLine, SafeText};

use super::wire::Attachment;

/// Lines of HTML are wrapped on the screen, not here.
const WIDE: usize = 10_000;

/// The parts of one message.
#[derive(Clone, Debug, Default)]
pub struct Parts<'a> {
    parts: Vec<&'a Attachment>,
}

impl<'a> Parts<'a> {
    /// `parts` in the order of their ids, which is that of the message.
    pub fn of(all: &'a [Attachment], transaction: u64) -> Self {
        Self { parts: all.iter().filter(|part| part.transaction_id == transaction).collect() }
    }

    /// The part that is read: the first plain text, else the first HTML.
    pub fn text(&self) -> Option<&'a Attachment> {
        let first = |media: &str| {
            let mut unnamed = self.parts.iter().filter(|part| part.filename.is_empty());
            unnamed.find(|part| part.content_type.eq_ignore_ascii_case(media)).copied()
        };
        first("text/plain").or_else(|| first("text/html"))
    }

    /// What came beside the text, a name made for what has none.
    pub fn files(&self) -> impl Iterator<Item = &'a Attachment> {
        self.parts.iter().copied().filter(|part| {
            let media = part.content_type.to_ascii_lowercase();
            let is_text = matches!(media.as_str(), "text/plain" | "text/html");
            let is_envelope = media.starts_with("multipart/") || media == "message/rfc822";
            !part.filename.is_empty() || !(is_text || is_envelope || media.is_empty())
        })
    }
}

/// Deeper than any mail nests its elements. The time to read them grows with the square of it.
const DEEPEST: usize = 500;
/// What holds no elements, or ends by itself where the next of its kind begins.
const NEVER_DEEP: [&str; 16] = [
    "area", "base", "br", "col", "dd", "dt", "hr", "img", "input", "li", "link", "meta", "p", "source", "td",
    "tr",
];

/// A text as it is read, whatever it was written in.
pub fn readable(media: &str, content: &str) -> SafeText {
    let as_it_is = || SafeText::from(content.trim_end());
    if !media.eq_ignore_ascii_case("text/html") || nests_too_deep(content) {
        return as_it_is();
    }
    // The mail is somebody else's, and so is the reader: its defects are no reason to stop.
    let read = catch_unwind(|| {
        let config = html2text::config::plain().no_table_borders().raw_mode(false);
        config.string_from_read(content.as_bytes(), WIDE)
    });
    match read {
        Ok(Ok(text)) => SafeText::from(text.trim_end()),
        // What cannot be read as HTML is shown as it is: never nothing.
        Ok(Err(_)) | Err(_) => as_it_is(),
    }
}

fn nests_too_deep(html: &str) -> bool {
    let mut open: HashMap<String, usize> = HashMap::new();
    let mut depth = 0;
    for (at, _) in html.match_indices('<') {
        let rest = &html[at + 1..];
        let (ends, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
        let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).take(20).count();
        let name = rest[..length].to_ascii_lowercase();
        if name.is_empty() || NEVER_DEEP.contains(&name.as_str()) {
            continue;
        }
        let count = open.entry(name).or_default();
        // An end without a beginning ends nothing.
        if ends && *count > 0 {
            *count -= 1;
            depth -= 1;
        } else if !ends {
            *count += 1;
            depth += 1;
        }
        if depth > DEEPEST {
            return true;
        }
    }
    false
}

/// The same text, whatever became of its line ends and of blanks at its end on the way.
pub fn is_same(one: &str, other: &str) -> bool {
    let lines = |text: &str| {
        text.replace("\r\n", "\n")
            .trim_end()
            .lines()
            .map(|line| line.trim_end().to_owned())
            .collect::<Vec<_>>()
    };
    lines(one) == lines(other)
}

pub fn file(
    part: &Attachment,
    at: chrono::DateTime<chrono::Utc>,
    by: crate::desk::ticket::conversation::Who,
) -> File {
    let inline = header(&part.headers, "Content-Disposition").is_some_and(|it| it.starts_with("inline"))
        || header(&part.headers, "Content-ID").is_some();
    let is_picture = part.content_type.starts_with("image/");
    File {
        id: SafeLine::from(part.id.to_string()),
        at,
        by,
        name: SafeLine::from(name(part)),
        media: SafeLine::from(part.content_type.as_str()),
        size: part.content_length.trim().parse().ok(),
        inline: inline && is_picture,
    }
}

fn name(part: &Attachment) -> String {
    if !part.filename.is_empty() {
        return part.filename.clone();
    }
    let kind = part.content_type.rsplit('/').next().unwrap_or("bin");
    let kind: String = kind.chars().filter(char::is_ascii_alphanumeric).take(8).collect();
    format!("{}.{kind}", part.id)
}

fn header<'a>(headers: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = headers.lines().filter_map(|line| line.split_once(':'));
    lines.find(|(key, _)| key.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_text_that_can_be_read() {
        let html = "<p>Hello <b>desk</b>,</p><blockquote>you wrote</blockquote><p>see \
                    <a href=\"https://a.example/x\">this</a></p><script>alert(1)</script><img alt=\"Screen\" src=\"cid:1\">";
        let text = readable("text/html", html);
        let text = text.shown();
        assert!(text.contains("Hello") && text.contains("> you wrote"), "{text}");
        assert!(text.contains("https://a.example/x") && text.contains("Screen"), "{text}");
        assert!(!text.contains("alert") && !text.contains('<'), "{text}");
    }

    #[test]
    fn a_text_is_the_same_after_a_mailers_line_ends() {
        assert!(is_same("one\ntwo\n", "one \r\ntwo\r\n\r\n"));
        assert!(!is_same("one\ntwo", "one two"));
    }

    fn part(id: u64, media: &str, name: &str) -> Attachment {
        let json = serde_json::json!({ "id": id, "TransactionId": "7", "ContentType": media, "Filename": name,
            "Headers": "Content-Type: x\nContent-Disposition: inline; filename=a" });
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn a_message_has_one_text_and_its_files() {
        let all = [
            part(1, "multipart/mixed", ""),
            part(2, "text/html", ""),
            part(3, "text/plain", ""),
            part(4, "text/plain", "install.log"),
            part(5, "image/png", ""),
        ];
        let parts = Parts::of(&all, 7);
        assert_eq!(parts.text().map(|part| part.id), Some(3));
        let at = chrono::DateTime::UNIX_EPOCH;
        let files: Vec<_> =
            parts.files().map(|part| file(part, at, crate::desk::ticket::conversation::Who::Desk)).collect();
        let told: Vec<_> = files.iter().map(|file| (file.name.shown(), file.inline)).collect();
        assert_eq!(told, [("install.log", false), ("5.png", true)]);
    }
}
