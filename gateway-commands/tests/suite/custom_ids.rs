//! Custom ids: what was written can be read, and anything else is refused.

use std::sync::LazyLock;

use gateway_commands::component::{CustomId, CustomIdError, SigningKey};
use gateway_model::id::{Id, marker};
use proptest::prelude::*;

#[derive(Clone, Debug, PartialEq, CustomId)]
struct Everything {
    user: Id<marker::User>,
    number: (u8, i8, i16, u16),
    flag: bool,
    kind: Kind,
    maybe: Option<i32>,
    inner: Inner,
    text: String,
    letter: char,
}

#[derive(Clone, Debug, PartialEq, CustomId)]
enum Kind {
    Nothing,
    Tuple(u16, bool),
    Named { at: u32 },
}

#[derive(Clone, Debug, PartialEq, CustomId)]
struct Inner(Option<bool>, ());

#[derive(Clone, Copy, Debug, PartialEq, CustomId)]
#[custom_id(name = "v", version = 3)]
struct Short {
    page: u16,
}

static KEY: LazyLock<SigningKey> = LazyLock::new(|| SigningKey::new(&[7; 32]));

#[derive(Clone, Debug, PartialEq, CustomId)]
#[custom_id(signed_with = KEY)]
struct Refund {
    order: u32,
    note: String,
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![
        Just(Kind::Nothing),
        (any::<u16>(), any::<bool>()).prop_map(|(number, flag)| Kind::Tuple(number, flag)),
        any::<u32>().prop_map(|at| Kind::Named { at }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn what_is_written_is_read(
        user in 1..=u64::MAX,
        number: (u8, i8, i16, u16),
        flag: bool,
        kind in kind(),
        maybe: Option<i32>,
        inner: Option<bool>,
        text in "\\PC{0,30}",
        letter: char,
    ) {
        let user = Id::new(user).unwrap();
        let inner = Inner(inner, ());
        let value = Everything { user, number, flag, kind, maybe, inner, text, letter };
        let id = value.encode().unwrap();
        prop_assert!(id.chars().count() <= 100);
        prop_assert_eq!(Everything::decode(&id).unwrap(), value);
    }

    #[test]
    fn nothing_that_is_read_panics_and_what_is_read_is_what_was_written(text in "everything:A\\PC{0,60}") {
        if let Ok(value) = Everything::decode(&text) {
            prop_assert_eq!(value.encode().unwrap(), text);
        }
    }

    #[test]
    fn a_signed_id_with_any_change_is_forged(order: u32, note in "[a-z]{0,10}", at: prop::sample::Index, to in "[A-Za-z0-9_-]") {
        let id = Refund { order, note }.encode().unwrap();
        prop_assert!(Refund::decode(&id).is_ok());
        let at = "refund:A".len() + at.index(id.len() - "refund:A".len());
        let mut changed = id.clone();
        changed.replace_range(at..=at, &to);
        let is_same = changed == id;
        prop_assert_eq!(Refund::decode(&changed).is_ok(), is_same);
    }
}

#[test]
fn it_costs_what_the_docs_say() {
    let cost = |id: &str| id.chars().count() - "v:D".len();
    assert_eq!(cost(&Short { page: 7 }.encode().unwrap()), 3);
    let user = Id::new(u64::MAX).unwrap();
    let value = Everything {
        user,
        number: (255, -1, -1, 1),
        flag: true,
        kind: Kind::Named { at: u32::MAX },
        maybe: Some(-5),
        inner: Inner(None, ()),
        text: "äöü".to_owned(),
        letter: '🦀',
    };
    let fields = value.encode().unwrap().chars().count() - "everything:A".len();
    // In the order of the fields; the crab counts as one character, like an umlaut.
    assert_eq!(fields, 11 + (2 + 2 + 3 + 3) + 1 + (1 + 6) + (1 + 6) + 1 + (2 + 3) + 1);
    let signed = Refund { order: 1, note: String::new() }.encode().unwrap();
    assert_eq!(signed.len(), "refund:A".len() + 6 + 2 + 16);
}

#[test]
fn a_wrong_old_or_forged_id_says_what_it_is() {
    let error = |id: &str| Short::decode(id).unwrap_err();
    let other = |found: &str| CustomIdError::OtherType { name: "v", found: found.to_owned() };
    assert_eq!(error("everything:AAAA"), other("everything"));
    assert_eq!(error("menu"), other("menu"));
    assert_eq!(error(""), other(""));
    let old = CustomIdError::OtherVersion { name: "v", found: 2, version: 3 };
    assert_eq!(error("v:CAAH"), old);
    assert_eq!(old.to_string(), "the custom id `v` has version 2, but this program has version 3");
    let malformed = |field: &str| CustomIdError::Malformed { name: "v", field: field.to_owned() };
    assert_eq!(error("v:"), malformed("version"));
    assert_eq!(error("v:DAA"), malformed("page"));
    assert_eq!(error("v:D!!!"), malformed("page"));
    assert_eq!(error("v:DAAEA"), malformed("end"));
    let nested = Everything::decode("everything:AAAAAAAAAAAEBA").unwrap_err();
    let field = "number.1".to_owned();
    assert_eq!(nested, CustomIdError::Malformed { name: "everything", field });
    let forged = CustomIdError::Forged { name: "refund" };
    assert_eq!(Refund::decode("refund:AAAAAAAAA").unwrap_err(), forged);
    assert_eq!(Refund::decode("refund:A").unwrap_err(), forged);
}

#[test]
fn what_is_too_long_is_named() {
    let note = |length: usize| Refund { order: 1, note: "ä".repeat(length) }.encode();
    assert!(note(68).is_ok());
    let error = note(69).unwrap_err();
    let expected =
        CustomIdError::TooLong { name: "refund", found: 101, field: "note", field_length: 71 };
    assert_eq!(error, expected);
    assert!(error.to_string().contains("`note`"), "{error}");
    assert!(note(5000).is_err());
}

#[test]
fn a_key_shows_nothing_and_another_one_has_not_signed() {
    assert_eq!(format!("{:?}", *KEY), "SigningKey { .. }");
    static OTHER: LazyLock<SigningKey> = LazyLock::new(|| SigningKey::new(&[8; 32]));
    #[derive(Debug, CustomId)]
    #[custom_id(name = "refund", signed_with = OTHER)]
    struct OfOther {
        order: u32,
    }
    let id = Refund { order: 1, note: String::new() }.encode().unwrap();
    assert_eq!(OfOther::decode(&id).unwrap_err(), CustomIdError::Forged { name: "refund" });
}
