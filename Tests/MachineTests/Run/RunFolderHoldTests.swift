internal import TestSupport
internal import Testing

@testable internal import Machine

@Suite struct RunFolderHoldTests {
  @Test func `holds a folder for as long as it lives`() throws {
    let folder = try TemporaryFolder()
    #expect(!RunFolderHold.isHeld(folder.path))
    var hold: RunFolderHold? = try RunFolderHold(folder.path)
    let second = try RunFolderHold(folder.path)
    withExtendedLifetime((hold, second)) { #expect(RunFolderHold.isHeld(folder.path)) }
    hold = nil
    withExtendedLifetime(second) { #expect(RunFolderHold.isHeld(folder.path)) }
  }

  @Test func `lets go at its end`() throws {
    let folder = try TemporaryFolder()
    do { withExtendedLifetime(try RunFolderHold(folder.path)) {} }
    #expect(!RunFolderHold.isHeld(folder.path))
  }

  @Test func `a folder that is not there is held by nobody`() {
    #expect(!RunFolderHold.isHeld("/nonexistent/folder"))
  }
}
