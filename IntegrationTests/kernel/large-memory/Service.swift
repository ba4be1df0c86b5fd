import Kernel

/// Checks that memory above 4 GiB is there, is used, and is not some other memory again.
@main struct LargeMemoryTest: Service {
  static func start(_ system: System) async {
    let chunkByteCount = 256 << 20
    var chunks: [UnsafeMutableRawPointer] = []
    // Of 6000 MB, 23 chunks are 5888 MB: no more fit around what else there is.
    for _ in 0..<22 {
      chunks.append(.allocate(byteCount: chunkByteCount, alignment: 16))
    }
    let above = chunks.filter { UInt(bitPattern: $0) >= 1 << 32 }.count
    system.check(above >= 7, "at least 1792 MB lie above 4 GiB")
    // A word in each 64 MiB gets its own address, so that two places that are one would differ.
    for chunk in chunks {
      for place in places(chunk, chunkByteCount) { place.pointee = UInt(bitPattern: place) }
    }
    var wrongCount = 0
    for chunk in chunks {
      for place in places(chunk, chunkByteCount) where place.pointee != UInt(bitPattern: place) {
        wrongCount += 1
      }
    }
    system.check(wrongCount == 0, "every place keeps what was written to it")
    for chunk in chunks { chunk.deallocate() }
    let again = UnsafeMutableRawPointer.allocate(byteCount: 5 * chunkByteCount, alignment: 16)
    again.deallocate()
    system.exit()
  }

  /// The first and last word of a chunk, and one in each 64 MiB between.
  static func places(
    _ chunk: UnsafeMutableRawPointer, _ byteCount: Int
  ) -> [UnsafeMutablePointer<UInt>] {
    let offsets = Array(stride(from: 0, to: byteCount, by: 64 << 20)) + [byteCount - 8]
    return offsets.map { (chunk + $0).assumingMemoryBound(to: UInt.self) }
  }
}
