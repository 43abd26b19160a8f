//! The plain dialect, frame in and frame out, through the hub.

mod calls;
mod defects;
mod hostile;
mod login;
mod words;
