//! Skips JSON values without parsing them.

pub(crate) mod digits;
pub(crate) mod find;
mod plain;

use std::ops::Range;

pub(crate) use plain::plain_length;

/// A position in JSON text, and methods to advance it.
///
/// It skips strings and nested values without checking that they are valid JSON, because decoding does that. If a value
/// is valid, exactly that value is skipped. No input causes a panic or an endless loop.
#[derive(Clone)]
pub(crate) struct Scanner<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) at: usize,
}

/// The text does not have the expected form, or ends early.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Broken {
    /// The position, in bytes.
    pub(crate) at: usize,
}

impl<'a> Scanner<'a> {
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    pub(crate) const fn broken(&self) -> Broken {
        Broken { at: self.at }
    }

    /// Skips white space.
    #[inline]
    pub(crate) fn space(&mut self) {
        while matches!(self.bytes.get(self.at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Returns the next byte that is not white space, without consuming it.
    #[inline]
    pub(crate) fn peek(&mut self) -> Result<u8, Broken> {
        self.space();
        self.bytes.get(self.at).copied().ok_or(self.broken())
    }

    /// Skips this byte, and white space before it.
    #[inline]
    pub(crate) fn expect(&mut self, byte: u8) -> Result<(), Broken> {
        if self.peek()? != byte {
            return Err(self.broken());
        }
        self.at += 1;
        Ok(())
    }

    /// Skips `null`, if it is next.
    #[inline]
    pub(crate) fn null(&mut self) -> bool {
        let null = self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(b"null"));
        if null {
            self.at += 4;
        }
        null
    }

    /// Checks that only white space is left.
    pub(crate) fn end(&mut self) -> Result<(), Broken> {
        self.space();
        if self.at < self.bytes.len() { Err(self.broken()) } else { Ok(()) }
    }

    /// Skips a string. Returns the text between its quotes, without resolving escapes.
    pub(crate) fn string(&mut self) -> Result<&'a [u8], Broken> {
        self.expect(b'"')?;
        let start = self.at;
        loop {
            let rest = self.bytes.get(self.at..).ok_or(self.broken())?;
            self.at += plain_length::<false>(rest);
            match self.bytes.get(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(&self.bytes[start..self.at - 1]);
                }
                Some(_) => self.at += 2,
                None => return Err(self.broken()),
            }
        }
    }

    /// Skips one value of any kind. Returns its range.
    pub(crate) fn value(&mut self) -> Result<Range<usize>, Broken> {
        match self.peek()? {
            b'"' => {
                let start = self.at;
                self.string()?;
                Ok(start..self.at)
            }
            b'{' | b'[' => self.nested(),
            _ => self.scalar(),
        }
    }

    /// Skips an object or a list, until all brackets are closed.
    fn nested(&mut self) -> Result<Range<usize>, Broken> {
        let start = self.at;
        let mut depth = 0_usize;
        loop {
            match self.bytes.get(self.at).ok_or(self.broken())? {
                b'"' => {
                    self.string()?;
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return Ok(start..self.at);
            }
        }
    }

    /// Skips a number, `true`, `false` or `null`: everything up to the next comma, bracket or space.
    fn scalar(&mut self) -> Result<Range<usize>, Broken> {
        let start = self.at;
        while let Some(byte) = self.bytes.get(self.at) {
            if matches!(byte, b',' | b'}' | b']' | b' ' | b'\t' | b'\n' | b'\r') {
                break;
            }
            self.at += 1;
        }
        if self.at == start { Err(self.broken()) } else { Ok(start..self.at) }
    }

    /// Skips the comma before the next item, or the bracket that ends the list or object. Returns whether there is
    /// another item.
    #[inline]
    pub(crate) fn next_item(&mut self, end: u8) -> Result<bool, Broken> {
        match self.peek()? {
            b',' => {
                self.at += 1;
                Ok(true)
            }
            byte if byte == end => {
                self.at += 1;
                Ok(false)
            }
            _ => Err(self.broken()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_end_at_the_first_quote_that_is_not_escaped() {
        for length in 0..40 {
            let text = format!("\"{}\\\"\\\\\" rest", "é".repeat(length));
            let mut scan = Scanner::new(text.as_bytes());
            scan.string().unwrap();
            assert_eq!(&text[scan.at..], " rest");
        }
        for text in ["\"", "\"\\", "\"abc", "\"abcdefgh\\\"", "x"] {
            assert!(Scanner::new(text.as_bytes()).string().is_err(), "{text}");
        }
    }

    #[test]
    fn values_of_all_kinds_are_stepped_over() {
        for value in ["1", "-1.5e3", "true", "null", "\"a,}]\"", "[]", "{}", "[1,{\"]\":\"}\"}]"] {
            for after in [",1", "}", "]", " ,", ""] {
                let text = format!(" {value}{after}");
                let found = Scanner::new(text.as_bytes()).value().unwrap();
                assert_eq!(found, 1..1 + value.len(), "{text}");
            }
        }
        for text in ["", "}", "[1", "{\"a\":", ",", "]"] {
            assert!(Scanner::new(text.as_bytes()).value().is_err(), "{text}");
        }
    }
}
