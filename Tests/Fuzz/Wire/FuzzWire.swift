internal import FuzzSupport
internal import Wire

/// Any bytes, to each parser of packets; what is read and can be written is written as it was read.
@c(fuzz_Wire)
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
  checkGroupMessage(bytes)
  checkSegment(bytes, in: ip)
  return 0
}

private func checkGroupMessage(_ bytes: [UInt8]) {
  // With a right checksum, as nothing else is looked at.
  let message = FuzzFrames.icmp(bytes)
  guard let packet = try? IGMPPacket(message.span.bytes),
    let read = try? IGMPMessage(parsing: packet)
  else { return }
  let written = write(IGMPMessage.byteCount) { read.emit(into: &$0) }
  guard let again = try? IGMPPacket(written.span.bytes) else {
    fatalError("a message that nobody can read")
  }
  require((try? IGMPMessage(parsing: again)) == read, "a message that says something else")
}

private func checkSegment(_ bytes: [UInt8], in ip: IPv4Header) {
  guard let packet = try? TCPPacket(bytes.span.bytes) else { return }
  var options = TCPOptions(packet.options)
  while options.next() != nil {}
  guard let read = try? TCPHeader(parsing: packet, in: ip, checksumPolicy: .trustDevice) else {
    return
  }
  guard read.byteCount <= 60 else { return }
  let written = write(read.byteCount) { read.emit(into: &$0, in: ip) }
  guard let again = try? TCPPacket(written.span.bytes) else {
    fatalError("a segment that nobody can read")
  }
  require(
    (try? TCPHeader(parsing: again, in: ip, checksumPolicy: .verify)) == read,
    "a segment that says something else")
}

/// Bytes that something writes, all of them.
private func write(_ count: Int, _ body: (inout MutableRawSpan) -> Void) -> [UInt8] {
  var bytes = [UInt8](repeating: 0xa5, count: count)
  var span = bytes.mutableSpan
  var raw = span.mutableBytes
  body(&raw)
  return bytes
}
