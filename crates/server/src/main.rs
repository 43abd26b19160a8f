//! The teahouse binary.
fn main() {}
