internal import FuzzConnections
internal import FuzzDHCP
internal import FuzzDNS
internal import FuzzFrameCheck
internal import FuzzGDB
internal import FuzzHTTP
internal import FuzzHTTPClient
internal import FuzzHTTPServer
internal import FuzzHost
internal import FuzzJSON
internal import FuzzResolver
internal import FuzzSNTP
internal import FuzzStack
internal import FuzzSyslog
internal import FuzzWebSocket
internal import FuzzWire
internal import Testing

/// One of the functions that `Tools/fuzz` feeds.
struct FuzzTarget: CustomTestStringConvertible, Sendable {
  let name: String
  let run: @Sendable (UnsafePointer<UInt8>, Int) -> CInt

  var testDescription: String { name }

  static let all = [
    FuzzTarget(name: "Connections", run: fuzzConnections), .init(name: "DHCP", run: fuzzDHCP),
    .init(name: "DNS", run: fuzzDNS), .init(name: "FrameCheck", run: fuzzFrameCheck),
    .init(name: "GDB", run: fuzzGDB), .init(name: "HTTP", run: fuzzHTTP),
    .init(name: "HTTPClient", run: fuzzHTTPClient), .init(name: "HTTPServer", run: fuzzHTTPServer),
    .init(name: "Host", run: fuzzHost), .init(name: "JSON", run: fuzzJSON),
    .init(name: "Resolver", run: fuzzResolver), .init(name: "SNTP", run: fuzzSNTP),
    .init(name: "Stack", run: fuzzStack), .init(name: "Syslog", run: fuzzSyslog),
    .init(name: "WebSocket", run: fuzzWebSocket), .init(name: "Wire", run: fuzzWire),
  ]
}
