internal import Foundation

/// What curl says of a response with `-i -w '%{stderr}%{json}'`.
///
/// Source: curl 7.88.1, manual page, "--write-out".
struct HTTPOutput: Equatable {
  var status = 0
  /// Header fields of the last response, by their names in small letters.
  var fields: [String: String] = [:]
  var body: [UInt8] = []
  /// From the beginning to the first byte of the response.
  var firstByte = Duration.zero
  /// From the beginning to the last byte.
  var total = Duration.zero
  /// How long the body is by the client's report; nil if it does not say.
  var announcedByteCount: Double?

  /// What curl's report holds of what is needed.
  private struct Report: Decodable {
    var http_code: Int
    var size_header: Int
    var time_starttransfer: Double
    var time_total: Double
    var size_download: Double?
  }

  /// Reads what the client wrote to both its outputs; nil if there was no response.
  init?(output: [UInt8], error: [UInt8]) {
    guard
      let start = error.lastIndex(of: UInt8(ascii: "\n")).map({ $0 + 1 }) ?? error.indices.first,
      let report = Self.report(error[start...]) ?? Self.report(Self.lastObject(error))
    else { return nil }
    guard report.http_code > 0, (0...output.count).contains(report.size_header),
      report.time_total.isFinite, report.time_starttransfer.isFinite
    else { return nil }
    status = report.http_code
    firstByte = .microseconds(Int64(min(max(report.time_starttransfer, 0), 1e6) * 1e6))
    total = .microseconds(Int64(min(max(report.time_total, 0), 1e6) * 1e6))
    body = Array(output[report.size_header...])
    announcedByteCount = report.size_download
    let head = String(decoding: output[..<report.size_header], as: UTF8.self)
    // What came before, such as “100 Continue”, is no answer.
    let blocks = head.replacing("\r\n", with: "\n").split(separator: "\n\n")
    for line in (blocks.last ?? "").split(separator: "\n").dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
      fields[line[..<colon].lowercased()] = String(value)
    }
  }

  /// What is missing of the body; nil if nothing is.
  var tear: String? {
    guard let announcedByteCount, announcedByteCount > Double(body.count) else { return nil }
    let count = DurationText.fixed(min(announcedByteCount, 1e15), digits: 0)
    return "curl says that the body has \(count) bytes, and printed \(body.count) of them"
  }

  private static func report(_ bytes: ArraySlice<UInt8>) -> Report? {
    try? JSONDecoder().decode(Report.self, from: Data(bytes))
  }

  private static func lastObject(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
    bytes.firstIndex(of: UInt8(ascii: "{")).map { bytes[$0...] } ?? []
  }
}
