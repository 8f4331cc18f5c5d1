//! One Discord Gateway connection on tokio: websocket, TLS, compression.
