//! Disables components.

use gateway_model::component::{ButtonStyle, Component};

/// Disables all buttons and menus. Links stay enabled.
#[must_use]
pub fn disabled(components: Vec<Component>) -> Vec<Component> {
    components.into_iter().map(disable).collect()
}

fn disable(component: Component) -> Component {
    match component {
        Component::ActionRow(mut row) => {
            row.components = disabled(row.components);
            row.into()
        }
        Component::Container(mut container) => {
            container.components = disabled(container.components);
            container.into()
        }
        Component::Section(mut section) => {
            section.accessory = Box::new(disable(*section.accessory));
            section.into()
        }
        Component::Button(button) if button.style != ButtonStyle::Link => {
            (*button).disabled().into()
        }
        Component::StringSelect(menu) => (*menu).disabled().into(),
        Component::UserSelect(menu) => Component::UserSelect(Box::new(menu.disabled())),
        Component::RoleSelect(menu) => Component::RoleSelect(Box::new(menu.disabled())),
        Component::MentionableSelect(menu) => {
            Component::MentionableSelect(Box::new(menu.disabled()))
        }
        Component::ChannelSelect(menu) => (*menu).disabled().into(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use gateway_model::component::{
        ActionRow, Button, ChannelSelect, Container, RoleSelect, Section, StringSelect, TextDisplay,
    };

    use super::*;

    #[test]
    fn whatever_can_be_used_is_disabled_at_any_depth_but_links() {
        let button = || Button::new(ButtonStyle::Primary, "a", "x");
        let section = Section::new([TextDisplay::new("x")], button());
        let components: Vec<Component> = vec![
            ActionRow::new([button(), Button::link("https://example.com", "x")]).into(),
            ActionRow::new([StringSelect::new("b")]).into(),
            ActionRow::new([RoleSelect::new("c")]).into(),
            Container::new([
                Component::from(section),
                ActionRow::new([ChannelSelect::new("d")]).into(),
            ])
            .into(),
        ];
        let text = serde_json::to_string(&disabled(components)).unwrap();
        assert_eq!(text.matches("\"disabled\":true").count(), 5, "{text}");
        assert_eq!(text.matches("\"url\"").count(), 1);
    }
}
