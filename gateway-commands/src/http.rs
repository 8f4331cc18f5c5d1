//! The front for interactions over HTTP.
