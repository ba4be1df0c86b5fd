internal import FuzzSupport
internal import Wire

/// Any bytes, to each parser of packets.
@c(LLVMFuzzerTestOneInput)
public func fuzzWire(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = FuzzInput(start, count).rest
  let span = bytes.span.bytes
  if let frame = try? EthernetFrame(span) { _ = try? EthernetHeader(parsing: frame) }
  if let packet = try? ARPPacket(span) { _ = try? ARPMessage(parsing: packet) }
  if let packet = try? ICMPPacket(span) {
    _ = try? ICMPHeader(parsing: packet, checksumPolicy: .trustDevice)
  }
  if let packet = try? IPv4Packet(span) {
    _ = try? IPv4Header(parsing: packet, checksumPolicy: .trustDevice)
    var options = IPv4Options(packet.options)
    while options.next() != nil {}
  }
  let ip = IPv4Header(
    source: IPv4Address(10, 0, 0, 1), destination: IPv4Address(10, 0, 0, 2), payloadProtocol: .tcp)
  if let packet = try? UDPPacket(span) {
    _ = try? UDPHeader(parsing: packet, in: ip, checksumPolicy: .trustDevice)
  }
  if let packet = try? TCPPacket(span) {
    _ = try? TCPHeader(parsing: packet, in: ip, checksumPolicy: .trustDevice)
    var options = TCPOptions(packet.options)
    while options.next() != nil {}
  }
  return 0
}
