//! Every screen and state at every text size, theme and language: pictures into the folder
//! given, and on stdout what breaks the rules of inclusion.
//!
//! `cargo run -p visits-ui --features rehearsal --example gallery -- DIR [only-names-with] [px-per-mm]`
#![allow(clippy::print_stdout, clippy::unwrap_used)]

mod states;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use slint::{ComponentHandle, Global};
use visits_ui::rehearsal::Stage;
use visits_ui::rehearsal::inclusion::{self, Measure};
use visits_ui::{Kiosk, Status, Theme};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().unwrap_or_else(|| "gallery".into()));
    let only = arguments.next().unwrap_or_default();
    let px_per_mm = arguments.next().map_or(3.81, |n| n.parse().unwrap());
    std::fs::create_dir_all(&folder).unwrap();

    let stage = Stage::set();
    let kiosk = Kiosk::new().unwrap();
    kiosk.show().unwrap();
    Theme::get(&kiosk).set_px_per_mm(px_per_mm);
    let mut faults = 0;
    let mut pictures = 0;
    for (language_index, language) in ["", "cy"].into_iter().enumerate() {
        slint::select_bundled_translation(language).unwrap();
        Status::get(&kiosk).set_language_index(i32::try_from(language_index).unwrap());
        for high_contrast in [false, true] {
            for text_size in 0..4 {
                let theme = Theme::get(&kiosk);
                theme.set_text_size(text_size);
                theme.set_high_contrast(high_contrast);
                let contrast = if high_contrast { 7.0 } else { 4.5 };
                let measure = Measure { px_per_mm: theme.get_px_per_mm(), contrast };
                for (name, show) in states::ALL {
                    let theme_name = if high_contrast { "contrast" } else { "paper" };
                    let tongue = if language.is_empty() { "en" } else { language };
                    let title = format!("{name}-{tongue}-{theme_name}-{text_size}");
                    if !title.contains(&only) {
                        continue;
                    }
                    show(&kiosk, language == "cy");
                    for page in 1.. {
                        let title =
                            if page == 1 { title.clone() } else { format!("{title}-page{page}") };
                        stage.picture().write_png(&folder.join(format!("{title}.png"))).unwrap();
                        pictures += 1;
                        for fault in inclusion::faults(&stage, &kiosk, measure) {
                            println!("{title}: {fault}");
                            faults += 1;
                        }
                        if page == 1 {
                            for fault in inclusion::tab_order(&stage, &kiosk) {
                                println!("{title}: {fault}");
                                faults += 1;
                            }
                        }
                        stage.advance(Duration::from_millis(600)); // sooner it would be a repeat
                        let more = if language == "cy" { "Mwy" } else { "More" };
                        if stage.press(&kiosk, more).is_err() {
                            break;
                        }
                    }
                    states::rest(&kiosk);
                    stage.draw();
                }
            }
        }
    }
    println!("{pictures} pictures, {faults} faults");
    ExitCode::from(u8::from(faults > 0))
}
