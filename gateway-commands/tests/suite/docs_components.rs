//! Every example in Discord's documentation that shows a modal or a message with components, built with our
//! types.

use gateway_commands::layout::Layout;
use gateway_commands::modal::Modal;
use gateway_commands::{Choice, Mentionable};
use gateway_model::channel::Channel;
use gateway_model::component::Component;
use gateway_model::interaction::{InteractionResponse, MessageResponse};
use gateway_model::user::User;
use serde_json::{Value, json};

/// The names and contents of the examples with components.
fn examples() -> Vec<(String, Value)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/discord/examples");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let name = |path: &std::path::Path| path.file_stem().unwrap().to_str().unwrap().to_owned();
    let read =
        |path: &std::path::Path| serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let ours = files.filter(|path| name(path).starts_with("components-"));
    ours.map(|path| (name(&path), read(&path))).collect()
}

#[derive(Modal)]
#[modal(title = "Unmentionables")]
#[allow(dead_code, reason = "compared as it is shown")]
struct MentionableModal {
    /// Who gets mentioned?
    mentionables_selected: Mentionable,
}

#[derive(Modal)]
#[modal(title = "Lockdown")]
#[allow(dead_code, reason = "compared as it is shown")]
struct ChannelModal {
    /// Which channel should be locked?
    channel_selected: Channel,
}

#[derive(Modal)]
#[modal(title = "Jail")]
#[allow(dead_code, reason = "compared as it is shown")]
struct JailModal {
    /// Choose a user
    #[modal(
        text = "This action will move the selected user to the selected voice channel and take away all their permissions **for 1 hour**."
    )]
    user_selected: User,
    /// Where should they be sent?
    #[modal(channel_types(GuildVoice))]
    channel_selected: Channel,
}

#[derive(Modal)]
#[modal(title = "Game Feedback")]
#[allow(dead_code, reason = "compared as it is shown")]
struct GameFeedbackModal {
    /// What did you find interesting about the game?
    #[modal(
        description = "Please give us as much detail as possible so we can improve the game!",
        paragraph,
        min = 100,
        max = 4000,
        placeholder = "Write your feedback here"
    )]
    game_feedback: String,
}

#[derive(Choice)]
#[allow(dead_code, reason = "compared as it is shown")]
enum Class {
    #[choice(description = "Strong and brave")]
    Warrior,
    #[choice(description = "Weak and squishy")]
    Rogue,
    #[choice(description = "Nerd")]
    Wizard,
    #[choice(description = "Annoys everyone")]
    Bard,
    #[choice(name = "Witch Doctor", description = "Actually a pretty cool option")]
    WitchDoctor,
}

#[derive(Modal)]
#[modal(title = "Class Selection")]
#[allow(dead_code, reason = "compared as it is shown")]
struct ClassSelectionModal {
    /// Choose your class
    #[modal(description = "Your class detertmines the style of play for your character.")]
    class_radio: Class,
}

#[derive(Choice)]
#[allow(dead_code, reason = "compared as it is shown")]
enum Day {
    #[choice(name = "March 4th", value = "march-4")]
    Fourth,
    #[choice(name = "March 5th", value = "march-5")]
    Fifth,
    #[choice(
        name = "March 7th",
        value = "march-7",
        description = "I know this is a Saturday and is tough"
    )]
    Seventh,
    #[choice(name = "March 9th", value = "march-9")]
    Ninth,
    #[choice(name = "March 10th", value = "march-10")]
    Tenth,
}

#[derive(Modal)]
#[modal(title = "Study Days")]
#[allow(dead_code, reason = "compared as it is shown")]
struct DaySelectionModal {
    /// Which days are you free?
    #[modal(description = "Choose all of the days you're able to meet up.", min = 1)]
    event_checkbox: Vec<Day>,
}

#[derive(Modal)]
#[modal(title = "Secret Note")]
#[allow(dead_code, reason = "compared as it is shown")]
struct SecretNoteModal {
    /// Do you like me?
    #[modal(description = "😳😳😳")]
    like_checkbox: bool,
}

/// A modal in the form of the docs, which omit defaults: `required`, and the bounds of a group of checkboxes.
fn shown<M: Modal<State = ()>>() -> Value {
    let modal = M::form(&()).build().unwrap();
    let mut shown = serde_json::to_value(InteractionResponse::modal(modal)).unwrap();
    // In addition to its name, a custom id contains its version.
    shown["data"]["custom_id"] = json!(M::NAME);
    without_defaults(&mut shown);
    shown
}

fn without_defaults(modal: &mut Value) {
    for part in modal["data"]["components"].as_array_mut().unwrap() {
        let Some(component) = part.get_mut("component").and_then(Value::as_object_mut) else {
            continue;
        };
        let options = component.get("options").and_then(Value::as_array).map(Vec::len);
        component.retain(|name, value| match name.as_str() {
            "required" => *value != json!(true),
            "min_values" => *value != json!(1),
            "max_values" => options.is_none_or(|options| *value != json!(options)),
            _ => true,
        });
    }
}

#[test]
fn a_type_shows_each_modal_of_the_docs() {
    let ours = [
        shown::<MentionableModal>(),
        shown::<ChannelModal>(),
        shown::<JailModal>(),
        shown::<GameFeedbackModal>(),
        shown::<ClassSelectionModal>(),
        shown::<DaySelectionModal>(),
        shown::<SecretNoteModal>(),
    ];
    let modals = examples().into_iter().filter(|(_, example)| example["type"] == 9);
    let mut found = 0;
    for (name, mut example) in modals {
        without_defaults(&mut example);
        let custom_id = &example["data"]["custom_id"];
        let built = ours.iter().find(|modal| modal["data"]["custom_id"] == *custom_id);
        assert_eq!(built, Some(&example), "{name}");
        found += 1;
    }
    assert_eq!(found, ours.len());
}

#[test]
fn a_layout_takes_each_message_of_the_docs_as_it_is() {
    let messages = examples().into_iter().filter(|(_, example)| example["type"].is_null());
    let mut found = 0;
    for (name, example) in messages {
        let components: Vec<Component> =
            serde_json::from_value(example["components"].clone()).unwrap();
        let message = if example["content"].is_string() {
            let content = example["content"].as_str().unwrap();
            MessageResponse::new().content(content).components(components)
        } else {
            let layout = components.into_iter().fold(Layout::new(), Layout::component);
            layout.message().unwrap_or_else(|error| panic!("{name}: {error}"))
        };
        InteractionResponse::message(message.clone()).check().unwrap();
        assert_eq!(serde_json::to_value(message).unwrap(), example, "{name}");
        found += 1;
    }
    assert_eq!(found, 14);
}
