//! Two things of one record that cannot both be are refused, by a code and a field.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{Answered, TestDesk, incident, respond, signature};

fn skipped() -> Value {
    json!({ "is": "skipped", "reason": "told on the phone" })
}

fn sent(body: &str) -> Value {
    json!({ "is": "sent", "body": body })
}

#[expect(clippy::needless_pass_by_value, reason = "each is made where it is passed")]
fn step(act: Value, notice: Value) -> Value {
    json!({ "do": "advance", "act": act, "notice": notice })
}

fn gate(bases: &str) -> Value {
    step(json!({ "step": "pass-gate", "bases": bases }), skipped())
}

fn publish(bases: &str, notice: Value) -> Value {
    step(json!({ "step": "publish", "bases": bases }), notice)
}

async fn release(desk: &TestDesk, version: &str, hours: i64) -> Answered {
    let at = desk.clock.now() + TimeDelta::hours(hours);
    desk.post("/v1/bases", json!({ "version": version, "released_at": at })).await
}

/// A request that is with the specialists, shown with the databases of two hours ago.
async fn with_specialists(desk: &TestDesk, verdict: &str) -> String {
    let mut body = signature(2);
    body["signature"]["verdict"] = json!(verdict);
    body["signature"]["bases_version"] = json!("2026.11.23.05");
    let id = desk.post("/v1/tickets", body).await.json()["id"].as_str().unwrap().to_owned();
    for change in [gate("2026.11.23.07"), step(json!({ "step": "hand-to-specialists" }), skipped())] {
        let answer = desk.act(&id, change).await;
        assert_eq!(answer.status, 200, "{}", answer.json());
    }
    id
}

async fn desk() -> TestDesk {
    let desk = TestDesk::open().await;
    for (version, hours) in [("2026.11.23.05", -4), ("2026.11.23.06", -3), ("2026.11.23.07", -2)] {
        assert_eq!(release(&desk, version, hours).await.status, 201);
    }
    desk
}

#[tokio::test]
async fn databases_that_showed_a_detection_do_not_put_it_right() {
    let desk = desk().await;
    let id = with_specialists(&desk, "false-positive").await;
    for shown in ["2026.11.23.07", "2026.11.23.05", " 2026.11.23.05 "] {
        let answer = desk.act(&id, publish(shown, skipped())).await;
        let expected = (409, "fixed-by-what-showed-it".into(), "change.act.bases".into());
        assert_eq!(answer.problem(), expected, "{shown}");
    }
    let older = desk.act(&id, publish("2026.11.23.06", skipped())).await;
    assert_eq!(older.problem(), (409, "fix-older-than-detection".into(), "change.act.bases".into()));
    assert_eq!(release(&desk, "2026.11.23.09", 0).await.status, 201);
    assert_eq!(desk.act(&id, publish("2026.11.23.09", skipped())).await.status, 200);
    // What did not hold is not the correction the second time.
    let back = step(json!({ "step": "return", "reason": "still detected" }), skipped());
    assert_eq!(desk.act(&id, back).await.status, 200);
    let same = desk.act(&id, publish("2026.11.23.09", skipped())).await;
    assert_eq!(same.problem().1, "fixed-by-what-showed-it");
}

#[tokio::test]
async fn a_letter_names_the_databases_of_its_step() {
    let desk = desk().await;
    let id = with_specialists(&desk, "false-positive").await;
    let other = with_specialists(&desk, "false-positive").await;
    assert_eq!(release(&desk, "2026.11.23.09", -1).await.status, 201);
    assert_eq!(release(&desk, "2026.11.23.091", 0).await.status, 201);
    let letter = "It is corrected in the databases 2026.11.23.07.";
    let answer = desk.act(&id, publish("2026.11.23.09", sent(letter))).await;
    assert_eq!(answer.problem(), (422, "letter-names-other".into(), "change.notice.body".into()));
    let letter = "Corrected in 2026.11.23.091, since yesterday.";
    let answer = desk.act(&id, publish("2026.11.23.09", sent(letter))).await;
    assert_eq!(answer.problem().1, "letter-names-other", "a longer number is another one");
    let letter = "Seen with 2026.11.23.07, corrected in 2026.11.23.09.";
    assert_eq!(desk.act(&id, publish("2026.11.23.09", sent(letter))).await.status, 200);
    // Told later, it is of the databases that came out.
    assert_eq!(desk.act(&other, publish("2026.11.23.09", skipped())).await.status, 200);
    let inform = |body: &str| step(json!({ "step": "inform" }), sent(body));
    let wrong = desk.act(&other, inform("Update to 2026.11.23.091.")).await;
    assert_eq!(wrong.problem().1, "letter-names-other");
    assert_eq!(desk.act(&other, inform("Update, please.")).await.status, 200);
}

#[tokio::test]
async fn databases_come_out_in_the_order_of_their_numbers() {
    let desk = desk().await;
    let late = release(&desk, "2026.11.23.04", -1).await;
    assert_eq!(late.problem(), (422, "databases-out-of-order".into(), "released_at".into()));
    let early = release(&desk, "2026.11.24.01", -5).await;
    assert_eq!(early.problem().1, "databases-out-of-order");
    // Told late, but of its time; and a name that is no date says nothing.
    assert_eq!(release(&desk, "2026.11.23.04", -6).await.status, 201);
    assert_eq!(release(&desk, "KDB 12", -7).await.status, 201);
}

#[tokio::test]
async fn a_request_whose_parts_exclude_each_other_is_refused_by_its_field() {
    let desk = desk().await;
    let file = |parts: Value| {
        let mut body = signature(2);
        for (key, value) in parts.as_object().unwrap() {
            body["signature"][key] = value.clone();
        }
        desk.post("/v1/tickets", body)
    };
    let at = |hours: i64| json!(desk.clock.now() + TimeDelta::hours(hours));
    for (parts, code, field) in [
        (json!({ "bases_released": at(1) }), "not-yet-happened", "signature.bases_released"),
        (json!({ "rescanned_at": at(1) }), "not-yet-happened", "signature.rescanned_at"),
        (
            json!({ "bases_released": at(-2), "rescanned_at": at(-3) }),
            "rescanned-before-release",
            "signature.rescanned_at",
        ),
        (
            json!({ "verdict": "false-negative", "detection": "Trojan.X" }),
            "detected-false-negative",
            "signature.detection",
        ),
        (
            json!({ "bases_version": "2026.11.23.07", "bases_released": at(-3) }),
            "databases-differ",
            "signature.bases_released",
        ),
    ] {
        let answer = file(parts.clone()).await;
        assert_eq!(answer.problem(), (422, code.into(), field.into()), "{parts}");
    }
    let whole = json!({
        "bases_version": "2026.11.23.07", "bases_released": at(-2), "rescanned_at": at(-1), "detection": "Trojan.X",
    });
    assert_eq!(file(whole).await.status, 201);
}

#[tokio::test]
async fn what_is_harmful_is_not_excluded_and_nothing_is_advised_when_it_is_over() {
    let desk = desk().await;
    let advise = |kind: &str| {
        let until = desk.clock.now() + TimeDelta::days(2);
        json!({ "do": "advise", "advice": { "kind": kind, "what": "w", "until": until }, "notice": skipped() })
    };
    for verdict in ["false-negative", "outbreak"] {
        let id = with_specialists(&desk, verdict).await;
        let answer = desk.act(&id, advise("exclusion")).await;
        assert_eq!(answer.problem(), (409, "advice-against-verdict".into(), "change.advice.kind".into()));
        assert_eq!(desk.act(&id, advise("isolation")).await.status, 200);
    }
    let id = with_specialists(&desk, "false-positive").await;
    assert_eq!(desk.act(&id, advise("exclusion")).await.status, 200);
    let reject = step(json!({ "step": "reject", "reason": "it is one" }), skipped());
    assert_eq!(desk.act(&id, reject).await.status, 200);
    assert_eq!(desk.act(&id, advise("exclusion")).await.problem().1, "request-rejected");
}

#[tokio::test]
async fn a_call_a_severity_and_a_response_do_not_contradict_themselves() {
    let desk = TestDesk::open().await;
    let id = desk.filed(1).await;
    let now = desk.clock.now();
    let due = now + TimeDelta::hours(3);
    let call = |call: Value, promise: Option<Value>| {
        let mut change = json!({ "do": "call", "call": call });
        if let Some(promise) = promise {
            change["promise"] = promise;
        }
        change
    };
    let promise = json!({ "what": "call again", "due": due });
    let severity = |to: u8, by: &str, consent: &str| json!({ "do": "change-severity", "to": to, "reason": "r", "asked_by": by, "consent": consent });
    for (change, code, field) in [
        (
            call(json!({ "occurred_at": now, "lasted_seconds": 3600 }), None),
            "call-not-over",
            "change.call.lasted_seconds",
        ),
        (
            call(json!({ "occurred_at": now, "outcome": "no-answer" }), Some(promise.clone())),
            "nobody-was-reached",
            "change.promise",
        ),
        (severity(2, "customer", "not-informed"), "asked-and-not-informed", "change.consent"),
        (respond("information-request", "resolve"), "asks-and-resolves", "change.then"),
    ] {
        let answer = desk.act(&id, change.clone()).await;
        assert_eq!(answer.problem(), (422, code.into(), field.into()), "{change}");
    }
    let before = now - TimeDelta::hours(1);
    for change in [
        call(json!({ "occurred_at": before, "lasted_seconds": 3600 }), Some(promise)),
        severity(2, "customer", "informed"),
        severity(1, "desk", "not-informed"),
        respond("information-request", "wait-for-customer"),
    ] {
        assert_eq!(desk.act(&id, change.clone()).await.status, 200, "{change}");
    }
    assert_eq!(desk.post("/v1/tickets", incident(2)).await.status, 201);
}
