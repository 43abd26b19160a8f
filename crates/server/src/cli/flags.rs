//! The flags of `teahouse serve`. Their doc comments are the help and the reference page.

use clap::Args;

/// One setting, as help and reference show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Described {
    /// Its name in the settings file.
    pub name: &'static str,
    /// The flag with its value, such as `--listen IP:PORT`.
    pub flag: String,
    /// What holds when nobody says anything.
    pub default: &'static str,
    /// What it does.
    pub help: &'static str,
}

macro_rules! flags {
    ($($(#[doc = $doc:literal])+ $name:ident: $value:literal = $default:literal;)+) => {
        /// What can be set on the command line; names are shared with the file and the environment.
        ///
        /// Values stay text here: one set of parsers reads all three layers.
        #[derive(Args, Debug, Default, Clone, PartialEq, Eq)]
        pub struct Flags {
            $(
                $(#[doc = $doc])+
                #[arg(
                    long,
                    value_name = $value,
                    help = concat!($($doc,)+ " [default: ", $default, "]").trim()
                )]
                pub $name: Option<String>,
            )+
        }

        impl Flags {
            /// The flags that were given, by name.
            #[must_use]
            pub fn said(&self) -> Vec<(&'static str, String)> {
                [$((stringify!($name), &self.$name),)+]
                    .into_iter()
                    .filter_map(|(name, value)| Some((name, value.clone()?)))
                    .collect()
            }

            /// Every setting's name.
            #[must_use]
            pub fn names() -> Vec<String> {
                vec![$(stringify!($name).to_owned(),)+]
            }

            /// Every setting with its description.
            #[must_use]
            pub fn described() -> Vec<Described> {
                vec![$(Described {
                    name: stringify!($name),
                    flag: format!("--{} {}", stringify!($name).replace('_', "-"), $value),
                    default: $default,
                    help: concat!($($doc,)+).trim(),
                },)+]
            }
        }
    };
}

flags! {
    /// The folder that keeps everything: messages, certificates, settings. Made if it is not there.
    data: "DIR" = "./teahouse-data";
    /// A settings file in another place than teahouse.toml in the data folder.
    config: "FILE" = "none";
    /// The main port: the app, the API and both guest protocols, HTTP and HTTPS alike.
    /// `[::]` serves IPv4 too; without IPv6 the default is `0.0.0.0:3000`.
    listen: "IP:PORT" = "[::]:3000";
    /// The port of the plain guests (raw WebSocket, any path). If the default is taken, the server starts without it.
    signal: "IP:PORT|off" = "127.0.0.1:9090";
    /// The port of the chat-room guests (Socket.IO). If the default is taken, the server starts without it.
    chat_room: "IP:PORT|off" = "127.0.0.1:6100";
    /// A certificate chain in PEM in place of the local authority's, read again when the file changes.
    cert: "FILE" = "none";
    /// The private key of `--cert` in PEM.
    key: "FILE" = "none";
    /// Other origins whose pages may use the guest protocols, separated by commas; this house answers to their names too.
    origins: "ORIGIN,…" = "none";
    /// Reverse proxies whose word about a visitor's address and scheme is taken: addresses or networks, separated by commas.
    trusted_proxies: "IP[/BITS],…" = "127.0.0.0/8,::1";
    /// Who may make an account: everybody (`open`), who has an invite (`invite`), or nobody but by the operator's hand
    /// (`closed`).
    signup: "open|invite|closed" = "open";
    /// `off` lets in people with an account alone; `on` whoever says a name.
    guests: "on|off" = "on";
    /// After how long without use a device is signed out of an account.
    session_idle: "TIME" = "14d";
    /// After how long a device is signed out of an account, however much it is used.
    session_age: "TIME" = "90d";
    /// For how long people can take their own messages back; `off`: for ever. Who looks after a group always can.
    recall_window: "TIME|off" = "2min";
    /// `off` switches every rate limit off. For benches only; the table `[limits]` sets them one by one.
    limits: "on|off" = "on";
    /// `off` stops telling chat-room clients who comes and goes. For benches only.
    presence: "on|off" = "on";
    /// `on` lets the house look up pages that messages link to and show their titles: the house itself asks whatever
    /// address a member writes, if it is a public one.
    previews: "on|off" = "off";
    /// How far bots' messages are sent: to `public` addresses alone, or to `any`, this machine's own network included.
    outgoing_hooks: "public|any" = "public";
    /// How much is logged: off, error, warn, info, debug or trace.
    log: "LEVEL" = "info";
}
