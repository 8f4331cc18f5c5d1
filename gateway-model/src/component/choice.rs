//! Choice and upload components of modals.

use crate::macros::object::object;
use crate::macros::setters::setters;

object! {
    /// A file upload.
    ///
    /// Docs: [Component Reference, File Upload](https://docs.discord.com/developers/components/reference#file-upload).
    #[derive(Default, Eq, Hash)]
    pub struct FileUpload {
        /// Number of the component within the modal.
        pub id?: i32,
        /// Custom id, 1 to 100 characters, by which the app recognizes it.
        pub custom_id: String,
        /// Minimum number of files, 0 to 10; 1 if missing.
        pub min_values?: u8,
        /// Maximum number of files, 1 to 10; 1 if missing.
        pub max_values?: u8,
        /// Whether files are required; true if missing.
        pub required?: bool,
        /// Kinds of file: `image`, `video`, `audio`, or extensions such as `.pdf`; at most 10.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub file_types {default}: Vec<String>,
    }
}

impl FileUpload {
    /// Creates a file upload with this custom id of 1 to 100 characters.
    #[must_use]
    pub fn new(custom_id: impl Into<String>) -> Self {
        Self { custom_id: custom_id.into(), ..Self::default() }
    }
}

setters! {
    FileUpload {
        /// Sets the component's number within the modal.
        value id: i32,
        /// Sets the minimum number of files, 0 to 10.
        value min_values: u8,
        /// Sets the maximum number of files, 1 to 10.
        value max_values: u8,
        /// Sets whether files are required. The default is true.
        value required: bool,
        /// Sets the allowed kinds of file: `image`, `video`, `audio`, or extensions such as `.pdf`; at most 10.
        list file_types: String,
    }
    by_hand { custom_id }
    received {}
}

object! {
    /// A group of options of which one can be selected.
    ///
    /// Docs: [Component Reference, Radio Group](https://docs.discord.com/developers/components/reference#radio-group).
    #[derive(Default, Eq, Hash)]
    pub struct RadioGroup {
        /// Number of the component within the modal.
        pub id?: i32,
        /// Custom id, 1 to 100 characters, by which the app recognizes it.
        pub custom_id: String,
        /// Options, 2 to 10.
        pub options: Vec<ChoiceOption>,
        /// Whether an option must be selected; true if missing.
        pub required?: bool,
    }
}

impl RadioGroup {
    /// Creates a group with this custom id of 1 to 100 characters, and 2 to 10 options.
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
        /// Sets the component's number within the modal.
        value id: i32,
        /// Sets whether an option must be selected. The default is true.
        value required: bool,
    }
    by_hand { custom_id, options }
    received {}
}

object! {
    /// A group of checkboxes.
    ///
    /// Docs: [Component Reference, Checkbox Group](https://docs.discord.com/developers/components/reference#checkbox-group).
    #[derive(Default, Eq, Hash)]
    pub struct CheckboxGroup {
        /// Number of the component within the modal.
        pub id?: i32,
        /// Custom id, 1 to 100 characters, by which the app recognizes it.
        pub custom_id: String,
        /// Options, 1 to 10.
        pub options: Vec<ChoiceOption>,
        /// Minimum number of selected options, 0 to 10; 1 if missing.
        pub min_values?: u8,
        /// Maximum number of selected options, 1 to 10; all if missing.
        pub max_values?: u8,
        /// Whether an option must be selected; true if missing.
        pub required?: bool,
    }
}

impl CheckboxGroup {
    /// Creates a group with this custom id of 1 to 100 characters, and 1 to 10 options.
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
        /// Sets the component's number within the modal.
        value id: i32,
        /// Sets the minimum number of selected options, 0 to 10.
        value min_values: u8,
        /// Sets the maximum number of selected options, 1 to 10.
        value max_values: u8,
        /// Sets whether an option must be selected. The default is true.
        value required: bool,
    }
    by_hand { custom_id, options }
    received {}
}

object! {
    /// An option of a group.
    ///
    /// Docs: [Component Reference, Radio Group Option Structure](https://docs.discord.com/developers/components/reference#radio-group-option-structure)
    /// and [Checkbox Group Option Structure](https://docs.discord.com/developers/components/reference#checkbox-group-option-structure).
    #[derive(Default, Eq, Hash)]
    pub struct ChoiceOption {
        /// Value that the app receives, at most 100 characters.
        pub value: String,
        /// Label that users see, at most 100 characters.
        pub label: String,
        /// Description, at most 100 characters.
        pub description?: String,
        /// Whether it is selected initially.
        pub default?: bool,
    }
}

impl ChoiceOption {
    /// Creates an option with a label and a value, each of at most 100 characters.
    #[must_use]
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into(), ..Self::default() }
    }

    /// Selects the option initially: the field `default` in Discord's docs.
    #[must_use]
    pub fn selected(mut self) -> Self {
        self.default = Some(true);
        self
    }
}

setters! {
    ChoiceOption {
        /// Sets the description, at most 100 characters.
        into description: String,
    }
    by_hand { value, label, default }
    received {}
}

object! {
    /// A checkbox.
    ///
    /// Docs: [Component Reference, Checkbox](https://docs.discord.com/developers/components/reference#checkbox).
    #[derive(Default, Eq, Hash)]
    pub struct Checkbox {
        /// Number of the component within the modal.
        pub id?: i32,
        /// Custom id, 1 to 100 characters, by which the app recognizes it.
        pub custom_id: String,
        /// Whether it is checked initially.
        pub default?: bool,
    }
}

impl Checkbox {
    /// Creates a checkbox with this custom id of 1 to 100 characters.
    #[must_use]
    pub fn new(custom_id: impl Into<String>) -> Self {
        Self { custom_id: custom_id.into(), ..Self::default() }
    }

    /// Checks the box initially: the field `default` in Discord's docs.
    #[must_use]
    pub fn selected(mut self) -> Self {
        self.default = Some(true);
        self
    }
}

setters! {
    Checkbox {
        /// Sets the component's number within the modal.
        value id: i32,
    }
    by_hand { custom_id, default }
    received {}
}
