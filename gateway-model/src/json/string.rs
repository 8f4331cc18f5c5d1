//! Strings.

use std::borrow::Cow;

use super::NotRead;
use super::reader::Reader;
use crate::scan::plain_length;

impl<'de> Reader<'de> {
    /// Reads a string.
    #[inline]
    pub(crate) fn string(&mut self) -> Result<Cow<'de, str>, NotRead> {
        match self.plain_string() {
            Some(text) => Ok(Cow::Borrowed(text)),
            None => self.escaped_string().map(Cow::Owned),
        }
    }

    /// Reads a string without escapes. Returns `None` for anything else, and does not consume it.
    pub(super) fn plain_string(&mut self) -> Option<&'de str> {
        self.short_string()
    }

    /// Like [`plain_string`](Self::plain_string), but inlined, for strings so short that a call would take as long.
    #[inline(always)]
    pub(super) fn short_string(&mut self) -> Option<&'de str> {
        if self.byte() != b'"' {
            return None;
        }
        let start = self.at + 1;
        let end = start + plain_length::<true>(self.text.as_bytes().get(start..)?);
        if self.text.as_bytes().get(end) != Some(&b'"') {
            return None;
        }
        self.at = end + 1;
        self.text.get(start..end)
    }

    /// Reads a string with escapes into an unescaped copy. Half a surrogate pair is not a character: it is read as
    /// U+FFFD and recorded.
    #[cold]
    pub(super) fn escaped_string(&mut self) -> Result<String, NotRead> {
        let start = self.at;
        self.expect(b'"')?;
        let mut text = String::new();
        let mut is_whole = true;
        loop {
            let plain = self.at;
            self.at += plain_length::<true>(self.text.as_bytes().get(plain..).ok_or(NotRead)?);
            text.push_str(self.text.get(plain..self.at).ok_or(NotRead)?);
            match self.byte() {
                b'"' => break,
                b'\\' => {
                    let character = self.escape()?;
                    is_whole &= character.is_some();
                    text.push(character.unwrap_or(char::REPLACEMENT_CHARACTER));
                }
                // The end, or a control character, which must be escaped.
                _ => return Err(NotRead::unexpected()),
            }
        }
        self.at += 1;
        if !is_whole {
            self.note(start, "half a surrogate pair, which is read as U+FFFD")?;
        }
        Ok(text)
    }

    /// Reads an escape; `None` for half a surrogate pair.
    fn escape(&mut self) -> Result<Option<char>, NotRead> {
        self.at += 2;
        Ok(Some(match self.text.as_bytes().get(self.at - 1) {
            Some(&plain @ (b'"' | b'\\' | b'/')) => char::from(plain),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.surrogates(),
            _ => return Err(NotRead::unexpected()),
        }))
    }

    /// Reads the digits of `\u`, and also the second half of a surrogate pair if they are the first half.
    fn surrogates(&mut self) -> Result<Option<char>, NotRead> {
        let first = self.four_digits()?;
        let after_first = self.at;
        if (0xd800..0xdc00).contains(&first)
            && self.text.as_bytes().get(after_first..after_first + 2) == Some(b"\\u")
        {
            self.at += 2;
            let second = self.four_digits()?;
            if (0xdc00..0xe000).contains(&second) {
                return Ok(char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00)));
            }
            // The second is not a second half, and is read separately.
            self.at = after_first;
        }
        Ok(char::from_u32(first))
    }

    fn four_digits(&mut self) -> Result<u32, NotRead> {
        let digits = self.text.as_bytes().get(self.at..self.at + 4).ok_or(NotRead)?;
        self.at += 4;
        digits.iter().try_fold(0, |number, &digit| {
            let digit = char::from(digit).to_digit(16).ok_or_else(NotRead::unexpected)?;
            Ok(number << 4 | digit)
        })
    }

    /// Skips a string and checks that it is valid.
    pub(super) fn skip_string(&mut self) -> Result<(), NotRead> {
        if self.plain_string().is_some() {
            return Ok(());
        }
        self.expect(b'"')?;
        loop {
            self.at += plain_length::<true>(self.text.as_bytes().get(self.at..).ok_or(NotRead)?);
            match self.byte() {
                b'"' => {
                    self.at += 1;
                    return Ok(());
                }
                b'\\' => {
                    self.escape()?;
                }
                _ => return Err(NotRead::unexpected()),
            }
        }
    }
}
