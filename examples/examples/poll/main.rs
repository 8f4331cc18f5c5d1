//! A poll bot: `/poll` opens a modal, and users vote with buttons. If `POLLS_FILE` names a file, open polls are stored
//! in it and continue after a restart. With `DISCORD_TOKEN` the bot runs on Discord, without it on a simulator in this
//! process, with users who try it.

mod user;

use std::collections::HashMap;
use std::path::Path;

use anyhow::Context as _;
use gateway_commands::{Command, Context, Reply, Router, State, component::CustomId, modal::Modal};
use gateway_model::component::{ActionRow, Button, ButtonStyle};
use gateway_model::id::{Id, marker};
use gateway_model::interaction::MessageResponse;
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;

type PollId = Id<marker::Interaction>;
type Polls = HashMap<PollId, Ballot>;

#[derive(Serialize, Deserialize)]
struct Ballot {
    by: Id<marker::User>,
    question: String,
    answers: Vec<String>,
    votes: HashMap<Id<marker::User>, u8>,
}

/// Asks a question with buttons to vote.
#[derive(Command)]
#[command(contexts(Guild))]
struct Poll;

#[derive(Modal)]
#[modal(title = "A new poll")]
struct NewPoll {
    /// Question
    #[modal(max = 200)]
    question: String,
    /// Answers, one a line
    #[modal(paragraph, max = 1000)]
    answers: String,
}

#[derive(CustomId)]
enum Press {
    Vote { poll: PollId, answer: u8 },
    Close { poll: PollId },
}

impl Ballot {
    fn message(&self, poll: PollId) -> anyhow::Result<MessageResponse> {
        let (mut text, mut buttons) = (format!("**{}**", self.question), Vec::new());
        for (answer, label) in (0..).zip(&self.answers) {
            let votes = self.votes.values().filter(|vote| **vote == answer).count();
            text += &format!("\n{label}: {votes}");
            let vote = Press::Vote { poll, answer }.encode()?;
            buttons.push(Button::new(ButtonStyle::Primary, vote, label));
        }
        let close = Press::Close { poll }.encode()?;
        buttons.push(Button::new(ButtonStyle::Secondary, close, "Close"));
        let rows = buttons.chunks(5).map(|row| ActionRow::new(row.to_vec()));
        Ok(MessageResponse::new().content(text).components(rows))
    }
}

async fn poll(ctx: Context, _: Poll) -> anyhow::Result<()> {
    Ok(ctx.show_modal(NewPoll::form(&()).build()?).await?)
}

async fn asked(ctx: Context, new: NewPoll, polls: State<Mutex<Polls>>) -> anyhow::Result<()> {
    let (id, by) = (ctx.interaction().id, ctx.author().context("no user")?.id);
    let answers = new.answers.lines().map(str::trim).filter(|line| !line.is_empty());
    let answers = answers.take(24).map(|line| line.chars().take(80).collect()).collect();
    let poll = Ballot { by, question: new.question, answers, votes: HashMap::new() };
    let (mut polls, message) = (polls.lock().await, poll.message(id)?);
    polls.insert(id, poll);
    ctx.reply(message).await?;
    save(&polls)
}

async fn pressed(ctx: Context, press: Press, polls: State<Mutex<Polls>>) -> anyhow::Result<()> {
    let user = ctx.author().context("no user")?.id;
    let mut polls = polls.lock().await;
    match press {
        Press::Vote { poll: id, answer } => {
            let poll = polls.get_mut(&id).context("no such poll")?;
            poll.votes.insert(user, answer);
            ctx.update(poll.message(id)?).await?;
        }
        Press::Close { poll: id } if polls.get(&id).is_some_and(|poll| poll.by == user) => {
            let poll = polls.remove(&id).context("no such poll")?;
            ctx.update(poll.message(id)?.components([] as [ActionRow; 0])).await?;
        }
        Press::Close { .. } => {
            ctx.reply(Reply::from("Only who has asked can close it.").ephemeral()).await?;
        }
    }
    save(&polls)
}

fn save(polls: &Polls) -> anyhow::Result<()> {
    let Some(file) = std::env::var_os("POLLS_FILE") else { return Ok(()) };
    Ok(std::fs::write(file, serde_json::to_vec(polls)?)?)
}

fn load() -> anyhow::Result<Polls> {
    match std::env::var_os("POLLS_FILE").filter(|file| Path::new(file).exists()) {
        Some(file) => Ok(serde_json::from_slice(&std::fs::read(file)?)?),
        None => Ok(Polls::new()),
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let router = Router::new().command(poll).modal(asked).component(pressed);
    let commands = router.state(Mutex::new(load()?)).build()?;
    user::tries(commands).await
}
