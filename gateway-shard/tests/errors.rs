//! What the compiler says of functions that are no listeners.

#[test]
#[ignore = "compiles all dependencies anew: .ci/run runs it"]
fn errors_say_what_a_listener_is() {
    trybuild::TestCases::new().compile_fail("tests/errors/*.rs");
}
