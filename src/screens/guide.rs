//! *First time here?*: what there is to see.

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_ui as ui;

use super::{Send, changed};
use crate::kiosk::View;
use crate::session::{Press, Reading, Telling, readings};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let guide = window.global::<ui::Guide>();
    let choose = Rc::clone(press);
    guide.on_choose(move |door| {
        choose(match door {
            ui::GuideDoor::Volunteer => Press::AskVolunteer,
            ui::GuideDoor::Steps => Press::Read(Reading::Steps(Telling::Adults)),
            ui::GuideDoor::Children => Press::Read(Reading::Steps(Telling::Children)),
            ui::GuideDoor::Bring => Press::Read(Reading::Bring),
            ui::GuideDoor::Costs => Press::Read(Reading::Costs),
            ui::GuideDoor::Guides => Press::Read(Reading::Guides),
        });
    });
    let notice = Rc::clone(press);
    guide.on_notice(move || notice(Press::Read(Reading::Notice)));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let guide = window.global::<ui::Guide>();
    let volunteer = view.config.first_time.volunteers.then_some(ui::GuideDoor::Volunteer);
    let readings = readings(view.config).into_iter().filter_map(|reading| match reading {
        Reading::Steps(Telling::Adults) => Some(ui::GuideDoor::Steps),
        Reading::Steps(Telling::Children) => Some(ui::GuideDoor::Children),
        Reading::Bring => Some(ui::GuideDoor::Bring),
        Reading::Costs => Some(ui::GuideDoor::Costs),
        Reading::Guides => Some(ui::GuideDoor::Guides),
        Reading::Guide | Reading::Notice | Reading::Topic(_) | Reading::Letter(_) => None,
    });
    if let Some(doors) = changed(&guide.get_doors(), volunteer.into_iter().chain(readings)) {
        guide.set_doors(doors);
    }
}
