//! The example documents every setting and equals the defaults; mistakes are told with line, key and suggestion.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use vigie::app::protocol::keymap::KeymapError;
use vigie::app::protocol::sequence::Sequence;
use vigie::config::{
    BackendKind, Config, Expected, Given, KeymapMistakes, Problem, Terminal, TokenFrom, Wrong, read, template,
};

use vigie::desk::mapping::SeverityBy;
use vigie::desk::rules::place::{Place, Places};
use vigie::desk::ticket::conversation::ResponseKind;
use vigie::desk::ticket::severity::Severity;
use vigie::desk::ticket::signature::Step;
use vigie::desk::ticket::status::Status;

const EXAMPLE: &str = include_str!("../config.example.toml");

fn wrong(text: &str) -> Vec<Wrong> {
    read(text, &Given::default()).unwrap_err()
}

#[test]
fn the_example_is_the_default() {
    assert_eq!(read(EXAMPLE, &Given::default()).unwrap(), Config::default());
    assert_eq!(read("", &Given::default()).unwrap(), Config::default());
}

#[test]
fn every_mistake_in_a_template_is_told_with_its_line_and_key() {
    let text = "kind = \"interm\"\n[en]\ntitle = \"A\"\ntext = \"\"\"\nDear {{contcat}},\n{{cause}}\n\"\"\"\n[fr]\ntitle = \"B\"\n";
    let told = template("mine", text).unwrap_err();
    let places: Vec<_> = told.iter().map(|wrong| (wrong.line.unwrap(), wrong.key.as_str())).collect();
    assert_eq!(places, [(1, "kind"), (5, "en.text"), (6, "en.text"), (8, "fr.text")]);
    assert!(matches!(&told[0].problem, Problem::UnknownWord { nearest: Some(it), .. } if it == "interim"));
    assert!(
        matches!(&told[1].problem, Problem::UnknownVariable { nearest: Some(it), .. } if it == "contact")
    );
    assert_eq!(told[3].problem, Problem::Missing);
    let asks =
        format!("ask = [\"cause\"]\n{}", text.replace("contcat", "contact").replace("interm", "interim"));
    let read = template("mine", asks.split("[fr]").next().unwrap()).unwrap();
    assert_eq!((read.name.as_str(), read.fr), ("mine", None));
    assert_eq!(template("mine", "").unwrap_err()[0].problem, Problem::NoLanguage);
    let shape = template("mine", "[en]\ntitel = \"A\"\n").unwrap_err();
    assert_eq!((shape[0].line, shape[0].key.as_str()), (Some(2), "en.titel"));
    // What goes over a template may use what that one asks for.
    assert!(template("closing", "[fr]\ntitle = \"A\"\ntext = \"{{solution}}\"\n").is_ok());
}

#[test]
fn what_would_have_no_effect_is_told_with_its_line_and_key() {
    let backend = "[[backend]]\nname = \"desk\"\n";
    for (text, line, key) in [
        ("[warnings]\nhook = \"page | tee log\"".to_owned(), 2, "warnings.hook"),
        ("[warnings]\nhook = \"page --to $USER\"".to_owned(), 2, "warnings.hook"),
        ("[warnings]\nhook = \"~other/bin/page\"".to_owned(), 2, "warnings.hook"),
        (
            "[warnings]\nquiet = [\n{ from = \"20:00\", until = \"07:30\", severities = [] },\n]".to_owned(),
            3,
            "warnings.quiet[1].severities",
        ),
        (
            "[warnings]\nquiet = [\n{ from = \"20:00\", until = \"07:30\", days = [] },\n]".to_owned(),
            3,
            "warnings.quiet[1].days",
        ),
        (
            "[warnings]\nquiet = [\n{ from = \"20:00\", until = \"07:30\", customers = [] },\n]".to_owned(),
            3,
            "warnings.quiet[1].customers",
        ),
        (
            "[[rota]]\nname = \"a\"\nzone = \"UTC\"\nics = \"a.ics\"\nhandover = \"10:00\"".to_owned(),
            1,
            "rota[1].handover",
        ),
        (format!("{backend}url = \"http://127.0.0.1:1/\"\nca_file = \"ca.pem\""), 1, "backend[1].ca_file"),
        (
            format!("{backend}url = \"https://desk.example/\"\ntoken_command = \"pass show $DESK\""),
            1,
            "backend[1].token_command",
        ),
    ] {
        let told: Vec<_> = wrong(&text).into_iter().map(|it| (it.line.unwrap(), it.key)).collect();
        assert_eq!(told, [(line, key.to_owned())], "{text}");
    }
    let home = read("[warnings]\nhook = \"~/bin/page --to me\"", &Given::default()).unwrap();
    assert_eq!(home.warnings.hook, ["~/bin/page", "--to", "me"]);
}

#[test]
fn a_row_of_the_key_map_without_its_pane_is_told_as_that() {
    let text = "[keymap]\nkeys = [\n{ on = \"ctrl-r\", run = \"refresh\" },\n]";
    let keymap = read(text, &Given::default()).unwrap().keymap;
    let KeymapMistakes::InRows(mistakes) = keymap.keymap(None).unwrap_err() else { panic!("rows") };
    assert_eq!(mistakes.len(), 1);
    let Problem::Keymap(KeymapError::Missing { line: Some(3), what: "focus" }) = mistakes[0].problem else {
        panic!("{mistakes:?}");
    };
}

#[test]
fn a_signature_is_for_one_manager_or_for_everybody_else() {
    let text = "[[signature]]\nen = \"C.\"\n[[signature]]\nmanager = \"cmartin\"\nfr = \"C. Martin\"\n";
    let signatures = read(text, &Given::default()).unwrap().signatures;
    assert_eq!(signatures.len(), 2);
    assert_eq!(signatures[1].manager.as_ref().unwrap().as_str(), "cmartin");
    let keys = |text: &str| wrong(text).into_iter().map(|it| (it.line, it.key)).collect::<Vec<_>>();
    assert_eq!(keys("[[signature]]\nmanager = \"a\"\n"), [(Some(1), "signature[1].en".to_owned())]);
    let twice = "[[signature]]\nen = \"A\"\n[[signature]]\nen = \"B\"\n";
    assert_eq!(keys(twice), [(Some(3), "signature[2].manager".to_owned())]);
}

#[test]
fn the_examples_backend_is_good_once_its_comments_are_taken_away() {
    let (_, backends) = EXAMPLE.split_once("# [[backend]]").unwrap();
    let (backend, _) = backends.split_once("# [[backend]]").unwrap();
    let lines = backend.lines().map(|line| line.trim_start_matches("# "));
    let lines = lines.filter(|line| !line.starts_with("token_file") && !line.starts_with("token_command"));
    let text =
        format!("[[backend]]\n{}", lines.filter(|line| line.contains(" = ")).collect::<Vec<_>>().join("\n"));
    let config = read(&text, &Given::default()).unwrap();
    let backend = &config.backends[0];
    assert_eq!(backend.id.as_str(), "desk");
    assert_eq!(backend.token, TokenFrom::Environment("VIGIE_TOKEN".into()));
}

fn rota() -> String {
    let (_, rota) = EXAMPLE.split_once("# [[rota]]").unwrap();
    let (rota, _) = rota.split_once("# The desks").unwrap();
    let lines = rota.lines().map(|line| line.strip_prefix("# ").unwrap_or_default());
    format!("[[rota]]\n{}", lines.collect::<Vec<_>>().join("\n"))
}

#[test]
fn the_examples_rota_is_good_once_its_comments_are_taken_away() {
    let config = read(&rota(), &Given::default()).unwrap();
    let rota = &config.rotas[0];
    assert_eq!(rota.name.shown(), "Nights and weekends");
    let rotation = rota.rotation.as_ref().unwrap();
    assert_eq!((rotation.people.len(), rotation.handover.to_string().as_str()), (3, "09:00:00"));
    let shift = &rota.overrides[0];
    assert_eq!(shift.from.to_string(), "2026-12-24 17:00:00 UTC");
    assert_eq!(shift.to.to_string(), "2026-12-28 08:00:00 UTC");
}

#[test]
fn every_mistake_in_a_rota_is_told_with_its_line_and_key() {
    let text = rota()
        .replace("Europe/Paris", "Europe/Pariss")
        .replace("2026-01-05", "5 January")
        .replace("handover = \"09:00\"", "handover = \"9h\"");
    let told = wrong(&text);
    let keys: Vec<&str> = told.iter().map(|wrong| wrong.key.as_str()).collect();
    assert_eq!(keys, ["rota[1].zone", "rota[1].first", "rota[1].handover"]);
    for wrong in &told {
        let line = text.lines().nth(wrong.line.unwrap() - 1).unwrap();
        assert!(line.contains(wrong.key.rsplit('.').next().unwrap()), "{line}: {wrong:?}");
    }
    assert_eq!(told[2].problem, Problem::BadTime { value: "9h".into(), form: "09:00" });
    let text =
        rota().replace("to = \"2026-12-28 09:00\"", "to = \"2026-12-24 18:00\"").replace("person", "persn");
    assert_eq!(wrong(&text)[0].problem, Problem::UnknownKey { nearest: Some("person".into()) });
    let told = wrong(&text.replace("persn", "person"));
    assert_eq!(
        (told[0].key.as_str(), &told[0].problem),
        ("rota[1].override[1].to", &Problem::EndsBeforeStart)
    );
    let empty = wrong("[[rota]]\nname = \"r\"\nzone = \"UTC\"\n");
    assert_eq!((empty[0].key.as_str(), &empty[0].problem), ("rota[1].people", &Problem::Missing));
    let half = wrong("[[rota]]\nname = \"r\"\nzone = \"UTC\"\npeople = [\"A\"]\n");
    assert_eq!(half[0].problem, Problem::NeedsOther { other: "first" });
}

fn tracker() -> String {
    let (_, tracker) = EXAMPLE.rsplit_once("# [[backend]]").unwrap();
    let lines = tracker.lines().map(|line| line.strip_prefix("# ").unwrap_or_default());
    format!("[[backend]]\n{}", lines.collect::<Vec<_>>().join("\n"))
}

#[test]
fn the_examples_request_tracker_is_good_once_its_comments_are_taken_away() {
    let config = read(&tracker(), &Given::default()).unwrap();
    let backend = &config.backends[0];
    assert_eq!((backend.id.as_str(), &backend.user), ("tracker", &None));
    let BackendKind::RequestTracker(tracker) = &backend.kind else { panic!("{backend:?}") };
    let mapping = &tracker.mapping;
    let SeverityBy::Field(severity) = &mapping.severity else { panic!("{mapping:?}") };
    assert_eq!(severity.read(Some("High")), Severity::High);
    assert_eq!(severity.read(None), Severity::Medium);
    assert_eq!(mapping.statuses.written(Status::WaitingForCustomer), Some("stalled"));
    assert_eq!(mapping.response.as_ref().unwrap().written(ResponseKind::Interim), Some("On it"));
    let signature = &mapping.signature;
    assert_eq!(signature.parts.len(), 19, "every part has its field");
    let step = signature.step.as_ref().unwrap();
    assert_eq!(step.written(Place::At(Step::Specialists)), Some("In analysis"), "the first that is listed");
    assert_eq!(step.read(Some("In QA")), Place::At(Step::Specialists));
    assert_eq!(step.read(Some("Rejected")), Place::Rejected);
    assert_eq!(signature.places(), Places::ALL);
    let customer = &mapping.customers[0];
    assert_eq!(mapping.customer("Aéroports du Sud").as_ref(), Some(&customer.customer.id));
    assert_eq!(customer.customer.contacts[0].name.shown(), "Claire Fabre");
    let calendars: Vec<&str> = tracker.calendars.iter().map(|calendar| calendar.name.as_str()).collect();
    assert_eq!(calendars, ["france"]);
}

#[test]
fn every_mistake_in_a_mapping_is_told_with_its_line_and_key() {
    let text = tracker()
        .replace("by = \"field\"", "by = \"filed\"")
        .replace("telephone = \"phone\"", "telephone = \"fone\"")
        .replace("[backend.map.kind]", "[backend.map.kinds]")
        .replace("\nsize_field", "\nsise_field")
        .replace("Published = \"publication\"", "Published = \"published\"")
        .replace("plan = \"premium\"", "plan = 1");
    let told = wrong(&text);
    let keys: Vec<&str> = told.iter().map(|wrong| wrong.key.as_str()).collect();
    let shape =
        ["backend[1].map.kinds", "backend[1].map.signature.sise_field", "backend[1].customer[1].plan"];
    assert_eq!(keys, shape, "shape comes first");
    let nearest = |name: &str| Problem::UnknownKey { nearest: Some(name.to_owned()) };
    assert_eq!([&told[0].problem, &told[1].problem], [&nearest("kind"), &nearest("size_field")]);
    let text = text.replace("map.kinds", "map.kind").replace("plan = 1", "plan = \"gold\"");
    let text = text.replace("sise_field", "size_field");
    let told = wrong(&text);
    let keys: Vec<&str> = told.iter().map(|wrong| wrong.key.as_str()).collect();
    let expected = [
        "backend[1].map.severity.by",
        "backend[1].map.channel.values.telephone",
        "backend[1].map.signature.step.values.Published",
        "backend[1].customer[1].plan",
    ];
    assert_eq!(keys, expected);
    for wrong in told {
        let line = text.lines().nth(wrong.line.unwrap() - 1).unwrap();
        assert!(line.contains(wrong.key.rsplit('.').next().unwrap()), "{line}: {wrong:?}");
    }
}

#[test]
fn a_tracker_needs_a_severity_and_a_calendar_and_one_way_to_speak_for_somebody() {
    let head = "[[backend]]\nname = \"rt\"\nkind = \"request-tracker\"\nurl = \"https://rt.example\"\n";
    let keys = |rest: &str| -> Vec<(String, Problem)> {
        wrong(&format!("{head}{rest}")).into_iter().map(|wrong| (wrong.key, wrong.problem)).collect()
    };
    let missing = |key: &str| (format!("backend[1].{key}"), Problem::Missing);
    assert_eq!(keys("token_env = \"T\"\n"), [missing("calendar"), missing("map.severity")]);
    let rest = "calendar = \"france\"\n[backend.map.severity]\nby = \"sla\"\nvalues = { L1 = 1 }\n";
    let whole = format!("{head}user = \"mara\"\npassword_env = \"P\"\n{rest}");
    assert_eq!(read(&whole, &Given::default()).unwrap().backends[0].user.as_deref(), Some("mara"));
    assert_eq!(keys(&format!("password_env = \"P\"\n{rest}")), [missing("user")]);
    let both = keys(&format!("user = \"m\"\ntoken_env = \"T\"\npassword_env = \"P\"\n{rest}"));
    assert_eq!(both, [("backend[1]".to_owned(), Problem::OnePasswordSource)]);
    let by_field = "token_env = \"T\"\ncalendar = \"france\"\n[backend.map]\ncustomer_field = \"Site\"\n\
                    [backend.map.severity]\nby = \"sla\"\nvalues = { L1 = 1 }\n";
    assert_eq!(keys(by_field), [missing("customer")], "which values there are must be said");
    let theirs =
        "[[backend]]\nname = \"d\"\nurl = \"https://d.example\"\ntoken_env = \"T\"\ncalendar = \"france\"\n";
    assert_eq!(wrong(theirs)[0].problem, Problem::OfAnotherKind { kind: "vigie".to_owned() });
}

#[test]
fn every_unknown_key_and_wrong_type_is_told_at_once() {
    let told = wrong(
        "langage = \"fr\"\nbell = \"yes\"\n\n[polling]\nneer = 2\nfar = -1\n\n[[backend]]\nurll = \"\"\n",
    );
    let told: Vec<_> =
        told.into_iter().map(|wrong| (wrong.line.unwrap(), wrong.key, wrong.problem)).collect();
    let meant = |word: &str| Problem::UnknownKey { nearest: Some(word.to_owned()) };
    assert_eq!(
        told,
        [
            (1, "langage".to_owned(), meant("language")),
            (2, "bell".to_owned(), Problem::WrongType { expected: Expected::Flag }),
            (5, "polling.neer".to_owned(), meant("near")),
            (6, "polling.far".to_owned(), Problem::WrongType { expected: Expected::Seconds }),
            (9, "backend[1].urll".to_owned(), meant("url")),
        ]
    );
}

#[test]
fn every_bad_value_is_told_with_what_may_stand_there() {
    let text =
        "language = \"de\"\nzone = \"Europe/Pari\"\ntheme = \"drak\"\nlog = \"loud\"\n[polling]\nnear = 0\n";
    let told = wrong(text);
    let keys: Vec<_> = told.iter().map(|wrong| (wrong.line.unwrap(), wrong.key.as_str())).collect();
    assert_eq!(keys, [(1, "language"), (2, "zone"), (3, "theme"), (4, "log"), (6, "polling.near")]);
    assert!(
        matches!(&told[1].problem, Problem::UnknownZone { nearest: Some(zone), .. } if zone == "Europe/Paris")
    );
    assert!(matches!(&told[2].problem, Problem::UnknownWord { nearest: Some(word), .. } if word == "dark"));
    assert_eq!(told[4].problem, Problem::OutOfRange { least: 1, most: 3600 });
}

#[test]
fn a_secret_in_the_configuration_is_refused_and_not_repeated() {
    let secret = "Zr7ySecretZr7y";
    for (line, key) in [
        (format!("url = \"https://desk.example\"\ntoken = \"{secret}\""), "backend[1].token"),
        (
            format!("url = \"https://desk.example\"\nuser = \"mara\"\npassword = \"{secret}\""),
            "backend[1].password",
        ),
        (format!("url = \"https://mara:{secret}@desk.example\""), "backend[1].url"),
    ] {
        let told = wrong(&format!("[[backend]]\nname = \"desk\"\n{line}\n"));
        assert_eq!((told.len(), told[0].key.as_str()), (1, key));
        assert_eq!(told[0].problem, Problem::SecretWritten);
    }
    let bad = wrong(&format!("[[backend]]\nname = \"desk\"\nurl = \"mara:{secret}@desk.example\"\n"));
    assert!(!format!("{bad:?}").contains(secret), "{bad:?}");
}

#[test]
fn a_backend_is_whole_or_refused() {
    let backend =
        |rest: &str| format!("[[backend]]\nname = \"desk\"\nurl = \"https://desk.example\"\n{rest}");
    assert!(read(&backend("token_env = \"T\""), &Given::default()).is_ok());
    let two = backend("token_env = \"T\"\ntoken_file = \"t\"");
    assert_eq!(wrong(&two)[0].problem, Problem::OneTokenSource);
    let from_keyring = read(&backend(""), &Given::default()).unwrap();
    assert_eq!(from_keyring.backends[0].token, TokenFrom::Keyring);
    let told = wrong("[[backend]]\nkind = \"vigi\"\nurl = \"desk.example\"\ntoken_env = \"T\"\n");
    let problems: Vec<_> = told.iter().map(|wrong| (wrong.line.unwrap(), wrong.key.as_str())).collect();
    assert_eq!(problems, [(1, "backend[1].name"), (2, "backend[1].kind"), (3, "backend[1].url")]);
    let twice = format!("{0}{0}", backend("token_env = \"T\"\n"));
    assert_eq!(wrong(&twice)[0].problem, Problem::NameTwice { value: "desk".into() });
}

#[test]
fn the_command_line_wins_over_the_file() {
    let given = Given { language: Some("en".into()), log: Some("nope".into()), ..Given::default() };
    let told = read("language = \"xx\"", &given).unwrap_err();
    assert_eq!(told.len(), 1, "the file's language was not looked at");
    assert_eq!((told[0].line, told[0].key.as_str()), (None, "log"));
}

#[test]
fn what_is_not_toml_is_told_with_its_line() {
    let told = wrong("bell = true\nzone = \n");
    assert_eq!(told[0].line, Some(2));
    assert!(matches!(told[0].problem, Problem::Syntax { .. }));
}

#[test]
fn quiet_hours_and_ways_of_warning_are_read_and_every_slip_is_told() {
    let text = "[warnings]\nterminal = \"osc99\"\nhook = \"page --to 'the desk'\"\nnag = 0\nquiet = [\n\
                { from = \"20:00\", until = \"07:30\" },\n\
                { from = \"00:00\", until = \"00:00\", days = [\"sat\"], severities = [1], customers = [\"acme\"] },\n]\n";
    let config = read(text, &Given::default()).unwrap().warnings;
    assert_eq!(config.hook, ["page", "--to", "the desk"]);
    assert_eq!(config.terminal, Terminal::By(Sequence::Osc99));
    assert_eq!(config.quiet[0].severities, [Severity::High, Severity::Medium, Severity::Low]);
    assert_eq!(config.quiet[1].customers[0].as_str(), "acme");
    let bad = text
        .replace("osc99", "osc98")
        .replace("'the desk'", "'the desk")
        .replace("nag = 0", "nag = 4000")
        .replace("20:00", "25:00")
        .replace("\"sat\"", "\"samedi\"")
        .replace("[1]", "[5]");
    let told = wrong(&bad);
    let keys: Vec<_> = told.iter().map(|wrong| (wrong.line.unwrap(), wrong.key.as_str())).collect();
    let expected = [
        (2, "warnings.terminal"),
        (3, "warnings.hook"),
        (4, "warnings.nag"),
        (6, "warnings.quiet[1].from"),
        (7, "warnings.quiet[2].days"),
        (7, "warnings.quiet[2].severities"),
    ];
    assert_eq!(keys, expected);
    let told =
        wrong("[warnings]\nquiet = [{ from = \"20:00\", untill = \"07:00\", severities = [\"1\"] }]\n");
    assert_eq!(told.len(), 2, "{told:?}");
}

#[test]
fn what_stands_for_two_things_at_a_tracker_is_told_and_not_taken_by_its_order() {
    let head = "[[backend]]\nname = \"rt\"\nkind = \"request-tracker\"\nurl = \"https://rt.example\"\n\
                token_env = \"T\"\ncalendar = \"france\"\n";
    let by_priority = "[backend.map.severity]\nby = \"priority\"\nvalues = { 10 = 1, 010 = 2 }\n";
    let severity = "[backend.map.severity]\nby = \"sla\"\nvalues = { L1 = 1 }\n";
    let status =
        "[backend.map.status]\nwaiting-for-customer = [\"stalled\"]\nwaiting-for-lab = [\"stalled\"]\n";
    let contact = |id: &str, email: &str| {
        format!("[[backend.customer.contact]]\nid = \"{id}\"\nname = \"{id}\"\nemail = \"{email}\"\n")
    };
    let customer = "[[backend.customer]]\nid = \"a\"\n";
    let told = |rest: &str| -> Vec<(String, Problem)> {
        wrong(&format!("{head}{rest}")).into_iter().map(|wrong| (wrong.key, wrong.problem)).collect()
    };
    let two = |key: &str, value: &str| {
        [(format!("backend[1].{key}"), Problem::MeansTwo { value: value.to_owned() })]
    };
    assert_eq!(told(by_priority), two("map.severity.values.10", "10"));
    assert_eq!(told(&format!("{severity}{status}")), two("map.status.waiting-for-lab", "stalled"));
    let same = [contact("x", "it@a.example"), contact("y", "IT@a.example")].concat();
    assert_eq!(
        told(&format!("{severity}{customer}{same}")),
        two("customer[1].contact[2].email", "IT@a.example")
    );
    let twice = [contact("x", "x@a.example"), contact("x", "y@a.example")].concat();
    assert_eq!(told(&format!("{severity}{customer}{twice}")), two("customer[1].contact[2].id", "x"));
    // A usual name that is written for something else means that, and nothing else.
    let moved = format!("{head}{severity}[backend.map.status]\nwaiting-for-lab = [\"stalled\"]\n");
    let config = read(&moved, &Given::default()).unwrap();
    let BackendKind::RequestTracker(tracker) = &config.backends[0].kind else { panic!() };
    assert_eq!(tracker.mapping.statuses.read("stalled"), vigie::desk::ticket::status::Status::WaitingForLab);
}
