internal import Hardware

/// What a network device says about itself.
///
/// Source: Virtio 1.2, section 5.1.4 (struct virtio_net_config).
struct VirtioNetSettings {
  /// The station address, in the order of transmission.
  let address: [6 of UInt8]
  /// The largest payload of a frame in bytes.
  let mtu: Int

  /// Reads the settings.
  ///
  /// - Parameters:
  ///   - transport: The way to the device, whose features are agreed upon.
  ///   - features: The features in force, among them the address.
  init<Transport: VirtioTransport & ~Copyable>(
    _ transport: borrowing Transport, _ features: VirtioFeatures
  ) {
    var address: [6 of UInt8] = .init(repeating: 0)
    for index in 0..<6 { address[index] = transport.configuration8(at: Field.address + index) }
    self.address = address
    let offered = features.contains(.mtu) ? Int(transport.configuration16(at: Field.mtu)) : 1500
    // A link of larger frames is used for its smaller ones.
    mtu = min(offered, Self.maximumMTU)
  }

  /// The largest payload of a frame that buffers are made for, in bytes.
  static let maximumMTU = 9000
  /// The smallest that an IPv4 host can live with, in bytes (RFC 791, section 3.2).
  static let minimumMTU = 576

  /// What a frame has besides its payload, in bytes: the header of the link, and a VLAN tag.
  static let linkByteCount = 18
  /// The longest segment that a device cuts or puts together, in bytes, link header included: IPv4
  /// packets have 65,535 bytes at most.
  static let maximumSegmentedByteCount = 14 + 65_535

  /// Size of buffers that hold whole frames with what precedes them, in bytes.
  var frameBufferByteCount: Int {
    let byteCount = VirtioNetHeader.byteCount + maximumFrameByteCount
    return (byteCount + 2047) & ~2047
  }

  /// Size of the largest frame of the link in bytes.
  var maximumFrameByteCount: Int { mtu + Self.linkByteCount }

  /// Reads whether the link is up; needs the link status among the features.
  static func isLinkUp<Transport: VirtioTransport & ~Copyable>(
    _ transport: borrowing Transport
  ) -> Bool {
    transport.configuration16(at: Field.status) & 1 != 0
  }

  /// Offsets in bytes.
  private enum Field {
    static let address = 0
    static let status = 6
    static let mtu = 10
  }
}
