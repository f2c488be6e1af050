//! Customers with their contacts.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;

use super::documented::{ForBodies, ForEveryone};
use crate::api::{Customers, DeskFile, Problem};
use crate::desk::queue::overview::Overview;
use crate::desk::ticket::customer::Customer;
use crate::desk::ticket::names::CustomerId;
use crate::server::Server;
use crate::server::caller::Caller;
use crate::server::error::ServerError;
use crate::server::read::Body;
use crate::server::store::Mode;

/// Lists the customers in the token's scope, by id.
#[utoipa::path(get, path = "/v1/customers", responses((status = 200, body = Customers), ForEveryone))]
pub(super) async fn customers(
    State(server): State<Server>,
    caller: Caller,
) -> Result<Json<Customers>, ServerError> {
    let customers = server.store.customers(&caller).await?;
    Ok(Json(Customers { customers, former: server.store.former_contacts(&caller).await? }))
}

/// Tells how a customer fares: what is open, how many first responses were in time, which signatures were asked to be
/// changed. Void tickets are counted apart. Roles: manager, on-call, auditor, admin.
#[utoipa::path(
    get,
    path = "/v1/customers/{id}/overview",
    params(("id" = String, Path, description = "The customer's id")),
    responses(
        (status = 200, body = Overview),
        (status = 404, description = "There is no such customer in the token's scope: `not-found`",
            body = Problem, content_type = "application/problem+json"),
        ForEveryone
    )
)]
pub(super) async fn overview(
    State(server): State<Server>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Overview>, ServerError> {
    let id = id.parse::<CustomerId>().map_err(|_what_is_no_name| ServerError::NotFound)?;
    Ok(Json(server.store.overview(&caller, &id, server.clock.now()).await?))
}

/// Puts a customer in the place of its old entry, as a whole. Roles: manager, admin.
#[utoipa::path(
    put,
    path = "/v1/customers/{id}",
    params(("id" = String, Path, description = "The customer's id, as in the body")),
    request_body = Customer,
    responses(
        (status = 200, description = "Changed, or the same as before", body = Customer),
        (status = 201, description = "Added", body = Customer),
        ForEveryone,
        ForBodies
    )
)]
pub(super) async fn put_customer(
    State(server): State<Server>,
    caller: Caller,
    Path(id): Path<String>,
    Body(customer): Body<Customer>,
) -> Result<(StatusCode, Json<Customer>), ServerError> {
    caller.may_set_up()?;
    if customer.id.as_str() != id {
        let why = "the body speaks of another customer than the address";
        return Err(ServerError::invalid("invalid-field", "id", why));
    }
    let file = DeskFile { customers: vec![customer.clone()], ..DeskFile::default() };
    let done = server.store.import(&caller, &file, Mode::Apply, server.clock.now()).await.map_err(of_one)?;
    let status = if done.customers.added > 0 { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(customer)))
}

/// Names the fields as the caller wrote them: there is only one customer.
fn of_one(error: ServerError) -> ServerError {
    match error {
        ServerError::Flawed(mut flaws) => {
            for flaw in &mut flaws {
                flaw.key = flaw.key.replace("customer[0].", "");
            }
            ServerError::Flawed(flaws)
        }
        error => error,
    }
}
