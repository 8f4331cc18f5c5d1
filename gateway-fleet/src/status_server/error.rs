//! Why an action was refused, as a type and as JSON.

use gateway_listen::{Answer, respond};
use http::header::{ALLOW, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use serde_json::json;

use crate::trouble::Trouble;

/// Why an operator's action was refused. Nothing has changed then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ActionError {
    /// There is nothing at this path.
    #[error("there is nothing here")]
    NotFound,
    /// The path supports only another method.
    #[error("this path supports only {0}")]
    Method(&'static str),
    /// No token is set.
    #[error("actions are off, because no operator token is set")]
    Off,
    /// The request comes from a page of another origin.
    #[error("a page of another origin may not send actions")]
    CrossSite,
    /// The token is missing or wrong.
    #[error("the operator token is missing or wrong")]
    Unauthorized,
    /// The content type is not JSON.
    #[error("the body is not of type application/json")]
    ContentType,
    /// The body is too large, or broke off.
    #[error("the body is larger than 4096 bytes, or broke off")]
    Body,
    /// The body cannot be decoded.
    #[error("the body cannot be decoded: {0}")]
    Unreadable(String),
    /// There is no such shard.
    #[error("there is no shard {shard} of {total}")]
    UnknownShard {
        /// The shard.
        shard: u32,
        /// The number of shards.
        total: u32,
    },
    /// No living worker with this id takes shards.
    #[error("no living worker of the fleet has the id {0}")]
    UnknownWorker(String),
    /// Another worker owns the shard.
    #[error("shard {shard} is on worker {worker}")]
    Elsewhere {
        /// The shard.
        shard: u32,
        /// The owner.
        worker: String,
    },
    /// No worker owns the shard.
    #[error("no worker has shard {0} at present")]
    NoOwner(u32),
    /// There is no plan yet.
    #[error("the fleet has no plan yet")]
    NoPlan,
    /// The change of the number of shards is refused.
    #[error("{}", .0.what())]
    Reshard(Trouble),
    /// The worker has left the fleet.
    #[error("this worker has left the fleet")]
    Gone,
}

impl ActionError {
    /// Returns a short, stable name.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::Method(_) => "method",
            Self::Off => "actions_off",
            Self::CrossSite => "cross_site",
            Self::Unauthorized => "unauthorized",
            Self::ContentType => "content_type",
            Self::Body => "body",
            Self::Unreadable(_) => "unreadable",
            Self::UnknownShard { .. } => "unknown_shard",
            Self::UnknownWorker(_) => "unknown_worker",
            Self::Elsewhere { .. } => "elsewhere",
            Self::NoOwner(_) => "no_owner",
            Self::NoPlan => "no_plan",
            Self::Reshard(trouble) => trouble.code(),
            Self::Gone => "gone",
        }
    }

    /// Returns what to do.
    #[must_use]
    pub fn remedy(&self) -> String {
        let text = match self {
            Self::NotFound => {
                "GET / and GET /fleet show the fleet; POST /fleet/drain, move, restart and reshard act on it"
            }
            Self::Method(_) => "use that method",
            Self::Off => "set an operator token in the configuration of this worker",
            Self::CrossSite => "send the action from a terminal, or from the page at this address",
            Self::Unauthorized => {
                "send the operator token of this worker's configuration as Authorization: Bearer"
            }
            Self::ContentType => "send JSON with Content-Type: application/json",
            Self::Body => "send only the fields of the action",
            Self::Unreadable(_) => "see the table of actions in docs/operating-a-fleet.md",
            Self::UnknownShard { .. } => "shard numbers start at 0",
            Self::UnknownWorker(_) => "use an id that GET /fleet shows as active",
            Self::Elsewhere { worker, .. } => {
                return format!("send the action to the address of worker {worker}");
            }
            Self::NoOwner(_) => "wait until a worker owns it; GET /fleet shows the troubles",
            Self::NoPlan => "give one worker a total",
            Self::Reshard(trouble) => trouble.remedy(),
            Self::Gone => "send the action to another worker",
        };
        text.to_owned()
    }

    const fn status(&self) -> StatusCode {
        match self {
            Self::NotFound | Self::UnknownShard { .. } | Self::UnknownWorker(_) => {
                StatusCode::NOT_FOUND
            }
            Self::Method(_) => StatusCode::METHOD_NOT_ALLOWED,
            Self::Off | Self::CrossSite => StatusCode::FORBIDDEN,
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::ContentType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Body => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unreadable(_) => StatusCode::BAD_REQUEST,
            Self::Elsewhere { .. } | Self::Reshard(_) => StatusCode::CONFLICT,
            Self::NoOwner(_) | Self::NoPlan | Self::Gone => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// Converts the error to an HTTP response.
    pub(super) fn answer(&self) -> Answer {
        let (code, message, remedy) = (self.code(), self.to_string(), self.remedy());
        let body = json!({ "error": { "code": code, "message": message, "remedy": remedy } });
        let mut answer = json_answer(self.status(), &body);
        match self {
            Self::Unauthorized => {
                let bearer = HeaderValue::from_static("Bearer");
                drop(answer.headers_mut().insert(WWW_AUTHENTICATE, bearer));
            }
            Self::Method(method) => {
                drop(answer.headers_mut().insert(ALLOW, HeaderValue::from_static(method)));
            }
            _ => {}
        }
        answer
    }
}

pub(super) fn json_answer(status: StatusCode, body: &serde_json::Value) -> Answer {
    respond(status, "application/json", format!("{body}\n").into())
}
