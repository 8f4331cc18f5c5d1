//! Components inside a message or a modal.
//!
//! Docs: [Component Reference](https://docs.discord.com/developers/components/reference).

use serde_json::{Value, json};

use super::media::Media;

/// The fields that hold further components: of rows, containers and sections, of a label, of a section.
const INNER: [&str; 3] = ["components", "component", "accessory"];

/// Returns the component with this `custom_id`, at any depth.
pub(crate) fn find_component<'v>(within: &'v Value, custom_id: &str) -> Option<&'v Value> {
    match within {
        Value::Array(list) => list.iter().find_map(|one| find_component(one, custom_id)),
        Value::Object(_) if within["custom_id"] == custom_id => Some(within),
        Value::Object(_) => {
            INNER.iter().find_map(|inner| find_component(&within[*inner], custom_id))
        }
        _ => None,
    }
}

/// Fills what a request may leave out: defaults, and an id for every component that has none: the next
/// number, from 1, that no other component has.
///
/// Docs: [Component Reference, Anatomy of a Component](https://docs.discord.com/developers/components/reference#anatomy-of-a-component).
pub(crate) fn fill_components(components: &mut Value, media: &Media<'_>) {
    let mut taken = Vec::new();
    each(components, &mut |component| taken.extend(component["id"].as_u64().filter(|id| *id > 0)));
    let mut next = 1;
    each(components, &mut |component| {
        if component["id"].as_u64().is_none_or(|id| id == 0) {
            while taken.contains(&next) {
                next += 1;
            }
            component["id"] = json!(next);
            next += 1;
        }
        fill_defaults(component);
        fill_media(component, media);
    });
}

/// Docs: [Component Reference](https://docs.discord.com/developers/components/reference), the tables of each component.
fn fill_defaults(component: &mut Value) {
    let defaults = match component["type"].as_u64() {
        // Select menus.
        Some(3 | 5..=8) => &[("min_values", json!(1)), ("max_values", json!(1))][..],
        // Separators.
        Some(14) => &[("divider", json!(true)), ("spacing", json!(1))],
        // Containers.
        Some(17) => &[("accent_color", Value::Null), ("spoiler", json!(false))],
        _ => return,
    };
    fill(component, defaults);
}

/// Thumbnails, media galleries and files.
fn fill_media(component: &mut Value, media: &Media<'_>) {
    let described = [("description", Value::Null), ("spoiler", json!(false))];
    match component["type"].as_u64() {
        Some(11) => {
            media.unfurl(&mut component["media"]);
            fill(component, &described);
        }
        Some(12) => {
            for item in component["items"].as_array_mut().into_iter().flatten() {
                media.unfurl(&mut item["media"]);
                fill(item, &described);
            }
        }
        Some(13) => {
            let file = media.file(&component["file"]);
            let (name, size) = file.map_or_else(
                || (component["name"].clone(), component["size"].clone()),
                |file| (file["filename"].clone(), file["size"].clone()),
            );
            component["name"] = name;
            component["size"] = size;
            media.unfurl(&mut component["file"]);
            fill(component, &[("spoiler", json!(false))]);
        }
        _ => {}
    }
}

fn fill(object: &mut Value, defaults: &[(&str, Value)]) {
    for (field, default) in defaults {
        if object[*field].is_null() {
            object[*field] = default.clone();
        }
    }
}

/// Visits every component, outer ones first.
fn each(within: &mut Value, visit: &mut dyn FnMut(&mut Value)) {
    match within {
        Value::Array(list) => list.iter_mut().for_each(|one| each(one, visit)),
        Value::Object(_) => {
            visit(within);
            for inner in INNER {
                if let Some(inner) = within.get_mut(inner) {
                    each(inner, visit);
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_are_numbered_around_those_that_have_an_id() {
        let mut components = json!([
            { "type": 1, "components": [
                { "type": 2, "custom_id": "a", "id": 0 },
                { "type": 2, "custom_id": "b", "id": 2 },
            ] },
            { "type": 9, "components": [{ "type": 10 }], "accessory": { "type": 2, "custom_id": "c" } },
        ]);
        fill_components(&mut components, &Media::none());
        assert_eq!(components[0]["id"], 1);
        assert_eq!(find_component(&components, "a").unwrap_or(&Value::Null)["id"], 3);
        assert_eq!(find_component(&components, "b").unwrap_or(&Value::Null)["id"], 2);
        assert_eq!(find_component(&components, "c").unwrap_or(&Value::Null)["id"], 6);
        assert_eq!(find_component(&components, "d"), None);
    }

    #[test]
    fn what_a_component_may_leave_out_is_filled() {
        let files = [json!({
            "id": "5", "filename": "a.txt", "size": 7, "url": "https://cdn/a.txt", "proxy_url": "https://media/a.txt",
        })];
        let message_id = json!("9");
        let url = json!({ "url": "https://example.com/b.png" });
        let mut components = json!([
            { "type": 17, "components": [
                { "type": 14 },
                { "type": 12, "items": [{ "media": url, "description": "d" }] },
                { "type": 13, "file": { "url": "attachment://a.txt" } },
                { "type": 9, "components": [{ "type": 10 }], "accessory": { "type": 11, "media": url } },
            ] },
        ]);
        fill_components(&mut components, &Media::of(&files, &message_id));
        let inside = &components[0]["components"];
        assert_eq!(inside[0], json!({ "type": 14, "id": 2, "divider": true, "spacing": 1 }));
        let item = &inside[1]["items"][0];
        assert_eq!((&item["description"], &item["spoiler"]), (&json!("d"), &json!(false)));
        assert_eq!(item["media"]["id"], "9");
        let file = &inside[2];
        assert_eq!((&file["name"], &file["size"]), (&json!("a.txt"), &json!(7)));
        assert_eq!(file["file"]["attachment_id"], "5");
        let thumbnail = &inside[3]["accessory"];
        assert_eq!(
            (&thumbnail["description"], &thumbnail["spoiler"]),
            (&Value::Null, &json!(false))
        );
        assert!(thumbnail["media"]["proxy_url"].is_string());
    }
}
