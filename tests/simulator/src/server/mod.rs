//! The simulated API over HTTP, on the loopback interface.

mod answer;
mod body;
mod counts;
mod kept;
mod misbehaviour;
mod options;

use crate::date::{of_timestamp, timestamp};
use crate::slate::Slate;
use crate::world::World;
use answer::handle;
use axum::Router;
use counts::Counter;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

pub use counts::Counts;
pub use misbehaviour::{Fault, Misbehaviour};
pub use options::Options;

/// How long a server that is told to stop waits for open connections.
const PATIENCE: Duration = Duration::from_millis(200);

/// Days that have games of their own: one slate, several, or none (then every day has the games of its season).
#[derive(Clone, Debug, Default)]
pub struct Slates(Vec<Slate>);

impl From<Slate> for Slates {
    fn from(slate: Slate) -> Self {
        Self(vec![slate])
    }
}

impl From<Vec<Slate>> for Slates {
    fn from(slates: Vec<Slate>) -> Self {
        Self(slates)
    }
}

impl<const COUNT: usize> From<[Slate; COUNT]> for Slates {
    fn from(slates: [Slate; COUNT]) -> Self {
        Self(slates.into())
    }
}

/// A running server.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    api: Arc<Api>,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

/// What all answers are made from.
#[derive(Debug)]
struct Api {
    world: World,
    options: Options,
    counter: Counter,
}

impl Server {
    /// Serves slates on a free port of 127.0.0.1. All other days are those of the season that follows from the first
    /// slate's seed (1 without one).
    ///
    /// # Panics
    ///
    /// When no port can be bound.
    pub async fn start(slates: impl Into<Slates>) -> Self {
        let slates: Slates = slates.into();
        let seed = slates.0.first().map_or(1, |slate| slate.seed);
        Self::start_with(Options::default().seed(seed), slates).await
    }

    /// Serves on 127.0.0.1 as the options say.
    ///
    /// # Panics
    ///
    /// When the port cannot be bound.
    pub async fn start_with(options: Options, slates: impl Into<Slates>) -> Self {
        match Self::try_start(options, slates).await {
            Ok(server) => server,
            Err(error) => panic!("the simulated API cannot listen on 127.0.0.1: {error}"),
        }
    }

    /// Serves on a port of 127.0.0.1 (0 for a free one).
    ///
    /// # Errors
    ///
    /// When the port cannot be bound.
    pub async fn bind(port: u16, seed: u64, slates: impl Into<Slates>) -> io::Result<Self> {
        Self::try_start(Options::default().port(port).seed(seed), slates).await
    }

    /// Serves on 127.0.0.1 as the options say.
    ///
    /// # Errors
    ///
    /// When the port cannot be bound, the folder of the options cannot be made, or their moment is none.
    pub async fn try_start(options: Options, slates: impl Into<Slates>) -> io::Result<Self> {
        let moment = match &options.moment {
            Some(text) => Some(of_timestamp(text).ok_or_else(|| no_moment(text))?),
            None => None,
        };
        if let Some(folder) = &options.kept_in {
            std::fs::create_dir_all(folder)?;
        }
        let listener = TcpListener::bind(("127.0.0.1", options.port)).await?;
        let address = listener.local_addr()?;
        let slates: Slates = slates.into();
        let world = World::new(options.seed, options.season, slates.0)
            .with_days_by_themselves(options.days_by_themselves);
        world.set_moment(moment);
        let api = Arc::new(Api {
            world,
            counter: Counter::default(),
            options,
        });
        let router = Router::new().fallback(handle).with_state(api.clone());
        let (stop, stopped) = oneshot::channel::<()>();
        let task = tokio::spawn(async move {
            let until = async {
                // The sender's end gone means the same as a stop.
                let _ = stopped.await;
            };
            // An accept loop ends only by the stop; errors of one connection stay with it.
            let _ = axum::serve(listener, router).with_graceful_shutdown(until).await;
        });
        Ok(Self {
            address,
            api,
            stop,
            task,
        })
    }

    /// The base URL, without a slash at its end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Requests answered so far, refused ones too.
    pub fn requests(&self) -> u64 {
        self.counts().requests
    }

    /// What was asked so far, and how fast.
    pub fn counts(&self) -> Counts {
        self.api.counter.counts()
    }

    /// Requests to a path, whatever their parameters.
    pub fn requests_to(&self, path: &str) -> u64 {
        self.api.counter.requests_to(path)
    }

    /// Lets it be a moment, `2024-07-12T20:00:00Z`: later games are not played yet. None: everything is over.
    ///
    /// # Panics
    ///
    /// When it is no moment of this form.
    pub fn set_moment(&self, moment: Option<&str>) {
        let moment = moment.map(|text| match of_timestamp(text) {
            Some(moment) => moment,
            None => panic!("`{text}` is no moment of the form 2024-07-12T20:00:00Z"),
        });
        self.api.world.set_moment(moment);
    }

    /// The moment that it is; None when everything is over.
    pub fn moment(&self) -> Option<String> {
        match self.api.world.moment() {
            i64::MAX => None,
            moment => Some(timestamp(moment)),
        }
    }

    /// Stops listening and drops open connections.
    pub async fn stop(self) {
        let Self { stop, task, .. } = self;
        let _ = stop.send(());
        let abort = task.abort_handle();
        if tokio::time::timeout(PATIENCE, task).await.is_err() {
            abort.abort();
        }
    }
}

fn no_moment(text: &str) -> io::Error {
    let message = format!("`{text}` is no moment of the form 2024-07-12T20:00:00Z");
    io::Error::new(io::ErrorKind::InvalidInput, message)
}
