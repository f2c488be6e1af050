//! Snapshots of the panes.

use vigie::words::Language;

use crate::console::Console;

#[test]
fn print_the_queue() {
    for (width, height) in [(80, 24), (120, 40)] {
        for language in Language::ALL {
            println!("{}", Console::on_sunday(language).screen(width, height));
        }
    }
}
