//! Converts positions in a JSON text to paths: `channels[3].permission_overwrites[0].allow`.

use crate::scan::{Broken, Scanner};

/// Returns the paths of the innermost values at these positions, which are in ascending order; `.` is the whole text.
///
/// The end of a value counts as inside it, so the position after an object's closing bracket belongs to the object. It
/// makes one pass over the text for all positions. The text must be valid up to the last position.
pub(crate) fn paths(text: &[u8], places: impl IntoIterator<Item = usize>) -> Vec<String> {
    let mut places = places.into_iter().peekable();
    let next = places.next();
    let path = String::new();
    let mut walk = Walk { scan: Scanner::new(text), path, places, next, found: Vec::new() };
    // Positions beyond the end of an invalid text belong to the innermost value that was reached.
    if walk.value().is_err() {
        walk.found_before(usize::MAX);
    }
    walk.found
}

struct Walk<'a, I> {
    scan: Scanner<'a>,
    path: String,
    places: I,
    next: Option<usize>,
    found: Vec<String>,
}

impl<I: Iterator<Item = usize>> Walk<'_, I> {
    /// Assigns the present path to every position up to this one.
    fn found_before(&mut self, end: usize) {
        while self.next.is_some_and(|place| place <= end) {
            let path = if self.path.is_empty() { "." } else { &self.path };
            self.found.push(path.to_owned());
            self.next = self.places.next();
        }
    }

    fn value(&mut self) -> Result<(), Broken> {
        let bracket = self.scan.peek()?;
        if self.next.is_none() {
            return Ok(());
        }
        match bracket {
            b'{' => self.object()?,
            b'[' => self.list()?,
            _ => {
                self.scan.value()?;
            }
        }
        self.found_before(self.scan.at);
        Ok(())
    }

    fn object(&mut self) -> Result<(), Broken> {
        self.scan.expect(b'{')?;
        let length = self.path.len();
        let mut more = self.scan.peek()? != b'}';
        if !more {
            self.scan.expect(b'}')?;
        }
        while more && self.next.is_some() {
            let name = self.scan.string()?;
            self.scan.expect(b':')?;
            self.scan.peek()?;
            self.found_before(self.scan.at - 1);
            if length > 0 {
                self.path.push('.');
            }
            push_name(&mut self.path, name);
            self.value()?;
            self.path.truncate(length);
            more = self.next.is_some() && self.scan.next_item(b'}')?;
        }
        Ok(())
    }

    fn list(&mut self) -> Result<(), Broken> {
        self.scan.expect(b'[')?;
        let length = self.path.len();
        let mut more = self.scan.peek()? != b']';
        if !more {
            self.scan.expect(b']')?;
        }
        let mut index = 0_usize;
        while more && self.next.is_some() {
            self.scan.peek()?;
            self.found_before(self.scan.at - 1);
            self.path.push_str(&format!("[{index}]"));
            self.value()?;
            self.path.truncate(length);
            index += 1;
            more = self.next.is_some() && self.scan.next_item(b']')?;
        }
        Ok(())
    }
}

/// Adds the unescaped name of a field.
fn push_name(path: &mut String, name: &[u8]) {
    let text = String::from_utf8_lossy(name);
    if text.contains('\\') {
        let unescaped = serde_json::from_str::<String>(&format!("\"{text}\""));
        path.push_str(&unescaped.unwrap_or_else(|_| text.into_owned()));
    } else {
        path.push_str(&text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_place_has_the_path_of_the_innermost_value() {
        let text = r#" {"a" : 17, "b":[ {"c":"x\"]"}, [] ,{}], "d\n":{"e":null},"f":[]} "#;
        let path_at = |part: &str, plus: usize| {
            let at = text.find(part).unwrap() + plus;
            paths(text.as_bytes(), [at]).join("|")
        };
        for (part, plus, path) in [
            ("{", 0, "."),
            ("17", 0, "a"),
            ("17", 2, "a"),
            ("[ {", 0, "b"),
            ("\"x", 0, "b[0].c"),
            ("},", 0, "b[0].c"),
            ("},", 1, "b[0]"),
            ("[] ", 0, "b[1]"),
            ("[] ", 2, "b[1]"),
            ("{}", 2, "b[2]"),
            ("{}]", 3, "b"),
            ("null", 0, "d\n.e"),
            ("null}", 5, "d\n"),
            ("[]}", 2, "f"),
            ("[]}", 3, "."),
        ] {
            assert_eq!(path_at(part, plus), path, "{part} + {plus}");
        }
    }

    #[test]
    fn many_places_are_found_in_one_pass() {
        let text = format!("[{}]", vec![r#"{"a":[1,2]}"#; 1000].join(","));
        let places: Vec<usize> = text.match_indices('2').map(|(at, _)| at).collect();
        let found = paths(text.as_bytes(), places);
        assert_eq!(found.len(), 1000);
        assert_eq!((found[0].as_str(), found[999].as_str()), ("[0].a[1]", "[999].a[1]"));
    }

    #[test]
    fn a_place_in_a_broken_text_has_the_path_that_was_reached() {
        assert_eq!(paths(br#"{"a":{"b":[1,"#, [13]), ["a.b"]);
        assert_eq!(paths(b"", [0]), ["."]);
    }
}
