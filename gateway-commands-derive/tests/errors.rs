//! The errors of the macros, and where they point.

#[test]
#[ignore = "compiles all dependencies anew, twice: .ci/run runs it"]
fn errors_point_at_what_is_wrong() {
    trybuild::TestCases::new().compile_fail("tests/errors/*.rs");
}
