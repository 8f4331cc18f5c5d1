//! Notifications of a client's waits and retries, which explain why a request takes long.

use std::fmt;
use std::time::Duration;

use http::StatusCode;

use super::headers::Scope;
use super::refusal::Limit;

/// An event of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notice<'a> {
    /// It has to wait for a limit.
    Waiting {
        /// The limit.
        limit: &'a Limit,
        /// The maximum length of the wait, if it is known.
        expected: Option<Duration>,
    },
    /// It has waited, and continues.
    Waited {
        /// How long it has waited.
        waited: Duration,
    },
    /// It got a 429.
    RateLimited {
        /// Whose limit it is.
        scope: LimitScope,
        /// How long Discord asks it to wait.
        retry_after: Duration,
    },
    /// It is retried after a failure.
    Retrying {
        /// The pause before the retry.
        pause: Duration,
        /// How many attempts are left after this one.
        left: u32,
    },
    /// A connection accepted it and certainly did not process it. It is sent again on another connection, even if it is
    /// not idempotent.
    NotProcessed {
        /// How many more connections it may be sent on after the next one.
        left: u32,
    },
    /// There was a response.
    Answered {
        /// The status.
        status: StatusCode,
        /// From sending to the end of the answer.
        took: Duration,
    },
    /// It was sent, but there was no response: the connection was lost, or the attempt took too long.
    NotAnswered,
}

/// Whose limit a 429 is about.
///
/// Docs: `X-RateLimit-Scope` in [Header Format](https://docs.discord.com/developers/topics/rate-limits#header-format).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LimitScope {
    /// The limit of this bot or user.
    User,
    /// The global limit of this bot or user.
    Global,
    /// The limit of a resource that others use too. It does not count as an invalid request.
    Shared,
    /// Not a limit of Discord's API: the edge in front of it has banned the address.
    Edge,
}

impl LimitScope {
    /// The name as Discord writes it, or `edge`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Global => "global",
            Self::Shared => "shared",
            Self::Edge => "edge",
        }
    }
}

impl From<Scope> for LimitScope {
    fn from(scope: Scope) -> Self {
        match scope {
            Scope::User => Self::User,
            Scope::Global => Self::Global,
            Scope::Shared => Self::Shared,
        }
    }
}

/// Gets the events of a client's requests: see [`ClientBuilder::observer`](crate::ClientBuilder::observer).
///
/// It is called in the task of the request and must return quickly.
pub trait Observer: Send + Sync + 'static {
    /// Called with an event of a request of this operation.
    fn notice(&self, operation: &'static str, notice: Notice<'_>);
}

impl<F: Fn(&'static str, Notice<'_>) + Send + Sync + 'static> Observer for F {
    fn notice(&self, operation: &'static str, notice: Notice<'_>) {
        self(operation, notice);
    }
}

impl fmt::Debug for dyn Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Observer(..)")
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn a_closure_is_told_as_an_observer() {
        static TOLD: Mutex<Vec<(&str, bool)>> = Mutex::new(Vec::new());
        let closure = |operation: &'static str, notice: Notice<'_>| {
            TOLD.lock().unwrap().push((operation, notice == Notice::NotAnswered));
        };
        let observer: &dyn Observer = &closure;
        observer.notice("get_channel", Notice::NotAnswered);
        assert_eq!(*TOLD.lock().unwrap(), [("get_channel", true)]);
    }
}
