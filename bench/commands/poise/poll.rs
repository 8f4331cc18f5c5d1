//! The bot of `examples/examples/poll` in poise: `/poll` opens a modal, and buttons vote. Open polls are kept in the file
//! `POLLS_FILE`, if it is set, and go on after a restart. With `DISCORD_TOKEN` on Discord.

use std::collections::HashMap;
use std::path::Path;

use poise::serenity_prelude as serenity;
use poise::{CreateReply, Modal as _};
use serde::{Deserialize, Serialize};
use serenity::{
    ButtonStyle, ComponentInteraction, CreateActionRow, CreateButton, CreateInteractionResponse,
    CreateInteractionResponseMessage, FullEvent, UserId,
};
use tokio::sync::Mutex;

type Error = Box<dyn std::error::Error + Send + Sync>;
type Polls = HashMap<u64, Ballot>;

#[derive(Serialize, Deserialize)]
struct Ballot {
    by: UserId,
    question: String,
    answers: Vec<String>,
    votes: HashMap<UserId, usize>,
}

#[derive(poise::Modal)]
#[name = "A new poll"]
struct NewPoll {
    #[name = "Question"]
    #[max_length = 200]
    question: String,
    #[name = "Answers, one a line"]
    #[paragraph]
    #[max_length = 1000]
    answers: String,
}

impl Ballot {
    fn text(&self) -> String {
        let mut text = format!("**{}**", self.question);
        for (answer, label) in self.answers.iter().enumerate() {
            let votes = self.votes.values().filter(|vote| **vote == answer).count();
            text += &format!("\n{label}: {votes}");
        }
        text
    }

    fn rows(&self, poll: u64) -> Vec<CreateActionRow> {
        let labels = self.answers.iter().enumerate();
        let mut buttons: Vec<_> = labels
            .map(|(answer, label)| CreateButton::new(format!("vote:{poll}:{answer}")).label(label))
            .collect();
        let close = CreateButton::new(format!("close:{poll}")).label("Close");
        buttons.push(close.style(ButtonStyle::Secondary));
        buttons.chunks(5).map(|row| CreateActionRow::Buttons(row.to_vec())).collect()
    }
}

/// Asks a question with buttons to vote.
#[poise::command(slash_command, guild_only)]
async fn poll(ctx: poise::ApplicationContext<'_, Mutex<Polls>, Error>) -> Result<(), Error> {
    let Some(new) = NewPoll::execute(ctx).await? else { return Ok(()) };
    let (id, by) = (ctx.interaction.id.get(), ctx.interaction.user.id);
    let answers = new.answers.lines().map(str::trim).filter(|line| !line.is_empty());
    let answers = answers.take(24).map(|line| line.chars().take(80).collect()).collect();
    let poll = Ballot { by, question: new.question, answers, votes: HashMap::new() };
    let mut polls = ctx.data.lock().await;
    let reply = CreateReply::default().content(poll.text()).components(poll.rows(id));
    polls.insert(id, poll);
    poise::Context::Application(ctx).send(reply).await?;
    save(&polls)
}

async fn pressed(
    ctx: &serenity::Context,
    press: &ComponentInteraction,
    polls: &Mutex<Polls>,
) -> Result<(), Error> {
    let mut parts = press.data.custom_id.split(':');
    let (Some(action), Some(id)) = (parts.next(), parts.next()) else { return Ok(()) };
    let id: u64 = id.parse()?;
    let mut polls = polls.lock().await;
    let poll = polls.get_mut(&id).ok_or("no such poll")?;
    let message = CreateInteractionResponseMessage::new();
    let response = if action == "vote" {
        let answer = parts.next().ok_or("no answer")?.parse()?;
        poll.votes.insert(press.user.id, answer);
        let message = message.content(poll.text()).components(poll.rows(id));
        CreateInteractionResponse::UpdateMessage(message)
    } else if poll.by == press.user.id {
        let message = message.content(poll.text()).components(Vec::new());
        polls.remove(&id);
        CreateInteractionResponse::UpdateMessage(message)
    } else {
        let message = message.content("Only who has asked can close it.").ephemeral(true);
        CreateInteractionResponse::Message(message)
    };
    press.create_response(ctx, response).await?;
    save(&polls)
}

async fn on_event(
    ctx: &serenity::Context,
    event: &FullEvent,
    polls: &Mutex<Polls>,
) -> Result<(), Error> {
    let FullEvent::InteractionCreate { interaction } = event else { return Ok(()) };
    match interaction.as_message_component() {
        Some(press) => pressed(ctx, press, polls).await,
        None => Ok(()),
    }
}

fn save(polls: &Polls) -> Result<(), Error> {
    let Some(file) = std::env::var_os("POLLS_FILE") else { return Ok(()) };
    Ok(std::fs::write(file, serde_json::to_vec(polls)?)?)
}

fn load() -> Result<Polls, Error> {
    match std::env::var_os("POLLS_FILE").filter(|file| Path::new(file).exists()) {
        Some(file) => Ok(serde_json::from_slice(&std::fs::read(file)?)?),
        None => Ok(Polls::new()),
    }
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let polls = Mutex::new(load()?);
    let options = poise::FrameworkOptions {
        commands: vec![poll()],
        event_handler: |ctx, event, _, polls| Box::pin(on_event(ctx, event, polls)),
        ..Default::default()
    };
    let framework = poise::Framework::builder().options(options).setup(|ctx, _, framework| {
        Box::pin(async move {
            poise::builtins::register_globally(ctx, &framework.options().commands).await?;
            Ok(polls)
        })
    });
    let token = std::env::var("DISCORD_TOKEN")?;
    let intents = serenity::GatewayIntents::empty();
    let client = serenity::ClientBuilder::new(token, intents).framework(framework.build());
    Ok(client.await?.start().await?)
}
