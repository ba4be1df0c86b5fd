internal import TestSupport
internal import Testing
internal import Wire

@testable internal import Net

@Suite struct UDPSocketTableTests {
  @Test func `finds the socket of a port`() throws {
    var table = UDPSocketTable()
    let first = try table.bind(53)
    // The same place in the index.
    let second = try table.bind(181)
    let foundFirst = table.find(53)
    let foundSecond = table.find(181)
    let foundNone = table.find(309)
    #expect(foundFirst == first)
    #expect(foundSecond == second)
    #expect(foundNone == nil)
    let port = table.port(of: second)
    #expect(port == 181)
  }

  @Test func `refuses port 0, a port twice, and a socket too many`() throws {
    var table = UDPSocketTable()
    #expect(throws: BindError.invalidPort) { _ = try table.bind(0) }
    for port in 1...64 as ClosedRange<UInt16> { _ = try table.bind(Port(port)) }
    #expect(throws: BindError.portInUse) { _ = try table.bind(64) }
    #expect(throws: BindError.noSocketLeft) { _ = try table.bind(65) }
    var random = RandomSource(seed: 1)
    #expect(throws: BindError.noSocketLeft) { _ = try table.bindEphemeral(random: &random) }
  }

  @Test func `knows a handle no more once it is unbound`() throws {
    var table = UDPSocketTable()
    let old = try table.bind(53)
    let isUnbound = table.unbind(old)
    let isUnboundAgain = table.unbind(old)
    #expect(isUnbound && !isUnboundAgain)
    let new = try table.bind(53)
    #expect(new.index == old.index)
    let oldPort = table.port(of: old)
    let newPort = table.port(of: new)
    #expect(oldPort == nil && newPort == 53)
    let isUnboundByOld = table.unbind(old)
    #expect(!isUnboundByOld)
  }

  @Test func `gives ephemeral ports that nobody has`() throws {
    var table = UDPSocketTable()
    var random = RandomSource(seed: 6056)
    var ports: Set<UInt16> = []
    for _ in 0..<64 {
      let handle = try table.bindEphemeral(random: &random)
      let port = table.port(of: handle)
      ports.insert(try #require(port).rawValue)
    }
    #expect(ports.count == 64)
    #expect(ports.allSatisfy { $0 >= 49152 })
  }

  @Test func `passes ports that are taken`() throws {
    var random = RandomSource(seed: 3)
    var table = UDPSocketTable()
    let start = UInt16(truncatingIfNeeded: random.next()) | 49152
    for step in 0..<5 as Range<UInt16> { _ = try table.bind(Port((start &+ step) | 49152)) }
    var same = RandomSource(seed: 3)
    let handle = try table.bindEphemeral(random: &same)
    let port = table.port(of: handle)
    #expect(port?.rawValue == (start &+ 5) | 49152)
  }

  @Test func `agrees with a dictionary after any history`() throws {
    var generator = SeededGenerator(seed: 768)
    var table = UDPSocketTable()
    var model: [UInt16: UDPSocketHandle] = [:]
    for _ in 0..<5_000 {
      let port = UInt16.random(in: 1...400, using: &generator)
      if let handle = model.removeValue(forKey: port) {
        let isUnbound = table.unbind(handle)
        #expect(isUnbound)
      } else if model.count < 64 {
        model[port] = try table.bind(Port(port))
      }
      let probe = UInt16.random(in: 1...400, using: &generator)
      let found = table.find(Port(probe))
      #expect(found == model[probe])
    }
  }
}
