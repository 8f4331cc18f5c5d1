//! The thin server around the core: sockets, clocks and compression, and no protocol rule.

pub(crate) mod conn;
pub(crate) mod encode;
pub(crate) mod faulty_io;
pub(crate) mod http;
pub(crate) mod hub;
pub(crate) mod listen;
pub(crate) mod live;
pub(crate) mod outage;
pub(crate) mod replay;
#[cfg(feature = "tls")]
pub(crate) mod tls;

/// Without the feature nobody can make one.
#[cfg(not(feature = "tls"))]
pub(crate) mod tls {
    #[derive(Clone, Debug)]
    pub(crate) enum Acceptor {}

    impl Acceptor {
        pub(crate) async fn accept<S>(&self, _: S) -> std::io::Result<S> {
            match *self {}
        }
    }
}
