//! Dialogues with the hub, in virtual time.
