//! Hard case 18: an event is never lost because of one invalid field.
//!
//! Each field of each sample and of each official example, at any depth, is removed, set to null, given another type,
//! or joined by an unknown field of the same kind. The result is a typed value, or an error with the event's name, the
//! path, and the unchanged dispatch.

use std::collections::BTreeSet;

use gateway_model::{DecodeError, Dispatch};
use serde_json::{Value, json};

use crate::examples::examples;
use crate::samples::{Sample, dispatch, of_another_type, samples};

/// The path from the outermost value to one inside.
type Way = Vec<Step>;

#[derive(Clone, Debug)]
enum Step {
    Field(String),
    Item(usize),
}

/// A change of a field.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Harm {
    Drop,
    Null,
    Retype,
    Add,
}

const HARMS: [Harm; 4] = [Harm::Drop, Harm::Null, Harm::Retype, Harm::Add];

/// Returns the paths to all values inside. Of those that end in the same two fields, such as `user.id`, only the first
/// is returned.
fn ways(value: &Value) -> Vec<Way> {
    let mut all = Vec::new();
    collect(value, &mut Vec::new(), &mut all);
    let mut seen = BTreeSet::new();
    all.retain(|way| {
        let end = way.len().saturating_sub(2);
        seen.insert((path(&way[end..]), way.len().min(2)))
    });
    all
}

/// Returns the samples, except those that have the data of another one.
fn distinct_samples() -> Vec<Sample> {
    let mut seen = Vec::new();
    let mut samples = samples();
    samples.retain(|sample| {
        let new = !seen.contains(&sample.data);
        seen.push(sample.data.clone());
        new
    });
    samples
}

fn collect(value: &Value, way: &mut Way, all: &mut Vec<Way>) {
    let inside: Vec<_> = match value {
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| (Step::Field(name.clone()), value)).collect()
        }
        Value::Array(items) => {
            items.iter().enumerate().map(|(index, value)| (Step::Item(index), value)).collect()
        }
        _ => return,
    };
    for (step, value) in inside {
        way.push(step);
        all.push(way.clone());
        collect(value, way, all);
        way.pop();
    }
}

fn walk<'a>(value: &'a mut Value, way: &[Step]) -> &'a mut Value {
    way.iter().fold(value, |value, step| match step {
        Step::Field(name) => &mut value[name],
        Step::Item(index) => &mut value[index],
    })
}

/// Returns a value with one field changed.
fn harmed(value: &Value, way: &[Step], harm: Harm) -> Value {
    let mut value = value.clone();
    let (last, outer) = way.split_last().unwrap();
    let holder = walk(&mut value, outer);
    match (harm, last) {
        (Harm::Drop, Step::Field(name)) => drop(holder.as_object_mut().unwrap().remove(name)),
        (Harm::Drop, Step::Item(index)) => drop(holder.as_array_mut().unwrap().remove(*index)),
        (Harm::Null, _) => *walk(holder, std::slice::from_ref(last)) = Value::Null,
        (Harm::Retype, _) => {
            let field = walk(holder, std::slice::from_ref(last));
            *field = of_another_type(field);
        }
        // If the keys are ids or languages, a new key is like the others.
        (Harm::Add, Step::Field(name)) if name.parse::<u64>().is_ok() => {
            holder[format!("9{name}")] = holder[name].clone();
        }
        (Harm::Add, Step::Field(name)) if path(outer).ends_with("localizations") => {
            holder["new"] = holder[name].clone();
        }
        (Harm::Add, Step::Field(name)) => holder[format!("new_{name}")] = json!({"a": [name]}),
        (Harm::Add, Step::Item(_)) => {
            let item = holder[0].clone();
            holder.as_array_mut().unwrap().push(item);
        }
    }
    value
}

/// Returns the path in the form of errors.
fn path(way: &[Step]) -> String {
    way.iter().fold(String::new(), |path, step| match step {
        Step::Field(name) if path.is_empty() => name.clone(),
        Step::Field(name) => format!("{path}.{name}"),
        Step::Item(index) => format!("{path}[{index}]"),
    })
}

/// Checks that the error has the event's name, and the path of the field or of a value that contains it, and that the
/// dispatch is unchanged.
fn check(error: &DecodeError, dispatch: &Dispatch, way: &[Step], harm: Harm) {
    let harmed = path(way);
    assert_eq!(error.event(), dispatch.name());
    assert_eq!(error.dispatch(), dispatch);
    // If a part is read in two steps, because its type is only known later, the path is that of the whole part.
    let named = error.path() == "." || harmed.starts_with(error.path());
    assert!(named, "{} {harm:?} {harmed}: {error}", dispatch.name());
    // The docs say two numbers, so three are an error.
    let is_pair = ["size", "shard"].iter().any(|pair| harmed.contains(pair));
    assert!(
        harm != Harm::Add || is_pair,
        "{} with a new field at {harmed}: {error}",
        dispatch.name()
    );
}

/// Changes a field of an event. Returns whether the change was accepted silently.
fn harm_event(name: &str, data: &Value, way: &[Step], harm: Harm) -> bool {
    let dispatch = dispatch(name, &harmed(data, way, harm));
    match dispatch.event() {
        Ok(decoded) => {
            decoded.skipped.iter().for_each(|error| check(error, &dispatch, way, harm));
            decoded.skipped.is_empty()
        }
        Err(error) => {
            check(&error, &dispatch, way, harm);
            false
        }
    }
}

/// A wrong type of a documented field is never accepted silently, except in [`TOLERATED`].
#[test]
fn case_18_one_bad_field_never_costs_an_event() {
    let mut passed_over = Vec::new();
    for sample in distinct_samples() {
        for way in ways(&sample.data) {
            for harm in HARMS {
                let silent = harm_event(sample.name(), &sample.data, &way, harm);
                if silent && harm == Harm::Retype {
                    passed_over.push(format!("{}: {}", sample.name(), path(&way)));
                }
            }
        }
    }
    passed_over.retain(|field| !TOLERATED.iter().any(|(part, _)| field.contains(part)));
    assert!(passed_over.is_empty(), "{passed_over:#?}");
}

#[test]
fn case_18_one_bad_field_never_costs_an_official_example() {
    for example in examples() {
        for way in ways(&example.value) {
            for harm in HARMS {
                let harmed = harmed(&example.value, &way, harm);
                if let Err(error) = (example.through)(&harmed) {
                    check(&error, &dispatch("EXAMPLE", &harmed), &way, harm);
                }
            }
        }
    }
}

/// If an event is useful without an item of a list, it is delivered without the item.
#[test]
fn case_18_a_bad_item_costs_only_itself() {
    let lists = [
        ("GUILD_CREATE", "members"),
        ("GUILD_CREATE", "channels"),
        ("GUILD_CREATE", "roles"),
        ("GUILD_CREATE", "presences"),
        ("GUILD_MEMBERS_CHUNK", "members"),
        ("MESSAGE_CREATE", "embeds"),
        ("MESSAGE_CREATE", "attachments"),
        ("MESSAGE_CREATE", "components"),
        ("MESSAGE_CREATE", "mentions"),
        ("READY", "guilds"),
        ("THREAD_LIST_SYNC", "threads"),
    ];
    for (name, list) in lists {
        let samples = samples();
        let mut data = samples.iter().find(|sample| sample.name() == name).unwrap().data.clone();
        let items = data[list].as_array_mut().unwrap();
        items.insert(0, json!("not an item"));
        let decoded = dispatch(name, &data).event().unwrap_or_else(|error| panic!("{error}"));
        let paths: Vec<_> = decoded.skipped.iter().map(DecodeError::path).collect();
        assert_eq!(paths, [format!("{list}[0]")], "{name}");
    }
}

/// A part of the path, and why another type is not an error there.
const TOLERATED: &[(&str, &str)] = &[
    ("presence.user.", UNCHECKED),
    ("presences[0].user.", UNCHECKED),
    ("PRESENCE_UPDATE: user.", UNCHECKED),
    (".tags.", "a mark that is set by being there, with null as its value; any value sets it"),
    ("changes[0].", "old and new value may be of any type"),
    ("INTERACTION_CREATE: data", "data of a kind this version does not know are kept as they came"),
];

const UNCHECKED: &str = "the docs say that Discord does not check these types";
