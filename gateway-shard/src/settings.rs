//! Detects common mistakes in settings before anything is sent.

use gateway_model::EventKind;
use gateway_model::gateway::Intents;

/// A setting that is invalid, and what to use instead.
///
/// No message contains the token or a part of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SettingError {
    /// The token is empty, or only white space.
    #[error(
        "the token is empty: use the token that the Developer Portal shows under Bot, Reset Token; if it is read from an \
         environment variable or a file, that is empty"
    )]
    TokenEmpty,
    /// The token starts with the name of an authorization scheme. One `Bot ` is removed; this is another one, or a
    /// second `Bot `.
    #[error(
        "the token starts with {prefix:?}{}: use only the token, as the Developer Portal shows it",
        if *twice { " twice" } else { "" }
    )]
    TokenPrefix {
        /// The scheme.
        prefix: &'static str,
        /// Whether `Bot ` precedes it.
        twice: bool,
    },
    /// The token is in quotes.
    #[error(
        "the token is in quotes: remove them; in a file for `docker run --env-file` they are part of the value"
    )]
    TokenQuoted,
    /// The token contains a space, a tab or a line end, usually at its end.
    #[error(
        "the token contains white space at byte {at}: remove it, with `trim()` if the token is read from a file"
    )]
    TokenWhitespace {
        /// The byte offset of the first one.
        at: usize,
    },
    /// The given token is another value from the same page of the Developer Portal.
    #[error(
        "this is {what} and not a token: use the token that the Developer Portal shows under Bot, Reset Token"
    )]
    NotAToken {
        /// What it looks like.
        what: &'static str,
    },
    /// The URL of the REST API is a gateway URL.
    #[error(
        "api_url starts with {scheme}, so it is the URL of a gateway: use https://discord.com/api or leave it \
         out; set the URL of your own gateway with gateway_url"
    )]
    ApiUrlIsGateway {
        /// Its scheme.
        scheme: String,
    },
    /// The token would be sent to Discord unencrypted.
    #[error("api_url starts with http://, but Discord requires TLS: use https://{host}")]
    ApiUrlPlain {
        /// The host.
        host: String,
    },
    /// The gateway's URL does not start with `wss://` or `ws://`.
    #[error(
        "gateway_url must start with wss://: use wss://{host}, or leave it out to use the URL from Discord"
    )]
    GatewayUrlScheme {
        /// The host, if there is one.
        host: String,
    },
    /// A URL contains white space, usually at its end.
    #[error("{setting} contains white space: remove it, with `trim()` if it is read from a file")]
    UrlWhitespace {
        /// The setting.
        setting: &'static str,
    },
    /// The catch-up is enabled, but without these intents missed messages cannot be found.
    #[error(
        "catch_up also needs the intents {missing:?}: without them it cannot find missed messages"
    )]
    CatchUpNeedsIntents {
        /// The missing intents.
        missing: Intents,
    },
    /// The catch-up is enabled, but an event that it needs is excluded.
    #[error("catch_up needs {}, which the settings of the connections exclude", event.name().unwrap_or("an event"))]
    CatchUpNeedsEvent {
        /// The event.
        event: EventKind,
    },
    /// An intent is not documented by Discord, which would close the connection with 4013.
    #[error(
        "the intents contain unknown bits ({bits:#x}), for which Discord would close with 4013: use their names, \
         for example Intents::GUILDS | Intents::GUILD_MESSAGES; do not use permissions"
    )]
    UnknownIntents {
        /// The undocumented bits.
        bits: u64,
    },
}

/// Names of authorization schemes, which are not part of a token.
const PREFIXES: [&str; 3] = ["Bot ", "Bearer ", "Token "];

/// Checks whether these intents bring the events that the catch-up needs.
pub(crate) fn check_catch_up(intents: Intents) -> Result<(), SettingError> {
    let missing = Intents::GUILDS.union(Intents::GUILD_MESSAGES).difference(intents);
    match missing.is_empty() {
        true => Ok(()),
        false => Err(SettingError::CatchUpNeedsIntents { missing }),
    }
}

/// Checks a token as it was given.
///
/// Docs: [Reference, Authentication](https://docs.discord.com/developers/reference#authentication).
pub(crate) fn check_token(given: &str) -> Result<(), SettingError> {
    let (text, twice) = given.strip_prefix("Bot ").map_or((given, false), |text| (text, true));
    if text.trim().is_empty() {
        return Err(SettingError::TokenEmpty);
    }
    let starts_with = |prefix: &&&str| {
        let start = text.get(..prefix.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    if let Some(prefix) = PREFIXES.iter().find(starts_with) {
        return Err(SettingError::TokenPrefix { prefix, twice });
    }
    if text.starts_with(['"', '\'', '`']) || text.ends_with(['"', '\'', '`']) {
        return Err(SettingError::TokenQuoted);
    }
    if let Some(at) = given
        .len()
        .checked_sub(text.len())
        .and_then(|before| text.find(char::is_whitespace).map(|at| before + at))
    {
        return Err(SettingError::TokenWhitespace { at });
    }
    let (length, bytes) = (text.len(), text.as_bytes());
    let what = match length {
        17..=20 if bytes.iter().all(u8::is_ascii_digit) => "an id",
        64 if bytes.iter().all(u8::is_ascii_hexdigit) => "an application's public key",
        _ => return Ok(()),
    };
    Err(SettingError::NotAToken { what })
}

/// Returns the scheme with `://`, if there is one, and the host with its port.
fn parts(url: &str) -> (String, String) {
    let (scheme, rest) = url.find("://").map_or(("", url), |at| url.split_at(at + 3));
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // User and password are not shown.
    let host = authority.rsplit('@').next().unwrap_or_default();
    (scheme.to_ascii_lowercase(), host.to_owned())
}

pub(crate) fn check_api_url(url: &str) -> Result<(), SettingError> {
    if url.contains(char::is_whitespace) {
        return Err(SettingError::UrlWhitespace { setting: "api_url" });
    }
    let (scheme, host) = parts(url);
    let is_discord = ["discord.com", "discordapp.com"].iter().any(|domain| {
        let name = host.split(':').next().unwrap_or_default();
        name.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    });
    match &*scheme {
        "wss://" | "ws://" => Err(SettingError::ApiUrlIsGateway { scheme }),
        "http://" if is_discord => Err(SettingError::ApiUrlPlain { host }),
        _ => Ok(()),
    }
}

pub(crate) fn check_gateway_url(url: &str) -> Result<(), SettingError> {
    if url.contains(char::is_whitespace) {
        return Err(SettingError::UrlWhitespace { setting: "gateway_url" });
    }
    let (scheme, host) = parts(url);
    match &*scheme {
        "wss://" | "ws://" => Ok(()),
        _ => Err(SettingError::GatewayUrlScheme { host }),
    }
}

/// Checks the intents. Without any intent some events still arrive, such as interactions; this is logged because it is
/// rarely intended.
///
/// Docs: [Gateway, List of Intents](https://docs.discord.com/developers/events/gateway#list-of-intents).
pub(crate) fn check_intents(intents: Intents) -> Result<(), SettingError> {
    let bits = intents.difference(Intents::all()).bits();
    if bits != 0 {
        return Err(SettingError::UnknownIntents { bits });
    }
    if intents.is_empty() {
        tracing::warn!(
            "the bot requests no intents, so it receives only events that need none, such as interactions; add \
             Intents::GUILDS or others to receive more"
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "OTAwMDAwMDAwMDAwMDAwMDAx.wrong.secret_part";

    #[test]
    fn a_token_that_is_wrong_in_a_usual_way_is_told_with_what_to_write() {
        let prefix = |prefix, twice| SettingError::TokenPrefix { prefix, twice };
        let cases = [
            (String::new(), SettingError::TokenEmpty),
            ("Bot ".to_owned(), SettingError::TokenEmpty),
            (" \n".to_owned(), SettingError::TokenEmpty),
            (format!("Bot Bot {TOKEN}"), prefix("Bot ", true)),
            (format!("bot {TOKEN}"), prefix("Bot ", false)),
            (format!("Bearer {TOKEN}"), prefix("Bearer ", false)),
            (format!("\"{TOKEN}\""), SettingError::TokenQuoted),
            (format!("Bot '{TOKEN}'"), SettingError::TokenQuoted),
            (format!("{TOKEN}\n"), SettingError::TokenWhitespace { at: TOKEN.len() }),
            (format!("Bot {TOKEN}\r\n"), SettingError::TokenWhitespace { at: TOKEN.len() + 4 }),
            (format!(" {TOKEN}"), SettingError::TokenWhitespace { at: 0 }),
            ("198622483471925248".to_owned(), SettingError::NotAToken { what: "an id" }),
            ("a1".repeat(32), SettingError::NotAToken { what: "an application's public key" }),
        ];
        for (given, expected) in cases {
            let error = check_token(&given).unwrap_err();
            assert_eq!(error, expected, "{given:?}");
            let text = error.to_string();
            assert!(text.contains("use ") || text.contains("remove"), "{text}");
            assert!(!text.contains("secret_part") && !text.contains("1986"), "{text}");
        }
        for good in [TOKEN.to_owned(), format!("Bot {TOKEN}"), "token".to_owned()] {
            assert_eq!(check_token(&good), Ok(()));
        }
    }

    #[test]
    fn an_address_that_is_wrong_in_a_usual_way_is_told_with_what_to_write() {
        let cases = [
            (check_api_url("wss://gateway.discord.gg"), "use https://discord.com/api"),
            (check_api_url("http://discord.com/api"), "use https://discord.com"),
            (check_api_url("https://discord.com/api\n"), "api_url contains white space: remove it"),
            (
                check_gateway_url("https://gateway.discord.gg/?v=10"),
                "use wss://gateway.discord.gg,",
            ),
            (check_gateway_url("gateway.discord.gg"), "use wss://gateway.discord.gg,"),
            (check_gateway_url("http://me:secret@127.0.0.1:80"), "use wss://127.0.0.1:80,"),
            (
                check_gateway_url(" wss://gateway.discord.gg"),
                "gateway_url contains white space: remove it",
            ),
        ];
        for (checked, what_to_write) in cases {
            let text = checked.unwrap_err().to_string();
            assert!(text.contains(what_to_write) && !text.contains("secret"), "{text}");
        }
        for good in
            ["https://discord.com/api", "http://127.0.0.1:8080/api", "http://notdiscord.com"]
        {
            assert_eq!(check_api_url(good), Ok(()));
        }
        for good in ["wss://gateway.discord.gg", "WS://127.0.0.1:1"] {
            assert_eq!(check_gateway_url(good), Ok(()));
        }
    }
}
