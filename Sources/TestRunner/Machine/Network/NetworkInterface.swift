internal import Glibc

/// A network interface of a namespace, changed through any socket of that namespace.
///
/// Source: Linux manual pages netdevice(7) and arp(7).
struct NetworkInterface {
  /// The name, at most 15 bytes.
  let name: String
  /// A socket of the namespace.
  let socket: Descriptor

  /// Sets the Ethernet address.
  func setMAC(_ address: MACAddress) throws(MachineError) {
    try change(Request.setHardwareAddress, Self.ethernet + address.bytes)
  }

  /// Sets how many packets wait to be sent.
  ///
  /// Unlike the others this takes a netlink socket: the kernel lets only the host's root use the
  /// request of netdevice(7).
  ///
  /// Source: Linux manual pages netlink(7) and rtnetlink(7).
  ///
  /// - Parameters:
  ///   - length: The number of packets.
  ///   - routing: A blocking netlink socket of the same namespace.
  /// - Throws: `refused` if the kernel does not accept it.
  func setQueueLength(_ length: Int, through routing: Descriptor) throws(MachineError) {
    let attributes =
      Self.attribute(3, Self.padded(Array(name.utf8) + [0], to: 16))  // IFLA_IFNAME
      + Self.attribute(13, Self.bytes(UInt32(length)))  // IFLA_TXQLEN
    // A `struct ifinfomsg` of zeros: the name says which interface.
    let body = [UInt8](repeating: 0, count: 16) + attributes
    // RTM_SETLINK, a request that wants an answer, number 1, from this process.
    let header =
      Self.bytes(UInt32(16 + body.count)) + Self.bytes(UInt16(19)) + Self.bytes(UInt16(0x5))
      + Self.bytes(UInt32(1)) + Self.bytes(UInt32(0))
    // The answer is a header of 16 bytes and the negated errno, 0 for success.
    guard routing.writeAll(header + body), let answer = routing.readAvailable(), answer.count >= 20
    else { throw .refusal("set up", "interface \(name)") }
    let code = answer[16..<20].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    guard code == 0 else {
      throw .refused(
        operation: "set up", subject: "interface \(name)", errno: -Int32(bitPattern: code))
    }
  }

  /// Sets the address and the mask of its network.
  func setAddress(_ address: IPv4Address, mask: IPv4Address) throws(MachineError) {
    try change(Request.setAddress, Self.socketAddress(address))
    try change(Request.setMask, Self.socketAddress(mask))
  }

  /// Makes the interface carry packets.
  func setUp() throws(MachineError) {
    try change(Request.setFlags, Self.bytes(Int16(IFF_UP | IFF_RUNNING)))
  }

  /// Makes a neighbour known for good.
  func addNeighbor(_ address: IPv4Address, mac: MACAddress) throws(MachineError) {
    var request = Self.padded(Self.socketAddress(address), to: 16)
    request += Self.padded(Self.ethernet + mac.bytes, to: 16)
    request += Self.bytes(Int32(Flag.completePermanent)) + [UInt8](repeating: 0, count: 16)
    request += Self.padded(Array(name.utf8), to: 16)
    try call(Request.addNeighbor, &request, "neighbour \(address)")
  }

  private func change(_ code: UInt, _ value: [UInt8]) throws(MachineError) {
    var request = Self.padded(Array(name.utf8), to: 16) + Self.padded(value, to: 24)
    try call(code, &request, "interface \(name)")
  }

  private func call(
    _ code: UInt, _ request: inout [UInt8], _ subject: String
  ) throws(MachineError) {
    let result = request.withUnsafeMutableBytes { buffer in
      buffer.baseAddress.map { ioctl(socket.number, code, $0) } ?? -1
    }
    guard result == 0 else { throw .refusal("set up", subject) }
  }

  private static func padded(_ bytes: [UInt8], to count: Int) -> [UInt8] {
    bytes + [UInt8](repeating: 0, count: max(count - bytes.count, 0))
  }

  private static func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value) { Array($0) }
  }

  /// A netlink attribute whose value is a multiple of four bytes.
  private static func attribute(_ kind: UInt16, _ value: [UInt8]) -> [UInt8] {
    bytes(UInt16(4 + value.count)) + bytes(kind) + value
  }

  /// A `sockaddr_in`: family in host order, port, address.
  private static func socketAddress(_ address: IPv4Address) -> [UInt8] {
    bytes(UInt16(AF_INET)) + [0, 0] + address.bytes
  }

  /// The family of Ethernet, as `sockaddr` holds it.
  private static let ethernet = bytes(UInt16(1))

  private enum Flag {
    /// `ATF_COM` and `ATF_PERM`.
    static let completePermanent = 0x06
  }

  private enum Request {
    static let setFlags: UInt = 0x8914
    static let setAddress: UInt = 0x8916
    static let setMask: UInt = 0x891c
    static let setHardwareAddress: UInt = 0x8924
    static let addNeighbor: UInt = 0x8955
  }
}
