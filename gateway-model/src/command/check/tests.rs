use std::collections::BTreeMap;

use crate::channel::ChannelKind;
use crate::command::*;
use crate::interaction::InteractionResponse;
use crate::limits::Limit;

fn text(length: usize) -> String {
    "ä".repeat(length)
}

fn command(option: CommandOption) -> CommandCreate {
    CommandCreate::chat_input("ping", "Answers").option(option)
}

fn of(kind: CommandOptionKind) -> CommandOption {
    CommandOption::new(kind, "x", "x")
}

/// Checks that `good` is at the limit, that `bad` is one beyond it, and that the error has this path.
fn holds(good: &CommandCreate, bad: &CommandCreate, path: &str) {
    assert_eq!(good.check(), Ok(()), "{path}");
    assert_eq!(bad.check().unwrap_err().path, path);
}

fn options_hold(good: CommandOption, bad: CommandOption, field: &str) {
    holds(&command(good), &command(bad), &format!("options.0.{field}"));
}

#[test]
fn lengths_and_letters_of_names() {
    let slash = |name: &str| CommandCreate::chat_input(name, "x");
    holds(&slash(&text(32)), &slash(&text(33)), "name");
    for (good, bad) in
        [("a", ""), ("a-b_c'1", "a b"), ("ärger", "Ärger"), ("नमस्ते", "a.b"), ("สวัสดี", "🔥")]
    {
        holds(&slash(good), &slash(bad), "name");
    }
    let menu = CommandCreate::user;
    holds(&menu("Say Hello"), &menu(&text(33)), "name");
    let localized =
        |name: &str| slash("x").name_localizations(BTreeMap::from([("de".into(), name.into())]));
    holds(&localized("wort"), &localized("Wort"), "name_localizations.de");
}

#[test]
fn what_a_kind_of_command_has() {
    let slash = |description: usize| CommandCreate::chat_input("x", text(description));
    holds(&slash(100), &slash(101), "description");
    holds(&slash(1), &slash(0), "description");
    let mut described = CommandCreate::message("x");
    described.description = Some("x".into());
    holds(&CommandCreate::message("x"), &described, "description");
    let option = || of(CommandOptionKind::User);
    holds(&slash(1).option(option()), &CommandCreate::user("x").option(option()), "options");
    let mut handled = slash(1);
    handled.handler = Some(CommandHandler::AppHandler);
    let entry = CommandCreate::primary_entry_point("x", CommandHandler::AppHandler);
    holds(&entry, &handled, "handler");
}

#[test]
fn options_of_a_command() {
    let many = |count: usize| {
        let option = |number| CommandOption::new(CommandOptionKind::User, format!("{number}"), "x");
        CommandCreate::chat_input("x", "x").options((0..count).map(option))
    };
    holds(&many(25), &many(26), "options");
    holds(
        &many(1),
        &many(1).option(CommandOption::new(CommandOptionKind::Role, "0", "x")),
        "options.1.name",
    );
    let late = of(CommandOptionKind::Role).required();
    holds(&command(late.clone()), &many(1).option(late), "options.1.required");
    let inner = || of(CommandOptionKind::SubCommand);
    let group = || of(CommandOptionKind::SubCommandGroup);
    options_hold(
        group().option(inner()),
        group().option(of(CommandOptionKind::User)),
        "options.0.type",
    );
    options_hold(
        inner().option(of(CommandOptionKind::User)),
        inner().option(inner()),
        "options.0.type",
    );
}

#[test]
fn fields_of_an_option() {
    use CommandOptionKind as Kind;
    let described = |length| CommandOption::new(Kind::User, "x", text(length));
    options_hold(described(100), described(101), "description");
    let choices = |count| (0..count).fold(of(Kind::String), |option, _| option.choice("x", "x"));
    options_hold(choices(25), choices(26), "choices");
    let choice = |name, value| of(Kind::String).choice(text(name), text(value));
    options_hold(choice(100, 100), choice(101, 1), "choices.0.name");
    options_hold(choice(1, 100), choice(1, 101), "choices.0.value");
    options_hold(
        of(Kind::Integer).choice("x", 7),
        of(Kind::Integer).choice("x", "y"),
        "choices.0.value",
    );
    options_hold(of(Kind::Number).choice("x", 0.5), of(Kind::User).choice("x", 7), "choices");
    let most = (1_i64 << 53) - 1;
    options_hold(
        of(Kind::Integer).max_value(most),
        of(Kind::Integer).max_value(most + 1),
        "max_value",
    );
    options_hold(
        of(Kind::Number).min_number(-1e15),
        of(Kind::Number).min_number(-1e16),
        "min_value",
    );
    options_hold(of(Kind::Number).min_number(0.5), of(Kind::Integer).min_number(0.5), "min_value");
    options_hold(of(Kind::Integer).min_value(1), of(Kind::String).min_value(1), "min_value");
    options_hold(
        of(Kind::String).min_length(6000),
        of(Kind::String).min_length(6001),
        "min_length",
    );
    options_hold(of(Kind::String).max_length(1), of(Kind::String).max_length(0), "max_length");
    options_hold(of(Kind::String).max_length(6000), of(Kind::User).max_length(6), "max_length");
    let both = of(Kind::String).choice("x", "x").autocomplete();
    options_hold(of(Kind::String).autocomplete(), both, "autocomplete");
    let kinds = [ChannelKind::GuildText];
    options_hold(
        of(Kind::Channel).channel_types(kinds),
        of(Kind::Role).channel_types(kinds),
        "channel_types",
    );
    let files = |count| of(Kind::Attachment).file_types((0..count).map(|_| "image"));
    options_hold(files(10), files(11), "file_types");
    options_hold(of(Kind::SubCommand), of(Kind::SubCommand).required(), "required");
}

#[test]
fn all_texts_together() {
    let command = |last: usize| {
        let choices = (0..25).map(|_| CommandOptionChoice::new("x", text(100)));
        let option = |number| {
            let option =
                CommandOption::new(CommandOptionKind::String, format!("{number}"), text(99));
            option.choices(choices.clone())
        };
        let command = CommandCreate::chat_input("x", "x").options((0..3).map(option));
        let other = CommandOption::new(CommandOptionKind::User, "other", text(last));
        command.option(other)
    };
    // 2 for the command, 3 * (1 + 99 + 25 * 101) for the options, 5 and 100 for the last one: 7982. With 2 * (5 + 4)
    // more it is 8000.
    assert_eq!(command(100).check(), Ok(()));
    let longer = |length: usize| {
        let texts = BTreeMap::from([("de".into(), text(length))]);
        let long = command(100).description_localizations(texts);
        (0..2).fold(long, |long, number| {
            let name = format!("more{number}");
            long.option(CommandOption::new(CommandOptionKind::User, name, text(4)))
        })
    };
    assert_eq!(longer(1).check(), Ok(()));
    let error = longer(100).check().unwrap_err();
    assert_eq!(error.limit, Limit::Characters { found: 8099, allowed: 0..=8000 });
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    use CommandOptionKind as Kind;
    let texts = BTreeMap::from([("de".into(), "Gross".into()), ("fr".into(), String::new())]);
    let inner = of(Kind::String).choice("", text(101)).min_value(1);
    let group = CommandOption::new(Kind::SubCommandGroup, "g", "x")
        .option(CommandOption::new(Kind::SubCommand, "s", text(101)).option(inner));
    let command = CommandCreate::chat_input("A B", "")
        .name_localizations(texts)
        .option(of(Kind::User))
        .option(of(Kind::Role).required())
        .option(group);
    let errors = command.check_all().unwrap_err();
    let paths: Vec<&str> = errors.iter().map(|error| &*error.path).collect();
    let of_inner = ["min_value", "choices.0.name", "choices.0.value"]
        .map(|field| format!("options.2.options.0.options.0.{field}"));
    let mut expected =
        vec!["name", "name_localizations.de", "name_localizations.fr", "description"];
    expected.extend(["options.1.name", "options.1.required", "options.2.options.0.description"]);
    expected.extend(of_inner.iter().map(String::as_str));
    assert_eq!(paths, expected);
    assert_eq!(command.check().unwrap_err(), errors[0]);
    assert_eq!(CommandCreate::chat_input("x", "x").check_all(), Ok(()));
}

#[test]
fn proposals() {
    let answer = |count, name| {
        let choices = (0..count).map(|_| CommandOptionChoice::new(text(name), 7));
        InteractionResponse::autocomplete(choices).check()
    };
    assert_eq!(answer(25, 100), Ok(()));
    assert_eq!(answer(26, 1).unwrap_err().path, "data.choices");
    assert_eq!(answer(1, 101).unwrap_err().path, "data.choices.0.name");
}
