//! Numbers.

use std::borrow::Cow;

use super::NotRead;
use super::reader::Reader;
use crate::scan::digits;

/// A number in the smallest sufficient representation.
#[derive(Clone, Copy, Debug)]
pub(super) enum Number {
    Positive(u64),
    Negative(i64),
    Float(f64),
}

impl Number {
    /// Returns it as an integer; `None` if it is not an integer, or too large.
    #[inline]
    pub(super) fn whole<T: TryFrom<u64> + TryFrom<i64>>(self) -> Option<T> {
        match self {
            Self::Positive(number) => number.try_into().ok(),
            Self::Negative(number) => number.try_into().ok(),
            Self::Float(_) => None,
        }
    }

    /// Returns it as a floating-point number.
    #[allow(clippy::cast_precision_loss, reason = "as every JSON parser does")]
    pub(super) const fn float(self) -> f64 {
        match self {
            Self::Positive(number) => number as f64,
            Self::Negative(number) => number as f64,
            Self::Float(number) => number,
        }
    }
}

impl<'de> Reader<'de> {
    /// Reads a number.
    #[inline]
    pub(super) fn number(&mut self) -> Result<Number, NotRead> {
        match self.short_number() {
            Some(value) => Ok(Number::Positive(value)),
            None => self.any_number(),
        }
    }

    /// Reads an integer of at most seven digits. Returns `None` for anything else, and does not consume it.
    #[inline]
    pub(crate) fn short_number(&mut self) -> Option<u64> {
        let text = self.text.as_bytes().get(self.at..)?.first_chunk()?;
        let (value, length) = digits::leading(*text)?;
        let is_whole = !matches!(text.get(length)?, b'.' | b'e' | b'E');
        let is_number = length == 1 || text[0] != b'0';
        (is_whole && is_number).then(|| {
            self.at += length;
            value
        })
    }

    /// Reads the digits of an id between quotes. Returns `None` for anything else, and does not consume it.
    #[inline]
    pub(crate) fn quoted_id(&mut self) -> Option<u64> {
        if self.byte() != b'"' {
            return None;
        }
        let text = self.text.as_bytes().get(self.at + 1..)?;
        let (value, length) = digits::id(text)?;
        if text.get(length) != Some(&b'"') {
            return None;
        }
        self.at += length + 2;
        Some(value)
    }

    fn any_number(&mut self) -> Result<Number, NotRead> {
        let start = self.at;
        let negative = self.byte() == b'-';
        self.at += usize::from(negative);
        let first = self.at;
        let mut value = 0_u64;
        let mut overflow = false;
        let eight = self.text.as_bytes().get(first..).and_then(|rest| rest.first_chunk());
        if let Some(number) = eight.and_then(|eight| digits::eight_digits(*eight)) {
            value = number;
            self.at += 8;
        }
        while let digit @ b'0'..=b'9' = self.byte() {
            let (ten, over) = value.overflowing_mul(10);
            let (sum, over_too) = ten.overflowing_add(u64::from(digit - b'0'));
            overflow |= over | over_too;
            value = sum;
            self.at += 1;
        }
        self.check_integer_part(first)?;
        if matches!(self.byte(), b'.' | b'e' | b'E') {
            return self.float(start);
        }
        match (overflow, negative) {
            // Larger numbers, and minus zero, are floating-point numbers.
            (true, _) => self.float(start),
            (false, false) => Ok(Number::Positive(value)),
            (false, true) => match 0_i64.checked_sub_unsigned(value) {
                Some(value) if value < 0 => Ok(Number::Negative(value)),
                _ => self.float(start),
            },
        }
    }

    /// Reads an integer; `None` if it does not fit into 32 bits.
    #[inline]
    pub(crate) fn whole_number(&mut self) -> Result<Option<i32>, NotRead> {
        match self.number()? {
            Number::Float(_) => Err(NotRead::unexpected()),
            number => Ok(number.whole()),
        }
    }

    /// Reads a number: an integer if possible, and otherwise a floating-point number.
    pub(crate) fn integer_or_float(&mut self) -> Result<Result<i64, f64>, NotRead> {
        let number = self.number()?;
        Ok(number.whole().ok_or_else(|| number.float()))
    }

    /// Reads the digits of a non-negative integer; returns no digits for anything else.
    #[inline]
    pub(crate) fn digits(&mut self) -> Cow<'de, str> {
        let start = self.at;
        self.skip_digits();
        let is_whole = !matches!(self.byte(), b'.' | b'e' | b'E');
        let digits = if is_whole { self.text.get(start..self.at) } else { None };
        Cow::Borrowed(
            digits.filter(|digits| *digits == "0" || !digits.starts_with('0')).unwrap_or_default(),
        )
    }

    /// Consumes at least one digit, without leading zeros.
    #[inline]
    fn check_integer_part(&self, first: usize) -> Result<(), NotRead> {
        let length = self.at - first;
        let leading_zero = self.text.as_bytes().get(first) == Some(&b'0');
        if length == 0 || (leading_zero && length > 1) {
            Err(NotRead::unexpected())
        } else {
            Ok(())
        }
    }

    #[cold]
    fn float(&mut self, start: usize) -> Result<Number, NotRead> {
        self.skip_fraction()?;
        let text = self.text.get(start..self.at).ok_or(NotRead)?;
        match text.parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(Number::Float(value)),
            _ => Err(NotRead),
        }
    }

    /// Skips a number that begins here.
    pub(super) fn skip_number(&mut self) -> Result<(), NotRead> {
        self.at += usize::from(self.byte() == b'-');
        let first = self.at;
        self.skip_digits();
        self.check_integer_part(first)?;
        self.skip_fraction()
    }

    /// Skips what follows the integer part.
    fn skip_fraction(&mut self) -> Result<(), NotRead> {
        if self.byte() == b'.' {
            self.at += 1;
            self.some_digits()?;
        }
        if matches!(self.byte(), b'e' | b'E') {
            self.at += 1;
            self.at += usize::from(matches!(self.byte(), b'+' | b'-'));
            self.some_digits()?;
        }
        Ok(())
    }

    fn some_digits(&mut self) -> Result<(), NotRead> {
        let first = self.at;
        self.skip_digits();
        if self.at == first { Err(NotRead) } else { Ok(()) }
    }

    fn skip_digits(&mut self) {
        while self.byte().is_ascii_digit() {
            self.at += 1;
        }
    }
}
