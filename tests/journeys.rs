//! Whole journeys at one kiosk: real screens, real disk, nobody on the line.

mod support;

use support::TestKiosk;

#[test]
fn a_family_checks_in_by_name() {
    let kiosk = TestKiosk::new();
    println!("{:?}\n{:?}", kiosk.labels(), kiosk.texts());
    kiosk.running.kiosk();
}
