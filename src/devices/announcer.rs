//! Chime and voice in their turn, on a thread of their own: nothing ever waits for a sound, and a
//! room where many are called hears them together instead of later and later.

use std::sync::mpsc::{Receiver, Sender, channel};

use visits_domain::arrival::{ArrivalNumber, Language};

use super::chime::Chime;
use super::programs::Programs;
use super::speech::{Announcement, Voice};
use crate::config::SoundConfig;

/// More than so many that wait are said together.
const ONE_BY_ONE: usize = 3;
/// More than so many nobody can follow: they are on the screen.
const SPOKEN_AT_MOST: usize = 10;

/// What waits to be said. Pure.
#[derive(Debug, Default)]
struct Queue(Vec<ArrivalNumber>);

impl Queue {
    /// These are called. A number that waits already is not said twice.
    fn push(&mut self, numbers: Vec<ArrivalNumber>) {
        for number in numbers {
            if !self.0.contains(&number) {
                self.0.push(number);
            }
        }
    }

    /// What is said next: one number, or all of them when they are more than three.
    fn next(&mut self) -> Option<Announcement> {
        let waiting = self.0.len();
        if waiting == 0 {
            return None;
        }
        let together = if waiting <= ONE_BY_ONE { 1 } else { waiting };
        let numbers = self.0.drain(..together).collect();
        Some(if together <= SPOKEN_AT_MOST {
            Announcement::Numbers(numbers)
        } else {
            Announcement::LookAtTheScreen
        })
    }
}

/// What makes the sounds.
#[derive(Clone, Debug)]
pub struct Sounds {
    chime: Option<Chime>,
    voice: Option<Voice>,
    languages: Vec<Language>,
}

impl Sounds {
    /// What is wanted and what is there.
    pub fn find(programs: &Programs, config: &SoundConfig, languages: &[Language]) -> Self {
        let SoundConfig { on, volume, chime, speech, words_a_minute } = *config;
        Self {
            chime: (on && chime).then(|| Chime::find(programs, volume)).flatten(),
            voice: (on && speech).then(|| Voice::find(programs, volume, words_a_minute)).flatten(),
            languages: languages.to_vec(),
        }
    }

    /// Whether there is a player, and whether there is a voice.
    pub fn are_there(&self) -> (bool, bool) {
        (self.chime.is_some(), self.voice.is_some())
    }

    fn make(&self, announcement: &Announcement) {
        let chimed = self.chime.as_ref().map_or(Ok(()), Chime::play);
        let voice = self.voice.iter();
        let said = voice.flat_map(|voice| {
            self.languages.iter().map(|language| voice.say(announcement, *language))
        });
        for silent in std::iter::once(chimed).chain(said).filter_map(Result::err) {
            tracing::warn!(%silent, "a call was not heard");
        }
    }
}

/// Takes the numbers that were called and sees that they are heard. Ends when it is dropped.
#[derive(Debug)]
pub struct Announcer(Option<Sender<Vec<ArrivalNumber>>>);

impl Announcer {
    /// Says nothing.
    pub fn silent() -> Self {
        Self(None)
    }

    /// Makes these sounds. Without any there is no thread.
    pub fn start(sounds: Sounds) -> std::io::Result<Self> {
        if sounds.are_there() == (false, false) {
            return Ok(Self::silent());
        }
        let (called, heard) = channel();
        let thread = std::thread::Builder::new().name("sound".to_owned());
        thread.spawn(move || run(&heard, &sounds))?;
        Ok(Self(Some(called)))
    }

    /// These are called. Returns at once.
    pub fn announce(&self, numbers: Vec<ArrivalNumber>) {
        if let Some(called) = &self.0
            && !numbers.is_empty()
        {
            let _ = called.send(numbers); // fails when the thread is gone: silence, no harm
        }
    }
}

fn run(heard: &Receiver<Vec<ArrivalNumber>>, sounds: &Sounds) {
    let mut queue = Queue::default();
    while let Ok(numbers) = heard.recv() {
        queue.push(numbers);
        loop {
            // Whoever was called during the last announcement waits with the others.
            for numbers in heard.try_iter() {
                queue.push(numbers);
            }
            match queue.next() {
                Some(announcement) => sounds.make(&announcement),
                None => break,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(texts: &[&str]) -> Vec<ArrivalNumber> {
        texts.iter().map(|text| text.parse().expect("a number")).collect()
    }

    fn all(queue: &mut Queue) -> Vec<Announcement> {
        std::iter::from_fn(|| queue.next()).collect()
    }

    fn one(text: &str) -> Announcement {
        Announcement::Numbers(numbers(&[text]))
    }

    #[test]
    fn up_to_three_are_said_one_by_one_in_the_order_of_calling() {
        let mut queue = Queue::default();
        queue.push(numbers(&["A12", "A7", "B3"]));
        assert_eq!(all(&mut queue), [one("A12"), one("A7"), one("B3")]);
    }

    #[test]
    fn more_than_three_are_said_together() {
        let mut queue = Queue::default();
        queue.push(numbers(&["A1"]));
        queue.push(numbers(&["A2", "A3", "A4"]));
        assert_eq!(all(&mut queue), [Announcement::Numbers(numbers(&["A1", "A2", "A3", "A4"]))]);
        // While that was said, two more came: one by one again.
        queue.push(numbers(&["A5", "A6"]));
        assert_eq!(all(&mut queue), [one("A5"), one("A6")]);
    }

    #[test]
    fn more_than_anybody_can_follow_are_left_to_the_screen() {
        let mut queue = Queue::default();
        let eleven: Vec<_> = (1..=11).map(|n| format!("A{n}")).collect();
        let eleven: Vec<_> = eleven.iter().map(String::as_str).collect();
        queue.push(numbers(&eleven));
        assert_eq!(all(&mut queue), [Announcement::LookAtTheScreen]);
    }

    #[test]
    fn what_waits_already_is_not_said_twice() {
        let mut queue = Queue::default();
        queue.push(numbers(&["A1", "A1"]));
        queue.push(numbers(&["A1"]));
        assert_eq!(all(&mut queue), [one("A1")]);
    }
}
