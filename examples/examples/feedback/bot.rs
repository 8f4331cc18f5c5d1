//! The bot: it answers interactions. Docs: [Receiving and Responding](https://docs.discord.com/developers/interactions/receiving-and-responding).

use std::sync::Arc;

use gateway_model::command::CommandCreate;
use gateway_model::component::{
    ActionRow, Button, ButtonStyle, Component, Label, SubmittedComponent, TextInput, TextInputStyle,
};
use gateway_model::event::{InteractionCreate, Ready};
use gateway_model::interaction::{
    InteractionData, InteractionKind, InteractionResponse, MessageResponse, ModalData,
    ModalResponse,
};
use gateway_shard::{Bot, Context};

use crate::say;

/// The name of the button and of the modal it opens.
const WRITE: &str = "write";
/// The name of the modal's field.
const TEXT: &str = "text";

pub(crate) fn feedback() -> Bot {
    let mut bot = Bot::new();
    bot.on::<Ready>(register);
    bot.on::<InteractionCreate>(answer);
    bot.on_failure(|failure| say(format_args!("bot: {failure}")));
    bot
}

/// Registers the command at each start. Registering it again changes nothing.
async fn register(ctx: Context, ready: Arc<Ready>) -> anyhow::Result<()> {
    let commands = [CommandCreate::chat_input("feedback", "Tell us what you think")];
    let application = ready.application.id;
    carried_out(
        ctx.rest().bulk_overwrite_global_application_commands(application, &commands).await,
    )?;
    say(format_args!("bot: /feedback is registered"));
    Ok(())
}

async fn answer(ctx: Context, interaction: Arc<InteractionCreate>) -> anyhow::Result<()> {
    // The data of a sent command and of one that is still being typed has the same type.
    match (interaction.kind, &interaction.data) {
        (InteractionKind::ApplicationCommandAutocomplete, _) => {
            respond(&ctx, &interaction, &InteractionResponse::autocomplete([])).await
        }
        (_, Some(InteractionData::Command(_))) => command(&ctx, &interaction).await,
        (_, Some(InteractionData::Component(_))) => button(&ctx, &interaction).await,
        (_, Some(InteractionData::Modal(modal))) => submitted(&ctx, &interaction, modal).await,
        _ => Ok(()),
    }
}

/// Defers immediately, because an answer must be sent within 3 seconds. Then edits the answer, and sends a follow-up.
async fn command(ctx: &Context, interaction: &InteractionCreate) -> anyhow::Result<()> {
    let (application, token) = (interaction.application_id.webhook(), interaction.token.as_str());
    respond(ctx, interaction, &InteractionResponse::deferred_message(false)).await?;
    let button = ActionRow::new([Button::new(ButtonStyle::Primary, WRITE, "Write")]);
    let edited = ctx
        .rest()
        .edit_original_interaction_response(application, token)
        .content("What do you think?")
        .components(&[button.into()])
        .await;
    carried_out(edited)?;
    let minute = ctx.rest().execute_webhook(application, token).content("It takes a minute.");
    carried_out(minute.wait(true).await)?;
    Ok(())
}

async fn button(ctx: &Context, interaction: &InteractionCreate) -> anyhow::Result<()> {
    let field = TextInput::new(TEXT, TextInputStyle::Paragraph);
    let modal = ModalResponse::new(WRITE, "Feedback")
        .component(Label::new("Your words", Component::TextInput(field.into())));
    respond(ctx, interaction, &InteractionResponse::modal(modal)).await
}

async fn submitted(
    ctx: &Context,
    interaction: &InteractionCreate,
    modal: &ModalData,
) -> anyhow::Result<()> {
    let text = modal.components.iter().find_map(text_of).unwrap_or("nothing");
    let thanks = MessageResponse::new().content(format!("Thank you for: {text}")).ephemeral();
    respond(ctx, interaction, &InteractionResponse::message(thanks)).await
}

/// Returns the text of the modal's field.
fn text_of(component: &SubmittedComponent) -> Option<&str> {
    let SubmittedComponent::Label(label) = component else { return None };
    let SubmittedComponent::TextInput(input) = &*label.component else { return None };
    (&*input.custom_id == TEXT).then_some(&*input.value)
}

async fn respond(
    ctx: &Context,
    interaction: &InteractionCreate,
    response: &InteractionResponse,
) -> anyhow::Result<()> {
    let token = interaction.token.as_str();
    let responded = ctx.rest().create_interaction_response(interaction.id, token, response).await;
    carried_out(responded)?;
    Ok(())
}

/// Accepts a request that Discord carried out although its answer could not be read, because this bot does not need the
/// answer.
fn carried_out<T>(result: Result<T, http_client::Error>) -> Result<(), http_client::Error> {
    match result {
        Err(error) if error.request_succeeded() => {
            say(format_args!("bot: {}", error.with_sources()));
            Ok(())
        }
        other => other.map(drop),
    }
}
