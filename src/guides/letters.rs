//! Letters to take along. What is a family's own is left open: nothing of it is typed here.

use visits_domain::help::Said;

use super::both;

/// A letter to fill in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Letter {
    /// To school.
    School,
    /// To somebody they owe money.
    Creditor,
    /// To the benefits office.
    Benefits,
}

impl Letter {
    /// All.
    pub const ALL: [Self; 3] = [Self::School, Self::Creditor, Self::Benefits];

    /// To whom.
    pub const fn title(self) -> Said {
        match self {
            Self::School => both("A letter to school", "Llythyr i’r ysgol"),
            Self::Creditor => both("A letter about a debt", "Llythyr am ddyled"),
            Self::Benefits => both("A letter about benefits", "Llythyr am fudd-daliadau"),
        }
    }

    /// Its lines. A blank is written `____`.
    pub const fn lines(self) -> &'static [Said] {
        match self {
            Self::School => SCHOOL,
            Self::Creditor => CREDITOR,
            Self::Benefits => BENEFITS,
        }
    }
}

const SCHOOL: &[Said] = &[
    both("To the head teacher", "At y pennaeth"),
    both(
        "My child ____ in class ____ has a parent who is away in prison.",
        "Mae gan fy mhlentyn ____ yn nosbarth ____ riant sydd i ffwrdd yn y carchar.",
    ),
    both(
        "Please tell only those who need to know, and tell me who they are.",
        "Hoffwn i chi ddweud wrth y rhai sydd angen gwybod yn unig, a dweud pwy ydyn nhw.",
    ),
    both(
        "I would like one person at school that my child can go to.",
        "Hoffwn gael un person yn yr ysgol y gall fy mhlentyn fynd ato.",
    ),
    both(
        "Please send school news to me. My number is ____.",
        "Hoffwn gael newyddion yr ysgol. Fy rhif yw ____.",
    ),
    both("Thank you. Name ____ Date ____", "Diolch. Enw ____ Dyddiad ____"),
];

const CREDITOR: &[Said] = &[
    both("About account number ____", "Ynghylch cyfrif rhif ____"),
    both(
        "Our income has fallen, as one of us is in prison since ____.",
        "Mae ein hincwm wedi gostwng, gan fod un ohonon ni yn y carchar ers ____.",
    ),
    both(
        "I cannot pay what I paid before. I am asking for free debt advice.",
        "Ni allaf dalu cymaint ag o’r blaen. Rwy’n gofyn am gyngor am ddim ar ddyledion.",
    ),
    both(
        "Please give me time, and stop interest and charges until then.",
        "Wnewch chi roi amser i mi, heb log na ffioedd tan hynny?",
    ),
    both(
        "Please tell me in whose name the debt is, and how much it is.",
        "Hoffwn wybod yn enw pwy mae’r ddyled, a faint yw hi.",
    ),
    both("Thank you. Name ____ Date ____", "Diolch. Enw ____ Dyddiad ____"),
];

const BENEFITS: &[Said] = &[
    both(
        "About my claim. My National Insurance number is ____.",
        "Ynghylch fy nghais. Fy rhif Yswiriant Gwladol yw ____.",
    ),
    both(
        "Something has changed: ____ is in prison since ____.",
        "Mae rhywbeth wedi newid: mae ____ yn y carchar ers ____.",
    ),
    both(
        "These people live in my home now: ____.",
        "Mae’r bobl hyn yn byw yn fy nghartref nawr: ____.",
    ),
    both(
        "Please tell me what I can claim, and what I must do next.",
        "Hoffwn wybod beth y caf ei hawlio, a beth sy’n rhaid i mi ei wneud nesaf.",
    ),
    both("Please write to me at ____.", "Ysgrifennwch ata i yn ____."),
    both("Thank you. Name ____ Date ____", "Diolch. Enw ____ Dyddiad ____"),
];
