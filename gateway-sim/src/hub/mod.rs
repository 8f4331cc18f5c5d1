//! Connects core, REST and connections. This folder reads no socket and names no path.

mod deflate;
mod encode;
mod faulty_io;
mod orders;
mod outages;
mod prepared;
mod programme;
mod replay;
mod shared;
mod state;
#[cfg(feature = "zstd")]
mod zstd;

pub(crate) use encode::{Encoder, write_close, write_message};
pub(crate) use faulty_io::{FaultyIo, SocketFaults};
pub(crate) use orders::{OrderSender, Orders, ToConn};
pub use programme::ProgrammeStats;
pub(crate) use shared::{Hub, now};
pub(crate) use state::State;
