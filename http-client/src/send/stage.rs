//! The stages of a request in progress.
//!
//! ```text
//! Queued  --> Guarded: the limits of the token, the bucket and all requests have room
//! Queued  --> Ended:   it may not be sent, or would wait for too long
//! Guarded --> Sent:    the shared limits and the guard against bans allow it
//! Guarded --> Queued:  the address was banned or the token got a 401 meanwhile
//! Guarded --> Ended:   it may not be sent, would wait for too long, or a file cannot be read
//! Sent    --> Ended:   a final response, or none and the request may not be repeated
//! Sent    --> Queued:  429, or the connection did not process it
//! Sent    --> Pausing: a server error or no response, and it may be repeated
//! Pausing --> Queued:  the pause is over
//! ```
//!
//! A request may also be dropped, or reach its total timeout, in any stage. A test sends requests until every move was made, and
//! compares the moves with these lines.

use super::Sending;

/// The stage of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    /// It waits for the limits of the client.
    Queued,
    /// It waits for the limits shared with other processes, and for the guard of the address.
    Guarded,
    /// It waits for its response.
    Sent,
    /// It waits before a retry.
    Pausing,
    Ended,
}

impl Stage {
    /// The stages that may follow.
    const fn next(self) -> &'static [Self] {
        match self {
            Self::Queued => &[Self::Guarded, Self::Ended],
            Self::Guarded => &[Self::Sent, Self::Queued, Self::Ended],
            Self::Sent => &[Self::Ended, Self::Queued, Self::Pausing],
            Self::Pausing => &[Self::Queued],
            Self::Ended => &[],
        }
    }
}

impl Sending<'_> {
    /// Records the next stage. Each test of the workspace that sends a request checks that the move is in the table.
    pub(super) fn enter(&mut self, next: Stage) {
        debug_assert!(self.stage.next().contains(&next), "{:?} to {next:?}", self.stage);
        #[cfg(test)]
        tests::seen(self.stage, next);
        self.stage = next;
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::collections::BTreeSet;
    use std::future::pending;
    use std::time::Duration;

    use axum::Router;
    use axum::http::{StatusCode, Uri};
    use axum::response::IntoResponse;
    use gateway_model::Id;
    use tokio::net::TcpListener;

    use super::Stage;
    use crate::ratelimit::{Acquiring, LimitReport, LimitedRequest, SharedLimits};
    use crate::{Client, ClientBuilder};

    type Moves = BTreeSet<(Stage, Stage)>;

    thread_local! {
        static SEEN: RefCell<Moves> = const { RefCell::new(BTreeSet::new()) };
    }

    pub(super) fn seen(from: Stage, to: Stage) {
        SEEN.with_borrow_mut(|moves| moves.insert((from, to)));
    }

    const ALL: [Stage; 5] =
        [Stage::Queued, Stage::Guarded, Stage::Sent, Stage::Pausing, Stage::Ended];

    fn of_the_code() -> Moves {
        ALL.into_iter().flat_map(|from| from.next().iter().map(move |to| (from, *to))).collect()
    }

    fn of_the_docs() -> Moves {
        let stage = |name: &str| {
            let name = name.trim();
            ALL.into_iter().find(|stage| format!("{stage:?}") == name).unwrap()
        };
        let lines = include_str!("stage.rs").lines().filter_map(|line| line.strip_prefix("//! "));
        let arrows = lines.filter_map(|line| line.split_once(':')?.0.split_once(" --> "));
        arrows.map(|(from, to)| (stage(from), stage(to))).collect()
    }

    #[test]
    fn the_diagram_is_that_of_the_code() {
        assert_eq!(of_the_docs(), of_the_code());
    }

    async fn client<A, F>(answers: A) -> ClientBuilder
    where
        A: Fn(Uri) -> F + Clone + Send + Sync + 'static,
        F: Future<Output: IntoResponse> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().fallback(answers);
        tokio::spawn(async move { axum::serve(listener, router).await });
        let builder = Client::builder("abc").api_url(format!("http://{address}/api"));
        builder.back_off(Duration::from_millis(1)).retries(1)
    }

    /// Never allows a request for a channel; allows others at once.
    struct NoChannels;

    impl SharedLimits for NoChannels {
        fn acquire<'a>(&'a self, request: &'a LimitedRequest) -> Acquiring<'a> {
            let waits = request.operation == "get_channel";
            Box::pin(async move {
                if waits {
                    pending::<()>().await;
                }
            })
        }

        fn ended(&self, _: &LimitedRequest, _: Option<&LimitReport>) {}
    }

    /// Allows a request for a channel once the check of a token is under way.
    struct AfterCheck(std::sync::Arc<tokio::sync::Notify>);

    impl SharedLimits for AfterCheck {
        fn acquire<'a>(&'a self, request: &'a LimitedRequest) -> Acquiring<'a> {
            let waits = request.operation == "get_channel";
            Box::pin(async move {
                if waits {
                    self.0.notified().await;
                    // For its next try.
                    self.0.notify_one();
                }
            })
        }

        fn ended(&self, _: &LimitedRequest, _: Option<&LimitReport>) {}
    }

    /// Guarded to Queued: the token is in doubt after a 401 for another request.
    async fn doubted() {
        let checked = std::sync::Arc::new(tokio::sync::Notify::new());
        let notify = std::sync::Arc::clone(&checked);
        let answers = move |uri: Uri| {
            let notify = std::sync::Arc::clone(&notify);
            async move {
                if uri.path().ends_with("/users/@me") {
                    notify.notify_one();
                    // The test's runtime has one thread, so the moves of the client are those of this thread.
                    while !SEEN.with_borrow(|seen| seen.contains(&(Stage::Guarded, Stage::Queued)))
                    {
                        tokio::time::sleep(Duration::from_millis(1)).await;
                    }
                    return StatusCode::OK;
                }
                let is_channel = uri.path().contains("/channels/");
                if is_channel { StatusCode::OK } else { StatusCode::UNAUTHORIZED }
            }
        };
        let client = client(answers).await.shared_limits(AfterCheck(checked)).build().unwrap();
        let waiting = async { client.channel(Id::new(5).unwrap()).raw().await.unwrap() };
        let refused = async { client.guild(Id::new(6).unwrap()).raw().await.unwrap_err() };
        tokio::join!(waiting, refused);
    }

    /// The moves of requests that are answered one after the other.
    async fn answered() {
        let used_up = [
            ("x-ratelimit-limit", "1"),
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset-after", "600"),
            ("x-ratelimit-bucket", "b"),
        ];
        let too_many = r#"{"message": "", "retry_after": 0.01, "global": false}"#;
        let count = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let answers = move |_: Uri| {
            let number = count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            async move {
                match number {
                    0 => (StatusCode::TOO_MANY_REQUESTS, too_many).into_response(),
                    1 => StatusCode::SERVICE_UNAVAILABLE.into_response(),
                    _ => (StatusCode::OK, used_up, "{}").into_response(),
                }
            }
        };
        let client = client(answers).await.build().unwrap();
        let guild = || client.guild(Id::new(6).unwrap());
        guild().raw().await.unwrap();
        guild().max_wait(Duration::ZERO).raw().await.unwrap_err();
    }

    #[tokio::test]
    async fn requests_make_every_move_of_the_diagram_and_no_other() {
        SEEN.take();
        answered().await;
        let client = client(|_: Uri| async { StatusCode::OK }).await;
        let client = client.shared_limits(NoChannels).build().unwrap();
        let channel = client.channel(Id::new(5).unwrap()).max_wait(Duration::ZERO);
        channel.raw().await.unwrap_err();
        doubted().await;
        assert_eq!(SEEN.take(), of_the_code());
    }
}
