//! The observer against the real *Done* screen: every letter and digit, in both themes, at the
//! standard and the largest size, called and not.

use slint::ComponentHandle as _;
use visits_demo::observer::{self, Image, NotRead};
use visits_domain::site::KioskLetter;
use visits_ui as ui;
use visits_ui::rehearsal::Stage;

fn image_of(stage: &Stage) -> Image {
    let picture = stage.picture();
    Image {
        width: picture.width as usize,
        height: picture.height as usize,
        pixels: picture.pixels.iter().map(|pixel| [pixel.r, pixel.g, pixel.b]).collect(),
    }
}

/// Numbers with every letter, every digit, and pairs of digits that stand close together.
fn numbers() -> Vec<String> {
    let letters: Vec<char> = KioskLetter::all().map(char::from).collect();
    let counts = ["1", "7", "10", "17", "23", "45", "71", "68", "90", "111", "477", "707"];
    letters
        .iter()
        .enumerate()
        .map(|(i, letter)| format!("{letter}{}", counts[i % counts.len()]))
        .collect()
}

#[test]
fn every_number_is_read_as_it_is_shown() {
    let stage = Stage::set();
    let kiosk = ui::Kiosk::new().expect("a window");
    kiosk.show().expect("shown");
    kiosk.global::<ui::Navigation>().set_screen(ui::Screen::Done);
    let (theme, done) = (kiosk.global::<ui::Theme>(), kiosk.global::<ui::Done>());
    for (size, high_contrast, called) in
        [1, 3].into_iter().flat_map(|size| [(size, false), (size, true)]).flat_map(
            |(size, high_contrast)| [(size, high_contrast, false), (size, high_contrast, true)],
        )
    {
        theme.set_text_size(size);
        theme.set_high_contrast(high_contrast);
        done.set_called(called);
        for number in numbers() {
            done.set_number(number.as_str().into());
            let read = observer::read(&image_of(&stage)).map(|number| number.to_string());
            let how = format!("size {size}, contrast {high_contrast}, called {called}");
            assert_eq!(read.map_err(|why| why.to_string()), Ok(number), "{how}");
        }
    }

    // Anything else is an error, never a guess.
    for nothing in ["", "12", "AB", "A1B", "I7", "O1", "É4", "A-1"] {
        done.set_number(nothing.into());
        let read = observer::read(&image_of(&stage));
        assert!(read.is_err(), "{nothing:?} was read as {read:?}");
    }
    kiosk.global::<ui::Navigation>().set_screen(ui::Screen::Welcome);
    let read = observer::read(&image_of(&stage));
    assert!(matches!(read, Err(NotRead::NoPlate)), "{read:?}");
}
