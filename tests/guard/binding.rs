//! Nothing leaves this machine in the clear by mistake.

use std::path::Path;
use std::process::{Command, Output};

fn serve(data: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_vigie"))
        .args(["serve", "--language", "en", "--data"])
        .arg(data)
        .args(arguments)
        .output()
        .unwrap()
}

#[test]
fn an_address_of_the_network_needs_tls_and_a_token() {
    let data = tempfile::tempdir().unwrap();
    let refused = |arguments: &[&str], why: &str| {
        let output = serve(data.path(), arguments);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && told.contains(why), "{arguments:?}: {told}");
    };
    refused(&["--listen", "0.0.0.0:0"], "--tls-cert FILE --tls-key FILE");
    refused(&["--listen", "[::]:0"], "--behind-tls-proxy");
    refused(&["--listen", "0.0.0.0:0", "--behind-tls-proxy"], "vigie token create");
    let key = data.path().join("key.pem");
    let certificate = data.path().join("cert.pem");
    std::fs::write(&key, "no key").unwrap();
    std::fs::write(&certificate, "no certificate").unwrap();
    let (certificate, key) = (certificate.to_str().unwrap(), key.to_str().unwrap());
    let with_tls = ["--listen", "0.0.0.0:0", "--tls-cert", certificate, "--tls-key", key];
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(key, std::fs::Permissions::from_mode(0o640)).unwrap();
        refused(&with_tls, &format!("chmod 600 {key}"));
        std::fs::set_permissions(key, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
    refused(&with_tls, "no private key");
    refused(&["--tls-cert", certificate], "--tls-key");
}
