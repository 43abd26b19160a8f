//! Bots, virtual worlds and the started binary for tests; never shipped.
