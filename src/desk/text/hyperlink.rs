//! Links in what was written: where they really lead, and only those that may be opened.

use linkify::{LinkFinder, LinkKind};
use url::Url;

/// A web page or a mail address. Written in ASCII, so that a host in letters that look like others shows what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hyperlink(Url);

/// More are not listed.
const MOST: usize = 50;
/// A longer one is no address that a person reads before opening it.
const LONGEST: usize = 2000;

impl Hyperlink {
    /// Reads an address; anything but http, https and mailto leads nowhere.
    fn read(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        let leads = match url.scheme() {
            "http" | "https" => url.has_host(),
            "mailto" => true,
            _ => false,
        };
        (leads && url.as_str().len() <= LONGEST && url.as_str().is_ascii()).then_some(Self(url))
    }

    /// The whole of it, as it is opened.
    pub fn target(&self) -> &str {
        self.0.as_str()
    }

    /// What decides where one lands: the host and its port, whatever stands before it; of a mail, all of it.
    pub fn place(&self) -> String {
        match (self.0.host_str(), self.0.port()) {
            (Some(host), Some(port)) => format!("{host}:{port}"),
            (Some(host), None) => host.to_owned(),
            (None, _) => self.0.path().to_owned(),
        }
    }
}

/// The links of some texts, in their order, each once.
pub fn hyperlinks<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<Hyperlink> {
    let mut finder = LinkFinder::new();
    finder.url_must_have_scheme(true);
    let mut found: Vec<Hyperlink> = Vec::new();
    for text in texts {
        for it in finder.links(text) {
            let link = match it.kind() {
                LinkKind::Email => Hyperlink::read(&format!("mailto:{}", it.as_str())),
                _ => Hyperlink::read(it.as_str()),
            };
            if let Some(link) = link
                && !found.contains(&link)
            {
                found.push(link);
            }
            if found.len() == MOST {
                return found;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<(String, String)> {
        hyperlinks([text]).iter().map(|link| (link.place(), link.target().to_owned())).collect()
    }

    #[test]
    fn only_pages_and_mail_addresses_lead_anywhere() {
        let text = "See https://desk.example/a?b=c, http://10.0.0.1:8080/x and mara@desk.example. Not \
                    javascript:alert(1), file:///etc/passwd, ssh://root@host, data:text/html,x, vbscript:x, \
                    smb://host/share or HTTPS:no-host.";
        let places: Vec<String> = of(text).into_iter().map(|(place, _)| place).collect();
        assert_eq!(places, ["desk.example", "10.0.0.1:8080", "mara@desk.example"]);
        assert_eq!(of("https://desk.example/a, again https://desk.example/a.").len(), 1);
    }

    #[test]
    fn a_link_shows_where_it_really_leads() {
        for (text, place) in [
            ("https://bank.example@evil.example/login", "evil.example"),
            ("https://bank.example:secret@evil.example", "evil.example"),
            // Cyrillic letters that look like Latin ones.
            ("https://аррӏе.example/", "xn--80ak6aa92e.example"),
            ("https://desk.example\\@evil.example/", "desk.example"),
            ("https://1249763844/", "74.125.226.4"),
        ] {
            assert_eq!(Hyperlink::read(text).unwrap().place(), place, "{text}");
        }
        let (_, target) = &of("https://desk.example/\u{202e}gpj.exe")[0];
        assert!(target.is_ascii() && target.contains("%E2%80%AE"), "{target}");
    }
}
