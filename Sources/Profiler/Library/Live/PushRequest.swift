internal import Foundation

/// A request that hands a profile to an engine of continuous profiling.
public struct PushRequest: Equatable, Sendable {
  /// Who takes it.
  public enum Engine: String, CaseIterable, Sendable {
    /// Grafana Pyroscope, and what takes its requests.
    case pyroscope
    /// Parca, and what takes its requests.
    case parca
  }

  /// Where it goes.
  public var url: String
  /// Headers, name and value.
  public var headers: [(name: String, value: String)]
  public var body: [UInt8]

  public static func == (left: PushRequest, right: PushRequest) -> Bool {
    left.url == right.url && left.body == right.body
      && left.headers.elementsEqual(right.headers) { $0.name == $1.name && $0.value == $1.value }
  }

  /// Makes the request for a profile.
  ///
  /// Source: Pyroscope, "Server HTTP API"; Parca, proto/parca/profilestore/v1alpha1.
  ///
  /// - Parameters:
  ///   - profile: The profile, filtered.
  ///   - engine: Who takes it.
  ///   - server: Address of the server, such as `http://localhost:4040`.
  ///   - labels: What the engine is to find it by, besides the name of the machine.
  public init(
    _ profile: Profile, to engine: Engine, at server: String,
    labels: [(name: String, value: String)]
  ) {
    let base = server.hasSuffix("/") ? String(server.dropLast()) : server
    let pprof = PprofExporter.export(profile)
    switch engine {
    case .pyroscope:
      let pairs = labels.map { "\($0.name)=\($0.value)" }.joined(separator: ",")
      let name = "\(profile.header.machine){\(pairs)}"
      let start = profile.header.startTime
      let query = [
        ("name", name), ("from", "\(start / 1_000_000_000)"),
        ("until", "\((start &+ profile.duration) / 1_000_000_000)"), ("format", "pprof"),
      ]
      url =
        "\(base)/ingest?"
        + query.map { "\($0.0)=\(Self.escaped($0.1))" }.joined(separator: "&")
      let boundary = "swiftlet-profile-boundary"
      headers = [("Content-Type", "multipart/form-data; boundary=\(boundary)")]
      let head =
        "--\(boundary)\r\nContent-Disposition: form-data; name=\"profile\"; "
        + "filename=\"profile.pprof\"\r\nContent-Type: application/octet-stream\r\n\r\n"
      body = Array(head.utf8) + pprof + Array("\r\n--\(boundary)--\r\n".utf8)
    case .parca:
      url = "\(base)/parca.profilestore.v1alpha1.ProfileStoreService/WriteRaw"
      headers = [("Content-Type", "application/json")]
      let all =
        [(name: "__name__", value: "process_cpu"), ("job", profile.header.machine)] + labels
      var writer = ByteWriter()
      writer.add(#"{"series":[{"labels":{"labels":["#)
      for (index, label) in all.enumerated() {
        writer.add(index > 0 ? #",{"name":"# : #"{"name":"#)
        writer.add(json: label.name)
        writer.add(#","value":"#)
        writer.add(json: label.value)
        writer.add("}")
      }
      writer.add(#"]},"samples":[{"rawProfile":""#)
      writer.add(Data(pprof).base64EncodedString())
      writer.add(#""}]}]}"#)
      body = writer.bytes
    }
  }

  /// A text as part of a query.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f, 0x7e:
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return result
  }
}
