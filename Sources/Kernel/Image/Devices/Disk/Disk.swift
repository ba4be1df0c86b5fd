internal import Drivers
@_exported public import _Concurrency

/// A disk of sectors of 512 bytes.
///
///     guard let disk = system.disk else { panic("this service needs a disk") }
///     let header = try await disk.read(sectors: 0..<8)
///     try await disk.write(header, at: 8)
///     try await disk.flush()
///
/// Several tasks may use it at once; their requests are in flight together, and may end in another
/// order than they began. A task that is cancelled gets `DiskError.cancelled` at once; what it
/// asked for may still happen.
public struct Disk: Sendable {
  let device: DiskDevice

  init?(number: Int) {
    guard let device = DiskDevice.device(number) else { return nil }
    self.device = device
  }

  /// Size of the disk in sectors of 512 bytes.
  public var sectorCount: UInt64 { device.settings.sectorCount }
  /// Size of the blocks that the disk transfers best, in bytes.
  public var blockByteCount: Int { device.settings.blockByteCount }
  /// The most bytes that `read(into:at:)` and `write(_:at:)` of a buffer transfer.
  public var transferByteCount: Int { device.settings.transferByteCount }
  /// Whether it cannot be written.
  public var isReadOnly: Bool { device.settings.isReadOnly }

  // MARK: Bytes

  /// Reads sectors; larger ranges than one transfer are read in pieces.
  ///
  /// - Parameter sectors: Numbers of sectors, not empty.
  /// - Returns: Their bytes.
  /// - Throws: `outOfRange`, `unaligned` if the range is empty, `failed`, `cancelled`, `gone` and
  ///   what else a disk may answer.
  public func read(sectors: Range<UInt64>) async throws(DiskError) -> [UInt8] {
    guard sectors.upperBound <= sectorCount else { throw .outOfRange }
    guard !sectors.isEmpty else { throw .unaligned }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(sectors.count * BlockSettings.sectorByteCount)
    var sector = sectors.lowerBound
    while sector < sectors.upperBound {
      let byteCount = pieceByteCount(Int(sectors.upperBound - sector))
      let buffer = DiskBuffer(uninitializedByteCount: byteCount)
      try await read(into: buffer, at: sector)
      // Safe: the buffer holds as many bytes, and the disk is done with it.
      unsafe bytes.append(
        contentsOf: UnsafeRawBufferPointer(start: buffer.base, count: byteCount))
      sector += UInt64(byteCount / BlockSettings.sectorByteCount)
    }
    return bytes
  }

  /// Writes sectors; more than one transfer is written in pieces.
  ///
  /// The bytes last when `flush` has returned after this.
  ///
  /// - Parameters:
  ///   - bytes: Whole sectors, not none.
  ///   - sector: Number of the first sector.
  /// - Throws: `readOnly`, `outOfRange`, `unaligned`, `failed`, `cancelled`, `gone` and what else a
  ///   disk may answer.
  public func write(_ bytes: [UInt8], at sector: UInt64) async throws(DiskError) {
    let size = BlockSettings.sectorByteCount
    guard !bytes.isEmpty, bytes.count % size == 0 else { throw .unaligned }
    let count = UInt64(bytes.count / size)
    guard count <= sectorCount, sector <= sectorCount - count else { throw .outOfRange }
    var offset = 0
    while offset < bytes.count {
      let byteCount = pieceByteCount((bytes.count - offset) / size)
      let buffer = DiskBuffer(uninitializedByteCount: byteCount)
      // Safe: the array has as many bytes from the offset on, and the buffer has room for them.
      unsafe bytes.withUnsafeBytes { source in
        unsafe buffer.base.copyMemory(
          from: source.baseAddress.unsafelyUnwrapped + offset, byteCount: byteCount)
      }
      try await write(buffer, at: sector + UInt64(offset / size))
      offset += byteCount
    }
  }

  private func pieceByteCount(_ sectorCount: Int) -> Int {
    min(sectorCount, transferByteCount / BlockSettings.sectorByteCount)
      * BlockSettings.sectorByteCount
  }

  // MARK: Buffers

  /// Fills a buffer from the disk, without a copy.
  ///
  /// - Parameters:
  ///   - buffer: Whole sectors, at most `transferByteCount`.
  ///   - sector: Number of the first sector.
  /// - Throws: As `read(sectors:)`, and `tooLarge`.
  public func read(into buffer: DiskBuffer, at sector: UInt64) async throws(DiskError) {
    try await perform(DiskRequest(.read, sector: sector, buffer: buffer))
  }

  /// Writes a buffer to the disk, without a copy.
  ///
  /// - Parameters:
  ///   - buffer: Whole sectors, at most `transferByteCount`.
  ///   - sector: Number of the first sector.
  /// - Throws: As `write(_:at:)` of bytes, and `tooLarge`.
  public func write(_ buffer: DiskBuffer, at sector: UInt64) async throws(DiskError) {
    try await perform(DiskRequest(.write, sector: sector, buffer: buffer))
  }

  /// Makes all writes last that have returned.
  ///
  /// - Throws: `failed`, `cancelled`, `gone` and what else a disk may answer.
  public func flush() async throws(DiskError) {
    guard device.settings.hasCache else { return }
    try await perform(DiskRequest(.flush))
  }

  /// The serial number of the disk, at most 20 bytes of text.
  ///
  /// - Throws: `unsupported` if it has none, and as `flush`.
  public func serialNumber() async throws(DiskError) -> [UInt8] {
    let buffer = DiskBuffer(byteCount: 20)
    try await perform(DiskRequest(.identify, buffer: buffer))
    // Safe: the buffer has 20 bytes, and the disk is done with it.
    let bytes = unsafe UnsafeRawBufferPointer(start: buffer.base, count: 20)
    return unsafe Array(bytes.prefix { $0 != 0 })
  }

  private func perform(_ request: DiskRequest) async throws(DiskError) {
    if Task.isCancelled { throw .cancelled }
    device.submit(request)
    if let error = await request.end() { throw error }
  }
}

/// The disks of a machine by their number, from 0.
public struct Disks: Sendable {
  init() {}

  /// The disk of a number; nil if there is no such disk.
  public subscript(number: Int) -> Disk? { Disk(number: number) }
}
