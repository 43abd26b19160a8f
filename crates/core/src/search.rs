//! Text as a search sees it: what two spellings have in common, which pieces of a message an index keeps, and how a
//! person is found by name.
//!
//! Nothing here knows an index. A message is cut into [`index_text`]; a [`TextQuery`] tells the [`Term`]s that an index has
//! to hold for it, and decides by [`TextQuery::finds`] whether a message is one that was meant. A name is found through
//! [`NameKeys`].

mod fold;
mod names;
mod query;
mod script;
mod segment;
mod simplified;
mod sound;
mod traced;

pub use fold::fold;
pub use names::{NameKeys, NameQuery, Rank};
pub use query::{Term, TextQuery};
pub use segment::index_text;
