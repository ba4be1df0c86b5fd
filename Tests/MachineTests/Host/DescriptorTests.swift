internal import Foundation
internal import Glibc
internal import Testing

@testable internal import Machine

@Suite struct DescriptorTests {
  @Test func `is closed with its last reference`() throws {
    var pair: (own: Descriptor, other: Descriptor)? = try Descriptor.socketPair()
    let own = try #require(pair?.own)
    #expect(own.readAvailable() == nil, "nothing is there yet")
    pair = nil
    #expect(own.readAvailable() == [], "the other end is closed")
  }

  @Test func `carries bytes through a pipe`() throws {
    let (reading, writing) = try Descriptor.pipe()
    #expect(reading.readAvailable() == nil)
    #expect(writing.writeAll([1, 2, 3]))
    #expect(reading.readAvailable() == [1, 2, 3])
  }

  @Test func `writes to files`() throws {
    try TestMachine.withFolder { folder in
      let file = try Descriptor(path: folder + "/x", flags: O_WRONLY | O_CREAT)
      #expect(file.writeAll([1, 2]))
      #expect(FileManager.default.contents(atPath: folder + "/x") == Data([1, 2]))
    }
  }

  @Test func `keeps more single bytes that nobody reads than a socket does by itself`() throws {
    func count(_ prepare: (Descriptor) -> Void) throws -> Int {
      let pair = try Descriptor.socketPair()
      prepare(pair.own)
      var count = 0
      while count < 20_000, write(pair.own.number, "x", 1) == 1 { count += 1 }
      return withExtendedLifetime(pair) { count }
    }
    let usual = try count { _ in }
    #expect(try count { $0.widen() } > usual)
  }

  @Test func `fails without a signal when the other end is closed`() throws {
    var pair: (own: Descriptor, other: Descriptor)? = try Descriptor.socketPair()
    let own = try #require(pair?.own)
    pair = nil
    #expect(!own.writeAll([1]))
  }

  @Test func `names a file that cannot be opened`() {
    #expect(throws: MachineError.refused(operation: "open", subject: "/no/such", errno: ENOENT)) {
      try Descriptor(path: "/no/such", flags: O_RDONLY)
    }
  }

  @Test func `is not inherited by programs`() throws {
    let pair = try Descriptor.socketPair()
    #expect(fcntl(pair.own.number, F_GETFD) & FD_CLOEXEC != 0)
    #expect(fcntl(pair.other.number, F_GETFD) & FD_CLOEXEC != 0)
  }
}
