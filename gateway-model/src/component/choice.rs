//! Choices and uploads of modals.

use crate::object::object;

object! {
    /// A field for files.
    ///
    /// Docs: [Component Reference, File Upload](https://docs.discord.com/developers/components/reference#file-upload).
    #[derive(Default, Eq)]
    pub struct FileUpload {
        /// Number of the component within the modal.
        pub id?: i32,
        /// The app's own name for it, 1 to 100 characters.
        pub custom_id: String,
        /// Fewest files, 0 to 10; 1 where it is missing.
        pub min_values?: u8,
        /// Most files, 1 to 10; 1 where it is missing.
        pub max_values?: u8,
        /// Whether files are needed; they are where it is missing.
        pub required?: bool,
        /// Kinds of file: `image`, `video`, `audio`, or endings such as `.pdf`; at most 10.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub file_types {default}: Vec<String>,
    }
}

object! {
    /// A choice of one.
    ///
    /// Docs: [Component Reference, Radio Group](https://docs.discord.com/developers/components/reference#radio-group).
    #[derive(Default, Eq)]
    pub struct RadioGroup {
        /// Number of the component within the modal.
        pub id?: i32,
        /// The app's own name for it, 1 to 100 characters.
        pub custom_id: String,
        /// What to choose from, 2 to 10.
        pub options: Vec<ChoiceOption>,
        /// Whether one must be chosen; it must where it is missing.
        pub required?: bool,
    }
}

object! {
    /// A choice of several.
    ///
    /// Docs: [Component Reference, Checkbox Group](https://docs.discord.com/developers/components/reference#checkbox-group).
    #[derive(Default, Eq)]
    pub struct CheckboxGroup {
        /// Number of the component within the modal.
        pub id?: i32,
        /// The app's own name for it, 1 to 100 characters.
        pub custom_id: String,
        /// What to choose from, 1 to 10.
        pub options: Vec<ChoiceOption>,
        /// Fewest to choose, 0 to 10; 1 where it is missing.
        pub min_values?: u8,
        /// Most to choose, 1 to 10; all where it is missing.
        pub max_values?: u8,
        /// Whether something must be chosen; it must where it is missing.
        pub required?: bool,
    }
}

object! {
    /// Something to choose.
    ///
    /// Docs: [Component Reference, Radio Group Option Structure](https://docs.discord.com/developers/components/reference#radio-group-option-structure)
    /// and [Checkbox Group Option Structure](https://docs.discord.com/developers/components/reference#checkbox-group-option-structure).
    #[derive(Default, Eq)]
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

object! {
    /// A box to tick.
    ///
    /// Docs: [Component Reference, Checkbox](https://docs.discord.com/developers/components/reference#checkbox).
    #[derive(Default, Eq)]
    pub struct Checkbox {
        /// Number of the component within the modal.
        pub id?: i32,
        /// The app's own name for it, 1 to 100 characters.
        pub custom_id: String,
        /// Whether it is ticked from the start.
        pub default?: bool,
    }
}
