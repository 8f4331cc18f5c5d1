//! The page of all actions and their fields, generated from their source.

use std::fmt::Write as _;

const CONNECTION: &str = include_str!("connection.rs");
const USER: &str = include_str!("user.rs");
const INTERACTION: &str = include_str!("interaction.rs");
const WORLD: &str = include_str!("world.rs");
const SERVER: &str = include_str!("server.rs");
const REST: &str = include_str!("rest.rs");

/// The files in which the types of fields are declared.
const TYPES: [&str; 7] = [
    include_str!("target.rs"),
    include_str!("faults.rs"),
    include_str!("chaos_config.rs"),
    CONNECTION,
    WORLD,
    include_str!("../limits/rules.rs"),
    include_str!("../core/handshake_faults.rs"),
];

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/actions.md");

/// A variant of an enum, or a field: its docs, whether it is optional, its name and the text after it.
#[derive(Debug, Default)]
struct Item {
    docs: String,
    renamed: Option<String>,
    optional: bool,
    name: String,
    rest: String,
    fields: Vec<Item>,
}

/// The items of a type's body, with each line indented by this much.
fn items<'s>(lines: &mut impl Iterator<Item = &'s str>, indent: usize) -> Vec<Item> {
    let (mut all, mut item) = (Vec::new(), Item::default());
    while let Some(line) = lines.next() {
        let text = line.trim();
        if line.len() - line.trim_start().len() < indent {
            break;
        }
        if let Some(docs) = text.strip_prefix("///") {
            item.docs += docs;
        } else if let Some(renamed) = text.strip_prefix("#[serde(rename = \"") {
            item.renamed = renamed.split('"').next().map(str::to_owned);
        } else if text.starts_with("#[serde(default") {
            item.optional = true;
        } else if !text.starts_with('#') && !text.is_empty() {
            let text = text.trim_start_matches("pub ");
            let end = text.find(|c: char| c != '_' && !c.is_alphanumeric()).unwrap_or(text.len());
            item.name = text[..end].to_owned();
            item.rest = text[end..].trim_end_matches(',').trim_matches([':', ' ']).to_owned();
            if item.rest == "{" {
                item.fields = items(lines, indent + 4);
            }
            all.push(std::mem::take(&mut item));
        }
    }
    all
}

/// The items of an enum or a struct.
fn items_of(source: &str, of: &str) -> Option<Vec<Item>> {
    let mut lines = source.lines();
    let start =
        |line: &str| line == format!("pub enum {of} {{") || line == format!("pub struct {of} {{");
    lines.by_ref().find(|line| start(line))?;
    Some(items(&mut lines, 4))
}

fn snake(name: &str) -> String {
    let mut snake = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(c.to_lowercase());
    }
    snake
}

/// The name of an item in JSON.
fn json_name(item: &Item) -> String {
    item.renamed.clone().unwrap_or_else(|| snake(&item.name))
}

/// Docs without links into the code.
fn plain(docs: &str) -> String {
    let mut text = String::new();
    let mut rest = docs.trim();
    while let Some((before, after)) = rest.split_once("[`") {
        let Some((link, after)) = after.split_once("`]") else { break };
        let name = snake(link.rsplit("::").next().unwrap_or(link));
        let _ = write!(text, "{before}`{name}`");
        rest = match after.strip_prefix('(') {
            Some(target) => target.split_once(')').map_or("", |(_, after)| after),
            None => after,
        };
    }
    text + rest
}

/// What a field contains.
fn holds(of: &str) -> String {
    let of = of.trim_start_matches("Option<").trim_end_matches('>');
    if let Some(of) = of.strip_prefix("Vec<") {
        return format!("list: {}", holds(of));
    }
    match of {
        "String" => "text".to_owned(),
        "bool" => "`true` or `false`".to_owned(),
        "u16" | "u32" | "u64" | "usize" | "f64" => "number".to_owned(),
        "Value" => "JSON".to_owned(),
        "Map<String, Value" => "object".to_owned(),
        "Permissions" => "bit set as text".to_owned(),
        of => {
            let found = TYPES.into_iter().find_map(|source| items_of(source, of));
            let found = found.unwrap_or_else(|| panic!("the source of the type {of} is not read"));
            let values = found.iter().map(|item| match item.rest.as_str() {
                "" => format!("`\"{}\"`", json_name(item)),
                rest if rest.starts_with('(') => format!("`{{\"{}\": ..}}`", json_name(item)),
                _ => format!("`{}`", json_name(item)),
            });
            values.collect::<Vec<_>>().join(", ")
        }
    }
}

fn page() -> String {
    let mut page = "# Actions\n\nEvery action of `POST /sim/actions`, of scripts and of `Sim::act`, with all of its fields. `do` names \
        it. This page is generated\nfrom the code by a test, which fails if it is outdated: `SIM_WRITE_ACTIONS=1 cargo test -p gateway-sim \
        --lib page` regenerates it.\n"
        .to_owned();
    let kinds = [
        ("Actions of users", USER, "UserAction"),
        ("Actions of users with commands, components and modals", INTERACTION, "InteractionAction"),
        ("Events in guilds", WORLD, "WorldAction"),
        ("Faults of connections", CONNECTION, "ConnectionAction"),
        ("Faults for all connections", SERVER, "ServerAction"),
        ("Changes for REST requests", REST, "RestAction"),
    ];
    for (title, source, of) in kinds {
        let _ = write!(page, "\n## {title}\n");
        if of == "ConnectionAction" {
            page += "\nEach also takes a `target`: `\"all\"`, which is the default, `{\"shard\": 0}` or `{\"connection\": 7}`.\n";
        }
        for action in items_of(source, of).unwrap() {
            let _ = write!(page, "\n### `{}`\n\n{}\n", json_name(&action), plain(&action.docs));
            let inner = action.rest.trim_matches(['(', ')']);
            let fields = match action.rest.starts_with('(') {
                true if inner == "Failure" => {
                    items_of(include_str!("../rest/answers.rs"), inner).unwrap()
                }
                true => TYPES.into_iter().find_map(|source| items_of(source, inner)).unwrap(),
                false => action.fields,
            };
            if !fields.is_empty() {
                page += "\n| field | value | |\n| --- | --- | --- |\n";
            }
            for field in fields {
                let optional = if field.optional { "; optional" } else { "" };
                let (holds, docs) = (holds(&field.rest), plain(&field.docs));
                let _ = writeln!(page, "| `{}` | {holds}{optional} | {docs} |", json_name(&field));
            }
        }
    }
    page
}

#[test]
fn the_page_of_actions_is_made_from_their_source() {
    let page = page();
    if std::env::var_os("SIM_WRITE_ACTIONS").is_some() {
        std::fs::write(PAGE, &page).unwrap();
    }
    let there = std::fs::read_to_string(PAGE).unwrap_or_default();
    assert!(there == page, "docs/actions.md is outdated; the page says how to regenerate it");
    for action in super::json_tests::whole() {
        let name = action["do"].as_str().unwrap();
        let section =
            page.split("\n### ").find(|section| section.starts_with(&format!("`{name}`")));
        let section = section.unwrap_or_else(|| panic!("{name} is not on the page"));
        for field in action.as_object().unwrap().keys() {
            let shared = field == "do" || field == "target" && name != "use_command";
            assert!(shared || section.contains(&format!("| `{field}` |")), "{name}: {field}");
        }
    }
}
