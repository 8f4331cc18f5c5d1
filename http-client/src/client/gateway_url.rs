//! The gateway's URL, kept as the docs advise.

use std::sync::Arc;

use super::Client;
use crate::error::Error;

impl Client {
    /// The gateway's URL, asked for once and kept. If no connection can be made with it,
    /// [`forget_gateway_url`](Self::forget_gateway_url) and ask again. To start shards ask
    /// [`gateway_bot`](Self::gateway_bot), which is never kept: its numbers change.
    ///
    /// Docs: [Gateway, Get Gateway](https://docs.discord.com/developers/events/gateway#get-gateway).
    ///
    /// # Errors
    ///
    /// It is not known yet, and the request failed.
    ///
    /// # Cancel safety
    ///
    /// Cancel-safe: whoever asks next sends the request again.
    pub async fn gateway_url(&self) -> Result<Arc<str>, Error> {
        // Held while it is asked for: of several callers one asks.
        let mut kept = self.inner.gateway_url.lock().await;
        if let Some(url) = &*kept {
            return Ok(Arc::clone(url));
        }
        let url: Arc<str> = self.gateway().await?.url.into();
        *kept = Some(Arc::clone(&url));
        Ok(url)
    }

    /// Forgets the gateway's URL, so that it is asked for again.
    ///
    /// # Cancel safety
    ///
    /// Cancel-safe: the URL is forgotten when this returns, and not before.
    pub async fn forget_gateway_url(&self) {
        *self.inner.gateway_url.lock().await = None;
    }
}
