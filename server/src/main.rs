//! `visits-server`: one program for the office and the server room.

fn main() {}
