//! Events as a calendar file (RFC 5545). What families may know of, and nothing else: no wing, no
//! staff. Final visits are in none. Pure.

use chrono::{DateTime, NaiveDateTime, Utc};
use visits_domain::arrival::Language;
use visits_domain::event::State;
use visits_domain::site::SiteCode;

use super::Event;

/// A line has no more octets than this, its end not counted.
const OCTETS: usize = 75;

/// The rules of London's clocks, as they have been since 1996.
const LONDON: &str = "BEGIN:VTIMEZONE\r\n\
    TZID:Europe/London\r\n\
    BEGIN:DAYLIGHT\r\n\
    DTSTART:19960331T010000\r\n\
    RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n\
    TZOFFSETFROM:+0000\r\n\
    TZOFFSETTO:+0100\r\n\
    TZNAME:BST\r\n\
    END:DAYLIGHT\r\n\
    BEGIN:STANDARD\r\n\
    DTSTART:19961027T020000\r\n\
    RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n\
    TZOFFSETFROM:+0100\r\n\
    TZOFFSETTO:+0000\r\n\
    TZNAME:GMT\r\n\
    END:STANDARD\r\n\
    END:VTIMEZONE\r\n";

/// What a calendar is made for.
#[derive(Clone, Copy, Debug)]
pub struct Heading<'a> {
    /// The prison.
    pub site: SiteCode,
    /// What the calendar is called.
    pub name: &'a str,
    /// In which language its events are described.
    pub language: Language,
    /// When it is made.
    pub now: DateTime<Utc>,
}

/// A calendar of these events.
pub fn calendar<'a>(heading: Heading<'_>, events: impl IntoIterator<Item = &'a Event>) -> String {
    let mut out = String::new();
    for fixed in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//visits-server//events//EN"] {
        line(&mut out, fixed);
    }
    line(&mut out, "CALSCALE:GREGORIAN");
    line(&mut out, "METHOD:PUBLISH");
    // RFC 7986, and what calendars read that are older than it.
    line(&mut out, &format!("NAME:{}", text(heading.name)));
    line(&mut out, &format!("X-WR-CALNAME:{}", text(heading.name)));
    line(&mut out, "REFRESH-INTERVAL;VALUE=DURATION:PT1H");
    out.push_str(LONDON);
    for event in events.into_iter().filter(|event| event.plan.kind.is_public()) {
        entry(&mut out, heading, event);
    }
    line(&mut out, "END:VCALENDAR");
    out
}

fn entry(out: &mut String, heading: Heading<'_>, event: &Event) {
    let (plan, language) = (&event.plan, heading.language);
    let local = |moment: NaiveDateTime| moment.format("%Y%m%dT%H%M%S").to_string();
    let status = match event.state {
        State::Draft => "TENTATIVE",
        State::Open => "CONFIRMED",
        State::Cancelled => "CANCELLED",
    };
    let tag = language.code();
    line(out, "BEGIN:VEVENT");
    line(out, &format!("UID:{}@{}.visits", event.id, heading.site.as_str().to_lowercase()));
    line(out, &format!("DTSTAMP:{}", heading.now.format("%Y%m%dT%H%M%SZ")));
    line(out, &format!("DTSTART;TZID=Europe/London:{}", local(plan.day.and_time(plan.start))));
    line(out, &format!("DTEND;TZID=Europe/London:{}", local(plan.day.and_time(plan.end))));
    line(out, &format!("SEQUENCE:{}", event.version - 1));
    line(out, &format!("STATUS:{status}"));
    line(out, &format!("SUMMARY;LANGUAGE={tag}:{}", text(plan.title.of(language))));
    line(out, &format!("LOCATION;LANGUAGE={tag}:{}", text(plan.place.of(language))));
    line(out, &format!("DESCRIPTION;LANGUAGE={tag}:{}", text(plan.words.of(language))));
    line(out, "END:VEVENT");
}

/// A text in which nothing is a sign of the format.
fn text(plain: &str) -> String {
    let mut out = String::with_capacity(plain.len());
    for c in plain.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A line, folded where it is long: never within a character.
fn line(out: &mut String, content: &str) {
    let mut octets = 0;
    for c in content.chars() {
        if octets + c.len_utf8() > OCTETS {
            out.push_str("\r\n ");
            octets = 1;
        }
        out.push(c);
        octets += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_the_format_are_escaped_and_lines_are_kept() {
        assert_eq!(
            text("Food; games, C:\\ and\nmore\r\u{7}"),
            "Food\\; games\\, C:\\\\ and\\nmore"
        );
    }

    #[test]
    fn no_line_is_longer_than_75_octets_and_no_character_is_cut() {
        let content = format!("SUMMARY:{}", "Tŷ’r ŵyl ".repeat(40));
        let mut out = String::new();
        line(&mut out, &content);
        assert!(out.split("\r\n").all(|line| line.len() <= OCTETS));
        assert_eq!(out.replace("\r\n ", ""), format!("{content}\r\n"));
        let exact = "x".repeat(OCTETS);
        let mut out = String::new();
        line(&mut out, &exact);
        assert_eq!(out, format!("{exact}\r\n"), "what fits is not folded");
    }
}
