//! Snapshots of the panes.

use vigie::words::Language;

use crate::console::Console;
use crate::{shift, tickets};

#[test]
fn print_all() {
    for language in Language::ALL {
        let mut console = Console::on_sunday(language);
        let blocked = shift::blocked(&console.rules);
        let payroll = shift::payroll(&console.rules);
        console.reads(&blocked);
        console.press("j");
        println!("{}", console.screen(120, 40));
        console.press("enter");
        println!("{}", console.screen(120, 40));
        println!("{}", console.screen(80, 24));
        if language == Language::English {
            println!("{}", console.screen(200, 60));
            console.press("tab tab");
            println!("{}", console.screen(100, 30));
            console.press("tab");
            println!("{}", console.screen(100, 30));
        }
        console.press("esc j enter tab");
        console.reads(&payroll);
        println!("{}", console.screen(80, 24));
        println!("{}", console.screen(120, 40));
        console.press("esc k r");
        println!("{}", console.screen(80, 24));
        console.press("p");
        console.types("Bonjour Claire,\n\nLa base de la console est pleine.");
        println!("{}", console.screen(80, 24));
        println!("{}", console.screen(120, 40));
        console.press("esc n");
        console.types("vu avec Oumar");
        println!("{}", console.screen(80, 24));
        console.press("ctrl-s");
        println!("{}", console.screen(80, 24));
        console.press("O");
        println!("{}", console.screen(80, 24));
        console.press("esc ?");
        println!("{}", console.screen(80, 24));
        console.press("esc :");
        console.types("res");
        println!("{}", console.screen(80, 24));
        console.press("esc /");
        console.types("banque");
        println!("{}", console.screen(80, 24));
        console.press("enter g c");
        println!("{}", console.screen(80, 24));
    }
}
