internal import Glibc

/// Serves pages to browsers of this machine, between other work.
///
/// Answers GET alone, and closes each connection after its answer.
public final class PageServer {
  /// What is sent to a browser.
  public struct Page: Sendable {
    public var type: String
    public var body: [UInt8]

    /// Makes a page.
    public init(type: String, body: [UInt8]) {
      self.type = type
      self.body = body
    }
  }

  /// The port that it listens at.
  public let port: UInt16
  private let listener: Int32

  /// Listens at a port of 127.0.0.1.
  ///
  /// - Parameter port: The port; 0 for any that is free.
  /// - Throws: If the port is taken.
  public init(port: UInt16) throws(ProfilerError) {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    self.listener = listener
    guard listener >= 0 else { throw .system("make", "a socket") }
    var yes: Int32 = 1
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
        bind(listener, place, length) == 0 && listen(listener, 16) == 0
          && getsockname(listener, place, &length) == 0
      }
    }
    self.port = UInt16(bigEndian: address.sin_port)
    guard isListening else {
      throw ProfilerError(
        ProfilerError.system("listen at", "port \(port)").reason,
        advice: "Choose another one with --port.")
    }
    _ = fcntl(listener, F_SETFL, O_NONBLOCK)
  }

  deinit { close(listener) }

  /// Answers the browsers that wait.
  ///
  /// - Parameter page: Gives the page of a path; nil if there is none.
  public func answer(_ page: (_ path: String) -> Page?) {
    while true {
      let connection = accept(listener, nil, nil)
      guard connection >= 0 else { return }
      serve(connection, page)
      close(connection)
    }
  }

  private func serve(_ connection: Int32, _ page: (String) -> Page?) {
    var limit = timeval(tv_sec: 1, tv_usec: 0)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      setsockopt(connection, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
    }
    var head: [UInt8] = []
    while head.count < 8192, !Self.isWhole(head) {
      let piece = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
        count = max(0, recv(connection, buffer.baseAddress, buffer.count, 0))
      }
      if piece.isEmpty { return }
      head += piece
    }
    let found = Self.path(of: head).flatMap(page)
    let body = found?.body ?? Array("not found\n".utf8)
    let status = found == nil ? "404 Not Found" : "200 OK"
    let type = found?.type ?? "text/plain"
    let text =
      "HTTP/1.1 \(status)\r\nContent-Type: \(type)\r\nContent-Length: \(body.count)\r\n"
      + "Cache-Control: no-store\r\nConnection: close\r\n\r\n"
    Self.send(Array(text.utf8) + body, connection)
  }

  private static func isWhole(_ head: [UInt8]) -> Bool {
    head.suffix(4096 + 4).indices.dropLast(3).contains {
      head[$0..<$0 + 4].elementsEqual([13, 10, 13, 10])
    }
  }

  /// The path that a request asks for, without its query; nil if it is no such request.
  static func path(of head: [UInt8]) -> String? {
    let line = head.prefix { $0 != 13 && $0 != 10 }
    let words = line.split(separator: UInt8(ascii: " "))
    guard words.count == 3, words[0].elementsEqual("GET".utf8),
      words[2].starts(with: "HTTP/1.".utf8), words[1].first == UInt8(ascii: "/")
    else { return nil }
    return String(decoding: words[1].prefix { $0 != UInt8(ascii: "?") }, as: UTF8.self)
  }

  private static func send(_ bytes: [UInt8], _ connection: Int32) {
    var offset = 0
    while offset < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.send(
          connection, $0.baseAddress.map { $0 + offset }, bytes.count - offset,
          Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      offset += count
    }
  }
}
