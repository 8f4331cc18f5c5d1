//! Generates calls of every operation, for the tests: with as few and with as many parameters as possible.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use crate::Output;
use crate::code::{NOTE, type_name};
use crate::kind::Kind;
use crate::operations::{Argument, Operation, ParamKind};

/// Returns the files below `http-client/tests/every_operation/`.
pub(crate) fn files(operations: &[Operation<'_>]) -> Vec<Output> {
    let mut by_file: BTreeMap<&str, String> = BTreeMap::new();
    for operation in operations {
        let text = by_file.entry(&operation.row.file).or_default();
        for (how, call) in calls(operation) {
            let _ = writeln!(
                text,
                "Call::new({:?}, {how:?}, |client| Box::pin(client.{call}.raw())),",
                operation.id
            );
        }
    }
    let folder = PathBuf::from("http-client/tests/every_operation/generated");
    let mut index = format!("//! Calls of every operation.\n{NOTE}\n");
    for file in by_file.keys() {
        let _ = writeln!(index, "mod {file};");
    }
    index += "\nuse http_client::ops;\n\nuse crate::call::Call;\nuse crate::decode::Decode;\n\n/// Every operation, each in several ways.\npub(crate) fn all() -> Vec<Call> {\n\
              let mut all = Vec::new();\n";
    for file in by_file.keys() {
        let _ = writeln!(index, "all.extend({file}::calls());");
    }
    index += "all\n}\n";
    index += "\n/// How the answer of each operation is read and written back.\n#[rustfmt::skip]\n\
              pub(crate) const DECODES: &[Decode] = &[\n";
    for operation in operations {
        let how = match operation.answer.0.split('<').next() {
            Some("Binary") => "Decode::bytes".into(),
            Some("Indexed") => format!("Decode::found::<ops::{}, _>", type_name(&operation.id)),
            _ => format!("Decode::json::<ops::{}>", type_name(&operation.id)),
        };
        let _ = writeln!(index, "    {how}({:?}),", operation.id);
    }
    index += "];\n";
    let mut outputs = vec![(folder.join("mod.rs"), index)];
    for (file, calls) in by_file {
        let mut text = format!("//! Calls: {}.\n{NOTE}\n", file.replace('_', " "));
        for (name, used) in [("{id, sample}", "both"), ("id", "id()"), ("sample", "sample()")] {
            let (id, sample) = (calls.contains("id()"), calls.contains("sample()"));
            let is = match used {
                "both" => id && sample,
                "id()" => id && !sample,
                _ => sample && !id,
            };
            if is {
                let _ = writeln!(text, "use crate::sample::{name};");
            }
        }
        text += "use crate::call::Call;\n\n";
        let _ = writeln!(
            text,
            "#[rustfmt::skip]\npub(crate) fn calls() -> Vec<Call> {{\n    vec![\n{}    ]\n}}",
            calls.lines().map(|line| format!("        {line}\n")).collect::<String>()
        );
        outputs.push((folder.join(format!("{file}.rs")), text));
    }
    outputs
}

fn calls(operation: &Operation<'_>) -> Vec<(&'static str, String)> {
    let start = start(operation);
    let setter = |argument: &Argument, value: String| format!(".{}({value})", argument.name);
    let mut minimal = start.clone();
    let mut rest = operation.optional.iter();
    if let Some(need) = operation.needs.first()
        && let Some(argument) = rest.find(|argument| argument.field == *need)
    {
        minimal += &setter(argument, value(&operation.id, argument));
    }
    let mut full = start.clone();
    for argument in &operation.optional {
        full += &setter(argument, value(&operation.id, argument));
    }
    if operation.row.flags.contains('R') {
        full += ".reason(\"because, even so: ünïcode\")";
    }
    let mut calls = vec![("minimal", minimal), ("full", full)];
    if operation.optional.iter().any(|argument| argument.null) {
        let mut nulls = start.clone();
        for argument in operation.optional.iter().filter(|argument| argument.null) {
            nulls += &setter(argument, "None".into());
        }
        calls.push(("nulls", nulls));
    }
    if operation.row.flags.contains('F') {
        calls.push(("files", format!("{start}.file(sample()).file(sample())")));
    }
    calls
}

/// Returns the call of the method with its required arguments.
fn start(operation: &Operation<'_>) -> String {
    let mut arguments: Vec<String> = operation
        .params
        .iter()
        .map(|param| match (&param.kind, param.name.as_str()) {
            (ParamKind::Id(_), _) => "id()".into(),
            (ParamKind::Number, _) => "1".into(),
            (ParamKind::Text, "emoji_name") => "\"🔥\"".into(),
            (ParamKind::Text, _) => "\"abc-def\"".into(),
        })
        .collect();
    if operation.row.flags.contains('H') {
        // Written by hand, with arguments that are known to have samples.
        let hand: &[&str] = match operation.id.as_str() {
            "create_auto_moderation_rule" => &["\"text\"", "sample()", "&sample()", "&[sample()]"],
            "create_guild_scheduled_event" => &["\"text\"", "sample()", "&sample()"],
            "create_oauth2_token" => &["id()", "&sample()", "\"code\"", "\"https://example.com/\""],
            "revoke_oauth2_token" => &["id()", "&sample()", "\"token\""],
            _ => &[],
        };
        arguments.extend(hand.iter().map(|&argument| argument.to_owned()));
    } else {
        arguments.extend(
            operation
                .body
                .iter()
                .chain(&operation.required)
                .map(|argument| value(&operation.id, argument)),
        );
    }
    format!("{}({})", operation.row.method, arguments.join(", "))
}

/// Returns a plausible value.
fn value(operation: &str, argument: &Argument) -> String {
    let value = value_itself(operation, argument);
    // If `null` is allowed, the type of a sample is not known without this.
    if argument.null && value.contains("()") { format!("Some({value})") } else { value }
}

fn value_itself(operation: &str, argument: &Argument) -> String {
    let least = argument.shape.least.unwrap_or(0.0);
    let most = argument.shape.most.unwrap_or(f64::MAX);
    match &argument.kind {
        Kind::Value(path) if path.name == "ChannelKind" && operation == "create_thread" => {
            "gateway_model::channel::ChannelKind::PublicThread".into()
        }
        Kind::Id(_) => "id()".into(),
        Kind::Ids(_) | Kind::JoinedIds(_) => {
            let ids = if least < 2.0 { "&[id()]" } else { "&[id(), crate::sample::another()]" };
            ids.into()
        }
        Kind::Text => format!("{:?}", text(argument, least, most)),
        Kind::Texts => format!("&[{:?}]", text(argument, 0.0, f64::MAX)),
        Kind::Plain(kind) => plain(argument, kind, least, most),
        Kind::Time | Kind::Value(_) | Kind::File => "sample()".into(),
        Kind::Reference(_) => "&sample()".into(),
        Kind::List(_) => "&[sample()]".into(),
    }
}

fn plain(argument: &Argument, kind: &str, least: f64, most: f64) -> String {
    match (kind, argument.field.as_str()) {
        ("bool", _) => "true".into(),
        ("f64", _) => "0.5".into(),
        (_, "auto_archive_duration" | "default_auto_archive_duration") => "1440".into(),
        (_, "afk_timeout") => "300".into(),
        (_, "type") => "4".into(),
        (_, "flags") => "1".into(),
        _ => format!("{}", 5.0_f64.clamp(least, most.max(least))),
    }
}

fn text(argument: &Argument, least: f64, most: f64) -> &'static str {
    match argument.field.as_str() {
        _ if argument.shape.format == "uri" => "https://example.com/a?b=c",
        "features" => "COMMUNITY",
        "event_webhooks_types" => "ENTITLEMENT_CREATE",
        "emoji_name" | "unicode_emoji" => "🔥",
        "tags" => "fire",
        "rtc_region" | "region" => "rotterdam",
        "secret" => "a secret that nobody guesses",
        _ if most < 4.0 => "ab",
        _ if least > 4.0 => "a text of some length",
        _ => "text",
    }
}
