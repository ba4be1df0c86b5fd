/// Profiles as `perf record` leaves them: the kernel as a process whose program is the image.
///
/// Source: Linux, tools/perf/Documentation/perf.data-file-format.txt and
/// include/uapi/linux/perf_event.h.
public struct PerfDataExporter {
  /// Where the image's code lies in memory and in its file.
  public struct Code: Equatable, Sendable {
    public var address: UInt64
    public var byteCount: UInt64
    public var fileOffset: UInt64

    /// Makes a place.
    public init(address: UInt64, byteCount: UInt64, fileOffset: UInt64) {
      self.address = address
      self.byteCount = byteCount
      self.fileOffset = fileOffset
    }
  }

  private static let headerByteCount: UInt64 = 104
  private static let attributeByteCount: UInt64 = 128
  /// `IP | TID | TIME | CALLCHAIN | CPU | PERIOD`.
  private static let sampleType: UInt64 = 1 | 2 | 4 | 0x20 | 0x80 | 0x100
  private static let userMode: UInt16 = 2
  /// Number of the feature `HEADER_EVENT_DESC`.
  private static let eventDescription: UInt64 = 12

  /// Writes a profile.
  ///
  /// - Parameters:
  ///   - profile: The profile.
  ///   - code: Where the image's code lies.
  /// - Returns: A file for `perf report` and its like.
  public static func export(_ profile: Profile, code: Code) -> [UInt8] {
    var data = ByteWriter(capacity: 1 << 16)
    let name = profile.header.machine.isEmpty ? "guest" : profile.header.machine
    record(3, misc: 0, to: &data) { body in
      body.add(littleEndian: UInt32(1))
      body.add(littleEndian: UInt32(1))
      body.add(padded: name, atMost: 15)
      trailer(time: 0, to: &body)
    }
    record(1, misc: userMode, to: &data) { body in
      body.add(littleEndian: UInt32(1))
      body.add(littleEndian: UInt32(1))
      for value in [code.address, code.byteCount, code.fileOffset] { body.add(littleEndian: value) }
      body.add(padded: profile.header.image, atMost: 4000)
      trailer(time: 0, to: &body)
    }
    for sample in profile.samples.sorted(by: { $0.time < $1.time }) {
      write(sample, profile, to: &data)
    }
    let attribute = Self.attribute(profile)
    let end = headerByteCount + attributeByteCount + UInt64(data.count)
    return head(dataByteCount: UInt64(data.count)) + attribute + data.bytes
      + Self.name(ofEvent: attribute, profile, at: end)
  }

  private static func head(dataByteCount: UInt64) -> [UInt8] {
    var writer = ByteWriter()
    writer.add("PERFILE2")
    writer.add(littleEndian: headerByteCount)
    writer.add(littleEndian: attributeByteCount)
    // Sections: attributes, data, event types; then which features there are behind the data.
    let sections = [
      (headerByteCount, attributeByteCount),
      (headerByteCount + attributeByteCount, dataByteCount), (0, 0),
    ]
    for (offset, count) in sections {
      writer.add(littleEndian: offset)
      writer.add(littleEndian: count)
    }
    for features in [1 << eventDescription, 0, 0, 0] as [UInt64] {
      writer.add(littleEndian: features)
    }
    return writer.bytes
  }

  /// How the samples were taken, and that there are no numbers of events.
  private static func attribute(_ profile: Profile) -> [UInt8] {
    var writer = ByteWriter()
    writer.add(littleEndian: UInt32(1))
    writer.add(littleEndian: UInt32(attributeByteCount - 16))
    writer.add(littleEndian: UInt64(0))
    writer.add(littleEndian: UInt64(saturating: max(1, profile.header.source.rate)))
    writer.add(littleEndian: sampleType)
    writer.add(littleEndian: UInt64(0))
    // Flags: a frequency is given (bit 10), all records have times (bit 18).
    writer.add(littleEndian: UInt64(1 << 10 | 1 << 18))
    while writer.count < Int(attributeByteCount) { writer.add(0) }
    return writer.bytes
  }

  /// The feature that says what the event is called, which may be no clock.
  private static func name(
    ofEvent attribute: [UInt8], _ profile: Profile, at offset: UInt64
  ) -> [UInt8] {
    var body = ByteWriter()
    body.add(littleEndian: UInt32(1))
    body.add(littleEndian: UInt32(attributeByteCount - 16))
    body.add(attribute.prefix(Int(attributeByteCount) - 16))
    body.add(littleEndian: UInt32(0))
    let name = Array(PerfScriptExporter.eventName(profile).utf8)
    let room = (name.count + 64) & ~63
    body.add(littleEndian: UInt32(room))
    body.add(name + [UInt8](repeating: 0, count: room - name.count))
    var writer = ByteWriter()
    writer.add(littleEndian: offset + 16)
    writer.add(littleEndian: UInt64(body.count))
    return writer.bytes + body.bytes
  }

  private static func write(
    _ sample: Profile.Sample, _ profile: Profile, to data: inout ByteWriter
  ) {
    var addresses: [UInt64] = []
    for place in PlacedStack(profile.stacks[sample.stack], of: profile).places.reversed() {
      guard let first = place.first, profile.frames[first].role != .mark else { continue }
      addresses.append(profile.frames[first].address)
    }
    record(9, misc: userMode, to: &data) { body in
      // Where a stack is marks alone, its time counts all the same.
      body.add(littleEndian: addresses.first ?? 0)
      body.add(littleEndian: UInt32(1))
      body.add(littleEndian: UInt32(1))
      body.add(littleEndian: sample.time)
      body.add(littleEndian: UInt64(0))
      body.add(littleEndian: sample.weight)
      // The chain begins with the mark of user code, -512.
      body.add(littleEndian: UInt64(addresses.count + 1))
      body.add(littleEndian: UInt64(bitPattern: -512))
      for address in addresses { body.add(littleEndian: address) }
    }
  }

  /// Adds a record with its header.
  private static func record(
    _ type: UInt32, misc: UInt16, to data: inout ByteWriter, _ fill: (inout ByteWriter) -> Void
  ) {
    var body = ByteWriter()
    fill(&body)
    data.add(littleEndian: type)
    data.add(littleEndian: misc)
    data.add(littleEndian: UInt16(clamping: body.count + 8))
    data.add(body.bytes)
  }

  /// What ends every record but samples: process, time, processor.
  private static func trailer(time: UInt64, to body: inout ByteWriter) {
    body.add(littleEndian: UInt32(1))
    body.add(littleEndian: UInt32(1))
    body.add(littleEndian: time)
    body.add(littleEndian: UInt64(0))
  }
}

extension ByteWriter {
  /// Adds a text that ends with a zero byte, and more of them up to a multiple of eight.
  fileprivate mutating func add(padded text: String, atMost count: Int) {
    let bytes = Array(text.utf8.prefix(count))
    add(bytes)
    for _ in 0..<8 - bytes.count % 8 { add(0) }
  }
}
