//! The byte sequences of groups 6.5 to 6.23, after Markus Kuhn's stress test for UTF-8 decoders; `true` is valid.

/// A group: each sequence with the verdict on it.
type Family = &'static [(bool, &'static [u8])];

/// The groups in order, the first being 6.5.
pub const FAMILIES: &[Family] = &[
    // Valid text of every length of a character.
    &[
        (true, b"hello$world"),
        (true, b"hello\xc2\xa2world"),
        (true, b"hello\xe2\x82\xacworld"),
        (true, b"hello\xf0\xa4\xad\xa2world"),
        (true, b"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5"),
    ],
    // Every prefix of a valid text.
    &[
        (false, b"\xce"),
        (true, b"\xce\xba"),
        (false, b"\xce\xba\xe1"),
        (false, b"\xce\xba\xe1\xbd"),
        (true, b"\xce\xba\xe1\xbd\xb9"),
        (false, b"\xce\xba\xe1\xbd\xb9\xcf"),
        (true, b"\xce\xba\xe1\xbd\xb9\xcf\x83"),
        (false, b"\xce\xba\xe1\xbd\xb9\xcf\x83\xce"),
        (true, b"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc"),
        (false, b"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce"),
        (true, b"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5"),
    ],
    // The first character of each length.
    &[
        (true, b"\x00"),
        (true, b"\xc2\x80"),
        (true, b"\xe0\xa0\x80"),
        (true, b"\xf0\x90\x80\x80"),
    ],
    // The first of lengths that Unicode does not reach.
    &[
        (false, b"\xf8\x88\x80\x80\x80"),
        (false, b"\xfc\x84\x80\x80\x80\x80"),
    ],
    // The last character of each length.
    &[
        (true, b"\x7f"),
        (true, b"\xdf\xbf"),
        (true, b"\xef\xbf\xbf"),
        (true, b"\xf4\x8f\xbf\xbf"),
    ],
    // The last of lengths that Unicode does not reach.
    &[
        (false, b"\xf7\xbf\xbf\xbf"),
        (false, b"\xfb\xbf\xbf\xbf\xbf"),
        (false, b"\xfd\xbf\xbf\xbf\xbf\xbf"),
    ],
    // Other boundaries.
    &[
        (true, b"\xed\x9f\xbf"),
        (true, b"\xee\x80\x80"),
        (true, b"\xef\xbf\xbd"),
        (true, b"\xf4\x8f\xbf\xbf"),
        (false, b"\xf4\x90\x80\x80"),
    ],
    // Continuation bytes without a start.
    &[
        (false, b"\x80"),
        (false, b"\xbf"),
        (false, b"\x80\xbf"),
        (false, b"\x80\xbf\x80"),
        (false, b"\x80\xbf\x80\xbf"),
        (false, b"\x80\xbf\x80\xbf\x80"),
        (false, b"\x80\xbf\x80\xbf\x80\xbf"),
        (false, b"\x80\x81\x82\x83\x84\x85\x86\x87\x88\x89\x8a\x8b\x8c\x8d\x8e\x8f\x90\x91\x92\x93\x94\x95\x96\x97\x98\x99\x9a\x9b\x9c\x9d\x9e\x9f\xa0\xa1\xa2\xa3\xa4\xa5\xa6\xa7\xa8\xa9\xaa\xab\xac\xad\xae\xaf\xb0\xb1\xb2\xb3\xb4\xb5\xb6\xb7\xb8\xb9\xba\xbb\xbc\xbd\xbe\xbf"),
    ],
    // Starts without continuation bytes.
    &[
        (false, b"\xc0 \xc1 \xc2 \xc3 \xc4 \xc5 \xc6 \xc7 \xc8 \xc9 \xca \xcb \xcc \xcd \xce \xcf \xd0 \xd1 \xd2 \xd3 \xd4 \xd5 \xd6 \xd7 \xd8 \xd9 \xda \xdb \xdc \xdd \xde \xdf "),
        (false, b"\xe0 \xe1 \xe2 \xe3 \xe4 \xe5 \xe6 \xe7 \xe8 \xe9 \xea \xeb \xec \xed \xee \xef "),
        (false, b"\xf0 \xf1 \xf2 \xf3 \xf4 \xf5 \xf6 \xf7 "),
        (false, b"\xf8 \xf9 \xfa \xfb "),
        (false, b"\xfc \xfd "),
    ],
    // Sequences whose last byte is missing.
    &[
        (false, b"\xc0"),
        (false, b"\xe0\x80"),
        (false, b"\xf0\x80\x80"),
        (false, b"\xf8\x80\x80\x80"),
        (false, b"\xfc\x80\x80\x80\x80"),
        (false, b"\xdf"),
        (false, b"\xef\xbf"),
        (false, b"\xf7\xbf\xbf"),
        (false, b"\xfb\xbf\xbf\xbf"),
        (false, b"\xfd\xbf\xbf\xbf\xbf"),
    ],
    // All of those in a row.
    &[
        (false, b"\xc0\xe0\x80\xf0\x80\x80\xf8\x80\x80\x80\xfc\x80\x80\x80\x80\xdf\xef\xbf\xf7\xbf\xbf\xfb\xbf\xbf\xbf\xfd\xbf\xbf\xbf\xbf"),
    ],
    // Bytes that never occur.
    &[
        (false, b"\xfe"),
        (false, b"\xff"),
        (false, b"\xfe\xfe\xff\xff"),
    ],
    // A slash written too long.
    &[
        (false, b"\xc0\xaf"),
        (false, b"\xe0\x80\xaf"),
        (false, b"\xf0\x80\x80\xaf"),
        (false, b"\xf8\x80\x80\x80\xaf"),
        (false, b"\xfc\x80\x80\x80\x80\xaf"),
    ],
    // The highest character of each too long form.
    &[
        (false, b"\xc1\xbf"),
        (false, b"\xe0\x9f\xbf"),
        (false, b"\xf0\x8f\xbf\xbf"),
        (false, b"\xf8\x87\xbf\xbf\xbf"),
        (false, b"\xfc\x83\xbf\xbf\xbf\xbf"),
    ],
    // NUL written too long.
    &[
        (false, b"\xc0\x80"),
        (false, b"\xe0\x80\x80"),
        (false, b"\xf0\x80\x80\x80"),
        (false, b"\xf8\x80\x80\x80\x80"),
        (false, b"\xfc\x80\x80\x80\x80\x80"),
    ],
    // Halves of UTF-16 pairs.
    &[
        (false, b"\xed\xa0\x80"),
        (false, b"\xed\xad\xbf"),
        (false, b"\xed\xae\x80"),
        (false, b"\xed\xaf\xbf"),
        (false, b"\xed\xb0\x80"),
        (false, b"\xed\xbe\x80"),
        (false, b"\xed\xbf\xbf"),
    ],
    // UTF-16 pairs.
    &[
        (false, b"\xed\xa0\x80\xed\xb0\x80"),
        (false, b"\xed\xa0\x80\xed\xbf\xbf"),
        (false, b"\xed\xad\xbf\xed\xb0\x80"),
        (false, b"\xed\xad\xbf\xed\xbf\xbf"),
        (false, b"\xed\xae\x80\xed\xb0\x80"),
        (false, b"\xed\xae\x80\xed\xbf\xbf"),
        (false, b"\xed\xaf\xbf\xed\xb0\x80"),
        (false, b"\xed\xaf\xbf\xed\xbf\xbf"),
    ],
    // Code points that are no characters but may be encoded.
    &[
        (true, b"\xef\xbf\xbe"),
        (true, b"\xef\xbf\xbf"),
        (true, b"\xf0\x9f\xbf\xbe"),
        (true, b"\xf0\x9f\xbf\xbf"),
        (true, b"\xf0\xaf\xbf\xbe"),
        (true, b"\xf0\xaf\xbf\xbf"),
        (true, b"\xf0\xbf\xbf\xbe"),
        (true, b"\xf0\xbf\xbf\xbf"),
        (true, b"\xf1\x8f\xbf\xbe"),
        (true, b"\xf1\x8f\xbf\xbf"),
        (true, b"\xf1\x9f\xbf\xbe"),
        (true, b"\xf1\x9f\xbf\xbf"),
        (true, b"\xf1\xaf\xbf\xbe"),
        (true, b"\xf1\xaf\xbf\xbf"),
        (true, b"\xf1\xbf\xbf\xbe"),
        (true, b"\xf1\xbf\xbf\xbf"),
        (true, b"\xf2\x8f\xbf\xbe"),
        (true, b"\xf2\x8f\xbf\xbf"),
        (true, b"\xf2\x9f\xbf\xbe"),
        (true, b"\xf2\x9f\xbf\xbf"),
        (true, b"\xf2\xaf\xbf\xbe"),
        (true, b"\xf2\xaf\xbf\xbf"),
        (true, b"\xf2\xbf\xbf\xbe"),
        (true, b"\xf2\xbf\xbf\xbf"),
        (true, b"\xf3\x8f\xbf\xbe"),
        (true, b"\xf3\x8f\xbf\xbf"),
        (true, b"\xf3\x9f\xbf\xbe"),
        (true, b"\xf3\x9f\xbf\xbf"),
        (true, b"\xf3\xaf\xbf\xbe"),
        (true, b"\xf3\xaf\xbf\xbf"),
        (true, b"\xf3\xbf\xbf\xbe"),
        (true, b"\xf3\xbf\xbf\xbf"),
        (true, b"\xf4\x8f\xbf\xbe"),
        (true, b"\xf4\x8f\xbf\xbf"),
    ],
    // The specials, the replacement character among them.
    &[
        (true, b"\xef\xbf\xb9"),
        (true, b"\xef\xbf\xba"),
        (true, b"\xef\xbf\xbb"),
        (true, b"\xef\xbf\xbc"),
        (true, b"\xef\xbf\xbd"),
        (true, b"\xef\xbf\xbe"),
        (true, b"\xef\xbf\xbf"),
    ],
];
