internal import Testing

@testable internal import Profiler

@Suite struct PprofExporterTests {
  /// The fields of a message: number, integer or bytes.
  private func fields(_ bytes: ArraySlice<UInt8>) -> [(UInt64, UInt64, ArraySlice<UInt8>)] {
    var cursor = ByteCursor(bytes)
    var result: [(UInt64, UInt64, ArraySlice<UInt8>)] = []
    while let key = cursor.varint() {
      if key & 7 == 0 {
        result.append((key >> 3, cursor.varint() ?? 0, []))
      } else {
        result.append((key >> 3, 0, cursor.take(cursor.count() ?? 0) ?? []))
      }
    }
    return result
  }

  private func packed(_ bytes: ArraySlice<UInt8>) -> [UInt64] {
    var cursor = ByteCursor(bytes)
    var values: [UInt64] = []
    while let value = cursor.varint() { values.append(value) }
    return values
  }

  @Test func `holds every sample, leaf first`() throws {
    let all = fields(PprofExporter.message(of: SampleProfiles.service)[...])
    let samples = all.filter { $0.0 == 2 }.map { fields($0.2) }
    #expect(samples.count == 6)
    let values = samples.map { packed($0.first { $0.0 == 2 }?.2 ?? []) }
    #expect(values.map { $0[1] } == [500, 200, 1000, 50, 30, 20])
    #expect(values.map { $0[0] }.reduce(0, +) == 7)
    let locations = packed(samples[0].first { $0.0 == 1 }?.2 ?? [])
    #expect(locations.count == 4)
    let strings = all.filter { $0.0 == 6 }.map { String(decoding: $0.2, as: UTF8.self) }
    #expect(strings.first?.isEmpty == true)
    #expect(strings.contains("DNS.answer"))
    #expect(strings.contains(SampleProfiles.header.buildIdentity))
  }

  @Test func `puts the leaf first`() throws {
    let all = fields(PprofExporter.message(of: SampleProfiles.service)[...])
    let strings = all.filter { $0.0 == 6 }.map { String(decoding: $0.2, as: UTF8.self) }
    let messages = { (kind: UInt64) in all.filter { $0.0 == kind }.map { fields($0.2) } }
    let integer = { (fields: [(UInt64, UInt64, ArraySlice<UInt8>)], number: UInt64) in
      fields.first { $0.0 == number }?.1 ?? 0
    }
    var names: [UInt64: String] = [:]
    for function in messages(5) {
      names[integer(function, 1)] = strings[Int(integer(function, 2))]
    }
    var functions: [UInt64: String] = [:]
    for location in messages(4) {
      let line = fields(try #require(location.first { $0.0 == 4 }).2)
      functions[integer(location, 1)] = names[integer(line, 1)]
    }
    let sample = try #require(messages(2).first)
    let stack = packed(try #require(sample.first { $0.0 == 1 }).2).map { functions[$0] }
    #expect(stack == ["Wire.sum", "DNS.answer", "Kernel.run", "boot"])
  }

  @Test func `begins strings with the empty one and numbers from one`() {
    let all = fields(PprofExporter.message(of: SampleProfiles.service)[...])
    for message in all where message.0 == 4 || message.0 == 5 {
      #expect(fields(message.2).first { $0.0 == 1 }?.1 ?? 0 > 0)
    }
  }

  @Test func `writes nothing but a frame without samples`() {
    let empty = PprofExporter.message(of: Profile(header: SampleProfiles.header))
    #expect(fields(empty[...]).filter { $0.0 == 2 }.isEmpty)
    #expect(PprofExporter.export(SampleProfiles.service).starts(with: [0x1f, 0x8b]))
  }
}
