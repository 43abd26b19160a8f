//! One fuzz target per parser a stranger can reach; they stand in `tests/it/`, see README.md.
