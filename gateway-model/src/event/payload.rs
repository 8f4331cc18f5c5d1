//! The macro for events whose data is just an object of the API.

/// Declares an event that is an object of the API: `payload_event! { pub struct ChannelCreate(Channel); }`.
///
/// Its JSON is that of the object, and it dereferences to the object.
macro_rules! payload_event {
    ($(#[$meta:meta])* pub struct $name:ident($payload:ty);) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, ::serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(
            /// The object.
            pub $payload,
        );

        crate::macros::object::deserialize_own! { $name }

        impl crate::json::Read for $name {
            fn read(reader: &mut crate::json::Reader<'_>) -> Result<Self, crate::json::NotRead> {
                crate::json::Read::read(reader).map(Self)
            }
        }

        impl ::std::ops::Deref for $name {
            type Target = $payload;

            fn deref(&self) -> &$payload {
                &self.0
            }
        }

        impl From<$name> for $payload {
            fn from(event: $name) -> Self {
                event.0
            }
        }
    };
}

pub(crate) use payload_event;
