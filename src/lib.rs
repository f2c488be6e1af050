//! vigie: the lookout of a premium support desk. This page is the map for contributors.
//!
//! # The idea in six lines
//!
//! 1. [`desk`] knows support work: tickets, customers, the SLA clock. [`app`] decides what the console does next.
//!    [`ui`] draws it. [`io`] touches the world. [`server`] is the bundled backend. [`run`] ties the console together.
//! 2. Three vocabularies, all plain data: a [`Command`](app::protocol::command::Command) is what a key means, an
//!    [`Event`](app::protocol::event::Event) is a fact that happened, an [`Effect`](app::protocol::effect::Effect) asks the outside.
//! 3. [`App::update`](app::App::update) is the only place where the console's state changes.
//! 4. [`ui::draw`] only reads.
//! 5. Time is an argument: [`Now`](app::protocol::now::Now) has a wall clock for people and the SLA, and a monotonic one for
//!    waiting. The loop reads both once per turn, and sleeps in one place.
//! 6. An [`Action`](desk::ticket::change::Action) is one type from the key press to the database row: it is on disk before it
//!    is sent, and the backend applies it exactly once by its id.
//!
//! # What lives where
//!
//! | folder | meaning | may use |
//! |---|---|---|
//! | [`desk`] | the support domain; pure | `desk` |
//! | [`app`] | the console's state machine; pure | `app`, `desk` |
//! | [`words`] | variants and data made sentences, English and French | `words`, `app`, `desk` |
//! | [`ui`] | the view: reads the app, writes cells | `ui`, `app`, `desk`, `words` |
//! | [`api`] | the wire contract of the bundled backend | `api`, `desk` |
//! | [`io`] | adapters: backends, local store, snapshot, terminal, clock | `io`, `app`, `desk`, `api` |
//! | [`server`] | the bundled backend: routes, store, intake, demonstration | `server`, `desk`, `api` |
//! | [`config`] | what the configuration file says, checked | `config`, `app`, `ui`, `desk`, `words` |
//! | [`cli`] | the command line: structs and help texts | `cli`, `desk`, `words` |
//! | [`commands`] | one file per command outside the console | everything but `ui` |
//! | [`run`] | the loop: wait, update, perform, draw | everything but `server` |
//! | [`console`] | puts the console together: configuration, terminal, adapters, demonstration | everything |
//!
//! `tests/architecture` reads the sources and enforces this table, the purity of what is called pure, that `io` knows
//! nothing of `app` but its protocol, and that no two files of `desk`, `app`, `ui`, `words`, `config`, `api`, `cli` and
//! `console` import each other in a circle.
//!
//! The two pure layers have rooms:
//!
//! | room | meaning |
//! |---|---|
//! | [`desk::ticket`] | what a ticket *is*, and what may be said of it: names, facts, changes, calls, promises, signature requests |
//! | [`desk::rules`] | what may happen: whether an act is allowed and what follows, what is owed until when, who may see what |
//! | [`desk::queue`] | the order in which tickets are worked, counters, crossings, filters |
//! | [`desk::sla`] | the clock |
//! | [`desk::text`] | foreign text, cleaned |
//! | [`app::protocol`] | what crosses the border: commands, events, effects and what they carry |
//! | [`app::model`] | the state, as plain structs with their own small methods |
//! | [`app::update`] | every `impl App`: a file for each concern |
//!
//! # The rules
//!
//! - Nothing but `app::update` changes `App`.
//! - No `Effect` without an answering `Event`, also on failure.
//! - Nothing is sent before it is on disk. No text a person wrote is ever dropped by the program.
//! - A row is never an identity. Selection, details and actions hold a [`TicketId`](desk::ticket::names::TicketId).
//! - An answer that matches nothing is ignored and logged, never a panic.
//! - `desk` does not know that there is a terminal; `server` does not know that there is an app.
//! - `desk` and `app` speak in variants with data, never in sentences; `words` formats them.
//! - Foreign text is a [`SafeLine`](desk::text::SafeLine) or a [`SafeText`](desk::text::SafeText) from the border on.
//! - An instant or a date from outside is of the years 1970 to 2200 ([`desk::bounds`]) from the border on.
//! - Whoever else answers never decides how often it is asked.
//! - Nothing per frame or per poll costs in proportion to the queue.
//!
//! One exception is named: `app::model::compose` holds a text-area widget as state. Its text is the truth, its built-in keys
//! are off, and pasted text is cleaned on entry.
//!
//! # The clock
//!
//! [`desk::sla`] is the only code that knows of zones, clock changes and holidays. A ticket's
//! [`Dues`](desk::ticket::dues::Dues) are computed when its facts or its calendar change, by the server and kept beside the
//! ticket; a console compares instants. A [`Reading`](desk::queue::reading::Reading) is what a clock face shows.
//!
//! # The life of a key press
//!
//! `io::terminal` → `Event::Pressed` → `app::protocol::keymap` → `Command` → an `Action` → `app::model::outbox` → `Effect::Record` →
//! `io::local_store` (on disk) → `Event::Recorded` → if the customer will read it, the seconds in which it can be taken
//! back → `Effect::Deliver` → `io::backend` → the server's
//! [`Action::decide`](desk::ticket::change::Action::decide) in one transaction → `Event::Delivered`. The row shows the change
//! from the first frame on, marked as not accepted yet, and its clock runs on until it is.
//!
//! Where no answer came and the backend knows no keys, the act is in doubt: `Effect::LookFor` searches the backend,
//! and only what is not found once it cannot come late any more is sent again.
//!
//! # Other systems of record
//!
//! `io::backend` has one folder for each (`request_tracker`). What its words mean is a [`desk::mapping`] of the
//! configuration; programme and calendars come from there too, and the clock is reckoned from its history by the same
//! functions that the server uses. Differences are data: `Capabilities`, from which [`app::model::lack`] says what is greyed
//! out. `commands::doctor` compares a mapping with the live server.
//! A text has the name of its future action from the first key on: `app::model::drafts` gives it to the local store within
//! half a second, and recording the action takes the draft over in the same transaction; so has what is typed in a form
//! (`app::protocol::filled`). Written anew, an action is a draft of its own name again: on disk it is taken back from then on,
//! and keeps its place. Several consoles share the store: each answers for what it made for as long as it holds its
//! lock (`io::local_store`). Every step has its line in the journal ([`desk::journal`]), and the desk is shown its head
//! with every action.
//!
//! # Warnings
//!
//! [`app::model::alarms`] is fed with what the queue crossed and with tickets that came in or changed. It knows what was told
//! of which due, and says what goes out when: `Effect::Ring`, and an `Effect::Warn` for each channel, which `io::warn`
//! performs with the words that the console hands it.
//!
//! # The life of a poll
//!
//! `app::model::polling` says when → `Effect::Poll` → `io::backend` → `Event::Polled` → each changed ticket is put into
//! [`desk::queue::Queue`], which re-keys it, its counters and its next crossing → the visible window is drawn.

pub mod api;
pub mod app;
pub mod cli;
pub mod commands;
pub mod config;
pub mod console;
pub mod desk;
pub mod io;
pub mod run;
pub mod server;
pub mod ui;
pub mod words;
