//! Ctrl-Z: the terminal goes back to the shell, and comes back with `fg`.

use signal_hook::consts::SIGTSTP;
use signal_hook::low_level::emulate_default_handler;

use super::Screen;

/// Stops the program until it is continued. If the terminal was ours, it is ours again afterwards.
pub fn stop_here(screen: &Screen) {
    let held = screen.is_held();
    screen.give_back();
    if held {
        screen.say_that_it_stops();
    }
    // Every thread stops in here.
    if let Err(why) = emulate_default_handler(SIGTSTP) {
        tracing::warn!(%why, "cannot be suspended");
    }
    if held && let Err(why) = screen.hold() {
        tracing::warn!(%why, "the terminal could not be taken again");
        screen.tell(super::Told::Gone);
    }
}
