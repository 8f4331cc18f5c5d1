//! Access to the input of a modal, by the custom ids of its components.

use super::ModalData;
use crate::component::SubmittedComponent;
use crate::id::{Id, marker};

impl SubmittedComponent {
    /// Returns the custom id of this component, if it has one.
    #[must_use]
    pub fn custom_id(&self) -> Option<&str> {
        Some(match self {
            Self::StringSelect(select) | Self::CheckboxGroup(select) => &select.custom_id,
            Self::TextInput(text) => &text.custom_id,
            Self::UserSelect(values)
            | Self::RoleSelect(values)
            | Self::MentionableSelect(values)
            | Self::ChannelSelect(values)
            | Self::FileUpload(values) => &values.custom_id,
            Self::RadioGroup(value) => &value.custom_id,
            Self::Checkbox(flag) => &flag.custom_id,
            Self::Unknown(fields) => return fields.get("custom_id")?.as_str(),
            Self::ActionRow(_) | Self::TextDisplay(_) | Self::Label(_) => return None,
        })
    }

    /// Finds this component or the one inside it with this custom id.
    fn find(&self, custom_id: &str) -> Option<&Self> {
        match self {
            Self::ActionRow(row) => row.components.iter().find_map(|inner| inner.find(custom_id)),
            Self::Label(label) => label.component.find(custom_id),
            other => (other.custom_id() == Some(custom_id)).then_some(other),
        }
    }
}

impl ModalData {
    /// Returns the component with this custom id, also inside rows and labels.
    #[must_use]
    pub fn component(&self, custom_id: &str) -> Option<&SubmittedComponent> {
        self.components.iter().find_map(|component| component.find(custom_id))
    }

    /// Returns the text in the text input, or the value selected in the radio group, with this custom id. `None` if
    /// there is neither, or if nothing was selected.
    #[must_use]
    pub fn text(&self, custom_id: &str) -> Option<&str> {
        match self.component(custom_id)? {
            SubmittedComponent::TextInput(text) => Some(&text.value),
            SubmittedComponent::RadioGroup(value) => value.value.as_deref(),
            _ => None,
        }
    }

    /// Returns the values selected in the string select or checkbox group with this custom id. `None` if there is
    /// neither.
    #[must_use]
    pub fn values(&self, custom_id: &str) -> Option<&[Box<str>]> {
        match self.component(custom_id)? {
            SubmittedComponent::StringSelect(select)
            | SubmittedComponent::CheckboxGroup(select) => Some(&select.values),
            _ => None,
        }
    }

    /// Returns the ids selected in the user, role, mentionable or channel select, or those of the files in the file
    /// upload, with this custom id. `None` if there is none of them.
    #[must_use]
    pub fn ids(&self, custom_id: &str) -> Option<&[Id<marker::Generic>]> {
        match self.component(custom_id)? {
            SubmittedComponent::UserSelect(values)
            | SubmittedComponent::RoleSelect(values)
            | SubmittedComponent::MentionableSelect(values)
            | SubmittedComponent::ChannelSelect(values)
            | SubmittedComponent::FileUpload(values) => Some(&values.values),
            _ => None,
        }
    }

    /// Returns whether the checkbox with this custom id was checked. `None` if there is no such checkbox.
    #[must_use]
    pub fn is_checked(&self, custom_id: &str) -> Option<bool> {
        match self.component(custom_id)? {
            SubmittedComponent::Checkbox(flag) => Some(flag.value),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODAL: &str = r#"{"custom_id":"modal","components":[
        {"type":10,"id":1},
        {"type":1,"id":2,"components":[{"type":4,"custom_id":"old","value":"in a row"}]},
        {"type":18,"component":{"type":4,"custom_id":"why","value":"because"}},
        {"type":18,"component":{"type":3,"custom_id":"colours","values":["red","blue"]}},
        {"type":18,"component":{"type":22,"custom_id":"days","values":["monday"]}},
        {"type":18,"component":{"type":21,"custom_id":"size","value":"large"}},
        {"type":18,"component":{"type":21,"custom_id":"none","value":null}},
        {"type":18,"component":{"type":5,"custom_id":"users","values":["5"]}},
        {"type":18,"component":{"type":19,"custom_id":"files","values":["6","7"]}},
        {"type":18,"component":{"type":23,"custom_id":"sure","value":true}},
        {"type":18,"component":{"type":99,"custom_id":"new","value":[1]}}]}"#;

    #[test]
    fn a_submitted_value_is_found_by_the_name_of_its_component() {
        let modal: ModalData = serde_json::from_str(MODAL).unwrap();
        assert_eq!(modal.text("old"), Some("in a row"));
        assert_eq!(modal.text("why"), Some("because"));
        assert_eq!(modal.text("size"), Some("large"));
        assert_eq!(modal.text("none"), None);
        assert_eq!(modal.values("colours").unwrap(), ["red".into(), "blue".into()]);
        assert_eq!(modal.values("days").unwrap(), ["monday".into()]);
        assert_eq!(modal.ids("users").unwrap(), [Id::new(5).unwrap()]);
        assert_eq!(modal.ids("files").unwrap().len(), 2);
        assert_eq!(modal.is_checked("sure"), Some(true));
        assert!(matches!(modal.component("new"), Some(SubmittedComponent::Unknown(_))));
    }

    #[test]
    fn a_component_of_another_kind_or_name_has_no_such_value() {
        let modal: ModalData = serde_json::from_str(MODAL).unwrap();
        assert_eq!((modal.text("colours"), modal.text("absent")), (None, None));
        assert_eq!((modal.values("why"), modal.ids("why")), (None, None));
        assert_eq!((modal.is_checked("why"), modal.is_checked("absent")), (None, None));
    }
}
