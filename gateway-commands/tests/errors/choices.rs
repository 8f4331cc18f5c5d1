use gateway_commands::Choice;

#[derive(Choice)]
struct NoEnum;

#[derive(Choice)]
enum Empty {}

#[derive(Choice)]
enum Mixed {
    One,
    #[choice(value = 2)]
    Two,
}

#[derive(Choice)]
enum Fields {
    One(u8),
}

#[derive(Choice)]
enum Same {
    #[choice(value = "a")]
    One,
    #[choice(value = "a")]
    Two,
}

#[derive(Choice)]
enum NoValue {
    #[choice(value = [1])]
    One,
}

#[derive(Choice)]
enum NoSuchAttribute {
    #[choice(label = "One")]
    One,
}

#[derive(Choice)]
enum Texts {
    #[choice(name = "")]
    NoName,
    #[choice(name_localized("english", "one"))]
    NoSuchLocale,
    #[choice(description = "")]
    NoDescription,
}

fn main() {}
