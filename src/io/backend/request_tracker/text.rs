//! What was written, made readable: plain text as it is, HTML through a library; and what came beside it.

use std::collections::{BTreeSet, HashMap};
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

/// The most parts of one message that are read as its words; what lies behind is listed as files.
const MOST_WORDS: usize = 40;

impl<'a> Parts<'a> {
    /// `parts` in the order of their ids, which is that of the message.
    pub fn of(all: &'a [Attachment], transaction: u64) -> Self {
        Self { parts: all.iter().filter(|part| part.transaction_id == transaction).collect() }
    }

    /// The parts that are read, in their order: what has no name; if that is nothing, what stands in for it.
    pub fn words(&self) -> Vec<&'a Attachment> {
        let readable = |part: &&&Attachment| is_text(part) || is_raw_mail(part);
        let unnamed: Vec<&Attachment> = self
            .parts
            .iter()
            .filter(readable)
            .filter(|part| part.filename.is_empty() || is_raw_mail(part))
            .copied()
            .collect();
        let is_empty = |part: &&Attachment| part.content_length.trim() == "0";
        let words = if unnamed.iter().all(is_empty) && !self.parts.iter().any(|part| is_picture(part)) {
            self.parts.iter().filter(readable).filter(|part| !is_attached(part)).copied().collect()
        } else {
            unnamed
        };
        words.into_iter().take(MOST_WORDS).collect()
    }

    /// What came beside the text, a name made for what has none.
    pub fn files(&self) -> impl Iterator<Item = &'a Attachment> {
        let words: Vec<u64> = self.words().iter().map(|part| part.id).collect();
        self.parts.iter().copied().filter(move |part| {
            let is_empty = part.content_length.trim() == "0";
            let is_envelope = is_envelope(part) && (is_empty || part.content_length.is_empty());
            let is_named = !part.filename.is_empty() && !is_raw_mail(part);
            (is_named || is_undecoded(part) || !words.contains(&part.id))
                && !is_envelope
                && !part.content_type.is_empty()
        })
    }

    /// What was written, whole: every part in its order, of alternatives what says the most, and a head before each
    /// mail that was forwarded. `content` is that of a part by its id.
    pub fn read(&self, content: &HashMap<u64, String>) -> SafeText {
        let words: Vec<u64> = self.words().iter().map(|part| part.id).collect();
        let mut pieces: Vec<Piece> = Vec::new();
        // Alternatives that are read, by their number; RT does not tell what a part is in.
        let (mut open, mut number) = (None::<Vec<&str>>, 0_usize);
        for (at, part) in self.parts.iter().enumerate() {
            if at > 0 && is_mail(part) {
                open = None;
                pieces.push(Piece { text: head(part), of: None, is_mark: false });
            }
            if part.content_type.eq_ignore_ascii_case("multipart/alternative") {
                (open, number) = (Some(Vec::new()), number + 1);
            } else if words.contains(&part.id) {
                let raw = content.get(&part.id).map(String::as_str).unwrap_or_default();
                let text = if is_undecoded(part) {
                    undecoded(raw)
                } else {
                    readable(&part.content_type, raw).raw().to_owned()
                };
                let media = part.content_type.as_str();
                let joins = open.as_ref().is_some_and(|seen| !seen.contains(&media));
                if let Some(seen) = &mut open
                    && joins
                {
                    seen.push(media);
                } else {
                    open = None;
                }
                pieces.push(Piece { text, of: joins.then_some(number), is_mark: false });
            } else if !is_envelope(part) {
                if !is_embedded(part) {
                    open = None;
                }
                pieces.push(Piece { text: format!("[{}]", name(part)), of: None, is_mark: true });
            }
        }
        together(&pieces)
    }
}

/// A part as it is read.
struct Piece {
    text: String,
    /// The alternatives that it is one of.
    of: Option<usize>,
    /// It only tells where a file stands; those at the end are listed anyhow.
    is_mark: bool,
}

fn together(pieces: &[Piece]) -> SafeText {
    let said = |(at, piece): &(usize, &Piece)| {
        !piece.text.trim().is_empty() && !is_said_otherwise(*at, piece, pieces)
    };
    let mut kept: Vec<&Piece> = pieces.iter().enumerate().filter(said).map(|(_, piece)| piece).collect();
    while kept.last().is_some_and(|last| last.is_mark) {
        kept.pop();
    }
    if kept.iter().all(|piece| piece.is_mark) {
        return SafeText::default();
    }
    let texts: Vec<&str> = kept.iter().map(|piece| piece.text.trim_end()).collect();
    SafeText::from(texts.join("\n\n"))
}

/// Whether another alternative says every word of this one, or it only says where to read the other one.
fn is_said_otherwise(at: usize, piece: &Piece, pieces: &[Piece]) -> bool {
    let Some(of) = piece.of else { return false };
    let mine = tokens(&piece.text);
    let others =
        pieces.iter().enumerate().filter(|(other_at, other)| other.of == Some(of) && *other_at != at);
    others.into_iter().any(|(other_at, other)| {
        let theirs = tokens(&other.text);
        let says_all = mine.is_subset(&theirs);
        // Of two that say the same, the first one is read.
        let is_after = other_at < at;
        let is_more = theirs.len() > mine.len();
        says_all && (is_more || is_after) || is_more && only_points_elsewhere(&mine)
    })
}

/// A line such as "your program cannot show HTML": a few words, of which some say so.
fn only_points_elsewhere(words: &BTreeSet<String>) -> bool {
    let has = |some: &[&str]| some.iter().any(|word| words.contains(*word));
    let is_of_html = has(&["html", "browser", "navigateur", "webbrowser"]);
    let is_of_reading = has(&[
        "view",
        "display",
        "support",
        "supports",
        "read",
        "reader",
        "client",
        "afficher",
        "affiche",
        "voir",
        "lire",
        "anzeigen",
        "darstellen",
        "unterstützt",
    ]);
    words.len() <= 30 && is_of_html && is_of_reading
}

fn tokens(text: &str) -> BTreeSet<String> {
    let words = text.split(|it: char| !it.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

fn is_text(part: &Attachment) -> bool {
    const READ: [&str; 7] = [
        "text/plain",
        "text/html",
        "text/enriched",
        "text/calendar",
        "text/rfc822-headers",
        "message/delivery-status",
        "message/disposition-notification",
    ];
    READ.iter().any(|media| part.content_type.eq_ignore_ascii_case(media)) || is_undecoded(part)
}

/// What RT keeps of a text in a charset that it does not know: bytes without a name.
fn is_undecoded(part: &Attachment) -> bool {
    part.filename.is_empty() && part.content_type.eq_ignore_ascii_case("application/octet-stream")
}

/// Bytes, which RT lists as so many characters: a text if they hold nothing that no text holds.
fn undecoded(content: &str) -> String {
    let is_binary =
        |it: char| it.is_ascii_control() && !matches!(it, '\t' | '\n' | '\r' | '\u{c}' | '\u{1b}');
    if content.contains(is_binary) {
        return String::new();
    }
    let bytes: Option<Vec<u8>> = content.chars().map(|it| u8::try_from(u32::from(it)).ok()).collect();
    bytes.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_else(|| content.to_owned())
}

/// A mail that RT could not take apart: it is read as it is.
fn is_raw_mail(part: &Attachment) -> bool {
    let length = part.content_length.trim();
    part.content_type.eq_ignore_ascii_case("message/rfc822") && !length.is_empty() && length != "0"
}

fn is_envelope(part: &Attachment) -> bool {
    let media = part.content_type.to_ascii_lowercase();
    media.starts_with("multipart/") || media == "message/rfc822"
}

fn is_attached(part: &Attachment) -> bool {
    header(&part.headers, "Content-Disposition")
        .is_some_and(|it| it.to_ascii_lowercase().starts_with("attachment"))
}

fn is_picture(part: &Attachment) -> bool {
    part.content_type.to_ascii_lowercase().starts_with("image/")
}

/// What an HTML text shows in itself.
fn is_embedded(part: &Attachment) -> bool {
    header(&part.headers, "Content-ID").is_some()
}

/// The first part of a mail within a mail has the headers of that mail.
fn is_mail(part: &Attachment) -> bool {
    header(&part.headers, "From").is_some()
        && (header(&part.headers, "Subject").is_some() || header(&part.headers, "Date").is_some())
}

/// Who wrote a forwarded mail, when and about what, in its own words.
fn head(part: &Attachment) -> String {
    let lines = ["From", "Date", "To", "Subject"]
        .into_iter()
        .filter_map(|name| header(&part.headers, name).map(|value| format!("{name}: {value}")));
    let lines: Vec<String> = lines.collect();
    format!("──────────\n{}", lines.join("\n"))
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
    if media.eq_ignore_ascii_case("text/calendar") {
        return SafeText::from(invitation(content));
    }
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

/// What an invitation says, when and whose it is; as it is, if it says nothing that is known.
fn invitation(content: &str) -> String {
    const TOLD: [&str; 9] = [
        "METHOD",
        "SUMMARY",
        "DTSTART",
        "DTEND",
        "DURATION",
        "RRULE",
        "LOCATION",
        "ORGANIZER",
        "DESCRIPTION",
    ];
    let unfolded = content.replace("\r\n", "\n").replace("\n ", "").replace("\n\t", "");
    let mut within: Vec<&str> = Vec::new();
    let mut told = Vec::new();
    for line in unfolded.lines() {
        let Some((name, value)) = line.split_once(':') else { continue };
        match name {
            "BEGIN" => within.push(value.trim()),
            "END" => drop(within.pop()),
            // A zone has starts of its own, and an alarm a text.
            _ if within.iter().any(|it| matches!(*it, "VTIMEZONE" | "STANDARD" | "DAYLIGHT" | "VALARM")) => {}
            _ => {
                let called = name.split(';').next().unwrap_or_default();
                if TOLD.iter().any(|it| called.eq_ignore_ascii_case(it)) {
                    let value = value.replace("\\n", "\n").replace("\\N", "\n").replace("\\,", ",");
                    told.push(format!("{name}: {}", value.replace("\\;", ";").replace("\\\\", "\\")));
                }
            }
        }
    }
    if told.is_empty() { content.trim_end().to_owned() } else { told.join("\n") }
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

/// A header of a part, its folded lines made one.
fn header(headers: &str, name: &str) -> Option<String> {
    let mut lines = headers.lines();
    let is_it = |line: &&str| line.split_once(':').is_some_and(|(key, _)| key.eq_ignore_ascii_case(name));
    let first = lines.by_ref().find(is_it)?.split_once(':')?.1.trim().to_owned();
    let folded = lines.take_while(|line| line.starts_with([' ', '\t']));
    Some(folded.fold(first, |value, line| value + " " + line.trim()))
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
        assert_eq!(parts.words().iter().map(|part| part.id).collect::<Vec<_>>(), [2, 3]);
        let at = chrono::DateTime::UNIX_EPOCH;
        let files: Vec<_> =
            parts.files().map(|part| file(part, at, crate::desk::ticket::conversation::Who::Desk)).collect();
        let told: Vec<_> = files.iter().map(|file| (file.name.shown(), file.inline)).collect();
        assert_eq!(told, [("install.log", false), ("5.png", true)]);
    }
}
