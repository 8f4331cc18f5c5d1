//! A strict local Discord (gateway and REST) for tests, demos and benches.
//!
//! The protocol is in [`core`], without sockets or clocks: a machine and a simulated gateway can be
//! driven against each other in virtual time.
//!
//! ```
//! use std::time::Instant;
//! use gateway_sim::core::{ConnId, Core, CoreConfig, CoreInput, CoreOutput};
//!
//! let now = Instant::now();
//! let mut core = Core::new(CoreConfig { guilds: 2, ..CoreConfig::default() }, 1, now);
//! core.handle(CoreInput::Opened { conn: ConnId(1), query: "v=9000".into() }, now);
//! // A version that does not exist is refused with the documented close code, and a reason.
//! assert!(matches!(core.poll(), CoreOutput::Close { code: 4012, .. }));
//! ```

pub mod core;
pub mod world;
