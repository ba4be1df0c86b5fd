internal import Glibc
internal import Testing

@testable internal import Scenario

@Suite struct GuestStreamTests {
  @Test func `bytes go both ways, and the end is seen`() throws {
    let (_, guest) = try FakeRunner.guest()
    let server = Loopback.socket(SOCK_STREAM)
    let stream = try guest.connect(port: server.port)
    let other = accept(server.descriptor, nil, nil)
    try stream.send([1, 2, 3])
    stream.finish()
    var buffer = [UInt8](repeating: 0, count: 10)
    #expect(read(other, &buffer, 10) == 3 && buffer.prefix(3) == [1, 2, 3])
    #expect(write(other, [4, 5, 6] as [UInt8], 3) == 3)
    #expect(try stream.receive(2) == [4, 5])
    close(other)
    #expect(try stream.receive(5) == [6])
  }

  @Test func `silence and refusal are failures`() throws {
    let (_, guest) = try FakeRunner.guest()
    let server = Loopback.socket(SOCK_STREAM)
    let stream = try guest.connect(port: server.port)
    let late = #expect(throws: ScenarioFailure.self) { try stream.receive(4) }
    #expect(late?.reason.contains("0 of 4 bytes") == true)
    // A port that is taken, at which nobody listens.
    let silent = Loopback.socket(SOCK_STREAM, listens: false)
    #expect(throws: ScenarioFailure.self) { try guest.connect(port: silent.port) }
  }
}
