//! The addresses, their documentation, and what holds for all of them.

mod actions;
mod audit;
mod bases;
mod changes;
mod customers;
mod desk;
mod documented;
mod earlier;
mod health;
mod journals;
mod me;
mod messages;
mod metrics;
mod presence;
mod tickets;

use std::any::Any;
use std::sync::LazyLock;

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::OpenApi;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::{Problem, path};

use super::error::ServerError;
use super::gate::{Guard, Road, gate};
use super::limits::Rates;
use super::read::LARGEST_REQUEST;
use super::store::{Answer, Store};
use super::{Clock, Server};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "vigie",
        description = "The bundled support backend. Instants are RFC 3339 in UTC. Where an address has no such \
                       method, the answer is 405 (`wrong-method`), and `Allow` names those that it has; an address \
                       that is not here is 404. A head of more than 32 KiB or 64 lines is 431."
    ),
    components(schemas(Problem)),
    security(("token" = []))
)]
struct Document;

/// The addresses without a store, and what is said of them. Made once: to describe every type takes longer than to
/// open a store, and nobody may ever ask for it.
static ADDRESSES: LazyLock<(Router<Server>, utoipa::openapi::OpenApi)> = LazyLock::new(|| {
    let (router, document) = documented().split_for_parts();
    (router, secured(document))
});

/// The document as it is answered.
static WRITTEN: LazyLock<String> =
    LazyLock::new(|| ADDRESSES.1.to_json().expect("it is made of names and numbers"));

fn documented() -> OpenApiRouter<Server> {
    OpenApiRouter::with_openapi(Document::openapi())
        .routes(routes!(me::me))
        .routes(routes!(desk::programme))
        .routes(routes!(desk::import))
        .routes(routes!(customers::customers))
        .routes(routes!(customers::put_customer))
        .routes(routes!(customers::overview))
        .routes(routes!(changes::changes))
        .routes(routes!(tickets::file))
        .routes(routes!(tickets::ticket))
        .routes(routes!(actions::act))
        .routes(routes!(bases::bases, bases::record))
        .routes(routes!(messages::message))
        .routes(routes!(journals::journal))
        .routes(routes!(earlier::earlier_life))
        .routes(routes!(audit::audit))
        .routes(routes!(presence::come, presence::go))
        .routes(routes!(metrics::metrics))
        .routes(routes!(health::health))
}

/// The document at `/openapi.json`: OpenAPI 3.1, made of the types.
pub fn openapi() -> &'static utoipa::openapi::OpenApi {
    &ADDRESSES.1
}

fn secured(mut document: utoipa::openapi::OpenApi) -> utoipa::openapi::OpenApi {
    let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
    let components = document.components.get_or_insert_with(Default::default);
    components.security_schemes.insert("token".to_owned(), bearer.into());
    document
}

/// Makes the service of a store and a clock; it needs no socket, and limits nobody.
pub fn router(store: Store, clock: Clock) -> Router {
    guarded_router(store, clock, Guard::new(Rates::NONE, Road::Plain))
}

/// The same behind a guard.
pub fn guarded_router(store: Store, clock: Clock, guard: Guard) -> Router {
    let server = Server { store, clock, guard };
    let router = ADDRESSES.0.clone();
    router
        .route(path::OPENAPI, get(|| async { ([(CONTENT_TYPE, "application/json")], WRITTEN.as_str()) }))
        .fallback(|| async { ServerError::NotFound })
        .method_not_allowed_fallback(|| async { ServerError::WrongMethod })
        .layer(DefaultBodyLimit::max(LARGEST_REQUEST))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(server.clone(), gate))
        .layer(from_fn_with_state(server.guard.road, careful))
        .with_state(server)
}

/// What every answer says: customers' data is in it, so that nothing on the way keeps it, and no browser makes
/// anything else of it than it is.
const CAREFUL: [(HeaderName, HeaderValue); 5] = [
    (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'")),
    (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
];

async fn careful(State(road): State<Road>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.extend(CAREFUL);
    if road != Road::Plain {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    response
}

// The panic itself was told by the hook; its payload may hold anything and is not sent.
fn panicked(_payload: Box<dyn Any + Send + 'static>) -> Response {
    ServerError::Panicked.into_response()
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, [(CONTENT_TYPE, "application/json")], Body::from(self.body)).into_response()
    }
}

#[cfg(test)]
mod tests {
    use tower::ServiceExt;

    use super::*;

    async fn panics() -> String {
        panic!("a secret")
    }

    #[tokio::test]
    async fn a_handler_that_panics_is_a_500_and_its_words_are_not_sent() {
        let router: Router = Router::new().route("/", get(panics)).layer(CatchPanicLayer::custom(panicked));
        let request = Request::get("/").body(Body::empty()).unwrap();
        let response = router.oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let body = axum::body::to_bytes(response.into_body(), 10_000).await.unwrap();
        let problem: Problem = serde_json::from_slice(&body).unwrap();
        assert_eq!((problem.code.as_str(), problem.title.as_str()), ("internal", "the server failed"));
    }
}
