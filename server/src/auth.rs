//! Who is calling: a kiosk by its token, a person by a session.

pub mod account;
pub mod device;
pub mod factor;
pub mod keyholders;
pub mod lockout;
pub mod may;
pub mod password;
pub mod people;
pub mod sessions;
pub mod sign_in;
pub mod staff;
pub mod totp;
