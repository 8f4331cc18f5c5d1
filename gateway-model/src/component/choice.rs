//! Choices and uploads of modals.

use crate::macros::object::object;
use crate::macros::setters::setters;

object! {
    /// A field for files.
    ///
    /// Docs: [Component Reference, File Upload](https://docs.discord.com/developers/components/reference#file-upload).
    #[derive(Default, Eq, Hash)]
    pub struct FileUpload {
        /// Number of the component within the modal.
        pub id?: i32,
        /// The app's own name for it, 1 to 100 characters.
        pub custom_id: String,
        /// Fewest files, 0 to 10; 1 if it is missing.
        pub min_values?: u8,
        /// Most files, 1 to 10; 1 if it is missing.
        pub max_values?: u8,
        /// Whether files are needed; they are if it is missing.
        pub required?: bool,
        /// Kinds of file: `image`, `video`, `audio`, or endings such as `.pdf`; at most 10.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub file_types {default}: Vec<String>,
    }
}

impl FileUpload {
    /// A field with this name, of 1 to 100 characters.
    #[must_use]
    pub fn new(custom_id: impl Into<String>) -> Self {
        Self { custom_id: custom_id.into(), ..Self::default() }
    }
}

setters! {
    FileUpload {
        /// The same field with this number within the modal.
        value id: i32,
        /// The same field, for at least this many files, 0 to 10.
        value min_values: u8,
        /// The same field, for at most this many files, 1 to 10.
        value max_values: u8,
        /// The same field, for which files are needed, as they are by default, or not.
        value required: bool,
        /// The same field, for these kinds of file: `image`, `video`, `audio`, or endings such as `.pdf`; at most 10.
        list file_types: String,
    }
    by_hand { custom_id }
    received {}
}

object! {
    /// A choice of one.
    ///
    /// Docs: [Component Reference, Radio Group](https://docs.discord.com/developers/components/reference#radio-group).
    #[derive(Default, Eq, Hash)]
    pub struct RadioGroup {
        /// Number of the component within the modal.
        pub id?: i32,
        /// The app's own name for it, 1 to 100 characters.
        pub custom_id: String,
        /// What to choose from, 2 to 10.
        pub options: Vec<ChoiceOption>,
        /// Whether one must be chosen; it must if it is missing.
        pub required?: bool,
    }
}

impl RadioGroup {
    /// A choice with this name, of 1 to 100 characters, between 2 to 10 options.
    #[must_use]
    pub fn new(
        custom_id: impl Into<String>,
        options: impl IntoIterator<Item = ChoiceOption>,
    ) -> Self {
        Self {
            custom_id: custom_id.into(),
            options: options.into_iter().collect(),
            ..Self::default()
        }
    }
}

setters! {
    RadioGroup {
        /// The same choice with this number within the modal.
        value id: i32,
        /// The same choice, where one must be chosen, as it must by default, or not.
        value required: bool,
    }
    by_hand { custom_id, options }
    received {}
}

object! {
    /// A choice of several.
    ///
    /// Docs: [Component Reference, Checkbox Group](https://docs.discord.com/developers/components/reference#checkbox-group).
    #[derive(Default, Eq, Hash)]
    pub struct CheckboxGroup {
        /// Number of the component within the modal.
        pub id?: i32,
        /// The app's own name for it, 1 to 100 characters.
        pub custom_id: String,
        /// What to choose from, 1 to 10.
        pub options: Vec<ChoiceOption>,
        /// Fewest to choose, 0 to 10; 1 if it is missing.
        pub min_values?: u8,
        /// Most to choose, 1 to 10; all if it is missing.
        pub max_values?: u8,
        /// Whether something must be chosen; it must if it is missing.
        pub required?: bool,
    }
}

impl CheckboxGroup {
    /// A choice with this name, of 1 to 100 characters, of 1 to 10 options.
    #[must_use]
    pub fn new(
        custom_id: impl Into<String>,
        options: impl IntoIterator<Item = ChoiceOption>,
    ) -> Self {
        Self {
            custom_id: custom_id.into(),
            options: options.into_iter().collect(),
            ..Self::default()
        }
    }
}

setters! {
    CheckboxGroup {
        /// The same choice with this number within the modal.
        value id: i32,
        /// The same choice, of which at least this many are chosen, 0 to 10.
        value min_values: u8,
        /// The same choice, of which at most this many are chosen, 1 to 10.
        value max_values: u8,
        /// The same choice, where something must be chosen, as it must by default, or not.
        value required: bool,
    }
    by_hand { custom_id, options }
    received {}
}

object! {
    /// Something to choose.
    ///
    /// Docs: [Component Reference, Radio Group Option Structure](https://docs.discord.com/developers/components/reference#radio-group-option-structure)
    /// and [Checkbox Group Option Structure](https://docs.discord.com/developers/components/reference#checkbox-group-option-structure).
    #[derive(Default, Eq, Hash)]
    pub struct ChoiceOption {
        /// What the app gets, at most 100 characters.
        pub value: String,
        /// What users see, at most 100 characters.
        pub label: String,
        /// More about it, at most 100 characters.
        pub description?: String,
        /// Whether it is chosen from the start.
        pub default?: bool,
    }
}

impl ChoiceOption {
    /// A text that users see and the value behind it, each of at most 100 characters.
    #[must_use]
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into(), ..Self::default() }
    }

    /// The same option, chosen from the start: the docs' `default`.
    #[must_use]
    pub fn selected(mut self) -> Self {
        self.default = Some(true);
        self
    }
}

setters! {
    ChoiceOption {
        /// The same option with more about it, at most 100 characters.
        into description: String,
    }
    by_hand { value, label, default }
    received {}
}

object! {
    /// A box to tick.
    ///
    /// Docs: [Component Reference, Checkbox](https://docs.discord.com/developers/components/reference#checkbox).
    #[derive(Default, Eq, Hash)]
    pub struct Checkbox {
        /// Number of the component within the modal.
        pub id?: i32,
        /// The app's own name for it, 1 to 100 characters.
        pub custom_id: String,
        /// Whether it is ticked from the start.
        pub default?: bool,
    }
}

impl Checkbox {
    /// A box with this name, of 1 to 100 characters.
    #[must_use]
    pub fn new(custom_id: impl Into<String>) -> Self {
        Self { custom_id: custom_id.into(), ..Self::default() }
    }

    /// The same box, ticked from the start: the docs' `default`.
    #[must_use]
    pub fn selected(mut self) -> Self {
        self.default = Some(true);
        self
    }
}

setters! {
    Checkbox {
        /// The same box with this number within the modal.
        value id: i32,
    }
    by_hand { custom_id, default }
    received {}
}
