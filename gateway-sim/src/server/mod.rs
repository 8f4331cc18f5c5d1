//! The thin server around the core: sockets and clocks, and no protocol rule.

mod conn;
mod http;
mod listen;
pub(crate) mod live;
#[cfg(feature = "tls")]
mod tls;
pub(crate) mod voice;

pub(crate) use listen::listen;
pub(crate) use tls::Acceptor;
#[cfg(feature = "tls")]
pub use tls::TlsError;

/// Without the feature it cannot be created.
#[cfg(not(feature = "tls"))]
mod tls {
    #[derive(Clone, Debug)]
    pub(crate) enum Acceptor {}

    impl Acceptor {
        pub(crate) async fn accept<S>(&self, _: S) -> std::io::Result<S> {
            match *self {}
        }
    }
}
