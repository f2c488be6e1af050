//! Private directories and files: what the console keeps is for its owner's eyes.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::path::Path;

/// Opens a file in a directory of its own; both are for the owner only, also if they were there before.
pub fn open_private(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    if let Some(parent) = path.parent() {
        make_private_dir(parent)?;
        tighten(parent, 0o700);
    }
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    let file = options.open(path)?;
    tighten(path, 0o600);
    Ok(file)
}

/// Takes others' rights away. What is not ours to change is told in the log, and used as it is.
pub fn tighten(path: &Path, mode: u32) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let tightened = std::fs::metadata(path).and_then(|known| {
            let lax = known.permissions().mode() & 0o077 != 0;
            if lax { std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)) } else { Ok(()) }
        });
        if let Err(why) = tightened {
            tracing::warn!(path = %path.display(), %why, "others may be able to read it");
        }
    }
}

/// Makes a directory and those above it, for the owner only. One that is there already is left as it is.
pub fn make_private_dir(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}
