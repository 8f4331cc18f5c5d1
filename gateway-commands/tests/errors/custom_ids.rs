use gateway_commands::component::CustomId;

#[derive(CustomId)]
struct Generic<T>(T);

#[derive(CustomId)]
#[custom_id(names = "v")]
struct NoSuchAttribute;

#[derive(CustomId)]
#[custom_id(name = "a:b")]
struct BadName;

#[derive(CustomId)]
#[custom_id(version = 64)]
struct BadVersion;

#[derive(CustomId)]
enum Empty {}

#[derive(CustomId)]
union Union {
    one: u8,
}

fn main() {}
