use crate::component::*;
use crate::interaction::ModalResponse;
use crate::limits::{Limit, LimitError};
use crate::message::{MessageFlags, MessageParts};

fn check(components: &[Component], flags: MessageFlags) -> Result<(), LimitError> {
    MessageParts { components, flags: Some(flags), ..MessageParts::default() }.check()
}

fn row(name: &str) -> Component {
    ActionRow::new([Button::new(ButtonStyle::Primary, name, "x")]).into()
}

#[test]
fn without_the_flag_a_message_has_up_to_five_rows_and_nothing_else() {
    let rows: Vec<Component> = (0..6).map(|number| row(&number.to_string())).collect();
    assert_eq!(check(&rows[..5], MessageFlags::empty()), Ok(()));
    assert_eq!(check(&rows, MessageFlags::empty()).unwrap_err().path, "components");
    assert_eq!(check(&rows, MessageFlags::IS_COMPONENTS_V2), Ok(()));
    let text = [TextDisplay::new("x").into()];
    assert_eq!(check(&text, MessageFlags::empty()).unwrap_err().path, "components.0");
    assert_eq!(check(&text, MessageFlags::IS_COMPONENTS_V2), Ok(()));
    // An edited message keeps its flag, so the flag is not sent again.
    let edited = MessageParts { components: &text, is_edit: true, ..MessageParts::default() };
    assert_eq!(edited.check(), Ok(()));
}

#[test]
fn those_inside_count_towards_forty() {
    let container = |texts| Container::new((0..texts).map(|_| TextDisplay::new("x")));
    assert_eq!(check(&[container(39).into()], MessageFlags::IS_COMPONENTS_V2), Ok(()));
    let error = check(&[container(40).into()], MessageFlags::IS_COMPONENTS_V2).unwrap_err();
    assert_eq!(error.path, "components");
    assert_eq!(error.limit, Limit::Items { found: 41, allowed: 0..=40 });
}

#[test]
fn names_and_numbers_are_used_once() {
    let two = [row("a"), row("a")];
    let error = check(&two, MessageFlags::empty()).unwrap_err();
    let path = "components.1.components.0.custom_id".to_owned();
    assert_eq!((error.path, error.limit), (path, Limit::Repeated));
    let beside =
        |id| Section::new([TextDisplay::new("x").id(1)], Thumbnail::new("x").id(id)).into();
    assert_eq!(check(&[beside(2)], MessageFlags::IS_COMPONENTS_V2), Ok(()));
    let error = check(&[beside(1)], MessageFlags::IS_COMPONENTS_V2).unwrap_err();
    assert_eq!(error.path, "components.0.accessory.id");
    let zeros = [TextDisplay::new("x").id(0).into(), TextDisplay::new("x").id(0).into()];
    assert_eq!(check(&zeros, MessageFlags::IS_COMPONENTS_V2), Ok(()));
}

#[test]
fn components_of_modals_are_not_for_messages_nor_the_other_way() {
    let field = || TextInput::new("x", TextInputStyle::Short);
    let of_modal = [ActionRow::new([field()]).into()];
    assert_eq!(
        check(&of_modal, MessageFlags::empty()).unwrap_err().path,
        "components.0.components.0"
    );
    let label = [Label::new("x", field()).into()];
    let error = check(&label, MessageFlags::IS_COMPONENTS_V2).unwrap_err();
    assert_eq!(error.path, "components.0");
    let modal = |component: Component| ModalResponse::new("x", "x").component(component).check();
    assert_eq!(modal(ActionRow::new([field()]).into()), Ok(()));
    assert_eq!(modal(Label::new("x", field()).into()), Ok(()));
    assert_eq!(modal(row("a")).unwrap_err().path, "components.0.components.0");
    assert_eq!(modal(Separator::new().into()).unwrap_err().path, "components.0");
}

#[test]
fn a_modal_has_a_name_a_title_and_one_to_five_components() {
    let modal = |name: usize, title: usize, components: usize| {
        let modal = ModalResponse::new("ä".repeat(name), "ä".repeat(title));
        let text = || TextDisplay::new("x");
        (0..components).fold(modal, |modal, _| modal.component(text())).check()
    };
    assert_eq!(modal(100, 45, 5), Ok(()));
    assert_eq!(modal(101, 1, 1).unwrap_err().path, "custom_id");
    assert_eq!(modal(0, 1, 1).unwrap_err().path, "custom_id");
    assert_eq!(modal(1, 46, 1).unwrap_err().path, "title");
    assert_eq!(modal(1, 1, 0).unwrap_err().path, "components");
    assert_eq!(modal(1, 1, 6).unwrap_err().path, "components");
}

#[test]
fn everything_that_is_wrong_is_told_at_once_with_its_path() {
    let menu = StringSelect::new("a");
    let row = ActionRow::new([Button::link("x", "x"), Button::new(ButtonStyle::Primary, "", "x")]);
    let components = [
        ActionRow::new([menu]).into(),
        Container::new([Component::from(row), TextDisplay::new("").into()]).into(),
        Container::default().into(),
        Label::new("x", FileUpload::new("a")).into(),
    ];
    let flags = Some(MessageFlags::IS_COMPONENTS_V2);
    let message =
        MessageParts { content: Some("x"), components: &components, flags, ..Default::default() };
    let errors = message.check_all().unwrap_err();
    let paths: Vec<&str> = errors.iter().map(|error| &*error.path).collect();
    let expected = [
        "components.1.components.0.components.1.custom_id",
        "components.1.components.1.content",
        "components.2.components",
        "components.3",
        "components.3.component.custom_id",
        "components.0.components.0.options",
        "content",
    ];
    assert_eq!(paths, expected);
    assert_eq!(message.check().unwrap_err(), errors[0]);
}

#[test]
fn all_texts_of_a_message_together_have_a_limit() {
    let check = |length: usize| {
        let text = |length| TextDisplay::new("ä".repeat(length));
        let texts = [Container::new([text(2000)]).into(), text(length).into()];
        check(&texts, MessageFlags::IS_COMPONENTS_V2)
    };
    assert_eq!(check(2000), Ok(()));
    let limit = Limit::Characters { found: 4001, allowed: 0..=4000 };
    assert_eq!(check(2001).unwrap_err().limit, limit);
}

#[test]
fn a_menu_that_is_sent_has_different_texts_to_choose_from() {
    let menu = |values: &[&str]| {
        let options = values.iter().map(|value| SelectOption::new("x", *value));
        check(
            &[ActionRow::new([StringSelect::new("a").options(options)]).into()],
            MessageFlags::empty(),
        )
    };
    assert_eq!(menu(&["a", "b"]), Ok(()));
    assert_eq!(menu(&[]).unwrap_err().path, "components.0.components.0.options");
    let twice = menu(&["a", "a"]).unwrap_err();
    let path = "components.0.components.0.options.1.value".to_owned();
    assert_eq!((twice.path, twice.limit), (path, Limit::Repeated));
}

#[test]
fn nothing_in_a_modal_is_disabled() {
    let modal = |menu: RoleSelect| ModalResponse::new("x", "x").component(Label::new("x", menu));
    assert_eq!(modal(RoleSelect::new("a")).check(), Ok(()));
    let errors = modal(RoleSelect::new("a").disabled()).check_all().unwrap_err();
    assert_eq!(errors[0].path, "components.0.component.disabled");
}
