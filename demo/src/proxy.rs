//! The cable between a kiosk and its server: it can be pulled out, and it can lie.

use std::io::{self, BufReader};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use crate::http::Message;
use crate::sabotage::{Liar, Sabotage};

/// Tries to find a port that nobody uses.
const TRIES: u16 = 200;

/// A cable. It is in when it is made.
pub struct Proxy {
    address: SocketAddr,
    shared: Arc<Shared>,
    listening: Mutex<Option<Listening>>,
}

struct Listening {
    until: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

struct Shared {
    server: SocketAddr,
    liar: Mutex<Liar>,
    /// Answers are cut off on their way back.
    cut_answers: AtomicBool,
    /// Both ends of every connection that is open, to be cut.
    open: Mutex<Vec<TcpStream>>,
}

fn lock<T>(what: &Mutex<T>) -> MutexGuard<'_, T> {
    what.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Proxy {
    /// Lays a cable to a server.
    pub fn start(server: SocketAddr, sabotage: Option<Sabotage>) -> io::Result<Self> {
        let listener = free_port()?;
        let address = listener.local_addr()?;
        let liar = Mutex::new(Liar::new(sabotage));
        let (cut_answers, open) = (AtomicBool::new(false), Mutex::default());
        let shared = Arc::new(Shared { server, liar, cut_answers, open });
        let proxy = Self { address, shared, listening: Mutex::default() };
        proxy.listen(listener)?;
        Ok(proxy)
    }

    /// What the kiosk takes for the server.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// From now on requests reach the server and its answers do not come back; or they do again.
    pub fn cut_answers(&self, cut: bool) {
        self.shared.cut_answers.store(cut, Ordering::SeqCst);
    }

    /// Pulls the cable: what is open is cut, and nobody answers any more.
    pub fn pull_out(&self) {
        if let Some(listening) = lock(&self.listening).take() {
            listening.until.store(true, Ordering::SeqCst);
            let _ = TcpStream::connect(self.address); // wakes the thread, so that it can end
            let _ = listening.thread.join();
        }
        for end in lock(&self.shared.open).drain(..) {
            let _ = end.shutdown(Shutdown::Both); // closed already
        }
    }

    /// Puts the cable back in.
    pub fn put_in(&self) -> io::Result<()> {
        if lock(&self.listening).is_none() {
            self.listen(TcpListener::bind(self.address)?)?;
        }
        Ok(())
    }

    fn listen(&self, listener: TcpListener) -> io::Result<()> {
        let until = Arc::new(AtomicBool::new(false));
        let (stop, shared) = (Arc::clone(&until), Arc::clone(&self.shared));
        let thread = std::thread::Builder::new().name("cable".to_owned()).spawn(move || {
            for kiosk in listener.incoming() {
                if stop.load(Ordering::SeqCst) {
                    return;
                }
                let (Ok(kiosk), shared) = (kiosk, Arc::clone(&shared)) else { continue };
                std::thread::spawn(move || {
                    // Either side may end at any time: that is what a cable is tried for.
                    let _ = carry(&kiosk, &shared);
                    let _ = kiosk.shutdown(Shutdown::Both);
                });
            }
        })?;
        *lock(&self.listening) = Some(Listening { until, thread });
        Ok(())
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.pull_out();
    }
}

/// Outside of the ports that the system gives to outgoing connections: while the cable is out,
/// none of those may take ours.
fn free_port() -> io::Result<TcpListener> {
    let mut problem = io::ErrorKind::AddrInUse.into();
    for _ in 0..TRIES {
        match TcpListener::bind(("127.0.0.1", fastrand::u16(20_000..32_000))) {
            Ok(listener) => return Ok(listener),
            Err(error) => problem = error,
        }
    }
    Err(problem)
}

/// Carries one connection, request by request.
fn carry(kiosk: &TcpStream, shared: &Shared) -> io::Result<()> {
    let server = TcpStream::connect(shared.server)?;
    for end in [kiosk, &server] {
        end.set_nodelay(true)?;
        lock(&shared.open).push(end.try_clone()?);
    }
    let (mut from_kiosk, mut from_server) = (BufReader::new(kiosk), BufReader::new(&server));
    let mut ask = |request: &Message| -> io::Result<Message> {
        request.write(&mut &server)?;
        Message::read(&mut from_server)?.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    };
    while let Some(request) = Message::read(&mut from_kiosk)? {
        let told = lock(&shared.liar).hears(request);
        let mut answer = ask(&told.request)?;
        if let Some(again) = &told.again {
            ask(again)?;
        }
        if shared.cut_answers.load(Ordering::SeqCst) {
            return Ok(());
        }
        lock(&shared.liar).colours(&mut answer);
        answer.write(&mut &*kiosk)?;
    }
    Ok(())
}
