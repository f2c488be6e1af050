//! The screens, as text: every pane, three sizes, two languages; sizes in between by a property.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod console;
mod customer_page;
mod desk;
mod forms;
mod lives;
mod looks;
mod panes;
mod picture;
mod pipeline;
mod refusals;
mod shift;
mod sizes;
mod templates;
mod tickets;
mod tracker;
mod warnings;
mod watch;
mod writing;
