//! The form of a service, English and Welsh side by side.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use visits_domain::help::{HelpNeed, Nation, Segment, Stage};

use super::{Id, known, view};
use crate::directory::Kept;
use crate::directory::acts::{self, Answer, Deed};
use crate::directory::entry::{Entry, Going};
use crate::directory::publish::Missing;
use crate::directory::typed::{self, Fault, Why};
use crate::events::typed::Typed;
use crate::house::House;
use crate::pages::fields::Fields;
use crate::pages::said::Said;
use crate::pages::{Frame, NoPage, Visitor, frame};
use crate::words::directory::DirectoryWords;
use crate::words::fill;

type Choices = Vec<(&'static str, &'static str)>;

#[derive(Template)]
#[template(path = "directory_form.html")]
struct Page {
    frame: Frame,
    t: &'static DirectoryWords,
    said: Option<Said>,
    typed: Typed,
    faults: BTreeMap<String, &'static str>,
    in_order: Vec<(String, String)>,
    why_not: Vec<&'static str>,
    differs: Vec<Differs>,
    is_new: bool,
    to: String,
    leave: String,
    nations: Choices,
    needs: Choices,
    stages: Choices,
    segments: Choices,
    goings: Choices,
    phones: Vec<PhoneRow>,
}

/// A field that somebody typed otherwise than it is kept by now.
struct Differs {
    name: String,
    kept: String,
    typed: String,
}

struct PhoneRow {
    name: String,
    en: String,
    cy: String,
    label: String,
    words: String,
}

impl Page {
    fn about(&self, field: &str) -> Option<&'static str> {
        self.faults.get(field).copied()
    }
}

/// A form that is to be shown.
#[derive(Default)]
struct Shown {
    typed: Typed,
    faults: Vec<Fault>,
    missing: Vec<Missing>,
    differs: Vec<Differs>,
    said: Option<Said>,
}

fn why(t: &DirectoryWords, why: Why) -> &'static str {
    match why {
        Why::Name => t.why_name,
        Why::Phone => t.why_phone,
        Why::Email => t.why_email,
        Why::Web => t.why_web,
        Why::Hours => t.why_hours,
        Why::Age => t.why_age,
        Why::Language => t.why_language,
        Why::Place => t.why_place,
    }
}

async fn show(
    house: &House,
    visitor: &Visitor,
    (kept, shown): (Option<&Kept>, Shown),
) -> Result<Response, NoPage> {
    let (t, language) = (visitor.directory_words(), visitor.chosen.language);
    let at = kept.map(|kept| format!("/directory/{}", kept.service));
    let to = at.as_ref().map_or_else(|| "/directory/new".to_owned(), |at| format!("{at}/edit"));
    let title = if at.is_some() { t.edit_title } else { t.new_title };
    let status = Said::status(shown.said.as_ref());
    let named = |fault: &Fault| {
        let field = if fault.field.starts_with("phone") { "phones" } else { &fault.field };
        let name = view::field_name(t, field);
        (fault.field.clone(), format!("{name}: {}", why(t, fault.why)))
    };
    let going = |going: Going| match going {
        Going::Active => t.active,
        Going::Inactive => t.inactive,
        Going::Defunct => t.defunct,
        Going::TemporarilyClosed => t.temporarily_closed,
    };
    let page = Page {
        frame: frame(house, visitor, (title.to_owned(), "/directory", to.clone())).await?,
        t,
        said: shown.said,
        in_order: shown.faults.iter().map(named).collect(),
        faults: shown.faults.iter().map(|one| (one.field.clone(), why(t, one.why))).collect(),
        why_not: shown.missing.iter().map(|one| one.sentence(language)).collect(),
        phones: typed::phone_rows(&shown.typed).map(|n| phone_row(t, n)).collect(),
        differs: shown.differs,
        typed: shown.typed,
        is_new: at.is_none(),
        leave: at.unwrap_or_else(|| "/directory".to_owned()),
        to,
        nations: Nation::ALL.iter().map(|n| (n.as_str(), n.title().of(language))).collect(),
        needs: HelpNeed::ALL.iter().map(|n| (n.as_str(), n.title().of(language))).collect(),
        stages: Stage::ALL.iter().map(|n| (n.as_str(), n.title().of(language))).collect(),
        segments: Segment::ALL.iter().map(|n| (n.as_str(), t.segment(*n))).collect(),
        goings: Going::ALL.into_iter().map(|one| (one.as_str(), going(one))).collect(),
    };
    Ok((status, Html(page.render()?)).into_response())
}

fn phone_row(t: &DirectoryWords, n: usize) -> PhoneRow {
    let name = format!("phone_{n}");
    PhoneRow {
        en: format!("{name}_en"),
        cy: format!("{name}_cy"),
        label: fill(t.phone, &[("n", &n)]),
        words: fill(t.phone_words, &[("n", &n)]),
        name,
    }
}

/// `GET /directory/new`
pub async fn new(State(house): State<House>, visitor: Visitor) -> Result<Response, NoPage> {
    let typed = typed::of(&Entry::default(), visitor.chosen.language);
    show(&house, &visitor, (None, Shown { typed, ..Shown::default() })).await
}

/// `POST /directory/new`
pub async fn add(
    State(house): State<House>,
    visitor: Visitor,
    fields: Fields,
) -> Result<Response, NoPage> {
    let typed: Typed = fields.into_pairs().into_iter().collect();
    match typed::read(&typed, &Entry::default()) {
        Ok(entry) => {
            let service = acts::add(&house, visitor.editor(), entry).await?;
            Ok(Redirect::to(&format!("/directory/{service}?done=saved")).into_response())
        }
        Err(faults) => {
            let said = Some(Said::refused(visitor.directory_words().mend));
            show(&house, &visitor, (None, Shown { typed, faults, said, ..Shown::default() })).await
        }
    }
}

/// `GET /directory/{id}/edit`
pub async fn edit(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Id,
) -> Result<Response, NoPage> {
    let kept = known(&house, &visitor, &id).await?;
    let typed = filled(&visitor, &kept);
    show(&house, &visitor, (Some(&kept), Shown { typed, ..Shown::default() })).await
}

/// The form as a service fills it.
fn filled(visitor: &Visitor, kept: &Kept) -> Typed {
    let mut typed = typed::of(&kept.entry, visitor.chosen.language);
    typed.set("version", kept.version.to_string());
    typed
}

/// Somebody has changed it: the form as it is now, and beside it what was typed otherwise. Whoever
/// saves once more saves what they see.
fn meanwhile(visitor: &Visitor, now: &Kept, typed: &Typed) -> Shown {
    let (t, language) = (visitor.directory_words(), visitor.chosen.language);
    // It was readable a moment ago, and is so still.
    let mine = typed::read(typed, &now.entry).unwrap_or_else(|_| now.entry.clone());
    let differs = now.entry.changes_to(&mine).into_iter().map(|change| Differs {
        name: view::field_name(t, &change.field),
        kept: view::in_words(t, &now.entry, &change.field, language),
        typed: view::in_words(t, &mine, &change.field, language),
    });
    Shown {
        typed: filled(visitor, now),
        differs: differs.collect(),
        said: Some(Said::refused(t.changed_meanwhile)),
        ..Shown::default()
    }
}

/// `POST /directory/{id}/edit` with `version`: the service as the form was filled from it.
pub async fn save(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Id,
    fields: Fields,
) -> Result<Response, NoPage> {
    let kept = known(&house, &visitor, &id).await?;
    let version: i64 = fields.get("version").unwrap_or(0);
    let typed: Typed = fields.into_pairs().into_iter().collect();
    let t = visitor.directory_words();
    let entry = match typed::read(&typed, &kept.entry) {
        Ok(entry) => entry,
        Err(faults) => {
            let said = Some(Said::refused(t.mend));
            let shown = Shown { typed, faults, said, ..Shown::default() };
            return show(&house, &visitor, (Some(&kept), shown)).await;
        }
    };
    let deed = Deed::Edit(Box::new(entry));
    match acts::act(&house, visitor.editor(), (kept.service, version), deed).await? {
        Answer::Done => Ok(Redirect::to(&format!("/directory/{id}?done=saved")).into_response()),
        Answer::Unknown => Err(NoPage::NotFound),
        Answer::Changed => {
            let now = known(&house, &visitor, &id).await?;
            let shown = meanwhile(&visitor, &now, &typed);
            show(&house, &visitor, (Some(&now), shown)).await
        }
        Answer::Missing(missing) => {
            let said = Some(Said::refused(t.not_yet));
            let shown = Shown { typed, missing, said, ..Shown::default() };
            show(&house, &visitor, (Some(&kept), shown)).await
        }
    }
}
