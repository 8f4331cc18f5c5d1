//! Hard case 32: reading is lenient at every depth. An invalid item of a list costs only that item, wherever the list
//! is.

use gateway_model::channel::{ChannelKind, Overwrite, OverwriteKind};
use gateway_model::command::CommandKind;
use gateway_model::component::Component;
use gateway_model::event::{Event, GuildCreate};
use gateway_model::interaction::InteractionData;
use gateway_model::presence::Status;
use gateway_model::{DecodeError, Dispatch, EventKind};
use serde_json::{Value, json};

use crate::samples::{dispatch, samples};

fn guild(change: impl FnOnce(&mut Value)) -> Dispatch {
    let sample =
        samples().into_iter().find(|sample| sample.kind == EventKind::GuildCreate).unwrap();
    let mut data = sample.data;
    change(&mut data);
    dispatch("GUILD_CREATE", &data)
}

fn overwrite(id: u64, kind: Value) -> Value {
    json!({"id": id.to_string(), "type": kind, "allow": "1024", "deny": "0"})
}

fn paths(skipped: &[DecodeError]) -> Vec<&str> {
    skipped.iter().map(DecodeError::path).collect()
}

/// The report behind the case: each channel has the same invalid value in its overwrites.
#[test]
fn case_32_an_odd_overwrite_in_every_channel_costs_those_overwrites() {
    let channels = 40;
    let dispatch = guild(|data| {
        let mut channel = data["channels"][0].clone();
        let odd = json!({"id": "7", "type": 0, "allow": ["VIEW_CHANNEL"], "deny": "0"});
        channel["permission_overwrites"] =
            json!([overwrite(6, json!(0)), odd, overwrite(8, json!(1))]);
        data["channels"] = vec![channel; channels].into();
    });
    let decoded = dispatch.decode_event::<GuildCreate>().unwrap();
    let guild = decoded.available().unwrap();
    assert_eq!(guild.channels.len(), channels);
    for channel in &guild.channels {
        let ids: Vec<u64> = channel.permission_overwrites.iter().map(|o| o.id.get()).collect();
        assert_eq!(ids, [6, 8]);
    }
    let wanted: Vec<String> =
        (0..channels).map(|n| format!("channels[{n}].permission_overwrites[1].allow")).collect();
    assert_eq!(paths(&decoded.skipped), wanted);
    assert_eq!(dispatch.event().unwrap().skipped.len(), channels);
}

/// A text in the place of a number, or the reverse: the value is read as unknown, and reported.
#[test]
fn case_32_open_enums_take_values_of_any_type() {
    let dispatch = guild(|data| {
        let channel = &mut data["channels"][0];
        channel["permission_overwrites"] = json!([
            overwrite(6, json!("role")),
            overwrite(7, json!("1")),
            overwrite(8, json!({"a": []}))
        ]);
        channel["type"] = json!(true);
        data["presences"] =
            json!([{"user": {"id": "5"}, "status": 3, "activities": [], "client_status": {}}]);
    });
    let decoded = dispatch.decode_event::<GuildCreate>().unwrap();
    let guild = decoded.available().unwrap();
    let channel = &guild.channels[0];
    let unknown = OverwriteKind::Unknown(i32::MAX);
    let kinds: Vec<OverwriteKind> = channel.permission_overwrites.iter().map(|o| o.kind).collect();
    assert_eq!(kinds, [unknown, OverwriteKind::Member, unknown]);
    assert_eq!(channel.kind, ChannelKind::Unknown(i32::MAX));
    assert_eq!(guild.presences[0].status, Status::Unknown("3".into()));
    let mut told = paths(&decoded.skipped);
    told.sort_unstable();
    let overwrites = "channels[0].permission_overwrites";
    let wanted = [
        format!("{overwrites}[0].type"),
        format!("{overwrites}[2].type"),
        "channels[0].type".to_owned(),
        "presences[0].status".to_owned(),
    ];
    assert_eq!(told, wanted);
    // Also with serde_json, which reads the responses of REST.
    let read: Overwrite = serde_json::from_value(overwrite(6, json!("role"))).unwrap();
    assert_eq!(read.kind, unknown);
    for number in [-1, 70_000] {
        let read: Overwrite = serde_json::from_value(overwrite(6, json!(number))).unwrap();
        assert_eq!(read.kind, OverwriteKind::Unknown(number));
    }
    for odd in [json!(1.5), json!(null)] {
        assert!(serde_json::from_value::<Overwrite>(overwrite(6, odd)).is_err());
    }
    for (odd, text) in
        [(json!(true), "true"), (json!([1, "a"]), r#"[1,"a"]"#), (json!({"a": 1}), r#"{"a":1}"#)]
    {
        assert_eq!(serde_json::from_value::<Status>(odd).unwrap(), Status::Unknown(text.into()));
    }
}

/// Lists that would have another meaning without one of their items, and what is lost instead of the item: the object
/// that contains the list, an item of the next list outside, or the whole event.
const WHOLE: &[&str] = &[
    "actions",
    "exempt_roles",
    "exempt_channels",
    "keyword_filter",
    "regex_patterns",
    "presets",
    "allow_list",
    "permissions",
    "sku_ids",
    "entitlement_ids",
    "renewal_sku_ids",
    "by_weekday",
    "by_n_weekday",
    "by_month",
    "by_month_day",
    "by_year_day",
];

/// Every list of every event, at any depth: with an additional invalid item, the event is decoded with everything that
/// it had.
#[test]
fn case_32_an_odd_item_costs_itself_in_every_list_of_every_event() {
    let mut tried = 0;
    for sample in samples() {
        let whole = sample.dispatch().event().unwrap();
        for (pointer, path) in lists(&sample.data) {
            let mut data = sample.data.clone();
            let list = data.pointer_mut(&pointer).unwrap().as_array_mut().unwrap();
            // Its type is that of no item of any list.
            list.insert(0, json!([[true]]));
            let dispatch = dispatch(sample.name(), &data);
            let name = sample.name();
            if is_whole(name, &path) {
                continue;
            }
            let decoded = dispatch.event().unwrap_or_else(|error| panic!("{name} {path}: {error}"));
            if path.contains("components[") {
                // In this data `type` is not first; see the test below.
                assert!(!decoded.skipped.is_empty(), "{name} {path}");
                continue;
            }
            if decoded.skipped.is_empty() {
                // Values of any type are kept unchanged.
                assert!(KEPT.iter().any(|kept| path.contains(kept)), "{name} {path}");
                continue;
            }
            tried += 1;
            let is_open = OPEN.iter().any(|open| path.ends_with(open));
            assert!(is_open != (decoded.value == whole.value), "{name} {path}");
            let odd = format!("{path}[0]");
            let told = paths(&decoded.skipped);
            assert!(told.len() == 1 && told[0].starts_with(&odd), "{name} {path}: {told:?}");
        }
    }
    assert!(tried > 100, "{tried}");
}

/// If `type` is first, as in Discord's components, invalid components inside are also lost one by one.
#[test]
fn case_32_an_odd_component_costs_itself() {
    let sample = samples().into_iter().find(|sample| sample.kind == EventKind::MessageCreate);
    let mut data = sample.unwrap().data;
    data["components"] = json!("HERE");
    let button = r#"{"type":2,"style":"primary","custom_id":"a","label":"b"}"#;
    let row = format!(r#"[{{"type":1,"components":[{{"type":2}},{button},7]}}]"#);
    let text = dispatch("MESSAGE_CREATE", &data).message().to_vec();
    let text = String::from_utf8(text).unwrap().replace(r#""HERE""#, &row);
    let dispatch = Dispatch::parse(text.into_bytes().into()).unwrap();
    let decoded = dispatch.decode_event::<gateway_model::event::MessageCreate>().unwrap();
    let told = paths(&decoded.skipped);
    let row = "components[0].components";
    assert_eq!(told, [format!("{row}[0]"), format!("{row}[1].style"), format!("{row}[2]")]);
    let Some(Component::ActionRow(row)) = decoded.components.first() else { panic!("{decoded:?}") };
    assert_eq!(row.components.len(), 1);
}

/// Values before the field with the type are reported with their own path.
#[test]
fn case_32_an_odd_value_before_the_type_is_told() {
    let sample = samples().into_iter().find(|sample| sample.kind == EventKind::MessageCreate);
    let mut data = sample.unwrap().data;
    data["embeds"] = json!([7]);
    data["components"] = json!([{"custom_id": "a", "style": "primary", "type": 2}]);
    let dispatch = dispatch("MESSAGE_CREATE", &data);
    for _ in 0..2 {
        let decoded = dispatch.event().unwrap();
        assert_eq!(paths(&decoded.skipped), ["components[0].style", "embeds[0]"]);
    }
}

/// A component whose type is not a number has an unknown type.
#[test]
fn case_32_the_type_of_a_component_may_be_of_any_type() {
    let sample = samples().into_iter().find(|sample| sample.kind == EventKind::MessageCreate);
    let mut data = sample.unwrap().data;
    data["components"] = json!([{"type": "row"}, {"type": "10", "content": "a"}]);
    let dispatch = dispatch("MESSAGE_CREATE", &data);
    let decoded = dispatch.decode_event::<gateway_model::event::MessageCreate>().unwrap();
    assert_eq!(paths(&decoded.skipped), ["components[0].type"]);
    let [Component::Unknown(_), Component::TextDisplay(_)] = &*decoded.components else {
        panic!("{decoded:?}")
    };
}

fn interaction(data: Value) -> Dispatch {
    let sample = samples().into_iter().find(|sample| sample.kind == EventKind::InteractionCreate);
    let mut interaction = sample.unwrap().data;
    interaction["data"] = data;
    dispatch("INTERACTION_CREATE", &interaction)
}

/// The objects that a command's options refer to are lost one by one. The options are read whole or not at all.
#[test]
fn case_32_an_odd_item_in_the_data_of_an_interaction_costs_itself() {
    let sample = samples().into_iter().find(|sample| sample.kind == EventKind::MessageCreate);
    let mut message = sample.unwrap().data;
    message["embeds"] = json!([{"fields": [{"name": 5}]}]);
    let resolved = json!({"messages": {"5": message}, "roles": {"6": 7}, "users": {"name": {}}});
    let dispatch_of = |options: Value| {
        let kind = "message";
        let options =
            json!({"id": "1", "name": "a", "type": kind, "options": options, "resolved": resolved});
        interaction(options)
    };
    let decoded = dispatch_of(json!([{"name": "b", "type": 3, "value": "c"}])).event().unwrap();
    let messages = "data.resolved.messages.5";
    let embeds = format!("{messages}.embeds[0].fields[0].name");
    let told = ["data.resolved.roles.6", "data.resolved.users.name", "data.type"];
    let told = [embeds.as_str()].into_iter().chain(told).collect::<Vec<_>>();
    assert_eq!(paths(&decoded.skipped), told);
    let Event::InteractionCreate(interaction) = &decoded.value else { panic!("{decoded:?}") };
    let Some(InteractionData::Command(data)) = &interaction.data else { panic!("{decoded:?}") };
    assert_eq!((data.kind, data.options.len()), (CommandKind::Unknown(i32::MAX), 1));
    assert_eq!(data.resolved.as_ref().unwrap().messages.len(), 1);

    let error = dispatch_of(json!([{"name": "b", "type": 3}, {"name": "c"}])).event().unwrap_err();
    assert_eq!(error.path(), "data.options[1]");
}

/// An invalid entry of a map costs only that entry.
#[test]
fn case_32_an_odd_entry_of_a_map_costs_itself() {
    let sample = samples().into_iter().find(|sample| sample.kind == EventKind::MessageCreate);
    let mut data = sample.unwrap().data;
    data["resolved"] = json!({"users": {"5": {"username": "a"}, "6": 7, "me": {}}, "roles": {}});
    let dispatch = dispatch("MESSAGE_CREATE", &data);
    let decoded = dispatch.decode_event::<gateway_model::event::MessageCreate>().unwrap();
    assert_eq!(
        paths(&decoded.skipped),
        ["resolved.users.5", "resolved.users.6", "resolved.users.me"]
    );
    assert!(decoded.resolved.as_ref().unwrap().users.is_empty());
}

/// Lists of open enums: the invalid value is read as unknown.
const OPEN: &[&str] = &["features", "scopes"];

/// Lists of values that may have any type.
const KEPT: &[&str] = &["changes[", "new_value", "old_value"];

fn is_whole(name: &str, path: &str) -> bool {
    let general: String = path
        .split('[')
        .map(|part| part.split_once(']').map_or(part.to_owned(), |(_, rest)| format!("[]{rest}")))
        .collect();
    let is_member = name.starts_with("GUILD_MEMBER_") && path == "roles";
    let is_pair = ["shard", "size"].iter().any(|pair| general.ends_with(pair));
    let chosen = ["options", "values", "components"];
    let is_choice = path.starts_with("data.")
        && (chosen.iter().any(|list| path.ends_with(&format!(".{list}")))
            || path.starts_with("data.components["));
    // Those of members and emojis. The roles of a guild are not inside a list.
    is_member
        || path.ends_with(".roles")
        || is_pair
        || is_choice
        || WHOLE.iter().any(|whole| general == *whole || general.ends_with(&format!(".{whole}")))
}

/// Returns all lists, each with its JSON pointer and its path in the form of errors.
fn lists(value: &Value) -> Vec<(String, String)> {
    let mut all = Vec::new();
    collect(value, String::new(), String::new(), &mut all);
    all
}

fn collect(value: &Value, pointer: String, path: String, all: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let dot = if path.is_empty() { "" } else { "." };
                collect(value, format!("{pointer}/{name}"), format!("{path}{dot}{name}"), all);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(item, format!("{pointer}/{index}"), format!("{path}[{index}]"), all);
            }
            all.push((pointer, path));
        }
        _ => {}
    }
}
