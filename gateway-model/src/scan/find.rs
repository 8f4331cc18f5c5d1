//! Finds fields of an object without parsing the others.

use std::ops::Range;

use crate::scan::Scanner;

/// Finds the value of a field of the outermost object. Fields of inner objects are ignored.
pub(crate) fn find_field(object: &[u8], name: &[u8]) -> Option<Range<usize>> {
    let mut found = None;
    each_range(object, |field, value| {
        found = (field == name).then_some(value);
        found.is_none()
    });
    found
}

/// Calls `go_on` with the name and value of each field of the outermost object, until it returns false or the text is
/// not JSON.
pub(crate) fn each_field(object: &[u8], mut go_on: impl FnMut(&[u8], &[u8]) -> bool) {
    each_range(object, |name, value| go_on(name, &object[value]));
}

#[inline]
fn each_range(object: &[u8], mut go_on: impl FnMut(&[u8], Range<usize>) -> bool) -> Option<()> {
    let mut scan = Scanner::new(object);
    scan.expect(b'{').ok()?;
    if scan.peek().ok()? == b'}' {
        return None;
    }
    loop {
        let name = scan.string().ok()?;
        scan.expect(b':').ok()?;
        let value = scan.value().ok()?;
        if !go_on(name, value) || !scan.next_item(b'}').ok()? {
            return None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_inner_objects_do_not_count() {
        let text = br#"{"a":{"id":1},"b":["id"],"id" : "7"}"#;
        assert_eq!(&text[find_field(text, b"id").unwrap()], b"\"7\"");
        assert!(find_field(text, b"x").is_none());
        for text in ["", "{}", "[]", "{\"id\"", "{\"a\":1", "{\"a\"1}", "{\"a\":1;"] {
            assert!(find_field(text.as_bytes(), b"id").is_none(), "{text}");
        }
    }
}
