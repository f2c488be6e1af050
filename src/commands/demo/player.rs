//! Plays the customers through the public API, as any portal would.

use std::net::SocketAddr;
use std::time::Duration;

use chrono::TimeDelta;
use fastrand::Rng;
use reqwest::Client;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::api::Detail;
use crate::desk::rules::bases::Release;
use crate::desk::text::SafeText;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::names::LocalId;
use crate::server::Clock;
use crate::server::demo::{bases_at, duration};

use super::script::{Scene, What, reply, scenes};

/// The shortest pause between two scenes on the wall clock, however fast time runs.
const SHORTEST: Duration = Duration::from_millis(200);
/// How far a pause may differ from what is written, in hundredths.
const VARIATION: i32 = 25;

pub(super) struct Player {
    /// An integration's token.
    pub token: String,
    pub clock: Clock,
    pub seed: u64,
    pub speed: f64,
}

impl Player {
    /// Plays the script over and over, each time in other pauses and from the second time on in another order.
    pub async fn play(self, address: SocketAddr) {
        let mut scenes = match scenes() {
            Ok(scenes) => scenes,
            Err(why) => return tracing::error!(%why, "the demonstration's script is wrong"),
        };
        let mut rng = Rng::with_seed(self.seed);
        // Not by a proxy that the environment names: the server is on this machine.
        let client = match Client::builder().no_proxy().build() {
            Ok(client) => client,
            Err(why) => return tracing::error!(%why, "the demonstration's customers have no client"),
        };
        let stage = Stage { client, base: format!("http://{address}"), token: self.token };
        loop {
            for scene in &scenes {
                tokio::time::sleep(pause(scene, self.speed, &mut rng)).await;
                // Told again within the hour, they are known already.
                if let Err(why) = stage.release(&bases_at(self.clock.now())).await {
                    tracing::warn!(%why, "no databases came out in the demonstration");
                }
                if let Err(why) = stage.act(scene, &self.clock).await {
                    tracing::warn!(%why, "a customer of the demonstration could not act");
                }
            }
            rng.shuffle(&mut scenes);
        }
    }
}

/// The written pause, a little longer or shorter, in the demonstration's own time.
fn pause(scene: &Scene, speed: f64, rng: &mut Rng) -> Duration {
    let written = duration(&scene.after).unwrap_or(TimeDelta::seconds(30));
    let varied = written * rng.i32(100 - VARIATION..=100 + VARIATION) / 100;
    varied.to_std().unwrap_or(SHORTEST).div_f64(speed).max(SHORTEST)
}

struct Stage {
    client: Client,
    base: String,
    token: String,
}

impl Stage {
    async fn act(&self, scene: &Scene, clock: &Clock) -> Result<(), reqwest::Error> {
        match &scene.what {
            What::Reply { ticket, body } => self.reply(ticket, body).await,
            What::File(filing) => {
                let filed: Ticket = self.post("/v1/tickets", &filing.request(clock.now())).await?;
                tracing::debug!(ticket = %filed.id, "filed");
                Ok(())
            }
        }
    }

    /// New databases, as a feed would tell of them.
    async fn release(&self, release: &Release) -> Result<(), reqwest::Error> {
        self.post::<Release>("/v1/bases", release).await.map(|_recorded| ())
    }

    async fn reply(&self, ticket: &LocalId, body: &SafeText) -> Result<(), reqwest::Error> {
        let known: Detail = self.read(self.client.get(format!("{}/v1/tickets/{ticket}", self.base))).await?;
        let message = reply(known.ticket.contact, body.clone());
        let after: Ticket = self.post(&format!("/v1/tickets/{ticket}/messages"), &message).await?;
        tracing::debug!(ticket = %after.id, "replied");
        Ok(())
    }

    async fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, reqwest::Error> {
        self.read(self.client.post(format!("{}{path}", self.base)).json(body)).await
    }

    async fn read<T: DeserializeOwned>(&self, request: reqwest::RequestBuilder) -> Result<T, reqwest::Error> {
        request.bearer_auth(&self.token).send().await?.error_for_status()?.json().await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_vary_by_a_quarter_and_follow_the_speed() {
        let scene = &scenes().unwrap()[0];
        let mut rng = Rng::with_seed(1);
        for _ in 0..100 {
            let seconds = pause(scene, 1.0, &mut rng).as_secs_f64();
            assert!((13.0..=23.0).contains(&seconds), "{seconds}");
            assert!(pause(scene, 10_000.0, &mut rng) == SHORTEST);
        }
    }
}
