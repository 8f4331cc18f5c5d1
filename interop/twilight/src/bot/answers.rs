//! The bot's commands, and what it answers to them, to buttons and to the modal.

use serde_json::json;
use twilight_model::application::command::CommandType;
use twilight_model::application::interaction::Interaction;
use twilight_model::application::interaction::InteractionData;
use twilight_model::application::interaction::application_command::{
    CommandData, CommandOptionValue,
};
use twilight_model::application::interaction::modal::{
    ModalInteractionComponent, ModalInteractionData,
};
use twilight_model::channel::message::MessageFlags;
use twilight_model::channel::message::component::{
    ButtonStyle, Component, TextInput, TextInputStyle,
};
use twilight_model::http::interaction::{
    InteractionResponse, InteractionResponseData, InteractionResponseType,
};
use twilight_util::builder::command::{CommandBuilder, StringBuilder};
use twilight_util::builder::message::{ActionRowBuilder, ButtonBuilder, LabelBuilder};

use crate::report::report;
use crate::{Bot, Failure};

pub async fn register(bot: &Bot) -> Result<(), Failure> {
    let greet = CommandBuilder::new("greet", "Greets somebody", CommandType::ChatInput)
        .option(StringBuilder::new("name", "Whom").required(true))
        .build();
    let slow = CommandBuilder::new("slow", "Answers later", CommandType::ChatInput).build();
    bot.http.interaction(bot.application).set_global_commands(&[greet, slow]).await?;
    Ok(())
}

impl Bot {
    pub async fn answer(&self, interaction: &Interaction) -> Result<(), Failure> {
        use InteractionResponseType::{ChannelMessageWithSource, Modal, UpdateMessage};
        match interaction.data.as_ref().ok_or("an interaction without data")? {
            InteractionData::ApplicationCommand(command) => self.run(interaction, command).await,
            InteractionData::MessageComponent(pressed) if pressed.custom_id == "wave" => {
                let data = message("Somebody waved.".into(), Some(Vec::new()));
                self.respond(interaction, UpdateMessage, Some(data)).await
            }
            InteractionData::MessageComponent(_) => {
                self.respond(interaction, Modal, Some(question())).await
            }
            InteractionData::ModalSubmit(modal) => {
                let said = format!("You said: {}", text(modal).ok_or("a modal without a text")?);
                self.respond(interaction, ChannelMessageWithSource, Some(message(said, None))).await
            }
            other => Err(format!("what is {other:?}?").into()),
        }
    }

    async fn run(&self, interaction: &Interaction, command: &CommandData) -> Result<(), Failure> {
        report("command", json!({ "id": interaction.id, "name": command.name }));
        let client = self.http.interaction(self.application);
        if command.name == "slow" {
            let deferred = InteractionResponseType::DeferredChannelMessageWithSource;
            self.respond(interaction, deferred, None).await?;
            client.update_response(&interaction.token).content(Some("It took a while.")).await?;
            return Ok(());
        }
        let Some(CommandOptionValue::String(name)) =
            command.options.first().map(|option| &option.value)
        else {
            return Err("a command without its option".into());
        };
        let buttons = ActionRowBuilder::new()
            .component(
                ButtonBuilder::new(ButtonStyle::Primary).custom_id("wave").label("Wave").build(),
            )
            .component(
                ButtonBuilder::new(ButtonStyle::Secondary).custom_id("ask").label("Ask").build(),
            )
            .build();
        let data = message(format!("Hello, {name}!"), Some(vec![buttons.into()]));
        self.respond(interaction, InteractionResponseType::ChannelMessageWithSource, Some(data))
            .await?;
        let followup = client.create_followup(&interaction.token).content("Nice to meet you.");
        followup.flags(MessageFlags::EPHEMERAL).await?;
        Ok(())
    }

    async fn respond(
        &self,
        interaction: &Interaction,
        kind: InteractionResponseType,
        data: Option<InteractionResponseData>,
    ) -> Result<(), Failure> {
        let response = InteractionResponse { kind, data };
        let client = self.http.interaction(self.application);
        client.create_response(interaction.id, &interaction.token, &response).await?;
        Ok(())
    }
}

fn message(content: String, components: Option<Vec<Component>>) -> InteractionResponseData {
    InteractionResponseData {
        content: Some(content),
        components,
        ..InteractionResponseData::default()
    }
}

fn question() -> InteractionResponseData {
    // Its label is deprecated in favour of the component around it.
    #[allow(deprecated)]
    let input = TextInput {
        custom_id: "answer".into(),
        id: None,
        label: None,
        max_length: None,
        min_length: None,
        placeholder: None,
        required: None,
        style: TextInputStyle::Short,
        value: None,
    };
    let label = LabelBuilder::new("Your answer", Component::TextInput(input)).build();
    InteractionResponseData {
        custom_id: Some("question".into()),
        title: Some("A question".into()),
        components: Some(vec![label.into()]),
        ..InteractionResponseData::default()
    }
}

fn text(modal: &ModalInteractionData) -> Option<&str> {
    let ModalInteractionComponent::Label(label) = modal.components.first()? else { return None };
    let ModalInteractionComponent::TextInput(input) = &*label.component else { return None };
    Some(&input.value)
}
