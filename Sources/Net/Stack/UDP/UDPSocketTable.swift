internal import Wire

/// Which port is whose.
struct UDPSocketTable: ~Copyable {
  /// Number of sockets that can be bound at once.
  static let capacity = 64
  /// Number of places in the index: twice as many as sockets, so that a search soon meets a gap.
  private static let indexCapacity = 128
  /// A place of the index that leads nowhere.
  private static let empty: UInt8 = 0xff

  /// Port of each socket; 0 if it is not bound.
  private var ports = [Port](repeating: 0, count: capacity)
  private var generations = [UInt32](repeating: 0, count: capacity)
  /// Numbers of sockets, each at the place that its port's lowest bits name or soon after.
  private var index = [UInt8](repeating: empty, count: indexCapacity)

  /// Makes a table without bound sockets.
  init() {}

  /// The socket that has a port.
  func find(_ port: Port) -> UDPSocketHandle? {
    var place = Int(port.rawValue) & (Self.indexCapacity - 1)
    // Ends: at most half of the places are taken.
    while index[place] != Self.empty {
      let socket = Int(index[place])
      if ports[socket] == port {
        return UDPSocketHandle(index: socket, generation: generations[socket])
      }
      place = (place + 1) & (Self.indexCapacity - 1)
    }
    return nil
  }

  /// The port of a socket, or nil if it is no longer bound.
  func port(of handle: UDPSocketHandle) -> Port? {
    guard handle.index >= 0, handle.index < Self.capacity,
      generations[handle.index] == handle.generation, ports[handle.index] != 0
    else { return nil }
    return ports[handle.index]
  }

  /// Binds a socket to a port.
  ///
  /// - Throws: `invalidPort` if it is 0, `portInUse` if another socket has it, `noSocketLeft`.
  mutating func bind(_ port: Port) throws(BindError) -> UDPSocketHandle {
    guard port != 0 else { throw .invalidPort }
    guard find(port) == nil else { throw .portInUse }
    for socket in ports.indices where ports[socket] == 0 {
      ports[socket] = port
      rebuildIndex()
      return UDPSocketHandle(index: socket, generation: generations[socket])
    }
    throw .noSocketLeft
  }

  /// Binds a socket to a port that nobody has and nobody foresees.
  ///
  /// Source: RFC 6056, section 3.3.1.
  ///
  /// - Throws: `noSocketLeft`.
  mutating func bindEphemeral(random: inout RandomSource) throws(BindError) -> UDPSocketHandle {
    // One of so many neighbouring ports is free, as there are fewer sockets.
    let start = UInt16(truncatingIfNeeded: random.next())
    for step in 0...UInt16(Self.capacity) {
      let port = Port(start &+ step | Port.firstEphemeral.rawValue)
      if find(port) == nil { return try bind(port) }
    }
    throw .noSocketLeft
  }

  /// Frees a socket's port.
  ///
  /// - Returns: Whether it was bound.
  @discardableResult
  mutating func unbind(_ handle: UDPSocketHandle) -> Bool {
    guard port(of: handle) != nil else { return false }
    ports[handle.index] = 0
    generations[handle.index] &+= 1
    rebuildIndex()
    return true
  }

  /// Puts every bound socket in its place.
  private mutating func rebuildIndex() {
    for place in index.indices { index[place] = Self.empty }
    for socket in ports.indices where ports[socket] != 0 {
      var place = Int(ports[socket].rawValue) & (Self.indexCapacity - 1)
      while index[place] != Self.empty { place = (place + 1) & (Self.indexCapacity - 1) }
      index[place] = UInt8(socket)
    }
  }
}
