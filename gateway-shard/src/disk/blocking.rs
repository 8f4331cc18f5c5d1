//! Calls that block, such as writes to a disk, on threads that nobody has to wait for.
//!
//! tokio's blocking pool is joined when its runtime ends: a disk that is stuck would hold up the end of the process for
//! as long. Here the call has a thread of its own, which the end leaves behind. The pool has the one who waits for the
//! answer, and who stops waiting when the caller does: so tokio knows that something is under way and
//! does not advance a clock that is paused.

use std::io;
use std::sync::mpsc;

/// Says, when it is dropped, that nothing more comes.
struct Sender<T>(mpsc::Sender<Option<T>>);

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        // If nobody listens any more, nobody has to know.
        let _ = self.0.send(None);
    }
}

/// Runs the call on a thread of its own. If the future is dropped, the call goes on to its end, alone.
///
/// # Errors
///
/// Returns an error if there is no thread, or the call panicked.
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
        // Would last until the call's end.
        drop(runtime);
    }
}
