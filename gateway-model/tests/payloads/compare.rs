//! Compares two values.

use std::collections::BTreeSet;

use serde_json::Value;

/// Returns all differences, each as a path and what changed there.
pub(crate) fn differences(read: &Value, written: &Value) -> Vec<String> {
    let mut found = Vec::new();
    compare("", read, written, &mut found);
    found
}

fn compare(path: &str, read: &Value, written: &Value, found: &mut Vec<String>) {
    match (read, written) {
        (Value::Object(left), Value::Object(right)) => {
            let names: BTreeSet<_> = left.keys().chain(right.keys()).collect();
            for name in names {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                match (left.get(name), right.get(name)) {
                    (Some(read), Some(written)) => compare(&path, read, written, found),
                    (Some(Value::Null), None) => found.push(format!("{path}: null was left out")),
                    (Some(Value::Array(items)), None) if items.is_empty() => {
                        found.push(format!("{path}: [] was left out"));
                    }
                    (Some(_), None) => found.push(format!("{path}: lost")),
                    (None, Some(added)) => found.push(format!("{path}: {added} was added")),
                    (None, None) => {}
                }
            }
        }
        (Value::Array(left), Value::Array(right)) if left.len() == right.len() => {
            for (index, (read, written)) in left.iter().zip(right).enumerate() {
                compare(&format!("{path}[{index}]"), read, written, found);
            }
        }
        (Value::Number(left), Value::Number(right)) if left.as_f64() == right.as_f64() => {}
        _ if read == written => {}
        _ => found.push(format!("{path}: {read} became {written}")),
    }
}
