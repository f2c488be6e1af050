//! How questions and acts go to RT and come back: by session or by secret, how long they are waited for, how many at a
//! time; and how late it is there.

use std::sync::PoisonError;

use chrono::{DateTime, Utc};
use reqwest::{StatusCode, Url};
use serde::de::DeserializeOwned;

use crate::app::protocol::event::Failure;
use crate::io::backend::http::{Answer, By, Question, Wait};

use super::client::Client;

/// Questions that are on their way at the same time: RT has few workers, and other people.
pub const AT_A_TIME: usize = 4;
/// Acts that are on their way at the same time: each may hold one of RT's few workers for as long as its mails take.
pub const ACTS_AT_A_TIME: usize = 2;

impl Client {
    /// The instant (UTC) by RT's clock.
    #[expect(clippy::disallowed_methods, reason = "an adapter asks the world; RT's own clock corrects it")]
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.lock().unwrap_or_else(PoisonError::into_inner).at(Utc::now())
    }

    #[expect(clippy::disallowed_methods, reason = "an adapter asks the world; RT's own clock corrects it")]
    pub(super) fn hear_clock(&self, answer: &Answer) {
        let Some(date) = answer.date else { return };
        let now = Utc::now();
        self.clock.lock().unwrap_or_else(PoisonError::into_inner).hear(date, now, answer.took);
    }

    pub(super) fn url(&self, path: &[&str], query: &[(&str, &str)]) -> Url {
        let mut url = self.http.base().clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(["REST", "2.0"]).extend(path);
        }
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        url
    }

    pub(super) async fn ask(&self, question: Question<'_>) -> Result<Answer, Failure> {
        // The semaphore is never closed: without a turn there is only more haste.
        let _turn = self.turns.acquire().await.ok();
        let answer = self.http.ask(question).await?;
        self.hear_clock(&answer);
        Ok(answer)
    }

    pub async fn get<T: DeserializeOwned>(
        &self,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<T, Failure> {
        let question = Question { by: By::Session, ..Question::get(self.url(path, query)) };
        let answer = self.ask(question).await?;
        if answer.status == StatusCode::OK { answer.read() } else { Err(answer.failure()) }
    }

    /// Begins a session, if there is none: from then on questions need no check of the secret. What changes something
    /// is always done by the secret: RT takes no session for it without the page that it came from.
    pub async fn begin_session(&self) {
        if !self.http.wants_session().await {
            return;
        }
        let mut url = self.http.base().clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().push("");
        }
        // To go on to a page that is none: RT answers with a redirection, and draws no page for us.
        url.query_pairs_mut().append_pair("next", "none");
        let _turn = self.turns.acquire().await.ok();
        self.http.begin_session(url, |pair| pair.starts_with("RT_SID_")).await;
    }

    /// Changes something. An act that RT has may be done at any time after, so that the end of our patience would say
    /// nothing of it: its answer is waited for as long as the connection lives.
    pub async fn put(&self, path: &[&str], body: &serde_json::Value) -> Result<Answer, Failure> {
        let mut question = Question::put(self.url(path, &[]), body.to_string().into_bytes());
        question.wait = Wait::WhileConnected;
        self.act(question).await
    }

    pub async fn post(&self, path: &[&str], body: &serde_json::Value) -> Result<Answer, Failure> {
        let mut question = Question::post(self.url(path, &[]), body.to_string().into_bytes());
        question.wait = Wait::WhileConnected;
        self.act(question).await
    }

    async fn act(&self, question: Question<'_>) -> Result<Answer, Failure> {
        // Beside the questions: an act may take minutes, and the queue must be heard meanwhile.
        let _turn = self.acts.acquire().await.ok();
        let answer = self.http.ask(question).await?;
        self.hear_clock(&answer);
        Ok(answer)
    }
}
