//! A strict local Discord (gateway and REST) for tests, demos and benches.
