//! The compiler's errors at wrong uses of the derive macros, and at functions that are no listeners of gateway-shard. They are
//! together because each program with such tests compiles all dependencies again.

#[test]
#[ignore = "compiles all dependencies again: .ci/run runs it"]
fn errors_point_at_what_is_wrong() {
    trybuild::TestCases::new().compile_fail("tests/errors/*.rs");
}
