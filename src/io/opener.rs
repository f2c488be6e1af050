//! Links, opened by whatever the person's desktop has for them. No shell is asked, and the terminal is not touched.

use std::time::Duration;

use crate::app::protocol::event::Event;
use crate::desk::text::SafeLine;
use crate::desk::text::hyperlink::Hyperlink;

/// A program that still runs after this time has taken the link.
const TAKEN_WITHIN: Duration = Duration::from_secs(2);

pub async fn open(link: Hyperlink) -> Event {
    let target = link.target().to_owned();
    let opened =
        tokio::task::spawn_blocking(move || open::that_detached_with_timeout(target, TAKEN_WITHIN)).await;
    match opened {
        Ok(Ok(())) => Event::LinkOpened(link),
        Ok(Err(why)) => Event::LinkNotOpened { link, why: SafeLine::from(why.to_string()) },
        Err(why) => Event::LinkNotOpened { link, why: SafeLine::from(why.to_string()) },
    }
}
