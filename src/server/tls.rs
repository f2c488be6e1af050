//! TLS that the server speaks itself: a certificate chain and its key from two PEM files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::pem::{self, PemObject};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// Why there is no TLS.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    #[error("cannot read {path}")]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error("the key file {0} can be read by others; run: chmod 600 {0}")]
    ReadByOthers(PathBuf),
    #[error("{0} holds no certificate in PEM form")]
    NoCertificate(PathBuf),
    #[error("{0} holds no private key in PEM form")]
    NoKey(PathBuf),
    #[error("certificate and key do not fit together: {0}")]
    DoNotFit(#[from] tokio_rustls::rustls::Error),
}

/// Reads a certificate chain and its key.
///
/// # Errors
/// [`TlsError::ReadByOthers`] if anybody but its owner can read the key.
pub fn read(certificates: &Path, key: &Path) -> Result<TlsAcceptor, TlsError> {
    let pem = private(key)?;
    let key = PrivateKeyDer::from_pem_slice(&pem).map_err(|why| not_read(key, why, TlsError::NoKey))?;
    let path = certificates;
    let pem = std::fs::read(path).map_err(|source| unreadable(path, source))?;
    let certificates = CertificateDer::pem_slice_iter(&pem)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|why| not_read(path, why, TlsError::NoCertificate))?;
    if certificates.is_empty() {
        return Err(TlsError::NoCertificate(path.to_owned()));
    }
    let mut config = ServerConfig::builder().with_no_client_auth().with_single_cert(certificates, key)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

fn private(path: &Path) -> Result<Vec<u8>, TlsError> {
    use std::io::Read;

    let mut file = std::fs::File::open(path).map_err(|source| unreadable(path, source))?;
    // Asked of the open file: another one cannot take its place between the question and the reading.
    let about = file.metadata().map_err(|source| unreadable(path, source))?;
    if read_by_others(&about) {
        return Err(TlsError::ReadByOthers(path.to_owned()));
    }
    let mut pem = Vec::new();
    file.read_to_end(&mut pem).map_err(|source| unreadable(path, source))?;
    Ok(pem)
}

fn unreadable(path: &Path, source: std::io::Error) -> TlsError {
    TlsError::Unreadable { path: path.to_owned(), source }
}

fn not_read(path: &Path, why: pem::Error, otherwise: fn(PathBuf) -> TlsError) -> TlsError {
    match why {
        pem::Error::Io(source) => unreadable(path, source),
        _ => otherwise(path.to_owned()),
    }
}

#[cfg(unix)]
fn read_by_others(about: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    about.permissions().mode() & 0o077 != 0
}

#[cfg(not(unix))]
fn read_by_others(_about: &std::fs::Metadata) -> bool {
    false
}
