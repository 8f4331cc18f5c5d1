//! The gateway's URL, cached as the docs advise.

use std::sync::Arc;

use super::Client;
use crate::error::Error;

impl Client {
    /// Returns the gateway's URL. It is requested once and cached. If no connection can be made with it, call
    /// [`forget_gateway_url`](Self::forget_gateway_url) and request it again. To start shards, use
    /// [`gateway_bot`](Self::gateway_bot), which is never cached because its numbers change.
    ///
    /// Docs: [Gateway, Get Gateway](https://docs.discord.com/developers/events/gateway#get-gateway).
    ///
    /// # Errors
    ///
    /// Returns an error if the URL is not cached and the request failed.
    ///
    /// # Cancel safety
    ///
    /// Cancel-safe: the next call sends the request again.
    pub async fn gateway_url(&self) -> Result<Arc<str>, Error> {
        // The lock is held during the request, so that of several concurrent callers only one sends it.
        let mut kept = self.inner.gateway_url.lock().await;
        if let Some(url) = &*kept {
            return Ok(Arc::clone(url));
        }
        let url: Arc<str> = self.gateway().await?.url.into();
        *kept = Some(Arc::clone(&url));
        Ok(url)
    }

    /// Removes the gateway's URL from the cache, so that it is requested again.
    ///
    /// # Cancel safety
    ///
    /// Cancel-safe: the URL is removed when the future completes, and not before.
    pub async fn forget_gateway_url(&self) {
        *self.inner.gateway_url.lock().await = None;
    }
}
