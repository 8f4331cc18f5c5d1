//! The macro behind every event whose data is an object of the API and nothing else.

/// Makes an event that is an object of the API: `payload_event! { pub struct ChannelCreate(Channel); }`.
///
/// It reads and writes what the object does, and has its fields and methods by dereference.
macro_rules! payload_event {
    ($(#[$meta:meta])* pub struct $name:ident($payload:ty);) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, ::serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(
            /// The object the event is about.
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
