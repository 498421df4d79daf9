//! The form of a service, sent as a browser sends it.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::app::{TestApp, moorland};
use crate::tests;

tests![
    a_second_save_after_a_conflict_loses_nobodys_work,
    a_service_with_twenty_numbers_keeps_them_when_one_field_is_edited,
    a_place_with_a_bar_in_its_address_can_be_saved,
    a_need_that_must_stay_discreet_and_any_need_are_not_published_together,
];

const WHOLE: [(&str, &str); 10] = [
    ("name_en", "Advice line"),
    ("name_cy", "Llinell gyngor"),
    ("organization", "Advice"),
    ("words_en", "Advice for families."),
    ("words_cy", "Cyngor i deuluoedd."),
    ("nations", "wales"),
    ("needs", "money"),
    ("stages", "home"),
    ("phone_1", "08088082003"),
    ("going", "active"),
];

fn attribute<'a>(tag: &'a str, name: &str) -> &'a str {
    let value = tag.split(&format!(" {name}=\"")).nth(1);
    value.and_then(|rest| rest.split('"').next()).unwrap_or_default()
}

/// What a browser sends of the form as the page shows it.
fn sent(page: &str) -> Vec<(String, String)> {
    let form = page.split("<form class=\"card event-form\"").nth(1).expect("the form");
    let form = form.split("</form>").next().expect("the form");
    let mut fields = Vec::new();
    for rest in form.split('<').skip(1) {
        let (tag, text) = rest.split_once('>').expect("a tag");
        let is_ticked = !tag.contains("checkbox") || tag.contains(" checked");
        let value = match tag.split(' ').next() {
            Some("input") if is_ticked => attribute(tag, "value"),
            Some("textarea") => text,
            _ => continue,
        };
        fields.push((attribute(tag, "name").to_owned(), value.to_owned()));
    }
    fields
}

/// The same with another value of one field.
fn with<'a>(
    form: &'a [(String, String)],
    field: &'a str,
    value: &'a str,
) -> Vec<(&'a str, &'a str)> {
    let of_form = form.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    of_form.filter(|(name, _)| *name != field).chain([(field, value)]).collect()
}

async fn kept(app: &TestApp) -> Value {
    let rows = app.sql("SELECT entry FROM services").await;
    assert_eq!(rows.len(), 1);
    serde_json::from_str(&sqlx::Row::get::<String, _>(&rows[0], 0)).expect("JSON")
}

/// Takes a service in from a feed: its form's address.
async fn of_feed(app: &TestApp, service: Value) -> String {
    let feed = json!([service]).to_string();
    let done = app.app.import_feed(moorland(), "feed", feed.as_bytes()).await.expect("a report");
    format!("/directory/{}/edit", done.rows[0].service)
}

async fn a_second_save_after_a_conflict_loses_nobodys_work(app: TestApp) {
    let manager = app.manager().await;
    let at = manager.post("/directory/new", &WHOLE).await.url().path().to_owned();
    let to = format!("{at}/edit");
    let (first, second) = (manager.page(&to).await, manager.page(&to).await);
    let (first, second) = (sent(&first), sent(&second));
    let saved = manager.post(&to, &with(&first, "phone_1", "0300 123 7015")).await;
    assert_eq!(saved.url().query(), Some("done=saved"));
    let refused = manager.post(&to, &with(&second, "words_en", "Something else.")).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = refused.text().await.expect("a page");
    let typed = page.split("id=\"typed\"").nth(1).expect("what was typed");
    let typed = typed.split("</table>").next().expect("what was typed");
    assert!(typed.contains("Something else.") && typed.contains("Advice for families."), "{typed}");
    // Save, once more, as the page is.
    let form = sent(&page);
    let again = manager.post(&to, &with(&form, "none", "")).await;
    assert_eq!(again.url().query(), Some("done=saved"));
    let now = kept(&app).await;
    assert_eq!(now["phones"][0]["number"], json!("0300 123 7015"));
    assert_eq!(now["words_en"], json!("Advice for families."));
    // And with the words typed anew both are kept.
    manager.post(&to, &with(&form, "words_en", "Something else.")).await;
    let now = kept(&app).await;
    assert_eq!(now["phones"][0]["number"], json!("0300 123 7015"));
    assert_eq!(now["words_en"], json!("Something else."));
}

async fn a_service_with_twenty_numbers_keeps_them_when_one_field_is_edited(app: TestApp) {
    let manager = app.manager().await;
    let phones: Vec<Value> =
        (0..20).map(|n| json!({ "number": format!("0300 123 70{n:02}") })).collect();
    let to = of_feed(&app, json!({ "id": 1, "name": "Advice", "phones": phones })).await;
    let form = sent(&manager.page(&to).await);
    let answer = manager.post(&to, &with(&form, "organization", "Pact")).await;
    assert_eq!(answer.url().query(), Some("done=saved"));
    let now = kept(&app).await;
    assert_eq!(now["organization"], json!("Pact"));
    assert_eq!(now["phones"].as_array().map(Vec::len), Some(20));
    // The last one can be mended, and one in the middle taken out.
    let form = sent(&manager.page(&to).await);
    let form: Vec<(String, String)> = with(&form, "phone_20", "0300 123 7099")
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    manager.post(&to, &with(&form, "phone_7", "")).await;
    let phones = kept(&app).await["phones"].as_array().expect("a list").clone();
    assert_eq!((phones.len(), &phones[18]["number"]), (19, &json!("0300 123 7099")));
    // A new one has room for four.
    assert!(manager.page("/directory/new").await.contains("name=\"phone_4\""));
}

async fn a_place_with_a_bar_in_its_address_can_be_saved(app: TestApp) {
    let manager = app.manager().await;
    let at = |address: &str| json!({ "addresses": [{ "address_1": address }] });
    let pinned = json!({ "latitude": 51.48, "longitude": -3.18,
        "addresses": [{ "address_1": "Floor 2 | The mill" }] });
    let locations = json!([at("Unit 4 | Mill Lane"), pinned, at("1 High Street")]);
    let to = of_feed(&app, json!({ "id": 1, "name": "Advice", "locations": locations })).await;
    let before = kept(&app).await["places"].clone();
    let form = sent(&manager.page(&to).await);
    let answer = manager.post(&to, &with(&form, "organization", "Pact")).await;
    assert_eq!(answer.url().query(), Some("done=saved"));
    assert_eq!(kept(&app).await["places"], before);
    assert_eq!(before.as_array().map(Vec::len), Some(3));
}

async fn a_need_that_must_stay_discreet_and_any_need_are_not_published_together(app: TestApp) {
    let manager = app.manager().await;
    let both = WHOLE.into_iter().chain([("needs", "safety"), ("any_need", "1")]);
    let answer = manager.post("/directory/new", &both.collect::<Vec<_>>()).await;
    let at = answer.url().path().to_owned();
    manager.post(&at, &[("version", "1"), ("do", "checked")]).await;
    let answer = manager.post(&at, &[("version", "2"), ("do", "publish")]).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = answer.text().await.expect("a page");
    assert!(page.contains("must stay discreet"), "{page}");
    // One of the two, and families see it.
    let to = format!("{at}/edit");
    let form = sent(&manager.page(&to).await);
    let named: Vec<_> = form
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .filter(|(name, _)| *name != "any_need")
        .collect();
    assert_eq!(manager.post(&to, &named).await.url().query(), Some("done=saved"));
    let answer = manager.post(&at, &[("version", "3"), ("do", "publish")]).await;
    assert_eq!(answer.status(), StatusCode::OK);
}
