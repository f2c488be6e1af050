//! Who is slow on purpose is cut off; who is answered at a shutdown is answered whole.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use vigie::server::Manners;
use vigie::server::serve::Outside;

use crate::support::{Served, to_the_end};

#[tokio::test]
async fn a_head_that_does_not_come_in_time_ends_the_connection() {
    let manners = Manners { head: Duration::from_millis(200), ..Manners::default() };
    let served = Served::new(Outside { manners, ..Outside::inside() }).await;
    let mut silent = served.connect().await;
    let mut half = served.connect().await;
    half.write_all(b"GET /v1/health HTTP/1.1\r\nhost:").await.unwrap();
    // Both end by themselves: there is nothing else to wait for.
    let (silent, half) = tokio::join!(to_the_end(&mut silent), to_the_end(&mut half));
    assert!(silent.is_empty() && !half.contains("200"), "{silent:?} {half:?}");
}

#[tokio::test]
async fn at_a_shutdown_what_is_under_way_is_finished_and_nobody_else_is_waited_for() {
    let mut served = Served::new(Outside::inside()).await;
    let _half_open = served.connect().await;
    let first = served.get("/v1/changes", "").await;
    let cursor = first.split("\"cursor\":\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let mut waiting = served.connect().await;
    let head = format!(
        "GET /v1/changes?wait=25&since={cursor} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n\r\n",
        served.token
    );
    waiting.write_all(head.as_bytes()).await.unwrap();
    let mut sending = served.connect().await;
    let head = format!(
        "PUT /v1/desk HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\n\
         expect: 100-continue\r\ncontent-length: 27\r\n\r\n",
        served.token
    );
    sending.write_all(head.as_bytes()).await.unwrap();
    // Said by the server when it reads the body: so the request is under way.
    let mut go_on = [0; 25];
    sending.read_exact(&mut go_on).await.unwrap();
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    served.begin_to_stop();
    let waited = to_the_end(&mut waiting).await;
    assert!(waited.starts_with("HTTP/1.1 200"), "a long poll is sent home: {waited}");
    sending.write_all(b"{\"desk\":{\"name\":\"Finished\"}").await.unwrap();
    sending.write_all(b"}").await.ok();
    let done = to_the_end(&mut sending).await;
    assert!(done.contains("HTTP/1.1 200") || done.contains("400"), "{done}");
    served.stopped().await;
}
