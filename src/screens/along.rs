//! A service as a text or a contact for a phone, and as lines for paper.

use slint::SharedString;
use visits_domain::help::Service;
use visits_ui as ui;

use super::told;
use crate::kiosk::View;

/// What a code holds so that an old telephone still reads it. Bytes.
const CODE_BYTES: usize = 280;
/// Of one service, at most. Bytes.
const SERVICE_BYTES: usize = 400;

/// A service as lines of text: its name first, then as much as there is room for.
pub(super) fn lines(service: &Service, view: &View<'_>, words: &ui::HelpWords<'_>) -> Vec<String> {
    let name = cut(service.name.of(view.session.language));
    let phones = told::phones(service, view, words);
    let web = (!service.web.is_empty()).then(|| service.web.as_str().into());
    let hours = told::hours(service, view, words);
    let rest = phones.chain(web).chain(hours).map(|line: SharedString| plain(&line));
    let mut used = name.len();
    let rest = rest.take_while(move |line| {
        used += line.len() + 1;
        used <= SERVICE_BYTES
    });
    [name].into_iter().chain(rest).collect()
}

/// Services with an empty line between them, as many in a code as it holds: what stands beside it,
/// and what is in it.
pub(super) fn pages(
    services: &[Service],
    view: &View<'_>,
    words: &ui::HelpWords<'_>,
) -> Vec<(SharedString, SharedString)> {
    let mut pages: Vec<(String, String)> = Vec::new();
    for service in services {
        let lines = lines(service, view, words);
        let text = lines.join("\n");
        match pages.last_mut() {
            Some((names, page)) if page.len() + 2 + text.len() <= CODE_BYTES => {
                *names = format!("{names}\n{}", lines[0]);
                *page = format!("{page}\n\n{text}");
            }
            _ => pages.push((lines[0].clone(), text)),
        }
    }
    pages.into_iter().map(|(names, text)| (names.into(), text.into())).collect()
}

/// One service as a contact (vCard 3.0, RFC 2426).
pub(super) fn contact(
    service: &Service,
    view: &View<'_>,
    words: &ui::HelpWords<'_>,
) -> (SharedString, SharedString) {
    let name = cut(service.name.of(view.session.language));
    let mut card = format!("BEGIN:VCARD\r\nVERSION:3.0\r\nN:{0};;;;\r\nFN:{0}\r\n", escaped(&name));
    let numbers = service.phones.iter().map(|phone| format!("TEL:{}\r\n", phone.number));
    let web = (!service.web.is_empty()).then(|| format!("URL:{}\r\n", escaped(&service.web)));
    let hours: Vec<String> = told::hours(service, view, words).iter().map(|at| plain(at)).collect();
    let note = (!hours.is_empty()).then(|| format!("NOTE:{}\r\n", escaped(&hours.join("; "))));
    for line in numbers.chain(web).chain(note) {
        if card.len() + line.len() <= SERVICE_BYTES {
            card.push_str(&line);
        }
    }
    card.push_str("END:VCARD\r\n");
    (name.into(), card.into())
}

/// What has a meaning of its own in a contact stands behind a backslash.
fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, letter| {
        match letter {
            '\\' | ',' | ';' => out.extend(['\\', letter]),
            '\n' | '\r' => out.push_str("\\n"),
            other => out.push(other),
        }
        out
    })
}

/// Spaces that keep words together are nothing to an old telephone.
pub(super) fn plain(text: &str) -> String {
    text.replace('\u{a0}', " ").replace(['\r', '\n'], " ")
}

/// A name that fits a code beside its number.
fn cut(name: &str) -> String {
    plain(name).chars().take(100).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_means_what_it_says() {
        assert_eq!(escaped("Mind, body; more\\less\nhere"), "Mind\\, body\\; more\\\\less\\nhere");
        assert_eq!(plain("9\u{a0}am\nto five"), "9 am to five");
    }
}
