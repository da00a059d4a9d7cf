//! The wish that work comes to an end: whoever works asks, between two steps, whether somebody wishes so.

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

/// The exit code of a process that a second signal ends at once.
const INTERRUPTED: i32 = 130;

/// A wish that may come.
#[derive(Clone, Debug)]
pub struct Stop {
    wish: watch::Receiver<bool>,
}

impl Stop {
    /// Nobody will ever wish it.
    pub fn never() -> Stop {
        Stop {
            wish: watch::channel(false).1,
        }
    }

    /// Comes with SIGINT or SIGTERM. A second signal ends the process where it stands, which harms no lake.
    ///
    /// # Errors
    /// The system lets nobody listen.
    pub fn on_signals() -> std::io::Result<Stop> {
        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut terminate = signal(SignalKind::terminate())?;
        let (wished, wish) = watch::channel(false);
        tokio::spawn(async move {
            loop {
                tokio::select! {
                    _ = interrupt.recv() => {}
                    _ = terminate.recv() => {}
                }
                if wished.send_replace(true) {
                    std::process::exit(INTERRUPTED);
                }
            }
        });
        Ok(Stop { wish })
    }

    /// Somebody wishes it.
    pub fn is_wished(&self) -> bool {
        *self.wish.borrow()
    }

    /// Waits until somebody wishes it.
    pub async fn wished(&self) {
        let mut wish = self.wish.clone();
        if wish.wait_for(|wished| *wished).await.is_err() {
            std::future::pending().await
        }
    }
}
