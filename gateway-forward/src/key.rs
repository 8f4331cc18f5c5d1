//! The key that signs deliveries, so that an application can detect forgeries.
//!
//! Ed25519, as Discord signs its own webhook events. Docs:
//! [Interactions Overview, Setting Up an Endpoint](https://docs.discord.com/developers/interactions/overview#setting-up-an-endpoint).

use std::fmt;
use std::sync::Arc;

use data_encoding::{BASE64, HEXLOWER};
use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, KeyPair};
use rustls_pki_types::PrivatePkcs8KeyDer;
use rustls_pki_types::pem::PemObject;

/// The line width of PEM.
const PEM_WIDTH: usize = 64;

/// The bytes before the 32 bytes of the key in version 1 of PKCS#8 (RFC 8410, section 7). OpenSSL, and therefore
/// Node.js, does not read version 2, which ring writes.
const PKCS8_V1: [u8; 16] = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];

/// An Ed25519 private key. Its `Debug` output shows only the public half.
#[derive(Clone)]
pub struct SigningKey {
    pair: Arc<Ed25519KeyPair>,
}

/// Why a text is not an Ed25519 private key. It contains no part of that text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The text has no PEM block `PRIVATE KEY`.
    #[error("no PEM block \"PRIVATE KEY\" (PKCS#8); `gateway-forward keygen` generates one")]
    NotPem,
    /// The block has another kind of key, or is damaged.
    #[error("the PEM block has no Ed25519 key; `gateway-forward keygen` generates one")]
    NotEd25519,
    /// The system returned no random bytes.
    #[error("the system returned no random bytes")]
    NoRandomness,
}

impl SigningKey {
    /// Reads a PKCS#8 key from PEM text. Newlines may be written as `\n`, as in environment variables.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is not such a key.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        let text = text.replace("\\r", "").replace("\\n", "\n");
        let key =
            PrivatePkcs8KeyDer::from_pem_slice(text.as_bytes()).map_err(|_| KeyError::NotPem)?;
        // OpenSSL and Node.js write version 1 of PKCS#8, which has no public half to check.
        let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(key.secret_pkcs8_der())
            .map_err(|_| KeyError::NotEd25519)?;
        Ok(Self { pair: Arc::new(pair) })
    }

    /// Generates a key; returns it with its PEM text, which is the only form in which it can be stored.
    ///
    /// # Errors
    ///
    /// Returns an error if the system returns no random bytes.
    pub fn generate() -> Result<(Self, String), KeyError> {
        let seed: [u8; 32] = ring::rand::generate(&SystemRandom::new())
            .map_err(|_| KeyError::NoRandomness)?
            .expose();
        let base64 = BASE64.encode(&[PKCS8_V1.as_slice(), &seed].concat());
        let mut pem = String::from("-----BEGIN PRIVATE KEY-----\n");
        for line in base64.as_bytes().chunks(PEM_WIDTH) {
            pem.push_str(&String::from_utf8_lossy(line));
            pem.push('\n');
        }
        pem.push_str("-----END PRIVATE KEY-----\n");
        Ok((Self::from_pem(&pem)?, pem))
    }

    /// Returns the public half as hex, for the configuration of an application.
    #[must_use]
    pub fn public_hex(&self) -> String {
        HEXLOWER.encode(self.pair.public_key().as_ref())
    }

    /// Returns the signature of `timestamp` followed by `body`, as hex.
    #[must_use]
    pub fn sign(&self, timestamp: &str, body: &[u8]) -> String {
        let mut message = Vec::with_capacity(timestamp.len() + body.len());
        message.extend_from_slice(timestamp.as_bytes());
        message.extend_from_slice(body);
        HEXLOWER.encode(self.pair.sign(&message).as_ref())
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SigningKey").field(&self.public_hex()).finish()
    }
}

#[cfg(test)]
mod tests {
    use ring::signature::{ED25519, UnparsedPublicKey};

    use super::*;

    /// The key pair of RFC 8032, section 7.1, test 1, in the version of PKCS#8 that OpenSSL writes.
    const RFC_8032: &str = "-----BEGIN PRIVATE KEY-----\n\
        MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n\
        -----END PRIVATE KEY-----\n";

    #[test]
    fn a_key_of_openssl_is_read_with_newlines_escaped_or_not() {
        let public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
        for text in
            [RFC_8032.to_owned(), RFC_8032.replace('\n', "\\n"), RFC_8032.replace('\n', "\\r\\n")]
        {
            assert_eq!(SigningKey::from_pem(&text).unwrap().public_hex(), public);
        }
    }

    #[test]
    fn the_signature_of_the_rfc() {
        let key = SigningKey::from_pem(RFC_8032).unwrap();
        assert_eq!(
            key.sign("", b""),
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd\
             25bf5f0595bbe24655141438e7a100b"
        );
    }

    #[test]
    fn a_new_key_signs_timestamp_then_body() {
        let (key, pem) = SigningKey::generate().unwrap();
        assert!(
            pem.starts_with(RFC_8032.split_at(48).0),
            "the version of PKCS#8 that OpenSSL reads: {pem}"
        );
        let again = SigningKey::from_pem(&pem).unwrap();
        assert_eq!(key.public_hex(), again.public_hex());
        let public = UnparsedPublicKey::new(&ED25519, key.pair.public_key().as_ref().to_vec());
        let signature = HEXLOWER.decode(key.sign("17", b"{}").as_bytes()).unwrap();
        assert!(public.verify(b"17{}", &signature).is_ok());
        assert!(public.verify(b"1{}7", &signature).is_err());
    }

    #[test]
    fn another_text_is_an_error_that_does_not_repeat_it() {
        assert_eq!(SigningKey::from_pem("secret").unwrap_err(), KeyError::NotPem);
        let damaged = RFC_8032.replace("MC4CAQ", "MC4CAA");
        let error = SigningKey::from_pem(&damaged).unwrap_err();
        assert_eq!(error, KeyError::NotEd25519);
        assert!(!format!("{error:?} {error}").contains("BCIEI"));
        let key = SigningKey::from_pem(RFC_8032).unwrap();
        assert!(!format!("{key:?}").contains("nWGxne"));
    }
}
