//! What differs at this site, in plain words.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;
use visits_domain::reference::{Alphabet, ReferenceRule};
use visits_domain::visit::ArrivalWindow;

use super::place::{self, Place};
use super::said::Said;
use super::{Frame, NoPage, Visitor, frame};
use crate::audit::{self, Noted};
use crate::auth::may::Act;
use crate::error::Error;
use crate::house::House;
use crate::sealer;
use crate::store::feed;
use crate::store::people::User;
use crate::store::sites::{self, PartyLimits, Settings, TalkSettings};
use crate::words::fill;
use crate::words::site::Site;

/// The addresses of this page.
pub fn places() -> Vec<Place> {
    vec![
        place::get("/site", Act::SiteSettings, page),
        place::post("/site", Act::SiteSettings, save),
    ]
}

#[derive(Template)]
#[template(path = "site.html")]
struct Page {
    frame: Frame,
    t: &'static Site,
    said: Option<Said>,
    site_name: String,
    now: Settings,
    alphabets: [(&'static str, &'static str, bool); 3],
    example: String,
    state: &'static str,
}

/// `GET /site`
pub async fn page(State(house): State<House>, visitor: Visitor) -> Result<Response, NoPage> {
    show(&house, &visitor, None).await
}

async fn show(house: &House, visitor: &Visitor, said: Option<Said>) -> Result<Response, NoPage> {
    let t = Site::of(visitor.chosen.language);
    let site = sites::get(&house.db, visitor.user.site).await?;
    let stale = sealer::is_stale(&site, house.clock.local().date());
    let now = site.settings;
    let chosen = |alphabet| now.reference.alphabet == alphabet;
    let title = (t.title.to_owned(), "/site", "/site".to_owned());
    let status = Said::status(said.as_ref());
    let page = Page {
        frame: frame(house, visitor, title).await?,
        t,
        said,
        site_name: site.name,
        alphabets: [
            ("letters", t.letters, chosen(Alphabet::Letters)),
            ("digits", t.digits, chosen(Alphabet::Digits)),
            ("letters_and_digits", t.both, chosen(Alphabet::LettersAndDigits)),
        ],
        example: fill(t.example, &[("example", &now.reference.example())]),
        state: if stale { t.sealing } else { t.sealed },
        now,
    };
    Ok((status, Html(page.render()?)).into_response())
}

/// The form as it was sent.
#[derive(Deserialize)]
pub struct Sent {
    adult_age: u32,
    opens_minutes_before: u16,
    late_after_minutes: i16,
    alphabet: Alphabet,
    group: usize,
    min_characters: usize,
    max_characters: usize,
    reference_days: u32,
    name_days: u32,
    by_name: Option<String>,
    party_people: u8,
    party_children: u8,
    #[serde(default = "usual_escalation")]
    escalate_seconds: u32,
    #[serde(default)]
    talk_told: String,
}

/// A form of before has no such field.
fn usual_escalation() -> u32 {
    TalkSettings::default().escalate_seconds
}

impl Sent {
    /// None: a number is outside its limits.
    fn settings(&self) -> Option<Settings> {
        let lengths = self.min_characters..=self.max_characters;
        let good = (10..=21).contains(&self.adult_age)
            && self.opens_minutes_before <= 600
            && (-240..=240).contains(&self.late_after_minutes)
            // It must be open for a while at all.
            && i32::from(self.late_after_minutes) > -i32::from(self.opens_minutes_before)
            && (1..=20).contains(&self.group)
            && *lengths.start() >= 4
            && *lengths.end() <= 28
            && !lengths.is_empty()
            && self.reference_days <= 60
            && self.name_days <= 14
            && (1..=30).contains(&self.party_people)
            && self.party_children < self.party_people
            && (30..=3600).contains(&self.escalate_seconds)
            && self.talk_told.trim().chars().count() <= 80;
        good.then(|| Settings {
            adult_age: self.adult_age,
            reference: ReferenceRule {
                alphabet: self.alphabet,
                group: self.group,
                min_characters: self.min_characters,
                max_characters: self.max_characters,
            },
            window: ArrivalWindow {
                opens_minutes_before: self.opens_minutes_before,
                late_after_minutes: self.late_after_minutes,
            },
            reference_days: self.reference_days,
            name_days: self.name_days,
            by_name: self.by_name.is_some(),
            party: PartyLimits { people: self.party_people, children: self.party_children },
            talks: TalkSettings {
                escalate_seconds: self.escalate_seconds,
                told: self.talk_told.trim().to_owned(),
            },
        })
    }
}

/// `POST /site`: cards are sealed anew by the server's own job.
pub async fn save(
    State(house): State<House>,
    visitor: Visitor,
    Form(sent): Form<Sent>,
) -> Result<Response, NoPage> {
    let t = Site::of(visitor.chosen.language);
    let said = match sent.settings() {
        None => Said::refused(t.refused),
        Some(to) if store(&house, &visitor.user, &to).await? => Said::done(t.saved),
        Some(_) => Said::done(t.unchanged),
    };
    show(&house, &visitor, Some(said)).await
}

/// False: nothing was different.
async fn store(house: &House, user: &User, to: &Settings) -> Result<bool, Error> {
    let mut tx = house.db.write().await?;
    let before = sites::lock(&mut tx, user.site).await?.settings;
    let changed = changed(&before, to);
    if changed.is_empty() {
        return Ok(false);
    }
    sites::set_settings(&mut tx, user.site, to).await?;
    let by = (user.name.as_str(), Noted::SettingsChanged);
    audit::note(house, &mut tx, user.site, by, changed.join(" ")).await?;
    let counters = feed::publish(&mut tx, user.site, Vec::new(), true).await?;
    tx.commit().await?;
    house.announce(user.site, counters);
    Ok(true)
}

/// Which settings differ, with what they are now: `adult_age=16`.
fn changed(before: &Settings, to: &Settings) -> Vec<String> {
    let one = |name: &str, is: bool, now: String| is.then(|| format!("{name}={now}"));
    let (old, new) = (before.window, to.window);
    let (opens, late) = (new.opens_minutes_before, new.late_after_minutes);
    let rule = to.reference;
    let shape = format!(
        "{:?}/{}/{}-{}",
        rule.alphabet, rule.group, rule.min_characters, rule.max_characters
    );
    [
        one("adult_age", before.adult_age != to.adult_age, to.adult_age.to_string()),
        one("opens_minutes_before", old.opens_minutes_before != opens, opens.to_string()),
        one("late_after_minutes", old.late_after_minutes != late, late.to_string()),
        one("reference", before.reference != to.reference, shape),
        one(
            "reference_days",
            before.reference_days != to.reference_days,
            to.reference_days.to_string(),
        ),
        one("name_days", before.name_days != to.name_days, to.name_days.to_string()),
        one("by_name", before.by_name != to.by_name, to.by_name.to_string()),
        one(
            "party",
            before.party != to.party,
            format!("{}/{}", to.party.people, to.party.children),
        ),
        // Not whom: somebody may have typed a name.
        one("talks", before.talks != to.talks, to.talks.escalate_seconds.to_string()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent() -> Sent {
        Sent {
            adult_age: 18,
            opens_minutes_before: 75,
            late_after_minutes: 15,
            alphabet: Alphabet::Letters,
            group: 2,
            min_characters: 8,
            max_characters: 20,
            reference_days: 14,
            name_days: 2,
            by_name: Some("1".to_owned()),
            party_people: 6,
            party_children: 4,
            escalate_seconds: 120,
            talk_told: String::new(),
        }
    }

    #[test]
    fn what_stands_in_the_form_at_first_is_what_a_site_begins_with() {
        assert_eq!(sent().settings(), Some(Settings::default()));
        assert!(changed(&Settings::default(), &Settings::default()).is_empty());
    }

    #[test]
    fn numbers_have_limits() {
        let bad = [
            Sent { adult_age: 9, ..sent() },
            Sent { opens_minutes_before: 601, ..sent() },
            Sent { opens_minutes_before: 30, late_after_minutes: -30, ..sent() },
            Sent { late_after_minutes: 241, ..sent() },
            Sent { group: 0, ..sent() },
            Sent { min_characters: 3, ..sent() },
            Sent { min_characters: 21, ..sent() },
            Sent { max_characters: 29, ..sent() },
            Sent { reference_days: 61, ..sent() },
            Sent { name_days: 15, ..sent() },
            Sent { party_people: 0, party_children: 0, ..sent() },
            Sent { party_people: 40, ..sent() },
            Sent { party_children: 6, ..sent() },
            Sent { escalate_seconds: 29, ..sent() },
            Sent { escalate_seconds: 3601, ..sent() },
            Sent { talk_told: "x".repeat(81), ..sent() },
        ];
        assert!(bad.iter().all(|sent| sent.settings().is_none()));
        let before = Sent { late_after_minutes: -15, ..sent() };
        assert!(before.settings().is_some(), "a cut-off before the start");
    }

    #[test]
    fn the_audit_names_what_differs_and_nothing_else() {
        let to = Settings { adult_age: 16, by_name: false, ..Settings::default() };
        assert_eq!(changed(&Settings::default(), &to), ["adult_age=16", "by_name=false"]);
    }
}
