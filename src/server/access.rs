//! Who may call what: one row for each route. What has no row here cannot be reached, whoever mounts it.
//!
//! A role is only the first question. Whose tickets a caller sees is asked in every query
//! ([`super::store`]), and in whose name somebody acts where they act ([`super::caller`]).

use axum::http::Method;

use crate::api::path;
use crate::desk::ticket::customer::Role;
use crate::desk::ticket::customer::Role::{
    Admin, Auditor, Contact, Integration, Manager, OnCall, Specialist,
};

/// Who may call a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Without a token.
    Everyone,
    Roles(&'static [Role]),
}

/// One route and who may call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    pub method: &'static str,
    /// As the router has it, with braces.
    pub path: &'static str,
    pub access: Access,
}

const ANY_ROLE: &[Role] = &[Manager, OnCall, Specialist, Contact, Integration, Auditor, Admin];
const INSIDE: &[Role] = &[Manager, OnCall, Specialist, Integration, Auditor, Admin];
const AT_THE_DESK: &[Role] = &[Manager, OnCall, Specialist, Auditor, Admin];
const ANSWERING: &[Role] = &[Manager, OnCall, Specialist, Admin];
const FEEDING: &[Role] = &[Manager, OnCall, Specialist, Integration, Admin];
const FILING: &[Role] = &[Manager, OnCall, Contact, Integration, Admin];
const SETTING_UP: &[Role] = &[Manager, Admin];
const MEASURING: &[Role] = &[Integration, Auditor, Admin];
/// How a customer fares is for those who answer for the desk.
const FIGURES: &[Role] = &[Manager, OnCall, Auditor, Admin];
const CHECKING: &[Role] = &[Auditor, Admin];

/// Every route. A route that is not here answers 404 to everybody; tests/backend/matrix.rs wants a row for it too.
pub const RULES: &[Rule] = &[
    to("GET", path::ME, ANY_ROLE),
    to("GET", path::PROGRAMME, INSIDE),
    to("PUT", path::DESK, SETTING_UP),
    to("GET", path::CUSTOMERS, ANY_ROLE),
    to("PUT", path::CUSTOMER, SETTING_UP),
    to("GET", path::OVERVIEW, FIGURES),
    to("GET", path::CHANGES, ANY_ROLE),
    to("POST", path::TICKETS, FILING),
    to("GET", path::TICKET, ANY_ROLE),
    to("POST", path::ACTIONS, ANSWERING),
    to("POST", path::MESSAGES, FILING),
    to("PUT", path::PRESENCE, AT_THE_DESK),
    to("DELETE", path::PRESENCE, AT_THE_DESK),
    to("GET", path::JOURNAL, ANSWERING),
    to("POST", path::EARLIER, ANSWERING),
    to("GET", path::AUDIT, CHECKING),
    to("GET", path::BASES, INSIDE),
    to("POST", path::BASES, FEEDING),
    to("GET", path::METRICS, MEASURING),
    everyone("GET", path::HEALTH),
    everyone("GET", path::OPENAPI),
];

const fn to(method: &'static str, path: &'static str, roles: &'static [Role]) -> Rule {
    Rule { method, path, access: Access::Roles(roles) }
}

const fn everyone(method: &'static str, path: &'static str) -> Rule {
    Rule { method, path, access: Access::Everyone }
}

/// What the table says of a method on a route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    Rule(Access),
    /// The route takes these methods only.
    Methods(String),
    Undeclared,
}

/// Looks a route up. What answers GET answers HEAD.
pub(super) fn look_up(method: &Method, path: &str) -> Found {
    let method = if *method == Method::HEAD { "GET" } else { method.as_str() };
    let here = || RULES.iter().filter(|rule| rule.path == path);
    if let Some(rule) = here().find(|rule| rule.method == method) {
        return Found::Rule(rule.access);
    }
    let methods: Vec<_> = here().map(|rule| rule.method).collect();
    if methods.is_empty() { Found::Undeclared } else { Found::Methods(methods.join(", ")) }
}
