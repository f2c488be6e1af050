//! Picking a template: both languages, three sizes.

use vigie::words::Language;

use crate::console::Console;
use crate::shift;

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 60)];

fn everywhere(name: &str, build: impl Fn(Language) -> Console) {
    for (language, short) in [(Language::En, "en"), (Language::Fr, "fr")] {
        let mut console = build(language);
        for (width, height) in SIZES {
            insta::assert_snapshot!(
                format!("{name}_{short}_{width}x{height}"),
                console.screen(width, height)
            );
        }
    }
}

/// A response to a signature request is being written.
fn writing(language: Language) -> Console {
    let mut console = Console::on_sunday(language);
    console.reads(&shift::payroll(&console.rules));
    console.press("/");
    console.types("SIG-0311");
    console.press("enter r m");
    console
}

#[test]
fn picking_a_template() {
    everywhere("templates", |language| {
        let mut console = writing(language);
        console.press("ctrl-t down");
        console
    });
}

#[test]
fn searching_for_one_that_is_made_for_something_else() {
    everywhere("templates_search", |language| {
        let mut console = writing(language);
        console.press("ctrl-t");
        console.types("accel");
        console.press("tab");
        console
    });
}

#[test]
fn a_template_that_was_put_in() {
    everywhere("templates_inserted", |language| {
        let mut console = writing(language);
        console.press("ctrl-t down enter");
        console
    });
}
