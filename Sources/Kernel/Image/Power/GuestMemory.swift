internal import Hardware

/// The guest's memory, which the processor sees where it is.
struct GuestMemory: PhysicalMemory {
  func withBytes<Result>(
    at address: UInt64, count: Int, _ body: (RawSpan) -> Result?
  ) -> Result? {
    // Page 0 is not mapped, nor is all that lies above the first 4 GiB.
    guard address >= 4096, address < 1 << 32, UInt64(count) <= 1 << 32 - address,
      let start = unsafe UnsafeRawPointer(bitPattern: UInt(address))
    else { return nil }
    // Safe: the first 4 GiB are mapped onto themselves; where nothing is, reading gives ones.
    return body(unsafe RawSpan(_unsafeStart: start, byteCount: count))
  }
}
