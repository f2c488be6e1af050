//! A notification on the desktop of the machine on which the console runs.

use notify_rust::Notification;

use crate::app::protocol::signal::Signal;

use super::{Message, WarnError};

pub async fn show(signal: &Signal, message: &Message) -> Result<(), WarnError> {
    let mut notification = Notification::new();
    // Some services read the body as markup, and a subject is a stranger's text.
    notification.appname("vigie").summary(&message.title).body(&without_markup(&message.body));
    deliver(notification, signal).await.map_err(|why| WarnError::NoService(why.to_string()))
}

#[cfg(all(unix, not(target_os = "macos")))]
async fn deliver(mut notification: Notification, signal: &Signal) -> notify_rust::error::Result<()> {
    use notify_rust::Urgency;

    use crate::desk::ticket::severity::Severity;

    let is_critical = signal.severity() == Some(Severity::Critical);
    notification.urgency(if is_critical { Urgency::Critical } else { Urgency::Normal });
    notification.show_async().await.map(drop)
}

/// Elsewhere there is no urgency, and the service is asked from a thread that may wait.
#[cfg(any(not(unix), target_os = "macos"))]
async fn deliver(notification: Notification, _: &Signal) -> notify_rust::error::Result<()> {
    let shown = tokio::task::spawn_blocking(move || notification.show().map(drop)).await;
    shown.unwrap_or_else(|why| Err(why.to_string().as_str().into()))
}

fn without_markup(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_never_read_as_markup() {
        assert_eq!(without_markup("<b>R&D</b>"), "&lt;b&gt;R&amp;D&lt;/b&gt;");
    }
}
