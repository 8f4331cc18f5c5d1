//! Generates the code of the operations: one file for each resource.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;

use crate::Output;
use crate::kind::Path;
use crate::operations::{Argument, Operation, ParamKind};
use crate::page::{docs_link, page};
use crate::spec::Encoding;

/// The first line of each file.
pub(crate) const NOTE: &str =
    "// Written by `cargo run -p xtask -- generate`: change xtask, not this file.\n";

/// Returns all files of `http-client/src/ops/generated/`.
pub(crate) fn files(operations: &[Operation<'_>]) -> Vec<Output> {
    let mut by_file: BTreeMap<&str, Vec<&Operation<'_>>> = BTreeMap::new();
    for operation in operations {
        by_file.entry(&operation.row.file).or_default().push(operation);
    }
    let folder = PathBuf::from("http-client/src/ops/generated");
    let mut outputs = vec![(folder.join("mod.rs"), index(&by_file, operations))];
    for (file, operations) in by_file {
        outputs.push((folder.join(format!("{file}.rs")), resource(file, &operations)));
    }
    outputs
}

/// Lists the files and the routes.
fn index(files: &BTreeMap<&str, Vec<&Operation<'_>>>, operations: &[Operation<'_>]) -> String {
    let mut text = format!("//! The files of the operations, and all routes.\n{NOTE}\n");
    for file in files.keys() {
        let _ = writeln!(text, "mod {file};");
    }
    text += "\nuse crate::request::Operation;\nuse crate::route::Route;\n\n";
    for file in files.keys() {
        let _ = writeln!(text, "pub use {file}::*;");
    }
    text += "\n/// The routes of all operations, by path and method.\npub static ROUTES: &[&Route] = &[\n";
    for operation in operations {
        let _ = writeln!(text, "{}::ROUTE,", type_name(&operation.id));
    }
    text + "];\n"
}

fn resource(file: &str, operations: &[&Operation<'_>]) -> String {
    let mut text = format!("//! Operations: {}.\n{NOTE}\n", file.replace('_', " "));
    text += &imports(operations);
    for operation in operations {
        text += &declaration(operation);
    }
    text += "impl Client {\n";
    for operation in operations.iter().filter(|operation| !operation.row.flags.contains('H')) {
        text += &method(operation);
    }
    text += "}\n\n";
    for operation in operations.iter().filter(|operation| !operation.optional.is_empty()) {
        text += &setters(operation);
    }
    text
}

fn imports(operations: &[&Operation<'_>]) -> String {
    let mut used: BTreeSet<Path> = BTreeSet::new();
    for operation in operations {
        used.extend(operation.answer.1.iter().cloned());
        let arguments = operation.optional.iter();
        used.extend(arguments.flat_map(|argument| argument.kind.paths()));
        if operation.row.flags.contains('H') {
            continue;
        }
        let arguments = operation.required.iter().chain(&operation.body);
        used.extend(arguments.flat_map(|argument| argument.kind.paths()));
        if operation.params.iter().any(|param| matches!(param.kind, ParamKind::Id(_))) {
            used.insert(Path { module: "gateway_model".into(), name: "Id".into() });
            used.insert(Path { module: "gateway_model::id".into(), name: "marker".into() });
        }
    }
    for (module, name) in [("crate::client", "Client"), ("crate::request", "Request")] {
        used.insert(Path { module: module.into(), name: name.into() });
    }
    let mut by_module: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for path in &used {
        by_module.entry(&path.module).or_default().push(&path.name);
    }
    let mut groups = [String::new(), String::new(), String::new()];
    for (module, names) in by_module {
        let group = match module.split("::").next() {
            Some("std") => 0,
            Some("crate") => 2,
            _ => 1,
        };
        let _ = writeln!(groups[group], "use {module}::{{{}}};", names.join(", "));
    }
    let text = groups.iter().filter(|group| !group.is_empty()).cloned().collect::<Vec<_>>();
    text.join("\n") + "\n"
}

fn declaration(operation: &Operation<'_>) -> String {
    let Operation { id, http, path, authorization, answer, row, .. } = operation;
    let markers = [('R', "Audited"), ('F', "WithFiles")];
    let markers: Vec<&str> = markers
        .iter()
        .filter(|(flag, _)| row.flags.contains(*flag))
        .map(|(_, name)| *name)
        .collect();
    let mut text = "operation! {\n".to_owned();
    for line in page(operation).lines() {
        let _ = writeln!(text, "    ///{}{line}", if line.is_empty() { "" } else { " " });
    }
    let _ = write!(
        text,
        "    {name} {{\n        name: {id:?},\n        route: {http} {path:?},\n        \
         major_parameters: {major},\n        authorization: {authorization},\n        \
         traits: [{markers}],\n        needs_one_of: {needs:?},\n        answer: {answer},\n    }}\n}}\n\n",
        name = type_name(id),
        major = major(path),
        markers = markers.join(", "),
        needs = operation.needs,
        answer = answer.0,
    );
    text
}

/// Returns how many of the path's parameters are the resource that rate limits depend on.
///
/// Docs: Rate Limits, "top-level resources": channels, guilds, and webhooks with their token.
fn major(path: &str) -> u8 {
    let two = [
        "/webhooks/{webhook_id}/{webhook_token}",
        "/interactions/{interaction_id}/{interaction_token}",
    ];
    let one = ["/channels/{channel_id}", "/guilds/{guild_id}", "/webhooks/{webhook_id}"];
    match path {
        path if two.iter().any(|start| path.starts_with(start)) => 2,
        path if one.iter().any(|start| path.starts_with(start)) => 1,
        _ => 0,
    }
}

fn method(operation: &Operation<'_>) -> String {
    let mut arguments = Vec::new();
    let mut params = Vec::new();
    for param in &operation.params {
        let (ty, value) = match param.kind {
            ParamKind::Id(marker) => {
                (format!("Id<marker::{marker}>"), format!("{}.into()", param.name))
            }
            ParamKind::Number => ("u64".into(), format!("{}.into()", param.name)),
            ParamKind::Text => ("&str".into(), format!("{}.into()", param.name)),
        };
        arguments.push(format!("{}: {ty}", param.name));
        params.push(value);
    }
    let mut chain = String::new();
    match (&operation.body, operation.encoding) {
        (Some(body), _) => {
            let (_, ty, value) = body.kind.argument(&body.name, false);
            arguments.push(format!("{}: {ty}", body.name));
            let _ = write!(chain, ".with_json({:?}, {value})", body.name);
        }
        (None, Encoding::Json) => chain += ".with_fields()",
        (None, Encoding::Form) => chain += ".with_form()",
        (None, Encoding::UrlForm) => chain += ".with_url_form()",
        (None, Encoding::None) => {}
    }
    for argument in &operation.required {
        let (_, ty, _) = argument.kind.argument(&argument.name, false);
        arguments.push(format!("{}: {ty}", argument.name));
        chain += &call(argument);
    }
    if operation.row.flags.contains('O') {
        chain += ".ordered(true)";
    }
    let mut text = docs(operation);
    let all = operation.body.iter().chain(&operation.required);
    if operation.body.is_some() || !operation.required.is_empty() {
        text += "///\n";
        for argument in all {
            let _ = writeln!(text, "/// - `{}`: {}", argument.name, lower(&argument.doc));
        }
    }
    if arguments.len() > 6 {
        text += "#[allow(clippy::too_many_arguments, reason = \"all of them are needed\")]\n";
    }
    let name = &operation.row.method;
    let ty = type_name(&operation.id);
    let _ = writeln!(
        text,
        "pub fn {name}(&self, {}) -> Request<{ty}> {{ Request::new(self, &[{}]){chain} }}\n",
        arguments.join(", "),
        params.join(", "),
    );
    text
}

/// Returns the documentation of the operation, with a link to Discord's docs.
fn docs(operation: &Operation<'_>) -> String {
    let mut text = format!("/// {}\n///\n", operation.row.summary);
    if operation.row.flags.contains('R') {
        text += "/// The audit log shows the [`reason`](Request::reason).\n///\n";
    }
    let _ = writeln!(text, "/// {}", docs_link(operation));
    text
}

fn setters(operation: &Operation<'_>) -> String {
    let mut text = format!("impl Request<{}> {{\n", type_name(&operation.id));
    for argument in &operation.optional {
        let (lifetime, ty, _) = argument.kind.argument(&argument.name, argument.null);
        let name = &argument.name;
        let _ = writeln!(text, "/// {}", argument.doc);
        if argument.null {
            text += "///\n/// `None` takes it away.\n";
        }
        let _ = writeln!(
            text,
            "pub fn {name}{lifetime}(self, {name}: {ty}) -> Self {{ self{} }}\n",
            call(argument)
        );
    }
    text + "}\n\n"
}

/// Returns the call that sets an argument.
fn call(argument: &Argument) -> String {
    let (_, _, value) = argument.kind.argument(&argument.name, argument.null);
    let setter = match (&argument.kind, argument.query) {
        (crate::kind::Kind::File, _) => "part",
        (_, true) => "param",
        (_, false) => "set",
    };
    format!(".{setter}({:?}, {value})", argument.field)
}

/// Converts `create_message` to `CreateMessage`.
pub(crate) fn type_name(id: &str) -> String {
    id.split('_')
        .map(|word| {
            let (first, rest) = word.split_at(1.min(word.len()));
            first.to_uppercase() + rest
        })
        .collect()
}

pub(crate) fn lower(text: &str) -> String {
    let (first, rest) = text.split_at(1.min(text.len()));
    first.to_lowercase() + rest
}
