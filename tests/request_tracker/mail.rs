//! Mail as it comes in through RT's own gateway: no word of its sender is lost, and no program answers for a person.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::json;
use vigie::desk::ticket::conversation::{Visibility, Written};
use vigie::desk::ticket::fact::What;
use vigie::desk::ticket::status::{Side, Status};
use vigie::desk::ticket::{Response, Ticket};

use crate::desk::{Desk, LEAST};
use crate::instance::{Instance, is_wanted};

const CASIMIR: &str = "casimir.thorne@aldermoor.example";
const MARA: &str = "mara.lindqvist@example.test";

/// One part with its headers, or several in one.
#[derive(Clone)]
struct Part(String);

fn part(head: &str, body: &str) -> Part {
    Part(format!("{head}\n\n{body}\n"))
}

fn plain(body: &str) -> Part {
    part("Content-Type: text/plain; charset=utf-8", body)
}

fn html(body: &str) -> Part {
    part("Content-Type: text/html; charset=utf-8", &format!("<html><body>{body}</body></html>"))
}

fn picture(name: &str) -> Part {
    let named = format!("Content-Type: image/png; name=\"{name}\"\nContent-Transfer-Encoding: base64");
    part(
        &format!("{named}\nContent-Disposition: inline; filename=\"{name}\"\nContent-ID: <{name}>"),
        "iVBORw0KGgo=",
    )
}

fn file(media: &str, name: &str) -> Part {
    let named = format!("Content-Type: {media}; name=\"{name}\"\nContent-Transfer-Encoding: base64");
    part(&format!("{named}\nContent-Disposition: attachment; filename=\"{name}\""), "YWJjZGVm")
}

fn forwarded(inner: &Part) -> Part {
    let head = "From: Otto Grau <otto@far.example>\nTo: c@d.example\nDate: Mon, 2 Mar 2026 08:00:00 +0000\n\
                Subject: innersubject\nMIME-Version: 1.0";
    part("Content-Type: message/rfc822", &format!("{head}\n{}", inner.0))
}

fn many(kind: &str, parts: &[Part]) -> Part {
    // Its own bound in each depth, or the inner one would end the outer one.
    let length: usize = parts.iter().map(|part| part.0.len()).sum();
    let bound = format!("bound{length}x{}", parts.len());
    let parts: Vec<String> = parts.iter().map(|part| format!("--{bound}\n{}", part.0)).collect();
    Part(format!("Content-Type: multipart/{kind}; boundary=\"{bound}\"\n\n{}--{bound}--\n", parts.concat()))
}

fn invitation() -> Part {
    let lines = [
        "BEGIN:VCALENDAR",
        "METHOD:REQUEST",
        "BEGIN:VEVENT",
        "SUMMARY:bridgecall",
        "DTSTART:20261202T090000Z",
        "ORGANIZER;CN=Casimir:mailto:orga@bank.example",
        "END:VEVENT",
        "END:VCALENDAR",
    ];
    part("Content-Type: text/calendar; method=REQUEST; charset=utf-8", &lines.join("\n"))
}

fn latin(head: &str, body: &[u8]) -> Part {
    use base64::Engine as _;
    let body = base64::engine::general_purpose::STANDARD.encode(body);
    part(&format!("{head}\nContent-Transfer-Encoding: base64"), &body)
}

/// What is mailed, and what must be on the screen.
#[expect(clippy::too_many_lines, reason = "a table")]
fn shapes() -> Vec<(&'static str, Part, Vec<&'static str>)> {
    let no_html = "Your mail program cannot display HTML.";
    let report = "report-type=delivery-status";
    vec![
        ("plain", plain("solo1"), vec!["solo1"]),
        ("HTML", html("<p>solo2</p>"), vec!["solo2"]),
        ("alternative", many("alternative", &[plain("both3"), html("<b>both3</b>")]), vec!["both3"]),
        ("HTML first", many("alternative", &[html("<b>both4</b>"), plain("both4")]), vec!["both4"]),
        ("blank plain", many("alternative", &[plain(" "), html("<p>only5</p>")]), vec!["only5"]),
        (
            "only a hint",
            many("alternative", &[plain(no_html), html("<p>one two three four five six seven only6</p>")]),
            vec!["only6"],
        ),
        (
            "disclaimer",
            many("alternative", &[plain("This mail is confidential."), html("<p>only7</p>")]),
            vec!["only7"],
        ),
        ("blank HTML", many("alternative", &[plain("only8"), html("")]), vec!["only8"]),
        (
            "each says more",
            many("alternative", &[plain("left9 both9"), html("<p>both9 right9</p>")]),
            vec!["left9", "right9"],
        ),
        (
            "text, picture, text",
            many("mixed", &[plain("before10"), picture("p10.png"), plain("after10")]),
            vec!["before10", "p10.png", "after10"],
        ),
        (
            "HTML, file, HTML",
            many("mixed", &[html("before11"), file("application/pdf", "p11.pdf"), html("after11")]),
            vec!["before11", "p11.pdf", "after11"],
        ),
        ("two plains", many("mixed", &[plain("one12"), plain("two12")]), vec!["one12", "two12"]),
        ("plain, HTML", many("mixed", &[plain("one13"), html("two13")]), vec!["one13", "two13"]),
        (
            "related",
            many("related", &[html("see14 <img src=\"cid:p14.png\">"), picture("p14.png")]),
            vec!["see14", "p14.png"],
        ),
        (
            "related in alternative",
            many(
                "alternative",
                &[plain("short15"), many("related", &[html("short15 long15"), picture("p15.png")])],
            ),
            vec!["long15", "p15.png"],
        ),
        (
            "alternative in related",
            many("related", &[many("alternative", &[plain("t16"), html("t16")]), picture("p16.png")]),
            vec!["t16", "p16.png"],
        ),
        (
            "deep",
            many(
                "mixed",
                &[many("mixed", &[many("mixed", &[plain("deep17")]), plain("less17")]), plain("flat17")],
            ),
            vec!["deep17", "less17", "flat17"],
        ),
        (
            "list footer",
            many("mixed", &[many("alternative", &[plain("word18"), html("word18")]), plain("footer18")]),
            vec!["word18", "footer18"],
        ),
        (
            "HTML only, footer",
            many("mixed", &[many("alternative", &[html("word19")]), plain("footer19")]),
            vec!["word19", "footer19"],
        ),
        (
            "forwarded plain",
            many("mixed", &[plain("see20"), forwarded(&plain("inner20"))]),
            vec!["see20", "Otto Grau", "2 Mar 2026", "innersubject", "inner20"],
        ),
        (
            "forwarded HTML",
            many("mixed", &[html("see21"), forwarded(&html("inner21"))]),
            vec!["see21", "innersubject", "inner21"],
        ),
        (
            "forwarded alternative",
            many(
                "mixed",
                &[html("see22"), forwarded(&many("alternative", &[plain("in22"), html("in22 more22")]))],
            ),
            vec!["see22", "more22"],
        ),
        (
            "forwarded twice",
            many(
                "mixed",
                &[plain("see23"), forwarded(&many("mixed", &[plain("in23"), forwarded(&plain("inin23"))]))],
            ),
            vec!["see23", "in23", "inin23"],
        ),
        ("only forwarded", many("mixed", &[forwarded(&plain("inner24"))]), vec!["innersubject", "inner24"]),
        (
            "S/MIME",
            many(
                "signed; protocol=\"application/pkcs7-signature\"",
                &[plain("signed25"), file("application/pkcs7-signature", "smime.p7s")],
            ),
            vec!["signed25", "smime.p7s"],
        ),
        (
            "PGP",
            many(
                "signed; protocol=\"application/pgp-signature\"",
                &[many("mixed", &[plain("signed26")]), file("application/pgp-signature", "sig26.asc")],
            ),
            vec!["signed26", "sig26.asc"],
        ),
        (
            "invitation",
            many("alternative", &[plain("come27"), html("come27"), invitation()]),
            vec!["come27", "bridgecall", "20261202T090000Z", "orga@bank.example"],
        ),
        (
            "TNEF",
            many("mixed", &[plain("see28"), file("application/ms-tnef", "winmail.dat")]),
            vec!["see28", "winmail.dat"],
        ),
        ("empty part", many("mixed", &[plain(""), html("<p>full29</p>"), plain("")]), vec!["full29"]),
        ("Latin-1", latin("Content-Type: text/plain; charset=iso-8859-1", b"caf\xe930"), vec!["café30"]),
        ("no charset", latin("Content-Type: text/plain", "größe31".as_bytes()), vec!["größe31"]),
        (
            "unknown charset",
            latin("Content-Type: text/plain; charset=x-nowhere", b"plain32"),
            vec!["plain32"],
        ),
        (
            "Windows",
            latin("Content-Type: text/html; charset=windows-1252", b"<p>\x80uro33</p>"),
            vec!["€uro33"],
        ),
        (
            "inline log",
            many("mixed", &[plain("see34"), file("text/plain", "log34.txt")]),
            vec!["see34", "log34.txt"],
        ),
        (
            "link",
            html("<a href=\"https://far.example/t35\">here35</a>"),
            vec!["here35", "https://far.example/t35"],
        ),
        ("table", html("<table><tr><td>cell36</td><td>cell37</td></tr></table>"), vec!["cell36", "cell37"]),
        (
            "hidden",
            html("<div style=\"display:none\">hidden38</div><p>seen38</p>"),
            vec!["hidden38", "seen38"],
        ),
        (
            "bounce",
            many(
                &format!("report; {report}"),
                &[
                    plain("bounce39"),
                    part("Content-Type: message/delivery-status", "Reporting-MTA: dns; mx39.example"),
                ],
            ),
            vec!["bounce39", "mx39.example"],
        ),
        ("escape sequences", plain("red40 \u{1b}[31mred41"), vec!["red40", "red41"]),
        (
            "Apple",
            many(
                "alternative",
                &[
                    plain("a42 b42"),
                    many("mixed", &[html("a42"), file("application/pdf", "p42.pdf"), html("b42")]),
                ],
            ),
            vec!["a42", "b42", "p42.pdf"],
        ),
    ]
}

fn find(tickets: &[Ticket], id: u64) -> &Ticket {
    tickets.iter().find(|ticket| ticket.id.as_str() == id.to_string()).unwrap()
}

fn deliver(rt: &Instance, from: &str, subject: &str, more: &str, part: &Part) {
    let head = format!(
        "From: <{from}>\nTo: desk@support.example.test\nSubject: {subject}\n{more}MIME-Version: 1.0\n"
    );
    let mut gate = Command::new("rt-mailgate-5");
    gate.args(["--queue", "Aldermoor Bank", "--action", "correspond", "--timeout", "120", "--url"]);
    gate.arg(format!("http://127.0.0.1:{}", rt.port())).stdin(Stdio::piped());
    let mut gate = gate.spawn().unwrap();
    gate.stdin.take().unwrap().write_all(format!("{head}{}", part.0).as_bytes()).unwrap();
    assert!(gate.wait().unwrap().success(), "{subject}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_word_of_a_mail_is_missing_whatever_its_shape() {
    if !is_wanted("no word of a mail is missing, whatever its shape") {
        return;
    }
    let rt = Instance::start();
    let desk = Desk::new(rt.port(), rt.token("MARA_LINDQVIST"), LEAST);
    let shapes = shapes();
    assert!(shapes.len() >= 30);
    for (name, part, _) in &shapes {
        deliver(&rt, CASIMIR, &format!("[Aldermoor Bank #1] {name}"), "", part);
    }
    let detail = desk.detail(1).await;
    let said: Vec<String> = detail
        .facts
        .iter()
        .filter_map(|fact| match &fact.what {
            What::Said(said) if said.visibility == Visibility::Public => Some(said.body.shown().to_owned()),
            _ => None,
        })
        .collect();
    let files: Vec<String> = detail.files.iter().map(|file| file.name.shown().to_owned()).collect();
    let all = format!("{}\n{}", said.join("\n"), files.join("\n"));
    let mut lost = Vec::new();
    for (name, _, words) in &shapes {
        lost.extend(words.iter().filter(|word| !all.contains(**word)).map(|word| format!("{name}: {word}")));
    }
    assert!(lost.is_empty(), "{lost:#?}\n{all}");
    assert!(!all.contains('\u{1b}'));
    assert!(said.iter().all(|it| it.matches("both3").count() <= 1), "alternatives are read once");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_automatic_reply_answers_nothing_and_turns_nothing_from_either_side() {
    if !is_wanted("an automatic reply answers nothing and turns nothing, from either side") {
        return;
    }
    let rt = Instance::start();
    let desk = Desk::new(rt.port(), rt.token("MARA_LINDQVIST"), LEAST);
    let (tickets, _) = desk.sync().await;
    assert!(matches!(find(&tickets, 1).response, Response::Owed(_)));
    let before = find(&tickets, 1).last_public;
    deliver(&rt, MARA, "[Aldermoor Bank #1] Away", "Auto-Submitted: auto-replied\n", &plain("I am away."));
    let detail = desk.detail(1).await;
    assert!(matches!(detail.ticket.response, Response::Owed(_)), "{:?}", detail.ticket.response);
    assert_eq!(detail.ticket.last_public, before);
    let said = detail.facts.iter().rev().find_map(|fact| match &fact.what {
        What::Said(said) => Some(said.clone()),
        _ => None,
    });
    let said = said.unwrap();
    assert_eq!((said.written, said.response), (Written::ByProgram, None));
    assert!(said.body.shown().contains("I am away."));

    // Ours is the last word; the customer's program does not take it.
    let reply = json!({ "Content": "We are on it.", "ContentType": "text/plain" });
    rt.as_agent("MARA_LINDQVIST", reqwest::Method::POST, "ticket/1/correspond", Some(reply)).await;
    deliver(&rt, CASIMIR, "[Aldermoor Bank #1] Away", "Precedence: bulk\n", &plain("Out of office."));
    // To forward what a program wrote is a person's word.
    let detail = desk.detail(1).await;
    assert_eq!(detail.ticket.last_public.side, Side::Us);
    assert!(matches!(detail.ticket.response, Response::Given(_)));
    let bounce = many(
        "mixed",
        &[
            plain("See this."),
            Part(forwarded(&plain("x")).0.replace("MIME-", "Auto-Submitted: auto-replied\nMIME-")),
        ],
    );
    deliver(&rt, CASIMIR, "[Aldermoor Bank #1] Fwd", "", &bounce);
    assert_eq!(desk.detail(1).await.ticket.last_public.side, Side::Customer);
    let (tickets, _) = Desk::new(rt.port(), rt.token("TOMAS_OKAFOR"), LEAST).sync().await;
    assert_eq!(find(&tickets, 1).last_public.side, Side::Customer, "a first synchronisation says the same");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_ball_follows_the_words_whatever_the_status_says() {
    if !is_wanted("the ball follows the words, whatever the status says") {
        return;
    }
    let rt = Instance::start();
    let desk = Desk::new(rt.port(), rt.token("MARA_LINDQVIST"), LEAST);
    assert_eq!(desk.detail(6).await.ticket.ball().side, Side::Customer);
    deliver(&rt, CASIMIR, "[Aldermoor Bank #6] Away", "X-Autoreply: yes\n", &plain("Out of office."));
    assert_eq!(desk.detail(6).await.ticket.ball().side, Side::Customer, "a program turns nothing");
    deliver(&rt, CASIMIR, "[Aldermoor Bank #6] Logs", "", &plain("Here they are."));
    assert_eq!(rt.get("ticket/6").await["Status"], "stalled");
    let detail = desk.detail(6).await;
    assert_eq!((detail.ticket.ball().side, detail.ticket.status), (Side::Us, Status::Open));
    let (tickets, _) = desk.sync().await;
    assert_eq!(find(&tickets, 6).ball().side, Side::Us);
    // The desk asks again: RT tells no status, and the words put it back.
    let reply = json!({ "Content": "And the others?", "ContentType": "text/plain" });
    rt.as_agent("MARA_LINDQVIST", reqwest::Method::POST, "ticket/6/correspond", Some(reply)).await;
    assert_eq!(desk.detail(6).await.ticket.ball().side, Side::Customer);
}
