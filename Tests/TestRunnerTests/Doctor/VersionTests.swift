internal import Testing

@testable internal import TestRunner

@Suite struct VersionTests {
  @Test(arguments: [
    ("QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)", "7.2"), ("10.1", "10.1"),
  ])
  func `finds the version`(text: String, version: String) {
    #expect(Version(in: text)?.description == version)
  }

  @Test func `finds none where there is none`() {
    #expect(Version(in: "no version") == nil)
    #expect(Version(in: "7") == nil)
  }

  @Test func `orders by number`() {
    #expect(Version(major: 7, minor: 2) < Version(major: 10, minor: 0))
    #expect(Version(major: 7, minor: 2) < Version(major: 7, minor: 10))
  }
}
