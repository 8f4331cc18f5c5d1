//! A place in JSON text: white space, brackets, literals, strings.

use super::NotRead;
use super::lenient::Oddity;

/// How deep objects and lists may lie in each other; as in `serde_json`.
const MAX_DEPTH: u8 = 127;

/// A place in JSON text.
pub(super) struct Reader<'de> {
    pub(super) text: &'de str,
    pub(super) at: usize,
    pub(super) depth: u8,
    /// What was passed over; `None` where nothing is.
    pub(super) passed_over: Option<Vec<Oddity>>,
}

impl<'de> Reader<'de> {
    pub(super) const fn new(text: &'de str) -> Self {
        Self { text, at: 0, depth: MAX_DEPTH, passed_over: None }
    }

    /// The byte here; zero at the end, which is in no JSON text.
    #[inline]
    pub(super) fn byte(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    /// The next byte that is not white space, left in place.
    #[inline]
    pub(super) fn peek(&mut self) -> u8 {
        let byte = self.byte();
        if byte > b' ' { byte } else { self.peek_after_space() }
    }

    #[cold]
    fn peek_after_space(&mut self) -> u8 {
        while matches!(self.byte(), b' ' | b'\t' | b'\n' | b'\r') {
            self.at += 1;
        }
        self.byte()
    }

    /// Steps over this byte, with white space before it.
    #[inline]
    pub(super) fn expect(&mut self, byte: u8) -> Result<(), NotRead> {
        if self.peek() != byte {
            return Err(NotRead::unexpected());
        }
        self.at += 1;
        Ok(())
    }

    /// Steps over a literal that begins here.
    #[inline]
    pub(super) fn literal(&mut self, literal: &str) -> Result<(), NotRead> {
        let rest = self.text.as_bytes().get(self.at..).ok_or(NotRead)?;
        if !rest.starts_with(literal.as_bytes()) {
            return Err(NotRead::unexpected());
        }
        self.at += literal.len();
        Ok(())
    }

    /// Nothing but white space is left, and every bracket was closed.
    pub(super) fn end(&mut self) -> Result<(), NotRead> {
        self.peek();
        if self.at < self.text.len() || self.depth != MAX_DEPTH { Err(NotRead) } else { Ok(()) }
    }

    /// Steps over a bracket that opens.
    #[inline]
    pub(super) fn open(&mut self, bracket: u8) -> Result<(), NotRead> {
        self.expect(bracket)?;
        self.depth = self.depth.checked_sub(1).ok_or(NotRead)?;
        Ok(())
    }

    /// Steps over a bracket that closes.
    #[inline]
    pub(super) fn close(&mut self, bracket: u8) -> Result<(), NotRead> {
        self.expect(bracket)?;
        self.depth += 1;
        Ok(())
    }

    /// Whether there is a next item before this bracket. Steps over the comma before it, but not over the
    /// bracket.
    #[inline]
    pub(super) fn next_item(&mut self, first: &mut bool, end: u8) -> Result<bool, NotRead> {
        match self.peek() {
            byte if byte == end => Ok(false),
            _ if std::mem::take(first) => Ok(true),
            b',' => {
                self.at += 1;
                Ok(true)
            }
            _ => Err(NotRead),
        }
    }

    /// Reads a string without escapes, with white space before it. Anything else is `None` and left in place.
    #[inline]
    pub(super) fn plain_string(&mut self) -> Option<&'de str> {
        if self.peek() != b'"' {
            return None;
        }
        let start = self.at + 1;
        let end = start + plain_length(self.text.as_bytes().get(start..)?);
        if self.text.as_bytes().get(end) != Some(&b'"') {
            return None;
        }
        self.at = end + 1;
        self.text.get(start..end)
    }

    /// Reads a string with escapes, as a copy without them.
    #[cold]
    pub(super) fn escaped_string(&mut self) -> Result<String, NotRead> {
        let start = self.at;
        self.expect(b'"')?;
        self.step_over_string()?;
        // The quotes, too.
        let quoted = self.text.get(start..self.at).ok_or(NotRead)?;
        serde_json::from_str(quoted).map_err(|_| NotRead)
    }

    /// Steps over the rest of a string, which may have escapes.
    fn step_over_string(&mut self) -> Result<(), NotRead> {
        loop {
            self.at += plain_length(self.text.as_bytes().get(self.at..).ok_or(NotRead)?);
            match self.byte() {
                b'"' => {
                    self.at += 1;
                    return Ok(());
                }
                b'\\' => self.at += 2,
                // The end, or a control character, which has to be escaped.
                0..=0x1f => return Err(NotRead),
                _ => {}
            }
        }
    }

    /// Steps over a string and checks that it is valid.
    pub(super) fn skip_string(&mut self) -> Result<(), NotRead> {
        match self.plain_string() {
            Some(_) => Ok(()),
            None => self.escaped_string().map(drop),
        }
    }

    /// Steps over one value of any kind and checks that it is valid.
    pub(super) fn skip(&mut self) -> Result<(), NotRead> {
        match self.peek() {
            b'"' => self.skip_string(),
            b'{' => {
                self.open(b'{')?;
                let mut first = true;
                while self.next_item(&mut first, b'}')? {
                    self.skip_string()?;
                    self.expect(b':')?;
                    self.skip()?;
                }
                self.close(b'}')
            }
            b'[' => {
                self.open(b'[')?;
                let mut first = true;
                while self.next_item(&mut first, b']')? {
                    self.skip()?;
                }
                self.close(b']')
            }
            b'n' => self.literal("null"),
            b't' => self.literal("true"),
            b'f' => self.literal("false"),
            _ => self.skip_number(),
        }
    }
}

/// How many bytes come before the next quote, backslash or control character; eight at a time.
#[inline]
fn plain_length(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::MAX / 255;
    const HIGH: u64 = ONES << 7;
    let (words, rest) = bytes.as_chunks::<8>();
    for (index, chunk) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*chunk);
        // The lowest byte that is zero, or below 32, has its high bit set in the result, and no lower one has.
        let quote = word ^ (ONES * b'"' as u64);
        let backslash = word ^ (ONES * b'\\' as u64);
        let found = (quote.wrapping_sub(ONES) & !quote
            | backslash.wrapping_sub(ONES) & !backslash
            | word.wrapping_sub(ONES * 0x20) & !word)
            & HIGH;
        if found != 0 {
            return index * 8 + found.trailing_zeros() as usize / 8;
        }
    }
    let plain = rest.iter().take_while(|byte| !matches!(byte, b'"' | b'\\' | 0..=0x1f)).count();
    words.len() * 8 + plain
}
