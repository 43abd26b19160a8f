//! Load generators and their peers.
