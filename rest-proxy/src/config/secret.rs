//! Reads secrets from a file or from the environment. They are never in the configuration itself.

use std::fs::read_to_string;

use http_client::{Proxy, Token};

use super::given::Given;

/// The usual environment variable of bots.
const TOKEN: &str = "DISCORD_TOKEN";

/// Returns the bot's token: from the file `token_file`, or otherwise from `DISCORD_TOKEN`.
pub(super) fn token(given: &mut Given) -> Option<Token> {
    let read = |text: &str| Token::new(text.trim()).map_err(|error| error.to_string());
    if let Some(file) = given.take("token_file", file) {
        return checked(given, &file.place, read(&file.text));
    }
    let text = given.variable(TOKEN).filter(|text| !text.trim().is_empty())?.to_owned();
    checked(given, TOKEN, read(&text))
}

/// Returns the proxy from `proxy`, or from a file, because its URL may contain a password.
pub(super) fn proxy(given: &mut Given) -> Option<Proxy> {
    let read = |text: &str| Proxy::new(text.trim()).map_err(|error| error.to_string());
    let plain = given.take("proxy", |text| {
        if text.contains('@') {
            return Err("contains a user: use proxy_file".to_owned());
        }
        read(text)
    });
    let Some(file) = given.take("proxy_file", file) else { return plain };
    if plain.is_some() {
        given.wrong(&file.place, "proxy is set, too");
    }
    checked(given, &file.place, read(&file.text))
}

struct File {
    text: String,
    place: String,
}

fn file(path: &str) -> Result<File, String> {
    let text = read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    Ok(File { text, place: path.to_owned() })
}

fn checked<T>(given: &mut Given, place: &str, value: Result<T, String>) -> Option<T> {
    value.map_err(|error| given.wrong(place, error)).ok()
}
