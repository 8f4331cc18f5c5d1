//! Validates a message's components.
//!
//! Docs: [Component Reference](https://docs.discord.com/developers/components/reference).

use serde_json::Value;

use super::error::ApiError;
use super::form::{Field, Kind, read, read_object};

/// The largest number of components of a message, including nested ones.
///
/// Docs: [Component Reference, What is a Component](https://docs.discord.com/developers/components/reference#what-is-a-component).
const MOST: usize = 40;
/// The largest number of action rows of a message without the flag `IS_COMPONENTS_V2`.
///
/// Docs: [Component Reference, Legacy Message Component Behavior](https://docs.discord.com/developers/components/reference#legacy-message-component-behavior).
const MOST_ROWS: usize = 5;

const CUSTOM_ID: Kind = Kind::Text(1, 100);
const BUTTON: &[Field] = &[
    Field::required("style", Kind::Int(1, 6)),
    Field::or_null("label", Kind::Text(0, 80)),
    Field::or_null("custom_id", CUSTOM_ID),
    Field::or_null("url", Kind::Text(1, 512)),
    Field::or_null("sku_id", Kind::Snowflake),
    Field::or_null("disabled", Kind::Flag),
];
const SELECT: &[Field] = &[
    Field::required("custom_id", CUSTOM_ID),
    Field::or_null("placeholder", Kind::Text(0, 150)),
    Field::or_null("min_values", Kind::Int(0, 25)),
    Field::or_null("max_values", Kind::Int(1, 25)),
    Field::or_null("disabled", Kind::Flag),
    Field::or_null("options", Kind::ListOf(25)),
];
const OPTION: &[Field] = &[
    Field::required("label", Kind::Text(1, 100)),
    Field::required("value", Kind::Text(1, 100)),
    Field::or_null("description", Kind::Text(0, 100)),
    Field::or_null("default", Kind::Flag),
];
const TEXT_DISPLAY: &[Field] = &[Field::required("content", Kind::Text(1, 4000))];
const FILE: &[Field] = &[Field::required("url", Kind::MediaUrl)];

/// The contents of a component, by its type.
mod kind {
    pub(super) const ROW: u64 = 1;
    pub(super) const BUTTON: u64 = 2;
    pub(super) const STRING_SELECT: u64 = 3;
    pub(super) const SECTION: u64 = 9;
    pub(super) const TEXT_DISPLAY: u64 = 10;
    pub(super) const THUMBNAIL: u64 = 11;
    pub(super) const MEDIA_GALLERY: u64 = 12;
    pub(super) const FILE: u64 = 13;
    pub(super) const SEPARATOR: u64 = 14;
    pub(super) const CONTAINER: u64 = 17;

    /// The types of components at the top level of a message: a container, and those that may be in one.
    pub(super) const TOP_LEVEL: [u64; 7] =
        [ROW, SECTION, TEXT_DISPLAY, MEDIA_GALLERY, FILE, SEPARATOR, CONTAINER];

    /// The types that may be in a container: all of them except the last.
    pub(super) const IN_CONTAINER: &[u64] = TOP_LEVEL.split_at(6).0;
}

/// Validates the components of a message. `made_of_components` tells whether it has the flag `IS_COMPONENTS_V2`.
pub(super) fn check_components(
    components: &Value,
    made_of_components: bool,
) -> Result<(), ApiError> {
    let Some(list) = components.as_array() else { return Ok(()) };
    let mut seen = Seen::default();
    let top: &[u64] = if made_of_components { &kind::TOP_LEVEL } else { &[kind::ROW] };
    if !made_of_components && list.len() > MOST_ROWS {
        return Err(too_long("components", MOST_ROWS));
    }
    check_list(list, "components", top, &mut seen)?;
    if seen.count > MOST { Err(too_long("components", MOST)) } else { Ok(()) }
}

/// The components that were seen so far.
#[derive(Default)]
struct Seen {
    count: usize,
    custom_ids: Vec<String>,
}

fn too_long(path: &str, most: usize) -> ApiError {
    ApiError::field(path, "BASE_TYPE_MAX_LENGTH", &format!("Must be {most} or fewer in length."))
}

fn check_list(
    list: &[Value],
    path: &str,
    allowed: &[u64],
    seen: &mut Seen,
) -> Result<(), ApiError> {
    for (at, component) in list.iter().enumerate() {
        let path = format!("{path}.{at}");
        let of_type = component["type"].as_u64().filter(|of_type| allowed.contains(of_type));
        let Some(of_type) = of_type else {
            let message = format!("Value of field \"type\" must be one of {allowed:?}.");
            return Err(ApiError::field(&format!("{path}.type"), "UNION_TYPE_CHOICES", &message));
        };
        seen.count += 1;
        check_one(component, of_type, &path, seen)?;
    }
    Ok(())
}

fn check_one(component: &Value, of_type: u64, path: &str, seen: &mut Seen) -> Result<(), ApiError> {
    let read_as = |fields| read(fields, component).map(|_| ()).map_err(|error| error.under(path));
    match of_type {
        kind::ROW => check_row(component, path, seen),
        kind::BUTTON => {
            read_as(BUTTON)?;
            check_button(component).map_err(|error| error.under(path))?;
            note_custom_id(component, path, seen)
        }
        kind::STRING_SELECT | 5..=8 => {
            read_as(SELECT)?;
            if of_type == kind::STRING_SELECT {
                check_options(&component["options"]).map_err(|error| error.under(path))?;
            }
            note_custom_id(component, path, seen)
        }
        kind::SECTION => {
            let texts = inner(component, "components", path, 1, 3)?;
            check_list(texts, &format!("{path}.components"), &[kind::TEXT_DISPLAY], seen)?;
            let accessory = std::slice::from_ref(&component["accessory"]);
            check_list(
                accessory,
                &format!("{path}.accessory"),
                &[kind::BUTTON, kind::THUMBNAIL],
                seen,
            )
        }
        kind::TEXT_DISPLAY => read_as(TEXT_DISPLAY),
        kind::THUMBNAIL => read_object(FILE, component, "media").map_err(|error| error.under(path)),
        kind::FILE => read_object(FILE, component, "file").map_err(|error| error.under(path)),
        kind::MEDIA_GALLERY => {
            for (at, item) in inner(component, "items", path, 1, 10)?.iter().enumerate() {
                let place = format!("{path}.items.{at}");
                read_object(FILE, item, "media").map_err(|error| error.under(&place))?;
            }
            Ok(())
        }
        kind::CONTAINER => {
            let list = inner(component, "components", path, 1, MOST)?;
            check_list(list, &format!("{path}.components"), kind::IN_CONTAINER, seen)
        }
        _ => Ok(()),
    }
}

/// Returns a list inside a component, with this many items.
fn inner<'c>(
    component: &'c Value,
    field: &str,
    path: &str,
    least: usize,
    most: usize,
) -> Result<&'c [Value], ApiError> {
    let list = component[field].as_array().map_or(&[][..], Vec::as_slice);
    if (least..=most).contains(&list.len()) {
        return Ok(list);
    }
    let message = format!("Must be between {least} and {most} in length.");
    Err(ApiError::field(&format!("{path}.{field}"), "BASE_TYPE_BAD_LENGTH", &message))
}

/// Docs: [Component Reference, Action Row](https://docs.discord.com/developers/components/reference#action-row): up to
/// five buttons, or one select menu.
fn check_row(row: &Value, path: &str, seen: &mut Seen) -> Result<(), ApiError> {
    let list = inner(row, "components", path, 1, 5)?;
    let is_button = |component: &Value| component["type"] == kind::BUTTON;
    if list.len() > 1 && !list.iter().all(is_button) {
        let message = "The specified component exceeds the maximum width";
        let code = "COMPONENT_LAYOUT_WIDTH_EXCEEDED";
        return Err(ApiError::field(&format!("{path}.components.1"), code, message));
    }
    let inside = [kind::BUTTON, kind::STRING_SELECT, 5, 6, 7, 8];
    check_list(list, &format!("{path}.components"), &inside, seen)
}

/// Docs: [Component Reference, Button Styles](https://docs.discord.com/developers/components/reference#button-button-styles):
/// a link has a `url`, a premium button a `sku_id`, and all others a `custom_id`.
fn check_button(button: &Value) -> Result<(), ApiError> {
    let (needed, others) = match button["style"].as_u64() {
        Some(5) => ("url", ["custom_id", "sku_id"]),
        Some(6) => ("sku_id", ["custom_id", "url"]),
        _ => ("custom_id", ["url", "sku_id"]),
    };
    if button[needed].is_null() {
        return Err(ApiError::field(needed, "BASE_TYPE_REQUIRED", "This field is required"));
    }
    match others.into_iter().find(|other| !button[*other].is_null()) {
        Some(other) => {
            let code = "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE";
            let message = format!("A {needed} and a {other} cannot both be specified");
            Err(ApiError::field(other, code, &message))
        }
        None => Ok(()),
    }
}

/// Docs: [Component Reference, String Select](https://docs.discord.com/developers/components/reference#string-select).
fn check_options(options: &Value) -> Result<(), ApiError> {
    let list = options.as_array().map_or(&[][..], Vec::as_slice);
    if list.is_empty() {
        return Err(ApiError::field("options", "BASE_TYPE_REQUIRED", "This field is required"));
    }
    for (at, option) in list.iter().enumerate() {
        let place = format!("options.{at}");
        read(OPTION, option).map_err(|error| error.under(&place))?;
        if list[..at].iter().any(|before| before["value"] == option["value"]) {
            let code = "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED";
            let message = "The specified option value is already used";
            return Err(ApiError::field(&format!("{place}.value"), code, message));
        }
    }
    Ok(())
}

fn note_custom_id(component: &Value, path: &str, seen: &mut Seen) -> Result<(), ApiError> {
    let Some(custom_id) = component["custom_id"].as_str() else { return Ok(()) };
    if seen.custom_ids.iter().any(|known| known == custom_id) {
        let code = "COMPONENT_CUSTOM_ID_DUPLICATED";
        let message = "Component custom id cannot be duplicated";
        return Err(ApiError::field(&format!("{path}.custom_id"), code, message));
    }
    seen.custom_ids.push(custom_id.to_owned());
    Ok(())
}
