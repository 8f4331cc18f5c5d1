//! Types of components.

use crate::macros::open_enum::open_enum;

open_enum! {
    /// Type of a component.
    ///
    /// Docs: [Component Reference, Component Types](https://docs.discord.com/developers/components/reference#component-object-component-types).
    pub enum ComponentKind: i32 {
        /// A row of buttons, or of one menu.
        ActionRow = 1,
        /// A button.
        Button = 2,
        /// A menu of given texts.
        StringSelect = 3,
        /// A field for text.
        TextInput = 4,
        /// A menu of users.
        UserSelect = 5,
        /// A menu of roles.
        RoleSelect = 6,
        /// A menu of users and roles.
        MentionableSelect = 7,
        /// A menu of channels.
        ChannelSelect = 8,
        /// Text with something beside it.
        Section = 9,
        /// Text.
        TextDisplay = 10,
        /// A small picture.
        Thumbnail = 11,
        /// Pictures and videos.
        MediaGallery = 12,
        /// A file.
        File = 13,
        /// Room between components.
        Separator = 14,
        /// Undocumented: a card of what somebody plays, watches or listens to.
        ContentInventoryEntry = 16,
        /// A box around components.
        Container = 17,
        /// A name for a component.
        Label = 18,
        /// A field for files.
        FileUpload = 19,
        /// A choice of one.
        RadioGroup = 21,
        /// A choice of several.
        CheckboxGroup = 22,
        /// A box to tick.
        Checkbox = 23,
    }
}
