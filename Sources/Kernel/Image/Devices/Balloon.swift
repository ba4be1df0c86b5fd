internal import Core
internal import CPU
internal import Drivers
internal import Hardware

/// Memory that the guest lends to its host, as much as the host asks for.
///
/// The guest keeps a reserve: when no more than that is free it lends nothing more, whatever the
/// host wants.
@safe
public final class Balloon: @unchecked Sendable {
  private var driver: VirtioBalloon<VirtioBus>
  /// Pages that are lent, those that were lent last at the end.
  private var pages: [PhysicalAddress] = []
  /// How many pages at the end of `pages` the host was told of last: they are taken back, and free
  /// when the host has taken the message.
  private var reclaimedCount = 0

  // Safe, both: one core, and only tasks and the run loop come here.
  nonisolated(unsafe) private static var isStarted = false
  nonisolated(unsafe) private static var balloon: Balloon?

  /// How many pages stay free.
  private static var reservePageCount: Int { 512 }

  private init(_ driver: consuming VirtioBalloon<VirtioBus>) {
    self.driver = driver
  }

  /// The balloon, which is started when it is asked for first; nil if there is none.
  static var shared: Balloon? {
    if unsafe !isStarted {
      unsafe isStarted = true
      unsafe balloon = start()
      unsafe balloon?.adjust()
    }
    return unsafe balloon
  }

  private static func start() -> Balloon? {
    do throws(VirtioError) {
      guard let bus = try DeviceFinder.find(.balloon, poll: { Balloon.poll() }) else { return nil }
      var memory = HeapDMAMemory()
      return Balloon(
        try VirtioBalloon(
          bus, memory: &memory, ordering: Hypervisor.current == .kvm ? .fence : .deviceAccess))
    } catch {
      log(.warning, "the balloon does not start", module: "balloon")
      return nil
    }
  }

  /// How much memory is lent, in bytes.
  public var lentByteCount: Int { pages.count * VirtioBalloon<VirtioBus>.pageByteCount }

  /// Lets the balloon adjust itself; called by the run loop.
  private static func poll() {
    unsafe balloon?.adjust()
  }

  /// Sends the next message, if the last one was taken and the host wants another size.
  private func adjust() {
    guard driver.isReady else { return }
    if reclaimedCount > 0 { free() }
    driver.setLentPageCount(pages.count)
    guard let wanted = driver.wantedPageCount else { return }
    if wanted > pages.count {
      lend(min(wanted - pages.count, VirtioBalloon<VirtioBus>.pageCount))
    } else if wanted < pages.count {
      reclaimedCount = min(pages.count - wanted, VirtioBalloon<VirtioBus>.pageCount)
      driver.reclaim(pages.suffix(reclaimedCount))
    }
  }

  private func lend(_ count: Int) {
    let first = pages.count
    while pages.count < first + count {
      // Safe: one core; the page belongs to nobody else from here on.
      guard unsafe heap?.pointee.pages.freePageCount ?? 0 > Self.reservePageCount,
        let address = unsafe heap?.pointee.allocate(4096, alignment: 4096)
      else { break }
      pages.append(PhysicalAddress(rawValue: UInt64(address)))
    }
    if pages.count > first { driver.lend(pages[first...]) }
  }

  /// Gives the pages that were taken back to the heap.
  private func free() {
    for page in pages.suffix(reclaimedCount) {
      // Safe: the heap handed the page out, and nobody has used it since.
      unsafe heap?.pointee.free(UInt(page.rawValue))
    }
    pages.removeLast(reclaimedCount)
    reclaimedCount = 0
  }
}
