//! Stepping over JSON without reading it.

pub(crate) mod digits;
pub(crate) mod find;
mod plain;

use std::ops::Range;

pub(crate) use plain::plain_length;

/// A place in JSON text, and the ways to move on from it.
///
/// It steps over strings and nested values; it does not check that they are valid JSON, which decoding
/// does. Where a value is valid, what it steps over is that value. No input makes it panic or loop.
#[derive(Clone)]
pub(crate) struct Scanner<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) at: usize,
}

/// The text is not what was looked for, or ends early.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Broken {
    /// Where, in bytes.
    pub(crate) at: usize,
}

impl<'a> Scanner<'a> {
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    pub(crate) const fn broken(&self) -> Broken {
        Broken { at: self.at }
    }

    /// Steps over white space.
    #[inline]
    pub(crate) fn space(&mut self) {
        while matches!(self.bytes.get(self.at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// The next byte that is not white space, left in place.
    #[inline]
    pub(crate) fn peek(&mut self) -> Result<u8, Broken> {
        self.space();
        self.bytes.get(self.at).copied().ok_or(self.broken())
    }

    /// Steps over this byte, with white space before it.
    #[inline]
    pub(crate) fn expect(&mut self, byte: u8) -> Result<(), Broken> {
        if self.peek()? != byte {
            return Err(self.broken());
        }
        self.at += 1;
        Ok(())
    }

    /// Steps over `null`, if that is what comes next.
    #[inline]
    pub(crate) fn null(&mut self) -> bool {
        let null = self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(b"null"));
        if null {
            self.at += 4;
        }
        null
    }

    /// Nothing but white space is left.
    pub(crate) fn end(&mut self) -> Result<(), Broken> {
        self.space();
        if self.at < self.bytes.len() { Err(self.broken()) } else { Ok(()) }
    }

    /// Steps over a string. The result is what stands between its quotes, escapes left as they are.
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

    /// Steps over one value of any kind. The result is where it is.
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

    /// Steps over an object or a list, up to where as many brackets are closed as were opened.
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

    /// Steps over a number, `true`, `false` or `null`: all up to the next comma, bracket or space.
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

    /// Steps over the comma before the next item, or over the bracket that ends the list or object.
    /// Whether there is a next item.
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
