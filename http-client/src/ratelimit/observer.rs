//! What a client tells of its waiting, so that nobody has to guess why a request takes long.

use std::fmt;
use std::time::Duration;

use http::StatusCode;

use super::headers::Scope;
use super::refusal::Limit;

/// Something that happened to a request on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notice<'a> {
    /// It has to wait for a limit.
    Waiting {
        /// The limit.
        limit: &'a Limit,
        /// For how long at most, if that is known.
        expected: Option<Duration>,
    },
    /// It has waited, and goes on.
    Waited {
        /// How long it has waited.
        waited: Duration,
    },
    /// It met a limit of Discord's: a 429.
    RateLimited {
        /// Whose limit it was.
        scope: LimitScope,
        /// How long Discord wants it to wait.
        retry_after: Duration,
    },
    /// It is sent again after a failure.
    Retrying {
        /// The pause before.
        pause: Duration,
        /// Tries left after this one.
        left: u32,
    },
    /// A connection took it and surely did not process it; it is sent again on another one, whatever it does.
    NotProcessed {
        /// Connections left that it may be given to after the next one.
        left: u32,
    },
    /// It was answered.
    Answered {
        /// The status.
        status: StatusCode,
        /// From sending to the end of the answer.
        took: Duration,
    },
    /// It was sent and got no answer: the connection broke, or the try took too long.
    NotAnswered,
}

/// Whose limit a 429 met.
///
/// Docs: `X-RateLimit-Scope` in [Header Format](https://docs.discord.com/developers/topics/rate-limits#header-format).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LimitScope {
    /// The limit of this bot or user.
    User,
    /// The limit of all requests of this bot or user.
    Global,
    /// The limit of a resource that others use, too; it does not count as an invalid request.
    Shared,
    /// None of Discord's limits: the edge in front of it has banned the address.
    Edge,
}

impl LimitScope {
    /// Its name as Discord writes it, or `edge`.
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

/// Is told what happens to the requests of a client: see [`ClientBuilder::observer`](crate::ClientBuilder::observer).
///
/// It runs in the task of the request and must return quickly.
pub trait Observer: Send + Sync + 'static {
    /// Something happened to a request of this operation.
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
