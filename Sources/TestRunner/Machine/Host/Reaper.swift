internal import CLaunch
internal import Foundation
internal import Glibc

/// Collects children that nobody waits for.
///
/// One that has ended and is not collected keeps its number, and who waits for any child at all
/// hears of it again and again.
enum Reaper {
  /// Has a child collected when it ends, by a thread that waits for it.
  ///
  /// - Parameter pid: Its number; from now on it belongs to the reaper.
  static func collect(_ pid: Int32) {
    guard launch_wait(pid, nil, 0) == 0 else { return }
    let thread = Thread { _ = launch_wait(pid, nil, 1) }
    thread.stackSize = 64 << 10
    // Signals are for those who listen for them, and a thread begins with what its maker blocks.
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    thread.start()
    pthread_sigmask(SIG_SETMASK, &before, nil)
  }
}
