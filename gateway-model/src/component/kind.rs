//! Types of components.

use crate::macros::open_enum::open_enum;

open_enum! {
    /// Type of a component.
    ///
    /// Docs: [Component Reference, Component Types](https://docs.discord.com/developers/components/reference#component-object-component-types).
    pub enum ComponentKind: i32 {
        /// A row of buttons, or with one select menu.
        ActionRow = 1,
        /// A button.
        Button = 2,
        /// A select menu of given options.
        StringSelect = 3,
        /// A text input.
        TextInput = 4,
        /// A select menu of users.
        UserSelect = 5,
        /// A select menu of roles.
        RoleSelect = 6,
        /// A select menu of users and roles.
        MentionableSelect = 7,
        /// A select menu of channels.
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
        /// Space between components.
        Separator = 14,
        /// Undocumented: a card of what a user plays, watches or listens to.
        ContentInventoryEntry = 16,
        /// A container of other components.
        Container = 17,
        /// A label for a component.
        Label = 18,
        /// A file upload.
        FileUpload = 19,
        /// A group of options of which one can be selected.
        RadioGroup = 21,
        /// A group of checkboxes.
        CheckboxGroup = 22,
        /// A checkbox.
        Checkbox = 23,
    }
}
