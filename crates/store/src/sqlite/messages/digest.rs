//! What tells a retry from another message under the same client id, also when the first has been edited since.

use teahouse_core::effect::NewBody;

/// FNV-1a, 64 bits. Not against attackers: who finds two bodies with one digest deceives only herself.
struct Digest(u64);

impl Digest {
    fn add(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn add_number(&mut self, number: u64) {
        self.add(&number.to_le_bytes());
    }
}

/// The digest of all that the author's client has said.
pub(in crate::sqlite) fn digest(body: &NewBody) -> i64 {
    let mut digest = Digest(0xcbf2_9ce4_8422_2325);
    match body {
        NewBody::Call(line) => {
            digest.add(b"call");
            digest.add_number(line.call.0);
            digest.add(format!("{:?} {:?} {}", line.media, line.outcome, line.seconds).as_bytes());
        }
        NewBody::Forward { room, message } => {
            digest.add(b"forward");
            digest.add_number(room.0);
            digest.add_number(message.0);
        }
        NewBody::Words {
            text,
            reply_to,
            mentions,
            files,
        } => {
            digest.add(b"words");
            digest.add_number(text.len() as u64);
            digest.add(text.as_bytes());
            digest.add_number(reply_to.map_or(0, |id| id.0));
            digest.add(&[u8::from(reply_to.is_some()), u8::from(mentions.all)]);
            digest.add_number(mentions.users.len() as u64);
            mentions.users.iter().for_each(|user| digest.add_number(user.0));
            files.iter().for_each(|file| digest.add_number(file.0));
        }
    }
    digest.0.cast_signed()
}

#[cfg(test)]
mod tests {
    use teahouse_core::id::{FileId, MessageId, RoomId, UserId};
    use teahouse_core::record::Mentions;

    use super::*;

    #[test]
    fn other_bodies_have_other_digests() {
        let words = |text: &str, reply_to, all, users: &[u64], files: &[u64]| NewBody::Words {
            text: text.into(),
            reply_to,
            mentions: Mentions {
                all,
                users: users.iter().copied().map(UserId).collect(),
            },
            files: files.iter().copied().map(FileId).collect(),
        };
        let bodies = [
            words("", None, false, &[], &[]),
            words("tea", None, false, &[], &[]),
            words("tea", Some(MessageId(0)), false, &[], &[]),
            words("tea", None, true, &[], &[]),
            words("tea", None, false, &[1], &[]),
            words("tea", None, false, &[], &[1]),
            words("tea", None, false, &[1, 2], &[]),
            words("tea", None, false, &[1], &[2]),
            NewBody::Forward {
                room: RoomId(1),
                message: MessageId(2),
            },
        ];
        for (index, body) in bodies.iter().enumerate() {
            assert_eq!(digest(body), digest(&body.clone()));
            assert!(
                bodies[..index].iter().all(|other| digest(other) != digest(body)),
                "{body:?}"
            );
        }
    }

    /// Kept in the database: must never change.
    #[test]
    fn a_digest_is_the_same_for_ever() {
        assert_eq!(digest(&NewBody::text("tea")), -8_104_320_999_539_958_515);
    }
}
