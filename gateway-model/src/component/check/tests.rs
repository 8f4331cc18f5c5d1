use crate::component::*;
use crate::id::{Id, marker};
use crate::limits::Limit;

fn text(length: usize) -> String {
    "ä".repeat(length)
}

fn id<T>() -> Id<T> {
    Id::new(7).unwrap()
}

/// Checks that `good` is at the limit, that `bad` is one beyond it, and that the error has this path.
fn holds(good: impl Into<Component>, bad: impl Into<Component>, path: &str) {
    assert_eq!(good.into().check(), Ok(()), "{path}");
    assert_eq!(bad.into().check().unwrap_err().path, path);
}

#[test]
fn lengths_of_texts() {
    let button = |name: usize| Button::new(ButtonStyle::Primary, text(name), "x");
    holds(button(100), button(101), "custom_id");
    holds(button(1), button(0), "custom_id");
    let button = |label: usize| Button::new(ButtonStyle::Primary, "x", text(label));
    holds(button(80), button(81), "label");
    let button = |url: usize| Button::link(text(url), "x");
    holds(button(512), button(513), "url");

    let option = |label: usize, value: usize, description: usize| {
        let option = SelectOption::new(text(label), text(value)).description(text(description));
        StringSelect::new("x").option(option)
    };
    holds(option(100, 100, 100), option(101, 1, 1), "options.0.label");
    holds(option(100, 100, 100), option(1, 101, 1), "options.0.value");
    holds(option(100, 100, 100), option(1, 1, 101), "options.0.description");
    let option = |label: usize, value: usize, description: usize| {
        let option = ChoiceOption::new(text(label), text(value)).description(text(description));
        CheckboxGroup::new("x", [option])
    };
    holds(option(100, 100, 100), option(101, 1, 1), "options.0.label");
    holds(option(100, 100, 100), option(1, 101, 1), "options.0.value");
    holds(option(100, 100, 100), option(1, 1, 101), "options.0.description");

    let field = |value: usize, placeholder: usize| {
        TextInput::new("x", TextInputStyle::Short).value(text(value)).placeholder(text(placeholder))
    };
    holds(field(4000, 100), field(4001, 1), "value");
    holds(field(4000, 100), field(1, 101), "placeholder");
    let menu = |placeholder: usize| UserSelect::new("x").placeholder(text(placeholder));
    holds(menu(150), menu(151), "placeholder");
    let menu = |placeholder: usize| ChannelSelect::new("x").placeholder(text(placeholder));
    holds(menu(150), menu(151), "placeholder");
    let label = |label: usize, description: usize| {
        Label::new(text(label), Checkbox::new("x")).description(text(description))
    };
    holds(label(45, 100), label(46, 1), "label");
    holds(label(45, 100), label(1, 101), "description");
    let picture = |description: usize| Thumbnail::new("x").description(text(description));
    holds(picture(1024), picture(1025), "description");
    let item = |description: usize| {
        MediaGallery::new([MediaGalleryItem::new("x").description(text(description))])
    };
    holds(item(1024), item(1025), "items.0.description");
    holds(Checkbox::new(text(100)), Checkbox::new(text(101)), "custom_id");
}

#[test]
fn numbers_of_items() {
    let row = |count| ActionRow::new((0..count).map(|_| Button::link("x", "x")));
    holds(row(5), row(6), "components");
    holds(row(1), row(0), "components");
    let menu =
        |count| StringSelect::new("x").options((0..count).map(|_| SelectOption::new("x", "x")));
    holds(menu(25), menu(26), "options");
    let section =
        |count| Section::new((0..count).map(|_| TextDisplay::new("x")), Thumbnail::new("x"));
    holds(section(3), section(4), "components");
    holds(section(1), section(0), "components");
    let gallery = |count| MediaGallery::new((0..count).map(|_| "x"));
    holds(gallery(10), gallery(11), "items");
    holds(gallery(1), gallery(0), "items");
    let options = |count| (0..count).map(|_| ChoiceOption::new("x", "x"));
    holds(RadioGroup::new("x", options(10)), RadioGroup::new("x", options(11)), "options");
    holds(RadioGroup::new("x", options(2)), RadioGroup::new("x", options(1)), "options");
    holds(CheckboxGroup::new("x", options(10)), CheckboxGroup::new("x", options(11)), "options");
    holds(CheckboxGroup::new("x", options(1)), CheckboxGroup::new("x", options(0)), "options");
    let upload = |count| FileUpload::new("x").file_types((0..count).map(|_| "image"));
    holds(upload(10), upload(11), "file_types");
}

#[test]
fn numbers() {
    let menu = |min: u8, max: u8| StringSelect::new("x").values(min, max);
    holds(menu(25, 25), menu(26, 25), "min_values");
    holds(menu(0, 1), menu(0, 26), "max_values");
    let menu = |chosen: usize| {
        let menu = RoleSelect::new("x").min_values(1).max_values(2);
        (0..chosen).fold(menu, |menu, _| menu.default_role(id()))
    };
    holds(menu(2), menu(3), "default_values");
    let field =
        |min, max| TextInput::new("x", TextInputStyle::Short).min_length(min).max_length(max);
    holds(field(0, 1), field(0, 0), "max_length");
    holds(field(4000, 4000), field(4001, 4000), "min_length");
    let upload = |min, max| FileUpload::new("x").min_values(min).max_values(max);
    holds(upload(10, 10), upload(11, 10), "min_values");
    holds(upload(0, 1), upload(0, 0), "max_values");
    let group = |min, max| {
        CheckboxGroup::new("x", [ChoiceOption::new("x", "x")]).min_values(min).max_values(max)
    };
    holds(group(10, 10), group(11, 10), "min_values");
    holds(group(0, 1), group(0, 11), "max_values");
    let container = |color| Container::new([TextDisplay::new("x")]).accent_color(color);
    holds(container(0xff_ffff), container(0x100_0000), "accent_color");
    let bad: Component = container(0x100_0000).into();
    let limit = Limit::Value { found: 0x100_0000, allowed: 0..=0xff_ffff };
    assert_eq!(bad.check().unwrap_err().limit, limit);
    // In a modal, something must be chosen unless `required` is false.
    let label = |required| Label::new("x", upload(0, 1).required(required));
    holds(label(false), label(true), "component.min_values");
}

#[test]
fn fields_of_buttons_go_with_their_style() {
    let link = || Button::link("x", "x");
    let plain = || Button::new(ButtonStyle::Danger, "x", "x");
    let offer = || Button::premium(id::<marker::Sku>());
    let with = |mut button: Button, change: fn(&mut Button)| {
        change(&mut button);
        button
    };
    holds(link(), with(link(), |button| button.custom_id = Some("x".into())), "custom_id");
    holds(link(), with(link(), |button| button.url = None), "url");
    holds(plain(), with(plain(), |button| button.url = Some("x".into())), "url");
    holds(plain(), with(plain(), |button| button.sku_id = Some(id())), "sku_id");
    holds(plain(), with(plain(), |button| button.custom_id = None), "custom_id");
    holds(offer(), with(offer(), |button| button.sku_id = None), "sku_id");
    holds(offer(), with(offer(), |button| button.label = Some("x".into())), "label");
    let emoji = crate::emoji::PartialEmoji::standard("🔥");
    holds(plain().without_label().emoji(emoji.clone()), offer().emoji(emoji), "emoji");
}

#[test]
fn components_hold_what_the_docs_say() {
    let text = || TextDisplay::new("x");
    let menu = || StringSelect::new("x");
    let button = || Button::link("x", "x");
    holds(ActionRow::new([menu()]), ActionRow::new([menu(), menu()]), "components");
    let mixed = ActionRow::new([button()]).component(menu());
    holds(ActionRow::new([TextInput::new("x", TextInputStyle::Short)]), mixed, "components");
    holds(Section::new([text()], button()), Section::new([text()], text()), "accessory");
    holds(Section::new([text()], button()), Section::new([button()], button()), "components.0");
    let container = |inner: Component| Container::new([inner]);
    let nested = container(Container::new([text()]).into());
    holds(container(Separator::new().into()), nested, "components.0");
    let wrong =
        container(FileComponent { file: "https://x".into(), ..FileComponent::new("x") }.into());
    holds(container(FileComponent::new("x").into()), wrong, "components.0.file.url");
    holds(Label::new("x", menu()), Label::new("x", button()), "component");
    let unknown: Component = serde_json::from_str(r#"{"type":99}"#).unwrap();
    assert_eq!(Component::from(Container::new([unknown])).check(), Ok(()));
}

#[test]
fn every_kind_is_made_of_its_own_type() {
    let text = || TextDisplay::new("x");
    let option = || ChoiceOption::new("x", "x");
    let all: Vec<Component> = vec![
        ActionRow::new([Button::link("x", "x")]).into(),
        Button::link("x", "x").into(),
        StringSelect::new("x").into(),
        TextInput::new("x", TextInputStyle::Short).into(),
        UserSelect::new("x").into(),
        RoleSelect::new("x").into(),
        MentionableSelect::new("x").into(),
        ChannelSelect::new("x").into(),
        Section::new([text()], Button::link("x", "x")).into(),
        text().into(),
        Thumbnail::new("x").into(),
        MediaGallery::new(["x"]).into(),
        FileComponent::new("x").into(),
        Separator::new().into(),
        Container::new([text()]).into(),
        Label::new("x", Checkbox::new("x")).into(),
        FileUpload::new("x").into(),
        RadioGroup::new("x", [option(), option()]).into(),
        CheckboxGroup::new("x", [option()]).into(),
        Checkbox::new("x").into(),
    ];
    for (component, number) in all.iter().zip((1..=14).chain(17..=19).chain(21..=23)) {
        assert_eq!(component.kind().get(), number);
        assert_eq!(component.check(), Ok(()), "{number}");
    }
    assert_eq!(all.len(), 20);
}
