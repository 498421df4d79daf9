//! Each rule of inclusion finds the fault it is there for.
use slint::{ComponentHandle, Global, ModelRc, Rgb8Pixel, SharedString, VecModel};
use visits_ui::rehearsal::inclusion::{self, Measure};
use visits_ui::rehearsal::{AccessibleRole, Area, Picture, Stage, Touchable};
use visits_ui::{AskPerson, Done, Kiosk, Navigation, Screen, Sentence, Sheet, Sign, Theme};

const PANEL: Measure = Measure { px_per_mm: 3.81, contrast: 4.5 };

fn show(screen: Screen) -> (Stage, Kiosk) {
    let stage = Stage::set();
    let kiosk = Kiosk::new().expect("a window");
    kiosk.show().expect("shown");
    Navigation::get(&kiosk).set_screen(screen);
    stage.draw();
    (stage, kiosk)
}

fn strings(texts: &[&str]) -> ModelRc<SharedString> {
    ModelRc::new(VecModel::from(texts.iter().map(|text| (*text).into()).collect::<Vec<_>>()))
}

fn found(faults: &[String], part: &str) -> bool {
    faults.iter().any(|fault| fault.contains(part))
}

#[test]
fn a_screen_without_a_fault_has_none() {
    let (stage, kiosk) = show(Screen::Reference);
    assert_eq!(inclusion::faults(&stage, &kiosk, PANEL), Vec::<String>::new());
    assert_eq!(inclusion::tab_order(&stage, &kiosk), Vec::<String>::new());
}

#[test]
fn targets_too_small_for_the_panel_are_found() {
    let (stage, kiosk) = show(Screen::Reference);
    let finer = Measure { px_per_mm: 8.0, ..PANEL };
    let faults = inclusion::faults(&stage, &kiosk, finer);
    assert!(found(&faults, "\"q\" is "), "size: {faults:?}");
    assert!(found(&faults, "px apart"), "spacing: {faults:?}");
}

#[test]
fn words_that_do_not_fit_are_found() {
    let (stage, kiosk) = show(Screen::AskPerson);
    Theme::get(&kiosk).set_text_size(3);
    let long = "By the third window on the left behind the tea bar, near the lockers and the toys";
    AskPerson::get(&kiosk).set_seats(strings(&[long]));
    assert!(found(&inclusion::faults(&stage, &kiosk, PANEL), "is cut"));
}

#[test]
fn words_that_run_off_the_screen_are_found() {
    let (stage, kiosk) = show(Screen::Done);
    let step =
        Sentence { sign: Sign::Number, number: 1, text: "Go to the desk. ".repeat(40).into() };
    let sentences = ModelRc::new(VecModel::from(vec![step; 4]));
    let sheet = Sheet { headline: "What happens next".into(), sentences };
    Done::get(&kiosk).set_sheets(ModelRc::new(VecModel::from(vec![sheet])));
    assert!(found(&inclusion::faults(&stage, &kiosk, PANEL), "leaves the window"));
}

#[test]
fn two_targets_of_one_name_are_found() {
    let (stage, kiosk) = show(Screen::AskPerson);
    AskPerson::get(&kiosk).set_seats(strings(&["Tea bar", "Tea bar"]));
    assert!(found(&inclusion::faults(&stage, &kiosk, PANEL), "two targets are called"));
}

#[test]
fn quiet_words_are_found_when_seven_to_one_is_asked() {
    let (stage, kiosk) = show(Screen::Reference);
    let faults = inclusion::faults(&stage, &kiosk, Measure { contrast: 7.0, ..PANEL });
    assert!(found(&faults, "has a contrast of"), "{faults:?}");
}

#[test]
fn a_faint_edge_is_found() {
    let light = Rgb8Pixel { r: 0xfb, g: 0xf6, b: 0xec };
    let picture = Picture { width: 100, height: 100, pixels: vec![light; 10_000] };
    let area = Area { x: 20.0, y: 20.0, width: 60.0, height: 60.0 };
    let label = "Next".to_owned();
    let target =
        Touchable { label, role: AccessibleRole::Button, area, enabled: true, checked: None };
    assert!(found(&inclusion::edges_contrast(&picture, &[target]), "the edge of \"Next\""));
}

#[test]
fn a_button_that_tab_does_not_show_is_found() {
    let (stage, kiosk) = show(Screen::Reference);
    // A keyboard that swallows Tab: nothing gets the ring.
    visits_ui::Keyboard::get(&kiosk).on_intercept(|_| true);
    assert!(found(&inclusion::tab_order(&stage, &kiosk), "Tab 1 shows []"));
}

#[test]
fn capitals_of_body_text_are_4_5_7_and_9_mm_high() {
    let (stage, kiosk) = show(Screen::Easier);
    for (size, least_mm) in [4.0, 5.0, 7.0, 9.0].into_iter().enumerate() {
        Theme::get(&kiosk).set_text_size(i32::try_from(size).expect("a size"));
        let picture = stage.picture();
        let words = stage.words(&kiosk);
        let preview = words.iter().find(|w| w.text.starts_with("This is how")).expect("preview");
        let height_mm = inclusion::first_letter_height(&picture, preview) / PANEL.px_per_mm;
        // A letter is whole pixels high: half a pixel is 0.13 mm.
        assert!((height_mm - least_mm).abs() < 0.2, "size {size}: {height_mm} mm");
    }
}
