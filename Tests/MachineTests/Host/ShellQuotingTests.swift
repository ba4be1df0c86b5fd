internal import Foundation
internal import Glibc
internal import Testing

@testable internal import Machine

@Suite struct ShellQuotingTests {
  @Test func `leaves plain words alone`() {
    #expect(ShellQuoting.line(["qemu", "-m", "8M", "a=b,c:/d"]) == "qemu -m 8M a=b,c:/d")
  }

  @Test func `is read back by a shell`() throws {
    let words = ["", " ", "a b", "'", "''", "$HOME", "`x`", "\\", "\"", "*", "a\nb", "ä", "#", "~"]
    let null = try Descriptor(path: "/dev/null", flags: O_RDWR)
    let output = try Descriptor.pipe()
    let script = "printf '%s\\n\\n' " + ShellQuoting.line(words)
    let child = try ChildProcess.start(
      ["sh", "-c", script], environment: [:], descriptors: [null, output.writing, null])
    child.reap(waiting: true)
    let text = String(decoding: output.reading.readAvailable() ?? [], as: UTF8.self)
    #expect(text == words.map { $0 + "\n\n" }.joined())
  }
}
