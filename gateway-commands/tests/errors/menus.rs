use gateway_commands::Command;
use gateway_model::message::Message;
use gateway_model::user::User;

#[derive(Command)]
#[command(user)]
struct OfMessage(Message);

#[derive(Command)]
#[command(message)]
struct Named {
    user: User,
}

#[derive(Command)]
#[command(entry_point(AppHandler))]
struct EntryPoint(User);

fn main() {}
