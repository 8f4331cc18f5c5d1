//! Runs blocking calls, such as writes to a disk, on detached threads.
//!
//! The shutdown of a tokio runtime waits for its blocking pool, so a disk that hangs would delay the exit of the
//! process. Here the call runs on a detached thread. The blocking pool only runs a task that waits for the result, and
//! stops when the caller does: so tokio knows that work is in progress and does not advance a paused clock.

use std::io;
use std::sync::mpsc;

/// Signals when it is dropped that nothing more comes.
struct Sender<T>(mpsc::Sender<Option<T>>);

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        // If nobody listens any more, the value is not needed.
        let _ = self.0.send(None);
    }
}

/// Runs the call on a separate thread. If the future is dropped, the call continues to its end.
///
/// # Errors
///
/// Returns an error if the thread cannot be created, or if the call panicked.
pub(crate) async fn on_a_thread<T: Send + 'static>(
    call: impl FnOnce() -> T + Send + 'static,
) -> io::Result<T> {
    let (sender, answers) = mpsc::channel();
    let _gave_up = Sender(sender.clone());
    std::thread::Builder::new().name("gateway-shard-disk".to_owned()).spawn(move || {
        let sender = Sender(sender);
        let answer = call();
        let _ = sender.0.send(Some(answer));
    })?;
    let wait = tokio::task::spawn_blocking(move || answers.recv().ok().flatten());
    let answer = wait.await.map_err(io::Error::other)?;
    answer.ok_or_else(|| io::Error::other("the thread of a call that blocks panicked"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn the_answer_comes_and_a_paused_clock_does_not_run_ahead() {
        let call = on_a_thread(|| std::thread::current().name().map(str::to_owned));
        let name = tokio::time::timeout(std::time::Duration::from_millis(1), call).await;
        assert_eq!(name.unwrap().unwrap().as_deref(), Some("gateway-shard-disk"));
        let panicked = on_a_thread(|| std::panic::resume_unwind(Box::new("no disk"))).await;
        let _: io::Error = panicked.map(|(): ()| ()).unwrap_err();
    }

    #[test]
    fn case_31_the_end_of_the_runtime_does_not_wait_for_a_call_that_is_stuck() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let (begun, begins) = mpsc::channel();
        let (_release, stuck) = mpsc::channel::<()>();
        runtime.spawn(on_a_thread(move || {
            begun.send(()).unwrap();
            let _ = stuck.recv();
        }));
        runtime.block_on(tokio::task::yield_now());
        begins.recv().unwrap();
        // Without detached threads, this would wait for the call's end.
        drop(runtime);
    }
}
