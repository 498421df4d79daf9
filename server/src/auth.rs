//! Who is calling: a kiosk by its token, a person by a session.

pub mod device;
pub mod lockout;
pub mod may;
pub mod password;
pub mod sessions;
pub mod staff;
