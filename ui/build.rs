//! Compiles the screens, their fonts and their words into the crate.
use slint_build::{CompilerConfiguration, DefaultTranslationContext};

fn main() -> Result<(), slint_build::CompileError> {
    // build.rs cannot tell a test build: the feature says that element names are wanted.
    let rehearsal = std::env::var_os("CARGO_FEATURE_REHEARSAL").is_some();
    let config = CompilerConfiguration::new()
        .with_bundled_translations("lang")
        .with_default_translation_context(DefaultTranslationContext::None)
        .with_style("fluent".into())
        .with_debug_info(rehearsal);
    slint_build::compile_with_config("app.slint", config)
}
