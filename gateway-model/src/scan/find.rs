//! Finding one field of an object without reading the others.

use std::ops::Range;

use crate::scan::Scanner;

/// Where the value of a field of the outermost object is. Fields of inner objects do not count.
pub(crate) fn find_field(object: &[u8], name: &[u8]) -> Option<Range<usize>> {
    let mut scan = Scanner::new(object);
    scan.expect(b'{').ok()?;
    if scan.peek().ok()? == b'}' {
        return None;
    }
    loop {
        let found = scan.string().ok()? == name;
        scan.expect(b':').ok()?;
        let value = scan.value().ok()?;
        if found {
            return Some(value);
        }
        if !scan.next_item(b'}').ok()? {
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
