import Glibc

/// A server of HTTP in Swift beside the guest: it sends back the first line of each request, in
/// chunks of one byte and with a field behind them.
@main struct Peer {
  static func main() {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(8090).bigEndian
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, size) == 0 }
    }
    guard isBound, listen(listener, 8) == 0 else { exit(1) }
    print("serving")
    fflush(nil)
    while true {
      let connection = accept(listener, nil, nil)
      guard connection >= 0 else { continue }
      serve(connection)
      close(connection)
    }
  }

  /// Answers the requests of a connection, none of which has a content.
  static func serve(_ connection: Int32) {
    let end = Array("\r\n\r\n".utf8)
    var received: [UInt8] = []
    while true {
      while let place = received.firstRange(of: end) {
        let line = received.prefix { $0 != 13 }
        received.removeSubrange(..<place.upperBound)
        guard answer(line, connection) else { return }
      }
      var buffer = [UInt8](repeating: 0, count: 4096)
      let count = recv(connection, &buffer, buffer.count, 0)
      guard count > 0 else { return }
      received += buffer.prefix(count)
    }
  }

  static func answer(_ line: ArraySlice<UInt8>, _ connection: Int32) -> Bool {
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Peer\r\n\r\n"
    var bytes = Array(head.utf8)
    for byte in line { bytes += Array("1\r\n".utf8) + [byte] + Array("\r\n".utf8) }
    bytes += Array("0\r\nX-Peer: Swift\r\n\r\n".utf8)
    return send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
  }
}
