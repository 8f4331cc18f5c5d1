//! The bot's commands, and what it answers to them, to buttons and to the modal.

use serde_json::json;
use serenity::all::{
    ActionRowComponent, ButtonStyle, Command, CommandInteraction, CommandOptionType,
    ComponentInteraction, Context, CreateActionRow, CreateButton, CreateCommand,
    CreateCommandOption, CreateInputText, CreateInteractionResponse as Response,
    CreateInteractionResponseFollowup, CreateInteractionResponseMessage, CreateModal,
    EditInteractionResponse, InputTextStyle, Interaction,
};

use crate::Failure;
use crate::report::report;

pub async fn register(context: &Context) -> Result<(), Failure> {
    let name = CreateCommandOption::new(CommandOptionType::String, "name", "Whom").required(true);
    let greet = CreateCommand::new("greet").description("Greets somebody").add_option(name);
    let slow = CreateCommand::new("slow").description("Answers later");
    Command::set_global_commands(context, vec![greet, slow]).await?;
    Ok(())
}

pub async fn answer(context: &Context, interaction: Interaction) -> Result<(), Failure> {
    match interaction {
        Interaction::Command(command) => run(context, &command).await,
        Interaction::Component(component) => press(context, &component).await,
        Interaction::Modal(modal) => {
            let input = modal.data.components.first().and_then(|row| row.components.first());
            let Some(ActionRowComponent::InputText(input)) = input else {
                return Err("a modal without a text".into());
            };
            let said = format!("You said: {}", input.value.as_deref().unwrap_or_default());
            Ok(modal.create_response(context, Response::Message(message(said))).await?)
        }
        other => Err(format!("what is {other:?}?").into()),
    }
}

async fn run(context: &Context, command: &CommandInteraction) -> Result<(), Failure> {
    report("command", json!({ "id": command.id, "name": command.data.name }));
    if command.data.name == "slow" {
        command.defer(context).await?;
        let later = EditInteractionResponse::new().content("It took a while.");
        command.edit_response(context, later).await?;
        return Ok(());
    }
    let name = command.data.options.first().and_then(|option| option.value.as_str());
    let buttons = CreateActionRow::Buttons(vec![
        CreateButton::new("wave").label("Wave"),
        CreateButton::new("ask").label("Ask").style(ButtonStyle::Secondary),
    ]);
    let hello = message(format!("Hello, {}!", name.ok_or("a command without its option")?));
    command.create_response(context, Response::Message(hello.components(vec![buttons]))).await?;
    let followup =
        CreateInteractionResponseFollowup::new().content("Nice to meet you.").ephemeral(true);
    command.create_followup(context, followup).await?;
    Ok(())
}

async fn press(context: &Context, component: &ComponentInteraction) -> Result<(), Failure> {
    let response = if component.data.custom_id == "wave" {
        Response::UpdateMessage(message("Somebody waved.".into()).components(Vec::new()))
    } else {
        let input = CreateInputText::new(InputTextStyle::Short, "Your answer", "answer");
        let rows = vec![CreateActionRow::InputText(input)];
        Response::Modal(CreateModal::new("question", "A question").components(rows))
    };
    component.create_response(context, response).await?;
    Ok(())
}

fn message(content: String) -> CreateInteractionResponseMessage {
    CreateInteractionResponseMessage::new().content(content)
}
