//! The page at `/`, on which a person uses the bot by hand: one HTML file that loads nothing else.
//!
//! Its source is several files, one for each topic, which are joined here. It reads and acts through the control
//! endpoint only. A bot's texts are shown by DOM calls that take text, never as markup. The content security policy of
//! the page makes the browser refuse markup that is made from text, scripts other than this one, and everything from
//! other hosts.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};

use bytes::Bytes;
use http::{HeaderValue, Response, header};

const FRAME: &str = include_str!("page.html");

const STYLES: [&str; 2] = [include_str!("page.css"), include_str!("message.css")];

/// In the order in which they run.
const SCRIPTS: [&str; 14] = [
    include_str!("dom.js"),
    include_str!("state.js"),
    include_str!("markdown.js"),
    include_str!("pick.js"),
    include_str!("interact.js"),
    include_str!("components.js"),
    include_str!("embeds.js"),
    include_str!("message.js"),
    include_str!("modal.js"),
    include_str!("threads.js"),
    include_str!("channels.js"),
    include_str!("command.js"),
    include_str!("composer.js"),
    include_str!("main.js"),
];

/// The placeholders in the HTML file that are replaced.
const NONCE: &str = "NONCE";
const STYLE: &str = "/* styles */";
const SCRIPT: &str = "/* scripts */";

/// Returns the page, with a nonce that is used once.
pub(crate) fn answer() -> Response<Bytes> {
    // The hasher has random keys, so nobody can guess the number.
    let number = || RandomState::new().build_hasher().finish();
    let nonce = format!("{:016x}{:016x}", number(), number());
    let mut response = Response::new(Bytes::from(page(&nonce)));
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; connect-src 'self'; img-src data:; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    );
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    for (name, value) in [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

fn page(nonce: &str) -> String {
    let frame = FRAME.replace(NONCE, nonce);
    frame.replacen(STYLE, &STYLES.concat(), 1).replacen(SCRIPT, &SCRIPTS.concat(), 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_one_file_that_asks_nobody_else_for_anything() {
        let page = page("n");
        for outside in ["http:", "https:", "src=", "@import", "url(", "import "] {
            assert!(!page.contains(outside), "{outside}");
        }
        for wanted in [
            "name=\"viewport\"",
            "lang=\"en\"",
            "aria-live",
            "nonce=\"n\"",
            "prefers-color-scheme: dark",
        ] {
            assert!(page.contains(wanted), "{wanted}");
        }
        for part in [NONCE, STYLE, SCRIPT] {
            assert!(!page.contains(part), "{part} is filled in");
        }
    }

    #[test]
    fn no_text_becomes_markup() {
        let page = page("n");
        for markup in [
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "DOMParser",
            "eval(",
            "Function(",
            "srcdoc",
            "createContextualFragment",
            " style=\"",
            " onclick=",
            "javascript:",
        ] {
            assert!(!page.contains(markup), "{markup}");
        }
    }

    #[test]
    fn each_visit_has_a_policy_of_its_own() {
        let (first, second) = (answer(), answer());
        assert_ne!(first.body(), second.body());
        let policy = first.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
        assert_eq!(nonce.len(), 32);
        let body = std::str::from_utf8(first.body()).unwrap();
        assert_eq!(body.matches(&format!("nonce=\"{nonce}\"")).count(), 2);
    }
}
