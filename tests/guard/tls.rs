//! TLS at both ends: a private authority, a certificate of the person's own, and nobody else's.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair};
use tempfile::TempDir;
use tokio::io::AsyncWriteExt;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};
use vigie::app::protocol::event::Failure;
use vigie::io::backend::bundled::Bundled;
use vigie::io::backend::trust::{Trust, TrustError};
use vigie::io::secrets::{Token, TokenSource};
use vigie::server::serve::{Network, Outside};
use vigie::server::tls;

use crate::support::{Served, hear};

/// An authority of our own, and what it signed, as files.
struct Papers {
    directory: TempDir,
}

impl Papers {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let mut authority = CertificateParams::new(Vec::new()).unwrap();
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let papers = Self { directory };
        papers.write("ca.pem", &authority.self_signed(&key).unwrap().pem());
        let issuer = Issuer::new(authority, key);
        for (name, usage) in
            [("server", ExtendedKeyUsagePurpose::ServerAuth), ("me", ExtendedKeyUsagePurpose::ClientAuth)]
        {
            let mut params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
            params.extended_key_usages = vec![usage];
            let key = KeyPair::generate().unwrap();
            papers.write(&format!("{name}.pem"), &params.signed_by(&key, &issuer).unwrap().pem());
            papers.write(&format!("{name}.key"), &key.serialize_pem());
        }
        papers
    }

    fn at(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.at(name);
        std::fs::write(&path, text).unwrap();
        restrict(&path, 0o600);
    }
}

#[cfg(unix)]
fn restrict(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(not(unix))]
fn restrict(_path: &Path, _mode: u32) {}

fn client(address: std::net::SocketAddr, token: &str, trust: Trust) -> Bundled {
    let token = TokenSource::Known(Token::new(token).unwrap());
    let url = format!("https://{address}/").parse().unwrap();
    Bundled::new(url, token, false).unwrap().trusting(trust)
}

#[tokio::test]
async fn a_server_that_speaks_tls_itself_is_believed_by_who_trusts_its_authority_and_by_nobody_else() {
    let papers = Papers::new();
    let acceptor = tls::read(&papers.at("server.pem"), &papers.at("server.key")).unwrap();
    let served = Served::new(Outside { network: Network::Tls(acceptor), ..Outside::inside() }).await;
    let trust = Trust::read(Some(&papers.at("ca.pem")), None).unwrap();
    let welcome = client(served.address, &served.token, trust).connect().await.unwrap();
    assert_eq!(welcome.name.shown(), "admin");
    let stranger = client(served.address, &served.token, Trust::default()).connect().await;
    assert_eq!(stranger.unwrap_err(), Failure::Unreachable, "the token was not sent");
    let in_the_clear = served.get("/v1/me", "").await;
    assert!(!in_the_clear.contains("HTTP"), "{in_the_clear}");
}

#[tokio::test]
async fn a_person_shows_a_certificate_of_their_own() {
    let papers = Papers::new();
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(papers.at("ca.pem")).unwrap()).unwrap();
    let verifier = WebPkiClientVerifier::builder(Arc::new(roots)).build().unwrap();
    let chain = vec![CertificateDer::from_pem_file(papers.at("server.pem")).unwrap()];
    let key = PrivateKeyDer::from_pem_file(papers.at("server.key")).unwrap();
    let config =
        ServerConfig::builder().with_client_cert_verifier(verifier).with_single_cert(chain, key).unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // Who shows no certificate does not get this far.
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            hear(&mut stream).await;
            stream.write_all(b"HTTP/1.1 403 No\r\ncontent-length: 0\r\n\r\n").await.ok();
            stream.shutdown().await.ok();
        }
    });
    let (authority, own) = (papers.at("ca.pem"), (papers.at("me.pem"), papers.at("me.key")));
    let known = Trust::read(Some(&authority), Some((&own.0, &own.1))).unwrap();
    assert_eq!(client(address, "s3cret", known).connect().await.unwrap_err(), Failure::Forbidden);
    let nobody = Trust::read(Some(&authority), None).unwrap();
    let refused = client(address, "s3cret", nobody).connect().await.unwrap_err();
    assert!(matches!(refused, Failure::Unreachable | Failure::AnswerLost), "{refused:?}");
}

#[cfg(unix)]
#[test]
fn a_key_that_others_can_read_is_refused_at_both_ends_and_what_is_no_pem_is_said_to_be_so() {
    let papers = Papers::new();
    let (certificate, key) = (papers.at("me.pem"), papers.at("me.key"));
    restrict(&key, 0o644);
    let refused = tls::read(&certificate, &key).map(drop).unwrap_err().to_string();
    assert!(refused.ends_with(&format!("run: chmod 600 {}", key.display())), "{refused}");
    let refused = Trust::read(None, Some((&certificate, &key))).unwrap_err();
    assert!(matches!(refused, TrustError::ReadByOthers(path) if path == key));
    restrict(&key, 0o600);
    assert!(Trust::read(Some(&key), None).is_err(), "a key is no authority");
    assert!(Trust::read(None, Some((&key, &key))).is_err(), "and no certificate");
}
