//! The responses: the page, the JSON, and an operator's actions.

use std::net::SocketAddr;

use bytes::Bytes;
use gateway_listen::{Answer, respond};
use http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode};
use http_body_util::{BodyExt as _, Limited};
use hyper::body::Body;
use serde_json::json;

use super::action::Action;
use super::error::{ActionError, json_answer};
use super::operator::{self, OperatorToken};
use crate::nats::Worker;

/// The status page, with its style and script.
const PAGE: &str = include_str!("page.html");

/// Marks a page on which an operator cannot act.
const ACTIONS_OFF: &str = "data-actions=\"off\"";
const ACTIONS_ON: &str = "data-actions=\"on\"";

/// Allows only the page's own contents, and requests to its own address.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The largest size of an action's body.
const MOST_BODY: usize = 4096;

/// Answers requests about the fleet, as one worker sees it. Cheap to clone.
#[derive(Clone, Debug)]
pub struct StatusPages {
    worker: Worker,
    operator: Option<OperatorToken>,
}

impl StatusPages {
    /// Creates pages for the fleet as this worker sees it, without actions.
    #[must_use]
    pub const fn new(worker: Worker) -> Self {
        Self { worker, operator: None }
    }

    /// Allows actions for requests with this token.
    #[must_use]
    pub fn with_operator(mut self, token: OperatorToken) -> Self {
        self.operator = Some(token);
        self
    }

    /// Answers a request. Returns `None` if its path is not one of the [module](super)'s, so that a program with its
    /// own server can handle it. `peer` is for the log.
    ///
    /// # Cancel safety
    ///
    /// If the future is dropped, a requested action may or may not be carried out.
    pub async fn answer<B>(&self, request: Request<B>, peer: SocketAddr) -> Option<Answer>
    where
        B: Body<Error: Into<Box<dyn std::error::Error + Send + Sync>>>,
    {
        let (parts, body) = request.into_parts();
        let is_read = parts.method == Method::GET || parts.method == Method::HEAD;
        let action = match parts.uri.path() {
            "/" if is_read => return Some(self.page()),
            "/fleet" if is_read => return Some(self.status()),
            "/" | "/fleet" => return Some(ActionError::Method("GET").answer()),
            path => path.strip_prefix("/fleet/").filter(|name| Action::is_named(name))?.to_owned(),
        };
        if parts.method != Method::POST {
            return Some(ActionError::Method("POST").answer());
        }
        let done = self.act(&action, &parts.headers, body).await;
        let operator = operator::name(&parts.headers);
        Some(match done {
            Ok(asked) => {
                tracing::info!(%peer, operator, action = ?asked, "an operator's action was accepted");
                json_answer(StatusCode::ACCEPTED, &json!({ "accepted": action }))
            }
            Err(error) => {
                tracing::warn!(%peer, operator, action, %error, "an operator's action was refused");
                error.answer()
            }
        })
    }

    fn page(&self) -> Answer {
        let body = match self.operator {
            Some(_) => PAGE.replacen(ACTIONS_OFF, ACTIONS_ON, 1).into(),
            None => Bytes::from_static(PAGE.as_bytes()),
        };
        let mut answer = respond(StatusCode::OK, "text/html; charset=utf-8", body);
        let policy = HeaderValue::from_static(POLICY);
        answer.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
        answer
    }

    fn status(&self) -> Answer {
        let body = serde_json::to_vec(&self.worker.status()).unwrap_or_default();
        respond(StatusCode::OK, "application/json", body.into())
    }

    async fn act<B>(&self, name: &str, headers: &HeaderMap, body: B) -> Result<Action, ActionError>
    where
        B: Body<Error: Into<Box<dyn std::error::Error + Send + Sync>>>,
    {
        operator::check(headers, self.operator.as_ref())?;
        let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
        let kind = kind.split(';').next().unwrap_or("").trim();
        if !kind.eq_ignore_ascii_case("application/json") {
            return Err(ActionError::ContentType);
        }
        let body = Limited::new(body, MOST_BODY).collect().await;
        let body = body.map_err(|_| ActionError::Body)?.to_bytes();
        let action = Action::read(name, &body)?;
        action.clone().ask(&self.worker).await?;
        Ok(action)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_one_file_that_asks_nobody_else_for_anything() {
        for outside in ["http:", "https:", "//cdn", "src=", "@import", "url(", "innerHTML"] {
            assert!(!PAGE.contains(outside), "{outside}");
        }
        for wanted in [
            "prefers-color-scheme: dark",
            "name=\"viewport\"",
            "aria-live",
            "lang=\"en\"",
            ACTIONS_OFF,
        ] {
            assert!(PAGE.contains(wanted), "{wanted}");
        }
    }
}
