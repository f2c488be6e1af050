//! The errors that several routes share, for the document.

use std::collections::BTreeMap;

use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};

fn problems<const N: usize>(all: [(&str, &str); N]) -> BTreeMap<String, RefOr<Response>> {
    all.into_iter()
        .map(|(status, text)| {
            let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
            let response =
                ResponseBuilder::new().description(text).content("application/problem+json", content);
            (status.to_owned(), response.build().into())
        })
        .collect()
}

/// What every route may answer that asks for a token.
pub struct ForEveryone;

impl utoipa::IntoResponses for ForEveryone {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems([
            ("401", "No token, or one that is unknown, expired or revoked: `no-token`, `bad-token`"),
            ("403", "The token's role may not do this: `forbidden`, `no-person`"),
            ("429", "That is too often; `Retry-After` says when to try again: `too-many-requests`"),
            ("500", "The server failed; its log knows why: `internal`"),
            ("503", "The store is busy; try again: `busy`"),
        ])
    }
}

/// What a route may answer besides that names a ticket.
pub struct ForOneTicket;

impl utoipa::IntoResponses for ForOneTicket {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems([("404", "There is no such ticket in the token's scope: `not-found`")])
    }
}

/// What a route may answer besides that takes a body.
pub struct ForBodies;

impl utoipa::IntoResponses for ForBodies {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems([
            ("400", "The body is not JSON: `not-json`"),
            ("408", "The body came too slowly: `too-slow`"),
            ("413", "The body is larger than 1 MiB: `too-large`"),
            ("415", "The body is not announced as `application/json`: `wrong-media-type`"),
            ("422", "A field is wrong; `field` names it: `invalid-field`, `missing-field`, `empty-text`, …"),
            ("507", "The server's disk is full, and nothing of it was kept: `disk-full`"),
        ])
    }
}

/// What a route may answer besides that is idempotent by an id.
pub struct ForOnce;

impl utoipa::IntoResponses for ForOnce {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems([(
            "409",
            "It was made for another store (`other-store`) or in another life of this one (`other-life`); the id \
             was used for something else (`action-id-reused`) or by somebody else (`action-id-of-another`); \
             `author` is not whom the token speaks for (`another-author`); or the desk's rules say no: then `ticket` \
             is the ticket as it stands (`ticket-moved`, `wrong-status`, `no-qualified-response`, …)",
        )])
    }
}
