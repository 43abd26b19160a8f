//! The files beside the trust page: the authority's certificate in the shapes that devices take,
//! and the picture by which the page sees whether HTTPS is trusted already.

use axum::http::Response;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue, X_CONTENT_TYPE_OPTIONS,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use sha2::{Digest as _, Sha256};

use crate::tls::Authority;

/// Where the authority's certificate is, in PEM.
const CERTIFICATE_PATH: &str = "/teahouse-ca.crt";
/// Where Apple's devices find it as a profile.
const PROFILE_PATH: &str = "/teahouse.mobileconfig";
const DER_PATH: &str = "/teahouse-ca.der";
pub(super) const PROBE_PATH: &str = "/teahouse-trusted.svg";

const PROBE: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>"#;

/// Whether a path is one of these files.
pub(super) fn is_file(path: &str) -> bool {
    [CERTIFICATE_PATH, DER_PATH, PROFILE_PATH, PROBE_PATH].contains(&path)
}

/// Answers a GET or HEAD for one of these files, by HTTP and HTTPS alike; `None` for other paths,
/// and for the certificate where the operator brought another.
#[must_use]
pub fn serve_file(path: &str, authority: Option<&Authority>) -> Option<Response<Bytes>> {
    let (kind, body) = match path {
        PROBE_PATH => ("image/svg+xml", Bytes::from_static(PROBE.as_bytes())),
        // Under this type browsers offer to import it, in either encoding.
        CERTIFICATE_PATH => ("application/x-x509-ca-cert", authority?.pem().to_owned().into()),
        DER_PATH => ("application/x-x509-ca-cert", authority?.der().to_vec().into()),
        PROFILE_PATH => ("application/x-apple-aspen-config", profile(authority?).into()),
        _ => return None,
    };
    let mut response = Response::new(Bytes::new());
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // The page that looks for the picture came by plain HTTP, which is another site.
    headers.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("cross-origin"),
    );
    *response.body_mut() = body;
    Some(response)
}

/// A configuration profile that installs the certificate (Apple's Configuration Profile Reference,
/// payload `com.apple.security.root`). The same authority always makes the same identifiers, so
/// that installing twice replaces.
fn profile(authority: &Authority) -> String {
    let hash = Sha256::digest(authority.der());
    let (outer, inner) = (identifier(&hash[..16]), identifier(&hash[16..]));
    let certificate = STANDARD.encode(authority.der());
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>PayloadContent</key>
  <array>
    <dict>
      <key>PayloadCertificateFileName</key><string>teahouse-ca.crt</string>
      <key>PayloadContent</key><data>{certificate}</data>
      <key>PayloadDisplayName</key><string>Teahouse</string>
      <key>PayloadIdentifier</key><string>teahouse.authority.{inner}</string>
      <key>PayloadType</key><string>com.apple.security.root</string>
      <key>PayloadUUID</key><string>{inner}</string>
      <key>PayloadVersion</key><integer>1</integer>
    </dict>
  </array>
  <key>PayloadDescription</key><string>Lets this device trust a Teahouse in its own network, and nothing else.</string>
  <key>PayloadDisplayName</key><string>Teahouse</string>
  <key>PayloadIdentifier</key><string>teahouse.profile.{outer}</string>
  <key>PayloadType</key><string>Configuration</string>
  <key>PayloadUUID</key><string>{outer}</string>
  <key>PayloadVersion</key><integer>1</integer>
</dict>
</plist>
"#
    )
}

/// Sixteen bytes in the shape of a UUID (RFC 9562 §5.8: version 8, the maker's own bits).
fn identifier(bytes: &[u8]) -> String {
    let hex: String = bytes
        .iter()
        .enumerate()
        .map(|(at, byte)| match at {
            6 => format!("{:02X}", byte & 0x0f | 0x80),
            8 => format!("{:02X}", byte & 0x3f | 0x80),
            _ => format!("{byte:02X}"),
        })
        .collect();
    format!(
        "{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )
}
