//! `vigie doctor` against a live server: four troubles, four answers.

use std::process::Command;

use reqwest::Method;
use serde_json::json;

use crate::desk::{LEAST, MAPPING, config, private};
use crate::instance::{Instance, is_wanted};
use crate::port::free_port;
use crate::pty::{Home, vigie};

struct Told {
    code: i32,
    text: String,
}

fn doctor(port: u16, token: &str, mapping: &str, language: &str) -> Told {
    doctor_with(token, &config(port, "token", mapping), language, &[])
}

fn doctor_with(token: &str, config: &str, language: &str, arguments: &[&str]) -> Told {
    vigie_with(token, config, language, &[&["doctor"], arguments].concat())
}

fn vigie_with(token: &str, config: &str, language: &str, arguments: &[&str]) -> Told {
    let home = Home::new();
    private(&home.path().join("token"), token);
    let path = home.write("config.toml", config);
    let output = Command::new(vigie())
        .args(["--config", path.to_str().unwrap(), "--language", language])
        .args(arguments)
        .current_dir(home.path())
        .env_clear()
        .envs(home.environment())
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    Told { code: output.status.code().unwrap(), text }
}

#[test]
fn the_doctor_tells_each_trouble_by_its_name_and_says_what_to_do() {
    if !is_wanted("the doctor tells each trouble by its name, and says what to do") {
        return;
    }
    let rt = Instance::start();
    let token = rt.token("MARA_LINDQVIST");
    let well = doctor(rt.port(), token, MAPPING, "en");
    assert_eq!(well.code, 0, "{}", well.text);
    assert!(well.text.contains("it knows you as Mara Lindqvist"), "{}", well.text);
    for line in ["✓ status “stalled”", "✓ step from “open” to “stalled”", "✓ step from “stalled” to “open”"]
    {
        assert!(well.text.contains(line), "{line}: {}", well.text);
    }
    assert!(well.text.contains("✓ value “S1” of “Severity”"), "{}", well.text);

    let field = MAPPING.replace("field = \"Severity\"", "field = \"Severty\"");
    let field = doctor(rt.port(), token, &field, "en");
    assert_eq!(field.code, 1, "{}", field.text);
    assert!(field.text.contains("✗ ticket field “Severty”"), "{}", field.text);
    assert!(field.text.contains("did you mean Severity?"), "{}", field.text);
    assert!(field.text.contains("Every ticket has the severity of “otherwise”"), "{}", field.text);

    let mapping = MAPPING.replace("S4 = 4", "S5 = 4").replace("Halvorsund Clinics", "Halvorsund");
    let mapping = doctor(rt.port(), token, &mapping, "fr");
    assert_eq!(mapping.code, 1, "{}", mapping.text);
    assert!(mapping.text.contains("✗ valeur «\u{a0}S5\u{a0}» de «\u{a0}Severity\u{a0}»"), "{}", mapping.text);
    assert!(mapping.text.contains("✗ file «\u{a0}Halvorsund\u{a0}»"), "{}", mapping.text);

    let status = MAPPING
        .replace("[backend.map]", "[backend.map.status]\nwaiting-for-customer = [\"staled\"]\n[backend.map]");
    let status = doctor(rt.port(), token, &status, "fr");
    assert_eq!(status.code, 1, "{}", status.text);
    assert!(status.text.contains("✗ statut «\u{a0}staled\u{a0}»"), "{}", status.text);
    assert!(status.text.contains("stalled"), "the nearest one is named: {}", status.text);
    assert!(status.text.contains("La mise en attente du client échoue"), "{}", status.text);
    assert!(
        status.text.contains("✗ statut «\u{a0}stalled\u{a0}»\u{a0}: en usage, mais sans correspondance, "),
        "in use and not mapped: {}",
        status.text
    );

    let whole = crate::signatures::whole();
    let steps = doctor(rt.port(), token, &whole, "en");
    assert_eq!(steps.code, 0, "{}", steps.text);
    for line in
        ["✓ ticket field “Scanned again at”", "✓ value “in QA” of “Way”", "✓ value “mail” of “Object”"]
    {
        assert!(steps.text.contains(line), "{line}: {}", steps.text);
    }
    let steps = whole
        .replace("verified = \"verified\"", "verifed = \"verified\"")
        .replace("rejected = \"rejected\"\n", "")
        .replace("\"Fixed in\"", "\"Fixed by\"");
    let steps = doctor(rt.port(), token, &steps, "en");
    assert_eq!(steps.code, 1, "{}", steps.text);
    for line in [
        "✗ value “verifed” of “Way”",
        "did you mean verified?",
        "a step that writes it fails",
        "– value that means “rejected” is left out",
        "Steps that lead there are greyed out",
        "✗ ticket field “Fixed by”",
    ] {
        assert!(steps.text.contains(line), "{line}: {}", steps.text);
    }
    assert!(well.text.contains("– map.signature.step is left out"), "{}", well.text);

    let refused = doctor(rt.port(), "1-29-00000000000000000000000000000000", MAPPING, "en");
    assert_eq!(refused.code, 4, "{}", refused.text);
    assert!(refused.text.contains("The token or password is wrong"), "{}", refused.text);

    let nobody = doctor(free_port(), token, MAPPING, "fr");
    assert_eq!(nobody.code, 3, "{}", nobody.text);
    assert!(nobody.text.contains("L'adresse est-elle juste"), "{}", nobody.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_names_what_does_not_exist_and_what_is_in_use_and_not_mapped_with_how_many_tickets() {
    if !is_wanted("the doctor names what does not exist, and what is in use and not mapped") {
        return;
    }
    let rt = Instance::start();
    let token = rt.token("MARA_LINDQVIST");
    // Levels of service that this RT does not have.
    let gold = LEAST.replace("L1 = 1, L2 = 2", "Gold = 1, L2 = 2");
    let gold = doctor(rt.port(), token, &gold, "en");
    assert_eq!(gold.code, 1, "{}", gold.text);
    for line in [
        "✗ level of service “Gold”: not on the server",
        "✗ level of service “L1” is in use and not in the mapping: ",
        "✓ level of service “L2”",
        "levels of service, with tickets: ",
        "ticket field Severity: S1, S2, S3, S4",
        "queues, with open tickets: ",
    ] {
        assert!(gold.text.contains(line), "{line}: {}", gold.text);
    }
    // A value in use that is not mapped is counted.
    let severity = MAPPING.replace(", S4 = 4", "");
    let severity = doctor(rt.port(), token, &severity, "fr");
    assert_eq!(severity.code, 1, "{}", severity.text);
    let query = "CF.{Severity}%3D'S4'%20AND%20(Status%3D'__Active__'%20OR%20(Status%3D'resolved'%20AND%20\
                 LastUpdated>'7%20days%20ago'))";
    let theirs = rt.get(&format!("tickets?query={query}&per_page=1")).await;
    let told = format!(
        "✗ valeur «\u{a0}S4\u{a0}» de «\u{a0}Severity\u{a0}»\u{a0}: en usage, mais sans correspondance, {} demandes",
        theirs["total"]
    );
    assert!(severity.text.contains(&told), "{told}: {}", severity.text);

    // A queue of nobody's, a contact whom RT does not know, an engineer outside of the desk.
    let strays = MAPPING
        .replace("[[backend.customer]]\nid = \"brightwater\"\ncalled = [\"Brightwater Utilities\"]\n", "")
        .replace(
            "called = [\"Aldermoor Bank\"]",
            "called = [\"Aldermoor Bank\"]\ncontact = [{ id = \"casimir.thron\", name = \"N\" }, \
             { id = \"casimir\", name = \"C\", email = \"casimir.thorne@aldermoor.example\" }]",
        )
        .replace("\"Support engineers\", ", "");
    let strays = doctor(rt.port(), token, &strays, "en");
    assert_eq!(strays.code, 1, "{}", strays.text);
    for line in [
        "– queue “Brightwater Utilities” is in use and not in the mapping: ",
        "✗ named contact “casimir.thron”",
        "✓ named contact “casimir”",
        "✗ user “tomas.okafor” is in use and not in the mapping: ",
    ] {
        assert!(strays.text.contains(line), "{line}: {}", strays.text);
    }

    // Members of a group in the group are of it; an empty one is not good.
    let group = json!({ "Name": "Whole desk" });
    let made = rt.as_agent("ROOT", Method::POST, "group", Some(group)).await;
    let empty = MAPPING.replace("\"Night desk\"", "\"Whole desk\"");
    let empty = doctor(rt.port(), token, &empty, "en");
    assert_eq!(empty.code, 1, "{}", empty.text);
    assert!(empty.text.contains("nobody that you may see is in it"), "{}", empty.text);
    let path = format!("group/{}/members", made["id"].as_str().unwrap());
    rt.as_agent("ROOT", Method::PUT, &path, Some(json!(["27", "28"]))).await;
    let nested = MAPPING.replace("\"Support engineers\", \"Night desk\"", "\"Whole desk\"");
    let nested = doctor(rt.port(), token, &nested, "en");
    assert!(nested.text.contains("✓ group “Whole desk”"), "{}", nested.text);
    assert!(nested.text.contains("Whole desk (4)"), "those in groups in it are counted: {}", nested.text);
}

#[test]
fn the_first_mapping_that_the_doctor_writes_is_read_as_it_is_and_fits() {
    if !is_wanted("the first mapping that the doctor writes is read as it is, and fits") {
        return;
    }
    let rt = Instance::start();
    let token = rt.token("MARA_LINDQVIST");
    let bare = format!(
        "[[backend]]\nname = \"rt\"\nkind = \"request-tracker\"\nurl = \"http://127.0.0.1:{}/\"\n\
         token_file = \"token\"\n",
        rt.port()
    );
    for language in ["en", "fr"] {
        let found = doctor_with(token, &bare, language, &["--discover"]);
        assert_eq!(found.code, 0, "{}", found.text);
        // What it names lay beside the configuration, which is gone by now.
        let written: String = found
            .text
            .lines()
            .map(|line| if line.starts_with("token_file") { "token_file = \"token\"" } else { line })
            .collect::<Vec<_>>()
            .join("\n");
        for line in [
            "desk_groups = [\"Night desk\", \"Support engineers\"]",
            "field = \"Severity\"",
            "\"signature request\" = \"signature-request\"",
            "client_key_field = \"Client key\"",
            "field = \"Way\"",
            "called = [\"Halvorsund Clinics\"]",
        ] {
            assert!(written.contains(line), "{line}: {written}");
        }
        let well = doctor_with(token, &written, language, &[]);
        assert_eq!(well.code, 0, "{written}\n{}", well.text);
    }
    // A file that is there is left as it is.
    let over = doctor_with(token, &bare, "en", &["--discover", "--to", "config.toml"]);
    assert_eq!(over.code, 2, "{}", over.text);
    assert!(over.text.contains("never overwritten"), "{}", over.text);
}

#[test]
fn the_example_of_the_documentation_is_true() {
    if !is_wanted("the example of the documentation is true") {
        return;
    }
    let rt = Instance::start();
    let page = include_str!("../../assets/docs/request-tracker.md");
    let example = page.split("```toml\n").find(|text| text.contains("kind = \"request-tracker\"")).unwrap();
    let example = example.split("```").next().unwrap();
    let example = example
        .replace("https://rt.example.org", &format!("http://127.0.0.1:{}/", rt.port()))
        .replace("~/.config/vigie/rt-token", "token");
    let told = doctor_with(rt.token("MARA_LINDQVIST"), &example, "en", &[]);
    assert_eq!(told.code, 0, "{}", told.text);
}

#[test]
fn a_check_of_a_queue_that_does_not_exist_is_not_green() {
    if !is_wanted("a check of a queue that does not exist is not green") {
        return;
    }
    let rt = Instance::start();
    let mapping = format!("{LEAST}[[backend.customer]]\nid = \"nobody\"\ncalled = [\"Aldermoor Bnk\"]\n");
    let checked =
        vigie_with(rt.token("MARA_LINDQVIST"), &config(rt.port(), "token", &mapping), "en", &["check"]);
    assert_eq!(checked.code, 3, "{}", checked.text);
    assert!(checked.text.contains("there is no queue “Aldermoor Bnk”"), "{}", checked.text);
}
