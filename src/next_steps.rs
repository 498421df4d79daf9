//! What a family that has checked in still has before it: never what is past, and never what this
//! kiosk cannot promise.

use crate::config::{Step, StepPicture};
use crate::kiosk::View;
use crate::public::Link;

/// What a family that has checked in is told next.
#[derive(Debug, PartialEq, Eq)]
pub enum Next<'a> {
    /// As the site has it.
    Step(&'a Step),
    /// In place of a call, which this screen cannot promise.
    TheDeskCalls,
}

impl View<'_> {
    /// The steps after check-in that are still to come for who is at the screen.
    pub fn next_steps(&self) -> Vec<Next<'_>> {
        let is_called = self.session.draft.number.is_some_and(|number| self.is_called(number));
        let is_online = !matches!(self.public.link, Link::OfflineSince(_));
        still_to_come(&self.config.step, is_called, is_online)
    }
}

/// Who is called has done what comes before the call. A site that does not say which step that is
/// tells nothing more: better than what is no longer true.
fn still_to_come(steps: &[Step], is_called: bool, is_online: bool) -> Vec<Next<'_>> {
    let is_the_call = |step: &Step| step.picture == StepPicture::Bell;
    let first = if is_called {
        steps.iter().rposition(is_the_call).map_or(steps.len(), |call| call + 1)
    } else {
        0
    };
    let told = |step| {
        if is_the_call(step) && !is_online { Next::TheDeskCalls } else { Next::Step(step) }
    };
    steps[first..].iter().filter(|step| step.after_check_in).map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(picture: StepPicture, after_check_in: bool) -> Step {
        let words = |text: &str| text.to_owned();
        Step {
            en: words("Here"),
            cy: words("Yma"),
            title: None,
            picture,
            child: None,
            child_title: None,
            after_check_in,
        }
    }

    #[test]
    fn what_is_told_is_what_is_still_to_come_and_nothing_that_cannot_be_promised() {
        use StepPicture::{Bell, Bus, Desk, Dog, Door};
        let steps = [
            step(Door, false),
            step(Desk, true),
            step(Bell, true),
            step(Dog, true),
            step(Bus, false),
        ];
        let of = |place: usize| Next::Step(&steps[place]);
        assert_eq!(still_to_come(&steps, false, true), [of(1), of(2), of(3)]);
        assert_eq!(still_to_come(&steps, false, false), [of(1), Next::TheDeskCalls, of(3)]);
        assert_eq!(still_to_come(&steps, true, true), [of(3)]);
        assert_eq!(still_to_come(&steps[..2], true, true), [], "which step is it?");
    }
}
