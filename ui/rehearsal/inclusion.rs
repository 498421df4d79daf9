//! The rules of inclusion that can be held against a screen: sizes, contrast measured on the
//! pixels, nothing cut, names, and the order of Tab. Each returns what is wrong, in words.
use std::collections::HashMap;

use i_slint_backend_testing::ElementRoot;
use slint::Rgb8Pixel;

use super::{Area, Picture, Stage, Touchable, Words};

const TARGET_MM: f32 = 12.7;
const APART_MM: f32 = 2.5;

/// What a screen is held against.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    /// Logical pixels a millimetre, of the panel.
    pub px_per_mm: f32,
    /// The least contrast of words: 4.5, or 7 in the high-contrast theme.
    pub contrast: f32,
}

/// Everything that is wrong with the screen now, but for the order of Tab.
pub fn faults(stage: &Stage, kiosk: &impl ElementRoot, measure: Measure) -> Vec<String> {
    let (targets, words) = (stage.touchables(kiosk), stage.words(kiosk));
    let picture = stage.picture();
    let mut faults = sizes(&targets, measure.px_per_mm);
    faults.extend(fit(stage.area(), &targets, &words));
    faults.extend(names(&targets));
    faults.extend(words_contrast(&picture, &words, measure.contrast));
    faults.extend(edges_contrast(&picture, &targets));
    faults
}

fn pairs<T>(all: &[T]) -> impl Iterator<Item = (&T, &T)> {
    all.iter().enumerate().flat_map(|(i, a)| all[i + 1..].iter().map(move |b| (a, b)))
}

/// Inclusion 1: targets of 12.7 mm, 2.5 mm apart.
pub fn sizes(targets: &[Touchable], px_per_mm: f32) -> Vec<String> {
    let small =
        targets.iter().filter(|t| t.area.width.min(t.area.height) < TARGET_MM * px_per_mm - 0.1);
    let small = small.map(|t| format!("{:?} is {} x {} px", t.label, t.area.width, t.area.height));
    let close = pairs(targets).filter(|(a, b)| a.area.gap(b.area) < APART_MM * px_per_mm - 0.1);
    let close = close.map(|(a, b)| {
        format!("{:?} and {:?} are {} px apart", a.label, b.label, a.area.gap(b.area))
    });
    small.chain(close).collect()
}

/// Inclusion 3: nothing cut, nothing over the edge, no words over other words or half on a target.
pub fn fit(window: Area, targets: &[Touchable], words: &[Words]) -> Vec<String> {
    let mut faults = Vec::new();
    for target in targets.iter().filter(|t| !t.area.within(window)) {
        faults.push(format!("{:?} leaves the window: {:?}", target.label, target.area));
    }
    for text in words {
        if text.cut {
            faults.push(format!("{:?} is cut", text.text));
        }
        if !text.area.within(window) {
            faults.push(format!("{:?} leaves the window: {:?}", text.text, text.area));
        }
        for target in targets {
            if text.area.gap(target.area) < -1.0 && !text.area.within(target.area) {
                faults.push(format!("{:?} lies across {:?}", text.text, target.label));
            }
        }
    }
    for (a, b) in pairs(words).filter(|(a, b)| a.area.gap(b.area) < -1.0) {
        faults.push(format!("{:?} lies over {:?}", a.text, b.text));
    }
    faults
}

/// Inclusion 6: every target is called something, and no two the same.
pub fn names(targets: &[Touchable]) -> Vec<String> {
    let nameless = targets.iter().filter(|t| t.label.trim().is_empty());
    let nameless = nameless.map(|t| format!("a target without a name at {:?}", t.area));
    let alike = pairs(targets).filter(|(a, b)| a.label == b.label);
    nameless.chain(alike.map(|(a, _)| format!("two targets are called {:?}", a.label))).collect()
}

fn luminance(p: Rgb8Pixel) -> f32 {
    let linear = |c: u8| {
        let c = f32::from(c) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(p.r) + 0.7152 * linear(p.g) + 0.0722 * linear(p.b)
}

fn ratio(a: Rgb8Pixel, b: Rgb8Pixel) -> f32 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn pixels(picture: &Picture, area: Area) -> impl Iterator<Item = Rgb8Pixel> {
    let (x, y) = (area.x.max(0.0) as u32, area.y.max(0.0) as u32);
    let (right, bottom) = ((area.x + area.width) as u32, (area.y + area.height) as u32);
    (y..bottom).flat_map(move |y| (x..right).filter_map(move |x| picture.at(x, y)))
}

/// Inclusion 2: letters against what is most of their place.
pub fn words_contrast(picture: &Picture, words: &[Words], least: f32) -> Vec<String> {
    let mut faults = Vec::new();
    for text in words {
        let mut counts: HashMap<(u8, u8, u8), usize> = HashMap::new();
        // Run by run: most of a place is its ground.
        let all: Vec<_> = pixels(picture, text.area).collect();
        for run in all.chunk_by(|a, b| a == b) {
            *counts.entry((run[0].r, run[0].g, run[0].b)).or_default() += run.len();
        }
        let Some((&(r, g, b), _)) = counts.iter().max_by_key(|(_, n)| **n) else {
            continue;
        };
        let ground = Rgb8Pixel { r, g, b };
        let best = counts.keys().map(|&(r, g, b)| ratio(Rgb8Pixel { r, g, b }, ground));
        let best = best.fold(1.0, f32::max);
        if best < least {
            faults.push(format!("{:?} has a contrast of {best:.1}", text.text));
        }
    }
    faults
}

/// Inclusion 2: the edge of what can be touched against what lies outside it, 3:1.
pub fn edges_contrast(picture: &Picture, targets: &[Touchable]) -> Vec<String> {
    let mut faults = Vec::new();
    for target in targets.iter().filter(|t| t.enabled) {
        let y = target.area.y + target.area.height / 2.0;
        let edge = Area { x: target.area.x, y, width: 6.0, height: 1.0 };
        let outside = Area { x: target.area.x - 4.0, y, width: 1.0, height: 1.0 };
        let Some(ground) = pixels(picture, outside).next() else {
            continue;
        };
        let best = pixels(picture, edge).map(|p| ratio(p, ground)).fold(1.0, f32::max);
        if best < 3.0 {
            faults.push(format!("the edge of {:?} has a contrast of {best:.1}", target.label));
        }
    }
    faults
}

/// Inclusion 5: whether a place on two pictures can be told apart in grey, by more than a speck.
pub fn differ_in_grey(one: &Picture, other: &Picture, area: Area) -> bool {
    let pairs = pixels(one, area).zip(pixels(other, area));
    pairs.filter(|(a, b)| ratio(*a, *b) >= 3.0).count() >= 50
}

/// Inclusion 3: how high the first letter of some words stands, in pixels. The letter must be a
/// capital, and the words on one ground.
pub fn first_letter_height(picture: &Picture, words: &Words) -> f32 {
    let area = words.area;
    let Some(ground) = pixels(picture, Area { width: 1.0, ..area }).next() else {
        return 0.0;
    };
    // Half of full contrast: where the edge of a smoothed letter lies.
    let inked = |x: f32, y: f32| {
        let at = Area { x, y, width: 1.0, height: 1.0 };
        pixels(picture, at).next().is_some_and(|p| ratio(p, ground) >= 2.0)
    };
    let rows = || {
        std::iter::successors(Some(area.y), |y| Some(y + 1.0))
            .take_while(|y| *y < area.y + area.height)
    };
    let columns = std::iter::successors(Some(area.x), |x| Some(x + 1.0))
        .take_while(|x| *x < area.x + area.width);
    let letter = columns.skip_while(|x| !rows().any(|y| inked(*x, y)));
    let letter: Vec<f32> = letter.take_while(|x| rows().any(|y| inked(*x, y))).collect();
    let inky: Vec<f32> = rows().filter(|y| letter.iter().any(|x| inked(*x, *y))).collect();
    inky.last().zip(inky.first()).map_or(0.0, |(last, first)| last - first + 1.0)
}

/// Inclusion 6: Tab reaches everything that is enabled, in reading order, and shows a ring of 3:1.
pub fn tab_order(stage: &Stage, kiosk: &impl ElementRoot) -> Vec<String> {
    let enabled: Vec<Touchable> =
        stage.touchables(kiosk).into_iter().filter(|t| t.enabled).collect();
    let mut faults = Vec::new();
    let before = stage.picture();
    for (index, expected) in enabled.iter().enumerate() {
        stage.tab();
        // On both sides: the ring of a neighbour reaches into the gap on one.
        let ring = |picture: &Picture, t: &Touchable| {
            [t.area.x - 5.0, t.area.x + t.area.width + 4.0].into_iter().all(|x| {
                let at = Area { x, y: t.area.y + t.area.height / 2.0, width: 1.0, height: 1.0 };
                let new = pixels(picture, at).next().zip(pixels(&before, at).next());
                new.is_some_and(|(now, was)| ratio(now, was) >= 3.0)
            })
        };
        let ringed: Vec<_> = stage.look(|picture| {
            let ringed = enabled.iter().filter(|t| ring(picture, t));
            ringed.map(|t| &t.label).collect()
        });
        if ringed != [&expected.label] {
            faults.push(format!("Tab {} shows {ringed:?}, not {:?}", index + 1, expected.label));
        }
    }
    for pair in enabled.windows(2) {
        let (a, b) = (pair[0].area, pair[1].area);
        let below = b.y >= a.y + a.height - 1.0;
        let beside = b.x >= a.x + a.width - 1.0;
        if !below && !beside {
            faults.push(format!("{:?} comes before {:?}", pair[0].label, pair[1].label));
        }
    }
    faults
}
