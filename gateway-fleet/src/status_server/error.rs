//! Why an action was not taken, as a type and as JSON.

use gateway_listen::{Answer, respond};
use http::header::{ALLOW, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use serde_json::json;

use crate::trouble::Trouble;

/// Why an action of an operator was not taken. Nothing has changed then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ActionError {
    /// There is nothing at this path.
    #[error("there is nothing here")]
    NotFound,
    /// The path has another method.
    #[error("this path takes {0} only")]
    Method(&'static str),
    /// No token is set.
    #[error("actions are off, because no operator's token is set")]
    Off,
    /// A page of another origin asks.
    #[error("a page of another origin must not act")]
    CrossSite,
    /// The token is missing or wrong.
    #[error("the operator's token is missing or wrong")]
    Unauthorized,
    /// The body is no JSON, by its header.
    #[error("the body is not of type application/json")]
    ContentType,
    /// The body is too large, or broke off.
    #[error("the body is larger than 4096 bytes, or broke off")]
    Body,
    /// The body cannot be read.
    #[error("the body cannot be read: {0}")]
    Unreadable(String),
    /// There is no such shard.
    #[error("there is no shard {shard} of {total}")]
    UnknownShard {
        /// The shard.
        shard: u32,
        /// How many there are.
        total: u32,
    },
    /// No living worker of this id takes shards.
    #[error("no living worker of the fleet has the id {0}")]
    UnknownWorker(String),
    /// Another worker has the shard.
    #[error("shard {shard} is on worker {worker}")]
    Elsewhere {
        /// The shard.
        shard: u32,
        /// Who has it.
        worker: String,
    },
    /// Nobody has the shard.
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
    /// A short name that stays the same.
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

    /// What to do.
    #[must_use]
    pub fn remedy(&self) -> String {
        let text = match self {
            Self::NotFound => {
                "GET / and GET /fleet show the fleet; POST /fleet/drain, move, restart and reshard act on it"
            }
            Self::Method(_) => "use that method",
            Self::Off => "set an operator's token in the configuration of this worker",
            Self::CrossSite => "act from a terminal, or from a page that this address serves",
            Self::Unauthorized => {
                "send the token that this worker is configured with as Authorization: Bearer"
            }
            Self::ContentType => "send JSON with Content-Type: application/json",
            Self::Body => "send the few fields that the action has",
            Self::Unreadable(_) => "see the table of actions in docs/operating-a-fleet.md",
            Self::UnknownShard { .. } => "shards count from 0",
            Self::UnknownWorker(_) => "take an id that GET /fleet shows as active",
            Self::Elsewhere { worker, .. } => {
                return format!("ask worker {worker} at its own address");
            }
            Self::NoOwner(_) => "wait until a worker has taken it; GET /fleet shows what is wrong",
            Self::NoPlan => "give one worker a total",
            Self::Reshard(trouble) => trouble.remedy(),
            Self::Gone => "ask another worker",
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

    /// As an answer.
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
