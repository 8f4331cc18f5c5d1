//! The page of an operation in the docs of http-client: its method, arguments and setters, and a link to Discord's docs.

use std::fmt::Write as _;

use crate::code::{lower, type_name};
use crate::operations::{Argument, Operation};

/// Returns the documentation of an operation's type.
pub(crate) fn page(operation: &Operation<'_>) -> String {
    let Operation { http, path, row, .. } = operation;
    let method = &row.method;
    let mut text = format!(
        "{}\n\n[`Client::{method}`](crate::Client::{method}) creates the request. Route: `{http} {path}`.\n\n{}\n",
        row.summary,
        docs_link(operation),
    );
    let is_by_hand = row.flags.contains('H');
    if !is_by_hand {
        let _ = write!(text, "\n# Example\n\n`{}`\n", example(operation));
        let required: Vec<&Argument> = operation.body.iter().chain(&operation.required).collect();
        list(&mut text, "Arguments", "Arguments of the method, in this order:", &required);
    }
    let optional: Vec<&Argument> = operation.optional.iter().collect();
    let name = type_name(&operation.id);
    let mut setters = format!(
        "Methods of [`Request<{name}>`](crate::Request#impl-Request%3C{name}%3E), in addition to those of every request."
    );
    if !operation.needs.is_empty() {
        let needs: Vec<_> = operation.needs.iter().map(|need| format!("`{need}`")).collect();
        let _ = write!(setters, " At least one of {} must be set.", needs.join(", "));
    }
    list(&mut text, "Setters", &setters, &optional);
    let of_traits = [
        ('F', "file", "adds a file to the message."),
        ('R', "reason", "the reason for the audit log (at most 512 characters)."),
    ];
    let of_traits: Vec<_> =
        of_traits.iter().filter(|(flag, ..)| row.flags.contains(*flag)).collect();
    if optional.is_empty() && !of_traits.is_empty() {
        text += "\n# Setters\n\nMethods of [`Request`](crate::Request), in addition to those of every request:\n\n";
    }
    for (_, name, doc) in of_traits {
        let _ = writeln!(text, "- [`{name}`](crate::Request::{name}): {doc}");
    }
    text
}

/// Appends a list of arguments under a heading, if there are any.
fn list(text: &mut String, heading: &str, introduction: &str, arguments: &[&Argument]) {
    if arguments.is_empty() {
        return;
    }
    let _ = write!(text, "\n# {heading}\n\n{introduction}\n\n");
    for argument in arguments {
        let null = null_note(argument).map(|note| format!(" {note}")).unwrap_or_default();
        let _ = writeln!(text, "- `{}`: {}{null}", argument.name, lower(&argument.doc));
    }
}

/// Returns the meaning of `None` for an argument that can be null, unless its own documentation says it.
pub(crate) fn null_note(argument: &Argument) -> Option<&'static str> {
    let is_needed = argument.null && !argument.doc.contains("`None`");
    is_needed.then_some("`None` sends `null`: no value.")
}

/// Returns an example: a call with a variable for each argument, and one setter.
fn example(operation: &Operation<'_>) -> String {
    let params = operation.params.iter().map(|param| &*param.name);
    let required = operation.body.iter().chain(&operation.required);
    let arguments: Vec<&str> = params.chain(required.map(|argument| &*argument.name)).collect();
    let is_needed = |argument: &&Argument| operation.needs.first() == Some(&&*argument.field);
    let setter = operation.optional.iter().find(is_needed).or_else(|| operation.optional.first());
    let setter = setter.map(|argument| format!(".{0}({0})", argument.name)).unwrap_or_default();
    let reason = if operation.row.flags.contains('R') { ".reason(\"why\")" } else { "" };
    let (method, arguments) = (&operation.row.method, arguments.join(", "));
    format!("client.{method}({arguments}){setter}{reason}.await?")
}

/// Returns a link to the description of the operation in Discord's docs.
pub(crate) fn docs_link(operation: &Operation<'_>) -> String {
    match &operation.row.docs {
        Some((title, page)) => {
            format!("Docs: [{title}](https://docs.discord.com/developers/{page}).")
        }
        None => format!(
            "Not in Discord's docs; see `{}` in Discord's [OpenAPI description](https://github.com/discord/discord-api-spec).",
            operation.id
        ),
    }
}
