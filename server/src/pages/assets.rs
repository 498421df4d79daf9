//! Style, script and fonts, inside the program.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

macro_rules! font {
    ($file:literal) => {
        include_bytes!(concat!("../../../ui/fonts/AtkinsonHyperlegibleNext_", $file, ".ttf"))
    };
}

/// `GET /assets/…`
pub async fn asset(Path(name): Path<String>) -> Response {
    let (kind, bytes): (&str, &'static [u8]) = match name.as_str() {
        "staff.css" => ("text/css; charset=utf-8", include_bytes!("../../assets/staff.css")),
        "staff.js" => ("text/javascript; charset=utf-8", include_bytes!("../../assets/staff.js")),
        "icon.svg" => ("image/svg+xml", include_bytes!("../../assets/icon.svg")),
        "regular.ttf" => ("font/ttf", font!("400Regular")),
        "semibold.ttf" => ("font/ttf", font!("600SemiBold")),
        "bold.ttf" => ("font/ttf", font!("700Bold")),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    // Fonts never change; style and script change with the program, and are small.
    let keep = if kind == "font/ttf" { "public, max-age=604800" } else { "no-cache" };
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, keep)], bytes).into_response()
}
