//! What a person trusts beyond what the machine does, and who they are: a private authority, a certificate of theirs.

use std::fmt;
use std::io::Read;
use std::path::{Path, PathBuf};

use reqwest::{Certificate, ClientBuilder, Identity};

/// Longer than any bundle of certificates.
const LONGEST: u64 = 4 * 1024 * 1024;

/// Beside the machine's own authorities; nothing of it stands in for checking.
#[derive(Clone, Default)]
pub struct Trust {
    authorities: Vec<Certificate>,
    identity: Option<Identity>,
}

#[derive(Debug, thiserror::Error)]
pub enum TrustError {
    #[error("cannot read {path}")]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error("the key file {0} can be read by others; run: chmod 600 {0}")]
    ReadByOthers(PathBuf),
    #[error("{0} does not hold what it should in PEM form")]
    NotPem(PathBuf),
}

impl Trust {
    /// Reads a private authority's certificates, and a person's own certificate with its key.
    ///
    /// # Errors
    /// [`TrustError::ReadByOthers`] if anybody but its owner can read the key.
    pub fn read(authority: Option<&Path>, own: Option<(&Path, &Path)>) -> Result<Self, TrustError> {
        let authorities = match authority {
            None => Vec::new(),
            Some(path) => {
                let read = Certificate::from_pem_bundle(&file(path, Eyes::Anybody)?).ok();
                read.filter(|read| !read.is_empty()).ok_or_else(|| TrustError::NotPem(path.to_owned()))?
            }
        };
        let identity = match own {
            None => None,
            Some((certificate, key)) => {
                let mut pem = file(key, Eyes::Owner)?;
                pem.push(b'\n');
                pem.extend(file(certificate, Eyes::Anybody)?);
                let identity = Identity::from_pem(&pem);
                Some(identity.map_err(|_what_is_no_pem| TrustError::NotPem(certificate.to_owned()))?)
            }
        };
        Ok(Self { authorities, identity })
    }

    pub(super) fn told_to(&self, client: ClientBuilder) -> ClientBuilder {
        let client = client.tls_certs_merge(self.authorities.iter().cloned());
        match &self.identity {
            Some(identity) => client.identity(identity.clone()),
            None => client,
        }
    }
}

impl fmt::Debug for Trust {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Trust(…)")
    }
}

/// Who may read a file.
#[derive(Clone, Copy, PartialEq)]
enum Eyes {
    Anybody,
    Owner,
}

fn file(path: &Path, eyes: Eyes) -> Result<Vec<u8>, TrustError> {
    let unreadable = |source| TrustError::Unreadable { path: path.to_owned(), source };
    let file = std::fs::File::open(path).map_err(unreadable)?;
    // Asked of the open file: another one cannot take its place between the question and the reading.
    if eyes == Eyes::Owner && read_by_others(&file.metadata().map_err(unreadable)?) {
        return Err(TrustError::ReadByOthers(path.to_owned()));
    }
    let mut bytes = Vec::new();
    file.take(LONGEST).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(bytes)
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
