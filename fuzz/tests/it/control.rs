//! The operator's socket: orders on one line, reports on another.

use bolero::check;
use teahouse::control::{Order, Report};

/// An order is read as it was written, and no secret of it stands in a log.
#[test]
fn any_line_is_an_order_or_none() {
    const SECRET: &str = "open sesame";
    check!().for_each(|input: &[u8]| {
        let text = String::from_utf8_lossy(input).replace("SECRET", SECRET);
        if let Ok(order) = serde_json::from_str::<Order>(&text) {
            let written = serde_json::to_string(&order).expect("orders are JSON");
            assert!(!written.contains('\n'), "one line");
            assert_eq!(serde_json::from_str::<Order>(&written).ok().as_ref(), Some(&order));
            if let Order::CreateUser {
                password, handle, name, ..
            } = &order
            {
                let shown = [Some(handle), name.as_ref()]
                    .into_iter()
                    .flatten()
                    .any(|text| text.contains(SECRET));
                assert!(password.0 != SECRET || shown || !format!("{order:?}").contains(SECRET));
            }
        }
        if let Ok(report) = serde_json::from_str::<Report>(&text) {
            let written = serde_json::to_string(&report).expect("reports are JSON");
            assert_eq!(serde_json::from_str::<Report>(&written).ok(), Some(report));
        }
    });
}
