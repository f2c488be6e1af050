//! `vigie doctor` against a live server: four troubles, four answers.

use std::process::Command;

use crate::desk::{MAPPING, config, private};
use crate::instance::{Instance, is_wanted};
use crate::port::free_port;
use crate::pty::{Home, vigie};

struct Told {
    code: i32,
    text: String,
}

fn doctor(port: u16, token: &str, mapping: &str, language: &str) -> Told {
    let home = Home::new();
    private(&home.path().join("token"), token);
    let path = home.write("config.toml", &config(port, "token", mapping));
    let output = Command::new(vigie())
        .args(["--config", path.to_str().unwrap(), "--language", language, "doctor"])
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
    assert!(status.text.contains("– statut «\u{a0}stalled\u{a0}»"), "in use and not mapped: {}", status.text);

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
