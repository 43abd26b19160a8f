//! The figures of `bench chat`: what is measured, of whom, and what is to be reached.

mod call;
mod connections;
mod direct;
mod durable;
mod fan_out;
mod first_screen;
mod group;
mod online;
mod open_loop;
mod rooms;
mod sends;
mod stopwatch;
mod storm;

use std::time::Duration;

use anyhow::Result;

use crate::crowd::Dialect;
use crate::floor::FloorReach;
use crate::reading::{Quantity, Reading};
use crate::subject::{Programs, Subject};

/// The peers' two worlds and ours beside them, and what the kernel alone costs.
const FLOOR: Subject = Subject::Floor(FloorReach::Neighbor);
const PLAIN: [Subject; 3] = [Subject::Teahouse(Dialect::Plain), Subject::Ws, FLOOR];
const CHAT_ROOM: [Subject; 2] = [Subject::Teahouse(Dialect::ChatRoom), Subject::SocketIo];

/// How large and how long the figures are.
#[derive(Debug, Clone)]
pub struct Scale {
    /// Runs of each subject, alternating.
    pub runs: usize,
    /// Runs of a figure whose best counts.
    pub runs_for_best: usize,
    /// Connections of the connection and memory figures.
    pub connections: usize,
    /// People who come online in the chat-room.
    pub arrivals: usize,
    /// Receivers of one post, smaller and larger.
    pub audiences: [usize; 2],
    /// How long a loop runs before it is measured.
    pub warm_up: Duration,
    /// How long a loop is measured.
    pub span: Duration,
    /// How long memory settles.
    pub settling: Duration,
}

impl Scale {
    /// The scale of the published figures.
    pub const FULL: Self = Self {
        runs: 3,
        runs_for_best: 5,
        connections: 10_000,
        arrivals: 2_000,
        audiences: [1_000, 10_000],
        warm_up: Duration::from_secs(1),
        span: Duration::from_secs(4),
        settling: Duration::from_secs(3),
    };

    /// Every figure once and tiny: shows that the bench works, measures nothing.
    pub const SMOKE: Self = Self {
        runs: 1,
        runs_for_best: 1,
        connections: 100,
        arrivals: 30,
        audiences: [20, 40],
        warm_up: Duration::from_millis(20),
        span: Duration::from_millis(100),
        settling: Duration::from_millis(20),
    };
}

/// What a run is given.
pub struct Setup<'a> {
    /// Where the programs lie.
    pub programs: &'a Programs,
    /// How large and long.
    pub scale: &'a Scale,
}

type Run = Box<dyn Fn(Subject, &Setup<'_>) -> Result<Reading>>;

/// One figure: subjects that do the same work in turns.
pub struct Figure {
    /// The name on the command line and in the results.
    pub name: String,
    /// What is done, in a few words.
    pub work: String,
    /// Ours first, then the peer that is to be surpassed, then who is only shown.
    pub subjects: Vec<Subject>,
    /// How many runs each subject gets.
    pub runs: usize,
    /// What is read.
    pub quantities: Vec<Quantity>,
    /// One run of one subject.
    pub run: Run,
}

/// Every figure of `bench chat`, in the order in which they run.
pub fn all(scale: &Scale) -> Vec<Figure> {
    let [fewer, more] = scale.audiences;
    vec![
        connections::plain(scale),
        connections::chat_room(scale),
        connections::plain_over_tls(scale),
        direct::plain(100, scale),
        direct::plain(1, scale),
        direct::chat_room(100, scale),
        direct::chat_room(1, scale),
        open_loop::plain(scale),
        open_loop::chat_room(scale),
        fan_out::one_by_one(fewer, 5.0, scale),
        fan_out::one_by_one(more, 8.0, scale),
        fan_out::lively(fewer, 5.0, scale),
        fan_out::lively(more, 8.0, scale),
        call::plain(scale),
        online::chat_room(scale),
        durable::app(100, scale),
        sends::closed(scale),
        sends::open(scale),
        group::app(fewer, scale),
        storm::app(scale.connections, scale),
        first_screen::app(scale.connections / 4, scale),
        first_screen::app(scale.connections / 2, scale),
        first_screen::app(scale.connections, scale),
        first_screen::app_over_tls(scale),
    ]
}
