//! Two soft notes before a number, made here and played by a program of the machine.

use std::f32::consts::TAU;
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use super::programs::{Programs, Silent, run};

const SAMPLES_A_SECOND: u32 = 22_050;
/// E and C: a third downward, as door bells have it.
const NOTES_HZ: [f32; 2] = [659.26, 523.25];
/// From one note to the next, and for the last to fade. Seconds.
const NOTE_SECONDS: f32 = 0.45;
const FADE_SECONDS: f32 = 0.75;
/// The notes last a second; a sound card may take its time to wake.
const DEADLINE: Duration = Duration::from_secs(8);

/// The chime, where something plays it.
#[derive(Clone, Debug)]
pub struct Chime {
    player: PathBuf,
    arguments: Vec<OsString>,
    wav: Vec<u8>,
}

impl Chime {
    /// The chime at a volume of 0 to 100, if there is a player.
    pub fn find(programs: &Programs, volume: u8) -> Option<Self> {
        let (name, player) = programs.first(&["aplay", "paplay", "pw-play"])?;
        let arguments: &[&str] = match name {
            "aplay" => &["-q", "-"],
            "pw-play" => &["-"],
            _ => &[], // standard input, unless a file is named
        };
        let arguments = arguments.iter().map(OsString::from).collect();
        Some(Self { player, arguments, wav: wav(volume) })
    }

    /// Plays it to its end.
    pub fn play(&self) -> Result<(), Silent> {
        run(&self.player, &self.arguments, &self.wav, DEADLINE)
    }
}

/// The notes as a WAV file: 16 bits, one channel. Small enough for a pipe to take in one go.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a second of samples: small numbers, all of them"
)]
fn wav(volume: u8) -> Vec<u8> {
    let rate = SAMPLES_A_SECOND as f32;
    let count = ((NOTE_SECONDS + FADE_SECONDS) * rate) as u32;
    let loudest = f32::from(volume.min(100)) / 100.0 * 0.8 * f32::from(i16::MAX);
    let bytes = count * 2;
    let mut file = Vec::with_capacity(bytes as usize + 44);
    file.extend_from_slice(b"RIFF");
    file.extend_from_slice(&(bytes + 36).to_le_bytes());
    file.extend_from_slice(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    file.extend_from_slice(&SAMPLES_A_SECOND.to_le_bytes());
    file.extend_from_slice(&(SAMPLES_A_SECOND * 2).to_le_bytes());
    file.extend_from_slice(b"\x02\0\x10\0data");
    file.extend_from_slice(&bytes.to_le_bytes());
    for sample in 0..count {
        let at = sample as f32 / rate;
        let both: f32 =
            NOTES_HZ.iter().zip([0.0, NOTE_SECONDS]).map(|(hz, from)| note(*hz, at - from)).sum();
        // The last hundredth goes down to nothing: no click.
        let end = ((count - 1 - sample) as f32 / (rate * 0.01)).min(1.0);
        file.extend_from_slice(&((both * end * loudest) as i16).to_le_bytes());
    }
    file
}

/// A note that was struck `at` seconds ago: a bell's, with its octave, softly begun.
fn note(hz: f32, at: f32) -> f32 {
    if at < 0.0 {
        return 0.0;
    }
    let struck = (at / 0.008).min(1.0) * (-at * 5.0).exp();
    struck * (0.62 * (TAU * hz * at).sin() + 0.16 * (TAU * 2.0 * hz * at).sin())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples(volume: u8) -> Vec<i16> {
        let wav = wav(volume);
        wav[44..].chunks(2).map(|two| i16::from_le_bytes([two[0], two[1]])).collect()
    }

    fn loudest(volume: u8) -> i16 {
        samples(volume).into_iter().map(i16::saturating_abs).max().expect("samples")
    }

    #[test]
    fn the_file_says_what_it_holds() {
        let wav = wav(60);
        let number = |at: usize| {
            u32::from_le_bytes(wav[at..at + 4].try_into().expect("four bytes")) as usize
        };
        assert_eq!((&wav[..4], &wav[8..16]), (&b"RIFF"[..], &b"WAVEfmt "[..]));
        assert_eq!((number(4), number(40)), (wav.len() - 8, wav.len() - 44));
        assert!(wav.len() < 60_000, "a pipe holds 64 KB: {}", wav.len());
    }

    #[test]
    fn it_begins_and_ends_in_silence_and_is_as_loud_as_it_was_told() {
        let all = samples(100);
        assert_eq!((all[0], all[all.len() - 1]), (0, 0));
        assert!(loudest(100) > 15_000 && loudest(100) < i16::MAX);
        assert!(loudest(50) < loudest(100) / 10 * 6);
        assert_eq!(loudest(0), 0);
    }
}
