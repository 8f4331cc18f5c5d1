//! The addresses of an endpoint's host. The first address changes each time a pool of connections is discarded.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use gateway_dial::Resolver;

/// Each sink has its own resolver, so that a name server which does not answer for one host does not delay other sinks.
/// `given_up` counts the discarded pools.
pub(super) fn resolver(
    look_up: impl Fn(&str) -> io::Result<Vec<SocketAddr>> + Send + Sync + 'static,
    given_up: Arc<AtomicUsize>,
) -> Resolver {
    Resolver::new(move |host| Ok(rotated(look_up(host)?, given_up.load(Ordering::Relaxed))))
}

/// Rotates the addresses by this number.
fn rotated(mut addresses: Vec<SocketAddr>, first: usize) -> Vec<SocketAddr> {
    let first = first.checked_rem(addresses.len()).unwrap_or_default();
    addresses.rotate_left(first);
    addresses
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;

    #[test]
    fn each_pool_that_is_given_up_puts_another_address_first() {
        let [a, b] = ["[::1]:1", "1.2.3.4:1"].map(|text| text.parse::<SocketAddr>().unwrap());
        assert_eq!(rotated(vec![a, b], 0), [a, b]);
        assert_eq!(rotated(vec![a, b], 1), [b, a]);
        assert_eq!(rotated(vec![a, b], 2), [a, b]);
        assert_eq!(rotated(Vec::new(), 1), []);
    }

    #[tokio::test]
    async fn what_the_lookup_says_is_what_the_caller_gets() {
        let lookup = |host: &str| match host {
            "known" => Ok(vec!["1.2.3.4:0".parse().unwrap(), "1.2.3.5:0".parse().unwrap()]),
            _ => Err(io::ErrorKind::NotFound.into()),
        };
        let given_up = Arc::<AtomicUsize>::default();
        let addresses = resolver(lookup, Arc::clone(&given_up));
        let expected = |ips: [&str; 2]| ips.map(|ip| SocketAddr::new(ip.parse().unwrap(), 443));
        let found = addresses.resolve("known", 443).await.unwrap();
        assert_eq!(found, expected(["1.2.3.4", "1.2.3.5"]));
        given_up.store(1, Ordering::Relaxed);
        let found = addresses.resolve("known", 443).await.unwrap();
        assert_eq!(found, expected(["1.2.3.5", "1.2.3.4"]));
        let error = addresses.resolve("unknown", 443).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn case_31_the_end_of_the_runtime_does_not_wait_for_a_lookup() {
        let (asked, looks_up) = mpsc::channel();
        let (release, released) = mpsc::channel::<()>();
        let (tell, ended) = mpsc::channel();
        let (released, tell) = (std::sync::Mutex::new(released), std::sync::Mutex::new(tell));
        let lookup = move |_: &str| {
            asked.send(()).unwrap();
            // It hangs until the runtime has ended.
            let in_time = released.lock().unwrap().recv_timeout(Duration::from_secs(30)).is_ok();
            tell.lock().unwrap().send(in_time).unwrap();
            Ok(Vec::new())
        };
        let runtime = tokio::runtime::Builder::new_multi_thread().build().unwrap();
        let addresses = resolver(lookup, Arc::default());
        runtime.spawn(async move { addresses.resolve("silent", 443).await });
        looks_up.recv().unwrap();
        drop(runtime);
        release.send(()).unwrap();
        assert!(ended.recv().unwrap(), "the runtime's end waited for the lookup");
    }
}
