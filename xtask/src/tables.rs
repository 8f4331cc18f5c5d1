//! Data that the OpenAPI description lacks.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::Result;
use crate::kind::Kind;

/// The kind of id of each path parameter.
const PATH_IDS: &[(&str, &str)] = &[
    ("application_id", "Application"),
    ("channel_id", "Channel"),
    ("command_id", "Command"),
    ("emoji_id", "Emoji"),
    ("entitlement_id", "Entitlement"),
    ("exception_id", "Generic"),
    ("guild_id", "Guild"),
    ("guild_scheduled_event_exception_id", "Generic"),
    ("guild_scheduled_event_id", "ScheduledEvent"),
    ("integration_id", "Integration"),
    ("interaction_id", "Interaction"),
    ("lobby_id", "Lobby"),
    ("message_id", "Message"),
    ("overwrite_id", "Generic"),
    ("pack_id", "StickerPack"),
    ("request_id", "Generic"),
    ("role_id", "Role"),
    ("rule_id", "AutoModerationRule"),
    ("sku_id", "Sku"),
    ("sound_id", "SoundboardSound"),
    ("sticker_id", "Sticker"),
    ("subscription_id", "Subscription"),
    ("user_id", "User"),
    ("user_id_1", "User"),
    ("user_id_2", "User"),
    ("webhook_id", "Webhook"),
];

/// Fields without a setter, because they are arguments of a handwritten method.
const SKIPPED: &[(&str, &str)] = &[
    ("create_auto_moderation_rule", "trigger_type"),
    ("create_auto_moderation_rule", "trigger_metadata"),
    ("create_guild_scheduled_event", "entity_type"),
    ("create_guild_scheduled_event", "entity_metadata"),
    ("create_guild_scheduled_event", "channel_id"),
    ("create_guild_scheduled_event", "privacy_level"),
    ("create_dm", "access_tokens"),
    ("create_dm", "nicks"),
    ("create_thread", "message"),
    ("create_oauth2_token", "client_id"),
    ("create_oauth2_token", "client_secret"),
    ("create_oauth2_token", "grant_type"),
    ("create_oauth2_token", "code"),
    ("create_oauth2_token", "redirect_uri"),
    ("create_oauth2_token", "refresh_token"),
    ("create_oauth2_token", "scope"),
    ("revoke_oauth2_token", "client_id"),
    ("revoke_oauth2_token", "client_secret"),
    ("revoke_oauth2_token", "token"),
];

/// Fields that the docs require, although the description does not.
const REQUIRED: &[(&str, &str)] = &[
    ("create_dm", "recipient_id"),
    ("create_auto_moderation_rule", "actions"),
    ("set_channel_permission_overwrite", "type"),
    ("action_guild_join_request", "action"),
];

/// The fields of which a message must have at least one.
///
/// Docs: the notes above the parameters of Create Message and Execute Webhook.
pub(crate) const MESSAGE_NEEDS: &[(&str, &[&str])] = &[
    (
        "create_message",
        &[
            "content",
            "embeds",
            "sticker_ids",
            "components",
            "poll",
            "message_reference",
            "shared_client_theme",
        ],
    ),
    ("execute_webhook", &["content", "embeds", "components", "poll"]),
];

/// One operation in the table.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) method: String,
    pub(crate) file: String,
    pub(crate) flags: String,
    /// Title and page of its description in Discord's docs, if there is one.
    pub(crate) docs: Option<(String, String)>,
    pub(crate) summary: String,
}

/// All tables.
#[derive(Debug)]
pub(crate) struct Tables {
    operations: BTreeMap<String, Row>,
    fields: BTreeMap<String, (Kind, String)>,
    bodies: BTreeMap<String, (String, Kind, String)>,
    answers: BTreeMap<String, String>,
}

impl Tables {
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let mut tables = Self {
            operations: BTreeMap::new(),
            fields: BTreeMap::new(),
            bodies: BTreeMap::new(),
            answers: BTreeMap::new(),
        };
        for [id, method, file, flags, title, page, summary] in rows(&folder.join("operations.tsv"))?
        {
            let docs = (title != "-").then_some((title, page));
            tables.operations.insert(id, Row { method, file, flags, docs, summary });
        }
        for [name, kind, doc] in rows(&folder.join("fields.tsv"))? {
            tables.fields.insert(name, (Kind::parse(&kind)?, doc));
        }
        for [id, argument, kind, doc] in rows(&folder.join("bodies.tsv"))? {
            tables.bodies.insert(id, (argument, Kind::parse(&kind)?, doc));
        }
        for [schema, path] in rows(&folder.join("answers.tsv"))? {
            tables.answers.insert(schema, path);
        }
        Ok(tables)
    }

    pub(crate) fn operation(&self, id: &str) -> Result<&Row> {
        self.operations.get(id).ok_or_else(|| format!("operations.tsv lacks {id}").into())
    }

    /// Returns the operations of the table that are not in the description.
    pub(crate) fn unknown(&self, known: &[String]) -> Vec<&String> {
        self.operations.keys().filter(|id| !known.contains(id)).collect()
    }

    pub(crate) fn field(&self, operation: &str, name: &str) -> Result<&(Kind, String)> {
        self.fields
            .get(&format!("{name}@{operation}"))
            .or_else(|| self.fields.get(name))
            .ok_or_else(|| format!("fields.tsv lacks {name}@{operation}").into())
    }

    pub(crate) fn body(&self, operation: &str) -> Option<&(String, Kind, String)> {
        self.bodies.get(operation)
    }

    pub(crate) fn answer(&self, schema: &str) -> Result<&String> {
        self.answers.get(schema).ok_or_else(|| format!("answers.tsv lacks {schema}").into())
    }
}

pub(crate) fn path_id(name: &str) -> Option<&'static str> {
    PATH_IDS.iter().find(|(known, _)| *known == name).map(|(_, marker)| *marker)
}

pub(crate) fn is_skipped(operation: &str, field: &str) -> bool {
    SKIPPED.contains(&(operation, field))
}

pub(crate) fn is_required(operation: &str, field: &str) -> bool {
    REQUIRED.contains(&(operation, field))
}

/// Returns the rows of a table, each with `N` columns.
fn rows<const N: usize>(path: &Path) -> Result<Vec<[String; N]>> {
    let text = fs::read_to_string(path)?;
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines
        .map(|line| {
            let columns: Vec<String> = line.split('\t').map(str::to_owned).collect();
            columns.try_into().map_err(|_| {
                format!("{}: this row does not have {N} columns: {line}", path.display()).into()
            })
        })
        .collect()
}
