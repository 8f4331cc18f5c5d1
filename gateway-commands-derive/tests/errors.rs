//! The errors of the macros, and where they point.

#[test]
fn errors_point_at_what_is_wrong() {
    trybuild::TestCases::new().compile_fail("tests/errors/*.rs");
}
