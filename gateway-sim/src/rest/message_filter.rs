//! The filters of a message search.
//!
//! Docs: [Message, Search Guild Messages](https://docs.discord.com/developers/resources/message#search-guild-messages).

use serde_json::Value;

use super::call::Call;
use super::error::ApiError;
use super::form::id_of;
use super::search_query::{choices, flag, number, snowflakes, text, texts};
use super::search_words::{SLOP, occurrences};

const AUTHORS: &[&str] = &["user", "bot", "webhook", "-user", "-bot", "-webhook"];

const THINGS: &[&str] = &[
    "image",
    "sound",
    "video",
    "file",
    "sticker",
    "embed",
    "link",
    "poll",
    "snapshot",
    "-image",
    "-sound",
    "-video",
    "-file",
    "-sticker",
    "-embed",
    "-link",
    "-poll",
    "-snapshot",
];

const EMBEDS: &[&str] = &["image", "video", "gif", "sound", "article"];

/// The most values in most lists: "max 100".
const MANY: usize = 100;

/// The filters of a search.
pub(super) struct Filter {
    content: Option<String>,
    slop: usize,
    author_types: Vec<String>,
    authors: Vec<u64>,
    mentions: Vec<u64>,
    mentioned_roles: Vec<u64>,
    mention_everyone: Option<bool>,
    replied_to_users: Vec<u64>,
    replied_to_messages: Vec<u64>,
    pinned: Option<bool>,
    has: Vec<String>,
    embed_types: Vec<String>,
    embed_providers: Vec<String>,
    hostnames: Vec<String>,
    filenames: Vec<String>,
    extensions: Vec<String>,
}

impl Filter {
    pub(super) fn read(call: &Call<'_>) -> Result<Self, ApiError> {
        Ok(Self {
            content: text(call, "content", 1024)?,
            slop: number(call, "slop", SLOP, 100)?,
            author_types: choices(call, "author_type", AUTHORS)?,
            authors: snowflakes(call, "author_id", MANY)?,
            mentions: snowflakes(call, "mentions", MANY)?,
            mentioned_roles: snowflakes(call, "mentions_role_id", MANY)?,
            mention_everyone: flag(call, "mention_everyone")?,
            replied_to_users: snowflakes(call, "replied_to_user_id", MANY)?,
            replied_to_messages: snowflakes(call, "replied_to_message_id", MANY)?,
            pinned: flag(call, "pinned")?,
            has: choices(call, "has", THINGS)?,
            embed_types: choices(call, "embed_type", EMBEDS)?,
            embed_providers: texts(call, "embed_provider", MANY, 256)?,
            hostnames: texts(call, "link_hostname", MANY, 256)?,
            filenames: texts(call, "attachment_filename", MANY, 1024)?,
            extensions: texts(call, "attachment_extension", MANY, 256)?,
        })
    }

    /// Returns how often the words of the query occur in a message; 0 if the search has no words.
    pub(super) fn relevance(&self, message: &Value) -> usize {
        let content = message["content"].as_str().unwrap_or_default();
        self.content.as_ref().map_or(0, |words| occurrences(content, words, self.slop))
    }

    pub(super) fn fits(&self, message: &Value, pinned: bool) -> bool {
        let replied = &message["referenced_message"]["author"]["id"];
        let reference = match message["type"] == 19 {
            true => &message["message_reference"]["message_id"],
            false => &Value::Null,
        };
        let said = self.content.is_none() || self.relevance(message) > 0;
        said && kinds_fit(&self.author_types, |kind| author_is(message, kind))
            && one_of(&self.authors, &message["author"]["id"])
            && any_of(&self.mentions, &message["mentions"])
            && any_of(&self.mentioned_roles, &message["mention_roles"])
            && self.mention_everyone.is_none_or(|wanted| message["mention_everyone"] == wanted)
            && one_of(&self.replied_to_users, replied)
            && one_of(&self.replied_to_messages, reference)
            && self.pinned.is_none_or(|wanted| wanted == pinned)
            && kinds_fit(&self.has, |thing| has(message, thing))
            && self.texts_fit(message)
    }

    /// Returns whether the filters for embeds, link hosts and attachments fit.
    fn texts_fit(&self, message: &Value) -> bool {
        let embeds = list(&message["embeds"]);
        let with = |wanted: &[String], is: &dyn Fn(&str) -> bool| {
            wanted.is_empty() || wanted.iter().any(|text| is(text))
        };
        let names =
            || list(&message["attachments"]).iter().filter_map(|one| one["filename"].as_str());
        with(&self.embed_types, &|kind| embeds.iter().any(|one| embed_is(one, kind)))
            && with(&self.embed_providers, &|name| {
                embeds.iter().any(|one| one["provider"]["name"] == name)
            })
            && with(&self.hostnames, &|host| links(message).any(|link| host_of(link) == host))
            && with(&self.filenames, &|wanted| {
                names().any(|name| name.to_lowercase().contains(&wanted.to_lowercase()))
            })
            && with(&self.extensions, &|wanted| {
                let end = |name: &str| name.rsplit_once('.').map(|(_, end)| end.to_lowercase());
                names().any(|name| end(name) == Some(wanted.to_lowercase()))
            })
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[][..], Vec::as_slice)
}

fn one_of(ids: &[u64], id: &Value) -> bool {
    ids.is_empty() || id_of(id).is_some_and(|id| ids.contains(&id))
}

/// Returns whether a list of objects or ids contains one of these ids.
fn any_of(ids: &[u64], of: &Value) -> bool {
    let id = |one: &Value| id_of(if one.is_object() { &one["id"] } else { one });
    ids.is_empty() || list(of).iter().filter_map(id).any(|id| ids.contains(&id))
}

/// Returns whether at least one of the wanted kinds fits, if there are any, and none of the excluded kinds, which begin
/// with `-`.
fn kinds_fit(kinds: &[String], is: impl Fn(&str) -> bool) -> bool {
    let mut wanted = kinds.iter().filter(|kind| !kind.starts_with('-')).peekable();
    let some = wanted.peek().is_none() || wanted.any(|kind| is(kind));
    some && !kinds.iter().filter_map(|kind| kind.strip_prefix('-')).any(is)
}

fn author_is(message: &Value, kind: &str) -> bool {
    let webhook = message["webhook_id"].is_string();
    let bot = message["author"]["bot"] == true;
    match kind {
        "webhook" => webhook,
        "bot" => bot && !webhook,
        _ => !bot && !webhook,
    }
}

fn has(message: &Value, thing: &str) -> bool {
    let attached = |kind: &str| {
        let kinds = list(&message["attachments"]).iter();
        kinds.filter_map(|one| one["content_type"].as_str()).any(|of| of.starts_with(kind))
    };
    let embeds = list(&message["embeds"]);
    match thing {
        "image" => {
            let shown = |one: &Value| one["image"].is_object() || embed_is(one, "image");
            attached("image/") || embeds.iter().any(shown)
        }
        "video" => attached("video/") || embeds.iter().any(|one| embed_is(one, "video")),
        "sound" => attached("audio/"),
        "file" => !list(&message["attachments"]).is_empty(),
        "sticker" => !list(&message["sticker_items"]).is_empty(),
        "embed" => !embeds.is_empty(),
        "link" => links(message).next().is_some(),
        "poll" => message["poll"].is_object(),
        _ => !list(&message["message_snapshots"]).is_empty(),
    }
}

fn embed_is(embed: &Value, kind: &str) -> bool {
    let named = match kind {
        "gif" => "gifv",
        "sound" => "audio",
        kind => kind,
    };
    embed["type"] == named
}

/// Returns the URLs in a message's content.
fn links(message: &Value) -> impl Iterator<Item = &str> {
    let words = message["content"].as_str().unwrap_or_default().split_whitespace();
    let words = words.map(|word| word.trim_matches(['<', '>', '(', ')']));
    words.filter_map(|word| word.strip_prefix("https://").or_else(|| word.strip_prefix("http://")))
}

/// Returns the host of a URL.
fn host_of(link: &str) -> &str {
    link.split(['/', '?', '#', ':']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn things_and_authors_are_told_apart_and_negated() {
        let message = json!({
            "content": "see <https://example.org/a?b> now",
            "author": { "id": "5", "bot": true },
            "attachments": [{ "filename": "a.PNG", "content_type": "image/png" }],
            "embeds": [{ "type": "gifv", "provider": { "name": "Tenor" } }],
        });
        for thing in ["image", "file", "embed", "link"] {
            assert!(has(&message, thing), "{thing}");
        }
        for thing in ["sound", "video", "sticker", "poll", "snapshot"] {
            assert!(!has(&message, thing), "{thing}");
        }
        assert_eq!(links(&message).map(host_of).collect::<Vec<_>>(), ["example.org"]);
        assert!(embed_is(&message["embeds"][0], "gif"));
        let kinds = |kinds: &[&str]| {
            let kinds: Vec<String> = kinds.iter().map(|kind| (*kind).to_owned()).collect();
            kinds_fit(&kinds, |kind| author_is(&message, kind))
        };
        assert!(kinds(&[]) && kinds(&["bot"]) && kinds(&["user", "bot"]) && kinds(&["-user"]));
        assert!(!kinds(&["-bot"]) && !kinds(&["webhook"]) && !kinds(&["bot", "-bot"]));
    }
}
