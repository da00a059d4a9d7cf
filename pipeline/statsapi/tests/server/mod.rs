//! A real server on loopback that answers byte for byte what a test tells it.
#![allow(dead_code, clippy::unwrap_used)]

use std::io::Write as _;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use mlb_statsapi::{Client, ClientOptions, Request};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// What the server does with each connection, in turn; the last again and again.
#[derive(Clone, Debug)]
pub enum Act {
    /// Sends these bytes and closes.
    Answer(Vec<u8>),
    /// Sends these bytes one by one, that far apart.
    Drip(Vec<u8>, Duration),
    /// Sends these bytes and stays silent.
    Hang(Vec<u8>),
    /// Sends these bytes after a while and closes.
    Late(Vec<u8>, Duration),
    /// Sends these bytes and resets the connection.
    Reset(Vec<u8>),
}

/// What the server was asked, and when.
#[derive(Clone, Debug)]
pub struct Asked {
    pub at: Instant,
    /// The request's head, in lower case.
    pub head: String,
}

/// What the server has seen.
#[derive(Default)]
struct Seen {
    asked: Vec<Asked>,
    under_way: usize,
    under_way_most: usize,
}

/// A server on loopback.
pub struct Server {
    pub address: String,
    seen: Arc<Mutex<Seen>>,
}

impl Server {
    pub async fn start(acts: Vec<Act>) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Seen::default()));
        let by_all = seen.clone();
        tokio::spawn(async move {
            let mut acts = acts.into_iter().peekable();
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let act = if acts.len() > 1 {
                    acts.next()
                } else {
                    acts.peek().cloned()
                };
                tokio::spawn(serve(stream, act.unwrap(), by_all.clone()));
            }
        });
        Server { address, seen }
    }

    pub fn client(&self, options: ClientOptions) -> Client {
        Client::new(options.at(&self.address)).unwrap()
    }

    /// Everything that was asked so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.seen.lock().unwrap().asked.clone()
    }

    /// The most requests that were under way at once.
    pub fn under_way_most(&self) -> usize {
        self.seen.lock().unwrap().under_way_most
    }
}

async fn serve(mut stream: TcpStream, act: Act, seen: Arc<Mutex<Seen>>) {
    let at = Instant::now();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => return,
        }
    }
    let head = String::from_utf8(head).unwrap().to_lowercase();
    {
        let mut seen = seen.lock().unwrap();
        seen.asked.push(Asked { at, head });
        seen.under_way += 1;
        seen.under_way_most = seen.under_way_most.max(seen.under_way);
    }
    answer_with(act, &mut stream).await;
    seen.lock().unwrap().under_way -= 1;
}

async fn answer_with(act: Act, stream: &mut TcpStream) {
    match act {
        Act::Answer(bytes) => drop(stream.write_all(&bytes).await),
        Act::Drip(bytes, apart) => {
            for byte in bytes {
                if stream.write_all(&[byte]).await.is_err() {
                    return;
                }
                tokio::time::sleep(apart).await;
            }
        }
        Act::Hang(bytes) => {
            drop(stream.write_all(&bytes).await);
            tokio::time::sleep(Duration::from_secs(60)).await;
        }
        Act::Late(bytes, wait) => {
            tokio::time::sleep(wait).await;
            drop(stream.write_all(&bytes).await);
        }
        Act::Reset(bytes) => {
            drop(stream.write_all(&bytes).await);
            stream.flush().await.unwrap();
            tokio::time::sleep(Duration::from_millis(50)).await;
            stream.set_zero_linger().unwrap();
        }
    }
}

/// A whole answer; each ends its connection.
pub fn answer(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n{headers}\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

pub fn ok(body: &str) -> Act {
    Act::Answer(answer(
        "200 OK",
        "content-type: application/json\r\n",
        body.as_bytes(),
    ))
}

pub fn status(status: &str) -> Act {
    Act::Answer(answer(status, "", b""))
}

pub fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

/// The feed of game 747175 at a moment.
pub fn feed() -> Request {
    Request::of(
        "game.liveGameV1",
        [("game_pk", "747175"), ("timecode", "20241027_000000")],
    )
    .unwrap()
}

/// Waits between attempts that a test can wait for, and a rate that is no hindrance.
pub fn quick() -> ClientOptions {
    ClientOptions {
        requests_per_second: 24,
        retry_delay_ms_min: 10,
        ..ClientOptions::default()
    }
}

/// The same, and nothing is asked twice.
pub fn once() -> ClientOptions {
    ClientOptions {
        retry_attempts_max: 1,
        ..quick()
    }
}

/// The same, and no answer is waited for long.
pub fn short() -> ClientOptions {
    ClientOptions {
        read_timeout_ms: 300,
        total_timeout_ms: 600,
        ..once()
    }
}
