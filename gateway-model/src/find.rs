//! Finding one field of an object, or one item of a list, without reading the others.

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

/// What has to be cut out of a list so that the rest is the list without this item: the item and a comma.
pub(crate) fn find_item(list: &[u8], index: usize) -> Option<Range<usize>> {
    let mut scan = Scanner::new(list);
    scan.expect(b'[').ok()?;
    let mut comma = None;
    for _ in 0..index {
        scan.value().ok()?;
        scan.peek().ok()?;
        comma = Some(scan.at);
        if !scan.next_item(b']').ok()? {
            return None;
        }
    }
    let value = scan.value().ok()?;
    match comma {
        Some(comma) => Some(comma..value.end),
        None if scan.next_item(b']').ok()? => Some(value.start..scan.at),
        None => Some(value),
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

    #[test]
    fn without_an_item_the_rest_is_a_list() {
        let list = "[ 1 , [2] ,\"3\" ]";
        for (index, rest) in [(0, "[  [2] ,\"3\" ]"), (1, "[ 1  ,\"3\" ]"), (2, "[ 1 , [2]  ]")] {
            let cut = find_item(list.as_bytes(), index).unwrap();
            let left = format!("{}{}", &list[..cut.start], &list[cut.end..]);
            assert_eq!(left, rest);
            assert_eq!(serde_json::from_str::<Vec<serde_json::Value>>(&left).unwrap().len(), 2);
        }
        assert_eq!(find_item(b"[5]", 0), Some(1..2));
        assert_eq!(find_item(b"[5]", 1), None);
        assert_eq!(find_item(b"[]", 0), None);
    }
}
