internal import Symbols
internal import Testing

@Suite struct DemanglerTests {
  @Test(arguments: [
    ("$e7Fixture7ServiceC5startyySiF", "Fixture.Service.start(Swift.Int) -> ()"),
    ("$s7Fixture7ServiceC5startyySiF", "Fixture.Service.start(Swift.Int) -> ()"),
    (
      "$e7Fixture7ServiceC5startyySiFS2icfU_",
      "closure #1 (Swift.Int) -> Swift.Int in Fixture.Service.start(Swift.Int) -> ()"
    ),
  ])
  func `reads names of Embedded Swift and of Swift`(name: String, text: String) {
    #expect(demangled(name) == text)
  }

  @Test func `reads names of C++`() {
    #expect(demangled("_ZN5swift9TaskGroup11isCancelledEv") == "swift::TaskGroup::isCancelled()")
  }

  @Test(arguments: ["", "main", "_start", "$", "$e", "$e7Fixtur", "_ZN3foo", "opaque\u{e9}"])
  func `leaves other names alone`(name: String) {
    #expect(demangled(name) == nil)
  }
}
