//! The app's own protocol, message in and message out, through the hub.

mod golden;
mod malformed;
mod requests;
mod requests_of_groups;
mod told;
