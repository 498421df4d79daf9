//! The cable: it carries, it can be pulled out while a request is held, and put back in.

use std::io::{self, BufReader};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use visits_demo::http::Message;
use visits_demo::proxy::Proxy;

/// A server that answers with what it was asked, but never what it is asked to hold.
fn echo() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || {
                let mut from = BufReader::new(&stream);
                while let Ok(Some(request)) = Message::read(&mut from) {
                    if request.start.contains("/held") {
                        std::thread::park_timeout(Duration::from_secs(30));
                    }
                    let start = "HTTP/1.1 200 OK".to_owned();
                    let answer = Message { start, ..request };
                    if answer.write(&mut &stream).is_err() {
                        return;
                    }
                }
            });
        }
    });
    address
}

fn ask(proxy: &Proxy, path: &str) -> io::Result<Option<Message>> {
    let address = proxy.url().trim_start_matches("http://").to_owned();
    let stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let start = format!("POST {path} HTTP/1.1");
    Message { start, headers: vec!["x: y".to_owned()], body: b"hello".to_vec() }
        .write(&mut &stream)?;
    Message::read(&mut BufReader::new(&stream))
}

#[test]
fn a_cable_carries_until_it_is_pulled_out_and_again_when_it_is_put_in() {
    let proxy = Proxy::start(echo(), None).expect("a cable");
    let answer = ask(&proxy, "/a").expect("carried").expect("an answer");
    assert_eq!(answer.body, b"hello");

    std::thread::scope(|scope| {
        let held = scope.spawn(|| ask(&proxy, "/held"));
        std::thread::sleep(Duration::from_millis(200));
        proxy.pull_out();
        let cut = held.join().expect("no panic");
        assert!(!matches!(cut, Ok(Some(_))), "what was held is cut: {cut:?}");
    });
    let refused = ask(&proxy, "/b").expect_err("nobody is there");
    assert_eq!(refused.kind(), io::ErrorKind::ConnectionRefused);

    proxy.put_in().expect("put in");
    assert!(matches!(ask(&proxy, "/c"), Ok(Some(_))));
    proxy.cut_answers(true);
    assert!(!matches!(ask(&proxy, "/d"), Ok(Some(_))));
}
