internal import Testing

@testable internal import Drivers

@Suite struct ConsoleMessageTests {
  @Test func `writes what it reads`() throws {
    var bytes = [UInt8](repeating: 0xff, count: 8)
    var elements = bytes.mutableSpan
    var span = elements.mutableBytes
    ConsoleMessage(.portOpened, port: 0x0102_0304, value: 1).write(to: &span)
    #expect(bytes == [4, 3, 2, 1, 6, 0, 1, 0])
    let message = ConsoleMessage(bytes.span.bytes)
    #expect(message == ConsoleMessage(.portOpened, port: 0x0102_0304, value: 1))
  }

  @Test(arguments: 0..<8) func `refuses a message that is cut off`(byteCount: Int) {
    let bytes = [UInt8](repeating: 0, count: byteCount)
    let message = ConsoleMessage(bytes.span.bytes)
    #expect(message == nil)
  }
}
