//! Values with parts that can be sent, with everything set, by public constructors and setters only.

use std::collections::BTreeMap;

use gateway_model::Permissions;
use gateway_model::application::{InstallParams, InstallationContext};
use gateway_model::channel::ChannelKind;
use gateway_model::command::{
    CommandCreate, CommandHandler, CommandOption, CommandOptionChoice, CommandOptionKind,
};
use gateway_model::component::{
    ActionRow, Button, ButtonStyle, ChannelSelect, Checkbox, CheckboxGroup, ChoiceOption,
    Component, Container, FileComponent, FileUpload, Label, MediaGallery, MediaGalleryItem,
    MentionableSelect, RadioGroup, RoleSelect, Section, SelectDefaultValue, SelectOption,
    Separator, SeparatorSpacing, StringSelect, TextDisplay, TextInput, TextInputStyle, Thumbnail,
    UserSelect,
};
use gateway_model::emoji::PartialEmoji;
use gateway_model::interaction::{InteractionContext, MessageResponse, ModalResponse};
use gateway_model::message::{
    AllowedMentionKind, AllowedMentions, AttachmentRequest, BaseTheme, Embed, EmbedAuthor,
    EmbedFooter, EmbedMedia, MessageFlags, MessageReference, PollCreate, PollLayout, PollMedia,
    SharedClientTheme,
};
use http_client::objects::{ForumThreadMessage, SlackAttachment, SlackField};

use crate::sample::{another, id, sample};

const URL: &str = "https://example.com/a.png";

/// Returns texts by language.
pub(crate) fn localizations() -> BTreeMap<String, String> {
    BTreeMap::from([("de".into(), "wort".into())])
}

fn emoji() -> PartialEmoji {
    PartialEmoji::custom(id()).name("blob").animated()
}

/// Returns a component that contains every kind that messages may have.
pub(crate) fn message_component() -> Component {
    let buttons = [
        Button::new(ButtonStyle::Primary, "press", "Press").id(1).emoji(emoji()).disabled(),
        Button::link("https://example.com", "Go"),
        Button::premium(id()),
    ];
    let text = |number| TextDisplay::new("text").id(number);
    let picture = Thumbnail::new(URL).id(3).description("a picture").spoiler();
    let item = MediaGalleryItem::new(URL).description("a picture").spoiler();
    Container::new([ActionRow::new(buttons).id(4)])
        .component(ActionRow::new([string_select()]))
        .component(ActionRow::new([user_select()]))
        .component(ActionRow::new([role_select()]))
        .component(ActionRow::new([mentionable_select()]))
        .component(ActionRow::new([channel_select()]))
        .component(text(2))
        .component(Section::new([text(15)], picture).id(5))
        .component(MediaGallery::new([item]).id(6))
        .component(FileComponent::new("a.txt").id(7).spoiler())
        .component(Separator::new().id(8).divider(false).spacing(SeparatorSpacing::Large))
        .id(9)
        .accent_color(0x58_65f2)
        .spoiler()
        .into()
}

fn string_select() -> StringSelect {
    let option = SelectOption::new("label", "value").description("more").emoji(emoji()).selected();
    StringSelect::new("texts")
        .id(10)
        .options([option])
        .placeholder("Choose")
        .min_values(1)
        .max_values(1)
        .required(true)
        .disabled()
}

fn user_select() -> UserSelect {
    UserSelect::new("users")
        .id(11)
        .placeholder("Choose")
        .default_user(id())
        .min_values(1)
        .max_values(1)
        .required(true)
        .disabled()
}

fn role_select() -> RoleSelect {
    RoleSelect::new("roles")
        .id(12)
        .placeholder("Choose")
        .default_role(id())
        .min_values(1)
        .max_values(1)
        .required(true)
        .disabled()
}

fn mentionable_select() -> MentionableSelect {
    MentionableSelect::new("mentionables")
        .id(13)
        .placeholder("Choose")
        .default_user(id())
        .default_role(another())
        .min_values(1)
        .max_values(2)
        .required(true)
        .disabled()
}

fn channel_select() -> ChannelSelect {
    ChannelSelect::new("channels")
        .id(14)
        .channel_types([ChannelKind::GuildText])
        .placeholder("Choose")
        .default_values([SelectDefaultValue::channel(id())])
        .min_values(1)
        .max_values(1)
        .required(true)
        .disabled()
}

/// Returns a modal with a component of every kind that modals may have.
pub(crate) fn modal() -> ModalResponse {
    let field = || {
        TextInput::new("text", TextInputStyle::Paragraph)
            .id(1)
            .label("Text")
            .min_length(0)
            .max_length(9)
            .required(false)
            .value("so far")
            .placeholder("Write")
    };
    let option = || ChoiceOption::new("label", "value").description("more").selected();
    let upload = FileUpload::new("files")
        .id(2)
        .min_values(0)
        .max_values(3)
        .required(false)
        .file_types(["image"]);
    let checkboxes =
        CheckboxGroup::new("several", [option()]).id(3).min_values(0).max_values(1).required(false);
    let label = |component: Component| Label::new("Label", component).id(4).description("more");
    ModalResponse::new("modal", "Modal")
        .component(TextDisplay::new("text").id(5))
        .component(ActionRow::new([field()]).id(6))
        .component(label(field().into()))
        .component(label(string_select().into()))
        .component(label(user_select().into()))
        .component(label(role_select().into()))
        .component(label(mentionable_select().into()))
        .component(label(channel_select().into()))
        .component(label(upload.into()))
        .component(label(RadioGroup::new("one", [option(), option()]).id(7).required(false).into()))
        .component(label(checkboxes.into()))
        .component(label(Checkbox::new("box").id(8).selected().into()))
}

/// An embed.
pub(crate) fn embed() -> Embed {
    let picture = || {
        EmbedMedia::new(URL).description("a picture").placeholder("1QcSHQ").placeholder_version(1)
    };
    Embed::new()
        .title("Title")
        .description("Description")
        .url("https://example.com")
        .timestamp(sample())
        .color(0x58_65f2)
        .footer(EmbedFooter::new("Footer").icon_url(URL))
        .image(picture())
        .thumbnail(picture())
        .author(EmbedAuthor::new("Author").url("https://example.com").icon_url(URL))
        .field("name", "value", true)
}

/// Allowed mentions.
pub(crate) fn allowed_mentions() -> AllowedMentions {
    AllowedMentions::parse([AllowedMentionKind::Everyone]).user(id()).role(id()).replied_user(true)
}

/// The description of a file.
pub(crate) fn attachment() -> AttachmentRequest {
    AttachmentRequest::uploaded(0)
        .filename("a.ogg")
        .title("Title")
        .description("a sound")
        .duration_secs(1.5)
        .waveform("AAAA")
        .is_spoiler()
        .is_remix()
}

/// A reference to a message that is answered or forwarded.
pub(crate) fn reference() -> MessageReference {
    MessageReference::forward(id(), id()).guild_id(id()).fail_if_not_exists(false)
}

/// A poll.
pub(crate) fn poll() -> PollCreate {
    PollCreate::new("Tea or coffee?")
        .answer(PollMedia::new("Tea").emoji(emoji()))
        .answer("Coffee")
        .duration_hours(24)
        .multiselect()
        .layout_type(PollLayout::Default)
}

/// A theme.
pub(crate) fn theme() -> SharedClientTheme {
    SharedClientTheme::new(vec!["5865f2".into()], 90, 50).base_theme(BaseTheme::Dark)
}

/// A message as the answer to an interaction.
pub(crate) fn response() -> MessageResponse {
    MessageResponse::new()
        .tts()
        .content("pong")
        .embeds([embed()])
        .allowed_mentions(allowed_mentions())
        .flags(MessageFlags::SUPPRESS_EMBEDS)
        .component(message_component())
        .attachment(attachment())
        .poll(poll())
}

/// The first message of a post.
pub(crate) fn forum_message() -> ForumThreadMessage {
    ForumThreadMessage::text("text")
        .embed(embed())
        .allowed_mentions(allowed_mentions())
        .component(message_component())
        .sticker_ids([id()])
        .attachments([attachment()])
        .flags(MessageFlags::SUPPRESS_EMBEDS)
        .with_poll(poll())
        .shared_client_theme(theme())
}

/// A slash command with options of every kind.
pub(crate) fn command() -> CommandCreate {
    let group = with_texts(CommandOptionKind::SubCommandGroup)
        .option(with_texts(CommandOptionKind::SubCommand).options(plain_options()));
    CommandCreate::chat_input("ping", "Answers")
        .name_localizations(localizations())
        .description_localizations(localizations())
        .options(plain_options())
        .option(group)
        .default_member_permissions(Permissions::SEND_MESSAGES)
        .dm_permission(false)
        .integration_types([InstallationContext::Guild])
        .contexts([InteractionContext::Guild])
}

/// A command that starts an Activity, instead of the existing one.
pub(crate) fn entry_point() -> CommandCreate {
    CommandCreate::primary_entry_point("launch", CommandHandler::AppHandler).id(id())
}

fn with_texts(kind: CommandOptionKind) -> CommandOption {
    CommandOption::new(kind, "text", "What to say")
        .name_localizations(localizations())
        .description_localizations(localizations())
}

/// The value decides the type of the choice.
pub(crate) fn choice(value: impl Into<gateway_model::command::ChoiceValue>) -> CommandOptionChoice {
    CommandOptionChoice::new("name", value).name_localizations(localizations())
}

fn plain_options() -> Vec<CommandOption> {
    let option = |kind| with_texts(kind).required();
    let text = option(CommandOptionKind::String)
        .choices([choice("value")])
        .min_length(0)
        .max_length(9)
        .autocomplete();
    let integer = option(CommandOptionKind::Integer)
        .choices([choice(7)])
        .min_value(1)
        .max_value(9)
        .autocomplete();
    let number = option(CommandOptionKind::Number)
        .choices([choice(0.5)])
        .min_number(0.25)
        .max_number(0.75)
        .autocomplete();
    vec![
        text,
        integer,
        number,
        option(CommandOptionKind::Boolean),
        option(CommandOptionKind::User),
        option(CommandOptionKind::Channel).channel_types([ChannelKind::GuildText]),
        option(CommandOptionKind::Role),
        option(CommandOptionKind::Mentionable),
        option(CommandOptionKind::Attachment).file_types(["image"]),
    ]
}

/// How an application is installed.
pub(crate) fn install_params() -> InstallParams {
    InstallParams::new(["bot"], Permissions::SEND_MESSAGES)
}

/// An attachment in Slack's format.
pub(crate) fn slack_attachment() -> SlackAttachment {
    let text = || Some("text".to_owned());
    let url = || Some(URL.to_owned());
    SlackAttachment {
        title: text(),
        title_link: url(),
        text: text(),
        color: Some("#5865f2".into()),
        ts: Some(1_767_225_600),
        pretext: text(),
        footer: text(),
        footer_icon: url(),
        author_name: text(),
        author_link: url(),
        author_icon: url(),
        image_url: url(),
        thumb_url: url(),
        fields: vec![SlackField { name: "name".into(), value: "value".into(), inline: true }],
    }
}
