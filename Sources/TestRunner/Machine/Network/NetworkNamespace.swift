internal import CLaunch
internal import Glibc

/// The private world of one machine: a network and a process namespace, held by a process.
///
/// The holder is the first process of the process namespace. When it ends, the kernel kills all
/// that run inside, whatever they forked; it ends when its owner does, even by SIGKILL, because its
/// end of a socket then reads the end. Nothing is left that would have to be cleaned up.
public final class NetworkNamespace {
  /// The kind of a socket made inside.
  public enum SocketKind: Sendable {
    /// Datagrams, one per packet.
    case udp
    /// A stream.
    case tcp
    /// Packets with the IPv4 header, of one protocol.
    case raw(protocolNumber: UInt8)
    /// Ethernet frames of every protocol; bind it to an interface.
    case frames
    /// Ethernet frames of nothing, until it is told of which interface.
    case capture
    /// Requests to the kernel about interfaces and routes.
    case routing
  }

  /// The holder's number outside.
  public let holderPID: Int32
  /// The name of the interface to the guest's first network card.
  public static let interfaceName = interfaceName(number: 0)
  let holder: Descriptor
  let flags: Int32
  private let control: Descriptor
  private var isDetached = false
  private var hasEnded = false

  /// Makes the namespaces; as an ordinary user with a user namespace around them.
  ///
  /// - Parameter rootless: Whether to make a user namespace, nil for when it is needed.
  /// - Throws: `noNamespace` if the kernel refuses.
  public init(rootless: Bool? = nil) throws(MachineError) {
    let isRootless = rootless ?? (geteuid() != 0)
    flags = Int32(LAUNCH_NEW_NET | LAUNCH_NEW_PID | (isRootless ? LAUNCH_NEW_USER : 0))
    let made = launch_start_holder(flags)
    guard made.error == 0 else { throw .noNamespace(errno: made.error) }
    holderPID = made.pid
    holder = Descriptor(made.pidfd)
    control = Descriptor(made.control)
  }

  deinit {
    end()
    if isDetached { Reaper.collect(holderPID) }
  }

  /// Ends the holder and with it every process inside; returns once the kernel has done so.
  ///
  /// Children of this process inside must have been reaped: the holder waits for that.
  public func end() {
    guard !isDetached, !hasEnded else { return }
    _ = launch_signal(holder.number, SIGKILL)
    _ = launch_wait(holderPID, nil, 1)
    hasEnded = true
  }

  /// Ends the holder as `end` does, but lets the kernel remove the network by itself.
  func endSoon() {
    guard !isDetached, !hasEnded else { return }
    _ = launch_signal(holder.number, SIGKILL)
    hasEnded = true
    Reaper.collect(holderPID)
  }

  /// The name of the interface to one of the guest's network cards, the first of which is 0.
  public static func interfaceName(number: Int) -> String { "tap\(number)" }

  /// Makes a link to the guest and sets its host side up.
  ///
  /// - Parameters:
  ///   - network: The addresses of both sides.
  ///   - number: The place of the guest's network card.
  /// - Returns: The TAP, which QEMU inherits; the interface lives as long as the holder, because
  ///   to remove it takes the kernel some 20 ms, for which the end of QEMU must not wait.
  /// - Throws: `noTAP` if the kernel refuses, `refused` if an address is.
  public func makeLink(
    _ network: MachineNetwork, number: Int = 0
  ) throws(MachineError) -> Descriptor {
    let name = Self.interfaceName(number: number)
    disableIPv6()
    let tap = launch_holder_open(control.number, "/dev/net/tun", O_RDWR, 1)
    guard tap >= 0 else { throw .noTAP(errno: -tap) }
    let descriptor = Descriptor(tap)
    let hasHeaders: Int32 = network.offersOffload ? 1 : 0
    guard launch_attach_tap(tap, name, hasHeaders) == 0 else {
      throw .noTAP(errno: errno)
    }
    let socket = try openSocket(.udp)
    try NetworkInterface(name: "lo", socket: socket).setUp()
    let link = NetworkInterface(name: name, socket: socket)
    try link.setMAC(network.hostMAC)
    try link.setQueueLength(network.hostQueueLength, through: try openSocket(.routing))
    try link.setAddress(network.host, mask: network.mask)
    try link.setUp()
    if network.hasPermanentNeighbor {
      try link.addNeighbor(network.guest, mac: network.guestMAC)
    }
    return descriptor
  }

  /// Makes a socket inside, for steps that the runner itself performs.
  ///
  /// - Parameter kind: What it carries.
  /// - Returns: The socket; it keeps the namespace alive until it is closed.
  /// - Throws: `refused` if the kernel does not make it.
  public func openSocket(_ kind: SocketKind) throws(MachineError) -> Descriptor {
    let (domain, type, number) = Self.parameters(of: kind)
    // The last one to close a capture waits some 20 ms until no processor uses it any more: that is
    // the holder, for which nobody waits.
    let isKept: Int32 = if case .capture = kind { 1 } else { 0 }
    let socket = launch_holder_socket(
      control.number, domain, Int32(type.rawValue), number, isKept)
    guard socket >= 0 else {
      throw .refused(operation: "make", subject: "a socket in the namespace", errno: -socket)
    }
    return Descriptor(socket)
  }

  /// Makes a socket that sends and hears every frame on the link to the guest.
  ///
  /// - Returns: The socket.
  /// - Throws: `refused` if the kernel does not make it, or there is no link.
  public func openLinkSocket() throws(MachineError) -> Descriptor {
    let socket = try openSocket(.frames)
    guard launch_bind_interface(socket.number, Self.interfaceName) == 0 else {
      throw .refusal("listen to", Self.interfaceName)
    }
    return socket
  }

  /// The text of a small file as it is inside; nil if it cannot be read.
  func read(_ path: String) -> String? {
    let number = launch_holder_open(control.number, path, O_RDONLY, 0)
    guard number >= 0 else { return nil }
    let file = Descriptor(number)
    return file.readAvailable().map { String(decoding: $0, as: UTF8.self) }
  }

  /// Lets the namespaces outlive this process, until a process ends.
  ///
  /// - Parameter pidfd: A descriptor of that process.
  /// - Throws: `refused` if the holder does not answer.
  func detach(until pidfd: Descriptor) throws(MachineError) {
    let error = launch_holder_detach(control.number, pidfd.number)
    guard error == 0 else {
      throw .refused(operation: "detach", subject: "the namespace", errno: -error)
    }
    isDetached = true
  }

  /// What programs need to enter.
  var reference: NamespaceReference { NamespaceReference(holder: holder, flags: flags) }

  /// Keeps the host's own IPv6 chatter off the link, for interfaces made from now on.
  ///
  /// A kernel without IPv6 has no such file and no chatter.
  private func disableIPv6() {
    let path = "/proc/sys/net/ipv6/conf/default/disable_ipv6"
    let file = launch_holder_open(control.number, path, O_WRONLY, 0)
    if file >= 0 { Descriptor(file).writeAll(Array("1".utf8)) }
  }

  private static func parameters(of kind: SocketKind) -> (Int32, __socket_type, Int32) {
    switch kind {
    case .udp: (AF_INET, SOCK_DGRAM, 0)
    case .tcp: (AF_INET, SOCK_STREAM, 0)
    case .raw(let number): (AF_INET, SOCK_RAW, Int32(number))
    case .routing: (AF_NETLINK, SOCK_RAW, 0)
    case .capture: (AF_PACKET, SOCK_RAW, 0)
    case .frames: (AF_PACKET, SOCK_RAW, Int32(UInt16(3).bigEndian))  // ETH_P_ALL
    }
  }
}
