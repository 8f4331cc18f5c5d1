//! The macro for secret texts.

/// Declares a type for a secret text, which `Debug` does not show.
macro_rules! secret {
    ($(#[$meta:meta])* pub struct $name:ident;) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Hash, ::serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(Box<str>);

        crate::macros::object::deserialize_own! { $name }

        impl crate::json::Read for $name {
            fn read(reader: &mut crate::json::Reader<'_>) -> Result<Self, crate::json::NotRead> {
                crate::json::Read::read(reader).map(Self)
            }
        }

        impl $name {
            /// Wraps a text.
            #[must_use]
            pub fn new(secret: impl Into<Box<str>>) -> Self {
                Self(secret.into())
            }

            /// The text itself. Send it, but do not log or show it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    };
}

pub(crate) use secret;

#[cfg(test)]
mod tests {
    use crate::event::VoiceToken;
    use crate::interaction::InteractionToken;
    use crate::webhook::WebhookToken;

    #[test]
    fn debug_does_not_show_it() {
        let shown = format!(
            "{:?} {:?} {:?}",
            InteractionToken::new("hush"),
            WebhookToken::new("hush"),
            VoiceToken::new("hush")
        );
        assert_eq!(shown, "InteractionToken(..) WebhookToken(..) VoiceToken(..)");
    }

    #[test]
    fn it_reads_and_writes_the_bare_text() {
        let token: WebhookToken = serde_json::from_str("\"hush\"").unwrap();
        assert_eq!(token.as_str(), "hush");
        assert_eq!(serde_json::to_string(&token).unwrap(), "\"hush\"");
    }
}
