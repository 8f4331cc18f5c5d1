//! The thin server around the core: sockets, clocks and compression, and no protocol rule.

pub(crate) mod conn;
pub(crate) mod encode;
pub(crate) mod faulty_io;
pub(crate) mod http;
pub(crate) mod hub;
pub(crate) mod listen;
pub(crate) mod live;
pub(crate) mod outage;
