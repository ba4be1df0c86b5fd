internal import Net
internal import Wire

// Sockets where there may be several interfaces.

extension InterfaceTable {
  /// How often a port is looked for that is free on all interfaces.
  private static var portTries: Int { 16 }

  /// Opens a socket on all interfaces.
  ///
  /// - Parameter port: Port to receive at; nil takes one that is free on all of them.
  /// - Returns: Its receiving side.
  /// - Throws: `portInUse`, `noSocketLeft`, or `invalidPort` if the port is 0.
  func bind(_ port: Port?) throws(BindError) -> UDPReceiver {
    var error = BindError.noSocketLeft
    for _ in 0..<(port == nil ? Self.portTries : 1) {
      guard let receiver = try unsafe pointer(0)?.pointee.bind(port) else { break }
      receiver.handles = [receiver.handle]
      do throws(BindError) {
        try extend(receiver)
        return receiver
      } catch let refusal {
        unbind(receiver)
        error = refusal
      }
    }
    throw error
  }

  private func extend(_ receiver: UDPReceiver) throws(BindError) {
    let port = port(of: receiver)
    for number in 1..<max(count, 1) {
      if let handle = try unsafe pointer(number)?.pointee.bind(port, to: receiver) {
        receiver.handles.append(handle)
      }
    }
  }

  /// The name of a socket in the stack of an interface; nil if it is not bound there.
  private func handle(of receiver: UDPReceiver, on number: Int) -> UDPSocketHandle? {
    if receiver.handles.isEmpty { return number == 0 ? receiver.handle : nil }
    return number < receiver.handles.count ? receiver.handles[number] : nil
  }

  /// Calls a function with each interface that a socket is bound to.
  private func forEach(
    of receiver: UDPReceiver,
    _ body: (UnsafeMutablePointer<NetworkInterface>, UDPSocketHandle) -> Void
  ) {
    for number in 0..<count {
      if let handle = handle(of: receiver, on: number), let pointer = unsafe pointer(number) {
        unsafe body(pointer, handle)
      }
    }
  }

  /// Closes a socket.
  func unbind(_ receiver: UDPReceiver) {
    unsafe forEach(of: receiver) { unsafe $0.pointee.unbind($1) }
  }

  /// The port of a socket.
  func port(of receiver: UDPReceiver) -> Port {
    var port: Port = 0
    unsafe forEach(of: receiver) { pointer, handle in
      port = unsafe pointer.pointee.port(of: handle) ?? port
    }
    return port
  }

  /// The interface by which a socket sends to a host: of those that it is bound to.
  private func number(from receiver: UDPReceiver, to host: IPv4Address) -> Int {
    if let number = number(toward: host), handle(of: receiver, on: number) != nil { return number }
    for number in 0..<count where handle(of: receiver, on: number) != nil { return number }
    return 0
  }

  /// Sends a datagram by the interface that leads to its destination.
  func send(
    _ payload: RawSpan, from receiver: UDPReceiver, to destination: Endpoint
  ) throws(SendError) {
    let number = number(from: receiver, to: destination.address)
    guard let handle = handle(of: receiver, on: number) else { throw .notBound }
    try unsafe pointer(number)?.pointee.send(payload, from: handle, to: destination)
  }

  /// Answers a datagram by the interface by which it came.
  func reply(
    to datagram: Datagram, from receiver: UDPReceiver, capacity: Int,
    _ fill: (inout MutableRawSpan) -> Int?
  ) throws(SendError) {
    let number = datagram.interface
    guard let handle = handle(of: receiver, on: number) else { throw .notBound }
    try unsafe pointer(number)?.pointee.send(
      from: handle, to: datagram.source, capacity: capacity, fill)
  }

  /// Joins a group on all interfaces of a socket.
  func join(_ group: IPv4Address, _ receiver: UDPReceiver) -> Bool {
    var isJoined = false
    unsafe forEach(of: receiver) { pointer, _ in
      if unsafe pointer.pointee.join(group) { isJoined = true }
    }
    return isJoined
  }

  /// Leaves a group on all interfaces of a socket.
  func leave(_ group: IPv4Address, _ receiver: UDPReceiver) {
    unsafe forEach(of: receiver) { pointer, _ in unsafe pointer.pointee.leave(group) }
  }
}
