//! What stands on paper, in the language of the screen.

use slint::{ComponentHandle as _, SharedString};
use visits_ui as ui;

use super::{along, told};
use crate::guides::Letter;
use crate::kiosk::View;
use crate::next_steps::Next;
use crate::session::help::is_hidden;
use crate::session::{Paper, SlipState};
use crate::slip::{Slip, SlipLine};

/// Every letter that Welsh writes with a sign.
const SIGNED: &str = "â ê î ô û ŵ ŷ Â Ê Î Ô Û Ŵ Ŷ";

/// A slip with its words.
pub(super) fn slip(window: &ui::Kiosk, paper: Paper, view: &View<'_>) -> Slip {
    let lines = match paper {
        Paper::Services => services(window, view),
        Paper::Letter(which) => letter(which, view),
        Paper::Numbers => {
            let title = window.global::<ui::TalkNumbers>().invoke_headline();
            titled(&title, numbers(window, view))
        }
        Paper::Arrival => arrival(window, view),
        Paper::Test => test(window),
    };
    Slip { large: view.session.comfort.text_size >= 2, lines }
}

/// What became of the last one.
pub(super) fn state(view: &View<'_>) -> ui::SlipState {
    match view.session.slip {
        None => ui::SlipState::None,
        Some((_, SlipState::Printing)) => ui::SlipState::Printing,
        Some((_, SlipState::Printed)) => ui::SlipState::Printed,
        Some((_, SlipState::NotPrinted)) => ui::SlipState::NotPrinted,
    }
}

/// Whom a family can ring: 999 first.
pub(super) fn numbers(window: &ui::Kiosk, view: &View<'_>) -> Vec<SharedString> {
    let numbers = window.global::<ui::TalkNumbers>();
    let language = view.session.language;
    let lines = view.config.talk.line.iter().map(|line| {
        let who = line.words();
        numbers.invoke_line(who.in_language(language).into(), line.number.as_str().into())
    });
    std::iter::once(numbers.invoke_danger()).chain(lines).collect()
}

fn text(words: impl AsRef<str>) -> SlipLine {
    SlipLine::Text(along::plain(words.as_ref()))
}

fn titled<T: AsRef<str>>(title: &str, lines: impl IntoIterator<Item = T>) -> Vec<SlipLine> {
    let title = SlipLine::Title(along::plain(title));
    let lines = lines.into_iter().flat_map(|line| [SlipLine::Space, text(line)]);
    std::iter::once(title).chain(lines).collect()
}

/// In words, then as the codes on the screen: a phone may be in a locker now, and at hand at home.
fn services(window: &ui::Kiosk, view: &View<'_>) -> Vec<SlipLine> {
    let finding = view.session.draft.finding.as_deref();
    let Some(finding) = finding.filter(|finding| !is_hidden(finding)) else { return Vec::new() };
    let words = told::words(window);
    let in_words = finding.basket.iter().flat_map(|service| {
        let mut lines = along::lines(service, view, &words).into_iter();
        let name = lines.next().map(SlipLine::Title);
        let checked =
            if service.sample { words.invoke_sample() } else { told::checked(service, &words) };
        let rest = lines.map(text).chain([text(checked), SlipLine::Space]);
        name.into_iter().chain(rest).collect::<Vec<_>>()
    });
    let codes = along::pages(&finding.basket, view, &words);
    let camera = text(window.global::<ui::Slip>().invoke_camera());
    let codes = codes.into_iter().map(|(_, text)| SlipLine::Code(text.into()));
    in_words.chain([camera]).chain(codes).collect()
}

fn letter(which: Letter, view: &View<'_>) -> Vec<SlipLine> {
    let language = view.session.language;
    titled(which.title().of(language), which.lines().iter().map(|line| line.of(language)))
}

fn arrival(window: &ui::Kiosk, view: &View<'_>) -> Vec<SlipLine> {
    let Some(number) = view.session.draft.number else { return Vec::new() };
    let language = view.session.language;
    let slip = window.global::<ui::Slip>();
    let steps = view.next_steps().into_iter().map(|next| match next {
        Next::Step(step) => text(step.in_language(language)),
        Next::TheDeskCalls => text(window.global::<ui::Done>().invoke_desk_calls()),
    });
    let steps: Vec<SlipLine> = steps.flat_map(|step| [step, SlipLine::Space]).collect();
    let head = [
        SlipLine::Title(along::plain(view.config.site.name.in_language(language))),
        SlipLine::Number(number.to_string()),
        text(slip.invoke_desk()),
        SlipLine::Space,
    ];
    head.into_iter().chain(steps).collect()
}

fn test(window: &ui::Kiosk) -> Vec<SlipLine> {
    let slip = window.global::<ui::Slip>();
    let code = SlipLine::Code("0123456789".to_owned());
    vec![SlipLine::Title(slip.invoke_test().into()), text(SIGNED), code]
}
