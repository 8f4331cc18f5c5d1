//! Secrets: from a file or from the environment, never from the configuration itself.

use std::fs::read_to_string;

use http_client::{Proxy, Token};

use super::given::Given;

/// The variable that bots know.
const TOKEN: &str = "DISCORD_TOKEN";

/// The bot's token: from the file `token_file`, else from `DISCORD_TOKEN`.
pub(super) fn token(given: &mut Given) -> Option<Token> {
    let read = |text: &str| Token::new(text.trim()).map_err(|error| error.to_string());
    if let Some(file) = given.take("token_file", file) {
        return checked(given, &file.place, read(&file.text));
    }
    let text = given.variable(TOKEN).filter(|text| !text.trim().is_empty())?.to_owned();
    checked(given, TOKEN, read(&text))
}

/// The proxy that `proxy` or, as its URL may hold a password, a file names.
pub(super) fn proxy(given: &mut Given) -> Option<Proxy> {
    let read = |text: &str| Proxy::new(text.trim()).map_err(|error| error.to_string());
    let plain = given.take("proxy", |text| {
        if text.contains('@') {
            return Err("names a user: that is for proxy_file".to_owned());
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
