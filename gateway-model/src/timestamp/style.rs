//! Timestamps in message texts.
//!
//! Docs: [Reference, Message Formatting](https://docs.discord.com/developers/reference#message-formatting).

use std::fmt;

use super::Timestamp;

impl Timestamp {
    /// Returns message text that every client shows in its own time zone, in this [`TimestampStyle`].
    ///
    /// Docs: [Reference, Message Formatting](https://docs.discord.com/developers/reference#message-formatting-timestamp-styles).
    #[must_use]
    pub fn mention(self, style: TimestampStyle) -> TimestampMention {
        TimestampMention { seconds: self.unix_secs(), style }
    }
}

/// How a client shows a timestamp in a message.
///
/// Docs: [Reference, Timestamp Styles](https://docs.discord.com/developers/reference#message-formatting-timestamp-styles).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimestampStyle {
    /// Hours and minutes: `16:20`.
    ShortTime,
    /// With seconds: `16:20:30`.
    MediumTime,
    /// Digits only: `20/04/2021`.
    ShortDate,
    /// Month by name: `April 20, 2021`.
    LongDate,
    /// Long date and short time, which is what clients show without a style.
    #[default]
    LongDateShortTime,
    /// With the day of the week.
    FullDate,
    /// Short date and short time.
    ShortDateShortTime,
    /// Short date and medium time.
    ShortDateMediumTime,
    /// Relative to now: `4 years ago`.
    Relative,
}

impl TimestampStyle {
    /// Returns the style with this letter.
    #[must_use]
    pub const fn from_letter(letter: char) -> Option<Self> {
        Some(match letter {
            't' => Self::ShortTime,
            'T' => Self::MediumTime,
            'd' => Self::ShortDate,
            'D' => Self::LongDate,
            'f' => Self::LongDateShortTime,
            'F' => Self::FullDate,
            's' => Self::ShortDateShortTime,
            'S' => Self::ShortDateMediumTime,
            'R' => Self::Relative,
            _ => return None,
        })
    }

    /// Returns the letter of the style.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::ShortTime => 't',
            Self::MediumTime => 'T',
            Self::ShortDate => 'd',
            Self::LongDate => 'D',
            Self::LongDateShortTime => 'f',
            Self::FullDate => 'F',
            Self::ShortDateShortTime => 's',
            Self::ShortDateMediumTime => 'S',
            Self::Relative => 'R',
        }
    }
}

/// The text with which clients show a timestamp; see [`Timestamp::mention`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TimestampMention {
    seconds: i64,
    style: TimestampStyle,
}

impl fmt::Display for TimestampMention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<t:{}:{}>", self.seconds, self.style.letter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_styles_are_one_to_one() {
        let letters = "tTdDfFsSR";
        for letter in letters.chars() {
            assert_eq!(TimestampStyle::from_letter(letter).unwrap().letter(), letter);
        }
        for letter in ('\0'..='\u{ff}').filter(|letter| !letters.contains(*letter)) {
            assert_eq!(TimestampStyle::from_letter(letter), None);
        }
    }

    #[test]
    fn a_mention_is_in_seconds() {
        let time = Timestamp::from_unix_ms(1_618_953_630_999);
        assert_eq!(time.mention(TimestampStyle::ShortDate).to_string(), "<t:1618953630:d>");
    }
}
