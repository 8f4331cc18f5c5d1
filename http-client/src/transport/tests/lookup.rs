//! Host names: a resolver that hangs.

use std::net::SocketAddr;
use std::sync::atomic::AtomicBool;
use std::sync::{Condvar, Mutex};
use std::time::Duration;

use gateway_dial::Resolver;

use super::*;
use crate::ConnectStep;

/// A lookup that lasts until it is released.
#[derive(Default)]
struct Hanging {
    go: Mutex<bool>,
    gone: Condvar,
    ended: AtomicBool,
}

impl Hanging {
    fn wait(&self) {
        let go = self.go.lock().unwrap();
        let _go = self.gone.wait_while(go, |go| !*go).unwrap();
        self.ended.store(true, Ordering::Relaxed);
    }

    fn release(&self) {
        *self.go.lock().unwrap() = true;
        self.gone.notify_all();
    }
}

fn hanging() -> (Arc<Hanging>, Resolver) {
    let hanging = Arc::new(Hanging::default());
    let lookup = Arc::clone(&hanging);
    let resolver = Resolver::new(move |_| {
        lookup.wait();
        Ok(vec![SocketAddr::from(([127, 0, 0, 1], 0))])
    });
    (hanging, resolver)
}

#[test]
fn case_31_the_end_of_the_runtime_waits_for_no_lookup() {
    let (hanging, resolver) = hanging();
    let mut builder = client("http://api.test/api").connect_timeout(SHORT).retries(0);
    builder.transport.resolver = resolver;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let result = runtime.block_on(async {
        let client = builder.build().unwrap();
        post(&client, Duration::from_secs(30)).await
    });
    let timed_out = ConnectionErrorKind::TimedOut(ConnectStep::Dns);
    assert_eq!(kind(result), timed_out);
    drop(runtime);
    assert!(!hanging.ended.load(Ordering::Relaxed), "the lookup still hangs");
    hanging.release();
}
