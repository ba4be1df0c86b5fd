import Kernel

/// Meets every error that a disk can give, and goes on.
@main struct DiskErrorsTest: Service {
  static func start(_ system: System) async {
    guard let readOnly = system.disks[0], let broken = system.disks[1] else {
      return system.check(false, "there are two disks")
    }
    let sector = [UInt8](repeating: 7, count: 512)
    system.check(readOnly.isReadOnly && !broken.isReadOnly, "one of them is read-only")
    system.check(await writeError(readOnly, sector, at: 0) == .readOnly, "it refuses a write")
    let text = try? await readOnly.read(sectors: 0..<1)
    system.check(text?.starts(with: "constant".utf8) ?? false, "it can be read")

    system.check(await readError(broken, 100..<101) == .failed, "a bad sector cannot be read")
    system.check(await readError(broken, 96..<104) == .failed, "nor with its neighbours")
    system.check(await writeError(broken, sector, at: 100) == .failed, "nor written")
    system.check(await writeError(broken, sector, at: 99) == nil, "its neighbour can")
    let back = try? await broken.read(sectors: 99..<100)
    system.check(back == sector, "what was written beside the bad sector comes back")

    let end = broken.sectorCount
    system.check(await readError(broken, end..<end + 1) == .outOfRange, "there is an end")
    system.check(await writeError(broken, sector, at: .max) == .outOfRange, "whatever the sum")
    system.check(await writeError(broken, [1], at: 0) == .unaligned, "a byte is no sector")
    let size = broken.transferByteCount
    let large = DiskBuffer(byteCount: size + 512)
    system.check(await readError(broken, into: large) == .tooLarge(size), "a transfer has a limit")

    await cancelInTheMidst(of: broken, system)
    system.check(await readError(broken, 0..<8) == nil, "the disk goes on")
    system.exit()
  }

  /// Cancels a task while the disk works for it.
  ///
  /// On a busy host the disk may be done before the task that would cancel gets its turn; then it
  /// is tried again.
  static func cancelInTheMidst(of disk: Disk, _ system: System) async {
    for _ in 0..<100 {
      let buffer = DiskBuffer(byteCount: 512)
      let task = Task { await readError(disk, into: buffer) }
      await Task.yield()
      guard buffer.isInUse else {
        _ = await task.value
        continue
      }
      task.cancel()
      system.check(await task.value == .cancelled, "a cancelled task does not wait")
      while buffer.isInUse { await Task.yield() }
      return
    }
    system.check(false, "the disk works on the buffer")
  }

  static func readError(_ disk: Disk, _ sectors: Range<UInt64>) async -> DiskError? {
    do throws(DiskError) {
      _ = try await disk.read(sectors: sectors)
      return nil
    } catch {
      return error
    }
  }

  static func readError(_ disk: Disk, into buffer: DiskBuffer) async -> DiskError? {
    do throws(DiskError) {
      try await disk.read(into: buffer, at: 0)
      return nil
    } catch {
      return error
    }
  }

  static func writeError(_ disk: Disk, _ bytes: [UInt8], at sector: UInt64) async -> DiskError? {
    do throws(DiskError) {
      try await disk.write(bytes, at: sector)
      return nil
    } catch {
      return error
    }
  }
}
