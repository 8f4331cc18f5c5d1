//! The operations, combined from the description and the tables.

use crate::Result;
use crate::kind::{Kind, Path};
use crate::spec::{Answered, Encoding, Shape, Spec};
use crate::tables::{self, Row, Tables};

/// One operation, ready to be generated.
#[derive(Debug)]
pub(crate) struct Operation<'a> {
    pub(crate) id: String,
    pub(crate) row: &'a Row,
    pub(crate) http: String,
    pub(crate) path: String,
    pub(crate) authorization: &'static str,
    /// Parameters of the path.
    pub(crate) params: Vec<Param>,
    /// The required arguments.
    pub(crate) required: Vec<Argument>,
    /// The optional arguments.
    pub(crate) optional: Vec<Argument>,
    /// The body, if it is passed as one value.
    pub(crate) body: Option<Argument>,
    pub(crate) encoding: Encoding,
    /// The type of the response, and the types that it names.
    pub(crate) answer: (String, Vec<Path>),
    /// Fields of which at least one must be set.
    pub(crate) needs: &'static [&'static str],
}

/// A parameter of a path: an id with its marker, a number, or text.
#[derive(Debug)]
pub(crate) struct Param {
    pub(crate) name: String,
    pub(crate) kind: ParamKind,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum ParamKind {
    Id(&'static str),
    Number,
    Text,
}

/// An argument of a method.
#[derive(Clone, Debug)]
pub(crate) struct Argument {
    /// Its name in the API.
    pub(crate) field: String,
    /// Its name in Rust.
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) query: bool,
    /// Whether `null` can be sent.
    pub(crate) null: bool,
    pub(crate) doc: String,
    pub(crate) shape: Shape,
}

/// Returns all operations, sorted by path and method.
pub(crate) fn all<'a>(spec: &Spec, tables: &'a Tables) -> Result<Vec<Operation<'a>>> {
    let mut operations = Vec::new();
    for (path, http, description) in spec.operations() {
        let id = description["operationId"].as_str().unwrap_or_default().to_owned();
        let row = tables.operation(&id)?;
        let (encoding, mut fields) = spec.body(description);
        let body = tables.body(&id).map(|(name, kind, doc)| Argument {
            field: name.clone(),
            name: name.clone(),
            kind: kind.clone(),
            query: false,
            null: false,
            doc: doc.clone(),
            shape: Shape::default(),
        });
        if body.is_some() {
            fields.clear();
        }
        let (mut required, mut optional) = (Vec::new(), Vec::new());
        for field in fields.into_iter().chain(spec.query(path, description)) {
            if tables::is_skipped(&id, &field.name) {
                continue;
            }
            let (kind, doc) = tables.field(&id, &field.name)?;
            let needed = field.required || tables::is_required(&id, &field.name);
            let argument = Argument {
                name: if field.name == "type" { "kind".into() } else { field.name.clone() },
                kind: kind.clone(),
                query: field.query,
                null: !needed
                    && field.shape.nullable
                    && matches!(http.as_str(), "PATCH" | "PUT")
                    && kind.takes_null(),
                doc: with_limits(doc, kind, &field.shape),
                shape: field.shape,
                field: field.name,
            };
            if needed { required.push(argument) } else { optional.push(argument) }
        }
        operations.push(Operation {
            params: params(path),
            authorization: authorization(path, &description["security"]),
            answer: answer(&id, &spec.answer(description), tables)?,
            needs: tables::MESSAGE_NEEDS
                .iter()
                .find(|(operation, _)| *operation == id)
                .map_or(&[], |(_, needs)| needs),
            path: path.into(),
            id,
            row,
            http,
            required,
            optional,
            body,
            encoding,
        });
    }
    operations.sort_by(|a, b| (&a.path, &a.http).cmp(&(&b.path, &b.http)));
    let known: Vec<String> = operations.iter().map(|operation| operation.id.clone()).collect();
    match tables.unknown(&known).first() {
        Some(id) => Err(format!("operations.tsv has {id}, which is not an operation").into()),
        None => Ok(operations),
    }
}

fn params(path: &str) -> Vec<Param> {
    let names = path.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
    names
        .map(|(name, _)| Param {
            name: name.into(),
            kind: match tables::path_id(name) {
                Some(marker) => ParamKind::Id(marker),
                None if name == "answer_id" => ParamKind::Number,
                None => ParamKind::Text,
            },
        })
        .collect()
}

/// Returns the authorization of an operation. A path with its own token needs no other. Operations that work without a
/// token still accept one.
fn authorization(path: &str, security: &serde_json::Value) -> &'static str {
    let mut kinds = security.as_array().into_iter().flatten();
    let without = kinds.any(|kind| kind.as_object().is_some_and(serde_json::Map::is_empty));
    let own = path.contains("{webhook_token}") || path.contains("{interaction_token}");
    match (own, without) {
        (true, _) => "None",
        (false, true) if path.starts_with("/partner-sdk/") => "None",
        (false, true) if path.starts_with("/oauth2/token") => "None",
        (false, true) => "Optional",
        (false, false) => "Token",
    }
}

fn answer(id: &str, answered: &Answered, tables: &Tables) -> Result<(String, Vec<Path>)> {
    let own = |name: &str| Path { module: "crate::answer".into(), name: name.into() };
    match answered.schema.as_str() {
        "binary" => return Ok(("Binary".into(), vec![own("Binary")])),
        "object" if id == "guild_role_member_counts" => {
            let model =
                |module: &str, name: &str| Path { module: module.into(), name: name.into() };
            let paths = vec![
                own("Json"),
                model("gateway_model", "Id"),
                model("gateway_model::id", "marker"),
                model("std::collections", "BTreeMap"),
            ];
            return Ok(("Json<BTreeMap<Id<marker::Role>, u32>>".into(), paths));
        }
        // Responses without content, or without useful content: "ok" for Slack, {} for typing.
        "" | "string" | "TypingIndicatorResponse" => {
            return Ok(("Empty".into(), vec![own("Empty")]));
        }
        _ => {}
    }
    let path = Path::parse(tables.answer(&answered.schema)?)?;
    let with_metadata = matches!(id, "list_channel_invites" | "list_guild_invites");
    let path =
        if with_metadata { Path { name: "InviteWithMetadata".into(), ..path } } else { path };
    let path = if id == "get_active_guild_threads" {
        Path { name: "ActiveThreads".into(), ..path }
    } else {
        path
    };
    let kind = match answered {
        Answered { list: true, .. } => "List",
        Answered { may_be_later: true, .. } => "Indexed",
        Answered { may_be_empty: true, .. } => "Maybe",
        _ => "Json",
    };
    Ok((format!("{kind}<{}>", path.name), vec![own(kind), path]))
}

/// Adds the limits of the description to a field's documentation.
fn with_limits(doc: &str, kind: &Kind, shape: &Shape) -> String {
    let unit = match kind {
        Kind::Text if shape.kind == "string" => " characters",
        Kind::Plain(_) if doc.contains("number of") => "",
        Kind::Plain(_) if shape.kind == "integer" || shape.kind == "number" => "",
        Kind::Ids(_) | Kind::Texts | Kind::List(_) if shape.kind == "array" => "",
        _ => return doc.into(),
    };
    let limits = match (shape.least.filter(|least| *least > 0.0), shape.most) {
        (_, Some(most)) if most > 1e15 || most > 2_147_000_000.0 => return doc.into(),
        (Some(least), Some(most)) => format!("{least} to {most}{unit}"),
        (None, Some(most)) => format!("at most {most}{unit}"),
        (Some(least), None) if least > 1.0 => format!("at least {least}{unit}"),
        _ => return doc.into(),
    };
    // The limits belong to the first sentence.
    match (doc.split_once(". "), doc.strip_suffix('.')) {
        (Some((first, rest)), _) => format!("{first} ({limits}). {rest}"),
        (None, Some(doc)) => format!("{doc} ({limits})."),
        (None, None) => doc.into(),
    }
}
