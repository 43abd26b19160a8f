//! Numbers in decimal. The general formatter costs more than everything else that is done to a line of a long list or
//! to a short message.

/// Appends `number`.
pub(super) fn push(mut number: u32, out: &mut String) {
    let mut digits = [0; 10];
    let mut start = digits.len();
    loop {
        start -= 1;
        digits[start] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    out.extend(digits[start..].iter().map(|&digit| char::from(digit)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_look_as_the_formatter_writes_them() {
        for number in [0, 1, 9, 10, 99, 100, 12_345, u32::MAX] {
            let mut out = String::from("#");
            push(number, &mut out);
            assert_eq!(out, format!("#{number}"));
        }
    }
}
