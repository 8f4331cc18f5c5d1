//! The order of the files of gateway-commands-derive.

pub(super) const ORDER: &[&str] = &[
    "errors",
    "locales",
    "texts",
    "choice",
    "custom_id/attributes",
    "custom_id/fields",
    "custom_id/mod",
    "modal/attributes",
    "modal/field",
    "modal/mod",
    "command/kind",
    "command/attributes",
    "command/field",
    "command/structs",
    "command/subcommands",
    "command/mod",
    "lib",
];
